//! History recomputed with today's potential: a chart for comparison, which changes nothing that was recorded.

use std::sync::Arc;

use crate::{
    domain::{Account, Period, Potential, Tree, UnitRecord, Workspace},
    engine::metrics::{MetricValue, Rate, UnitMeasure, facts},
};

/// Revenue penetration of an account in `periods` as if each unit had always had the potential recorded for `today`.
///
/// A unit without a potential today, or that no longer exists, is left out of both sides. Unknown where nothing was
/// recorded in a period.
pub fn restated(
    workspace: &Workspace,
    account: &Account,
    tree: &Tree,
    periods: &[Period],
    today: Period,
) -> Vec<MetricValue> {
    let mut then = account.clone();
    for (index, records) in then.records.iter_mut().enumerate() {
        let exists = account.units.get(index).is_some_and(|unit| index == 0 || unit.is_valid_in(today));
        let now = account.record(index, today).filter(|record| exists && record.addressable);
        let potential: Option<Arc<Potential>> = now.and_then(|record| record.potential.clone());
        let restate = |record: &UnitRecord| UnitRecord { potential: potential.clone(), ..record.clone() };
        *records = Arc::new(records.iter().map(|(period, record)| (*period, restate(record))).collect());
    }
    let rate = |period: &Period| {
        let facts = facts(workspace, &then, tree, *period);
        if facts.has_records {
            UnitMeasure::Rate(Rate::Revenue).measure(facts.root())
        } else {
            MetricValue::unknown("nothing is recorded in this period")
        }
    };
    periods.iter().map(rate).collect()
}
