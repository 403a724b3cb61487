//! Roadmap items: planned work, its money, its risk and what it changes when done.

use serde::{Deserialize, Serialize};

use super::{Amount, Axis, Count, ItemKey, Period, ProductKey, UnitKey, text_enum::text_enum};

text_enum! {
    /// How likely an item is to fail.
    Risk {
        /// Succeeds with 0.80 by default.
        Low = "low", "Low";
        /// 0.50.
        Medium = "medium", "Medium";
        /// 0.25.
        High = "high", "High";
    }
}

text_enum! {
    /// Where an item stands. Only planned and in-progress items are simulated.
    ItemStatus {
        /// Not begun.
        Planned = "planned", "Planned";
        /// Begun.
        InProgress = "in_progress", "In progress";
        /// Finished; its effect is in the actuals.
        Done = "done", "Done";
        /// Given up.
        Dropped = "dropped", "Dropped";
    }
}

text_enum! {
    /// How a unit is to be won or grown.
    Strategy {
        /// Turn a pilot into a contract.
        ExtendPilot = "extend_pilot", "Extend pilot";
        /// Sell the next product.
        CrossSell = "cross_sell", "Cross-sell";
        /// Sell to more teams.
        UpsellTeams = "upsell_teams", "Upsell to teams";
        /// Be introduced by an executive.
        ExecutiveReferral = "executive_referral", "Executive referral";
        /// Be introduced by a happy team.
        InternalReferral = "internal_referral", "Internal referral";
        /// Replace a competitor.
        CompetitiveDisplacement = "competitive_displacement", "Competitive displacement";
        /// Open a region.
        RegionalExpansion = "regional_expansion", "Regional expansion";
        /// Prove the value in a pilot.
        ProofOfValuePilot = "proof_of_value_pilot", "Proof-of-value pilot";
        /// Build a relationship at the top.
        ExecutiveRelationship = "executive_relationship", "Executive relationship";
        /// Get dormant seats used.
        ActivateSeats = "activate_seats", "Activate seats";
        /// Sell more seats.
        SeatExpansion = "seat_expansion", "Seat expansion";
        /// Find out who decides.
        StakeholderMapping = "stakeholder_mapping", "Stakeholder mapping";
        /// Move to a higher tier.
        TierUpgrade = "tier_upgrade", "Tier upgrade";
        /// Invite to the advisory board.
        CustomerAdvisoryBoard = "customer_advisory_board", "Customer advisory board";
        /// Win back.
        WinBack = "win_back", "Win back";
        /// Use more of what they have.
        DeepenAdoption = "deepen_adoption", "Deepen adoption";
    }
}

/// What changes when an item is done.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Effects {
    /// Units that become active at the end of the due period.
    pub activates: Vec<UnitKey>,
    /// Users added, following the ramp.
    pub users: Option<Count>,
    /// Seats added, following the ramp.
    pub seats: Option<Count>,
    /// Products adopted by units.
    pub adopts: Vec<(UnitKey, ProductKey)>,
}

/// One piece of planned work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoadmapItem {
    /// Unique in the account.
    pub key: ItemKey,
    /// 1 = first; independent of the due period.
    pub priority: Option<u32>,
    /// Title.
    pub title: String,
    /// Units it aims at.
    pub target_units: Vec<UnitKey>,
    /// The axis it moves.
    pub axis: Option<Axis>,
    /// Incremental money a year.
    pub opportunity: Option<Amount>,
    /// Chosen strategy.
    pub strategy: Option<Strategy>,
    /// First period of work.
    pub start_period: Option<Period>,
    /// Period by whose end it is done.
    pub due_period: Period,
    /// Periods over which the money arrives, ending with the due period; ≥ 1.
    pub ramp_periods: u32,
    /// How likely it is to fail.
    pub risk: Risk,
    /// Why.
    pub risk_note: Option<String>,
    /// Own probability 0–1 in place of the risk's.
    pub probability_override: Option<Amount>,
    /// Does the work.
    pub responsible: Option<String>,
    /// Answers for it.
    pub accountable: Option<String>,
    /// Is asked.
    pub consulted: Vec<String>,
    /// Is told.
    pub informed: Vec<String>,
    /// What it changes.
    pub effects: Effects,
    /// Where it stands.
    pub status: ItemStatus,
    /// When it was done.
    pub completed_in: Option<Period>,
}
