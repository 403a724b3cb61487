//! How a typed or pasted text becomes a value of a cell.

use crate::{
    document::{FieldValue, basis_of, flag_of, states_of, status_of},
    domain::{Amount, BasisKind, Count},
    ui::kit::number::{self, DecimalHint, NumberKind},
};

use super::{
    columns::{Column, Kind, Slot},
    sheet::Sheet,
};

/// A text for a cell.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'a> {
    /// What was typed, or what another program shows.
    pub text: &'a str,
    /// The value that the other program says is behind it, rates in percent; `None` = the text is all.
    pub number: Option<f64>,
    /// Which sign splits decimals where the text alone does not say.
    pub hint: DecimalHint,
}

impl<'a> Typed<'a> {
    /// As somebody types it.
    pub const fn text(text: &'a str) -> Self {
        Self { text, number: None, hint: DecimalHint::Point }
    }

    /// Without the spaces around it; empty = nothing, which clears.
    fn trimmed(self) -> &'a str {
        let text = self.text.trim();
        if matches!(text, "–" | "-" | "—") { "" } else { text }
    }

    /// The number that it is in a column of numbers; `None` = nothing. The error is a sentence.
    pub fn number(self, kind: NumberKind) -> Result<Option<f64>, String> {
        let text = self.trimmed();
        if text.is_empty() {
            return Ok(None);
        }
        let read = |hint| number::parse(text, kind, hint).map(|parsed| parsed.value);
        if let Some(exact) = self.number {
            // The text must make sense here, in whichever notation; a count that is shown rounded is meant so.
            read(DecimalHint::Point)
                .or_else(|_| read(DecimalHint::Comma))
                .map_err(|error| error.to_string())?;
            if kind != NumberKind::Count || exact.fract() == 0.0 {
                return Ok(Some(number::round_to(exact, 6)));
            }
        }
        // Most cells of a block are plain digits, which mean the same in every notation.
        if text.len() <= 15 && text.bytes().all(|letter| letter.is_ascii_digit()) {
            return Ok(text.parse().ok());
        }
        read(self.hint).map(Some).map_err(|error| error.to_string())
    }
}

impl Sheet<'_> {
    /// A text as values for a place. Empty text clears. The error is a sentence.
    pub fn read(&self, slot: Slot, typed: Typed<'_>) -> Result<Vec<FieldValue>, String> {
        let (column, text) = (slot.column, typed.trimmed());
        if let Some(kind) = column.number() {
            return number_value(column, typed.number(kind)?).map(|value| vec![value]);
        }
        Ok(vec![match column.kind() {
            Kind::Status if text.is_empty() => FieldValue::Status(None),
            Kind::Status => FieldValue::Status(Some(status_of(text)?)),
            Kind::Flag => FieldValue::Addressable(text.is_empty() || flag_of(text)?),
            Kind::Basis if text.is_empty() => FieldValue::PotentialBasis(BasisKind::Estimate),
            Kind::Basis => FieldValue::PotentialBasis(basis_of(text)?),
            Kind::Note => FieldValue::Note((!text.is_empty()).then(|| text.to_owned())),
            Kind::Products => return self.read_products(slot, text),
            _ => return Err(format!("{} cannot be entered.", column.name())),
        }])
    }

    fn read_products(&self, slot: Slot, text: &str) -> Result<Vec<FieldValue>, String> {
        if text.is_empty() {
            return Ok(self
                .products(slot.period)
                .map(|product| FieldValue::Product(product.key.clone(), None))
                .collect());
        }
        let states = states_of(text, &self.products(slot.period))?;
        Ok(states.into_iter().map(|(product, state)| FieldValue::Product(product, Some(state))).collect())
    }
}

/// Yes or No.
pub const fn yes(flag: bool) -> &'static str {
    if flag { "Yes" } else { "No" }
}

/// The value that a number is in a column of numbers; `None` clears. The error is a sentence.
pub fn number_value(column: Column, number: Option<f64>) -> Result<FieldValue, String> {
    let amount = || number.map(Amount::new).transpose().map_err(|error| format!("This {error}."));
    let count = || number.map(Count::try_from).transpose().map_err(|error| format!("This {error}."));
    Ok(match column {
        Column::Arr => FieldValue::Arr(amount()?),
        Column::OneTime => FieldValue::OneTime(amount()?),
        Column::Potential => FieldValue::PotentialValue(amount()?),
        Column::Low => FieldValue::PotentialLow(amount()?),
        Column::High => FieldValue::PotentialHigh(amount()?),
        Column::CategorySpend => FieldValue::CategorySpend(amount()?),
        Column::BudgetCeiling => FieldValue::BudgetCeiling(amount()?),
        Column::Licensed => FieldValue::LicensedSeats(count()?),
        Column::Active => FieldValue::ActiveUsers(count()?),
        Column::Eligible => FieldValue::EligibleUsers(count()?),
        Column::Depth if number.is_some_and(|depth| depth > 100.0) => {
            return Err("Adoption depth goes from 0 to 100%.".to_owned());
        }
        Column::Depth => FieldValue::Depth(amount()?),
        _ => return Err(format!("{} is calculated and cannot be entered.", column.name())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands behind a rounded number comes along, where the text makes sense in the column.
    #[test]
    fn exact_numbers_count_where_their_text_can_be_read() {
        let read = |text, number, kind| Typed { number: Some(number), ..Typed::text(text) }.number(kind);
        assert_eq!(read("1,235", 1234.567, NumberKind::Money), Ok(Some(1234.567)));
        assert_eq!(read("1.235", 1234.567, NumberKind::Money), Ok(Some(1234.567)));
        assert_eq!(read("1.234,57 €", 1234.567, NumberKind::Money), Ok(Some(1234.567)));
        assert_eq!(read("35.7%", 35.714_285_714, NumberKind::Percent), Ok(Some(35.714_286)));
        assert_eq!(read("1,235", 1234.567, NumberKind::Count), Ok(Some(1235.0)));
        assert_eq!(read("–", 5.0, NumberKind::Money), Ok(None));
        assert!(read("n/a", 5.0, NumberKind::Money).is_err());
        assert!(read("€5", 5.0, NumberKind::Count).is_err());
    }

    #[test]
    fn numbers_of_other_columns() {
        assert!(
            number_value(Column::Depth, Some(120.0)).is_err_and(|sentence| sentence.contains("0 to 100%"))
        );
        assert!(number_value(Column::Arr, Some(-1.0)).is_err());
        assert_eq!(number_value(Column::Licensed, None), Ok(FieldValue::LicensedSeats(None)));
    }
}
