//! The table of metrics: one row each, from which everything that shows a metric is made.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{
    Direction::{self, Down, Neutral, Up},
    Headlines, Inputs, Measure, MetricSpec, MetricValue,
    Unit::{self, Count, Money, Number, Percent, PercentagePoints, RelativePercent},
    change, concentration, money, products, units, users,
};

/// Index of a metric in [`METRICS`] and in `AccountMetrics::values`; `None` for a key that names no metric.
pub fn index_of(key: &str) -> Option<usize> {
    // Asked for every factor of every score; walking the table would be most of the time that a score takes.
    static BY_KEY: LazyLock<BTreeMap<&str, usize>> =
        LazyLock::new(|| METRICS.iter().enumerate().map(|(index, spec)| (spec.key, index)).collect());
    BY_KEY.get(key).copied()
}

/// The row of a metric; `None` for a key that names no metric.
pub fn spec(key: &str) -> Option<&'static MetricSpec> {
    index_of(key).map(|index| &METRICS[index])
}

const OURS: &str = "workbench default";

/// Every metric of an account, in catalogue order.
#[rustfmt::skip]
pub static METRICS: &[MetricSpec] = &[
    row("M-01", "unit_penetration", "Unit penetration", "Units", Percent, Up, units::unit_penetration,
        "active units ÷ units that count × 100", "A: “(Active Units / Total Addressable Units) × 100”"),
    row("M-01", "strong_unit_penetration", "Strong unit penetration", "Strong units", Percent, Up, units::strong_unit_penetration,
        "active units with a depth of at least 60 ÷ units that count × 100", "A: “a contract but minimal actual usage (weak penetration)”; threshold from B"),
    row("M-01", "reach_with_pilots", "Reach with pilots", "Reach", Percent, Up, units::reach_with_pilots,
        "active or pilot units ÷ units that count × 100", OURS),
    row("M-02", "division_penetration", "Division penetration", "Divisions", Percent, Up, units::division_penetration,
        "active divisions ÷ divisions × 100", "A: “Division Penetration Rate: 3 of 9 divisions”"),
    row("M-03", "geographic_penetration", "Geographic penetration", "Regions", Percent, Up, units::geographic_penetration,
        "regions with an active unit ÷ regions in scope or with a unit × 100", "A: “assesses presence across locations”"),
    row("M-04", "department_penetration", "Department penetration", "Departments", Percent, Up, units::department_penetration,
        "active departments ÷ departments × 100", "D: “departments using the tool against all departments”"),
    row("M-04", "team_penetration", "Team penetration", "Teams", Percent, Up, units::team_penetration,
        "active teams ÷ teams × 100", "B: “number of departments or teams with active users”"),
    row("M-05", "revenue_penetration", "Revenue penetration", "Revenue", Percent, Up, money::revenue_penetration,
        "ARR ÷ potential × 100, over units with both", "A: “Current ARR / Total Potential”"),
    row("M-06", "share_of_wallet", "Share of wallet", "Wallet", Percent, Up, money::share_of_wallet,
        "ARR ÷ category spend × 100, over units with both", "C: “(Revenue from Account ÷ Total Available Spend at Account) × 100”"),
    row("M-07", "spend_penetration", "Spend penetration", "Spend", Percent, Up, money::spend_penetration,
        "ARR ÷ budget ceiling × 100, over units with both", "D: “current contract value against budget ceiling”"),
    row("M-08", "white_space", "White space", "White space", Money, Neutral, money::white_space,
        "sum over units of potential − ARR where positive", "D: “The gap between current revenue and potential”"),
    row("M-08", "net_gap", "Net gap", "Net gap", Money, Neutral, money::net_gap,
        "potential − ARR, over units with both", OURS),
    row("M-08", "overage", "Overage", "Overage", Money, Neutral, money::overage,
        "sum over units of ARR − potential where positive", OURS),
    row("M-08", "seat_headroom", "Seat headroom", "Headroom", Count, Neutral, users::seat_headroom,
        "sum over units of eligible users − licensed seats where positive", OURS),
    row("M-08", "open_products", "Open products", "Open products", Count, Neutral, products::open_products,
        "products that apply somewhere − products adopted", OURS),
    row("M-08", "inactive_departments", "Inactive departments", "Inactive depts", Count, Down, units::inactive_departments,
        "departments − active departments", OURS),
    row("M-09", "user_penetration", "User penetration", "Users", Percent, Up, users::user_penetration,
        "active users ÷ eligible users × 100, over units with both", "A: “active users versus total potential users”"),
    row("M-10", "seat_penetration", "Seat penetration", "Seats", Percent, Up, users::seat_penetration,
        "licensed seats ÷ eligible users × 100, over units with both", "D: “licensed seats against eligible employees”"),
    row("M-11", "seat_utilisation", "Seat utilisation", "Utilisation", Percent, Up, users::seat_utilisation,
        "active users ÷ licensed seats × 100, over units with both", "B: “active user count versus total licensed seats (seat utilization rate)”"),
    row("M-12", "dormant_seats", "Dormant seats", "Dormant", Count, Down, users::dormant_seats,
        "sum over units of licensed seats − active users where positive", "D: “active versus dormant seats”"),
    row("M-12", "dormant_share", "Dormant share", "Dormant share", Percent, Down, users::dormant_share,
        "dormant seats ÷ licensed seats × 100, over the same units", "D: “active versus dormant seats”"),
    row("M-13", "product_penetration", "Product penetration", "Products", Percent, Up, products::product_penetration,
        "products adopted in some unit ÷ products that apply to some unit × 100", "E: “(Number of Products/Services Sold to Account / Total Number of Possible Products/Services) × 100”"),
    row("M-22", "top_unit_share", "Top unit share", "Top unit", Percent, Down, concentration::top_unit_share,
        "ARR of the largest unit ÷ ARR of all units × 100", "A: “revenue dependent on single unit”"),
    row("M-23", "revenue_hhi", "Revenue concentration (HHI)", "HHI", Number, Down, concentration::revenue_hhi,
        "10 000 × sum of squared ARR shares", "published method (Herfindahl–Hirschman)"),
    row("M-23", "effective_units", "Effective units", "Effective units", Number, Up, concentration::effective_units,
        "10 000 ÷ HHI", "published method (Herfindahl–Hirschman)"),
    row("M-23", "normalised_hhi", "Normalised concentration", "Norm. HHI", Number, Down, concentration::normalised_hhi,
        "(H − 1/n) ÷ (1 − 1/n), with H = HHI ÷ 10 000 and n units with ARR", "published method (Herfindahl–Hirschman)"),
    row("M-29", "overall_penetration", "Overall penetration", "Overall", Percent, Up, change::overall_penetration,
        "the rate of the headline axis", "D: “Choose one primary axis so the rate stays comparable”"),
    change_row("M-30", "qoq_pp", "Change on the period before", "Change", PercentagePoints, Up, change::qoq_pp,
        "headline − headline of the period before", "A: quarter-over-quarter trend"),
    change_row("M-31", "qoq_relative", "Relative change on the period before", "Rel. change", RelativePercent, Up, change::qoq_relative,
        "(headline − headline before) ÷ headline before × 100", "A: quarter-over-quarter trend"),
    change_row("M-32", "yoy_pp", "Change on the year before", "Year change", PercentagePoints, Up, change::yoy_pp,
        "headline − headline of the same period a year before", OURS),
    change_row("M-33", "numerator_effect", "Numerator effect", "Num. effect", PercentagePoints, Neutral, change::numerator_effect,
        "100 × (N₁ − N₀) ÷ D₁ of the headline", OURS),
    change_row("M-33", "denominator_effect", "Denominator effect", "Den. effect", PercentagePoints, Neutral, change::denominator_effect,
        "100 × N₀ × (1/D₁ − 1/D₀) of the headline", OURS),
];

/// A row for a metric that has no value in a period without records.
#[expect(clippy::too_many_arguments, reason = "one argument a column keeps a row on two lines of the table")]
const fn row(
    id: &'static str,
    key: &'static str,
    name: &'static str,
    short: &'static str,
    unit: Unit,
    direction: Direction,
    measure: fn(&Inputs<'_>) -> MetricValue,
    formula: &'static str,
    source: &'static str,
) -> MetricSpec {
    let measure = Measure::Period(measure);
    MetricSpec { id, key, name, short, unit, direction, formula, source, measure, needs_records: true }
}

/// A row for a change of the headline.
#[expect(clippy::too_many_arguments, reason = "one argument a column keeps a row on two lines of the table")]
const fn change_row(
    id: &'static str,
    key: &'static str,
    name: &'static str,
    short: &'static str,
    unit: Unit,
    direction: Direction,
    measure: fn(&Headlines) -> MetricValue,
    formula: &'static str,
    source: &'static str,
) -> MetricSpec {
    let measure = Measure::Headlines(measure);
    MetricSpec { id, key, name, short, unit, direction, formula, source, measure, needs_records: true }
}
