//! By what the map is coloured, and how a class of units looks: a shape and colours, never colour alone.

use egui::Color32;

use crate::{
    domain::{Severity, Status},
    ui::kit::{Mark, Tokens},
};

use super::super::{draw, labels};

/// By what the units are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
pub enum ColourBy {
    /// Their status.
    #[default]
    Status,
    /// ARR over potential.
    Penetration,
    /// Active units over all that count.
    Units,
    /// Active over eligible users.
    Users,
    /// Licensed seats over eligible users.
    Seats,
    /// ARR over category spend.
    Wallet,
    /// Potential less ARR.
    WhiteSpace,
    /// Opportunity score.
    Opportunity,
    /// The strongest competitor.
    Competitor,
    /// The gravest finding about the unit.
    Risk,
    /// How far penetration moved since another period.
    Change,
    /// Who looks after it.
    Owner,
    /// Its region.
    Region,
}

impl ColourBy {
    /// Every choice, in the order of the menu.
    pub const ALL: [Self; 13] = [
        Self::Status,
        Self::Penetration,
        Self::Units,
        Self::Users,
        Self::Seats,
        Self::Wallet,
        Self::WhiteSpace,
        Self::Opportunity,
        Self::Competitor,
        Self::Risk,
        Self::Change,
        Self::Owner,
        Self::Region,
    ];

    /// The word on screen.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::Penetration => "Penetration",
            Self::Units => "Active units",
            Self::Users => "User penetration",
            Self::Seats => "Seat penetration",
            Self::Wallet => "Wallet share",
            Self::WhiteSpace => "White space",
            Self::Opportunity => "Opportunity score",
            Self::Competitor => "Competitor",
            Self::Risk => "Risk",
            Self::Change => "Change",
            Self::Owner => "Owner",
            Self::Region => "Region",
        }
    }

    /// Whether a group has a colour of its own, and not only the units below it.
    pub const fn covers_groups(self) -> bool {
        !matches!(self, Self::WhiteSpace | Self::Opportunity | Self::Competitor | Self::Risk | Self::Owner)
    }
}

/// How one class of units looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A status; `None` = unknown.
    Status(Option<Status>),
    /// A step of the even ramp, 0–8.
    Step(u8),
    /// One of several names, from 0.
    Name(u8),
    /// How much a finding matters.
    Severity(Severity),
    /// A change in steps of 5 pp, −3 to 3.
    Change(i8),
    /// Nothing is known, or there is nothing.
    Quiet,
}

/// Shapes of names, none of which means a status.
const NAMES: [Mark; 6] =
    [Mark::Swatch, Mark::Disc, Mark::Diamond, Mark::TriUp, Mark::HalfRing, Mark::TriDown];

impl Look {
    /// Its shape.
    pub const fn shape(self) -> Mark {
        match self {
            Self::Status(status) => draw::status_mark(status),
            Self::Step(_) => Mark::Swatch,
            Self::Name(at) => NAMES[at as usize % NAMES.len()],
            Self::Severity(severity) => labels::severity_mark(severity),
            Self::Change(change) => match change {
                1.. => Mark::TriUp,
                0 => Mark::Dash,
                _ => Mark::TriDown,
            },
            Self::Quiet => Mark::Dash,
        }
    }

    /// Colour of the shape and of bars, on a card.
    pub fn mark(self, t: &Tokens) -> Color32 {
        match self {
            Self::Status(status) => labels::status_look(t, status).mark,
            Self::Step(step) => t.ramp[usize::from(step).min(8)],
            Self::Name(at) => t.category(usize::from(at)),
            Self::Severity(severity) => labels::severity_look(severity, t).1,
            Self::Change(1..) => t.up,
            Self::Change(..=-1) => t.down,
            Self::Change(_) | Self::Quiet => t.control,
        }
    }

    /// Colour of its word, on a card.
    pub fn text(self, t: &Tokens) -> Color32 {
        match self {
            Self::Status(status) => labels::status_look(t, status).text,
            Self::Change(1..) => t.up_text,
            Self::Change(..=-1) => t.down_text,
            Self::Quiet => t.text3,
            _ => t.text2,
        }
    }

    /// Colour of a block too small for anything else.
    pub fn block(self, t: &Tokens) -> Color32 {
        match self {
            Self::Status(Some(Status::Unpenetrated) | None) => t.border,
            Self::Change(-1 | 1) => mix(t.card, self.mark(t), 0.55),
            Self::Change(0) | Self::Quiet => t.track,
            _ => self.mark(t),
        }
    }

    /// Ground of a card without text that carries the shape.
    pub fn ground(self, t: &Tokens) -> Color32 {
        match self {
            Self::Status(status) => labels::status_look(t, status).tint,
            Self::Name(_) | Self::Severity(_) => mix(t.card, self.mark(t), if t.dark { 0.3 } else { 0.18 }),
            Self::Quiet => t.card,
            _ => self.block(t),
        }
    }

    /// Colour of the shape on [`Self::ground`].
    pub fn on_ground(self, t: &Tokens) -> Color32 {
        match self {
            Self::Step(step) => t.on_ramp[usize::from(step).min(8)],
            Self::Change(-3 | 3) => t.card,
            Self::Change(_) => t.text1,
            _ => self.mark(t),
        }
    }
}

/// `part` of one colour over another, 0–1.
fn mix(under: Color32, over: Color32, part: f32) -> Color32 {
    let at = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * part).round() as u8;
    Color32::from_rgb(at(under.r(), over.r()), at(under.g(), over.g()), at(under.b(), over.b()))
}
