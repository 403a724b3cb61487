//! People, competitors and signals of an account.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Amount, ProductKey, SignalKey, StakeholderKey, UnitKey, text_enum::text_enum};

text_enum! {
    /// What a stakeholder does in a decision.
    Role {
        /// Holds the budget.
        EconomicBuyer = "economic_buyer", "Economic buyer";
        /// Sponsors from the top.
        ExecutiveSponsor = "executive_sponsor", "Executive sponsor";
        /// Sells for us inside.
        Champion = "champion", "Champion";
        /// Is listened to.
        Influencer = "influencer", "Influencer";
        /// Judges the technology.
        TechnicalBuyer = "technical_buyer", "Technical buyer";
        /// Uses it daily.
        PowerUser = "power_user", "Power user";
        /// Buys.
        Procurement = "procurement", "Procurement";
        /// Works against us.
        Blocker = "blocker", "Blocker";
    }
}

text_enum! {
    /// How a stakeholder sees us.
    Sentiment {
        /// For us.
        Supporter = "supporter", "Supporter";
        /// Neither.
        Neutral = "neutral", "Neutral";
        /// Against us.
        Detractor = "detractor", "Detractor";
        /// Not known.
        Unknown = "unknown", "Unknown";
    }
}

text_enum! {
    /// How well one of our own people knows a stakeholder.
    Relation {
        /// Good.
        Good = "good", "Good";
        /// Working.
        Working = "working", "Working";
        /// Bad.
        Bad = "bad", "Bad";
    }
}

/// A person at the customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stakeholder {
    /// Unique in the account.
    pub key: StakeholderKey,
    /// Name.
    pub name: String,
    /// Where they sit; the root's key = the account as a whole.
    pub unit: UnitKey,
    /// Role in decisions.
    pub role: Role,
    /// How they see us.
    pub sentiment: Sentiment,
    /// Days of contact, ascending.
    pub engagements: Vec<Date>,
    /// First day on which they count; `None` = always.
    pub known_since: Option<Date>,
    /// Day on which they left; they no longer count on it.
    pub left_on: Option<Date>,
    /// Their superior, in the same account; free of cycles.
    pub reports_to: Option<StakeholderKey>,
    /// Whom they influence, in the same account.
    pub influences: Vec<StakeholderKey>,
    /// Our own people and how well each knows them.
    pub relations: Vec<(String, Relation)>,
}

text_enum! {
    /// What stands in our way.
    CompetitorKind {
        /// A competitor's product.
        Competitor = "competitor", "Competitor";
        /// An old system.
        LegacySystem = "legacy_system", "Legacy system";
        /// Built by the customer.
        InHouse = "in_house", "In-house";
    }
}

text_enum! {
    /// How deeply it sits.
    CompetitorLevel {
        /// 0.25.
        Light = "light", "Light";
        /// 0.50.
        Moderate = "moderate", "Moderate";
        /// 0.75.
        Strong = "strong", "Strong";
        /// 1.00.
        Entrenched = "entrenched", "Entrenched";
    }
}

impl CompetitorLevel {
    /// 0.25 to 1.00, evenly.
    pub const fn share(self) -> f64 {
        match self {
            Self::Light => 0.25,
            Self::Moderate => 0.50,
            Self::Strong => 0.75,
            Self::Entrenched => 1.00,
        }
    }
}

/// Presence of a competitor, an old system or an in-house solution in a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Competitor {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: CompetitorKind,
    /// Where; the root's key = the account as a whole.
    pub unit: UnitKey,
    /// Which of our products it stands against; `None` = all.
    pub product: Option<ProductKey>,
    /// How deeply it sits.
    pub level: CompetitorLevel,
    /// When its contract ends.
    pub contract_expiry: Option<Date>,
    /// First day; `None` = always.
    pub since: Option<Date>,
    /// First day on which it is gone; `None` = still there.
    pub until: Option<Date>,
    /// What the unit pays for it a year.
    pub estimated_arr: Option<Amount>,
}

text_enum! {
    /// What was seen; the first twelve are good news.
    SignalKind {
        /// New executive champion.
        NewExecutiveChampion = "new_executive_champion", "New executive champion";
        /// Success story creating demand.
        SuccessStory = "success_story", "Success story";
        /// Budget allocated.
        BudgetAllocation = "budget_allocation", "Budget allocation";
        /// A competitor's contract ends.
        CompetitorContractExpiring = "competitor_contract_expiring", "Competitor contract expiring";
        /// Power users in an unpenetrated department.
        PowerUsers = "power_users", "Power users";
        /// Feature request from another division.
        FeatureRequest = "feature_request", "Feature request";
        /// Use without a contract.
        InformalAdoption = "informal_adoption", "Informal adoption";
        /// New contact outside known units.
        NewContact = "new_contact", "New contact";
        /// Hiring.
        Hiring = "hiring", "Hiring";
        /// Technology change.
        TechnologyChange = "technology_change", "Technology change";
        /// Leadership transition.
        LeadershipTransition = "leadership_transition", "Leadership transition";
        /// A pilot succeeded.
        PilotSuccess = "pilot_success", "Pilot success";
        /// Usage threshold reached.
        UsageThreshold = "usage_threshold", "Usage threshold";
        /// Users decline in a penetrated unit.
        DecliningUsers = "declining_users", "Declining users";
        /// A competitor is evaluated in a current unit.
        CompetitiveEvaluation = "competitive_evaluation", "Competitive evaluation";
        /// Units are consolidated.
        Restructuring = "restructuring", "Restructuring";
        /// Budget cut.
        BudgetCut = "budget_cut", "Budget cut";
        /// A competitor won a unit.
        CompetitorWonUnit = "competitor_won_unit", "Competitor won unit";
        /// A champion left.
        ChampionDeparted = "champion_departed", "Champion departed";
        /// Dissatisfaction.
        NegativeFeedback = "negative_feedback", "Negative feedback";
    }
}

impl SignalKind {
    /// Whether it speaks for growth; the others warn.
    pub const fn is_positive(self) -> bool {
        (self as u8) < (Self::DecliningUsers as u8)
    }
}

text_enum! {
    /// What became of a signal.
    SignalState {
        /// Waits.
        Open = "open", "Open";
        /// Somebody acted on it.
        Acted = "acted", "Acted";
        /// Put aside.
        Dismissed = "dismissed", "Dismissed";
    }
}

/// Something seen that speaks for growth or warns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// Unique in the account.
    pub key: SignalKey,
    /// What was seen.
    pub kind: SignalKind,
    /// Where; the root's key = the account as a whole.
    pub unit: UnitKey,
    /// When.
    pub date: Date,
    /// 1 (weak) to 3 (strong).
    pub strength: u8,
    /// What became of it.
    pub state: SignalState,
    /// Free text.
    pub note: Option<String>,
}
