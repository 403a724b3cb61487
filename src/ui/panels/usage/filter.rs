//! Which rows are shown and in which order: filters as somebody types them, and siblings sorted by a column.

use crate::{
    domain::Period,
    engine::compare,
    ui::kit::number::{self, DecimalHint},
};

use super::{
    columns::{Column, Kind, Slot},
    rows::Row,
    sheet::Sheet,
    shown::Tone,
    view::View,
};

/// What a column must hold for a row to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// The column.
    pub column: Column,
    /// The period; `None` = the one shown.
    pub period: Option<Period>,
    /// As typed, such as `> 100K`, `unknown` or a part of a word.
    pub text: String,
    test: Test,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    Known,
    Unknown,
    Carried,
    /// The sign and the number.
    Number(Sign, f64),
    /// A part of the text, in small letters.
    Part(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    AtLeast,
    AtMost,
    Above,
    Below,
    Equal,
}

const SIGNS: [(&str, Sign); 7] = [
    (">=", Sign::AtLeast),
    ("≥", Sign::AtLeast),
    ("<=", Sign::AtMost),
    ("≤", Sign::AtMost),
    (">", Sign::Above),
    ("<", Sign::Below),
    ("=", Sign::Equal),
];

impl Filter {
    /// Reads what was typed. `Ok(None)` = nothing, so that every row is shown; the error is a sentence.
    pub fn read(column: Column, period: Option<Period>, text: &str) -> Result<Option<Self>, String> {
        let text = text.trim();
        let word = text.to_lowercase();
        let test = match word.as_str() {
            "" => return Ok(None),
            "unknown" | "–" | "-" => Test::Unknown,
            "known" => Test::Known,
            "carried" => Test::Carried,
            _ if column.is_numeric() => {
                let signed = SIGNS.iter().find_map(|(sign, test)| Some((*test, word.strip_prefix(sign)?)));
                let (sign, rest) = signed.unwrap_or((Sign::Equal, &word));
                // Calculated columns have no reading of their own: rates are percentages, the others plain numbers.
                let kind = column.number().unwrap_or(match column.unit() {
                    Some(crate::engine::metrics::Unit::Percent) => number::NumberKind::Percent,
                    _ => number::NumberKind::Money,
                });
                let parsed = number::parse(rest, kind, DecimalHint::Point).map_err(|error| {
                    format!("{error} Type a number such as > 100K, or unknown, known or carried.")
                })?;
                Test::Number(sign, parsed.value)
            }
            _ => Test::Part(word),
        };
        Ok(Some(Self { column, period, text: text.to_owned(), test }))
    }

    /// As it stands on its chip.
    pub fn label(&self, sheet: &Sheet<'_>) -> String {
        let period = self
            .period
            .map_or_else(String::new, |period| format!(" {}", sheet.workspace.period_text(period)));
        format!("{}{period}: {}", self.column.name(), self.text)
    }

    /// Whether a row passes by itself.
    fn passes(&self, sheet: &Sheet<'_>, row: Row) -> bool {
        let slot = Slot::new(self.column, self.period.unwrap_or(sheet.period), 0.0);
        match &self.test {
            Test::Number(sign, limit) => sheet.value(row, slot).is_some_and(|value| match sign {
                Sign::AtLeast => compare::at_least(value, *limit),
                Sign::AtMost => compare::at_most(value, *limit),
                Sign::Above => compare::greater(value, *limit),
                Sign::Below => compare::less(value, *limit),
                Sign::Equal => compare::at_least(value, *limit) && compare::at_most(value, *limit),
            }),
            Test::Known => sheet.shown(row, slot).tone != Tone::Unknown,
            Test::Unknown => sheet.shown(row, slot).tone == Tone::Unknown,
            Test::Carried => sheet.record(row, slot.period).is_some_and(|record| !record.confirmed),
            Test::Part(part) if self.column == Column::Unit => {
                sheet.unit_name(row).to_lowercase().contains(part.as_str())
            }
            Test::Part(part) => sheet.shown(row, slot).text.to_lowercase().contains(part.as_str()),
        }
    }
}

/// Which units are shown and in which order siblings stand; found when sorting or a filter is asked for, and not again
/// while somebody types, so that no row runs away from under the cursor.
#[derive(Debug, Default)]
pub struct Order {
    /// Place of each unit among all; `None` = as they hang in the tree.
    rank: Option<Vec<u32>>,
    /// Whether each unit is shown; `None` = all are.
    shown: Option<Vec<bool>>,
}

impl Order {
    /// The order of all units that exist in the period shown.
    pub fn new(sheet: &Sheet<'_>, view: &View) -> Self {
        let facts = sheet.facts();
        let row = |unit: u32| Row {
            unit,
            depth: 0,
            is_parent: !facts.children(unit as usize).is_empty(),
            is_collapsed: false,
        };
        let rank = view.sort.map(|sort| {
            let slot = Slot::new(sort.column, sort.period.unwrap_or(sheet.period), 0.0);
            let mut order: Vec<u32> = facts.order().to_vec();
            let by_number = |unit: u32| match sort.column.kind() {
                Kind::Carried => {
                    sheet.counts(slot.period).map(|counts| f64::from(counts.carried_in(unit as usize)))
                }
                Kind::Products => {
                    let of_branch = sheet.counts(slot.period)?.products_in(unit as usize);
                    (of_branch.1 > 0).then(|| f64::from(of_branch.0))
                }
                _ => sheet.value(row(unit), slot),
            };
            if sort.column.is_numeric() || matches!(sort.column.kind(), Kind::Carried | Kind::Products) {
                let keys: Vec<Option<f64>> =
                    (0..facts.units.len()).map(|unit| by_number(unit as u32)).collect();
                // What is unknown comes last either way.
                order.sort_by(|a, b| match (keys[*a as usize], keys[*b as usize]) {
                    (Some(a), Some(b)) if sort.descending => b.total_cmp(&a),
                    (Some(a), Some(b)) => a.total_cmp(&b),
                    (a, b) => b.is_some().cmp(&a.is_some()),
                });
            } else {
                let keys: Vec<String> =
                    (0..facts.units.len()).map(|unit| sheet.sort_text(row(unit as u32), slot)).collect();
                order.sort_by(|a, b| {
                    let (a, b) = (&keys[*a as usize], &keys[*b as usize]);
                    match (a.is_empty(), b.is_empty()) {
                        (false, false) if sort.descending => b.cmp(a),
                        (false, false) => a.cmp(b),
                        (a, b) => a.cmp(&b),
                    }
                });
            }
            let mut rank = vec![0; facts.units.len()];
            for (at, unit) in order.iter().enumerate() {
                rank[*unit as usize] = at as u32;
            }
            rank
        });
        let shown = (!view.filters.is_empty()).then(|| {
            let mut shown = vec![true; facts.units.len()];
            for filter in &view.filters {
                let own = Self::passing(sheet, filter, row);
                shown.iter_mut().zip(own).for_each(|(shown, own)| *shown &= own);
            }
            // What is above a row that is shown is shown too.
            for unit in facts.order().iter().rev() {
                if shown[*unit as usize]
                    && let Some(parent) = facts.units[*unit as usize].parent
                {
                    shown[parent as usize] = true;
                }
            }
            shown
        });
        Self { rank, shown }
    }

    /// Units that pass one filter. A branch is found by its name as a whole; figures are looked for in the units that
    /// have nothing below them, as every sum above would pass too.
    fn passing(sheet: &Sheet<'_>, filter: &Filter, row: impl Fn(u32) -> Row) -> Vec<bool> {
        let facts = sheet.facts();
        let mut passing = vec![false; facts.units.len()];
        let by_name = filter.column == Column::Unit;
        for unit in facts.order() {
            let row = row(*unit);
            let above = facts.units[*unit as usize].parent.filter(|_| by_name);
            let inherited = above.is_some_and(|parent| passing[parent as usize]);
            passing[*unit as usize] = inherited || ((by_name || !row.is_parent) && filter.passes(sheet, row));
        }
        passing
    }

    /// Whether a unit is shown.
    pub fn shows(&self, unit: u32) -> bool {
        self.shown.as_ref().is_none_or(|shown| shown[unit as usize])
    }

    /// Siblings in their order.
    pub fn sorted(&self, children: &[u32]) -> Vec<u32> {
        let mut sorted: Vec<u32> = children.iter().copied().filter(|unit| self.shows(*unit)).collect();
        if let Some(rank) = &self.rank {
            sorted.sort_by_key(|unit| rank[*unit as usize]);
        }
        sorted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_as_people_type_them() {
        let read =
            |text: &str| Filter::read(Column::Arr, None, text).map(|found| found.map(|found| found.test));
        assert_eq!(read("  "), Ok(None));
        assert_eq!(read("> 100K"), Ok(Some(Test::Number(Sign::Above, 100_000.0))));
        assert_eq!(read(">=0"), Ok(Some(Test::Number(Sign::AtLeast, 0.0))));
        assert_eq!(read("1.2M"), Ok(Some(Test::Number(Sign::Equal, 1_200_000.0))));
        assert_eq!(read("Unknown"), Ok(Some(Test::Unknown)));
        assert!(read("much").is_err_and(|sentence| sentence.contains("> 100K")));
        let share = Filter::read(Column::Penetration, None, "<35%").unwrap().unwrap();
        assert_eq!(share.test, Test::Number(Sign::Below, 35.0));
        let word = Filter::read(Column::Status, None, "Pil").unwrap().unwrap();
        assert_eq!(word.test, Test::Part("pil".to_owned()));
    }
}
