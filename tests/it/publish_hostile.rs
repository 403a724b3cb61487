//! Nothing that a workspace says becomes part of a picture or a page: 208 payloads in every text field.

use std::sync::Arc;

use inroads::{
    domain::{Account, Workspace},
    engine::{rules, shading::ColourBy},
    files::samples,
    publish::{
        map::{Form, Source},
        report::{Report, page},
        svg,
    },
};
use resvg::usvg::roxmltree::{Document, ParsingOptions};

/// What may stand in a picture.
const ELEMENTS: [&str; 8] = ["svg", "title", "rect", "circle", "path", "text", "g", "clipPath"];
const ATTRIBUTES: [&str; 32] = [
    "width",
    "height",
    "viewBox",
    "font-family",
    "role",
    "aria-label",
    "x",
    "y",
    "rx",
    "cx",
    "cy",
    "r",
    "d",
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "text-anchor",
    "font-size",
    "font-weight",
    "id",
    "clip-path",
    "opacity",
    "class",
    "aria-hidden",
    "preserveAspectRatio",
    "lang",
    "scope",
    "charset",
    "name",
    "content",
];
/// What else may stand in a page.
const PAGE: [&str; 30] = [
    "html", "head", "meta", "style", "body", "main", "header", "h1", "h2", "h3", "p", "dl", "div", "dt",
    "dd", "table", "thead", "tbody", "tr", "th", "td", "section", "figure", "ul", "li", "b", "svg", "title",
    "rect", "g",
];

const VECTORS: [&str; 26] = [
    "<script>alert(1)</script>",
    "</text><script>alert(1)</script><text>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</svg><img src=x onerror=alert(1)>",
    "\" onload=\"alert(1)",
    "' onmouseover='alert(1)",
    "\"><svg onload=alert(1)>",
    "javascript:alert(1)",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a xlink:href='javascript:alert(1)'>x</a>",
    "<foreignObject><iframe src=javascript:alert(1)></foreignObject>",
    "<image href='http://example.invalid/x.png'/>",
    "<use href='http://example.invalid/x.svg#a'/>",
    "<!-- comment --><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "<![CDATA[<script>alert(1)</script>]]>",
    "]]><script>alert(1)</script>",
    "<?xml-stylesheet href='http://example.invalid/x.css'?>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<style>@import 'http://example.invalid/x.css';</style>",
    "url(http://example.invalid/x)",
    "expression(alert(1))",
    "<set attributeName=onload to=alert(1)>",
    "{{7*7}}${7*7}#{7*7}",
    "=HYPERLINK(\"http://example.invalid\")",
];

/// Each vector as it is, hidden, broken, in capitals, among signs that a file may not hold.
fn payloads() -> Vec<String> {
    let dressed = |vector: &&str| {
        [
            (*vector).to_owned(),
            vector.to_uppercase(),
            format!("\u{0}{vector}\u{0}"),
            format!("\u{202e}{vector}\u{2066}"),
            format!("Ünïts & Co. “{vector}” <"),
            format!("\u{feff}{vector}\u{ffff}"),
            format!("a\r\n\t{vector}\u{b}\u{1b}"),
            format!("{vector}{vector}'\"`<>&"),
        ]
    };
    VECTORS.iter().flat_map(dressed).collect()
}

/// The sample with a text in place of everything that people can write.
fn poisoned(text: &str) -> Workspace {
    let mut workspace = samples::techcorp();
    let some = || Some(text.to_owned());
    let settings = Arc::make_mut(&mut workspace.settings);
    settings.name = text.to_owned();
    settings.currency.symbol = text.to_owned();
    for region in Arc::make_mut(&mut workspace.regions) {
        region.name = text.to_owned();
    }
    for product in Arc::make_mut(&mut workspace.products) {
        product.name = text.to_owned();
        product.family = some();
    }
    let mut model = (*workspace.active_model()).clone();
    model.name = text.to_owned();
    for factor in &mut model.factors {
        factor.label = text.to_owned();
    }
    model.key = "own".into();
    Arc::make_mut(&mut workspace.models).push(Arc::new(model));
    Arc::make_mut(&mut workspace.settings).active_model = "own".into();
    let mut account = Account::clone(&workspace.accounts[0]);
    account.name = text.to_owned();
    account.owner = some();
    account.comparable_group = some();
    let units: Vec<_> = account.units.iter().cloned().collect();
    for (at, mut unit) in units.into_iter().enumerate() {
        unit.name = text.to_owned();
        unit.owner = some();
        account.units[at] = unit;
    }
    for competitor in Arc::make_mut(&mut account.competitors) {
        competitor.name = text.to_owned();
        competitor.product = some();
    }
    for person in Arc::make_mut(&mut account.stakeholders) {
        person.name = text.to_owned();
    }
    for signal in Arc::make_mut(&mut account.signals) {
        signal.note = some();
    }
    for item in Arc::make_mut(&mut account.roadmap) {
        item.title = text.to_owned();
        item.risk_note = some();
        item.responsible = some();
        item.accountable = some();
    }
    workspace.accounts[0] = Arc::new(account);
    workspace
}

fn assert_inert(file: &str, elements: &[&[&str]], payload: &str) {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(file, options)
        .unwrap_or_else(|error| panic!("{payload:?} breaks the file: {error}"));
    for node in document.descendants().filter(|node| node.is_element()) {
        let name = node.tag_name().name();
        assert!(elements.iter().any(|known| known.contains(&name)), "{payload:?} made a <{name}>");
        for attribute in node.attributes() {
            let known = ATTRIBUTES.contains(&attribute.name()) || attribute.name() == "http-equiv";
            assert!(known, "{payload:?} made {}", attribute.name());
            if matches!(attribute.name(), "clip-path" | "id" | "fill" | "stroke") {
                assert!(!attribute.value().contains(':'), "{payload:?} in {}", attribute.name());
            }
        }
    }
    assert!(!file.to_lowercase().contains("<script"), "{payload:?}");
    let markup = document.descendants().filter(|node| node.is_comment() || node.is_pi()).count();
    assert_eq!(markup, 0, "{payload:?}");
}

#[test]
fn two_hundred_payloads_in_every_text_field_stay_text() {
    let payloads = payloads();
    assert!(payloads.len() >= 200);
    for payload in &payloads {
        let workspace = poisoned(payload);
        let period = workspace.current_period();
        let model = workspace.active_model();
        let findings = rules::check(&workspace, &model, period, &[0]);
        for (by, form) in [
            (ColourBy::Owner, Form::Tree(None)),
            (ColourBy::Region, Form::Treemap { branch: None, size: None }),
            (ColourBy::Competitor, Form::Tree(None)),
        ] {
            let source = Source {
                workspace: &workspace,
                account: &workspace.accounts[0],
                period,
                findings: &findings,
            };
            let file = svg::file(&source.picture(by, form).drawing(false));
            assert_inert(&file, &[&ELEMENTS], payload);
        }
        let accounts: Vec<_> = workspace.accounts.iter().cloned().collect();
        let html = page(&Report::new(&workspace, &accounts, period, &model));
        assert_inert(&html, &[&ELEMENTS, &PAGE], payload);
    }
}

/// The payload is not lost either: a reader sees what was typed.
#[test]
fn what_was_typed_can_be_read() {
    let text = "R&D <\"Nord\"> 'x'";
    let workspace = poisoned(text);
    let accounts: Vec<_> = workspace.accounts.iter().cloned().collect();
    let model = workspace.active_model();
    let report = Report::new(&workspace, &accounts, workspace.current_period(), &model);
    let html = page(&report);
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&html, options).unwrap();
    let heading = document.descendants().find(|node| node.has_tag_name("h1")).unwrap();
    assert_eq!(heading.text(), Some(text));
}
