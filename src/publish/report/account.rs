//! One account of the report: its figures, what its score is made of, its white space, its map, findings and roadmap.

use std::fmt::Write;

use crate::{
    domain::{Amount, Factor, ItemStatus, Status, Strategy},
    engine::{
        display,
        evaluate::Evaluation,
        metrics::{self, HEADLINE, Inputs, Survey, Unit},
        planning::{Standing, gap_table},
        rules::{Finding, Outcome, RuleKind},
        scoring::FactorOutcome,
        shading::ColourBy,
    },
    markup::escaped,
    publish::{
        map::{Form, Source},
        svg,
    },
};

use super::{
    Report,
    markup::{Table, bar, figures, paragraph},
};

/// Rows of the table of white space; the others are summed up in a sentence.
const GAPS: usize = 25;
/// Maps of more units than this are areas: no page is wide enough for so many cards.
const CARDS: usize = 60;

impl Report<'_> {
    /// The section of an account.
    pub(super) fn account(&self, at: usize) -> String {
        let (account, found) = (&self.accounts[at], &self.evaluations[at]);
        let value = |key: &str| Self::value(found, key).value;
        let root = found.facts.root();
        let mut html = format!("<section>\n<h2>{}</h2>\n", escaped(&account.name));
        let known = found.facts.has_records;
        html += &figures(&[
            ("Penetration", self.number(value(HEADLINE), Unit::Percent)),
            ("Score", self.number(found.score.value, Unit::Points)),
            ("Band", self.band(found)),
            ("ARR", self.money(root.arr().filter(|_| known))),
            ("White space", self.money(value("white_space"))),
        ]);
        if !known {
            html += &paragraph("Nothing is recorded for this account in this period.");
        }
        html += &self.factors(found);
        html += &self.map(at);
        html += &self.white_space(at);
        html += &self.roadmap(at);
        html += "<h3>Findings</h3>\n";
        html += &self.findings(&self.findings[at]);
        html + "</section>\n"
    }

    /// What the rules say of all accounts together.
    pub(super) fn findings_over_all(&self) -> String {
        if self.together.iter().any(|finding| finding.outcome == Outcome::Fired) {
            format!("<h2>Across all accounts</h2>\n{}", self.findings(&self.together))
        } else {
            String::new()
        }
    }

    fn factors(&self, found: &Evaluation) -> String {
        let mut html = String::from("<h3>What the score is made of</h3>\n");
        if let Some(reason) = found.score.reason {
            html += &paragraph(&format!("There is no score: {reason}."));
        }
        let mut table = Table::new(&[
            ("Factor", false),
            ("Value", true),
            ("Points", true),
            ("Weight", true),
            ("Contribution", true),
            ("", false),
        ]);
        let used = |(factor, _): &(&Factor, &FactorOutcome)| factor.enabled;
        for (factor, outcome) in self.model.factors.iter().zip(&found.score.factors).filter(used) {
            let unit = metrics::spec(factor.metric.as_str()).map_or(Unit::Number, |spec| spec.unit);
            table.row_of_markup(&[
                escaped(&factor.label),
                escaped(&self.number(outcome.raw, unit)),
                self.number(outcome.points, Unit::Points),
                self.number(Some(outcome.weight * 100.0), Unit::Percent),
                self.number(outcome.contribution, Unit::Points),
                bar(outcome.points.map(|points| points / 100.0)),
            ]);
        }
        html + &table.finish()
    }

    fn map(&self, at: usize) -> String {
        let account = &self.accounts[at];
        let units = self.evaluations[at].facts.order().len();
        let form = if units > CARDS { Form::Treemap { branch: None, size: None } } else { Form::Tree(None) };
        let (workspace, period, findings) = (self.workspace, self.period, &self.findings[at]);
        let source = Source { workspace, account, period, findings };
        let drawing = source.picture(ColourBy::Status, form).drawing(false);
        format!("<figure>\n{}</figure>\n", svg::element(&drawing, &format!("map{at}-")))
    }

    fn white_space(&self, at: usize) -> String {
        let (workspace, account, found) = (self.workspace, &self.accounts[at], &self.evaluations[at]);
        let day = workspace.day_of(self.period);
        let (tree, facts) = (&found.tree, &found.facts);
        let inputs = Inputs { workspace, account, tree, facts, day, before: None, year_before: None };
        let survey = Survey::new(&inputs);
        let standing = Standing::new(&survey);
        let rows = gap_table(&survey, &standing, &workspace.settings.opportunity, None).rows;
        let mut html = String::from("<h3>White space</h3>\n");
        if rows.is_empty() {
            let reason = Self::value(found, "white_space").reason.unwrap_or("every unit is at its potential");
            return html + &paragraph(&format!("No unit has white space: {reason}."));
        }
        let mut table = Table::new(&[
            ("Unit", false),
            ("Status", false),
            ("White space", true),
            ("Opportunity", true),
            ("Planned", true),
            ("Unplanned", true),
            ("Play", false),
            ("Against us", false),
        ]);
        for row in rows.iter().take(GAPS) {
            let unit = row.unit as usize;
            let play = row.chosen.or(row.play);
            table.row(&[
                account.unit_name(unit).to_owned(),
                facts.units[unit].status.map_or(display::UNKNOWN, Status::word).to_owned(),
                self.money(Some(row.white_space)),
                self.number(row.score, Unit::Points),
                self.money(Some(row.planned)),
                self.money(Some(row.unplanned)),
                play.map_or(display::UNKNOWN, Strategy::word).to_owned(),
                standing.rival(account, unit).map_or_else(String::new, |rival| rival.name.clone()),
            ]);
        }
        html += &table.finish();
        if let Some(more) = rows.get(GAPS..).filter(|more| !more.is_empty()) {
            let rest = more.iter().fold(0.0, |sum, row| sum + row.white_space);
            html += &paragraph(&format!("And {} in {} more units.", self.money(Some(rest)), more.len()));
        }
        html
    }

    fn roadmap(&self, at: usize) -> String {
        let (account, found) = (&self.accounts[at], &self.evaluations[at]);
        let mut html = String::from("<h3>Roadmap</h3>\n");
        let value = |key: &str| Self::value(found, key).value;
        if let Some(coverage) = value("roadmap_coverage") {
            html += &paragraph(&format!(
                "Open items plan for {} of {} white space; {} has no plan.",
                self.number(Some(coverage), Unit::Percent),
                self.money(value("white_space")),
                self.money(value("unplanned_white_space")),
            ));
        }
        if account.roadmap.is_empty() {
            return html + &paragraph("There are no roadmap items.");
        }
        let mut table = Table::new(&[
            ("Item", false),
            ("Due", false),
            ("Opportunity", true),
            ("Risk", false),
            ("Strategy", false),
            ("Responsible", false),
            ("Status", false),
        ]);
        let mut items: Vec<_> = account.roadmap.iter().collect();
        let closed = |status: ItemStatus| matches!(status, ItemStatus::Done | ItemStatus::Dropped);
        items.sort_by_key(|item| (closed(item.status), item.due_period, item.priority.unwrap_or(u32::MAX)));
        for item in items {
            table.row(&[
                item.title.clone(),
                self.workspace.period_text(item.due_period),
                self.money(item.opportunity.map(Amount::get)),
                item.risk.word().to_owned(),
                item.strategy.map_or(display::UNKNOWN, Strategy::word).to_owned(),
                item.responsible.clone().unwrap_or_default(),
                item.status.word().to_owned(),
            ]);
        }
        html + &table.finish()
    }

    /// What fired, the gravest first, then opportunities; and how many could not be checked.
    fn findings(&self, findings: &[Finding]) -> String {
        let mut fired: Vec<&Finding> =
            findings.iter().filter(|finding| finding.outcome == Outcome::Fired).collect();
        fired.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let unchecked = findings.iter().filter(|finding| finding.outcome == Outcome::CannotCheck).count();
        let mut html = String::new();
        if fired.is_empty() {
            html += &paragraph("No rule has found anything.");
        } else {
            html += "<ul>\n";
            for finding in fired {
                let word = match finding.severity {
                    Some(severity) => severity.word(),
                    None if finding.rule.kind() == RuleKind::Opportunity => "Chance",
                    None => "Note",
                };
                let aside = if finding.acknowledged.is_some() { " (acknowledged)" } else { "" };
                let said = escaped(&finding.message(self.workspace));
                let _ = writeln!(html, "<li><b>{word}</b> {said}{aside}</li>");
            }
            html += "</ul>\n";
        }
        match unchecked {
            0 => {}
            1 => html += "<p class=\"quiet\">One rule cannot be checked: its figures are missing.</p>\n",
            some => {
                let _ = writeln!(
                    html,
                    "<p class=\"quiet\">{some} rules cannot be checked: their figures are missing.</p>"
                );
            }
        }
        html
    }
}
