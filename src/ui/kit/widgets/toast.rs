//! Toasts: what just happened, with a way back. Bottom centre, three at most, paused while pointed at.

use egui::{Align2, Area, Context, Id, Margin, Order, Role, accesskit, vec2};

use super::{Button, popover_frame};
use crate::ui::kit::fonts::{Weight, t13};
use crate::ui::kit::icons;
use crate::ui::kit::marks::{Mark, paint_mark};
use crate::ui::kit::text;
use crate::ui::kit::theme;
use crate::ui::kit::tokens::{self, Tokens};

const MOST: usize = 3;

/// One message. `A` is what the caller gets back when its button is pressed.
#[derive(Debug, Clone, PartialEq)]
pub struct Toast<A> {
    sentence: String,
    action: Option<(String, A)>,
    is_problem: bool,
}

impl<A> Toast<A> {
    /// Something was done.
    pub fn done(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), action: None, is_problem: false }
    }

    /// Something went wrong; it stays twice as long.
    pub fn problem(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), action: None, is_problem: true }
    }

    /// A button, usually "Undo".
    #[must_use]
    pub fn action(mut self, word: impl Into<String>, action: A) -> Self {
        self.action = Some((word.into(), action));
        self
    }
}

#[derive(Debug)]
struct Shown<A> {
    toast: Toast<A>,
    serial: u64,
    age: f64,
}

/// The toasts on the screen.
#[derive(Debug)]
pub struct Toasts<A> {
    shown: Vec<Shown<A>>,
    next: u64,
    last_time: Option<f64>,
}

impl<A> Default for Toasts<A> {
    fn default() -> Self {
        Self { shown: Vec::new(), next: 0, last_time: None }
    }
}

impl<A> Toasts<A> {
    /// Adds one; the oldest goes when there are more than three.
    pub fn push(&mut self, toast: Toast<A>) {
        self.shown.push(Shown { toast, serial: self.next, age: 0.0 });
        self.next += 1;
        if self.shown.len() > MOST {
            self.shown.remove(0);
        }
    }

    /// Takes away the buttons whose action is no longer what they say; the sentences stay.
    pub fn withdraw(&mut self, is_stale: impl Fn(&A) -> bool) {
        for shown in &mut self.shown {
            shown.toast.action = shown.toast.action.take().filter(|(_, action)| !is_stale(action));
        }
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// Shows them above `bottom` points of the window's lower edge; returns the action that was pressed.
    pub fn show(&mut self, ctx: &Context, bottom: f32) -> Option<A> {
        let now = ctx.input(|i| i.time);
        // The clock stands still while nothing is shown; a long sleep must not age a new toast.
        let passed = self.last_time.map_or(0.0, |last| (now - last).max(0.0));
        self.last_time = if self.shown.is_empty() { None } else { Some(now) };
        let mut pressed = None;
        let mut gone = Vec::new();
        let mut is_held = false;
        let mut rise = bottom + tokens::S16;
        let fade = f64::from(theme::motion(ctx, tokens::M_TOAST));
        for (i, shown) in self.shown.iter().enumerate().rev() {
            let stay = stay(&shown.toast);
            let opacity = if fade > 0.0 {
                let into = (shown.age / fade).min(1.0);
                let out = ((stay + fade - shown.age) / fade).clamp(0.0, 1.0);
                theme::ease(into.min(out) as f32)
            } else {
                1.0
            };
            let (outcome, rect, held) = toast_ui(ctx, &shown.toast, shown.serial, rise, opacity.max(0.02));
            is_held |= held;
            rise += rect.height() + tokens::S8;
            match outcome {
                Some(Outcome::Action) => {
                    pressed = Some(i);
                    gone.push(i);
                }
                Some(Outcome::Close) => gone.push(i),
                None => {}
            }
        }
        if !is_held {
            for shown in &mut self.shown {
                shown.age += passed;
            }
        }
        let mut action = None;
        let mut index = 0;
        self.shown.retain_mut(|shown| {
            let closed = gone.contains(&index);
            if pressed == Some(index) {
                action = shown.toast.action.take().map(|(_, a)| a);
            }
            index += 1;
            !closed && shown.age < stay(&shown.toast) + fade
        });
        self.wake(ctx, fade, is_held);
        action
    }

    /// Asks for the next frame no sooner than something changes.
    fn wake(&self, ctx: &Context, fade: f64, is_held: bool) {
        let moving = |s: &Shown<A>| fade > 0.0 && (s.age < fade || s.age >= stay(&s.toast));
        if is_held {
            // Time stands still; what lets go of them brings the next frame.
        } else if self.shown.iter().any(moving) {
            ctx.request_repaint();
        } else if let Some(soonest) = self.shown.iter().map(|s| stay(&s.toast) - s.age).reduce(f64::min) {
            ctx.request_repaint_after_secs(soonest.max(0.05) as f32);
        }
    }
}

fn stay<A>(toast: &Toast<A>) -> f64 {
    f64::from(tokens::M_TOAST_STAY) * if toast.is_problem { 2.0 } else { 1.0 }
}

enum Outcome {
    Action,
    Close,
}

fn toast_ui<A>(
    ctx: &Context,
    toast: &Toast<A>,
    serial: u64,
    rise: f32,
    opacity: f32,
) -> (Option<Outcome>, egui::Rect, bool) {
    let t = Tokens::of(ctx);
    let id = Id::unique(("toast", serial));
    let shown = Area::new(id)
        .order(Order::Tooltip)
        .role(Role::Status)
        .accessible_name(&toast.sentence)
        .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -rise))
        .fade_in(false)
        .show(ctx, |ui| {
            ui.set_opacity(opacity);
            // Readers say it without being asked.
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| node.set_live(accesskit::Live::Polite));
            let frame = popover_frame(t).inner_margin(Margin { left: 14, right: 8, top: 8, bottom: 8 });
            frame
                .show(ui, |ui| {
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = 10.0;
                        let (rect, _) = ui.allocate_exact_size(vec2(15.0, 28.0), egui::Sense::hover());
                        let (mark, colour) =
                            if toast.is_problem { (Mark::Triangle, t.high) } else { (Mark::Tick, t.active) };
                        paint_mark(ui.painter(), rect.center(), 14.0, mark, colour, t.raised);
                        text::line(ui, &toast.sentence, t13(Weight::Regular), t.text1);
                        ui.add_space(tokens::S16);
                        let mut outcome = None;
                        let mut has_focus = false;
                        if let Some((word, _)) = &toast.action {
                            let button = Button::quiet(word).small().show(ui);
                            has_focus |= button.has_focus();
                            if button.clicked() {
                                outcome = Some(Outcome::Action);
                            }
                        }
                        ui.spacing_mut().item_spacing.x = 4.0;
                        let close = Button::icon_only(icons::X, "Close message").small().show(ui);
                        has_focus |= close.has_focus();
                        if close.clicked() {
                            outcome = Some(Outcome::Close);
                        }
                        (outcome, has_focus)
                    })
                    .inner
                })
                .inner
        });
    let (outcome, has_focus) = shown.inner;
    let held = has_focus || shown.response.contains_pointer();
    (outcome, shown.response.rect, held)
}
