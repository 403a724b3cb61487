//! The scoring panel: weights as sliders with the zones in which ranks hold, and what the selected account needs.

mod below;
mod block;
mod footer;
pub mod gesture;
pub mod model;

use egui::{Align2, Layout, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use self::{
    gesture::Start,
    model::{Need, Sliders},
};
use crate::{
    document::{Edit, SettingChange, Stamp},
    domain::{ModelKey, ScoringModel},
    engine::scoring::{SliderMode, presets},
    ui::{
        kit::{
            SliderEvent, Weight, icons, t11, t13, text,
            tokens::{ROW_MENU, S16},
            widgets::{Button, segmented_icons},
        },
        panels::{Action, PanelContext, bits},
    },
};

/// Weights of the model in force.
#[derive(Default)]
pub struct ScoringPanel {
    mode: SliderMode,
    memo: Option<Memo>,
    /// The weights at which the drag under way began.
    held: Option<Start>,
    /// Row that was touched last; it stands on a tone.
    touched: Option<usize>,
}

/// The next band and what it takes; `None` = there is no score, or no higher band.
type Needs = Option<(String, Vec<Need>)>;

struct Memo {
    stamp: Stamp,
    mode: SliderMode,
    sliders: Sliders,
    /// The next band and what each factor alone would need, of the account with this index.
    needs: Option<(usize, Needs)>,
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
        if self.held.as_ref().is_some_and(|held| held.factor >= model.factors.len()) {
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
        let button = Button::quiet(&cx.derived.model.name).name(&name);
        let chosen = bits::choice(&mut inner, button, &cx.derived.model.key, &models);
        if let Some(key) = chosen.filter(|key| *key != cx.derived.model.key) {
            cx.edit(Edit::Set(SettingChange::ActiveModel(key)));
        }
        inner.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let pair = match self.mode {
                SliderMode::PairExchange { .. } => self.mode,
                _ => first_pair(&cx.derived.model),
            };
            let options = [
                (SliderMode::Proportional, Some(icons::LINK), "Linked"),
                (SliderMode::RawPoints, None, "Free"),
                (pair, None, "Pair"),
            ];
            if let Some(mode) = segmented_icons(ui, "What the other weights do", self.mode, &options, true) {
                self.mode = mode;
            }
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
        let button = Button::new(label).name(&name).small();
        if let Some(partner) = bits::choice(&mut inner, button, &partner, &options) {
            self.mode = SliderMode::PairExchange { partner };
        }
    }

    fn block_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, sliders: &Sliders, row: usize) {
        let row = &sliders.rows[row];
        let scale = block::Scale::new(sliders, row, self.mode);
        let held = self.held.as_ref().is_some_and(|held| held.factor == row.factor);
        let on = held || self.touched == Some(row.factor);
        let outcome = block::ui(cx, ui, row, &scale, block::State { on, held, mode: self.mode });
        if let Some((question, place)) = outcome.asked {
            cx.push(Action::Open(question, place));
        }
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
            self.handle(cx, row, &scale, event);
        }
    }

    fn handle(
        &mut self,
        cx: &mut PanelContext<'_>,
        row: &model::FactorRow,
        scale: &block::Scale,
        event: SliderEvent,
    ) {
        match event {
            SliderEvent::Began => {
                self.held = Some(Start::new(&cx.derived.model, row.factor, self.mode));
                self.touched = Some(row.factor);
                cx.push(Action::BeginGesture);
            }
            SliderEvent::Changed(at) => {
                // In a gesture: from the weights at which it began, or proportions are lost at the ends.
                let held = self.held.take();
                if let Some(held) = held.filter(|held| held.factor == row.factor) {
                    self.push(cx, &held, scale.position(at));
                    self.held = Some(held);
                } else {
                    let start = Start::new(&cx.derived.model, row.factor, self.mode);
                    self.push(cx, &start, scale.position(at));
                }
            }
            SliderEvent::Ended => {
                self.held = None;
                cx.push(Action::EndGesture);
            }
            SliderEvent::Cancelled => {
                self.held = None;
                cx.push(Action::CancelGesture);
            }
            SliderEvent::Typed(_) => self.touched = Some(row.factor),
        }
    }

    fn push(&mut self, cx: &mut PanelContext<'_>, start: &Start, position: f64) {
        self.touched = Some(start.factor);
        if let Some(edit) = start.edit(&cx.derived.model, position) {
            cx.edit(edit);
        }
    }
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

fn needs_of<'a>(
    cx: &PanelContext<'_>,
    memo: &'a mut Option<(usize, Needs)>,
) -> Option<&'a (String, Vec<Need>)> {
    let index = cx.account_index()?;
    if memo.as_ref().is_none_or(|(of, _)| *of != index) {
        *memo = Some((index, model::needs(cx.workspace, cx.derived, index)));
    }
    memo.as_ref()?.1.as_ref()
}
