//! The table of metrics: one row each, from which everything that shows a metric is made.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{
    Direction::{self, Down, Neutral, Up},
    Headlines, Measure, MetricSpec, MetricValue, Survey,
    Unit::{self, Count, Flag, Money, Number, Percent, PercentagePoints, RelativePercent},
    change, competition, concentration, money, people, products, quality, retention, roadmap, units, users,
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
    row("M-14", "product_grid_penetration", "Product grid penetration", "Grid", Percent, Up, products::product_grid_penetration,
        "adopted cells ÷ cells of units × products to which a product applies × 100", "A: “adoption of specific products or features across units”"),
    row("M-15", "average_product_adoption", "Average product adoption", "Avg. adoption", Percent, Up, products::average_product_adoption,
        "mean over active units of products adopted ÷ products that apply × 100", OURS),
    row("M-15", "average_product_adoption_all", "Average product adoption, all units", "Avg. adopt., all", Percent, Up, products::average_product_adoption_all,
        "mean over units that count of products adopted ÷ products that apply × 100", OURS),
    row("M-17", "cross_sell_readiness", "Cross-sell readiness", "Ready", Percent, Up, products::cross_sell_readiness,
        "open products of active units that use at least 60 % of their seats and have an engaged sponsor or good news ÷ open products of active units × 100",
        "D: “Use usage data to find the accounts most ready”; definition is a workbench default"),
    row("M-18", "engaged_stakeholders", "Engaged stakeholders", "Engaged", Count, Up, people::engaged_stakeholders,
        "stakeholders in contact in the last 90 days", "B: “fewer than 3 individual stakeholders are engaged”").always(),
    row("M-19", "coverage_score", "Contact coverage", "Coverage", Percent, Up, people::coverage_score,
        "engaged stakeholders ÷ stakeholders known × 100", "C: “the percentage of contacts at an account who have engaged with marketing or sales in the last 90 days”").always(),
    row("M-20", "threaded_units_share", "Threaded units", "Threaded", Percent, Up, people::threaded_units_share,
        "active units with at least 2 engaged stakeholders ÷ active units × 100", "B: multi-threading; two per unit is a workbench default"),
    row("M-20", "single_threaded", "Single-threaded", "Single thread", Flag, Down, people::single_threaded,
        "at most one stakeholder is engaged", "B: multi-threading").always(),
    row("M-20", "role_coverage", "Key roles covered", "Roles", Count, Up, people::role_coverage,
        "economic buyer, executive sponsor, champion, technical buyer: how many have somebody engaged", "B: multi-threading").always(),
    row("M-21", "champion_count", "Champions", "Champions", Count, Up, people::champion_count,
        "engaged champions and executive sponsors who support us", "B, C: champions and sponsors").always(),
    row("M-22", "top_unit_share", "Top unit share", "Top unit", Percent, Down, concentration::top_unit_share,
        "ARR of the largest unit ÷ ARR of all units × 100", "A: “revenue dependent on single unit”"),
    row("M-23", "revenue_hhi", "Revenue concentration (HHI)", "HHI", Number, Down, concentration::revenue_hhi,
        "10 000 × sum of squared ARR shares", "published method (Herfindahl–Hirschman)"),
    row("M-23", "effective_units", "Effective units", "Effective units", Number, Up, concentration::effective_units,
        "10 000 ÷ HHI", "published method (Herfindahl–Hirschman)"),
    row("M-23", "normalised_hhi", "Normalised concentration", "Norm. HHI", Number, Down, concentration::normalised_hhi,
        "(H − 1/n) ÷ (1 − 1/n), with H = HHI ÷ 10 000 and n units with ARR", "published method (Herfindahl–Hirschman)"),
    row("M-24", "nrr", "Net revenue retention", "NRR", Percent, Up, retention::nrr,
        "ARR ÷ ARR at the beginning of the window × 100", "D: (begin + expansion − contraction − churn) ÷ begin"),
    row("M-25", "grr", "Gross revenue retention", "GRR", Percent, Up, retention::grr,
        "the smaller of ARR and ARR at the beginning of the window ÷ ARR at the beginning × 100", "published method (fixed cohort, grain of accounts)"),
    row("M-25", "grr_unit", "Gross revenue retention by unit", "GRR by unit", Percent, Up, retention::grr_unit,
        "the smaller of both ends, unit by unit, ÷ ARR at the beginning of the window × 100", "published method (fixed cohort, grain of units)"),
    row("M-25", "upsell", "Upsell", "Upsell", Money, Up, retention::upsell,
        "sum over units with ARR at the beginning of the window of their growth", OURS),
    row("M-25", "new_unit", "Revenue of new units", "New units", Money, Up, retention::new_unit,
        "sum over units without ARR at the beginning of the window of their ARR", OURS),
    row("M-27", "competitor_white_space", "White space held by competitors", "Contested", Money, Neutral, competition::competitor_white_space,
        "sum over units held by a competitor, or with one in them, of their white space", "A: “Competitive displacement tracking”"),
    row("M-27", "competitor_white_space_share", "Share of white space held by competitors", "Contested share", Percent, Down, competition::competitor_white_space_share,
        "white space held by competitors ÷ white space × 100", "A: “Competitive displacement tracking”"),
    row("M-27", "competitor_units", "Units with a competitor", "Rival units", Count, Down, competition::competitor_units,
        "units held by a competitor, or with one in them", "A: “Competitive displacement tracking”"),
    row("M-28", "pilot_pipeline", "Pilot pipeline", "Pilots", Money, Up, competition::pilot_pipeline,
        "sum over pilots of their white space", OURS),
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
    row("M-35", "roadmap_coverage", "Roadmap coverage", "Roadmap", Percent, Up, roadmap::roadmap_coverage,
        "money of open roadmap items ÷ white space × 100", OURS),
    row("M-35", "unplanned_white_space", "Unplanned white space", "Unplanned", Money, Down, roadmap::unplanned_white_space,
        "sum over units of white space − money planned for it where positive", OURS),
    row("M-39", "penetration_points", "Penetration points", "Points", Count, Neutral, products::penetration_points,
        "cells of units × products to which a product applies", "A: “180+ potential penetration points”"),
    row("M-40", "confirmed_units", "Confirmed units", "Confirmed", Percent, Up, quality::confirmed_units,
        "units with a confirmed record ÷ units that count × 100", OURS),
    row("M-40", "grounded_potential", "Grounded potential", "Grounded", Percent, Up, quality::grounded_potential,
        "potential that rests on more than an estimate ÷ potential × 100", OURS),
    row("M-40", "reviewed_potential", "Reviewed potential", "Reviewed", Percent, Up, quality::reviewed_potential,
        "potential reviewed in the last four quarters ÷ potential × 100", OURS),
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
    measure: fn(&Survey<'_>) -> MetricValue,
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

impl MetricSpec {
    /// The same metric, known also in periods without records: it rests on people, not on figures (ruling B3).
    const fn always(mut self) -> Self {
        self.needs_records = false;
        self
    }
}
