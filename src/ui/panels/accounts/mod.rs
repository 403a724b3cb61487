//! The accounts list: the portfolio on top, then every account with score, band and white space.

mod model;

use egui::{
    Align2, EventFilter, Id, Key, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use crate::{
    domain::AccountKey,
    ui::kit::{
        fonts::{Weight, t11, t13},
        icons, number, text,
        tokens::{R6, ROW_LIST, ROW_MENU, Tokens},
        widgets::{MenuItem, TextField, empty_state, icon_button},
    },
};

use super::context::{Action, PanelContext, Request};

use model::{Entry, List, Sort, entry, spoken};

const PORTFOLIO: f32 = 52.0;

/// The accounts list.
#[derive(Debug, Default)]
pub struct AccountsPanel {
    sort: Sort,
    filter: String,
    list: List,
    /// The account selected when last looked at; a change from elsewhere scrolls to it.
    seen: Option<AccountKey>,
    offset: f32,
    /// The order or the filter changed: the selected account is to be seen.
    reveal: bool,
    /// The row that had the focus in the last pass.
    focus: Option<(Id, usize)>,
}

impl AccountsPanel {
    /// Shows the list.
    pub fn ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui) {
        let whole = ui.available_rect_before_wrap();
        let head = whole.with_max_y(whole.top() + ROW_MENU);
        header(cx, ui, head);
        let rest = whole.with_min_y(head.bottom());
        ui.advance_cursor_after_rect(whole);
        if cx.workspace.accounts.is_empty() {
            empty(cx, ui, rest);
            return;
        }
        let field = Rect::from_min_size(rest.min + vec2(8.0, 0.0), vec2(rest.width() - 16.0, 28.0));
        self.filter_field(ui, field);
        let line = Rect::from_min_size(
            pos2(rest.left() + 12.0, field.bottom() + 8.0),
            vec2(rest.width() - 24.0, 24.0),
        );
        self.sort_line(cx, ui, line);
        self.list.refresh(cx.workspace, cx.derived, self.sort, &self.filter);
        let list = rest.with_min_y(line.bottom() + 2.0);
        self.rows(cx, ui, list);
    }

    fn filter_field(&mut self, ui: &mut Ui, rect: Rect) {
        let mut child = ui.new_child(UiBuilder::new().id_salt("accounts filter").max_rect(rect));
        let field = TextField::new("Filter accounts").hint("Filter accounts").icon(icons::SEARCH);
        let response = field.width(rect.width()).clearable().show(&mut child, &mut self.filter);
        self.reveal |= response.changed();
        if response.has_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
            self.filter.clear();
            self.reveal = true;
        }
    }

    fn sort_line(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, rect: Rect) {
        let tokens = cx.tokens;
        text::paint_right(ui.painter(), rect, 0.0, "White space", t11(Weight::Regular), tokens.text3);
        let word = self.sort.word();
        let galley = ui.painter().layout_no_wrap(word.to_owned(), t11(Weight::Medium), tokens.text2);
        let button = Rect::from_min_size(rect.min, vec2(galley.size().x + 20.0, rect.height()));
        let response =
            ui.interact(button.expand2(vec2(4.0, 0.0)), ui.scope_id().with("sort accounts"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Sort accounts by {word}")));
        let ink = if response.hovered() { tokens.text1 } else { tokens.text2 };
        let taken = text::paint(
            ui.painter(),
            button.left_center(),
            Align2::LEFT_CENTER,
            word,
            t11(Weight::Medium),
            ink,
        );
        icons::paint_icon(
            ui.painter(),
            pos2(taken.right() + 10.0, button.center().y),
            12.0,
            icons::CHEVRON_DOWN,
            tokens.text3,
        );
        focus_ring(ui, tokens, &response, button.expand2(vec2(4.0, 0.0)));
        egui::Popup::menu(&response).show(|ui| {
            for sort in Sort::ALL {
                if MenuItem::new(sort.word()).selected(self.sort == sort).show(ui).clicked() {
                    self.sort = sort;
                    self.reveal = true;
                }
            }
        });
    }

    fn rows(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, rect: Rect) {
        let tokens = cx.tokens;
        let portfolio = Rect::from_min_size(rect.min, vec2(rect.width(), PORTFOLIO));
        let list_id = Id::unique("accounts list");
        let selected = cx.account_index();
        if portfolio_row(cx, ui, portfolio, list_id.with("portfolio")) {
            cx.push(Action::SelectAccount(None));
        }
        let rule = portfolio.bottom() + 4.0;
        ui.painter().hline(rect.left() + 12.0..=rect.right() - 12.0, rule, Stroke::new(1.0, tokens.rule));
        let body = rect.with_min_y(rule + 4.0);
        let place = selected.and_then(|index| self.list.order.iter().position(|other| *other == index));
        self.keys(cx, ui, list_id, place);
        if self.list.order.is_empty() {
            let text = format!("No account matches “{}”.", self.filter.trim());
            let line = Rect::from_min_size(body.min + vec2(12.0, 8.0), vec2(body.width() - 24.0, 20.0));
            text::paint_left(ui.painter(), line, 0.0, &text, t13(Weight::Regular), tokens.text3);
            let label = ui.interact(line, list_id.with("none"), Sense::hover());
            label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
            return;
        }
        let mut area = ScrollArea::vertical().id_salt("accounts").auto_shrink(false);
        if self.seen != cx.selection.account || std::mem::take(&mut self.reveal) {
            self.seen.clone_from(&cx.selection.account);
            if let Some(place) = place {
                let top = place as f32 * ROW_LIST;
                let offset = self.offset.clamp((top + ROW_LIST - body.height()).min(top), top);
                area = area.vertical_scroll_offset(offset);
            }
        }
        let mut child = ui.new_child(UiBuilder::new().id_salt("accounts body").max_rect(body));
        child.set_clip_rect(body.intersect(ui.clip_rect()));
        child.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let mut focus = self.focus;
        let output = area.show_rows(&mut child, ROW_LIST, self.list.order.len(), |ui, range| {
            for at in range {
                let index = self.list.order[at];
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_LIST), Sense::hover());
                let key = &cx.workspace.accounts[index].key;
                let response = ui.interact(rect, list_id.with(key), Sense::click());
                account_row(
                    cx,
                    ui,
                    rect,
                    &response,
                    &entry(cx.workspace, cx.derived, index),
                    selected == Some(index),
                );
                if response.has_focus() {
                    focus = Some((response.id, at));
                }
                if response.clicked() {
                    response.request_focus();
                    cx.push(Action::SelectAccount(Some(key.clone())));
                }
            }
        });
        self.offset = output.state.clamped_offset().y;
        self.focus = focus;
    }

    /// Arrows, Home, End and pages move the selection while a row has the focus.
    fn keys(&mut self, cx: &mut PanelContext<'_>, ui: &Ui, list_id: Id, place: Option<usize>) {
        let Some(focus) = ui.memory(egui::Memory::focused) else { return };
        let portfolio = list_id.with("portfolio");
        let at = match self.focus {
            _ if focus == portfolio => None,
            Some((id, at)) if id == focus => place.or(Some(at)),
            _ => return,
        };
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(focus, filter));
        let last = self.list.order.len().checked_sub(1);
        let next = ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(egui::Modifiers::NONE, key);
            if pressed(Key::ArrowDown) {
                Some(at.map_or(last.map(|_| 0), |at| last.map(|last| (at + 1).min(last))))
            } else if pressed(Key::ArrowUp) {
                Some(at.and_then(|at| at.checked_sub(1)))
            } else if pressed(Key::PageDown) {
                Some(last.map(|last| (at.unwrap_or(0) + 8).min(last)))
            } else if pressed(Key::PageUp) {
                Some(at.map(|at| at.saturating_sub(8)))
            } else if pressed(Key::Home) {
                Some(None)
            } else if pressed(Key::End) {
                Some(last)
            } else {
                None
            }
        });
        let Some(next) = next.filter(|next| *next != at) else { return };
        let key = next.map(|at| cx.workspace.accounts[self.list.order[at]].key.clone());
        let id = key.as_ref().map_or(portfolio, |key| list_id.with(key));
        self.focus = next.map(|at| (id, at));
        ui.memory_mut(|memory| memory.request_focus(id));
        cx.push(Action::SelectAccount(key));
    }
}

fn header(cx: &mut PanelContext<'_>, ui: &mut Ui, head: Rect) {
    let tokens = cx.tokens;
    text::paint_left(ui.painter(), head, 12.0, "Accounts", t13(Weight::SemiBold), tokens.text1);
    let button = Rect::from_center_size(pos2(head.right() - 20.0, head.center().y), vec2(28.0, 28.0));
    let mut child = ui.new_child(UiBuilder::new().id_salt("add account").max_rect(button));
    if icon_button(&mut child, icons::PLUS, "Add account").clicked() {
        cx.push(Action::Request(Request::AddAccount));
    }
    let count = number::count(cx.workspace.accounts.len() as u64);
    let place = pos2(button.left() - 6.0, head.center().y);
    text::paint(ui.painter(), place, Align2::RIGHT_CENTER, count, t11(Weight::Regular), tokens.text3);
}

/// The portfolio's row; whether it was clicked.
fn portfolio_row(cx: &PanelContext<'_>, ui: &mut Ui, rect: Rect, id: Id) -> bool {
    let tokens = cx.tokens;
    let response = ui.interact(rect.shrink2(vec2(4.0, 2.0)), id, Sense::click());
    let selected = cx.selection.account.is_none();
    let white_space = cx.derived.portfolio.white_space;
    let money =
        white_space.value.map_or_else(|| number::MISSING.to_owned(), |v| number::money_short(v, cx.symbol()));
    let mean =
        cx.derived.mean_score.map_or_else(|| number::MISSING.to_owned(), |score| number::fixed(score, 1));
    // A mean of scores says how many it rests on.
    let scored = cx.derived.accounts.iter().filter(|account| account.score.value.is_some()).count();
    let count = cx.workspace.accounts.len();
    let all = number::count(count as u64);
    let of = match (scored == count, count) {
        (true, 1) => "mean of 1 account".to_owned(),
        (true, _) => format!("mean of {all} accounts"),
        (false, _) => format!("mean of {} of {all} accounts", number::count(scored as u64)),
    };
    response.widget_info(|| {
        let money = if white_space.value.is_some() { money.as_str() } else { "unknown" };
        let name = format!("Portfolio, score {mean}, {of}, white space {money}");
        WidgetInfo::selected(Role::ListBoxOption, true, selected, name)
    });
    row_ground(ui, tokens, &response, selected);
    let inner = rect.shrink2(vec2(12.0, 0.0));
    let (first, second) = (rect.top() + 16.0, rect.top() + 35.0);
    icons::paint_icon(ui.painter(), pos2(inner.left() + 7.0, first), 14.0, icons::PANEL_LEFT, tokens.text2);
    let painter = ui.painter();
    let weight = if selected { Weight::SemiBold } else { Weight::Medium };
    text::paint(
        painter,
        pos2(inner.left() + 20.0, first),
        Align2::LEFT_CENTER,
        "Portfolio",
        t13(weight),
        tokens.text1,
    );
    text::paint(
        painter,
        pos2(inner.right(), first),
        Align2::RIGHT_CENTER,
        &money,
        t13(Weight::SemiBold),
        tokens.text1,
    );
    let at = text::paint(
        painter,
        pos2(inner.left(), second),
        Align2::LEFT_CENTER,
        &mean,
        t11(Weight::SemiBold),
        tokens.text1,
    );
    let place = pos2((at.right() + 8.0).max(inner.left() + 36.0), second);
    text::paint(painter, place, Align2::LEFT_CENTER, of, t11(Weight::Regular), tokens.text3);
    let clicked = response.clicked();
    match white_space.or_reason() {
        Err(reason) if response.hovered() => {
            response.on_hover_text(format!("White space is unknown: {reason}."));
        }
        _ => {}
    }
    clicked
}

fn account_row(
    cx: &PanelContext<'_>,
    ui: &Ui,
    rect: Rect,
    response: &Response,
    entry: &Entry<'_>,
    selected: bool,
) {
    let tokens = cx.tokens;
    let missing = || number::MISSING.to_owned();
    let score = entry.score.map_or_else(missing, |score| number::fixed(score, 1));
    let money = entry.white_space.value.map_or_else(missing, |value| number::money_short(value, cx.symbol()));
    response.widget_info(|| {
        WidgetInfo::selected(Role::ListBoxOption, true, selected, spoken(entry, &score, &money))
    });
    row_ground(ui, tokens, response, selected);
    let inner = rect.shrink2(vec2(12.0, 0.0));
    let (first, second) = (rect.top() + 16.0, rect.top() + 34.0);
    let painter = ui.painter();
    let money = text::paint(
        painter,
        pos2(inner.right(), first),
        Align2::RIGHT_CENTER,
        money,
        t13(Weight::Regular),
        tokens.text2,
    );
    let weight = if selected { Weight::SemiBold } else { Weight::Medium };
    let room = Rect::from_min_max(pos2(inner.left(), first - 10.0), pos2(money.left() - 8.0, first + 10.0));
    text::paint_left(painter, room, 0.0, entry.name, t13(weight), tokens.text1);
    text::paint(
        painter,
        pos2(inner.left(), second),
        Align2::LEFT_CENTER,
        &score,
        t11(Weight::SemiBold),
        tokens.text1,
    );
    let band = entry.band.unwrap_or("no score");
    let room = Rect::from_min_max(pos2(inner.left() + 36.0, second - 8.0), pos2(inner.right(), second + 8.0));
    // The bar ends at one place in all rows; a long band word is shortened.
    let words = text::elided_galley(painter, band, t11(Weight::Regular), tokens.text3, room.width() * 0.4);
    let words = text::paint_galley(painter, room.right_center(), Align2::RIGHT_CENTER, words, tokens.text3);
    let bar = Rect::from_min_max(
        pos2(room.left(), second - 2.0),
        pos2((words.left() - 12.0).min(inner.right() - 64.0), second + 2.0),
    );
    if bar.width() > 8.0 {
        painter.rect_filled(bar, 2, tokens.track);
        if let Some(score) = entry.score {
            let share = (score / 100.0).clamp(0.0, 1.0) as f32;
            let full = bar.with_max_x(bar.left() + (bar.width() * share).max(4.0));
            painter.rect_filled(full, 2, if selected { tokens.accent } else { tokens.control });
        }
    }
    if response.hovered() {
        let mut notes = Vec::new();
        if entry.score.is_none() {
            notes.push(format!("Score unknown: {}.", entry.reason));
        }
        if let Err(reason) = entry.white_space.or_reason() {
            notes.push(format!("White space unknown: {reason}."));
        }
        if !notes.is_empty() {
            response.clone().on_hover_text(notes.join("\n"));
        }
    }
}

fn row_ground(ui: &Ui, tokens: &Tokens, response: &Response, selected: bool) {
    let ground =
        response.rect.shrink2(vec2(if response.rect.left() > ui.max_rect().left() { 0.0 } else { 4.0 }, 0.0));
    if selected {
        ui.painter().rect_filled(ground, R6, tokens.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(ground, R6, tokens.hover);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(ground, R6, Stroke::new(2.0, tokens.focus), StrokeKind::Inside);
    }
}

fn focus_ring(ui: &Ui, tokens: &Tokens, response: &Response, rect: Rect) {
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect.expand(2.0),
            R6 + 2.0,
            Stroke::new(2.0, tokens.focus),
            StrokeKind::Outside,
        );
    }
}

fn empty(cx: &mut PanelContext<'_>, ui: &mut Ui, rect: Rect) {
    let mut child = ui.new_child(UiBuilder::new().id_salt("no accounts").max_rect(rect));
    let button = empty_state(
        &mut child,
        icons::BUILDING_2,
        "There is no account yet.",
        Some(("Add an account", None)),
    );
    if button.is_some_and(|button| button.clicked()) {
        cx.push(Action::Request(Request::AddAccount));
    }
}
