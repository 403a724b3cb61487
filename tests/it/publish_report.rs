//! The report to read: what stands in it is what the engine says, and it stands alone.

use inroads::{
    domain::Workspace,
    files::samples,
    publish::report::{Report, page},
};
use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};

fn html(workspace: &Workspace) -> String {
    let accounts: Vec<_> = workspace.accounts.iter().cloned().collect();
    page(&Report::new(workspace, &accounts, workspace.current_period(), &workspace.active_model()))
}

fn document(html: &str) -> Document<'_> {
    Document::parse_with_options(html, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() })
        .unwrap()
}

fn said(node: Node<'_, '_>) -> String {
    node.descendants().filter_map(|node| if node.is_text() { node.text() } else { None }).collect()
}

/// Rows of the tables of a node, as their cells.
fn rows(node: Node<'_, '_>) -> Vec<Vec<String>> {
    let rows = node.descendants().filter(|node| node.has_tag_name("tr"));
    rows.map(|row| row.children().filter(Node::is_element).map(said).collect()).collect()
}

/// Annex A.1 in every part of the section: figures (TV-91 for the score), factors, gaps, roadmap, findings, map.
#[test]
fn the_section_of_an_account_holds_its_numbers() {
    let html = html(&samples::techcorp());
    let document = document(&html);
    let section = document.descendants().find(|node| node.has_tag_name("section")).unwrap();
    let all = said(section);
    for part in ["TechCorp", "35.7 %", "41.1", "Moderate", "$2.7M", "$1.5M", "Open items plan for"] {
        assert!(all.contains(part), "{part}");
    }
    let rows = rows(section);
    let revenue = ["Revenue", "35.7 %", "35.7", "35.0 %", "12.5", ""].map(str::to_owned).to_vec();
    assert!(rows.contains(&revenue), "{rows:?}");
    let enterprise = rows.iter().find(|row| row[0] == "Enterprise Division").unwrap();
    assert_eq!(enterprise[1..3], ["Active", "$550.0K"]);
    let findings: Vec<String> =
        section.descendants().filter(|node| node.has_tag_name("li")).map(said).collect();
    assert!(findings.iter().any(|finding| finding.starts_with("Medium")), "{findings:?}");
    let maps = section.descendants().filter(|node| node.has_tag_name("figure")).count();
    assert_eq!(maps, 1);
}

/// One row for each account in the order of the scores, a section for each, and each name inside a map only once.
#[test]
fn the_ranking_lists_every_account_once() {
    let workspace = samples::portfolio();
    let html = html(&workspace);
    let document = document(&html);
    let table = document.descendants().find(|node| node.has_tag_name("table")).unwrap();
    let rows = rows(table);
    assert_eq!(rows.len(), 1 + workspace.accounts.len());
    let ranks: Vec<u32> = rows.iter().filter_map(|row| row[0].parse().ok()).collect();
    assert!(ranks.is_sorted() && ranks.first() == Some(&1));
    let scores: Vec<f64> = rows[1..=ranks.len()].iter().map(|row| row[3].parse().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let sections = document.descendants().filter(|node| node.has_tag_name("section")).count();
    assert_eq!(sections, workspace.accounts.len());
    let mut ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "names inside the page are its own");
}

#[test]
fn the_page_stands_alone() {
    let html = html(&samples::portfolio());
    let lower = html.to_lowercase();
    for outside in ["<script", "<link", "<img", "href=", "src=", "url(http", "@import"] {
        assert!(!lower.contains(outside), "{outside}");
    }
    // The name of the notation is no address that anybody opens.
    let addresses = lower.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    assert!(!addresses.contains("http://") && !addresses.contains("https://"));
    assert!(html.contains("default-src 'none'") && html.contains("@media print"));
}
