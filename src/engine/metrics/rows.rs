//! The rows of an account as passes over its units want them: what a unit is in a few bytes, the records of a period side
//! by side.

use std::ops::Range;

use crate::domain::{Account, Counting, EntryMode, Period, Tier, UnitKind, UnitRecord};

use super::{own::Own, rollup::Zeros};

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
    /// The records of all units in the first period, then those in the next, and so on.
    records: Vec<Option<&'a UnitRecord>>,
    /// What they say, likewise.
    own: Vec<Own>,
    /// Whether every unit exists and is addressable in all of the periods.
    pub(super) steady: bool,
    /// Bits of the figures that some record has.
    pub(super) entered: u32,
    /// What is known to be 0 in this account.
    pub(super) zeros: Zeros,
}

impl<'a> Rows<'a> {
    /// The rows of `count` periods from `first` on.
    pub fn new(account: &'a Account, first: Period, count: usize) -> Self {
        let units: Vec<Row> = account
            .units
            .iter()
            .map(|unit| Row {
                kind: unit.kind,
                counting: unit.counting,
                total: unit.entry_mode == EntryMode::Total,
                from: unit.valid_from.unwrap_or(Period(i32::MIN)),
                to: unit.valid_to.unwrap_or(Period(i32::MAX)),
            })
            .collect();
        let mut steady = units.iter().all(|row| row.from.0 == i32::MIN && row.to.0 == i32::MAX);
        let mut entered = 0;
        let mut records = vec![None; units.len() * count];
        let mut own = vec![Own::NONE; units.len() * count];
        for (index, list) in account.records.iter().enumerate().take(units.len()) {
            let start = list.partition_point(|(period, _)| *period < first);
            for (period, record) in &list[start..] {
                let at = (period.0 - first.0) as usize;
                if at >= count {
                    break;
                }
                let read = Own::of(record);
                steady &= read.addressable;
                entered |= read.known();
                records[at * units.len() + index] = Some(record);
                own[at * units.len() + index] = read;
            }
        }
        let prospect = account.tier == Some(Tier::Prospect);
        let zeros = if prospect { Zeros::OfProspect } else { Zeros::ByStatus };
        Self { units, first, records, own, steady, entered, zeros }
    }

    /// The rows of one period.
    pub fn of_period(account: &'a Account, period: Period) -> Self {
        Self::new(account, period, 1)
    }

    /// The records of a period, parallel to the account's units, whether or not the unit exists then. `period` is one of
    /// those that the rows were made for.
    pub fn records(&self, period: Period) -> &[Option<&'a UnitRecord>] {
        &self.records[self.places(period)]
    }

    /// What these records say, likewise.
    pub(super) fn own(&self, period: Period) -> &[Own] {
        &self.own[self.places(period)]
    }

    /// Whether they were made for a period.
    pub fn cover(&self, period: Period) -> bool {
        period >= self.first && self.places(period).end <= self.records.len()
    }

    fn places(&self, period: Period) -> Range<usize> {
        let start = (period.0 - self.first.0) as usize * self.units.len();
        start..start + self.units.len()
    }
}
