//! The strip under the menu: account, period, penetration, score, white space. Every number opens its calculation.

use std::sync::Arc;

use egui::{Align2, Key, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::{
    document::{Derived, Question},
    domain::{AccountKey, Period, Workspace},
    engine::{metrics, scoring},
    ui::{
        kit::{
            Icon, Tokens, Weight, icons, marks, number, paint_icon, t11, t13, t15, t20, text, tokens,
            widgets::{Button, MenuItem, focus_ring},
        },
        panels::{Action, Selection},
    },
};

/// What the strip shows.
pub struct Headline<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// Derived values.
    pub derived: &'a Arc<Derived>,
    /// What is selected.
    pub selection: &'a Selection,
    /// Whether the periods are being played.
    pub playing: bool,
}

/// What the strip asks for besides actions.
#[derive(Default)]
pub struct Asked {
    /// Start or stop playing.
    pub play: bool,
}

impl Headline<'_> {
    /// Paints the strip into the whole of `ui`.
    pub fn ui(&self, ui: &mut Ui, actions: &mut Vec<Action>) -> Asked {
        let tokens = Tokens::of(ui);
        let rect = ui.max_rect();
        ui.painter().rect_filled(rect, 8.0, tokens.panel);
        let cells = self.cells(rect);
        for cell in &cells[1..] {
            let x = cell.left().round() + 0.5;
            ui.painter().vline(x, rect.top() + 14.0..=rect.bottom() - 14.0, (1.0, tokens.rule));
        }
        self.account_cell(ui, tokens, cells[0], actions);
        let asked = self.period_cell(ui, tokens, cells[1], actions);
        self.penetration_cell(ui, tokens, cells[2], actions);
        self.score_cell(ui, tokens, cells[3], actions);
        self.white_cell(ui, tokens, cells[4], actions);
        if let Some(cell) = cells.get(5) {
            self.units_cell(ui, tokens, *cell, actions);
        }
        asked
    }

    /// The cells from left to right: as wide as they would like to be, or narrower by equal shares of what they can do
    /// without; the last one goes where even that is too much.
    fn cells(&self, rect: Rect) -> Vec<Rect> {
        let change = if self.score_change().is_some() { 58.0 } else { 0.0 };
        // Least and best widths of account, period, penetration, score, white space, units.
        let widths = [
            (124.0, 150.0),
            (270.0, 344.0),
            (170.0, 200.0),
            (184.0 + change, 276.0 + change),
            (112.0, 200.0),
            (108.0, 170.0),
        ];
        let least = |count: usize| widths[..count].iter().map(|(least, _)| least).sum::<f32>();
        let count = if least(6) <= rect.width() { 6 } else { 5 };
        let room: f32 = widths[..count].iter().map(|(least, best)| best - least).sum();
        let share = ((rect.width() - least(count)) / room).clamp(0.0, 1.0);
        let mut left = rect.left();
        let cell = |(least, best): &(f32, f32)| {
            let cell = Rect::from_x_y_ranges(left..=left + least + share * (best - least), rect.y_range());
            left = cell.right();
            cell
        };
        widths[..count].iter().map(cell).collect()
    }

    fn account(&self) -> Option<usize> {
        self.workspace.find_account(self.selection.account.as_ref()?)
    }

    fn score_change(&self) -> Option<f64> {
        let derived = &self.derived.accounts[self.account()?];
        let change = derived.score.value? - derived.baseline.value?;
        (change.abs() >= 0.05).then_some(change)
    }

    fn account_cell(&self, ui: &mut Ui, tokens: &'static Tokens, cell: Rect, actions: &mut Vec<Action>) {
        let account = self.account().map(|index| &self.workspace.accounts[index]);
        let label = account.map_or_else(
            || "Portfolio".to_owned(),
            |account| account.tier.map_or("Account".to_owned(), |tier| format!("Account · {}", tier.word())),
        );
        caption(ui, tokens, cell, &label);
        let name = account.map_or("All accounts", |account| account.name.as_str());
        let room = cell.width() - 32.0 - 20.0;
        let galley = text::elided_galley(ui.painter(), name, t15(Weight::SemiBold), tokens.text1, room);
        let at = pos2(cell.left() + 16.0, baseline(cell));
        let shown = text::paint_galley(ui.painter(), at, Align2::LEFT_CENTER, galley, tokens.text1);
        paint_icon(ui.painter(), pos2(shown.right() + 14.0, at.y), 14.0, icons::CHEVRON_DOWN, tokens.text3);
        let target =
            Rect::from_center_size(shown.center() + vec2(8.0, 0.0), vec2(shown.width() + 28.0, 32.0));
        let response = ui.interact(target, ui.scope_id().with("choose account"), Sense::click());
        response
            .widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Choose account, now {name}")));
        focus_ring(ui, target, tokens::R6, &response);
        egui::Popup::menu(&response).show(|ui| {
            ui.set_min_width(200.0);
            egui::ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let mut choice = |ui: &mut Ui, key: Option<&AccountKey>, name: &str| {
                    let chosen = self.selection.account.as_ref() == key;
                    if MenuItem::new(name).selected(chosen).show(ui).clicked() {
                        actions.push(Action::SelectAccount(key.cloned()));
                    }
                };
                choice(ui, None, "Portfolio");
                for account in &self.workspace.accounts {
                    choice(ui, Some(&account.key), &account.name);
                }
            });
        });
    }

    fn period_cell(
        &self,
        ui: &mut Ui,
        tokens: &'static Tokens,
        cell: Rect,
        actions: &mut Vec<Action>,
    ) -> Asked {
        caption(ui, tokens, cell, "Period");
        let periods = &self.derived.periods;
        let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Asked::default() };
        let shown = self.derived.period;
        let range = format!("{} – {}", self.workspace.period_text(*first), self.workspace.period_text(*last));
        let corner = pos2(cell.right() - 16.0, cell.top() + 18.0);
        text::paint(ui.painter(), corner, Align2::RIGHT_CENTER, range, t11(Weight::Regular), tokens.text3);
        let y = baseline(cell);
        let step = |ui: &mut Ui, x: f32, icon, name: &str, enabled: bool| {
            icon_at(ui, pos2(x, y), icon, name, enabled).clicked()
        };
        let earliest = self.derived.earliest_period(self.workspace);
        if step(ui, cell.left() + 20.0, icons::CHEVRON_LEFT, "Previous period", shown > earliest) {
            actions.push(Action::ShowPeriod(shown.plus(-1)));
        }
        let name = self.workspace.period_text(shown);
        let at = pos2(cell.left() + 36.0, y);
        let text_rect = text::paint(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            name.as_str(),
            t15(Weight::SemiBold),
            tokens.text1,
        );
        let said = ui.interact(text_rect, ui.scope_id().with("period name"), Sense::hover());
        said.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Period {name}")));
        if step(ui, text_rect.right() + 16.0, icons::CHEVRON_RIGHT, "Next period", shown < *last) {
            actions.push(Action::ShowPeriod(shown.plus(1)));
        }
        let track =
            Rect::from_min_max(pos2(text_rect.right() + 40.0, y - 14.0), pos2(cell.right() - 44.0, y + 14.0));
        self.period_slider(ui, tokens, track, actions);
        let (icon, name) =
            if self.playing { (icons::PAUSE, "Stop playing") } else { (icons::PLAY, "Play periods") };
        Asked { play: step(ui, cell.right() - 26.0, icon, name, periods.len() > 1) }
    }

    fn period_slider(&self, ui: &mut Ui, tokens: &'static Tokens, track: Rect, actions: &mut Vec<Action>) {
        let periods = &self.derived.periods;
        let steps = periods.len().saturating_sub(1).max(1) as f32;
        let at = periods.iter().position(|period| *period == self.derived.period).unwrap_or(0);
        let response = ui.interact(track, ui.scope_id().with("period slider"), Sense::click_and_drag());
        let inner = track.shrink2(vec2(7.0, 0.0));
        let x_of = |index: usize| inner.left() + inner.width() * index as f32 / steps;
        let painter = ui.painter();
        let line = |from: f32, to: f32, colour| {
            painter.rect_filled(
                Rect::from_x_y_ranges(from..=to, inner.center().y - 2.0..=inner.center().y + 2.0),
                2.0,
                colour,
            );
        };
        line(inner.left(), inner.right(), tokens.track);
        line(inner.left(), x_of(at), tokens.accent);
        if periods.len() <= 60 {
            for (index, period) in periods.iter().enumerate() {
                let first = period.number(self.workspace.settings.period_kind) == 1;
                let x = x_of(index).round() + 0.5;
                let length = if first { 5.0 } else { 3.0 };
                painter.vline(
                    x,
                    inner.center().y + 7.0..=inner.center().y + 7.0 + length,
                    (1.0, tokens.control),
                );
            }
        }
        let knob = pos2(x_of(at), inner.center().y);
        painter.circle(knob, 7.0, tokens.knob, (2.0, tokens.accent));
        focus_ring(ui, track, tokens::R6, &response);
        let info = || {
            let mut info = WidgetInfo::slider(true, at as f64, "Period");
            info.label = Some(format!("Period slider, {}", self.workspace.period_text(self.derived.period)));
            info
        };
        response.widget_info(info);
        let mut show = |period: Period| {
            if period != self.derived.period {
                actions.push(Action::ShowPeriod(period));
            }
        };
        if let Some(pointer) =
            response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked())
        {
            let index =
                ((pointer.x - inner.left()) / inner.width() * steps).round().clamp(0.0, steps) as usize;
            show(periods[index.min(periods.len() - 1)]);
        }
        if response.has_focus() {
            let (back, on) =
                ui.input(|input| (input.key_pressed(Key::ArrowLeft), input.key_pressed(Key::ArrowRight)));
            if back && at > 0 {
                show(periods[at - 1]);
            }
            if on && at + 1 < periods.len() {
                show(periods[at + 1]);
            }
        }
    }

    fn penetration_cell(&self, ui: &mut Ui, tokens: &'static Tokens, cell: Rect, actions: &mut Vec<Action>) {
        let axis = self.workspace.settings.headline_axis;
        let name = metrics::spec(axis.metric()).map_or("Penetration", |spec| spec.name);
        let Some(account) = self.account() else {
            let value = self.derived.portfolio.all.weighted;
            caption(ui, tokens, cell, "Revenue penetration, weighted");
            let shown = value.value.map_or(number::MISSING.to_owned(), number::percent);
            figure(ui, tokens, cell, &shown, &format!("Revenue penetration {shown}"), value.reason);
            return;
        };
        caption(ui, tokens, cell, name);
        let derived = &self.derived.accounts[account];
        let value = derived.metrics.get("overall_penetration");
        let shown = value.value.map_or(number::MISSING.to_owned(), number::percent);
        let response = figure(ui, tokens, cell, &shown, &format!("{name} {shown}"), value.reason);
        if response.clicked() {
            actions.push(Action::Open(Question::Metric(axis.metric()), response.rect));
        }
        let change = derived.metrics.get("qoq_pp").value;
        if let Some(change) = change {
            let at = pos2(response.rect.right() + 10.0, baseline(cell) + 2.0);
            marks::paint_change(ui.painter(), at, Align2::LEFT_CENTER, change, "pp", false, tokens);
        }
    }

    fn score_cell(&self, ui: &mut Ui, tokens: &'static Tokens, cell: Rect, actions: &mut Vec<Action>) {
        let scheme = scoring::scheme_for(self.workspace, &self.derived.model);
        let Some(account) = self.account() else {
            caption(ui, tokens, cell, "Health score, mean");
            let shown =
                self.derived.mean_score.map_or(number::MISSING.to_owned(), |mean| number::fixed(mean, 1));
            figure(ui, tokens, cell, &shown, &format!("Mean health score {shown}"), None);
            return;
        };
        caption(ui, tokens, cell, "Health score");
        let score = &self.derived.accounts[account].score;
        let shown = score.value.map_or(number::MISSING.to_owned(), |value| number::fixed(value, 1));
        let response = figure(ui, tokens, cell, &shown, &format!("Health score {shown}"), score.reason);
        if response.clicked() {
            actions.push(Action::Open(Question::Score, response.rect));
        }
        let mut x = response.rect.right() + 10.0;
        let y = baseline(cell);
        if let Some(change) = self.score_change() {
            let at = pos2(x, y + 2.0);
            x = marks::paint_change(ui.painter(), at, Align2::LEFT_CENTER, change, "", false, tokens).right()
                + 10.0;
        }
        let Some(band) = score.band else { return };
        let word = scoring::bands::name(&scheme.bands[band]);
        let galley = text::galley(ui.painter(), word, t11(Weight::Medium), tokens.text2);
        let badge = Rect::from_min_size(pos2(x, y - 10.0), vec2(galley.size().x + 38.0, 20.0));
        ui.painter().rect_filled(badge, 4.0, tokens.hover);
        marks::paint_band_bars(
            ui.painter(),
            pos2(badge.left() + 7.0, badge.bottom() - 5.0),
            band + 1,
            tokens,
        );
        let at = pos2(badge.left() + 30.0, y);
        text::paint_galley(ui.painter(), at, Align2::LEFT_CENTER, galley, tokens.text2);
        let said = ui.interact(badge, ui.scope_id().with("band"), Sense::hover());
        said.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Band {word}")));
        if let Some(advice) = scoring::bands::advice(&scheme.bands[band]) {
            said.on_hover_text(advice);
        }
        self.band_meter(
            ui,
            tokens,
            Rect::from_min_max(pos2(badge.right() + 12.0, y - 12.0), pos2(cell.right() - 16.0, y + 8.0)),
            account,
        );
    }

    /// The score on a line from 0 to 100, cut at the edges of the bands; the own band in accent.
    fn band_meter(&self, ui: &mut Ui, tokens: &'static Tokens, rect: Rect, account: usize) {
        let scheme = scoring::scheme_for(self.workspace, &self.derived.model);
        let score = &self.derived.accounts[account].score;
        let (Some(value), Some(own)) = (score.value, score.band) else { return };
        if rect.width() < 40.0 {
            return;
        }
        let width = rect.width().min(96.0);
        let x_of = |value: f64| rect.left() + width * (value / 100.0).clamp(0.0, 1.0) as f32;
        let mut from = 0.0;
        for (index, band) in scheme.bands.iter().enumerate() {
            let to = band.upper_edge.unwrap_or(100.0).min(100.0);
            let gap = if index + 1 < scheme.bands.len() { 2.0 } else { 0.0 };
            let piece =
                Rect::from_x_y_ranges(x_of(from)..=x_of(to) - gap, rect.center().y..=rect.center().y + 4.0);
            ui.painter().rect_filled(piece, 1.0, if index == own { tokens.accent } else { tokens.track });
            from = to;
        }
        let tip = pos2(x_of(value), rect.center().y - 1.0);
        let points = vec![tip, tip + vec2(-4.0, -5.0), tip + vec2(4.0, -5.0)];
        ui.painter().add(egui::Shape::convex_polygon(points, tokens.text1, egui::Stroke::NONE));
    }

    fn white_cell(&self, ui: &mut Ui, tokens: &'static Tokens, cell: Rect, actions: &mut Vec<Action>) {
        caption(ui, tokens, cell, "White space");
        let symbol = &self.workspace.settings.currency.symbol;
        let account = self.account();
        let (value, potential) = match account {
            Some(account) => {
                let derived = &self.derived.accounts[account];
                (derived.metrics.get("white_space"), derived.facts.root().potential())
            }
            None => (self.derived.portfolio.white_space, self.derived.portfolio.potential.value),
        };
        let shown =
            value.value.map_or(number::MISSING.to_owned(), |value| number::money_short(value, symbol));
        let response = figure(ui, tokens, cell, &shown, &format!("White space {shown}"), value.reason);
        if account.is_some() && response.clicked() {
            actions.push(Action::Open(Question::Metric("white_space"), response.rect));
        }
        if let Some(potential) = potential {
            beside(ui, tokens, cell, &response, &format!("of {}", number::money_short(potential, symbol)));
        }
    }

    fn units_cell(&self, ui: &mut Ui, tokens: &'static Tokens, cell: Rect, actions: &mut Vec<Action>) {
        let Some(account) = self.account() else {
            caption(ui, tokens, cell, "Accounts");
            let shown = self.workspace.accounts.len().to_string();
            figure(ui, tokens, cell, &shown, &format!("{shown} accounts"), None);
            return;
        };
        caption(ui, tokens, cell, "Active units");
        let value = self.derived.accounts[account].metrics.get("unit_penetration");
        let count =
            |value: Option<f64>| value.map_or(number::MISSING.to_owned(), |value| number::fixed(value, 0));
        let shown = count(value.numerator);
        let response = figure(ui, tokens, cell, &shown, &format!("Active units {shown}"), value.reason);
        if response.clicked() {
            actions.push(Action::Open(Question::Metric("unit_penetration"), response.rect));
        }
        beside(ui, tokens, cell, &response, &format!("of {}", count(value.denominator)));
    }
}

fn baseline(cell: Rect) -> f32 {
    cell.top() + 42.0
}

fn caption(ui: &Ui, tokens: &'static Tokens, cell: Rect, label: &str) {
    let at = pos2(cell.left() + 16.0, cell.top() + 18.0);
    text::paint(ui.painter(), at, Align2::LEFT_CENTER, label, t11(Weight::Medium), tokens.text3);
}

/// A quiet word after a number, if the cell has room for it.
fn beside(ui: &Ui, tokens: &'static Tokens, cell: Rect, number: &egui::Response, word: &str) {
    let galley = text::galley(ui.painter(), word, t13(Weight::Regular), tokens.text3);
    let at = pos2(number.rect.right() + 8.0, baseline(cell) + 2.0);
    if at.x + galley.size().x <= cell.right() - 8.0 {
        text::paint_galley(ui.painter(), at, Align2::LEFT_CENTER, galley, tokens.text3);
    }
}

/// A headline number as a button: dotted underline on hover, the calculation on click.
fn figure(
    ui: &mut Ui,
    tokens: &'static Tokens,
    cell: Rect,
    shown: &str,
    name: &str,
    reason: Option<&str>,
) -> egui::Response {
    let at = pos2(cell.left() + 16.0, baseline(cell));
    let galley = text::galley(ui.painter(), shown, t20(Weight::SemiBold), tokens.text1);
    let rect = Align2::LEFT_CENTER.anchor_size(at, galley.size());
    let response =
        ui.interact(rect.expand(2.0), ui.scope_id().with(("figure", cell.left() as i32)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    text::paint_galley(ui.painter(), at, Align2::LEFT_CENTER, galley, tokens.text1);
    if response.hovered() {
        let y = rect.bottom() - 1.0;
        let mut x = rect.left();
        while x < rect.right() {
            ui.painter().circle_filled(pos2(x, y), 0.75, tokens.text3);
            x += 3.0;
        }
    }
    focus_ring(ui, response.rect, tokens::R4, &response);
    let tip =
        reason.map_or_else(|| "Click for the calculation".to_owned(), |reason| format!("Unknown: {reason}"));
    response.on_hover_text(tip)
}

/// An icon button at a place.
pub fn icon_at(ui: &mut Ui, at: egui::Pos2, icon: Icon, name: &str, enabled: bool) -> egui::Response {
    let rect = Rect::from_center_size(at, Vec2::splat(tokens::CTL));
    let mut place = ui.new_child(egui::UiBuilder::new().id_salt(at.x as i32).max_rect(rect));
    Button::icon_only(icon, name).enabled(enabled).show(&mut place)
}
