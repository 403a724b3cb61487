//! Units by opportunity score, of the selected account or of all accounts.

use std::{collections::HashSet, sync::Arc};

use egui::{Context, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{
    paint::HEADS,
    units_order::{Column, Sort, order},
    units_paint::{self as paint, Columns, MIN_WIDTH},
    walk,
};
use crate::{
    document::{Among, Opportunity, Question},
    domain::{Account, UnitKey},
    engine::{compare::round_to, metrics::UnitMeasure, planning::opportunity::NO_WEIGHT},
    ui::{
        kit::{number, tokens::ROW_RANK},
        panels::{
            Action, PanelContext, Request, bits,
            opportunities::{Listed, Opportune},
        },
    },
};

/// Units by opportunity.
#[derive(Default)]
pub struct UnitRanking {
    sort: Sort,
    units: Opportune,
    shown: Option<Shown>,
    /// Row that the keyboard moved to; it takes the focus when it is painted.
    focus: Option<usize>,
}

/// A list as it is shown.
pub struct Shown {
    /// The units by rank.
    pub listed: Arc<Listed>,
    /// Rows of the list in the order shown.
    pub order: Vec<u32>,
    /// By which they are ordered.
    pub sort: Sort,
}

/// A row with the account and unit it is about.
pub struct Named<'a> {
    /// The row.
    pub row: &'a Opportunity,
    /// Its account.
    pub account: &'a Account,
    /// Name of the unit.
    pub name: &'a str,
    /// Key of the unit.
    pub key: &'a UnitKey,
}

impl Shown {
    fn new(listed: Arc<Listed>, sort: Sort) -> Self {
        let mut shown = Self { listed, order: Vec::new(), sort };
        shown.turn(sort);
        shown
    }

    fn turn(&mut self, sort: Sort) {
        self.sort = sort;
        self.order = order(&self.listed.list, sort, |row| self.named(row).map_or("", |named| named.name));
    }

    /// The account and unit of a row.
    pub fn named<'a>(&'a self, row: &'a Opportunity) -> Option<Named<'a>> {
        let account = self.listed.workspace.accounts.get(row.account as usize)?;
        let unit = account.units.get(row.unit as usize)?;
        Some(Named { row, account, name: account.unit_name(row.unit as usize), key: &unit.key })
    }

    /// Whether the units are those of all accounts.
    pub fn is_of_portfolio(&self) -> bool {
        self.listed.account.is_none()
    }

    fn among(&self) -> Among {
        if self.is_of_portfolio() { Among::Portfolio } else { Among::Account }
    }
}

impl UnitRanking {
    /// Paints what stands below and beside the choice of what is ranked.
    pub fn ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, header: Rect, body: Rect) {
        self.refresh(cx, ui.ctx());
        let Some(shown) = self.shown.take() else {
            return paint::sentence(ui, body, "Ranking the units…");
        };
        if !shown.listed.is_of_selection(cx) {
            // The units of another account would be taken for those of this one.
            self.shown = Some(shown);
            return paint::sentence(ui, body, "Ranking the units…");
        }
        paint::header(ui, cx, &shown, header, self.units.is_making());
        if shown.listed.list.rows.is_empty() {
            paint::sentence(ui, body, "No unit has white space in this period.");
        } else {
            let mut inner = ui.new_child(UiBuilder::new().max_rect(body).id_salt("units"));
            ScrollArea::both().auto_shrink(false).show_viewport(&mut inner, |ui, viewport| {
                self.rows_ui(cx, ui, &shown, viewport);
            });
        }
        self.shown = Some(shown);
    }

    fn refresh(&mut self, cx: &PanelContext<'_>, ctx: &Context) {
        let Some(listed) = self.units.refresh(cx, ctx) else { return };
        match &mut self.shown {
            Some(shown) if Arc::ptr_eq(&shown.listed, listed) => {
                if shown.sort != self.sort {
                    shown.turn(self.sort);
                }
            }
            shown => *shown = Some(Shown::new(Arc::clone(listed), self.sort)),
        }
    }

    fn rows_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, shown: &Shown, viewport: Rect) {
        let width = viewport.width().max(MIN_WIDTH);
        let rows = shown.order.len();
        ui.set_min_size(vec2(width, HEADS + rows as f32 * ROW_RANK + 12.0));
        // Whole pixels, or one-pixel lines and text blur while scrolling.
        let origin = ui.max_rect().min.round();
        let columns = Columns::new(origin.x, width);
        let top = origin.y + viewport.min.y + HEADS;
        let clip = ui.clip_rect().with_min_y(top.max(ui.clip_rect().min.y));
        let painter = ui.painter().with_clip_rect(clip);
        paint::grid(&painter, cx.tokens, &columns, clip);
        // Looking some rows up among many selected units one by one would take longer than putting these together once.
        let chosen: HashSet<&UnitKey> = cx.selection.units.iter().collect();
        for at in walk::in_sight(viewport, rows) {
            let row = &shown.listed.list.rows[shown.order[at] as usize];
            let Some(named) = shown.named(row) else { continue };
            let y = origin.y + HEADS + at as f32 * ROW_RANK;
            let rect = Rect::from_min_size(pos2(origin.x + 4.0, y), vec2(width - 8.0, ROW_RANK));
            if !clip.intersects(rect) {
                continue;
            }
            let here = cx.selection.account.as_ref() == Some(&named.account.key);
            let primary = here && cx.selection.unit() == Some(named.key);
            let selected = primary || here && chosen.contains(named.key);
            let response = self.row_ui(cx, ui, &named, (at, rows), rect.intersect(clip), selected);
            paint::row(&painter, cx, &columns, &named, rect, &response, selected, shown.is_of_portfolio());
            let mut over = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(("numbers", at)));
            over.set_clip_rect(clip);
            numbers(cx, &over, &columns, &named, rect, primary, shown.among());
        }
        let heads = Rect::from_min_size(pos2(origin.x, origin.y + viewport.min.y), vec2(width, HEADS));
        self.heads_ui(cx, ui, &columns, heads);
    }

    fn row_ui(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        named: &Named<'_>,
        (at, rows): (usize, usize),
        rect: Rect,
        selected: bool,
    ) -> Response {
        let response = ui.interact(rect, ui.scope_id().with(("row", at)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, row_name(named)));
        if self.focus == Some(at) {
            self.focus = None;
            response.request_focus();
            response.scroll_to_me(None);
        }
        if response.clicked() {
            select(cx, named);
        }
        if response.double_clicked() {
            cx.push(Action::Request(Request::ShowOnMap));
        }
        if response.has_focus()
            && let Some(to) = walk::keys(ui, response.id, at, rows)
        {
            self.focus = Some(to);
        }
        response
    }

    fn heads_ui(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, columns: &Columns, heads: Rect) {
        let painter = ui.painter().clone();
        paint::heads_ground(&painter, cx.tokens, columns, heads);
        for column in Column::ALL {
            let rect = columns.head(column, heads);
            let response = ui.interact(rect, ui.scope_id().with(("head", column.label())), Sense::click());
            response.widget_info(|| {
                let name = format!("Sort by {}", column.label().to_lowercase());
                WidgetInfo::labeled(Role::ColumnHeader, true, name)
            });
            if response.clicked() {
                self.sort = self.sort.clicked(column);
                ui.request_repaint();
            }
            paint::head(&painter, cx.tokens, column, rect, self.sort, &response);
        }
    }
}

fn select(cx: &mut PanelContext<'_>, named: &Named<'_>) {
    if cx.selection.account.as_ref() != Some(&named.account.key) {
        cx.push(Action::SelectAccount(Some(named.account.key.clone())));
    }
    cx.push(Action::SelectUnits(vec![named.key.clone()]));
}

/// Makes the numbers of a row open their calculations; those of the selected row also by the keyboard.
fn numbers(
    cx: &mut PanelContext<'_>,
    ui: &Ui,
    columns: &Columns,
    named: &Named<'_>,
    rect: Rect,
    selected: bool,
    among: Among,
) {
    let unit = named.row.unit as usize;
    let words = Words::of(named.row, cx.symbol());
    let [rank_at, score_at, open_at, expected_at] = columns.numbers(rect);
    let cells = [
        (Question::OpportunityRank(unit, among), "Rank", words.rank, rank_at),
        (Question::Opportunity(unit, among), "Score", words.score, score_at),
        (Question::Unit(unit, UnitMeasure::WhiteSpace), "White space", words.white_space, open_at),
        (Question::ExpectedValue(unit), "Expected value", words.expected, expected_at),
    ];
    for (question, what, value, place) in cells {
        let name = format!("{what} of {}: {value}", named.name);
        if bits::opens(ui, place, what, &name, !selected) {
            if !selected {
                select(cx, named);
            }
            cx.push(Action::Open(question, place));
        }
    }
}

/// The numbers of a row as they are written.
pub struct Words {
    /// Rank.
    pub rank: String,
    /// Score, one decimal.
    pub score: String,
    /// White space.
    pub white_space: String,
    /// Expected value.
    pub expected: String,
}

impl Words {
    /// Of a row; what is unknown is a dash.
    pub fn of(row: &Opportunity, symbol: &str) -> Self {
        let dash = || number::MISSING.to_owned();
        Self {
            rank: row.rank.map_or_else(dash, |rank| rank.to_string()),
            score: row.score.map_or_else(dash, |score| format!("{:.1}", round_to(score, 1))),
            white_space: number::money_short(row.white_space, symbol),
            expected: row.expected_value.map_or_else(dash, |money| number::money_short(money, symbol)),
        }
    }
}

/// What a screen reader says of a row: "Rank 2: Germany of TechCorp, opportunity score 61.5".
fn row_name(named: &Named<'_>) -> String {
    let who = format!("{} of {}", named.name, named.account.name);
    match (named.row.rank, named.row.score) {
        (Some(rank), Some(score)) => {
            format!("Rank {rank}: {who}, opportunity score {:.1}", round_to(score, 1))
        }
        _ => format!("Unranked: {who}, {NO_WEIGHT}"),
    }
}
