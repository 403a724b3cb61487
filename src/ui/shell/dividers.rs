//! Dividers between tiles by the keyboard: Tab reaches them, the focused one is shown, and arrow keys move it.

use egui::{EventFilter, Key, Modifiers, Rect, Stroke, Ui, pos2};
use egui_tiles::{Container, LinearDir, Tile, TileId, Tiles, Tree};

use super::tiles::{MIN_SIZE, Pane};
use crate::ui::kit::Tokens;

/// How far one key moves a divider, in points; with Shift.
const STEP: f32 = 16.0;
const LARGE_STEP: f32 = 96.0;

/// Two tiles beside each other or one above the other.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Divider {
    container: TileId,
    tiles: [TileId; 2],
    direction: LinearDir,
    /// Sizes of both in points.
    sizes: [f32; 2],
    /// The room between them.
    gap: Rect,
}

/// Shows the focused divider and moves it by the arrow keys, after the tiles were painted; whether it was moved.
pub fn keys(ui: &Ui, tree: &mut Tree<Pane>) -> bool {
    // To read a response takes the focus from it where the pointer has just been pressed elsewhere, also the focus that a
    // panel gives to another of its widgets in answer to that.
    if ui.input(|input| input.pointer.any_pressed() || input.pointer.any_click()) {
        return false;
    }
    let Some(focused) = ui.memory(egui::Memory::focused) else { return false };
    let Some(place) = ui.ctx().read_response(focused).map(|response| response.rect) else { return false };
    let Some(divider) = at(&tree.tiles, place) else { return false };
    let is_upright = divider.direction == LinearDir::Horizontal;
    let filter =
        EventFilter { horizontal_arrows: is_upright, vertical_arrows: !is_upright, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(focused, filter));
    let stroke = Stroke::new(2.0, Tokens::of(ui).focus);
    let (middle, ends) = (divider.gap.center(), divider.gap);
    let line = if is_upright {
        [pos2(middle.x, ends.top()), pos2(middle.x, ends.bottom())]
    } else {
        [pos2(ends.left(), middle.y), pos2(ends.right(), middle.y)]
    };
    ui.painter().line_segment(line, stroke);
    let (less, more) =
        if is_upright { (Key::ArrowLeft, Key::ArrowRight) } else { (Key::ArrowUp, Key::ArrowDown) };
    let pressed = |key: Key, step: f32| {
        let times = |modifiers| ui.input_mut(|input| input.count_and_consume_key(modifiers, key)) as f32;
        // Shift first: a key without a modifier is also found where one is held.
        LARGE_STEP.copysign(step) * times(Modifiers::SHIFT) + step * times(Modifiers::NONE)
    };
    let by = pressed(less, -STEP) + pressed(more, STEP);
    by != 0.0 && shift(&mut tree.tiles, &divider, by)
}

/// The divider whose handle lies at a place.
fn at(tiles: &Tiles<Pane>, place: Rect) -> Option<Divider> {
    tiles.iter().find_map(|(container, tile)| {
        let Tile::Container(Container::Linear(linear)) = tile else { return None };
        let seen: Vec<TileId> =
            linear.children.iter().copied().filter(|child| tiles.is_visible_in_layout(*child)).collect();
        seen.windows(2).find_map(|pair| {
            let (a, b) = (tiles.rect(pair[0])?, tiles.rect(pair[1])?);
            let (sizes, gap) = match linear.dir {
                LinearDir::Horizontal => {
                    ([a.width(), b.width()], Rect::from_min_max(a.right_top(), b.left_bottom()))
                }
                LinearDir::Vertical => {
                    ([a.height(), b.height()], Rect::from_min_max(a.left_bottom(), b.right_top()))
                }
            };
            // The handle lies along the middle of the gap, somewhat wider than it.
            let is_here = place.center().distance(gap.center()) < 2.0
                && (place.height() - gap.height()).abs().min((place.width() - gap.width()).abs()) < 2.0;
            let tiles = [pair[0], pair[1]];
            is_here.then_some(Divider { container: *container, tiles, direction: linear.dir, sizes, gap })
        })
    })
}

/// Gives points of one tile to the other, as far as both keep their least size; whether anything changed.
fn shift(tiles: &mut Tiles<Pane>, divider: &Divider, by: f32) -> bool {
    let [first, second] = divider.sizes;
    let by = by.clamp((MIN_SIZE - first).min(0.0), (second - MIN_SIZE).max(0.0));
    let Some(Tile::Container(Container::Linear(linear))) = tiles.get_mut(divider.container) else {
        return false;
    };
    let [a, b] = divider.tiles;
    let (both, points) = (linear.shares[a] + linear.shares[b], first + second);
    if by == 0.0 || points <= 0.0 {
        return false;
    }
    linear.shares[a] = both * (first + by) / points;
    linear.shares[b] = both * (second - by) / points;
    true
}
