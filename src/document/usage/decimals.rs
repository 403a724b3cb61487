//! Which sign splits decimals in a table, going by the numbers that can be read in one way only.

use crate::number::{DecimalHint, Evidence, NumberKind, evidence};

use super::{
    super::{Entry, Table},
    columns::Setup,
    field::grouping_hint,
};

/// What the numbers of a table show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Decimals {
    /// Numbers in which only the point can split.
    pub point: usize,
    /// Numbers in which only the comma can split.
    pub comma: usize,
    /// Numbers that can be read both ways.
    pub open: usize,
    /// The sign that splits; `None` = the numbers do not tell, or contradict each other.
    pub found: Option<DecimalHint>,
}

/// Looks at every number of the columns that hold figures.
pub fn decimals(table: &Table, setup: &Setup) -> Decimals {
    let mut seen = Decimals::default();
    let columns: Vec<(usize, NumberKind)> =
        setup.meanings.iter().enumerate().filter_map(|(at, meaning)| Some((at, meaning.number()?))).collect();
    let mut open_point = false;
    let mut open_comma = false;
    for line in table.lines.iter().skip(setup.first_line()) {
        for (column, kind) in &columns {
            let Some(Entry::Text(text)) = line.entries.get(*column) else { continue };
            if text.len() > 200 {
                continue;
            }
            match evidence(text) {
                Evidence::Point => seen.point += 1,
                Evidence::Comma => seen.comma += 1,
                Evidence::Both if *kind == NumberKind::Count => match grouping_hint(text) {
                    DecimalHint::Point => seen.point += 1,
                    DecimalHint::Comma => seen.comma += 1,
                },
                Evidence::Both => {
                    seen.open += 1;
                    open_point |= text.contains('.');
                    open_comma |= text.contains(',');
                }
                Evidence::None => {}
            }
        }
    }
    seen.found = match (seen.point > 0, seen.comma > 0) {
        (true, false) => Some(DecimalHint::Point),
        (false, true) => Some(DecimalHint::Comma),
        // Where commas separate cells, `33.125` is a number with decimals, as this program writes it.
        (false, false) if table.is_comma_separated && open_point && !open_comma => Some(DecimalHint::Point),
        _ => None,
    };
    seen
}
