//! Selecting many units with the pointer: a frame drawn with Shift, and everything between two clicks.

use std::collections::HashSet;

use egui::{CornerRadius, PointerButton, Rect, Response, Stroke, StrokeKind, Ui};

use crate::domain::UnitKey;

use super::{
    super::{Action, PanelContext},
    MapKind, MapPanel, Pass,
};

impl MapPanel {
    /// Begins, draws and ends a frame around units; returns whether one is being drawn. `begun` says that one begins on a
    /// unit.
    pub(super) fn marquee_ui(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &Ui,
        pass: &Pass<'_>,
        ground: &Response,
        begun: bool,
    ) -> bool {
        let (shift, at, down) = ui
            .input(|input| (input.modifiers.shift, input.pointer.latest_pos(), input.pointer.primary_down()));
        if begun || ground.drag_started_by(PointerButton::Primary) && shift {
            self.marquee = ui.input(|input| input.pointer.press_origin());
        }
        let (Some(from), Some(to)) = (self.marquee, at) else { return false };
        if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
            self.marquee = None;
            return false;
        }
        let frame = Rect::from_two_pos(from, to).intersect(pass.canvas);
        if down {
            let painter = ui.painter_at(pass.canvas);
            painter.rect_filled(frame, CornerRadius::same(2), cx.tokens.accent.gamma_multiply(0.1));
            let stroke = Stroke::new(1.0, cx.tokens.accent);
            painter.rect_stroke(frame, CornerRadius::same(2), stroke, StrokeKind::Inside);
            return true;
        }
        self.marquee = None;
        let mut keys = self.keys_of(pass, self.units_in(pass, frame));
        if ui.input(|input| input.modifiers.command) {
            let framed: HashSet<&UnitKey> = keys.iter().collect();
            let kept = cx.selection.units.iter().filter(|key| !framed.contains(key)).cloned();
            keys = kept.chain(keys.iter().cloned()).collect();
        }
        cx.push(Action::SelectUnits(keys));
        false
    }

    /// Units whose place on screen touches a frame; of a treemap those that hold no other.
    fn units_in(&self, pass: &Pass<'_>, frame: Rect) -> Vec<usize> {
        if self.kind == MapKind::Tree {
            let window = crate::layout::Rect::new(
                self.view.to_map(pass.canvas, frame.min),
                self.view.to_map(pass.canvas, frame.max),
            );
            return pass.model.layout.visible(window).map(|node| pass.model.unit(node)).collect();
        }
        let units = pass.model.units.iter().map(|unit| *unit as usize);
        let leaf = |unit: &usize| self.kind == MapKind::Outline || pass.facts().children(*unit).is_empty();
        units
            .filter(leaf)
            .filter(|unit| self.place_of(pass, *unit).is_some_and(|at| at.intersects(frame)))
            .collect()
    }

    /// Selects everything shown between the primary unit and another, in the order of the tree, that one last.
    pub(super) fn select_to(&self, cx: &mut PanelContext<'_>, pass: &Pass<'_>, unit: usize) {
        let node = |unit: usize| pass.model.node(unit).map(crate::layout::NodeId::index);
        let (Some(from), Some(to)) = (pass.primary().and_then(node), node(unit)) else {
            cx.push(Action::SelectUnits(vec![pass.key(unit)]));
            return;
        };
        let between = &pass.model.units[from.min(to)..=from.max(to)];
        let others = between.iter().map(|other| *other as usize).filter(|other| *other != unit);
        let keys = self.keys_of(pass, others.chain([unit]));
        cx.push(Action::SelectUnits(keys));
    }
}
