//! Cells that hold one of few words: their list under the cell, and the keys that go through it.

use egui::{Align2, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    document::{basis_of, flag_of, status_of},
    domain::{BasisKind, Status},
    ui::kit::{
        fonts::{Weight, t13},
        tokens::Tokens,
    },
};

use super::{
    columns::{Column, Kind},
    editor::{Editor, floating, keys},
    paint::{put, status_mark},
    read::yes,
};

impl Editor {
    /// Goes to the next word, or to the one before.
    pub fn next_choice(&mut self, column: Column, down: bool) {
        let words = choices(column);
        let count = words.len();
        let at = chosen(column, &self.text).and_then(|found| words.iter().position(|word| *word == found));
        let next = match (at, down) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        words[next].clone_into(&mut self.text);
    }

    /// The list under a cell that holds one of few words; returns where it stands and what was clicked.
    pub fn list(
        &self,
        ui: &Ui,
        tokens: &Tokens,
        column: Column,
        field: Rect,
        id: Id,
    ) -> (Rect, Option<&'static str>) {
        let words = choices(column);
        let found = chosen(column, &self.text);
        // A status can be unknown; the others always say something.
        let none = (column == Column::Status).then_some("No status");
        let mut clicked = None;
        let tall = 28.0 * (words.len() + 1) as f32 + 60.0;
        let rect = floating(ui, tokens, field, id, vec2(208.0, tall), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (at, word) in words.iter().copied().map(Some).chain(none.map(|_| None)).enumerate() {
                let (rect, response) =
                    ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
                let said = word.or(none).unwrap_or_default();
                let current = if self.text.trim().is_empty() { word.is_none() } else { word == found };
                if current || response.hovered() {
                    ui.painter().rect_filled(rect, 6, if current { tokens.selected } else { tokens.hover });
                }
                if let Some(status) = Status::ALL.get(at).filter(|_| column == Column::Status) {
                    status_mark(ui.painter(), tokens, pos2(rect.left() + 13.5, rect.center().y), *status);
                }
                let lead = if column == Column::Status { 26.0 } else { 8.0 };
                let room = rect.with_min_x(rect.left() + lead);
                put(ui.painter(), room, Align2::LEFT_CENTER, said, t13(Weight::Regular), tokens.text1);
                response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, current, said));
                if response.clicked() {
                    clicked = Some(word.unwrap_or(""));
                }
            }
            ui.add_space(8.0);
            keys(ui, tokens, false);
        });
        (rect, clicked)
    }
}

/// The words that a column holds; empty = it is typed freely.
pub fn choices(column: Column) -> Vec<&'static str> {
    match column.kind() {
        Kind::Status => Status::ALL.iter().map(|status| status.word()).collect(),
        Kind::Basis => BasisKind::ALL.iter().map(|kind| kind.word()).collect(),
        Kind::Flag => vec![yes(true), yes(false)],
        _ => Vec::new(),
    }
}

/// The one of its words that a text begins.
pub fn chosen(column: Column, text: &str) -> Option<&'static str> {
    match column.kind() {
        Kind::Status => status_of(text).ok().map(Status::word),
        Kind::Basis => basis_of(text).ok().map(BasisKind::word),
        Kind::Flag => flag_of(text).ok().map(yes),
        _ => None,
    }
}
