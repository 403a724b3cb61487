//! What a revenue target still needs, and how surely the roadmap must succeed to bring it (M-35).

use crate::{
    domain::{Account, Target},
    engine::metrics::{PeriodFacts, need_coverage},
};

/// Money between today's ARR and a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Need {
    /// What is missing, above 0.
    pub money: f64,
    /// Money of open items over that, in percent.
    pub coverage: f64,
    /// The success rate of all items together that would just bring it, in percent; over 100 if all of them bring too
    /// little. `None` = nothing is planned.
    pub success: Option<f64>,
}

/// What a target on revenue penetration needs; `None` = the rate is unknown or the target is reached.
pub fn need(account: &Account, facts: &PeriodFacts, target: &Target) -> Option<Need> {
    let pair = facts.root().revenue()?;
    let target_arr = target.value.get() / 100.0 * pair.den;
    let coverage = need_coverage(account, pair.num, target_arr).value?;
    let success = (coverage > 0.0).then(|| 100.0 * 100.0 / coverage);
    Some(Need { money: target_arr - pair.num, coverage, success })
}
