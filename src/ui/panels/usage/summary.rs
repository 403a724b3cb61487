//! Sum, mean and count of the selected cells, for the status bar.

use crate::engine::metrics::Unit;

use super::{columns::Slot, cursor::Range, sheet::Sheet};

/// What the selected cells come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RangeSummary {
    /// Cells that enter the sum, unknown ones included.
    pub cells: usize,
    /// What the numbers are; `None` = of different kinds.
    pub unit: Option<Unit>,
    /// Sum of the known numbers; `None` = none is known, or they are of different kinds, or rates.
    pub sum: Option<f64>,
    /// Mean of the known numbers, rates included; `None` as above.
    pub mean: Option<f64>,
}

/// Sum and mean of a range of more than one cell. Rows of which units below are in the range too are left out, so that
/// nothing is counted twice. `None` = one cell, or nothing but words.
pub fn summary(sheet: &Sheet<'_>, range: Range) -> Option<RangeSummary> {
    if range.is_single() {
        return None;
    }
    let slots: Vec<(Slot, Unit)> = range
        .cols()
        .map(|col| sheet.slot(col))
        .filter_map(|slot| Some((slot, slot.column.unit()?)))
        .collect();
    let unit = slots.first()?.1;
    let alike = slots.iter().all(|(_, other)| *other == unit);
    let (mut cells, mut known, mut sum) = (0, 0_usize, 0.0);
    for at in range.rows() {
        let Some(row) = sheet.row(at) else { break };
        let below = sheet.row(at + 1).filter(|_| at < range.last.row);
        if below.is_some_and(|below| below.depth > row.depth) {
            continue;
        }
        cells += slots.len();
        for (slot, _) in slots.iter().filter(|_| alike) {
            if let Some(value) = sheet.value(row, *slot) {
                known += 1;
                sum += value;
            }
        }
    }
    let usable = alike && known > 0;
    Some(RangeSummary {
        cells,
        unit: alike.then_some(unit),
        sum: (usable && unit != Unit::Percent).then_some(sum),
        mean: usable.then(|| sum / known as f64),
    })
}
