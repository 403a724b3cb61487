//! What a revenue target still needs, and how surely the roadmap must succeed to bring it (M-35).

use crate::{
    domain::Target,
    engine::metrics::{PeriodFacts, open_opportunity},
};

/// Money between today's ARR and a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Need {
    /// What is missing, above 0.
    pub money: f64,
    /// Money of open items over that, in percent.
    pub coverage: f64,
    /// The success rate of all items together that would just bring it, in percent; `None` = nothing is planned.
    pub success: Option<f64>,
}

/// What a target on revenue penetration needs; `None` = the rate is unknown or the target is reached.
pub fn need(account: &crate::domain::Account, facts: &PeriodFacts, target: &Target) -> Option<Need> {
    let pair = facts.root().revenue?;
    let money = target.value.get() / 100.0 * pair.den - pair.num;
    let planned = open_opportunity(account);
    (money > 0.0).then(|| Need {
        money,
        coverage: 100.0 * planned / money,
        success: (planned > 0.0).then(|| 100.0 * money / planned),
    })
}
