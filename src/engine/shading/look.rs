//! By what the map is coloured, and how a class of units looks: a shape and colours, never colour alone.

use crate::{
    domain::{Severity, Status},
    look::{Mark, Palette, palette::Mix},
};

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
    /// ARR over budget ceiling.
    Spend,
    /// Active over counted divisions.
    Divisions,
    /// Active over counted departments.
    Departments,
    /// Regions with an active unit over those with a unit.
    Geography,
    /// Products adopted over those that apply.
    Products,
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
    pub const ALL: [Self; 18] = [
        Self::Status,
        Self::Penetration,
        Self::Units,
        Self::Users,
        Self::Seats,
        Self::Wallet,
        Self::Spend,
        Self::Divisions,
        Self::Departments,
        Self::Geography,
        Self::Products,
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
            Self::Spend => "Spend penetration",
            Self::Divisions => "Active divisions",
            Self::Departments => "Active departments",
            Self::Geography => "Active regions",
            Self::Products => "Product penetration",
            Self::WhiteSpace => "White space",
            Self::Opportunity => "Opportunity score",
            Self::Competitor => "Competitor",
            Self::Risk => "Risk",
            Self::Change => "Change",
            Self::Owner => "Owner",
            Self::Region => "Region",
        }
    }

    /// Its key on the command line.
    pub fn key(self) -> String {
        self.word().to_lowercase().replace(' ', "_")
    }

    /// Whether its classes are steps, whose colours fill an area as a whole.
    pub const fn is_solid(self) -> bool {
        !matches!(self, Self::Status | Self::Competitor | Self::Risk | Self::Owner | Self::Region)
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
            Self::Status(status) => status_mark(status),
            Self::Step(_) => Mark::Swatch,
            Self::Name(at) => NAMES[at as usize % NAMES.len()],
            Self::Severity(severity) => severity_mark(severity),
            Self::Change(change) => match change {
                1.. => Mark::TriUp,
                0 => Mark::Dash,
                _ => Mark::TriDown,
            },
            Self::Quiet => Mark::Dash,
        }
    }

    /// Colour of the shape and of bars, on a card.
    pub fn mark<C: Mix>(self, t: &Palette<C>) -> C {
        match self {
            Self::Status(status) => status_colours(t, status).mark,
            Self::Step(step) => t.ramp[usize::from(step).min(8)],
            Self::Name(at) => t.category(usize::from(at)),
            Self::Severity(severity) => severity_colours(t, severity).0,
            Self::Change(1..) => t.up,
            Self::Change(..=-1) => t.down,
            Self::Change(_) | Self::Quiet => t.control,
        }
    }

    /// Colour of its word, on a card.
    pub fn text<C: Mix>(self, t: &Palette<C>) -> C {
        match self {
            Self::Status(status) => status_colours(t, status).text,
            Self::Change(1..) => t.up_text,
            Self::Change(..=-1) => t.down_text,
            Self::Quiet => t.text3,
            _ => t.text2,
        }
    }

    /// Colour of a block too small for anything else.
    pub fn block<C: Mix>(self, t: &Palette<C>) -> C {
        match self {
            Self::Status(Some(Status::Unpenetrated) | None) => t.border,
            Self::Change(-1 | 1) => t.card.mix(self.mark(t), 0.55),
            Self::Change(0) | Self::Quiet => t.track,
            _ => self.mark(t),
        }
    }

    /// Ground of a card without text that carries the shape.
    pub fn ground<C: Mix>(self, t: &Palette<C>) -> C {
        match self {
            Self::Status(status) => status_colours(t, status).tint,
            Self::Name(_) | Self::Severity(_) => t.card.mix(self.mark(t), if t.dark { 0.3 } else { 0.18 }),
            Self::Quiet => t.card,
            _ => self.block(t),
        }
    }

    /// Colour of the shape on [`Self::ground`].
    pub fn on_ground<C: Mix>(self, t: &Palette<C>) -> C {
        match self {
            Self::Step(step) => t.on_ramp[usize::from(step).min(8)],
            Self::Change(-3 | 3) => t.card,
            Self::Change(_) => t.text1,
            _ => self.mark(t),
        }
    }
}

/// The three colours of a status.
#[derive(Debug, Clone, Copy)]
pub struct StatusColours<C> {
    /// The shape and the bar.
    pub mark: C,
    /// The word.
    pub text: C,
    /// The ground of a badge.
    pub tint: C,
}

/// Colours of a status; an unknown one looks like nothing was sold.
pub const fn status_colours<C: Copy>(t: &Palette<C>, status: Option<Status>) -> StatusColours<C> {
    let (mark, text, tint) = match status {
        Some(Status::Active) => (t.active, t.active_text, t.active_tint),
        Some(Status::Expansion) => (t.expansion, t.expansion_text, t.expansion_tint),
        Some(Status::Pilot) => (t.pilot, t.pilot_text, t.pilot_tint),
        Some(Status::CompetitorHeld) => (t.competitor, t.competitor_text, t.competitor_tint),
        Some(Status::Lost) => (t.lost, t.lost_text, t.lost_tint),
        Some(Status::Unpenetrated) | None => (t.open, t.open_text, t.open_tint),
    };
    StatusColours { mark, text, tint }
}

/// The shape of a status.
pub const fn status_mark(status: Option<Status>) -> Mark {
    match status {
        Some(Status::Active) => Mark::Disc,
        Some(Status::Expansion) => Mark::DoubleChevron,
        Some(Status::Pilot) => Mark::HalfRing,
        Some(Status::Unpenetrated) => Mark::Ring,
        Some(Status::CompetitorHeld) => Mark::Diamond,
        Some(Status::Lost) => Mark::Cross,
        None => Mark::Dash,
    }
}

/// Colour and tint of a severity.
pub const fn severity_colours<C: Copy>(t: &Palette<C>, severity: Severity) -> (C, C) {
    match severity {
        Severity::Critical => (t.critical, t.critical_tint),
        Severity::High => (t.high, t.high_tint),
        Severity::Medium => (t.medium, t.medium_tint),
        Severity::Low => (t.low, t.low_tint),
        Severity::Info => (t.info, t.low_tint),
    }
}

/// Shape of a severity.
pub const fn severity_mark(severity: Severity) -> Mark {
    match severity {
        Severity::Critical => Mark::Octagon,
        Severity::High => Mark::Triangle,
        Severity::Medium => Mark::Square,
        Severity::Low => Mark::RingDown,
        Severity::Info => Mark::RingInfo,
    }
}
