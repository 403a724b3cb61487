//! The sheet of units: own figures out of the records, rolled up level by level to the account.
//!
//! Units stand level by level, so the children of a unit are a range of rows below it, and every sum is one over a range.
//! The formulas are those of domain specification 2.1: status and activity, what counts, amounts, pairs.

use super::{
    needs::{Needs, Set},
    page::{self, Ink, Look, Page, Shown},
    snapshot::{AccountRows, Snapshot},
};
use crate::{
    domain::{ActivityRule, Counting, EntryMode, Status, Tier, Workspace},
    engine::metrics::{Figure, Pair, Rate, Unit, UnitFacts},
};

/// A column of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Col {
    /// Key of the account.
    Account,
    /// Key of the unit; none for the account itself.
    Unit,
    /// Name.
    Name,
    /// Kind, as in the data.
    Kind,
    /// Name of the unit above.
    Parent,
    /// Whether the record that the row points to is still that of the unit.
    Check,
    /// 1 or 0.
    Addressable,
    /// Own status or that of the children.
    Status,
    /// 2 = absent ARR, seats and users are zero, 1 = absent ARR is, 0 = absent is unknown.
    KnownZero,
    /// The figure of the record.
    Own(Figure),
    /// Rolled up from entered figures only.
    Entered(Figure),
    /// The own figure, or the zero that it is known to be.
    Known(Figure),
    /// Rolled up.
    Rolled(Figure),
    /// Numerator of a rate.
    Num(Rate),
    /// Denominator of a rate.
    Den(Rate),
    /// The rate.
    Percent(Rate),
    /// White space.
    WhiteSpace,
    /// Overage.
    Overage,
    /// 1 or 0.
    Active,
    /// Whether a candidate of the choice is in the branch.
    Branch(Set),
    /// Whether a candidate that always counts stands above.
    Under(Set),
    /// Whether the unit counts.
    Counts(Set),
    /// Number of its region among those of the account.
    Region,
}

/// The columns that a sheet has, in order.
pub struct Columns {
    list: Vec<Col>,
}

impl Columns {
    pub fn new(workspace: &Workspace, needs: &Needs) -> Self {
        let mut list = vec![Col::Account, Col::Unit, Col::Name, Col::Kind, Col::Parent, Col::Check];
        list.extend([Col::Addressable, Col::Status]);
        let (numerators, denominators) = (needs.numerators(), needs.denominators());
        if !numerators.is_empty() {
            list.push(Col::KnownZero);
        }
        let own = Figure::ALL.into_iter().filter(|f| numerators.contains(f) || denominators.contains(f));
        list.extend(own.map(Col::Own));
        for figure in numerators {
            list.extend([Col::Entered(figure), Col::Known(figure), Col::Rolled(figure)]);
        }
        if needs.money {
            list.push(Col::Rolled(Figure::Potential));
        }
        for &rate in &needs.rates {
            list.extend([Col::Num(rate), Col::Den(rate), Col::Percent(rate)]);
            if rate == Rate::Revenue && needs.money {
                list.extend([Col::WhiteSpace, Col::Overage]);
            }
        }
        if !needs.sets.is_empty() {
            list.push(Col::Active);
        }
        let always = workspace.accounts.iter().any(|account| {
            account.units.iter().any(|unit| unit.counting == Counting::Always)
        });
        for &set in &needs.sets {
            list.push(Col::Branch(set));
            if always {
                list.push(Col::Under(set));
            }
            list.push(Col::Counts(set));
        }
        if needs.regions {
            list.push(Col::Region);
        }
        Self { list }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Place of a column that the sheet has.
    pub fn at(&self, column: Col) -> u16 {
        self.list.iter().position(|col| *col == column).unwrap_or_default() as u16
    }

    fn has(&self, column: Col) -> bool {
        self.list.contains(&column)
    }
}

impl Col {
    fn head(self) -> (String, f64, Look) {
        let of = |figure: Figure| if figure.unit() == Unit::Money { 13.0 } else { 10.0 };
        let lower = |figure: Figure| match figure {
            Figure::Arr => "ARR".to_owned(),
            other => other.name().to_lowercase(),
        };
        match self {
            Self::Account => ("Account".to_owned(), 14.0, Look::Text),
            Self::Unit => ("Unit".to_owned(), 14.0, Look::Text),
            Self::Name => ("Name".to_owned(), 24.0, Look::Text),
            Self::Kind => ("Kind".to_owned(), 12.0, Look::Text),
            Self::Parent => ("Below".to_owned(), 18.0, Look::Text),
            Self::Check => ("Record found".to_owned(), 10.0, Look::Text),
            Self::Addressable => ("Address-able".to_owned(), 9.0, Look::Amount),
            Self::Status => ("Status".to_owned(), 15.0, Look::Text),
            Self::KnownZero => ("Absent is zero".to_owned(), 9.0, Look::Amount),
            Self::Own(figure) => (format!("{}, own", figure.name()), of(figure), Look::Amount),
            Self::Entered(figure) => (format!("{}, entered in branch", figure.name()), of(figure), Look::Amount),
            Self::Known(figure) => (format!("{}, own or known zero", figure.name()), of(figure), Look::Amount),
            Self::Rolled(figure) => (format!("{} of branch", figure.name()), of(figure), Look::Amount),
            Self::Num(rate) => (
                format!("{} where {} known", rate.numerator().name(), lower(rate.denominator())),
                of(rate.numerator()),
                Look::Amount,
            ),
            Self::Den(rate) => (
                format!("{} where {} known", rate.denominator().name(), lower(rate.numerator())),
                of(rate.denominator()),
                Look::Amount,
            ),
            Self::Percent(rate) => (percent_head(rate.key()), 12.0, Look::Rate),
            Self::WhiteSpace => ("White space".to_owned(), 13.0, Look::Amount),
            Self::Overage => ("Overage".to_owned(), 11.0, Look::Amount),
            Self::Active => ("Active".to_owned(), 8.0, Look::Amount),
            Self::Branch(set) => (format!("Possible {} in branch", set.noun()), 10.0, Look::Amount),
            Self::Under(set) => (format!("Below a {} that always counts", set.noun()), 11.0, Look::Amount),
            Self::Counts(set) => (format!("Counts as {}", set.noun()), 10.0, Look::Amount),
            Self::Region => ("Region no.".to_owned(), 8.0, Look::Amount),
        }
    }
}

/// Name of a metric with its unit, for a head.
pub fn percent_head(metric: &str) -> String {
    crate::engine::metrics::spec(metric).map_or_else(String::new, |spec| format!("{}, %", spec.name))
}

/// The sheet.
pub fn page(snapshot: &Snapshot<'_>) -> Page {
    let mut page = Page::new(&snapshot.units);
    let heads: Vec<_> = snapshot.columns.list.iter().map(|column| column.head()).collect();
    page.table(&heads, 3, 1);
    for rows in &snapshot.accounts {
        let choices: Vec<Choice> =
            snapshot.needs.sets.iter().map(|set| Choice::new(snapshot, rows, *set)).collect();
        for &unit in &rows.order {
            Row::new(snapshot, rows, &choices, unit as usize).write(&mut page);
        }
    }
    page
}

/// How the units of an account take part in one choice; lists are parallel to its units.
struct Choice {
    set: Set,
    candidates: Vec<Option<Counting>>,
    /// Whether a candidate is in the branch.
    branch: Vec<bool>,
    /// Whether a unit that may always count stands above, addressable or not.
    may_be_under: Vec<bool>,
    /// Whether one that is addressable does.
    under: Vec<bool>,
    chosen: Vec<bool>,
}

impl Choice {
    fn new(snapshot: &Snapshot<'_>, rows: &AccountRows<'_>, set: Set) -> Self {
        let (facts, units) = (&rows.facts.units, &rows.account.units);
        let settings = &snapshot.workspace.settings;
        let none = || vec![false; facts.len()];
        let candidates: Vec<_> =
            units.iter().enumerate().map(|(at, unit)| set.candidate(settings, unit, at == 0)).collect();
        let (mut branch, mut may_be_under, mut under, mut chosen) = (none(), none(), none(), none());
        for &unit in rows.order.iter().rev() {
            let unit = unit as usize;
            branch[unit] |= candidates[unit].is_some() && facts[unit].addressable;
            if let Some(parent) = facts[unit].parent {
                branch[parent as usize] |= branch[unit];
            }
        }
        for &unit in &rows.order {
            let unit = unit as usize;
            if let Some(parent) = facts[unit].parent {
                let parent = parent as usize;
                let always = candidates[parent] == Some(Counting::Always);
                may_be_under[unit] = may_be_under[parent] || always;
                under[unit] = under[parent] || always && facts[parent].addressable;
            }
        }
        set.chosen(rows.facts).iter().for_each(|unit| chosen[*unit as usize] = true);
        Self { set, candidates, branch, may_be_under, under, chosen }
    }
}

/// One unit, its row and what the formulas refer to.
struct Row<'a> {
    snapshot: &'a Snapshot<'a>,
    rows: &'a AccountRows<'a>,
    choices: &'a [Choice],
    unit: usize,
    facts: &'a UnitFacts,
    row: u32,
    children: Option<(u32, u32)>,
    record: Option<u32>,
    is_total: bool,
}

const EMPTY: &str = "\"\"";

impl<'a> Row<'a> {
    fn new(
        snapshot: &'a Snapshot<'a>,
        rows: &'a AccountRows<'a>,
        choices: &'a [Choice],
        unit: usize,
    ) -> Self {
        Self {
            snapshot,
            rows,
            choices,
            unit,
            facts: &rows.facts.units[unit],
            row: rows.row(unit),
            children: rows.children(unit),
            record: rows.places.records[unit],
            is_total: rows.account.units[unit].entry_mode == EntryMode::Total,
        }
    }

    fn write(&self, page: &mut Page) {
        for &column in &self.snapshot.columns.list {
            self.write_cell(page, column);
        }
    }

    fn write_cell(&self, page: &mut Page, column: Col) {
        let at = self.snapshot.columns.at(column);
        let unit = &self.rows.account.units[self.unit];
        match column {
            Col::Account => page.text(self.row, at, self.rows.account.key.as_str()),
            Col::Unit => page.text(self.row, at, unit.key.as_str()),
            Col::Name => page.text(self.row, at, &page::clean(self.rows.account.unit_name(self.unit))),
            Col::Kind => page.text(self.row, at, unit.kind.key()),
            Col::Parent => {
                let parent = self.facts.parent.map(|parent| self.rows.account.unit_name(parent as usize));
                page.text(self.row, at, &page::clean(parent.unwrap_or_default()));
            }
            Col::Region => {
                if let Some(region) = self.rows.region_of[self.unit] {
                    page.number(self.row, at, (region + 1) as f64, Look::Amount, Ink::Plain);
                }
            }
            _ => match self.formula(column) {
                Some((formula, shown)) => page.formula(self.row, at, &formula, shown),
                None if column == Col::Check => page.text(self.row, at, "none"),
                None => {}
            },
        }
    }

    /// The formula of a cell and what it comes to; `None` = the cell stays empty, because nothing can be there.
    fn formula(&self, column: Col) -> Option<(String, Shown)> {
        let facts = self.facts;
        Some(match column {
            Col::Check => (self.check()?, "ok".into()),
            Col::Addressable => match self.record {
                Some(row) => {
                    let flag = self.snapshot.data.record("addressable", row);
                    (format!("IF({flag}={EMPTY},1,IF({flag},1,0))"), facts.addressable.into())
                }
                None => ("1".to_owned(), true.into()),
            },
            Col::Status => (self.status()?, facts.status.map_or("", Status::key).into()),
            Col::KnownZero => (self.known_zero(), self.known_zero_shown().into()),
            Col::Own(figure) => {
                let field = self.snapshot.data.record(figure.key(), self.record?);
                let addressable = self.cell(Col::Addressable);
                (format!("IF(OR({addressable}=0,{field}={EMPTY}),{EMPTY},{field})"), self.own(figure).into())
            }
            Col::Entered(figure) => (
                self.join(&self.cell(Col::Own(figure)), self.below(column), EMPTY),
                figure.rolled_entered(facts).into(),
            ),
            Col::Known(figure) => (self.known(figure), self.known_shown(figure).into()),
            Col::Rolled(Figure::Potential) => {
                let own = self.cell(Col::Own(Figure::Potential));
                (self.join(&own, self.below(column), EMPTY), facts.potential.into())
            }
            Col::Rolled(figure) => {
                let own = self.cell(Col::Own(figure));
                (self.join(&own, self.below(column), &self.zero(figure)), figure.rolled(facts).into())
            }
            Col::Num(rate) => {
                let value = self.cell(Col::Known(rate.numerator()));
                (self.pair(rate, column, &value), rate.pair(facts).map(|pair| pair.num).into())
            }
            Col::Den(rate) => {
                let value = self.cell(Col::Own(rate.denominator()));
                (self.pair(rate, column, &value), rate.pair(facts).map(|pair| pair.den).into())
            }
            Col::Percent(rate) => {
                let (num, den) = (self.cell(Col::Num(rate)), self.cell(Col::Den(rate)));
                (
                    format!("IF({num}={EMPTY},{EMPTY},IF({den}=0,{EMPTY},100*{num}/{den}))"),
                    rate.pair(facts).and_then(Pair::percent).into(),
                )
            }
            Col::WhiteSpace => {
                let (arr, potential) = (self.cell(Col::Known(Figure::Arr)), self.cell(Col::Own(Figure::Potential)));
                let value = format!("MAX(0,{potential}-{arr})");
                (self.pair(Rate::Revenue, column, &value), facts.white_space.into())
            }
            Col::Overage => {
                let (arr, potential) = (self.cell(Col::Known(Figure::Arr)), self.cell(Col::Own(Figure::Potential)));
                let value = format!("MAX(0,{arr}-{potential})");
                let shown = facts.revenue.map(|_| facts.overage);
                (self.pair(Rate::Revenue, column, &value), shown.into())
            }
            Col::Active => (self.active(), facts.active.into()),
            Col::Branch(set) => {
                let choice = self.choice(set)?;
                (self.branch(choice, column)?, choice.branch[self.unit].into())
            }
            Col::Under(set) => {
                let choice = self.choice(set)?;
                (self.under(choice, column)?, choice.under[self.unit].into())
            }
            Col::Counts(set) => {
                let choice = self.choice(set)?;
                (self.counts(choice)?, choice.chosen[self.unit].into())
            }
            Col::Account | Col::Unit | Col::Name | Col::Kind | Col::Parent | Col::Region => return None,
        })
    }

    fn choice(&self, set: Set) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.set == set)
    }

    /// A cell of this row.
    fn cell(&self, column: Col) -> String {
        page::cell(self.snapshot.columns.at(column), self.row)
    }

    /// The cells of the children in a column.
    fn below(&self, column: Col) -> Option<String> {
        self.children.map(|rows| page::range(self.snapshot.columns.at(column), rows))
    }

    fn check(&self) -> Option<String> {
        let row = self.record?;
        let [account, unit, period] =
            ["account", "unit", "period"].map(|column| self.snapshot.data.record(column, row));
        let wanted = self.snapshot.workspace.period_text(self.snapshot.period);
        let (own_account, own_unit) = (self.cell(Col::Account), self.cell(Col::Unit));
        Some(format!(
            "IF(AND({account}={own_account},{unit}={own_unit},{period}=\"{wanted}\"),\"ok\",\"moved\")"
        ))
    }

    /// Own status, else the first in order that a child has.
    fn status(&self) -> Option<String> {
        let own = self.record.map(|row| self.snapshot.data.record("status", row));
        let inherited = self.below(Col::Status).map(|below| {
            let order = [
                Status::Active,
                Status::Expansion,
                Status::Pilot,
                Status::CompetitorHeld,
                Status::Lost,
                Status::Unpenetrated,
            ];
            order.iter().rev().fold(EMPTY.to_owned(), |rest, status| {
                let key = status.key();
                format!("IF(COUNTIF({below},\"{key}\")>0,\"{key}\",{rest})")
            })
        });
        match (own, inherited) {
            (Some(own), Some(inherited)) => Some(format!("IF({own}={EMPTY},{inherited},{own})")),
            (Some(own), None) => Some(format!("IF({own}={EMPTY},{EMPTY},{own})")),
            (None, inherited) => inherited,
        }
    }

    fn is_prospect(&self) -> bool {
        self.rows.account.tier == Some(Tier::Prospect)
    }

    /// 2, 1 or 0: see [`Col::KnownZero`].
    fn known_zero(&self) -> String {
        let status = self.cell(Col::Status);
        let is = |status_key: Status| format!("{status}=\"{}\"", status_key.key());
        let mut none = [Status::Unpenetrated, Status::CompetitorHeld, Status::Lost].map(is).join(",");
        if self.is_prospect() {
            none.push_str(&format!(",{status}={EMPTY}"));
        }
        format!(
            "IF({}=0,0,IF(OR({none}),2,IF({},1,0)))",
            self.cell(Col::Addressable),
            is(Status::Pilot)
        )
    }

    fn is_known_zero(&self, figure: Figure) -> bool {
        self.facts.addressable && figure.is_known_zero(self.facts.status, self.is_prospect())
    }

    fn known_zero_shown(&self) -> usize {
        usize::from(self.is_known_zero(Figure::Arr)) + usize::from(self.is_known_zero(Figure::ActiveUsers))
    }

    /// 0 where an absent figure is known to be zero, else nothing.
    fn zero(&self, figure: Figure) -> String {
        let from = if figure == Figure::Arr { 1 } else { 2 };
        format!("IF({}>={from},0,{EMPTY})", self.cell(Col::KnownZero))
    }

    fn own(&self, figure: Figure) -> Option<f64> {
        let record = self.rows.account.record(self.unit, self.snapshot.period)?;
        figure.entered(record).filter(|_| record.addressable)
    }

    /// Own and children's amounts as one: their sum, or in Total mode the own amount if there is one.
    fn join(&self, own: &str, below: Option<String>, absent: &str) -> String {
        match below {
            None => format!("IF({own}={EMPTY},{absent},{own})"),
            Some(below) if self.is_total => {
                format!("IF({own}<>{EMPTY},{own},IF(COUNT({below})=0,{absent},SUM({below})))")
            }
            Some(below) => format!("IF(COUNT({own},{below})=0,{absent},SUM({own},{below}))"),
        }
    }

    /// What stands above the line of the unit's own pair: the entered figure, in Total mode else that of the children, at
    /// last a known zero (ruling B4).
    fn known(&self, figure: Figure) -> String {
        let (own, zero) = (self.cell(Col::Own(figure)), self.zero(figure));
        match self.children {
            Some(_) if self.is_total => self.join(&own, self.below(Col::Rolled(figure)), &zero),
            Some(_) => {
                let entered = self.below(Col::Entered(figure)).unwrap_or_default();
                format!("IF({own}<>{EMPTY},{own},IF(COUNT({entered})=0,{zero},{EMPTY}))")
            }
            None => format!("IF({own}={EMPTY},{zero},{own})"),
        }
    }

    fn known_shown(&self, figure: Figure) -> Option<f64> {
        let children = self.rows.facts.children(self.unit).iter();
        let known: Vec<f64> =
            children.filter_map(|child| figure.rolled(&self.rows.facts.units[*child as usize])).collect();
        let below = (self.is_total && !known.is_empty()).then(|| known.iter().sum());
        let is_zero = self.is_known_zero(figure) && figure.rolled_entered(self.facts).is_none();
        self.own(figure).or(below).or(is_zero.then_some(0.0))
    }

    /// Sum over the nodes of the branch that have both figures of a rate; `value` is what this unit adds.
    fn pair(&self, rate: Rate, column: Col, value: &str) -> String {
        let (num, den) = (self.cell(Col::Known(rate.numerator())), self.cell(Col::Own(rate.denominator())));
        let lacks = format!("OR({den}={EMPTY},{num}={EMPTY})");
        match self.below(column) {
            None => format!("IF({lacks},{EMPTY},{value})"),
            Some(below) if self.is_total => format!(
                "IF({den}<>{EMPTY},IF({num}={EMPTY},{EMPTY},{value}),IF(COUNT({below})=0,{EMPTY},SUM({below})))"
            ),
            Some(below) => {
                format!("IF({lacks},IF(COUNT({below})=0,{EMPTY},SUM({below})),SUM({value},{below}))")
            }
        }
    }

    fn active(&self) -> String {
        let settings = &self.snapshot.workspace.settings;
        let users = self.cell(Col::Entered(Figure::ActiveUsers));
        if settings.activity_rule == ActivityRule::UsageOnly {
            return format!("IF({users}={EMPTY},0,IF({users}>=1,1,0))");
        }
        let inherited =
            self.below(Col::Active).map_or("0".to_owned(), |below| format!("IF(SUM({below})>0,1,0)"));
        let Some(row) = self.record else { return inherited };
        let own = self.snapshot.data.record("status", row);
        let mut contract = vec![Status::Active, Status::Expansion];
        contract.extend(settings.count_pilots.then_some(Status::Pilot));
        let contract: Vec<String> =
            contract.into_iter().map(|status| format!("{own}=\"{}\"", status.key())).collect();
        let contract = format!("OR({})", contract.join(","));
        let condition = match settings.activity_rule {
            ActivityRule::ContractOnly => contract,
            _ => format!("AND({contract},{users}<>0)"),
        };
        match self.children {
            Some(_) => format!("IF({own}={EMPTY},{inherited},IF({condition},1,0))"),
            None => format!("IF({condition},1,0)"),
        }
    }

    fn branch(&self, choice: &Choice, column: Col) -> Option<String> {
        let own = choice.candidates[self.unit].map(|_| self.cell(Col::Addressable));
        match (own, self.below(column)) {
            (Some(own), Some(below)) => Some(format!("IF(SUM({own},{below})>0,1,0)")),
            (None, Some(below)) => Some(format!("IF(SUM({below})>0,1,0)")),
            (own, None) => own,
        }
    }

    fn under(&self, choice: &Choice, column: Col) -> Option<String> {
        let parent = self.facts.parent? as usize;
        if !choice.may_be_under[self.unit] {
            return None;
        }
        let row = self.rows.row(parent);
        let above = |column: Col| page::cell(self.snapshot.columns.at(column), row);
        Some(if choice.candidates[parent] == Some(Counting::Always) {
            format!("IF(OR({}=1,{}=1),1,0)", above(column), above(Col::Addressable))
        } else {
            above(column)
        })
    }

    /// Innermost wins, but for those that always count (domain specification 2.1).
    fn counts(&self, choice: &Choice) -> Option<String> {
        let addressable = self.cell(Col::Addressable);
        let counting = choice.candidates[self.unit]?;
        if counting == Counting::Always {
            return Some(addressable);
        }
        let mut conditions = vec![format!("{addressable}=1")];
        conditions.extend(self.below(Col::Branch(choice.set)).map(|below| format!("SUM({below})=0")));
        let under = Col::Under(choice.set);
        if choice.may_be_under[self.unit] && self.snapshot.columns.has(under) {
            conditions.push(format!("{}=0", self.cell(under)));
        }
        Some(match conditions.as_slice() {
            [_] => addressable,
            _ => format!("IF(AND({}),1,0)", conditions.join(",")),
        })
    }
}
