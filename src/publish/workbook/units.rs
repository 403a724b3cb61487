//! The sheet of units: own figures out of the records, rolled up level by level to the account.
//!
//! Units stand level by level, so the children of a unit are a range of rows below it, and every sum is one over a range.
//! The formulas are those of domain specification 2.1: status and activity, what counts, amounts, pairs.

use super::{
    choice::Choice,
    columns::Col,
    needs::Set,
    page::{self, Ink, Look, Page, Shown},
    snapshot::{AccountRows, Snapshot},
};
use crate::{
    domain::{ActivityRule, Counting, EntryMode, Status, Tier},
    engine::metrics::{Figure, Pair, Rate, UnitFacts},
};

/// The sheet.
pub fn page(snapshot: &Snapshot<'_>) -> Page {
    let mut page = Page::new(&snapshot.units);
    let heads: Vec<_> = snapshot.columns.list.iter().map(|column| column.head()).collect();
    page.table(&heads, 3, 1);
    for rows in &snapshot.accounts {
        let choices: Vec<Choice> =
            snapshot.needs.sets.iter().map(|set| Choice::new(snapshot, rows, *set)).collect();
        for &unit in &rows.order {
            Line::new(snapshot, rows, &choices, unit as usize).write(&mut page);
        }
    }
    page
}

/// One unit, its row and what the formulas refer to.
struct Line<'a> {
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

impl<'a> Line<'a> {
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
                (self.join(&own, self.below(column), EMPTY), facts.potential().into())
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
                let (arr, potential) =
                    (self.cell(Col::Known(Figure::Arr)), self.cell(Col::Own(Figure::Potential)));
                let value = format!("MAX(0,{potential}-{arr})");
                (self.pair(Rate::Revenue, column, &value), facts.white_space().into())
            }
            Col::Overage => {
                let (arr, potential) =
                    (self.cell(Col::Known(Figure::Arr)), self.cell(Col::Own(Figure::Potential)));
                let value = format!("MAX(0,{arr}-{potential})");
                let shown = facts.revenue().map(|_| facts.overage());
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
        let is = |known: Status| format!("{status}=\"{}\"", known.key());
        let mut none = [Status::Unpenetrated, Status::CompetitorHeld, Status::Lost].map(is).to_vec();
        none.extend(self.is_prospect().then(|| format!("{status}={EMPTY}")));
        let none = none.join(",");
        format!("IF({}=0,0,IF(OR({none}),2,IF({},1,0)))", self.cell(Col::Addressable), is(Status::Pilot))
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
