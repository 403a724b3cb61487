//! How a typed or pasted text becomes a value of a cell.

use crate::{
    document::{FieldValue, basis_of, flag_of, states_of, status_of},
    domain::{Amount, BasisKind, Count},
    ui::kit::number::{self, DecimalHint},
};

use super::{
    cells::Sheet,
    columns::{Column, Kind},
};

impl Sheet<'_> {
    /// A text as values for a column. Empty text clears. The error is a sentence.
    pub fn read(&self, column: Column, text: &str, hint: DecimalHint) -> Result<Vec<FieldValue>, String> {
        let text = text.trim();
        let text = if matches!(text, "–" | "-" | "—") { "" } else { text };
        if let Some(kind) = column.number() {
            let is_plain = text.len() <= 15 && text.bytes().all(|letter| letter.is_ascii_digit());
            let number = match text {
                "" => None,
                // Most cells of a block are plain digits, which mean the same in every notation.
                text if is_plain => text.parse().ok(),
                text => Some(number::parse(text, kind, hint).map_err(|error| error.to_string())?.value),
            };
            return number_value(column, number).map(|value| vec![value]);
        }
        Ok(vec![match column.kind() {
            Kind::Status if text.is_empty() => FieldValue::Status(None),
            Kind::Status => FieldValue::Status(Some(status_of(text)?)),
            Kind::Flag => FieldValue::Addressable(text.is_empty() || flag_of(text)?),
            Kind::Basis if text.is_empty() => FieldValue::PotentialBasis(BasisKind::Estimate),
            Kind::Basis => FieldValue::PotentialBasis(basis_of(text)?),
            Kind::Note => FieldValue::Note((!text.is_empty()).then(|| text.to_owned())),
            Kind::Products => return self.read_products(text),
            _ => return Err(format!("{} cannot be entered.", column.name())),
        }])
    }

    fn read_products(&self, text: &str) -> Result<Vec<FieldValue>, String> {
        if text.is_empty() {
            return Ok(self
                .products()
                .map(|product| FieldValue::Product(product.key.clone(), None))
                .collect());
        }
        let states = states_of(text, self.products())?;
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

    #[test]
    fn numbers_of_other_columns() {
        assert!(
            number_value(Column::Depth, Some(120.0)).is_err_and(|sentence| sentence.contains("0 to 100%"))
        );
        assert!(number_value(Column::Arr, Some(-1.0)).is_err());
        assert_eq!(number_value(Column::Licensed, None), Ok(FieldValue::LicensedSeats(None)));
    }
}
