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

/// Cards that are narrower than this on screen, in points, have their line of text in the smaller letters.
pub const NARROW: f64 = 150.0;

/// The badge that says how many units a card hides, hanging under its lower edge, in points.
pub struct Badge {
    /// Height.
    pub height: f64,
    /// How much of it lies on the card.
    pub on_card: f64,
    /// Space left and right of its text.
    pub pad: f64,
    /// Whether it stands back behind the text of the card.
    pub is_quiet: bool,
}

impl Badge {
    /// That of a card with all its figures.
    pub const FULL: Self = Self { height: 20.0, on_card: 2.0, pad: 8.0, is_quiet: false };
    /// That of a card with one line, which stands close to the next one.
    pub const SMALL: Self = Self { height: 13.0, on_card: 4.0, pad: 5.0, is_quiet: true };
}

/// The size of a card: whether it is the root's, and whether it groups others.
pub const fn size(root: bool, group: bool) -> Size {
    Size::new(if root { ROOT_W } else { CARD_W }, if group { GROUP_H } else { LEAF_H })
}
