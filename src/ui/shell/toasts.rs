//! Short messages at the bottom of the window, three at most; they wait while the pointer is on them.

use egui::{Align2, Area, Color32, Frame, Id, Order, Role, Sense, Ui, WidgetInfo, vec2};

use crate::ui::kit::{Tokens, Weight, icons, t13, text, tokens};

/// One message.
struct Toast {
    text: String,
    undo: bool,
    number: u64,
    /// Seconds it still stays.
    left: f32,
}

/// Messages on the screen.
#[derive(Default)]
pub struct Toasts {
    list: Vec<Toast>,
    count: u64,
}

impl Toasts {
    /// Shows a sentence, with Undo beside it if asked.
    pub fn push(&mut self, text: impl Into<String>, undo: bool) {
        self.count += 1;
        self.list.push(Toast { text: text.into(), undo, number: self.count, left: tokens::M_TOAST_STAY });
        if self.list.len() > 3 {
            self.list.remove(0);
        }
    }

    /// Paints them; whether Undo was pressed.
    pub fn ui(&mut self, ctx: &egui::Context) -> bool {
        let tokens = Tokens::of(ctx);
        let elapsed = ctx.input(|input| input.stable_dt);
        let mut undone = false;
        let mut above = tokens::ROW_STATUS + tokens::S16;
        let mut closed = None;
        for (index, toast) in self.list.iter_mut().enumerate().rev() {
            let area = Area::new(Id::unique(("toast", toast.number)))
                .order(Order::Foreground)
                .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -above));
            let response = area.show(ctx, |ui| {
                let (undo, close) = row(ui, tokens, toast);
                undone |= undo;
                close || undo
            });
            if response.inner {
                closed = Some(index);
            }
            let held = response.response.contains_pointer();
            if !held {
                toast.left -= elapsed.min(0.5);
            }
            if toast.left <= 0.0 {
                closed = Some(index);
            }
            above += 44.0 + tokens::S8;
        }
        if let Some(index) = closed {
            self.list.remove(index);
            ctx.request_repaint();
        }
        if let Some(next) = self.list.iter().map(|toast| toast.left).reduce(f32::min) {
            ctx.request_repaint_after(std::time::Duration::from_secs_f32(next.clamp(0.05, 1.0)));
        }
        undone
    }
}

fn row(ui: &mut Ui, tokens: &'static Tokens, toast: &Toast) -> (bool, bool) {
    let frame = Frame::new()
        .fill(tokens.raised)
        .stroke(egui::Stroke::new(1.0, tokens.border))
        .corner_radius(tokens::R8)
        .shadow(tokens.soft_shadow())
        .inner_margin(egui::Margin::symmetric(12, 8));
    frame
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.set_min_height(tokens::CTL);
                let said = text::line(ui, toast.text.as_str(), t13(Weight::Regular), tokens.text1);
                // A live region: readers speak it when it appears.
                said.widget_info(|| WidgetInfo::labeled(Role::Status, true, toast.text.as_str()));
                let undo = toast.undo && {
                    let label = text::rich("Undo", t13(Weight::SemiBold), tokens.accent_text);
                    ui.add(egui::Button::new(label).fill(Color32::TRANSPARENT)).clicked()
                };
                let close = ui.add(
                    egui::Button::new(icons::icon_text(icons::X, 14.0, tokens.text3))
                        .fill(Color32::TRANSPARENT)
                        .sense(Sense::click()),
                );
                close.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Close message"));
                (undo, close.clicked())
            })
            .inner
        })
        .inner
}
