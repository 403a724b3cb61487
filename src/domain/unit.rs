//! One organisational unit: its place in the account's tree and how it counts. Figures stand in its records.

use serde::{Deserialize, Serialize};

use super::{Period, RegionKey, UnitKey, text_enum::text_enum};

text_enum! {
    /// What kind of node this is. Account and Region never count as units.
    UnitKind {
        /// The root of an account.
        Account = "account", "Account";
        /// A division.
        Division = "division", "Division";
        /// A business unit.
        BusinessUnit = "business_unit", "Business unit";
        /// A subsidiary.
        Subsidiary = "subsidiary", "Subsidiary";
        /// A grouping node for a region.
        Region = "region", "Region";
        /// A country organisation.
        Country = "country", "Country";
        /// A site.
        Site = "site", "Site";
        /// A department.
        Department = "department", "Department";
        /// A team.
        Team = "team", "Team";
        /// Anything else.
        Other = "other", "Other";
    }
}

impl UnitKind {
    /// The kind that most likely hangs below it.
    #[must_use]
    pub const fn below(self) -> Self {
        match self {
            Self::Account | Self::Region => Self::Division,
            Self::Division | Self::BusinessUnit | Self::Subsidiary | Self::Country => Self::Department,
            Self::Department => Self::Team,
            _ => Self::Other,
        }
    }
}

text_enum! {
    /// Whether a unit counts in unit-based rates (domain specification 2.1).
    Counting {
        /// The innermost candidates count.
        Auto = "auto", "Automatic";
        /// Always counts, and what is below it does not.
        Always = "always", "Always";
        /// Never counts.
        Never = "never", "Never";
    }
}

text_enum! {
    /// How a unit's own figures relate to those of its children.
    EntryMode {
        /// Own figures are what is not in any child.
        Direct = "direct", "Direct";
        /// Own figures already include the children.
        Total = "total", "Total";
    }
}

text_enum! {
    /// Where a unit stands with our products.
    Status {
        /// In use.
        Active = "active", "Active";
        /// In use and growing.
        Expansion = "expansion", "Expansion";
        /// In evaluation.
        Pilot = "pilot", "Pilot";
        /// Not a customer.
        Unpenetrated = "unpenetrated", "Unpenetrated";
        /// Held by somebody else.
        CompetitorHeld = "competitor_held", "Competitor-held";
        /// Was a customer.
        Lost = "lost", "Lost";
    }
}

/// One node of an account's tree. The account's root has the empty key, kind `Account` and no name of its own: the
/// account's name is shown for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrgUnit {
    /// Unique in the account.
    pub key: UnitKey,
    /// `None` only for the root.
    pub parent: Option<UnitKey>,
    /// Place among siblings, ascending; units without one come last, in row order.
    pub position: Option<u32>,
    /// Name on screen.
    pub name: String,
    /// What it is.
    pub kind: UnitKind,
    /// Own region; `None` = that of the nearest ancestor that has one.
    pub region: Option<RegionKey>,
    /// Who looks after it on our side.
    pub owner: Option<String>,
    /// Strategic importance 1–5; `None` = not judged.
    pub importance: Option<u8>,
    /// How it counts.
    pub counting: Counting,
    /// What its own figures mean.
    pub entry_mode: EntryMode,
    /// First period in which it exists; `None` = from the beginning.
    pub valid_from: Option<Period>,
    /// Last period in which it exists; `None` = to the end.
    pub valid_to: Option<Period>,
    /// The unit that continues this one after a merger or renaming.
    pub successor: Option<UnitKey>,
    /// Extra adjacency links besides parent, children and siblings; read both ways.
    pub adjacent: Vec<UnitKey>,
}

impl OrgUnit {
    /// Whether the two are equal in everything but their names, at which no number looks.
    pub fn is_but_for_name(&self, other: &Self) -> bool {
        *self == Self { name: self.name.clone(), ..other.clone() }
    }

    /// A unit with the defaults of the specification.
    pub fn new(
        key: impl Into<UnitKey>,
        parent: Option<UnitKey>,
        name: impl Into<String>,
        kind: UnitKind,
    ) -> Self {
        Self {
            key: key.into(),
            parent,
            position: None,
            name: name.into(),
            kind,
            region: None,
            owner: None,
            importance: None,
            counting: Counting::Auto,
            entry_mode: EntryMode::Direct,
            valid_from: None,
            valid_to: None,
            successor: None,
            adjacent: Vec::new(),
        }
    }

    /// The root of an account.
    pub fn root() -> Self {
        Self::new(UnitKey::root(), None, "", UnitKind::Account)
    }

    /// Whether the unit itself exists in `period`, its ancestors aside.
    pub fn is_valid_in(&self, period: Period) -> bool {
        self.valid_from.is_none_or(|from| from <= period) && self.valid_to.is_none_or(|to| period <= to)
    }
}
