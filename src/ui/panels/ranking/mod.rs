//! The ranking: accounts by score as stacked bars, with slope lines from the baseline. Click a head to sort, a row to
//! select.

pub mod model;
mod numbers;
mod odds;
mod paint;
mod slide;

use egui::{
    EventFilter, Id, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use self::{
    model::{Column, Model, Sort},
    odds::OddsPopup,
    paint::{Columns, HEADER, HEADS, MIN_WIDTH},
    slide::Slide,
};
use crate::{
    document::Stamp,
    ui::{
        kit::tokens::ROW_RANK,
        panels::{Action, PanelContext},
    },
};

/// Accounts by score.
#[derive(Default)]
pub struct RankingPanel {
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
    /// Paints the panel into all of `ui`.
    pub fn ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui) {
        let area = ui.max_rect();
        let memo = self.refresh(cx, ui);
        let header = Rect::from_min_size(area.min, vec2(area.width(), HEADER));
        let left = self.odds.button(cx, ui, header);
        paint::header(ui, cx, &memo.model, header.with_max_x(left));
        let body = Rect::from_min_max(area.min + vec2(0.0, HEADER), area.max);
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
        if response.has_focus() {
            self.keys(ui, response.id, at, model.rows.len());
        }
        if row.rank.is_none() {
            return response.on_hover_text(format!("Unranked: {reason}"));
        }
        response
    }

    /// Arrow keys go from row to row, also to rows that are not painted yet.
    fn keys(&mut self, ui: &Ui, id: Id, at: usize, rows: usize) {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let last = rows.saturating_sub(1);
        let to = if pressed(Key::ArrowDown) {
            (at + 1).min(last)
        } else if pressed(Key::ArrowUp) {
            at.saturating_sub(1)
        } else if pressed(Key::Home) {
            0
        } else if pressed(Key::End) {
            last
        } else {
            return;
        };
        self.focus = (to != at).then_some(to);
        if let Some(to) = self.focus {
            // Bring the row into sight; it takes the focus once it exists.
            let down = (to as f32 - at as f32) * ROW_RANK;
            let row = ui.clip_rect();
            let target = Rect::from_min_size(pos2(row.min.x, row.center().y + down), vec2(1.0, ROW_RANK));
            if down.abs() > ROW_RANK {
                ui.scroll_to_rect(target, None);
            }
            ui.request_repaint();
        }
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
    if moving {
        return 0..rows;
    }
    let first = ((viewport.min.y / ROW_RANK).floor().max(0.0) as usize).min(rows);
    let last = (((viewport.max.y - HEADS) / ROW_RANK).ceil().max(0.0) as usize + 1).min(rows);
    first..last.max(first)
}
