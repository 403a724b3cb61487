//! The scoring panel: weights as sliders with the zones in which ranks hold, and what the selected account needs.

mod below;
mod block;
mod field;
mod footer;
pub mod gesture;
pub mod model;
mod slider;

use egui::{Align2, Layout, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use self::{
    field::Typing,
    gesture::Start,
    model::{Need, Sliders},
};
use crate::{
    document::{Edit, SettingChange, Stamp},
    domain::{ModelKey, ScoringModel},
    engine::scoring::{SliderMode, presets},
    ui::{
        kit::{
            Weight, icons, t11, t13, text,
            tokens::{ROW_MENU, S16},
        },
        panels::{
            Action, PanelContext,
            bits::{self, Control},
        },
    },
};

/// Weights of the model in force.
#[derive(Default)]
pub struct ScoringPanel {
    mode: SliderMode,
    memo: Option<Memo>,
    held: Option<Held>,
    typing: Option<Typing>,
    /// Row that was touched last; it stands on a tone.
    touched: Option<usize>,
}

struct Memo {
    stamp: Stamp,
    mode: SliderMode,
    sliders: Sliders,
    /// The next band and what each factor alone would need, of the account with this index.
    needs: Option<(usize, Option<(String, Vec<Need>)>)>,
}

/// What the hand, or a run of key steps, holds.
struct Held {
    start: Start,
    by: By,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Pointer,
    Keys,
    /// Taken back; the rest of the drag does nothing.
    Nothing,
}

impl ScoringPanel {
    /// Paints the panel into all of `ui`.
    pub fn ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui) {
        let area = ui.max_rect();
        self.drop_lost_partner(cx);
        let mut memo = self.refresh(cx);
        let header = Rect::from_min_size(area.min, vec2(area.width(), ROW_MENU));
        self.header_ui(cx, ui, header);
        let footer = Rect::from_min_max(pos2(area.min.x, area.max.y - ROW_MENU), area.max);
        let body = Rect::from_min_max(header.left_bottom(), footer.right_top());
        let mut inner = ui.new_child(UiBuilder::new().max_rect(body).id_salt("body"));
        ScrollArea::vertical().auto_shrink(false).show(&mut inner, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            ui.set_width(body.width());
            self.strip_ui(cx, ui, &memo.sliders);
            if memo.sliders.rows.is_empty() {
                ui.add_space(S16);
                let sentence = "Every factor of this model is switched off. Choose another model above.";
                text::label(ui, sentence, t13(Weight::Regular), cx.tokens.text2);
            }
            for row in 0..memo.sliders.rows.len() {
                self.block_ui(cx, ui, &memo.sliders, row);
            }
            below::ui(cx, ui, &memo.sliders, needs_of(cx, &mut memo.needs));
        });
        footer::ui(cx, ui, footer, &memo.sliders);
        self.release(cx, ui);
        self.memo = Some(memo);
    }

    fn refresh(&mut self, cx: &PanelContext<'_>) -> Memo {
        match self.memo.take() {
            Some(memo) if memo.mode == self.mode && memo.stamp.is_current(cx.derived) => memo,
            _ => Memo {
                stamp: Stamp::of(cx.derived),
                mode: self.mode,
                sliders: Sliders::new(cx.derived, self.mode),
                needs: None,
            },
        }
    }

    /// A partner that the model no longer has cannot give or take.
    fn drop_lost_partner(&mut self, cx: &PanelContext<'_>) {
        let model = &cx.derived.model;
        if let SliderMode::PairExchange { partner } = self.mode
            && !model.factors.get(partner).is_some_and(|factor| factor.enabled)
        {
            self.mode = first_pair(model);
        }
        if self.held.as_ref().is_some_and(|held| held.start.factor >= model.factors.len()) {
            self.held = None;
        }
    }

    fn header_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, rect: Rect) {
        let t = cx.tokens;
        let left = pos2(rect.min.x + 12.0, rect.center().y);
        let title =
            text::paint(ui.painter(), left, Align2::LEFT_CENTER, "Scoring", t13(Weight::SemiBold), t.text1);
        let line =
            Rect::from_min_max(pos2(title.max.x + 6.0, rect.min.y), pos2(rect.max.x - 8.0, rect.max.y));
        let mut inner = ui.new_child(
            UiBuilder::new()
                .max_rect(line)
                .id_salt("header")
                .layout(Layout::left_to_right(egui::Align::Center)),
        );
        let models = models(cx);
        let name = format!("Model: {}", cx.derived.model.name);
        let control = Control { name: &name, quiet: true, ..Control::new(&cx.derived.model.name) };
        let chosen = bits::choice(&mut inner, t, control, &cx.derived.model.key, &models);
        if let Some(key) = chosen.filter(|key| *key != cx.derived.model.key) {
            choose_model(cx, &key);
        }
        inner.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let pair = match self.mode {
                SliderMode::PairExchange { .. } => self.mode,
                _ => first_pair(&cx.derived.model),
            };
            let options = [
                (SliderMode::Proportional, "Linked", Some(icons::LINK)),
                (SliderMode::RawPoints, "Free", None),
                (pair, "Pair", None),
            ];
            bits::segments(ui, t, &mut self.mode, &options);
        });
    }

    /// All weights side by side, always adding up to 100; with a partner to choose where two exchange.
    fn strip_ui(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, sliders: &Sliders) {
        let t = cx.tokens;
        block::strip(ui, t, sliders);
        let SliderMode::PairExchange { partner } = self.mode else { return };
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), egui::Sense::hover());
        let mut inner = ui.new_child(
            UiBuilder::new()
                .max_rect(rect.shrink2(vec2(S16, 0.0)))
                .id_salt("partner")
                .layout(Layout::left_to_right(egui::Align::Center)),
        );
        text::line(&mut inner, "Exchange with ", t11(Weight::Regular), t.text3);
        let options: Vec<(usize, String)> =
            sliders.rows.iter().map(|row| (row.factor, row.label.clone())).collect();
        let label =
            options.iter().find(|(factor, _)| *factor == partner).map_or("–", |(_, label)| label.as_str());
        let name = format!("Exchange partner: {label}");
        let control = Control { name: &name, small: true, ..Control::new(label) };
        if let Some(partner) = bits::choice(&mut inner, t, control, &partner, &options) {
            self.mode = SliderMode::PairExchange { partner };
        }
    }

    fn block_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, sliders: &Sliders, row: usize) {
        let row = &sliders.rows[row];
        let scale = block::Scale::new(sliders, row, self.mode);
        let held =
            self.held.as_ref().is_some_and(|held| held.start.factor == row.factor && held.by != By::Nothing);
        let on = held || self.touched == Some(row.factor);
        let outcome = block::ui(cx, ui, row, &scale, &mut self.typing, block::State { on, held });
        if let Some(locked) = outcome.lock {
            let model = cx.derived.model.key.clone();
            cx.edit(Edit::SetLock { model, factor: row.key.clone(), locked });
        }
        if let Some(percent) = outcome.typed {
            self.touched = Some(row.factor);
            let start = Start::new(&cx.derived.model, row.factor, self.mode);
            self.push(cx, &start, scale.position_of_spoken(percent));
        }
        if outcome.touched {
            self.touched = Some(row.factor);
        }
        for event in outcome.events {
            self.handle(cx, ui, row, &scale, event);
        }
    }

    fn handle(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &Ui,
        row: &model::FactorRow,
        scale: &block::Scale,
        event: slider::Event,
    ) {
        use slider::Event;
        let fine = ui.input(|input| input.modifiers.shift);
        match event {
            Event::Began(at) => {
                self.close(cx);
                let start = Start::new(&cx.derived.model, row.factor, self.mode);
                cx.push(Action::BeginGesture);
                self.push(cx, &start, scale.position(slider::snapped(at, fine)));
                self.held = Some(Held { start, by: By::Pointer });
            }
            Event::Moved(at) => {
                if let Some(held) = self.held.take() {
                    if held.by == By::Pointer && held.start.factor == row.factor {
                        self.push(cx, &held.start, scale.position(slider::snapped(at, fine)));
                    }
                    self.held = Some(held);
                }
            }
            Event::Ended => {
                if self.held.as_ref().is_some_and(|held| held.by == By::Pointer) {
                    cx.push(Action::EndGesture);
                }
                self.held = None;
            }
            Event::Step(percent) => {
                let run =
                    self.held.take().filter(|held| held.by == By::Keys && held.start.factor == row.factor);
                let held = run.unwrap_or_else(|| {
                    cx.push(Action::BeginGesture);
                    Held { start: Start::new(&cx.derived.model, row.factor, self.mode), by: By::Keys }
                });
                let to = (scale.spoken(row).round() + percent).clamp(0.0, 100.0);
                self.push(cx, &held.start, scale.position_of_spoken(to));
                self.held = Some(held);
            }
            Event::Set(value) => {
                let start = Start::new(&cx.derived.model, row.factor, self.mode);
                self.push(cx, &start, scale.position_of_spoken(value.clamp(0.0, 100.0)));
            }
            Event::Typing(digit) => {
                self.typing =
                    Some(Typing { factor: row.factor, text: digit.to_string(), error: None, begun: false });
            }
        }
    }

    fn push(&mut self, cx: &mut PanelContext<'_>, start: &Start, position: f64) {
        self.touched = Some(start.factor);
        if let Some(edit) = start.edit(&cx.derived.model, position) {
            cx.edit(edit);
        }
    }

    /// Ends whatever is still open before something new begins.
    fn close(&mut self, cx: &mut PanelContext<'_>) {
        if self.held.take().is_some_and(|held| held.by == By::Keys) {
            cx.push(Action::EndGesture);
        }
    }

    /// A run of key steps ends when no key is down; Escape takes a drag back.
    fn release(&mut self, cx: &mut PanelContext<'_>, ui: &Ui) {
        let Some(held) = &mut self.held else { return };
        match held.by {
            By::Keys if !ui.input(|input| slider_key_is_down(&input.keys_down)) => self.close(cx),
            By::Pointer
                if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) =>
            {
                held.by = By::Nothing;
                cx.push(Action::CancelGesture);
            }
            By::Nothing if !ui.input(|input| input.pointer.any_down()) => self.held = None,
            _ => {}
        }
    }
}

fn slider_key_is_down(down: &std::collections::HashSet<egui::Key>) -> bool {
    use egui::Key;
    let keys = [
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowUp,
        Key::ArrowDown,
        Key::PageUp,
        Key::PageDown,
        Key::Home,
        Key::End,
    ];
    keys.iter().any(|key| down.contains(key))
}

/// An exchange with the last factor that is on.
fn first_pair(model: &ScoringModel) -> SliderMode {
    let partner = model.factors.iter().rposition(|factor| factor.enabled && !factor.locked).unwrap_or(0);
    SliderMode::PairExchange { partner }
}

/// Models of the workspace, then shipped ones that it does not have yet.
fn models(cx: &PanelContext<'_>) -> Vec<(ModelKey, String)> {
    let mut found: Vec<(ModelKey, String)> =
        cx.workspace.models.iter().map(|model| (model.key.clone(), model.name.clone())).collect();
    for model in presets::models() {
        if !found.iter().any(|(key, _)| *key == model.key) {
            found.push((model.key, model.name));
        }
    }
    found
}

/// A shipped model becomes part of the workspace when it is chosen.
fn choose_model(cx: &mut PanelContext<'_>, key: &ModelKey) {
    let Some(model) = presets::find_model(cx.workspace, key) else { return };
    if cx.workspace.model(key).is_none() {
        cx.edit(Edit::SetModel { model: Box::new((*model).clone()) });
    }
    cx.edit(Edit::Set(SettingChange::ActiveModel(key.clone())));
}

fn needs_of<'a>(
    cx: &PanelContext<'_>,
    memo: &'a mut Option<(usize, Option<(String, Vec<Need>)>)>,
) -> Option<&'a (String, Vec<Need>)> {
    let index = cx.account_index()?;
    if memo.as_ref().is_none_or(|(of, _)| *of != index) {
        *memo = Some((index, model::needs(cx.workspace, cx.derived, index)));
    }
    memo.as_ref()?.1.as_ref()
}
