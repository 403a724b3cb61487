//! The ranking: accounts by score as stacked bars, with slope lines from the baseline, or units by opportunity score.
//! Click a head to sort, a row to select.

pub mod model;
mod numbers;
mod odds;
mod paint;
mod slide;
mod sort;
mod units;
mod units_order;
mod units_paint;
mod walk;

use egui::{
    Align, Align2, Layout, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use self::{
    model::{Column, Model, Sort},
    odds::OddsPopup,
    paint::{Columns, HEADER, HEADS, MIN_WIDTH},
    slide::Slide,
    units::UnitRanking,
};
use crate::{
    document::Stamp,
    ui::{
        kit::{Weight, t13, text, tokens::ROW_RANK, widgets::Button},
        panels::{Action, PanelContext, bits},
    },
};

/// What is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Ranked {
    #[default]
    Accounts,
    Units,
}

impl Ranked {
    const fn label(self) -> &'static str {
        match self {
            Self::Accounts => "Accounts by score",
            Self::Units => "Units by opportunity",
        }
    }
}

/// Accounts by score, or units by opportunity.
#[derive(Default)]
pub struct RankingPanel {
    ranked: Ranked,
    units: UnitRanking,
    sort: Sort,
    memo: Option<Memo>,
    slide: Slide,
    odds: OddsPopup,
    /// Row that the keyboard moved to; it takes the focus when it is painted.
    focus: Option<usize>,
}

struct Memo {
    stamp: Stamp,
    sort: Sort,
    model: Model,
}

impl RankingPanel {
    /// Opened on the units.
    pub fn of_units() -> Self {
        Self { ranked: Ranked::Units, ..Self::default() }
    }

    /// Paints the panel into all of `ui`.
    pub fn ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui) {
        let area = ui.max_rect();
        let header = Rect::from_min_size(area.min, vec2(area.width(), HEADER));
        let body = area.with_min_y(header.max.y);
        let header = header.with_min_x(self.choice(cx, ui, header));
        match self.ranked {
            Ranked::Accounts => self.accounts_ui(cx, ui, header, body),
            Ranked::Units => self.units.ui(cx, ui, header, body),
        }
    }

    /// The title and what is ranked; where they end.
    fn choice(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, header: Rect) -> f32 {
        let left = pos2(header.min.x + 12.0, header.center().y);
        let (font, ink) = (t13(Weight::SemiBold), cx.tokens.text1);
        let title = text::paint(ui.painter(), left, Align2::LEFT_CENTER, "Ranking", font, ink);
        let line = header.with_min_x(title.max.x + 4.0);
        let layout = Layout::left_to_right(Align::Center);
        let mut inner = ui.new_child(UiBuilder::new().max_rect(line).id_salt("ranked").layout(layout));
        let name = format!("Ranked: {}", self.ranked.label());
        let button = Button::quiet(self.ranked.label()).small().name(&name);
        let options = [Ranked::Accounts, Ranked::Units].map(|ranked| (ranked, ranked.label().to_owned()));
        if let Some(ranked) = bits::choice(&mut inner, button, &self.ranked, &options) {
            self.ranked = ranked;
            ui.request_repaint();
        }
        inner.min_rect().max.x + 8.0
    }

    fn accounts_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, header: Rect, body: Rect) {
        let memo = self.refresh(cx, ui);
        let left = self.odds.button(cx, ui, header);
        paint::header(ui, cx, &memo.model, header.with_max_x(left));
        if memo.model.rows.is_empty() {
            paint::empty(ui, cx, body);
        } else {
            let mut inner = ui.new_child(UiBuilder::new().max_rect(body).id_salt("rows"));
            ScrollArea::both().auto_shrink(false).show_viewport(&mut inner, |ui, viewport| {
                self.rows_ui(cx, ui, &memo.model, viewport);
            });
        }
        self.memo = Some(memo);
    }

    fn refresh(&mut self, cx: &PanelContext<'_>, ui: &Ui) -> Memo {
        match self.memo.take() {
            Some(memo) if memo.sort == self.sort && memo.stamp.is_current(cx.derived) => memo,
            _ => {
                let model = Model::new(cx.workspace, cx.derived, self.sort);
                self.slide.turn(&model.rows, ui.input(|input| input.time), cx.reduced_motion);
                Memo { stamp: Stamp::of(cx.derived), sort: self.sort, model }
            }
        }
    }

    fn rows_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, model: &Model, viewport: Rect) {
        let width = viewport.width().max(MIN_WIDTH);
        let height = HEADS + model.rows.len() as f32 * ROW_RANK + 12.0;
        ui.set_min_size(vec2(width, height));
        // Whole pixels, or one-pixel lines and text blur while scrolling.
        let origin = ui.max_rect().min.round();
        let columns = Columns::new(origin.x, width);
        let rows_top = origin.y + HEADS;
        let visible_top = origin.y + viewport.min.y + HEADS;
        let body_clip = Rect::from_min_max(pos2(ui.clip_rect().min.x, visible_top), ui.clip_rect().max)
            .intersect(ui.clip_rect());
        let moving = self.slide.advance(ui.input(|input| input.time));
        if moving {
            ui.request_repaint();
        }
        let visible = model_range(viewport, model.rows.len(), moving);
        let painter = ui.painter().with_clip_rect(body_clip);
        paint::grid(&painter, cx, &columns, model, body_clip);
        let selected = cx.account_index();
        let names = paint::Names::new(cx);
        for at in visible.clone() {
            let row = &model.rows[at];
            let y = rows_top + self.slide.y(row.account, at);
            if y + ROW_RANK < body_clip.min.y || y > body_clip.max.y {
                continue;
            }
            let rect = Rect::from_min_size(pos2(origin.x + 4.0, y), vec2(width - 8.0, ROW_RANK));
            let response =
                self.row_ui(cx, ui, model, at, rect.intersect(body_clip), selected == Some(row.account));
            if !body_clip.intersects(rect) {
                continue;
            }
            paint::row(
                &painter,
                cx,
                &names,
                &columns,
                model,
                row,
                rect,
                &response,
                selected == Some(row.account),
            );
            let mut over = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(("numbers", row.account)));
            over.set_clip_rect(body_clip);
            numbers::ui(cx, &over, &columns, row, rect, selected == Some(row.account));
        }
        if self.sort.is_by_rank() {
            let ends = |at: usize| rows_top + self.slide.y(model.rows[at].account, at) + ROW_RANK / 2.0;
            paint::slopes(&painter, cx, &columns, model, rows_top, visible, selected, ends);
        }
        let heads = Rect::from_min_size(pos2(origin.x, origin.y + viewport.min.y), vec2(width, HEADS));
        self.heads_ui(cx, ui, &columns, heads, model.axis);
    }

    fn row_ui(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        model: &Model,
        at: usize,
        rect: Rect,
        selected: bool,
    ) -> Response {
        let row = &model.rows[at];
        let Some(account) = cx.workspace.accounts.get(row.account) else {
            return ui.interact(rect, ui.scope_id().with(at), Sense::hover());
        };
        let response = ui.interact(rect, ui.scope_id().with(("row", account.key.as_str())), Sense::click());
        let reason = cx.derived.accounts.get(row.account).map_or("", |values| model::reason(values));
        response.widget_info(|| {
            WidgetInfo::selected(Role::Row, true, selected, model::row_name(row, &account.name, reason))
        });
        if self.focus == Some(at) {
            self.focus = None;
            response.request_focus();
            response.scroll_to_me(None);
        }
        if response.clicked() {
            cx.push(Action::SelectAccount(Some(account.key.clone())));
        }
        if response.has_focus()
            && let Some(to) = walk::keys(ui, response.id, at, model.rows.len())
        {
            self.focus = Some(to);
        }
        if row.rank.is_none() {
            return response.on_hover_text(format!("Unranked: {reason}"));
        }
        response
    }

    fn heads_ui(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, columns: &Columns, heads: Rect, axis: f64) {
        let painter = ui.painter().clone();
        paint::heads_ground(&painter, cx, columns, heads, axis);
        for column in Column::ALL {
            let rect = columns.head(column, heads);
            let response = ui.interact(rect, ui.scope_id().with(("head", column.label())), Sense::click());
            response.widget_info(|| {
                WidgetInfo::labeled(
                    Role::ColumnHeader,
                    true,
                    format!("Sort by {}", column.label().to_lowercase()),
                )
            });
            if response.clicked() {
                self.sort = self.sort.clicked(column);
            }
            paint::head(&painter, cx, column, rect, self.sort, &response);
        }
    }
}

/// Rows that can be seen; while rows slide, any row may.
fn model_range(viewport: Rect, rows: usize, moving: bool) -> std::ops::Range<usize> {
    if moving { 0..rows } else { walk::in_sight(viewport, rows) }
}
