//! Penetration over time: a strip of tiles below the map, and the full panel with one axis in focus.

mod chart;
mod list;
pub mod model;
mod panel;
mod readout;
mod spark;
mod strip;
mod table;

pub use panel::TrendsPanel;
pub use strip::TrendsStrip;

use std::sync::Arc;

use crate::{
    document::{AccountDerived, Question},
    domain::{Account, PeriodKind},
    engine::compare::round_to,
    ui::{
        kit::number,
        panels::{Action, PanelContext},
    },
};
use model::{Series, Subject};

/// Periods in a small line.
const PERIODS: usize = 8;

/// Series of the selected account, kept until anything of it changes.
#[derive(Default)]
struct Memo(Option<(Arc<AccountDerived>, Arc<Account>, Vec<Series>)>);

impl Memo {
    /// The series in order; empty without an account.
    fn series(&mut self, cx: &PanelContext<'_>, subjects: &[Subject]) -> &[Series] {
        let Some(index) = cx.account_index() else {
            self.0 = None;
            return &[];
        };
        let (account, derived) = (&cx.workspace.accounts[index], &cx.derived.accounts[index]);
        let current = self
            .0
            .as_ref()
            .is_some_and(|(values, of, _)| Arc::ptr_eq(values, derived) && Arc::ptr_eq(of, account));
        if !current {
            let series = model::series(cx.workspace, cx.derived, account, derived, subjects);
            self.0 = Some((Arc::clone(derived), Arc::clone(account), series));
        }
        self.0.as_ref().map_or(&[], |memo| &memo.2)
    }
}

/// A value of the series as text: a rate, or points of the score.
fn value_text(subject: Subject, value: Option<f64>) -> String {
    match (subject, value) {
        (_, None) => number::MISSING.to_owned(),
        (Subject::Score, Some(points)) => number::fixed(points, 1),
        (_, Some(rate)) => number::percent(rate),
    }
}

/// A change as text, in percentage points or points.
fn change_text(subject: Subject, change: f64) -> String {
    if subject == Subject::Score { number::signed(change, 1) } else { number::pp(change) }
}

/// Unit of a change.
const fn change_unit(subject: Subject) -> &'static str {
    if matches!(subject, Subject::Score) { "" } else { "pp" }
}

/// "$2.7M open", "3 of 9", "850 of 3,200".
fn caption(cx: &PanelContext<'_>, series: &Series) -> String {
    let now = series.now();
    if let Some(open) = series.open {
        return format!("{} open", number::money_short(open, cx.symbol()));
    }
    match (now.numerator, now.denominator, now.reason) {
        (Some(numerator), Some(denominator), _) => {
            format!(
                "{} of {}",
                part_text(cx, series.subject, numerator),
                part_text(cx, series.subject, denominator)
            )
        }
        _ if series.subject == Subject::Score => {
            cx.account().map_or(String::new(), |(_, values)| band_name(cx, values))
        }
        _ => String::new(),
    }
}

fn band_name(cx: &PanelContext<'_>, values: &AccountDerived) -> String {
    let scheme = crate::engine::scoring::scheme_for(cx.workspace, &cx.derived.model);
    let band = values.score.band.and_then(|band| scheme.bands.get(band));
    band.map_or_else(String::new, |band| crate::engine::scoring::bands::name(band).to_owned())
}

/// A numerator or denominator as text.
fn part_text(cx: &PanelContext<'_>, subject: Subject, value: f64) -> String {
    if subject.is_money() {
        number::money_short(value, cx.symbol())
    } else {
        number::count(round_to(value, 0).max(0.0) as u64)
    }
}

/// "eight quarters", "14 months".
fn periods_text(count: usize, kind: PeriodKind) -> String {
    const WORDS: [&str; 11] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let noun = match (kind, count) {
        (PeriodKind::Quarter, 1) => "quarter",
        (PeriodKind::Quarter, _) => "quarters",
        (PeriodKind::Month, 1) => "month",
        (PeriodKind::Month, _) => "months",
    };
    WORDS.get(count).map_or_else(|| format!("{count} {noun}"), |word| format!("{word} {noun}"))
}

/// Opens the calculation of the series' value in the period shown.
fn explain(cx: &mut PanelContext<'_>, subject: Subject, beside: egui::Rect) {
    let question = subject.metric().map_or(Question::Score, Question::Metric);
    cx.push(Action::Open(question, beside));
}
