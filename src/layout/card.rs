//! Sizes of the cards of an organisation map, in layout units.

use super::geometry::Size;

/// Width of a card.
pub const CARD_W: f64 = 264.0;
/// Height of a card with figures of its own.
pub const LEAF_H: f64 = 78.0;
/// Height of a card that groups others.
pub const GROUP_H: f64 = 54.0;
/// Width of the root's card.
const ROOT_W: f64 = 300.0;

/// The size of a card: whether it is the root's, and whether it groups others.
pub const fn size(root: bool, group: bool) -> Size {
    Size::new(if root { ROOT_W } else { CARD_W }, if group { GROUP_H } else { LEAF_H })
}
