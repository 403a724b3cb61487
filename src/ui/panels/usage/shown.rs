//! What a cell shows and says: text, how it came about, and what there is to tell of it.

use crate::{
    domain::{EntryMode, UnitRecord},
    engine::{
        compare,
        metrics::{Figure, Unit},
    },
    ui::{kit::number, panels::labels},
};

use super::{
    columns::{Column, Kind, Own, Slot},
    read::yes,
    rows::Row,
    sheet::Sheet,
    track::Known,
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

impl Sheet<'_> {
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
            return match known.active {
                Some(active) => Shown::words(format!("{active} of {} active", known.units), Tone::RollUp),
                None => Shown::unknown("no unit below has a status or a figure"),
            };
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
        let problem =
            problem.map_or_else(|| aside(self, row, slot), |problem| format!(", check: {}", problem.name()));
        format!("{name}, {}: {value}{beside}{carried}{problem}", self.slot_name(slot))
    }
}

/// What a screen reader says of a guardrail that was put aside.
fn aside(sheet: &Sheet<'_>, row: Row, slot: Slot) -> String {
    let aside = sheet.problems.aside(row.unit, slot).first();
    aside.map_or_else(String::new, |problem| format!(", acknowledged: {}", problem.name()))
}

fn own_unit(own: Own) -> Unit {
    if own == Own::Depth { Unit::Percent } else { Unit::Money }
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
        assert_eq!(short_text(7_277_063_112.0, Unit::Money), "7.3B");
        assert_eq!(short_text(12_440.0, Unit::Count), "12.4K");
        assert_eq!(short_text(188.888_9, Unit::Percent), "189%");
        let active = Shown::words("1234 of 10000 active", Tone::RollUp);
        assert_eq!(active.short(Column::Status).as_deref(), Some("1234 of 10000"));
        assert_eq!(Shown::words("Active", Tone::Entered).short(Column::Status), None);
    }
}
