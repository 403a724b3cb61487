//! Rows of a ranking: which of them are in sight, and arrow keys from row to row, also to those not painted yet.

use std::ops::Range;

use egui::{EventFilter, Id, Key, Modifiers, Rect, Ui, pos2, vec2};

use super::paint::HEADS;
use crate::ui::kit::tokens::ROW_RANK;

/// The row that the keyboard goes to from the focused one at `at`, brought into sight; it takes the focus once it exists.
pub fn keys(ui: &Ui, id: Id, at: usize, rows: usize) -> Option<usize> {
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let last = rows.saturating_sub(1);
    let to = if pressed(Key::ArrowDown) {
        (at + 1).min(last)
    } else if pressed(Key::ArrowUp) {
        at.saturating_sub(1)
    } else if pressed(Key::Home) {
        0
    } else if pressed(Key::End) {
        last
    } else {
        return None;
    };
    if to == at {
        return None;
    }
    let down = (to as f32 - at as f32) * ROW_RANK;
    let row = ui.clip_rect();
    let target = Rect::from_min_size(pos2(row.min.x, row.center().y + down), vec2(1.0, ROW_RANK));
    if down.abs() > ROW_RANK {
        ui.scroll_to_rect(target, None);
    }
    ui.request_repaint();
    Some(to)
}

/// Rows that can be seen.
pub fn in_sight(viewport: Rect, rows: usize) -> Range<usize> {
    let first = ((viewport.min.y / ROW_RANK).floor().max(0.0) as usize).min(rows);
    let last = (((viewport.max.y - HEADS) / ROW_RANK).ceil().max(0.0) as usize + 1).min(rows);
    first..last.max(first)
}
