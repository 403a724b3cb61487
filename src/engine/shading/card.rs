//! What the cards and cells of a map are made of, on screen and in pictures alike: how much is drawn, sizes in points,
//! which colour goes where.

use crate::{
    domain::Status,
    layout::{TreemapOptions, card::NARROW},
    look::{Palette, palette::Mix},
};

use super::{CardText, Class, ColourBy, Look, Shades, status_colours};
use crate::engine::metrics::{PeriodFacts, UnitFacts};

/// How much of a card is drawn; text is never scaled, so less of it fits as the map shrinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Everything: zoom 0.8 and above.
    Near,
    /// Shape, name, rate: [`Self::NAMED`] to 0.8.
    Middle,
    /// A tint with a shape: below [`Self::NAMED`].
    Far,
}

impl Detail {
    /// Smallest zoom at which cards have names.
    pub const NAMED: f64 = 0.4;

    /// The level at a zoom.
    pub fn at(zoom: f64) -> Self {
        if zoom >= 0.8 {
            Self::Near
        } else if zoom >= Self::NAMED {
            Self::Middle
        } else {
            Self::Far
        }
    }
}

/// Radius of the corners of a card.
pub const CORNER: f32 = 8.0;
/// Width of a card's left edge in the colour of its class.
pub const STRIP: f32 = 4.0;
/// Space left and right of what a card says.
pub const PAD: f32 = 12.0;
/// Size of the shapes on a card.
pub const MARK: f32 = 11.0;
/// Height of the bar of a card.
pub const BAR: f32 = 6.0;
/// How much of a unit is left that the legend's filter does not let through.
pub const FADED: f32 = 0.35;
/// How much of their colour the lines between cards have.
pub const LINES: f32 = 0.75;
/// Radius of the corners of a treemap's cell.
pub const CELL_CORNER: f32 = 3.0;
/// Cells of a treemap that are smaller than this on a side are blocks: nobody can hit or read them.
pub const BLOCK: f32 = 16.0;
/// Distances of a treemap: of them, the header is the height of the names of groups.
pub const CELLS: TreemapOptions = TreemapOptions { header: 18.0, padding: 2.0, least: 6.0 };

/// Where the lines of a card with figures of its own stand, of [`crate::layout::card::LEAF_H`].
pub struct LeafLines {
    /// Name and rate.
    pub name: f32,
    /// Status, class, competitor, seats.
    pub status: f32,
    /// The bar.
    pub bar: f32,
    /// What we have, of what, and what is open.
    pub money: f32,
}

/// See [`LeafLines`].
pub const LEAF: LeafLines = LeafLines { name: 18.0, status: 37.0, bar: 53.0, money: 68.0 };

/// Where the lines of a card that groups others stand, of [`crate::layout::card::GROUP_H`].
pub struct GroupLines {
    /// Name and rate.
    pub name: f32,
    /// Bar, money, active units.
    pub money: f32,
}

/// See [`GroupLines`].
pub const GROUP: GroupLines = GroupLines { name: 18.0, money: 40.0 };

/// Width of the lines between cards; `None` = lines closer than a pixel are a smear, and the cards alone tell more.
pub fn line_width(zoom: f64) -> Option<f32> {
    (zoom >= 0.02).then_some(if zoom < 0.2 { 1.0 } else { 1.25 })
}

/// Radius of the corners of a card without text.
pub fn far_corner(zoom: f64) -> f64 {
    (f64::from(CORNER) * zoom).clamp(1.0, 4.0)
}

/// Size of the shape on a card without text that is so wide and high; `None` = there is no room for one.
pub fn far_mark(width: f64, height: f64) -> Option<f64> {
    let size = (height - 4.0).min(width - 4.0).min(f64::from(MARK));
    (size >= 5.0).then_some(size)
}

/// Space on each side of a group's ground in a treemap, by its shorter side.
pub fn frame_gap(side: f64) -> f64 {
    if side > 24.0 { 1.0 } else { 0.5 }
}

/// Space on each side of a block in a treemap, by its shorter side.
pub fn block_gap(side: f64) -> f64 {
    if side > 4.0 { 0.5 } else { 0.0 }
}

/// How the text of a card in the middle level stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MiddleText {
    /// Size of the letters.
    pub size: f64,
    /// Space left and right of it.
    pub pad: f64,
    /// How far each of two lines is from the middle of the card; `None` = there is room for one line.
    pub apart: Option<f64>,
}

impl MiddleText {
    /// That of a card so wide and high. More of a name is read in smaller letters.
    pub fn of(width: f64, height: f64) -> Self {
        let (size, pad, least, two) =
            if width < NARROW { (11.0, 6.0, 6.5, 30.0) } else { (13.0, 8.0, 8.5, 42.0) };
        Self { size, pad, apart: (height >= two).then_some((height * 0.22).max(least)) }
    }
}

/// Whether a card tells the status of its unit: one that groups others only if it was given one of its own.
pub fn tells_status(own: &UnitFacts, unit: usize, group: bool) -> bool {
    !group || unit > 0 && own.status.is_some() && !own.status_inherited
}

/// Colour of the bar of a card, given the class that stands beside its status; a card that groups others has no status to
/// go by.
pub fn bar_colour<C: Mix>(t: &Palette<C>, group: bool, beside: Option<&Class>, status: Option<Status>) -> C {
    match (beside, status) {
        (Some(class), _) => class.look.mark(t),
        _ if group => t.text2,
        (None, Some(Status::Unpenetrated | Status::CompetitorHeld) | None) => t.control,
        (None, _) => status_colours(t, status).mark,
    }
}

/// How a cell of a treemap is painted.
pub struct CellColours<C> {
    /// Its ground.
    pub ground: C,
    /// Its words.
    pub ink: C,
    /// Its shape; `None` = all classes have the same one, which tells nothing.
    pub mark: Option<C>,
    /// The part of it that is ours, with how much of the colour; `None` = the ground tells the rate already.
    pub filled: Option<(C, f32)>,
}

impl<C: Mix> CellColours<C> {
    /// The colours of a look.
    pub fn of(t: &Palette<C>, look: Look) -> Self {
        let ink = match look {
            Look::Step(_) | Look::Change(-3 | 3) => look.on_ground(t),
            _ => t.text1,
        };
        let ground = match look {
            // As light as a card, so that what is open stands out from the group around it.
            Look::Status(Some(Status::Unpenetrated) | None) => t.card,
            _ => look.ground(t),
        };
        let mark = look.mark(t);
        let (mark, filled) = match look {
            Look::Step(_) => (None, None),
            Look::Change(_) => (Some(ink), None),
            _ => (Some(mark), Some((mark, if t.dark { 0.45 } else { 0.3 }))),
        };
        Self { ground, ink, mark, filled }
    }
}

/// What stands below the rate in a cell: the class, or the money where the colour tells the rate or the status. Of
/// numbers only those that `fits` takes, as half a number would be another one; a name may be cut.
pub fn cell_note(
    text: &CardText,
    by: ColourBy,
    class: Option<&Class>,
    fits: impl Fn(&str) -> bool,
) -> Option<String> {
    match class.filter(|_| !matches!(by, ColourBy::Status | ColourBy::Penetration)) {
        Some(Class { word, look, .. }) => {
            (!matches!(look, Look::Step(_)) || fits(word)).then(|| word.clone())
        }
        None => [format!("{} {}", text.have, text.of), text.have.clone()].into_iter().find(|said| fits(said)),
    }
}

/// Height that a cell needs for a name in two lines above its figures.
pub const TALL_CELL: f32 = 58.0 + CELL_LINE;
/// From the first line of a name in a cell to the second one.
pub const CELL_LINE: f32 = 14.0;

/// The name of a cell, with how many units it hides.
pub fn cell_name(name: &str, hidden: u32) -> String {
    if hidden > 0 { format!("{name} +{hidden}") } else { name.to_owned() }
}

impl Shades {
    /// The class that a card shows beside its status.
    pub fn beside(&self, by: ColourBy, unit: usize) -> Option<&Class> {
        self.class(unit).filter(|_| by != ColourBy::Status)
    }

    /// The class of a card without text: of one that hides others, that of most of them.
    pub fn alone(&self, facts: &PeriodFacts, unit: usize, hidden: u32) -> Option<&Class> {
        if hidden == 0 { self.class(unit) } else { self.class_of_most(facts, unit) }
    }
}

/// A name in two lines, broken between words: as many words as fit into `room` first. `width` measures a text. The
/// second line is empty where all fit into the first one, or not even one word does.
pub fn two_lines(name: &str, room: f64, width: impl Fn(&str) -> f64) -> (&str, &str) {
    if width(name) <= room {
        return (name, "");
    }
    let breaks = name.match_indices(' ').map(|(at, _)| at);
    let fits = |at: &usize| width(name[..*at].trim_end()) <= room;
    match breaks.take_while(fits).last() {
        Some(at) => (name[..at].trim_end(), name[at..].trim_start()),
        None => (name, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_broken_between_words() {
        let letters = |text: &str| text.chars().count() as f64;
        let lines = |name, room| two_lines(name, room, letters);
        assert_eq!(lines("UK Operations", 13.0), ("UK Operations", ""));
        assert_eq!(lines("UK Operations", 12.0), ("UK", "Operations"));
        assert_eq!(lines("Global Business Services", 16.0), ("Global Business", "Services"));
        assert_eq!(lines("Global  Business Services", 14.0), ("Global", "Business Services"));
        assert_eq!(lines("Manufacturing", 9.0), ("Manufacturing", ""));
        assert_eq!(lines("Manufacturing Division", 9.0), ("Manufacturing Division", ""));
        assert_eq!(lines("", 9.0), ("", ""));
    }
}
