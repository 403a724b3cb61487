//! A record as roll-ups read it: its figures and a few bits in 64 bytes side by side.

use crate::domain::{Amount, Count, Potential, Status, UnitRecord};

use super::{Figure, facts::bit};

/// Figures of one unit's own record in one period; 0 and without a bit where there is none.
///
/// A record lies in memory of its own and its potential in yet another place, so that reading it anew for every sum would
/// take most of the time of a roll-up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Own {
    /// In the order of [`Figure::ALL`].
    pub amounts: [f64; Figure::ALL.len()],
    /// [`bit::figure`] of the known ones.
    known: u8,
    pub status: Option<Status>,
    /// Whether there is a record at all.
    pub recorded: bool,
    pub addressable: bool,
    pub confirmed: bool,
    /// Whether it was carried over and nobody confirmed it.
    pub carried: bool,
    /// Whether its potential rests on more than a guess.
    pub grounded: bool,
    /// Whether its potential has a lower or upper end.
    pub ranged: bool,
}

impl Own {
    /// No record.
    pub const NONE: Self = Self {
        amounts: [0.0; Figure::ALL.len()],
        known: 0,
        status: None,
        recorded: false,
        addressable: true,
        confirmed: false,
        carried: false,
        grounded: false,
        ranged: false,
    };

    /// What a record says.
    pub fn of(record: &UnitRecord) -> Self {
        let potential = record.potential.as_deref();
        let money = |amount: Option<Amount>| amount.map(f64::from);
        let people = |count: Option<Count>| count.map(f64::from);
        // In the order of `Figure::ALL`, which a test holds.
        let figures = [
            money(record.arr),
            potential.map(|potential| potential.value.get()),
            money(record.category_spend),
            money(record.budget_ceiling),
            people(record.licensed_seats),
            people(record.active_users),
            people(record.eligible_users),
        ];
        let mut own = Self {
            status: record.status,
            recorded: true,
            addressable: record.addressable,
            confirmed: record.confirmed,
            carried: record.carried_from.is_some() && !record.confirmed,
            grounded: potential.is_some_and(Potential::is_grounded),
            ranged: potential.is_some_and(|potential| potential.low.is_some() || potential.high.is_some()),
            ..Self::NONE
        };
        for (at, figure) in figures.into_iter().enumerate() {
            own.amounts[at] = figure.unwrap_or(0.0);
            own.known |= u8::from(figure.is_some()) << at;
        }
        own
    }

    /// Bits of the figures that are known.
    pub fn known(&self) -> u32 {
        u32::from(self.known)
    }

    pub fn has(&self, figure: Figure) -> bool {
        self.known() & bit::figure(figure) != 0
    }

    /// A figure; `None` = not entered.
    pub fn figure(&self, figure: Figure) -> Option<f64> {
        self.has(figure).then(|| self.amounts[figure as usize])
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::Potential;

    #[test]
    fn figures_stand_in_their_order_and_fit_a_cache_line() {
        let amount = |value: f64| Amount::new(value).expect("a plain amount");
        let record = UnitRecord {
            arr: Some(amount(1.0)),
            potential: Some(Arc::new(Potential::estimate(amount(2.0)))),
            category_spend: Some(amount(3.0)),
            budget_ceiling: None,
            licensed_seats: Count::try_from(5.0).ok(),
            active_users: Count::try_from(0.0).ok(),
            eligible_users: Count::try_from(7.0).ok(),
            ..UnitRecord::default()
        };
        let own = Own::of(&record);
        for figure in Figure::ALL {
            assert_eq!(own.figure(figure), figure.entered(&record), "{figure:?}");
        }
        assert_eq!(size_of::<Own>(), 64);
    }
}
