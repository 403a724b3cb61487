//! The rows of an account as passes over its units want them: what a unit is in a few bytes, the records of a period side
//! by side.

use std::sync::Arc;

use crate::{
    domain::{Account, Counting, EntryMode, OrgUnit, Period, Tier, UnitKind, UnitRecord},
    engine::parallel,
};

use super::{
    own::{Detail, Own},
    rollup::Zeros,
};

/// What of a unit holds in every period.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub kind: UnitKind,
    pub counting: Counting,
    /// Whether its own figures already include those of its children.
    pub total: bool,
    from: Period,
    to: Period,
}

impl Row {
    pub fn exists_in(self, period: Period) -> bool {
        self.from <= period && period <= self.to
    }
}

/// The rows of one account over some consecutive periods.
///
/// Units and records lie scattered in memory and behind several pointers. They are looked up once here, unit by unit, so
/// that computing many periods does not look them up again for each.
pub struct Rows<'a> {
    /// Parallel to the account's units.
    pub(super) units: Vec<Row>,
    first: Period,
    /// One for each period.
    columns: Vec<Column<'a>>,
    /// Whether every unit exists and is addressable in all of the periods.
    pub(super) steady: bool,
    /// Bits of the figures that some record has.
    pub(super) entered: u32,
    /// What is known to be 0 in this account.
    pub(super) zeros: Zeros,
}

/// The records of all units in one period, parallel to the account's units.
struct Column<'a> {
    records: Vec<Option<&'a UnitRecord>>,
    own: Vec<Own>,
    /// Empty = not asked for.
    details: Vec<Detail<'a>>,
    /// Whether all that have a record are addressable.
    addressable: bool,
    entered: u32,
}

/// What the records of a period say besides their figures.
#[derive(Clone, Copy)]
pub(super) struct Details<'r, 'a>(&'r Column<'a>);

impl<'a> Details<'_, 'a> {
    /// That of the record of one unit; nothing where it has none.
    pub fn of(self, index: usize) -> Detail<'a> {
        let looked_up = || self.0.records[index].map(Detail::of).unwrap_or_default();
        self.0.details.get(index).copied().unwrap_or_else(looked_up)
    }
}

impl<'a> Rows<'a> {
    /// The rows of `count` periods from `first` on, for passes that mostly want figures.
    pub fn new(account: &'a Account, first: Period, count: usize) -> Self {
        Self::of_columns(account, first, columns(account, first, count, false))
    }

    /// The same for passes that want all that records say; on all cores where `shared`, a number of units, is large.
    pub fn in_full(account: &'a Account, first: Period, count: usize, shared: usize) -> Self {
        // The records of a unit lie side by side: a thread that takes some periods passes over the others.
        let parts = if shared > 0 { parallel::threads().min(count) } else { 1 };
        let made = parallel::shared_out(parts, shared, |part| {
            let (from, to) = (part * count / parts, (part + 1) * count / parts);
            columns(account, first.plus(from as i32), to - from, true)
        });
        Self::of_columns(account, first, made.into_iter().flatten().collect())
    }

    fn of_columns(account: &Account, first: Period, columns: Vec<Column<'a>>) -> Self {
        let row = |unit: &Arc<OrgUnit>| Row {
            kind: unit.kind,
            counting: unit.counting,
            total: unit.entry_mode == EntryMode::Total,
            from: unit.valid_from.unwrap_or(Period(i32::MIN)),
            to: unit.valid_to.unwrap_or(Period(i32::MAX)),
        };
        let units: Vec<Row> = account.units.iter().map(row).collect();
        let always = units.iter().all(|row| row.from.0 == i32::MIN && row.to.0 == i32::MAX);
        let prospect = account.tier == Some(Tier::Prospect);
        Self {
            steady: always && columns.iter().all(|column| column.addressable),
            entered: columns.iter().fold(0, |entered, column| entered | column.entered),
            zeros: if prospect { Zeros::OfProspect } else { Zeros::ByStatus },
            units,
            first,
            columns,
        }
    }

    /// The rows of one period.
    pub fn of_period(account: &'a Account, period: Period) -> Self {
        Self::new(account, period, 1)
    }

    /// The records of a period, parallel to the account's units, whether or not the unit exists then. `period` is one of
    /// those that the rows were made for.
    pub fn records(&self, period: Period) -> &[Option<&'a UnitRecord>] {
        &self.column(period).records
    }

    /// What these records say, likewise.
    pub(super) fn own(&self, period: Period) -> &[Own] {
        &self.column(period).own
    }

    /// What else they say.
    pub(super) fn details(&self, period: Period) -> Details<'_, 'a> {
        Details(self.column(period))
    }

    /// Whether they were made for a period.
    pub fn cover(&self, period: Period) -> bool {
        period >= self.first && self.place(period) < self.columns.len()
    }

    fn column(&self, period: Period) -> &Column<'a> {
        &self.columns[self.place(period)]
    }

    fn place(&self, period: Period) -> usize {
        (period.0 - self.first.0) as usize
    }
}

/// The records of `count` periods from `first` on.
fn columns(account: &Account, first: Period, count: usize, in_full: bool) -> Vec<Column<'_>> {
    let units = account.units.len();
    let empty = || Column {
        records: Vec::with_capacity(units),
        own: Vec::with_capacity(units),
        details: Vec::with_capacity(if in_full { units } else { 0 }),
        addressable: true,
        entered: 0,
    };
    let mut columns: Vec<Column<'_>> = (0..count).map(|_| empty()).collect();
    for list in account.records.iter().take(units) {
        let mut rest = &list[list.partition_point(|(period, _)| *period < first)..];
        for (period, column) in (first.0..).map(Period).zip(&mut columns) {
            let record = match rest {
                [(at, record), later @ ..] if *at == period => {
                    rest = later;
                    Some(record)
                }
                _ => None,
            };
            let own = record.map_or(Own::NONE, Own::of);
            column.addressable &= own.addressable;
            column.entered |= own.known();
            column.records.push(record);
            column.own.push(own);
            if in_full {
                column.details.push(record.map(Detail::of).unwrap_or_default());
            }
        }
    }
    columns
}
