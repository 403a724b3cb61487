//! The full panel: axes at the left, one in focus at the right as a chart or a table.

use std::collections::BTreeSet;

use egui::{Align2, Id, Rect, Ui, pos2, vec2};

use super::{
    Memo, chart,
    list::{self, LIST_WIDTH},
    model::{Series, Subject},
    table,
};
use crate::{
    domain::Period,
    ui::{
        kit::{
            Weight, icons, t11, t13, text,
            tokens::{ROW_MENU, S12},
        },
        panels::{Action, PanelContext, bits},
    },
};

/// How the axis in focus is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Lines.
    #[default]
    Chart,
    /// Rows of numbers.
    Table,
}

/// What is drawn beside the axis in focus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its own line.
    pub history: bool,
    /// The aim.
    pub target: bool,
    /// Changed denominators.
    pub rebased: bool,
    /// Other series for comparison.
    pub others: BTreeSet<&'static str>,
}

impl Default for Shown {
    fn default() -> Self {
        Self { history: true, target: true, rebased: true, others: BTreeSet::new() }
    }
}

/// One axis over time.
pub struct TrendsPanel {
    memo: Memo,
    focus: Subject,
    view: View,
    shown: Shown,
    /// Period that the keyboard points at in the plot.
    cursor: Option<Period>,
}

impl Default for TrendsPanel {
    fn default() -> Self {
        Self {
            memo: Memo::default(),
            focus: Subject::ALL[0],
            view: View::default(),
            shown: Shown::default(),
            cursor: None,
        }
    }
}

impl TrendsPanel {
    /// Paints the panel into all of `ui`.
    pub fn ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui) {
        let area = ui.max_rect();
        let series = self.memo.series(cx, &Subject::ALL);
        let Some(focus) =
            series.iter().find(|series| series.subject == self.focus).or_else(|| series.first())
        else {
            empty_ui(cx, ui, area);
            return;
        };
        let mut chart_area = area;
        // A narrow panel keeps the plot; the axes are chosen in the wide one or by the keyboard in the strip.
        if area.width() > LIST_WIDTH + 320.0 {
            let list = Rect::from_min_size(area.min, vec2(LIST_WIDTH, area.height()));
            if let Some(chosen) = list::ui(cx, ui, list, series, focus.subject) {
                self.focus = chosen;
            }
            chart_area.min.x = list.max.x + 6.0;
            let gap = Rect::from_min_max(list.right_top(), pos2(chart_area.min.x, area.max.y));
            ui.painter().rect_filled(gap, 0.0, cx.tokens.desk);
        }
        let header = Rect::from_min_size(chart_area.min, vec2(chart_area.width(), ROW_MENU));
        header_ui(cx, ui, header, focus, &mut self.view);
        let body = Rect::from_min_max(header.left_bottom(), chart_area.max);
        match self.view {
            View::Chart => chart::ui(cx, ui, body, focus, series, &mut self.shown, &mut self.cursor),
            View::Table => table::ui(cx, ui, body, focus),
        }
    }
}

fn header_ui(cx: &PanelContext<'_>, ui: &mut Ui, rect: Rect, focus: &Series, view: &mut View) {
    let t = cx.tokens;
    let left = pos2(rect.min.x + S12, rect.center().y);
    let title = text::paint(
        ui.painter(),
        left,
        Align2::LEFT_CENTER,
        focus.subject.title(),
        t13(Weight::SemiBold),
        t.text1,
    );
    let name = cx.account().map_or("", |(account, _)| account.name.as_str());
    let switch = Rect::from_min_max(pos2(rect.max.x - 140.0, rect.min.y), pos2(rect.max.x - 8.0, rect.max.y));
    let room = Rect::from_min_max(pos2(title.max.x, rect.min.y), pos2(switch.min.x, rect.max.y));
    let summary = format!("{name}, {}", focus.subject.share_of());
    text::paint_left(ui.painter(), room, 8.0, &summary, t11(Weight::Regular), t.text3);
    let mut inner = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(switch)
            .id_salt("view")
            .layout(egui::Layout::right_to_left(egui::Align::Center)),
    );
    let options = [(View::Chart, "Chart", None), (View::Table, "Table", None)];
    bits::segments(&mut inner, t, view, &options);
}

fn empty_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, area: Rect) {
    let first = cx.workspace.accounts.front().map(|account| (account.key.clone(), account.name.clone()));
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(area).id_salt("empty"));
    let (sentence, button) = match &first {
        Some((_, name)) => {
            ("Trends belong to one account. Select one to see its history.", format!("Show {name}"))
        }
        None => ("There is no account yet, so there is no history to show.", "Add account".to_owned()),
    };
    if bits::empty_state(&mut inner, cx.tokens, icons::TRENDING_UP, sentence, &button) {
        cx.push(match first {
            Some((key, _)) => Action::SelectAccount(Some(key)),
            None => Action::Request(crate::ui::panels::Request::AddAccount),
        });
    }
}

/// The identity of the plot, for focus.
pub fn plot_id(ui: &Ui) -> Id {
    ui.scope_id().with("plot")
}
