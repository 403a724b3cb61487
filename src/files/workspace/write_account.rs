//! Writes one account of format 1.

use super::line::{Line, date, list, quoted};
use super::write::{own_line, section, target};
use crate::domain::{
    Account, Axis, Basis, BasisKind, Competitor, Counting, EntryMode, ItemStatus, OrgUnit, Period,
    PeriodKind, Potential, ProductKey, RegionKey, RoadmapItem, Sentiment, Signal, SignalState, Stakeholder,
    StakeholderKey, Status, Strategy, UnitKey, UnitRecord,
};

pub(super) fn account(out: &mut String, account: &Account, kind: PeriodKind) {
    out.push_str("    (\n");
    own_line(out, 3, "account", |out| quoted(out, account.key.as_str()));
    own_line(out, 3, "name", |out| quoted(out, &account.name));
    if let Some(owner) = &account.owner {
        own_line(out, 3, "owner", |out| quoted(out, owner));
    }
    if let Some(tier) = account.tier {
        own_line(out, 3, "tier", |out| out.push_str(tier.key()));
    }
    if let Some(since) = account.customer_since {
        own_line(out, 3, "customer_since", |out| date(out, since));
    }
    if !account.regions_in_scope.is_empty() {
        own_line(out, 3, "regions_in_scope", |out| {
            list(out, &account.regions_in_scope, |out, key| quoted(out, key.as_str()));
        });
    }
    if let Some(group) = &account.comparable_group {
        own_line(out, 3, "comparable_group", |out| quoted(out, group));
    }
    // A root with nothing to say has no row.
    let units = account.units.iter().filter(|unit| ***unit != OrgUnit::root());
    section(out, 3, "units", units, |out, row| unit(out, row, kind));
    let rows =
        account.units.iter().zip(&account.records).flat_map(|(unit, records)| {
            records.iter().map(move |(period, record)| (&unit.key, *period, record))
        });
    let mut periods = PeriodTexts { kind, known: Vec::new() };
    section(out, 3, "records", rows, |out, (unit, period, row)| {
        record(out, unit, period, row, &mut periods);
    });
    section(out, 3, "stakeholders", account.stakeholders.iter(), person);
    section(out, 3, "competitors", account.competitors.iter(), competitor);
    section(out, 3, "signals", account.signals.iter(), signal);
    section(out, 3, "roadmap", account.roadmap.iter(), |out, row| item(out, row, kind));
    section(out, 3, "targets", account.targets.iter(), |out, row| target(out, 4, row, kind));
    section(out, 3, "movements", account.movements.iter(), |out, row| {
        let mut line = Line::open(out, 4);
        line.text("period", &row.period.text(kind));
        line.amount("begin", row.begin);
        line.amount("new", row.new);
        line.amount("expansion", row.expansion);
        line.amount("contraction", row.contraction);
        line.amount("churn", row.churn);
        line.close();
    });
    out.push_str("    ),\n");
}

/// Texts of the few periods that an account uses over and over.
struct PeriodTexts {
    kind: PeriodKind,
    known: Vec<(Period, String)>,
}

impl PeriodTexts {
    fn get(&mut self, period: Period) -> &str {
        let at = self.known.iter().position(|(known, _)| *known == period).unwrap_or_else(|| {
            self.known.push((period, period.text(self.kind)));
            self.known.len() - 1
        });
        &self.known[at].1
    }
}

fn unit(out: &mut String, unit: &OrgUnit, kind: PeriodKind) {
    let mut line = Line::open(out, 4);
    line.text("unit", unit.key.as_str());
    // The root as parent is the default.
    line.maybe_text("parent", unit.parent.as_ref().filter(|key| !key.is_root()).map(UnitKey::as_str));
    line.whole("position", unit.position.map(u64::from));
    line.filled_text("name", &unit.name);
    line.word("kind", Some(unit.kind.key()));
    line.maybe_text("region", unit.region.as_ref().map(RegionKey::as_str));
    line.maybe_text("owner", unit.owner.as_deref());
    line.whole("importance", unit.importance.map(u64::from));
    line.word("counting", (unit.counting != Counting::Auto).then_some(unit.counting.key()));
    line.word("entry_mode", (unit.entry_mode != EntryMode::Direct).then_some(unit.entry_mode.key()));
    line.maybe_text("valid_from", unit.valid_from.map(|period| period.text(kind)).as_deref());
    line.maybe_text("valid_to", unit.valid_to.map(|period| period.text(kind)).as_deref());
    line.maybe_text("successor", unit.successor.as_ref().map(UnitKey::as_str));
    line.list("adjacent", &unit.adjacent, |out, key| quoted(out, key.as_str()));
    line.close();
}

fn record(out: &mut String, unit: &UnitKey, period: Period, record: &UnitRecord, periods: &mut PeriodTexts) {
    let mut line = Line::open(out, 4);
    line.filled_text("unit", unit.as_str());
    line.text("period", periods.get(period));
    line.word("status", record.status.map(Status::key));
    line.flag("addressable", record.addressable, true);
    line.amount("arr", record.arr);
    line.amount("one_time", record.one_time);
    if let Some(potential) = &record.potential {
        self::potential(&mut line, potential);
    }
    line.amount("category_spend", record.category_spend);
    line.amount("budget_ceiling", record.budget_ceiling);
    line.count("licensed_seats", record.licensed_seats);
    line.count("active_users", record.active_users);
    line.count("eligible_users", record.eligible_users);
    line.list("products", record.products.iter(), |out, (key, state)| {
        out.push('(');
        quoted(out, key.as_str());
        out.push_str(", ");
        out.push_str(state.key());
        out.push(')');
    });
    line.amount("depth", record.depth);
    line.flag("confirmed", record.confirmed, record.carried_from.is_none());
    if let Some(from) = record.carried_from {
        line.text("carried_from", periods.get(from));
    }
    line.maybe_text("note", record.note.as_deref());
    line.close();
}

fn potential(line: &mut Line<'_>, potential: &Potential) {
    line.amount("potential", Some(potential.value));
    line.amount("potential_low", potential.low);
    line.amount("potential_high", potential.high);
    let kind = potential.basis.kind();
    line.word("potential_basis", (kind != BasisKind::Estimate).then_some(kind.key()));
    match &potential.basis {
        Basis::Headcount { quantity, price } | Basis::Locations { quantity, price } => {
            line.amount("basis_quantity", *quantity);
            line.amount("basis_price", *price);
        }
        Basis::StatedBudget { amount } => line.amount("basis_price", *amount),
        Basis::Comparable { quantity, quantile } => {
            line.amount("basis_quantity", *quantity);
            line.amount("basis_quantile", *quantile);
        }
        Basis::Estimate => {}
    }
    line.maybe_text("basis_source", potential.source.as_deref());
    line.date("potential_reviewed_on", potential.reviewed_on);
}

fn person(out: &mut String, person: &Stakeholder) {
    let mut line = Line::open(out, 4);
    line.text("stakeholder", person.key.as_str());
    line.text("name", &person.name);
    line.filled_text("unit", person.unit.as_str());
    line.word("role", Some(person.role.key()));
    line.word("sentiment", (person.sentiment != Sentiment::Unknown).then_some(person.sentiment.key()));
    line.list("engagements", &person.engagements, |out, day| date(out, *day));
    line.date("known_since", person.known_since);
    line.date("left_on", person.left_on);
    line.maybe_text("reports_to", person.reports_to.as_ref().map(StakeholderKey::as_str));
    line.list("influences", &person.influences, |out, key| quoted(out, key.as_str()));
    line.list("relations", &person.relations, |out, (name, relation)| {
        out.push('(');
        quoted(out, name);
        out.push_str(", ");
        out.push_str(relation.key());
        out.push(')');
    });
    line.close();
}

fn competitor(out: &mut String, entry: &Competitor) {
    let mut line = Line::open(out, 4);
    line.text("competitor", &entry.name);
    line.word("kind", Some(entry.kind.key()));
    line.filled_text("unit", entry.unit.as_str());
    line.maybe_text("product", entry.product.as_ref().map(ProductKey::as_str));
    line.word("level", Some(entry.level.key()));
    line.date("contract_expiry", entry.contract_expiry);
    line.date("since", entry.since);
    line.date("until", entry.until);
    line.amount("estimated_arr", entry.estimated_arr);
    line.close();
}

fn signal(out: &mut String, signal: &Signal) {
    let mut line = Line::open(out, 4);
    line.text("signal", signal.key.as_str());
    line.word("kind", Some(signal.kind.key()));
    line.filled_text("unit", signal.unit.as_str());
    line.date("date", Some(signal.date));
    line.whole("strength", Some(signal.strength.into()));
    line.word("state", (signal.state != SignalState::Open).then_some(signal.state.key()));
    line.maybe_text("note", signal.note.as_deref());
    line.close();
}

fn item(out: &mut String, item: &RoadmapItem, kind: PeriodKind) {
    let unit_keys = |out: &mut String, key: &UnitKey| quoted(out, key.as_str());
    let mut line = Line::open(out, 4);
    line.text("item", item.key.as_str());
    line.whole("priority", item.priority.map(u64::from));
    line.text("title", &item.title);
    line.list("target_units", &item.target_units, unit_keys);
    line.word("axis", item.axis.map(Axis::key));
    line.amount("opportunity", item.opportunity);
    line.word("strategy", item.strategy.map(Strategy::key));
    line.maybe_text("start_period", item.start_period.map(|period| period.text(kind)).as_deref());
    line.text("due_period", &item.due_period.text(kind));
    line.whole("ramp_periods", (item.ramp_periods != 1).then_some(item.ramp_periods.into()));
    line.word("risk", Some(item.risk.key()));
    line.maybe_text("risk_note", item.risk_note.as_deref());
    line.amount("probability_override", item.probability_override);
    line.maybe_text("responsible", item.responsible.as_deref());
    line.maybe_text("accountable", item.accountable.as_deref());
    line.list("consulted", &item.consulted, |out, name| quoted(out, name));
    line.list("informed", &item.informed, |out, name| quoted(out, name));
    line.word("status", (item.status != ItemStatus::Planned).then_some(item.status.key()));
    line.maybe_text("completed_in", item.completed_in.map(|period| period.text(kind)).as_deref());
    line.list("activates", &item.effects.activates, unit_keys);
    line.count("adds_users", item.effects.users);
    line.count("adds_seats", item.effects.seats);
    line.list("adopts", &item.effects.adopts, |out, (unit, product)| {
        out.push('(');
        quoted(out, unit.as_str());
        out.push_str(", ");
        quoted(out, product.as_str());
        out.push(')');
    });
    line.close();
}
