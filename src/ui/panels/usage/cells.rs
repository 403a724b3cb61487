//! What a cell shows, says and copies.

use crate::{
    document::{Cell, FieldValue},
    domain::{
        Account, BasisKind, EntryMode, Period, Product, ProductState, Status, UnitKey, UnitRecord, Workspace,
    },
    engine::{
        compare,
        metrics::{Figure, PeriodFacts, Unit, product_state},
    },
    ui::{kit::number, panels::labels},
};

use super::{
    columns::{Column, Kind, Own, Slot},
    counts::Counts,
    cursor::Pos,
    problems::Problems,
    read::{number_value, yes},
    rows::{Row, Rows},
    track::{Known, Tracks},
};

/// How a value came about; decides its ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Entered for this period.
    Entered,
    /// Calculated from other cells.
    Calculated,
    /// Rolled up from the units below.
    RollUp,
    /// Copied from an earlier period and not yet confirmed.
    Carried,
    /// Not known.
    Unknown,
}

/// A cell as shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Text, `–` for unknown; empty where boxes or a bar are painted instead.
    pub text: String,
    /// How it came about.
    pub tone: Tone,
    /// The number behind it, unrounded; `None` = not a number, or unknown.
    pub value: Option<f64>,
    /// What to say on hover: why it is unknown, or where it comes from.
    pub note: Option<String>,
    /// What stands small below a roll-up: its own part, or what a total leaves.
    pub beside: Option<Beside>,
}

/// A small second line of a roll-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Such as `own $50K` or `$20K unallocated`.
    pub text: String,
    /// The figure alone, in short, where the words find no room.
    pub figure: String,
    /// Whether the units below come to more than the total.
    pub is_over: bool,
}

impl Shown {
    fn unknown(reason: &str) -> Self {
        Self {
            text: "–".to_owned(),
            tone: Tone::Unknown,
            value: None,
            note: Some(sentence(reason)),
            beside: None,
        }
    }

    fn number(value: f64, unit: Unit, tone: Tone) -> Self {
        Self { text: number_text(value, unit), tone, value: Some(value), note: None, beside: None }
    }

    fn words(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone, value: None, note: None, beside: None }
    }

    /// The same in fewer signs, where the whole finds no room; `None` = there is no figure in it that could be cut.
    pub fn short(&self, column: Column) -> Option<String> {
        match (self.value, column.kind()) {
            (Some(value), _) => Some(short_text(value, column.unit()?)),
            _ if self.tone != Tone::RollUp => None,
            (None, Kind::Status | Kind::Carried) => {
                self.text.rsplit_once(' ').map(|(figures, _)| figures.to_owned())
            }
            (None, Kind::Products) => Some(self.text.clone()),
            _ => None,
        }
    }
}

/// Everything a cell is read from.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// Products and settings.
    pub workspace: &'a Workspace,
    /// The account.
    pub account: &'a Account,
    /// The rows shown.
    pub rows: &'a Rows,
    /// What stands in each place of a row.
    pub slots: &'a [Slot],
    /// What is known of the units in other periods.
    pub tracks: Option<&'a Tracks>,
    /// What is wrong with the figures.
    pub problems: &'a Problems,
    /// The period shown.
    pub period: Period,
}

impl<'a> Sheet<'a> {
    /// What is known of the units in the period shown.
    pub fn facts(&self) -> &'a PeriodFacts {
        self.rows.facts()
    }

    /// A row; `None` beyond the last one.
    pub fn row(&self, row: usize) -> Option<Row> {
        self.rows.list.get(row).copied()
    }

    /// What stands in a place; places beyond the last one give the last one.
    pub fn slot(&self, col: usize) -> Slot {
        self.slots[col.min(self.slots.len() - 1)]
    }

    /// Row and place of a cell; `None` beyond the last row.
    pub fn at(&self, pos: Pos) -> Option<(Row, Slot)> {
        Some((self.row(pos.row)?, self.slot(pos.col)))
    }

    /// Number of rows and of places in each.
    pub fn size(&self) -> (usize, usize) {
        (self.rows.len(), self.slots.len())
    }

    /// Name of the unit of a row.
    pub fn unit_name(&self, row: Row) -> &'a str {
        self.account.unit_name(row.unit as usize)
    }

    /// Name of a place, as in a sentence: the column, and the period where it is not the one shown.
    pub fn slot_name(&self, slot: Slot) -> String {
        if slot.period == self.period {
            slot.column.name().to_owned()
        } else {
            format!("{} in {}", slot.column.name(), self.workspace.period_text(slot.period))
        }
    }

    /// Heading of a place: the period if one field is shown over time, else the column.
    pub fn heading(&self, slot: Slot) -> String {
        if self.tracks.is_some() && slot.column != Column::Unit {
            self.workspace.period_text(slot.period)
        } else {
            slot.column.heading(&self.workspace.settings.currency.symbol)
        }
    }

    /// The region's name, to stand beside a roll-up row that is named otherwise.
    pub fn region_beside(&self, row: Row) -> Option<&'a str> {
        let key = self.account.units[row.unit as usize].region.as_ref().filter(|_| row.is_parent)?;
        let region = self.workspace.regions.iter().find(|region| region.key == *key)?;
        let differs = !region.name.eq_ignore_ascii_case(self.unit_name(row)) && region.name != key.as_str();
        differs.then_some(region.name.as_str())
    }

    /// The record of the unit of a row in a period; `None` = nothing was entered.
    pub fn record(&self, row: Row, period: Period) -> Option<&'a UnitRecord> {
        self.account.record(row.unit as usize, period)
    }

    /// What is known of the unit of a row, as far as a place needs it.
    pub fn known(&self, row: Row, slot: Slot) -> Known {
        let unit = row.unit as usize;
        let other = || self.tracks?.known(self.workspace, unit, slot.period);
        let other = if slot.period == self.period { None } else { other() };
        other.unwrap_or_else(|| Known::of(self.account, self.facts(), unit, slot.column))
    }

    /// What own figures of a row's unit mean.
    pub fn entry_mode(&self, row: Row) -> EntryMode {
        self.account.units[row.unit as usize].entry_mode
    }

    /// Whether the row's figures come from below, so that entering over a range must not touch them. A unit whose own
    /// total is entered is not one.
    pub fn is_roll_up(&self, row: Row) -> bool {
        row.is_parent && self.entry_mode(row) == EntryMode::Direct
    }

    /// Whether a value can be entered in a cell.
    pub fn is_editable(&self, row: Row, slot: Slot) -> bool {
        slot.column.is_editable() && self.account.units[row.unit as usize].is_valid_in(slot.period)
    }

    /// What is counted per branch in a period; `None` = nothing is counted there for the field shown.
    pub fn counts(&self, period: Period) -> Option<&'a Counts> {
        if period == self.period {
            return Some(&self.rows.counts);
        }
        self.tracks?.counts(self.workspace, period)
    }

    /// Products offered in a period, in order.
    pub fn products(&self, period: Period) -> impl Iterator<Item = &'a Product> + Clone {
        let workspace = self.workspace;
        let offered = self.counts(period).map_or(&[][..], |counts| &counts.offered);
        offered.iter().map(move |index| &workspace.products[*index])
    }

    /// State of a product in a unit in a period.
    pub fn product_state(&self, row: Row, period: Period, product: &Product) -> ProductState {
        product_state(product, self.account.units[row.unit as usize].kind, self.record(row, period))
    }

    /// Whether units hang below the unit of a row, now or in the period of a place.
    pub fn is_parent_in(&self, row: Row, slot: Slot) -> bool {
        row.is_parent || slot.period != self.period && self.known(row, slot).is_parent
    }

    /// A cell as shown.
    pub fn shown(&self, row: Row, slot: Slot) -> Shown {
        let known = self.known(row, slot);
        if !known.exists {
            return Shown::unknown("the unit does not exist in this period");
        }
        let record = self.record(row, slot.period);
        match slot.column.kind() {
            Kind::Name => Shown::words(self.unit_name(row), Tone::Entered),
            Kind::Status => Self::status(&known),
            Kind::Figure(figure) => self.figure(row, slot, &known, figure),
            Kind::Measure(measure) => {
                let tone = if known.is_parent { Tone::RollUp } else { Tone::Calculated };
                match known.value {
                    Some(value) => Shown::number(value, measure.unit(), tone),
                    None => Shown::unknown(known.reason),
                }
            }
            Kind::Own(own) => match record.and_then(|record| own.entered(record)) {
                Some(value) => self.entered(record, Shown::number(value, own_unit(own), Tone::Entered)),
                None => Shown::unknown("nothing is recorded for it; this figure does not roll up"),
            },
            Kind::Flag => match record {
                Some(record) => Shown::words(yes(record.addressable), Tone::Entered),
                None => Shown {
                    note: Some("Nothing is recorded; a unit is taken as addressable until then.".to_owned()),
                    ..Shown::words(yes(true), Tone::Calculated)
                },
            },
            Kind::Basis => match record.and_then(|record| record.potential.as_deref()) {
                Some(potential) => {
                    self.entered(record, Shown::words(potential.basis.kind().word(), Tone::Entered))
                }
                None => Shown::unknown("no potential is recorded for it"),
            },
            Kind::Note => match record.and_then(|record| record.note.as_deref()) {
                Some(note) => Shown { note: Some(note.to_owned()), ..Shown::words(note, Tone::Entered) },
                None => Shown::words("", Tone::Entered),
            },
            Kind::Entry if known.is_parent => Shown::words(self.entry_mode(row).word(), Tone::Entered),
            Kind::Entry => Shown::unknown("nothing hangs below it"),
            Kind::Products => self.product_cell(row, slot, &known),
            Kind::Carried => self.carried(row, slot, &known),
        }
    }

    fn figure(&self, row: Row, slot: Slot, known: &Known, figure: Figure) -> Shown {
        let record = self.record(row, slot.period);
        let own = record.and_then(|record| figure.entered(record));
        let number = |value, tone| Shown::number(value, figure.unit(), tone);
        let Some(value) = known.value.or(own) else {
            return Shown::unknown(if known.is_parent {
                "nothing is recorded for it or below it"
            } else {
                "nothing is recorded for it"
            });
        };
        if known.is_parent {
            let (beside, note) = self.own_part(row, slot, known, own, figure);
            return Shown { note, beside, ..number(value, Tone::RollUp) };
        }
        if let Some(own) = own {
            return self.entered(record, number(own, Tone::Entered));
        }
        let why = match known.status {
            Some(status) => format!("Not entered; taken as {value} because the status is {}.", status.word()),
            None => format!("Not entered; taken as {value} because the account is a prospect."),
        };
        Shown { note: Some(why), ..number(value, Tone::Calculated) }
    }

    /// What of a roll-up is the unit's own, or what a total leaves unallocated: in short, and as a sentence.
    fn own_part(
        &self,
        row: Row,
        slot: Slot,
        known: &Known,
        own: Option<f64>,
        figure: Figure,
    ) -> (Option<Beside>, Option<String>) {
        let Some(own) = own else { return (None, None) };
        let say = |value: f64| number_text(value, figure.unit());
        let brief = |value: f64| match figure.unit() {
            Unit::Money => labels::money(Some(value), &self.workspace.settings.currency.symbol),
            unit => short_text(value, unit),
        };
        let short = |value: f64| if figure.unit() == Unit::Money { brief(value) } else { say(value) };
        if self.entry_mode(row) == EntryMode::Direct {
            let below = self.below(row, slot).map_or_else(|| "nothing".to_owned(), say);
            let beside = Beside { text: format!("own {}", short(own)), figure: brief(own), is_over: false };
            return (
                Some(beside),
                Some(format!("{} of its own and {below} from the units below.", say(own))),
            );
        }
        let Some(rest) = known.rest else { return (None, Some("The total is entered.".to_owned())) };
        let is_over = compare::money_less(rest, 0.0);
        let figure = brief(rest.abs());
        let (text, note) = if is_over {
            let over = say(-rest);
            let note = format!("The total is entered; the units below come to {over} more than it.");
            (format!("{} over", short(-rest)), note)
        } else {
            let note =
                format!("The total is entered; {} of it is unallocated to the units below.", say(rest));
            (format!("{} unallocated", short(rest)), note)
        };
        (Some(Beside { text, figure, is_over }), Some(note))
    }

    /// A value that stands in a record: carried, if nobody stands behind it yet.
    fn entered(&self, record: Option<&UnitRecord>, shown: Shown) -> Shown {
        match record.filter(|record| !record.confirmed) {
            Some(record) => Shown { tone: Tone::Carried, note: Some(self.carried_note(record)), ..shown },
            None => shown,
        }
    }

    fn carried_note(&self, record: &UnitRecord) -> String {
        match record.carried_from {
            Some(from) => format!("Carried from {} and not yet confirmed.", self.workspace.period_text(from)),
            None => "Not yet confirmed.".to_owned(),
        }
    }

    fn status(known: &Known) -> Shown {
        if known.is_parent {
            let text = format!("{} of {} active", known.active, known.units);
            return Shown::words(text, Tone::RollUp);
        }
        match known.status {
            Some(status) => Shown::words(status.word(), Tone::Entered),
            None => Shown::unknown("no status is recorded"),
        }
    }

    fn product_cell(&self, row: Row, slot: Slot, known: &Known) -> Shown {
        let Some(counts) = self.counts(slot.period).filter(|counts| !counts.offered.is_empty()) else {
            return Shown::unknown("no product is offered in this period");
        };
        if known.is_parent {
            let (adopted, applicable) = counts.products_in(row.unit as usize);
            if applicable == 0 {
                return Shown::unknown("no product applies to a unit that counts");
            }
            return Shown::words(format!("{adopted} of {applicable}"), Tone::RollUp);
        }
        let states: Vec<String> = self
            .products(slot.period)
            .map(|product| {
                format!("{}={}", product.name, self.product_state(row, slot.period, product).word())
            })
            .collect();
        Shown::words(states.join("; "), Tone::Entered)
    }

    fn carried(&self, row: Row, slot: Slot, known: &Known) -> Shown {
        if known.is_parent {
            let carried = self.counts(slot.period).map_or(0, |counts| counts.carried_in(row.unit as usize));
            let text = if carried == 0 { "None carried".to_owned() } else { format!("{carried} carried") };
            return Shown::words(text, Tone::RollUp);
        }
        match self.record(row, slot.period) {
            Some(record) if record.confirmed => Shown::words("Confirmed", Tone::Entered),
            Some(record) => {
                Shown { note: Some(self.carried_note(record)), ..Shown::words("Confirm", Tone::Carried) }
            }
            None => Shown::unknown("nothing is recorded in this period"),
        }
    }

    /// What the units below a row bring to a place; `None` = nothing is known of them.
    pub fn below(&self, row: Row, slot: Slot) -> Option<f64> {
        let children = self.facts().children(row.unit as usize).iter();
        let child = |unit: &u32| self.known(Row { unit: *unit, ..row }, slot).value;
        children.filter_map(child).reduce(|sum, term| sum + term)
    }

    /// The number in a cell; `None` = not a number, or unknown.
    pub fn value(&self, row: Row, slot: Slot) -> Option<f64> {
        let own = |of: &dyn Fn(&UnitRecord) -> Option<f64>| self.record(row, slot.period).and_then(of);
        let known = self.known(row, slot);
        match slot.column.kind() {
            _ if !known.exists => None,
            Kind::Figure(_) if known.is_parent => known.value,
            Kind::Figure(figure) => own(&|record| figure.entered(record)).or(known.value),
            Kind::Measure(_) => known.value,
            Kind::Own(number) => own(&|record| number.entered(record)),
            _ => None,
        }
    }

    /// What words are sorted by; empty = unknown. States are sorted as they are listed, not by their first letters.
    pub fn sort_text(&self, row: Row, slot: Slot) -> String {
        let known = self.known(row, slot);
        let record = self.record(row, slot.period);
        let basis = || record?.potential.as_deref().map(|potential| potential.basis.kind() as u32);
        match slot.column.kind() {
            Kind::Status if known.is_parent => format!("{:010}", known.active),
            Kind::Status => known.status.map_or_else(String::new, |status| format!("{:010}", status as u32)),
            Kind::Basis => basis().map_or_else(String::new, |kind| format!("{kind:02}")),
            _ => match self.shown(row, slot) {
                shown if shown.tone == Tone::Unknown => String::new(),
                shown => shown.text.to_lowercase(),
            },
        }
    }

    /// What a screen reader says: unit, column, value.
    pub fn spoken(&self, row: Row, slot: Slot) -> String {
        let name = self.unit_name(row);
        let shown = self.shown(row, slot);
        let column = slot.column;
        let value = match (column, shown.tone) {
            (Column::Unit, _) => return name.to_owned(),
            (_, Tone::Unknown) => "unknown",
            (Column::Note, _) if shown.text.is_empty() => "none",
            (Column::Carried, Tone::Carried) => "carried, not confirmed",
            _ => &shown.text,
        };
        let carried = if shown.tone == Tone::Carried && column != Column::Carried { ", carried" } else { "" };
        let beside = shown.beside.as_ref().map_or_else(String::new, |beside| format!(", {}", beside.text));
        let problem = self.problems.at(row.unit, slot).first();
        let problem = problem.map_or_else(String::new, |problem| format!(", check: {}", problem.name()));
        format!("{name}, {}: {value}{beside}{carried}{problem}", self.slot_name(slot))
    }

    /// The value of a cell that may be entered, as text to begin editing with; own figures on roll-up rows.
    pub fn editable_text(&self, row: Row, slot: Slot) -> String {
        let Some(record) = self.record(row, slot.period) else { return String::new() };
        let word = |word: Option<&str>| word.map_or_else(String::new, str::to_owned);
        match slot.column.kind() {
            Kind::Figure(figure) => figure.entered(record).map_or_else(String::new, plain),
            Kind::Own(own) => own.entered(record).map_or_else(String::new, plain),
            Kind::Status => word(record.status.map(Status::word)),
            Kind::Flag => yes(record.addressable).to_owned(),
            Kind::Basis => word(record.potential.as_deref().map(|potential| potential.basis.kind().word())),
            Kind::Note => word(record.note.as_deref()),
            _ => String::new(),
        }
    }

    /// The entered values of a cell, to be filled into others; empty where nothing can be entered.
    pub fn values(&self, row: Row, slot: Slot) -> Vec<FieldValue> {
        let record = self.record(row, slot.period);
        match slot.column.kind() {
            Kind::Status => vec![FieldValue::Status(record.and_then(|record| record.status))],
            Kind::Flag => vec![FieldValue::Addressable(record.is_none_or(|record| record.addressable))],
            Kind::Figure(figure) => {
                number_value(slot.column, record.and_then(|record| figure.entered(record)))
                    .into_iter()
                    .collect()
            }
            Kind::Own(own) => {
                number_value(slot.column, record.and_then(|record| own.entered(record))).into_iter().collect()
            }
            Kind::Basis => {
                let potential = record.and_then(|record| record.potential.as_deref());
                vec![FieldValue::PotentialBasis(potential.map_or(BasisKind::Estimate, |p| p.basis.kind()))]
            }
            Kind::Note => {
                vec![FieldValue::Note(record.and_then(|record| record.note.as_deref()).map(str::to_owned))]
            }
            Kind::Products => self
                .products(slot.period)
                .map(|product| {
                    let state = record.and_then(|record| record.product(&product.key));
                    FieldValue::Product(product.key.clone(), state)
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// A cell of an edit for a row.
    pub fn cell(&self, row: Row, slot: Slot, value: FieldValue) -> Cell {
        Cell { unit: self.account.units[row.unit as usize].key.clone(), period: slot.period, value }
    }

    /// Units of these rows with an unconfirmed record in a period.
    pub fn unconfirmed(&self, rows: impl Iterator<Item = usize>, period: Period) -> Vec<UnitKey> {
        rows.filter_map(|row| self.row(row))
            .filter(|row| self.record(*row, period).is_some_and(|record| !record.confirmed))
            .map(|row| self.account.units[row.unit as usize].key.clone())
            .collect()
    }

    /// Whether a cell holds something, for Ctrl and the arrows.
    pub fn is_filled(&self, pos: Pos) -> bool {
        self.at(pos).is_some_and(|(row, slot)| {
            if slot.column.is_numeric() {
                return self.value(row, slot).is_some();
            }
            let shown = self.shown(row, slot);
            shown.tone != Tone::Unknown && !shown.text.is_empty()
        })
    }
}

fn own_unit(own: Own) -> Unit {
    if own == Own::Depth { Unit::Percent } else { Unit::Money }
}

/// The state that follows when a box is clicked.
pub const fn next_state(state: ProductState) -> ProductState {
    match state {
        ProductState::Open => ProductState::Adopted,
        ProductState::Adopted => ProductState::Trial,
        ProductState::Trial => ProductState::NotApplicable,
        ProductState::NotApplicable => ProductState::HeldByCompetitor,
        ProductState::HeldByCompetitor => ProductState::Open,
    }
}

/// A number for the eye: grouped, a rate with one decimal.
pub fn number_text(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Percent => number::percent(value),
        _ => number::money_full(value),
    }
}

/// The same in few signs: `7.3B`, `12.4K`, a rate in whole percent.
pub fn short_text(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Percent => format!("{}%", number::fixed(value, 0)),
        _ => number::money_short(value, ""),
    }
}

/// A number for another program: no grouping, all digits.
pub fn plain(value: f64) -> String {
    format!("{value}")
}

/// A clause as a sentence.
pub fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let end = if clause.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_the_eye() {
        assert_eq!(number_text(1_500_000.0, Unit::Money), "1,500,000");
        assert_eq!(number_text(-1234.5, Unit::Money), "−1,234.50");
        assert_eq!(number_text(999.0, Unit::Count), "999");
        assert_eq!(number_text(88.888_9, Unit::Percent), "88.9%");
        assert_eq!(plain(1_234_567.125), "1234567.125");
        assert_eq!(short_text(7_277_063_112.0, Unit::Money), "7.3B");
        assert_eq!(short_text(12_440.0, Unit::Count), "12.4K");
        assert_eq!(short_text(188.888_9, Unit::Percent), "189%");
        let active = Shown::words("1234 of 10000 active", Tone::RollUp);
        assert_eq!(active.short(Column::Status).as_deref(), Some("1234 of 10000"));
        assert_eq!(Shown::words("Active", Tone::Entered).short(Column::Status), None);
    }

    #[test]
    fn a_box_goes_round_all_states() {
        let mut state = ProductState::Open;
        for _ in ProductState::ALL {
            state = next_state(state);
        }
        assert_eq!(state, ProductState::Open);
    }
}
