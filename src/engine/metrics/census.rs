//! One look at the units that count, for every metric that counts them or adds up something of them.
//!
//! Each such metric by itself would walk the units once more; a dozen of these walks took longer than all the rest of the
//! metrics.

use crate::domain::Status;

use super::{
    Flags, PeriodFacts, Survey, THREADED_FROM,
    competition::is_contested,
    products::is_ready,
    units::{is_strong_depth, measured_depth},
};

/// Units that count in the period, by what is known of them without a look at their records.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Activity {
    pub active: usize,
    /// Active ones and pilots.
    pub reached: usize,
    /// Whether the status of one is unknown.
    pub status_unknown: bool,
    /// Whether one rests on carried figures.
    pub carried: bool,
    /// Whether one has no record.
    pub without_record: bool,
}

impl Activity {
    pub fn new(facts: &PeriodFacts) -> Self {
        let mut sums = Self::default();
        for unit in facts.counted.iter().map(|unit| &facts.units[*unit as usize]) {
            sums.active += usize::from(unit.active);
            sums.reached += usize::from(unit.active || unit.status == Some(Status::Pilot));
            sums.status_unknown |= unit.status.is_none();
            sums.carried |= unit.carried;
            sums.without_record |= !unit.has_record;
        }
        sums
    }

    /// Partial if the status of a unit is unknown.
    pub fn status_flags(&self) -> Flags {
        Flags { partial: self.status_unknown, carried: self.carried, ..Flags::default() }
    }
}

/// Units that count in the period, by what else metrics ask of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Census {
    /// Active ones with strong penetration.
    pub strong: usize,
    /// Those with a confirmed record.
    pub confirmed: usize,
    /// Active ones with enough engaged people.
    pub threaded: usize,
    /// Products open in active ones.
    pub open_cells: usize,
    /// Of these, in units that are ready for their next product.
    pub ready_cells: usize,
    /// Sum of adopted over applicable products and number of units with an applicable one.
    pub adoption: (f64, u32),
    /// The same over active ones.
    pub adoption_of_active: (f64, u32),
    /// Units with a competitor.
    pub contested: Opening,
    /// Pilots.
    pub pilots: Opening,
    /// White space beyond what is planned, where positive.
    pub unplanned: f64,
}

/// White space of some units.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Opening {
    pub units: usize,
    pub money: f64,
    /// Whether that of one is unknown.
    pub partial: bool,
}

impl Opening {
    fn add(&mut self, white_space: Option<f64>) {
        self.units += 1;
        self.money += white_space.unwrap_or(0.0);
        self.partial |= white_space.is_none();
    }
}

impl Census {
    pub fn new(survey: &Survey<'_>) -> Self {
        let (facts, entered, planned) = (survey.facts, &survey.entered().units, survey.planned());
        let engaged_in = &survey.people().engaged_in;
        let mut sums = Self::default();
        for &index in &facts.counted {
            let index = index as usize;
            let (unit, entry) = (&facts.units[index], &entered[index]);
            let pilot = unit.status == Some(Status::Pilot);
            sums.confirmed += usize::from(entry.confirmed);
            let adoption = f64::from(entry.adopted) / f64::from(entry.applicable);
            if entry.applicable > 0 {
                sums.adoption.0 += adoption;
                sums.adoption.1 += 1;
            }
            if unit.active {
                let depth = measured_depth(unit).or(entry.depth);
                sums.strong += usize::from(depth.is_some_and(is_strong_depth));
                sums.threaded += usize::from(engaged_in.of(index) >= THREADED_FROM);
                if entry.applicable > 0 {
                    sums.adoption_of_active.0 += adoption;
                    sums.adoption_of_active.1 += 1;
                }
                if entry.open > 0 {
                    sums.open_cells += entry.open as usize;
                    sums.ready_cells += if is_ready(survey, index) { entry.open as usize } else { 0 };
                }
            }
            if is_contested(survey, index, unit) {
                sums.contested.add(unit.white_space());
            }
            if pilot {
                sums.pilots.add(unit.white_space());
            }
            if let Some(white_space) = unit.white_space() {
                sums.unplanned += (white_space - planned.get(index).unwrap_or(&0.0)).max(0.0);
            }
        }
        sums
    }
}
