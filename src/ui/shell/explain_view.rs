//! The calculation behind a number, opened beside it: formula, inputs, flags, down to entered fields.

use std::{
    sync::mpsc::{Receiver, TryRecvError, channel},
    time::{Duration, Instant},
};

use egui::{Area, Id, Key, Order, Rect, ScrollArea, Ui};

use crate::{
    domain::PeriodKind,
    engine::{explain::Explained, metrics::Unit},
    ui::kit::{Tokens, Weight, number, t11, t13, t15, text, widgets::popover_frame},
};

/// An open calculation.
pub struct ExplainView {
    number: Number,
    anchor: Rect,
    fresh: bool,
}

/// Large accounts take a while to be taken apart; the window does not wait for it.
enum Number {
    Working(Receiver<Option<Explained>>, Instant),
    Ready(Box<Explained>),
}

/// Work is not mentioned before this.
const QUICK: Duration = Duration::from_millis(150);

impl ExplainView {
    /// Takes a number apart in the background and opens it beside the place that was clicked.
    pub fn working(
        work: impl FnOnce() -> Option<Explained> + Send + 'static,
        anchor: Rect,
        repaint: egui::Context,
    ) -> Self {
        let (send, done) = channel();
        let run = move || {
            // The view may be closed by now; then nobody waits for the answer.
            let _ = send.send(work());
            repaint.request_repaint();
        };
        // If no thread can be had the channel is closed at once, and with it the view.
        let _ = std::thread::Builder::new().name("calculation".to_owned()).spawn(run);
        Self { number: Number::Working(done, Instant::now()), anchor, fresh: true }
    }

    /// Paints it; `false` = it was closed by Escape or a click beside it, or there is nothing to show.
    pub fn ui(&mut self, ctx: &egui::Context, symbol: &str, kind: PeriodKind) -> bool {
        if let Number::Working(done, since) = &self.number {
            match done.try_recv() {
                Ok(Some(number)) => self.number = Number::Ready(Box::new(number)),
                Err(TryRecvError::Empty) if since.elapsed() < QUICK => {
                    ctx.request_repaint_after(QUICK);
                    return true;
                }
                Err(TryRecvError::Empty) => {}
                Ok(None) | Err(TryRecvError::Disconnected) => return false,
            }
        }
        let tokens = Tokens::of(ctx);
        let area = Area::new(Id::unique("calculation"))
            .order(Order::Foreground)
            .constrain(true)
            .fixed_pos(self.anchor.left_bottom() + egui::vec2(0.0, 6.0));
        let response = area.show(ctx, |ui| {
            popover_frame(tokens).show(ui, |ui| {
                ui.set_width(380.0);
                match &self.number {
                    Number::Ready(number) => number_ui(ui, tokens, number, symbol, kind),
                    Number::Working(..) => {
                        text::line(ui, "Taking it apart…", t13(Weight::Regular), tokens.text2);
                    }
                }
            });
        });
        let escape = ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape));
        let beside = !self.fresh && response.response.clicked_elsewhere();
        self.fresh = false;
        !(escape || beside)
    }
}

fn number_ui(ui: &mut Ui, tokens: &'static Tokens, number: &Explained, symbol: &str, kind: PeriodKind) {
    text::line(ui, number.name.as_str(), t13(Weight::SemiBold), tokens.text1);
    let value = written(number.value, number.unit, symbol);
    text::line(ui, value.as_str(), t15(Weight::SemiBold), tokens.text1);
    notes(ui, tokens, number);
    ui.add_space(4.0);
    ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        for (index, input) in number.inputs.iter().enumerate() {
            node(ui, tokens, input, symbol, kind, index);
        }
    });
}

fn notes(ui: &mut Ui, tokens: &'static Tokens, number: &Explained) {
    if !number.formula.is_empty() {
        text::label(ui, number.formula.as_str(), t11(Weight::Regular), tokens.text2);
    }
    if let Some(reason) = &number.reason {
        text::label(ui, format!("Unknown: {reason}").as_str(), t11(Weight::Medium), tokens.medium_text);
    }
    let flags = number.flags.words().join(", ").replace('_', " ");
    if !flags.is_empty() {
        text::label(ui, flags.as_str(), t11(Weight::Medium), tokens.text3);
    }
    if !number.source.is_empty() {
        text::label(ui, format!("Source: {}", number.source).as_str(), t11(Weight::Regular), tokens.text3);
    }
}

fn node(
    ui: &mut Ui,
    tokens: &'static Tokens,
    number: &Explained,
    symbol: &str,
    kind: PeriodKind,
    index: usize,
) {
    let value = written(number.value, number.unit, symbol);
    let title = format!("{}   {value}", number.name);
    if number.inputs.is_empty() {
        ui.horizontal(|ui| {
            ui.add_space(18.0);
            text::line(ui, title.as_str(), t13(Weight::Regular), tokens.text1);
            if let Some((unit, period, field)) = &number.field {
                let entered = format!("{unit}, {}, {field}", period.text(kind));
                text::line(ui, entered.as_str(), t11(Weight::Regular), tokens.text3);
            }
        });
        return;
    }
    let title = text::rich(title.as_str(), t13(Weight::Medium), tokens.text1);
    egui::CollapsingHeader::new(title).id_salt((index, &number.name)).show(ui, |ui| {
        notes(ui, tokens, number);
        for (index, input) in number.inputs.iter().enumerate() {
            node(ui, tokens, input, symbol, kind, index);
        }
    });
}

/// A value as it is printed everywhere; `–` for unknown.
pub fn written(value: Option<f64>, unit: Unit, symbol: &str) -> String {
    let Some(value) = value else { return number::MISSING.to_string() };
    match unit {
        Unit::Percent => number::percent(value),
        Unit::PercentagePoints => number::pp(value),
        Unit::RelativePercent => format!("{}% relative", number::signed(value, 1)),
        Unit::Money => format!("{symbol}{}", number::money_full(value)),
        Unit::Count => number::money_full(value),
        Unit::Number => number::fixed(value, 2),
        Unit::Points => number::fixed(value, 1),
        Unit::Flag => if value == 0.0 { "no" } else { "yes" }.to_owned(),
    }
}
