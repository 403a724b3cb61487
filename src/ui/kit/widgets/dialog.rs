//! Modal dialogs: a question, a sentence, the answers.

use egui::{Align, Context, Frame, Id, Layout, Margin, Modal, Role, Stroke, Ui};

use super::{Button, corner};
use crate::ui::kit::fonts::{Weight, t13, t15};
use crate::ui::kit::text;
use crate::ui::kit::tokens::{self, Tokens};

/// Any modal dialog: title 15/600, then what `content` adds. `None` when Escape or a click beside it closed it.
pub fn dialog<R>(
    ctx: &Context,
    id: &str,
    title: &str,
    width: f32,
    content: impl FnOnce(&mut Ui) -> R,
) -> Option<R> {
    let t = Tokens::of(ctx);
    sheet(ctx, id, title, width, 20, |ui| {
        text::label(ui, title, t15(Weight::SemiBold), t.text1);
        ui.add_space(2.0);
        content(ui)
    })
}

/// What stands in front of the window without a title to be seen, `margin` around its content; `name` is its accessible
/// name. `None` when Escape or a click beside it closed it.
pub fn sheet<R>(
    ctx: &Context,
    id: &str,
    name: &str,
    width: f32,
    margin: i8,
    content: impl FnOnce(&mut Ui) -> R,
) -> Option<R> {
    let t = Tokens::of(ctx);
    let frame = Frame::NONE
        .fill(t.raised)
        .stroke(Stroke::new(tokens::STROKE_EDGE, t.border))
        .corner_radius(corner(tokens::R12))
        .shadow(t.soft_shadow())
        .inner_margin(Margin::same(margin));
    let id = Id::unique(id);
    let area = Modal::default_area(id).role(Role::Dialog).accessible_name(name);
    let room = (ctx.content_rect().width() - 64.0).max(200.0);
    let shown = Modal::new(id).area(area).frame(frame).backdrop_color(t.scrim_fill()).show(ctx, |ui| {
        ui.set_width((width - 2.0 * f32::from(margin)).min(room));
        content(ui)
    });
    if shown.should_close() { None } else { Some(shown.inner) }
}

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The primary button, or Enter.
    Primary,
    /// The quiet, destructive button at the left.
    Destructive,
    /// Cancel, Escape, or a click beside the dialog.
    Cancel,
}

/// A question with up to three answers.
#[derive(Debug, Clone)]
#[must_use = "call `show`"]
pub struct Dialog<'a> {
    id: &'a str,
    title: &'a str,
    sentence: &'a str,
    primary: &'a str,
    destructive: Option<&'a str>,
    cancel: &'a str,
}

impl<'a> Dialog<'a> {
    /// A question: `title` ends in a question mark, `sentence` says what is at stake.
    pub fn new(id: &'a str, title: &'a str, sentence: &'a str, primary: &'a str) -> Self {
        Self { id, title, sentence, primary, destructive: None, cancel: "Cancel" }
    }

    /// The answer that loses something; stands at the left.
    pub fn destructive(mut self, text: &'a str) -> Self {
        self.destructive = Some(text);
        self
    }

    /// Another word for Cancel.
    pub fn cancel(mut self, text: &'a str) -> Self {
        self.cancel = text;
        self
    }

    /// Shows it; `None` while nobody has answered.
    pub fn show(self, ctx: &Context) -> Option<Answer> {
        let t = Tokens::of(ctx);
        let shown = dialog(ctx, self.id, self.title, 440.0, |ui| {
            text::label(ui, self.sentence, t13(Weight::Regular), t.text2);
            ui.add_space(tokens::S12);
            ui.horizontal(|ui| {
                let mut answer = None;
                if let Some(word) = self.destructive
                    && Button::quiet(word).show(ui).clicked()
                {
                    answer = Some(Answer::Destructive);
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let primary = Button::primary(self.primary).show(ui);
                    // Enter answers at once: the primary button has the keyboard when the question appears.
                    if ui.memory(|m| m.focused().is_none()) {
                        primary.request_focus();
                    }
                    if primary.clicked() {
                        answer = Some(Answer::Primary);
                    }
                    if Button::new(self.cancel).shortcut("Esc").name(self.cancel).show(ui).clicked() {
                        answer = Some(Answer::Cancel);
                    }
                });
                answer
            })
            .inner
        });
        shown.unwrap_or(Some(Answer::Cancel))
    }
}
