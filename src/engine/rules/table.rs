//! The table of rules: one row each, from which findings, settings and help are made.

use crate::{
    domain::Severity::{self, Critical, High, Info, Low, Medium},
    engine::metrics::Unit::{self, Count, Money, Percent, PercentagePoints},
};

use super::{
    Check, Parameter, Portfolio, Reach, RuleSpec, Subject, Values, Verdict, confidence, depth, figures,
    limits, openings, plans, portfolio, relationships, retention, signals, trends, usage,
};

/// The row of a rule; `None` for a key that names no rule.
pub fn rule(id: &str) -> Option<&'static RuleSpec> {
    RULES.iter().find(|rule| rule.id == id)
}

/// Every rule, in the order of the specification.
#[rustfmt::skip]
pub static RULES: &[RuleSpec] = &[
    risk("R-01", "Few engaged stakeholders", High, &[number("stakeholders", 3.0)], relationships::few_engaged,
        "{engaged} {engaged?stakeholder|stakeholders} engaged in {days} days; fewer than {limit} raises churn risk.", "B").replaced_by("R-02"),
    risk("R-02", "Single-threaded", Critical, &[number("stakeholders", 1.0)], relationships::single_threaded,
        "Single-threaded: one departure could end this relationship.", "B, C"),
    risk("R-03", "Low seat utilisation", High, &[percent("utilisation", 60.0)], usage::low_utilisation,
        "Seat utilisation {utilisation}% is below {limit}%. Activate {dormant} dormant {dormant?seat|seats} before selling more.", "B, D").by_units(),
    risk("R-04", "One department", High, &[], usage::one_department,
        "Only one department uses the product.", "B"),
    risk("R-05", "Low penetration", Medium, &[percent("penetration", 30.0)], depth::shallow,
        "Penetration {rate}% is under {limit}%: give elevated attention.", "A").replaced_by("R-06"),
    risk("R-06", "Low penetration after long", High, &[number("months", 24.0), percent("penetration", 30.0)], depth::long_and_shallow,
        "After {months} months penetration is only {rate}%: the relationship lacks depth.", "A"),
    risk("R-07", "Not past half after long", Medium, &[number("months", 24.0), percent("from", 30.0), percent("to", 50.0)], depth::long_and_half,
        "Accounts should pass {limit}% within 12–24 months; this one is at {rate}% after {months}.", "A"),
    risk("R-08", "Falling twice running", High, &[points("deadband", 0.5)], trends::falling,
        "{name} fell two periods running: {first}% → {before}% → {now}%.", "A"),
    risk("R-09", "Steep fall", Critical, &[points("fall", 10.0), number("periods_back", 2.0)], trends::fallen_far,
        "{name} fell {fall} pp in {periods} periods ({lost} {lost?unit|units} lost).", "A; threshold is a workbench default"),
    risk("R-10", "Units lost", High, &[number("critical_units", 3.0), number("periods_back", 2.0)], trends::units_lost,
        "{count} {count?unit|units} lost since {period}: {units}.", "A"),
    risk("R-11", "Revenue rests on one unit", Medium, &[percent("medium", 50.0), percent("high", 80.0)], retention::concentrated,
        "{unit} carries {share}% of revenue (effective number of units {effective_units}).", "A; thresholds are workbench defaults").replaced_by("R-12"),
    risk("R-12", "All revenue from one unit", High, &[], retention::one_source,
        "All revenue comes from {unit}.", "A"),
    risk("R-13", "Low contact coverage", High, &[percent("coverage", 30.0), number("contacts", 3.0)], relationships::low_coverage,
        "Only {engaged} of {contacts} contacts engaged in {days} days: the strongest leading indicator of churn.", "C; threshold is a workbench default").always(),
    risk("R-14", "No champion", High, &[], relationships::no_champion,
        "No engaged champion or sponsor.", "B, C").replaced_by("R-15"),
    risk("R-15", "Champion left", Critical, &[number("days", 180.0)], relationships::champion_left,
        "{name} left on {date} and nobody has replaced them.", "B, C").always(),
    risk("R-16", "Revenue without a contact", Medium, &[percent("share", 10.0)], relationships::cold_revenue,
        "{unit} ({share}% of revenue) has no engaged contact.", "C"),
    risk("R-17", "Users fall", Medium, &[percent("fall", 10.0)], usage::fewer_users,
        "Users in {unit} fell {fall}%.", "A; threshold is a workbench default").by_units(),
    risk("R-18", "Revenue shrinks", High, &[percent("nrr", 100.0)], retention::shrinking,
        "NRR {nrr}%: existing revenue is shrinking.", "D"),
    risk("R-19", "Revenue does not compound", Info, &[percent("from", 100.0), percent("to", 120.0)], retention::not_compounding,
        "NRR {nrr}%: not yet above the {limit}% mark.", "C"),
    risk("R-20", "Growth hides losses", Medium, &[percent("nrr", 100.0), percent("grr", 85.0)], retention::hidden_losses,
        "Growth hides losses: NRR {nrr}%, GRR {grr}%.", "published practice; threshold is a workbench default"),
    risk("R-21", "Competitive evaluation", High, &[], signals::evaluation,
        "{competitor} is being evaluated in {unit}.", "A"),
    risk("R-22", "Restructuring", Medium, &[], signals::restructuring,
        "Restructuring may consolidate {unit}: re-check the denominator.", "A").always(),
    risk("R-23", "Budget cut", Medium, &[percent("penetration", 70.0)], signals::budget_cut,
        "Budget cut in heavily penetrated {unit}.", "A"),
    risk("R-24", "Detractors", Medium, &[percent("share", 30.0), number("contacts", 3.0)], relationships::detractors,
        "{detractors} of {contacts} contacts are detractors: ask for feedback.", "E; threshold is a workbench default").always(),
    risk("R-25", "Low product penetration", Medium, &[percent("penetration", 50.0)], usage::few_products,
        "Product penetration {rate}%: low engagement, act now.", "E"),
    risk("R-26", "Stalled branch", Low, &[points("deadband", 0.5), points("gap", 25.0), number("periods_back", 2.0)], trends::stalled,
        "{branch} has stalled at {rate}%; owner {owner}.", "D"),
    risk("R-27", "Little white space left", Info, &[percent("penetration", 80.0)], depth::saturated,
        "Limited white space: shift to depth, retention and prevention of contraction.", "A"),
    risk("R-28", "Target needs high-risk items", Medium, &[], plans::needs_high_risk,
        "{name}: without high-risk items the plan ends at {value} against a target of {target}.", OURS),
    risk("R-29", "Target out of reach", Medium, &[], plans::out_of_reach,
        "{name}: the whole plan reaches {value} against {target}.", OURS),
    chance("O-01", "New champion at the top", &[], signals::new_champion,
        "{signal} in {unit}, {date}.", "A"),
    chance("O-02", "Success story", &[], signals::success_story,
        "{signal} at {unit}, {date}.", "A").always(),
    chance("O-03", "Budget allocated", &[], signals::budget,
        "{signal} in {unit}, {date}.", "A"),
    chance("O-04", "Competitor contract ends", &[number("days", 180.0)], openings::expiring_contract,
        "The contract of {competitor} in {unit} ends on {date}, in {days} {days?day|days}; {white_space} of white space.", "A; threshold is a workbench default"),
    chance("O-05", "Informal use", &[], openings::informal_use,
        "{users} {users?person uses|people use} it in {unit} without a contract.", "A").by_units(),
    chance("O-06", "Feature request", &[], signals::request,
        "{signal} from {unit}, {date}.", "A"),
    chance("O-07", "Contact where we are not", &[], openings::new_contact,
        "{engaged} engaged {engaged?contact|contacts} in {unit}, which is neither active nor in pilot.", "C").always(),
    chance("O-08", "Hiring or change", &[], signals::change,
        "{signal} at {unit}, {date}.", "A").always(),
    chance("O-09", "Pilot ready to extend", &[percent("utilisation", 60.0)], openings::ripe_pilot,
        "The pilot in {unit} uses {utilisation}% of its seats and has a champion: extend it.", "A"),
    chance("O-10", "White space without a plan", &[number("units", 3.0)], openings::unplanned,
        "{unit} has {white_space} of white space and no roadmap item.", "A, D"),
    chance("O-11", "Seats nearly used up", &[percent("utilisation", 90.0)], openings::full_seats,
        "{unit} uses {utilisation}% of its seats and has {headroom} more {headroom?person|people}.", "D; threshold is a workbench default").by_units(),
    chance("O-12", "Second department", &[], openings::second_department,
        "A second department has become active: the referral path is open.", "D"),
    guard("G-01", "Inflated potential", High, &[plain("ratio", 1.25)], limits::inflated,
        "Potential {potential} is {ratio} times what {basis} supports ({basis_value}).", "D; threshold is a workbench default").by_units(),
    guard("G-02", "Ungrounded potential", Medium, &[], limits::ungrounded,
        "Potential is an ungrounded estimate.", "D").by_units(),
    guard("G-03", "Stale potential", Medium, &[number("days", 365.0)], limits::stale,
        "Potential last reviewed {date}: ceilings move.", "D; threshold is a workbench default").by_units(),
    guard("G-04", "Revenue over potential", Medium, &[], limits::over_potential,
        "Revenue exceeds potential by {excess}: the ceiling is understated.", "D").by_units(),
    guard("G-05", "No headline value", Critical, &[], confidence::no_headline,
        "Shown by {axis}, not comparable with the others.", "D"),
    guard("G-06", "Licensed but dormant", Medium, &[percent("dormant_share", 40.0)], figures::dormant,
        "{unit}: licensed but dormant; not counted as penetrated.", "D, A").by_units(),
    overall("G-07", "Lowest rate is not largest opportunity", Info, &[plain("correlation", 0.5), number("accounts", 5.0)], portfolio::rate_is_not_money,
        "Lowest rate is not largest opportunity here: sort by money.", "D"),
    guard("G-08", "One-time fees", Info, &[], figures::one_time,
        "{one_time} of one-time fees excluded.", "D").by_units(),
    guard("G-09", "Old figures", Medium, &[percent("unconfirmed", 30.0), number("periods", 2.0)], confidence::unconfirmed,
        "{unconfirmed} {unconfirmed?unit carries|units carry} old figures.", "D"),
    guard("G-10", "Few dimensions", Medium, &[number("dimensions", 3.0)], confidence::few_dimensions,
        "Track at least three dimensions; {known} have a value.", "A"),
    guard("G-11", "Unknown axis", Info, &[], confidence::unknown_axes,
        "{name}: {reason}.", OURS),
    guard("G-12", "Total below its parts", High, &[], limits::small_total,
        "Children add up to {children}, more than {own} at {unit}.", OURS).by_units(),
    guard("G-13", "Revenue where not addressable", Medium, &[], figures::not_addressable,
        "Revenue in a unit marked not addressable.", OURS).by_units(),
    guard("G-14", "Status contradicts revenue", High, &[], figures::contradicted,
        "{unit}: status {status} contradicts revenue {arr}.", OURS).by_units(),
    guard("G-15", "More users than seats", Medium, &[], limits::over_seats,
        "More users than seats: true-up or sharing.", OURS).by_units(),
    guard("G-16", "More seats than people", Medium, &[], limits::seats_over_people,
        "More seats than eligible people.", OURS).by_units(),
    guard("G-17", "More users than people", Medium, &[], limits::users_over_people,
        "Eligible headcount is out of date.", "D").by_units(),
    overall("G-18", "One factor decides", Info, &[percent("weight", 60.0)], portfolio::one_factor,
        "The score is practically {label}.", "published practice"),
    guard("G-19", "Movements do not reconcile", High, &[Parameter { name: "tolerance", default: 0.5, unit: Money }], figures::movements,
        "Movements do not reconcile to ARR: they lead to {sum}, not to {arr}.", OURS),
    guard("G-20", "Potential over wallet", Medium, &[], limits::over_wallet,
        "Potential exceeds the whole wallet.", "published practice").by_units(),
    guard("G-21", "No region", Low, &[], confidence::no_region,
        "{count} {count?unit has|units have} no region.", OURS),
    guard("G-22", "Coverage of a short list", Medium, &[percent("coverage", 80.0), number("contacts", 3.0)], confidence::short_list,
        "Coverage {coverage}% rests on {contacts} {contacts?contact|contacts}.", "B with C"),
    guard("G-23", "Plan exceeds white space or is late", Medium, &[], plans::overplanned,
        "Roadmap for {unit}: {planned} planned against {white_space} white space.", "A"),
    guard("G-24", "No owner", Low, &[], plans::no_owner,
        "No accountable owner.", "D"),
    guard("G-25", "Activity that does not count", Medium, &[], figures::uncounted,
        "Activity at {unit} is not counted: move it to a child or set counting = Always.", OURS),
    overall("G-26", "Review is due", Info, &[], portfolio::review_due,
        "Review is due: the figures stand at {current}, and it is {as_of}.", "A, E"),
    guard("G-27", "Not segmented", Low, &[], confidence::not_segmented,
        "Not segmented: {why}.", "E"),
    overall("G-28", "Two factors say the same", Info, &[plain("correlation", 0.9), number("accounts", 8.0)], portfolio::same_factor,
        "{first} and {second} measure nearly the same thing: double weight.", "published practice"),
    guard("G-29", "Doubtful entry", Low, &[], confidence::doubtful,
        "Check {item}: {why}.", OURS).by_names(),
    guard("G-30", "No data", Medium, &[], confidence::no_record,
        "{unit} has no data for {period}; it is in the denominator.", OURS).by_units(),
];

const OURS: &str = "workbench default";

type OfAccount = fn(&Subject<'_>, Values<'_>) -> Verdict;

type Parameters = &'static [Parameter];

const fn risk(
    id: &'static str,
    name: &'static str,
    severity: Severity,
    parameters: Parameters,
    check: OfAccount,
    message: &'static str,
    source: &'static str,
) -> RuleSpec {
    let check = Check::Account(check);
    let (replaced_by, needs_records, reach) = (None, true, Reach::Account);
    RuleSpec {
        id,
        name,
        severity: Some(severity),
        parameters,
        message,
        source,
        replaced_by,
        needs_records,
        reach,
        check,
    }
}

const fn chance(
    id: &'static str,
    name: &'static str,
    parameters: Parameters,
    check: OfAccount,
    message: &'static str,
    source: &'static str,
) -> RuleSpec {
    RuleSpec { severity: None, ..risk(id, name, Info, parameters, check, message, source) }
}

/// A guardrail looks at what was entered; where nothing was, nothing misleads.
const fn guard(
    id: &'static str,
    name: &'static str,
    severity: Severity,
    parameters: Parameters,
    check: OfAccount,
    message: &'static str,
    source: &'static str,
) -> RuleSpec {
    risk(id, name, severity, parameters, check, message, source).always()
}

const fn overall(
    id: &'static str,
    name: &'static str,
    severity: Severity,
    parameters: Parameters,
    check: fn(&Portfolio<'_>, Values<'_>) -> Verdict,
    message: &'static str,
    source: &'static str,
) -> RuleSpec {
    let check = Check::Workspace(check);
    let (replaced_by, needs_records, reach) = (None, false, Reach::Account);
    RuleSpec {
        id,
        name,
        severity: Some(severity),
        parameters,
        message,
        source,
        replaced_by,
        needs_records,
        reach,
        check,
    }
}

impl RuleSpec {
    /// The same, but another rule takes its place when both fire.
    const fn replaced_by(mut self, rule: &'static str) -> Self {
        self.replaced_by = Some(rule);
        self
    }

    /// The same for a rule that looks at units one by one.
    const fn by_units(mut self) -> Self {
        self.reach = Reach::Units;
        self
    }

    /// The same for a rule that looks at the names below each unit and at no figures.
    const fn by_names(mut self) -> Self {
        self.reach = Reach::Names;
        self
    }

    /// The same, but also in periods without records.
    const fn always(mut self) -> Self {
        self.needs_records = false;
        self
    }
}

const fn number(name: &'static str, default: f64) -> Parameter {
    Parameter { name, default, unit: Count }
}

const fn percent(name: &'static str, default: f64) -> Parameter {
    Parameter { name, default, unit: Percent }
}

const fn points(name: &'static str, default: f64) -> Parameter {
    Parameter { name, default, unit: PercentagePoints }
}

const fn plain(name: &'static str, default: f64) -> Parameter {
    Parameter { name, default, unit: Unit::Number }
}
