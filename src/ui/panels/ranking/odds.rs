//! How sure the ranking is: a list under a button with the settings of random weightings and what they say about the
//! selected account, drawn in the background.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, TryRecvError, channel},
    },
};

use egui::{Align, Context, Layout, Popup, PopupCloseBehavior, Rect, Ui, UiBuilder, pos2};

use crate::{
    document::{Edit, Question, SettingChange, Stamp},
    domain::AnalysisSettings,
    engine::{
        parallel,
        scoring::acceptability::{RowAcceptability, acceptability, confidence_of},
    },
    ui::{
        kit::{
            Weight,
            number::{self, NumberKind},
            t11, t13, text,
            widgets::{Button, NumberField, checkbox, menu_rule, number_button, popover_frame},
        },
        panels::{Action, PanelContext},
    },
};

/// The button, its list, and the drawing that is shown or under way.
#[derive(Default)]
pub struct OddsPopup {
    drawn: Option<Drawn>,
}

/// What was drawn, or is being drawn, for one account under one state of everything.
struct Drawn {
    stamp: Stamp,
    settings: AnalysisSettings,
    account: usize,
    stop: Arc<AtomicBool>,
    state: State,
}

enum State {
    Working(Receiver<Option<Odds>>),
    /// `None` = the account takes no part.
    Ready(Option<Odds>),
}

/// What the weightings say about an account.
struct Odds {
    row: RowAcceptability,
    confidence: Option<f64>,
    samples: u32,
}

impl Drop for Drawn {
    fn drop(&mut self) {
        // Nobody waits for it any more.
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl OddsPopup {
    /// The button at the right of `header`; where it begins.
    pub fn button(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, header: Rect) -> f32 {
        let line = Rect::from_min_max(header.min, pos2(header.max.x - 8.0, header.max.y));
        let layout = Layout::right_to_left(Align::Center);
        let mut inner = ui.new_child(UiBuilder::new().max_rect(line).id_salt("probabilities").layout(layout));
        let button =
            Button::quiet("Probabilities").small().tip("How sure the ranking is under other weights");
        let button = button.show(&mut inner);
        let shown = Popup::menu(&button)
            .gap(4.0)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .frame(popover_frame(cx.tokens))
            .accessible_name("Probabilities, list")
            .show(|ui| {
                ui.set_width(300.0);
                ui.spacing_mut().item_spacing.y = 4.0;
                settings_ui(cx, ui);
                menu_rule(ui);
                self.odds_ui(cx, ui);
            });
        if shown.is_none() {
            self.drawn = None;
        }
        button.rect.min.x
    }

    fn odds_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui) {
        let t = cx.tokens;
        let say = |ui: &mut Ui, words: &str| {
            text::label(ui, words, t11(Weight::Regular), t.text3);
        };
        let Some(index) = cx.account_index() else {
            return say(ui, "Select an account to see how often it comes first.");
        };
        let name = cx.workspace.accounts[index].name.clone();
        match self.refresh(cx, ui.ctx(), index) {
            State::Working(_) => say(ui, "Drawing weightings…"),
            State::Ready(None) => say(ui, "This account is not ranked."),
            State::Ready(Some(odds)) => {
                let percent = |share: f64| number::percent(100.0 * share);
                let (low, high) = odds.row.rank_interval_90;
                let mut lines = vec![
                    ("Comes first in", percent(odds.row.first)),
                    ("Mean rank", number::fixed(odds.row.expected_rank, 1)),
                    ("Ranks that hold 90%", format!("{low} to {high}")),
                ];
                lines.extend(odds.confidence.map(|sure| ("Confidence factor", percent(sure))));
                text::line(ui, name.as_str(), t13(Weight::SemiBold), t.text1);
                for (what, value) in lines {
                    ui.horizontal(|ui| {
                        text::line(ui, what, t13(Weight::Regular), t.text2);
                        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                            let spoken = format!("{what}, {name}");
                            let response = number_button(ui, &value, t13(Weight::SemiBold), t.text1, &spoken);
                            if response.clicked() {
                                cx.push(Action::Open(Question::Odds, response.rect));
                            }
                        });
                    });
                }
                say(ui, &format!("of {} weightings", number::count(u64::from(odds.samples))));
            }
        }
    }

    /// What is known of the account; starts drawing where nothing is.
    fn refresh(&mut self, cx: &PanelContext<'_>, ctx: &Context, account: usize) -> &State {
        let settings = cx.workspace.settings.analysis;
        let current = self.drawn.as_ref().is_some_and(|drawn| {
            drawn.account == account && drawn.settings == settings && drawn.stamp.is_current(cx.derived)
        });
        if !current {
            self.drawn = None;
        }
        let drawn = self.drawn.get_or_insert_with(|| Drawn::new(cx, ctx, account));
        if let State::Working(done) = &drawn.state {
            match done.try_recv() {
                Ok(odds) => drawn.state = State::Ready(odds),
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => drawn.state = State::Ready(None),
            }
        }
        &drawn.state
    }
}

impl Drawn {
    /// Draws in the background.
    fn new(cx: &PanelContext<'_>, ctx: &Context, account: usize) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (send, done) = channel();
        let drawing = cx.derived.drawing(cx.workspace, account);
        let (broken, repaint) = (Arc::clone(&stop), ctx.clone());
        let work = move || {
            let odds = drawing.and_then(|drawing| {
                let row = drawing.table.accounts.binary_search(&account).ok()?;
                let question = drawing.question();
                let found = acceptability(&question, parallel::threads(), &mut |_| {
                    if broken.load(Ordering::Relaxed) {
                        ControlFlow::Break(())
                    } else {
                        ControlFlow::Continue(())
                    }
                })?;
                let confidence = confidence_of(&question, &found, row);
                Some(Odds { row: found.rows.get(row)?.clone(), confidence, samples: found.samples })
            });
            // The list may be closed by now; then nobody waits for the answer.
            let _ = send.send(odds);
            repaint.request_repaint();
        };
        // If no thread can be had the channel is closed at once, and the account counts as not ranked.
        let _ = std::thread::Builder::new().name("probabilities".to_owned()).spawn(work);
        let (settings, stamp) = (cx.workspace.settings.analysis, Stamp::of(cx.derived));
        Self { stamp, settings, account, stop, state: State::Working(done) }
    }
}

/// The settings of the workspace by which weightings are drawn; each change is one step.
fn settings_ui(cx: &mut PanelContext<'_>, ui: &mut Ui) {
    let t = cx.tokens;
    let now = cx.workspace.settings.analysis;
    let mut changed = None;
    let line = |ui: &mut Ui, label: &str, name: &str, value: f64, kind, range| {
        let mut taken = None;
        ui.horizontal(|ui| {
            text::line(ui, label, t13(Weight::Regular), t.text2);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                taken = NumberField::new(name, Some(value), kind).width(112.0).range(range).show(ui).taken;
            });
        });
        taken.flatten()
    };
    let samples = f64::from(now.smaa_samples);
    if let Some(taken) = line(ui, "Weightings", "Number of weightings", samples, NumberKind::Count, 1.0..=1e6)
    {
        changed = Some(SettingChange::Samples(taken as u32));
    }
    // Seeds beyond what a field can hold come from files and stay as they are until somebody types.
    let seed = now.smaa_seed as f64;
    if let Some(taken) =
        line(ui, "Seed", "Seed of the weightings", seed, NumberKind::Count, 0.0..=number::LARGEST)
    {
        changed = Some(SettingChange::Seed(taken as u64));
    }
    let spread = 100.0 * now.smaa_spread;
    if let Some(taken) =
        line(ui, "Spread", "Spread of the weightings", spread, NumberKind::Percent, 1.0..=100.0)
    {
        changed = Some(SettingChange::Spread(taken / 100.0));
    }
    let mut keep = now.smaa_keep_order;
    if checkbox(ui, &mut keep, "Keep the order of importance").changed() {
        changed = Some(SettingChange::KeepOrder(keep));
    }
    let mut vary = now.smaa_data_uncertainty;
    if checkbox(ui, &mut vary, "Draw uncertain data from its range").changed() {
        changed = Some(SettingChange::DataUncertainty(vary));
    }
    if let Some(change) = changed {
        cx.edit(Edit::Set(change));
    }
}
