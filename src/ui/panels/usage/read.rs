//! How a typed or pasted text becomes a value of a cell.

use crate::{
    document::FieldValue,
    domain::{Amount, BasisKind, Count, ProductState, Status},
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
        let one = |part: &str| {
            let (name, word) = part.rsplit_once('=').ok_or_else(|| {
                format!("“{part}” is not understood; write a product and its state, such as “Core=Adopted; Plus=Open”.")
            })?;
            let (name, word) = (name.trim(), word.trim());
            let product = self
                .products()
                .find(|product| product.name.eq_ignore_ascii_case(name) || product.key.as_str() == name)
                .ok_or_else(|| format!("No product “{name}” is offered in this period."))?;
            let state = ProductState::ALL
                .iter()
                .find(|state| state.word().eq_ignore_ascii_case(word))
                .ok_or_else(|| format!("“{word}” is no state of a product; write Open, Adopted, Trial, Not applicable or Held by competitor."))?;
            Ok(FieldValue::Product(product.key.clone(), Some(*state)))
        };
        text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(one).collect()
    }
}

/// The status that a word begins; the first letters are enough.
pub fn status_of(text: &str) -> Result<Status, String> {
    let words: Vec<&str> = Status::ALL.iter().map(|status| status.word()).collect();
    begun(text, &words)
        .map(|at| Status::ALL[at])
        .ok_or_else(|| format!("This is no status; write {}.", any(&words)))
}

/// The basis that a word begins.
pub fn basis_of(text: &str) -> Result<BasisKind, String> {
    let words: Vec<&str> = BasisKind::ALL.iter().map(|kind| kind.word()).collect();
    begun(text, &words)
        .map(|at| BasisKind::ALL[at])
        .ok_or_else(|| format!("This is no basis; write {}.", any(&words)))
}

/// Yes or no, in the words that spreadsheets use.
pub fn flag_of(text: &str) -> Result<bool, String> {
    match text.trim().to_lowercase().as_str() {
        "y" | "yes" | "true" | "1" | "x" => Ok(true),
        "n" | "no" | "false" | "0" => Ok(false),
        _ => Err("This is neither yes nor no; write Yes or No.".to_owned()),
    }
}

/// Yes or No.
pub const fn yes(flag: bool) -> &'static str {
    if flag { "Yes" } else { "No" }
}

/// The one word that a text begins.
fn begun(text: &str, words: &[&str]) -> Option<usize> {
    // Most cells of a block hold the whole word.
    if let Some(at) = words.iter().position(|word| word.eq_ignore_ascii_case(text.trim())) {
        return Some(at);
    }
    let plain = |text: &str| text.trim().to_lowercase().replace(['-', '_'], " ");
    let text = plain(text);
    let mut found = words.iter().enumerate().filter(|(_, word)| plain(word).starts_with(&text));
    match (found.next(), found.next()) {
        (Some((at, _)), None) if !text.is_empty() => Some(at),
        _ => None,
    }
}

/// Words as a choice: `A, B or C`.
fn any(words: &[&str]) -> String {
    let (last, first) = words.split_last().unwrap_or((&"", &[]));
    format!("{} or {last}", first.join(", "))
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
    fn first_letters_of_a_status() {
        assert_eq!(status_of("p"), Ok(Status::Pilot));
        assert_eq!(status_of("Competitor held"), Ok(Status::CompetitorHeld));
        assert_eq!(status_of("competitor_h"), Ok(Status::CompetitorHeld));
        assert!(status_of("x").is_err_and(|sentence| sentence.ends_with("Competitor-held or Lost.")));
        assert!(status_of("").is_err());
    }

    #[test]
    fn words_and_numbers_of_other_columns() {
        assert_eq!(basis_of("head"), Ok(BasisKind::Headcount));
        assert!(basis_of("x").is_err_and(|sentence| sentence.ends_with("Comparable accounts or Estimate.")));
        assert_eq!((flag_of("TRUE"), flag_of("n")), (Ok(true), Ok(false)));
        assert!(flag_of("maybe").is_err());
        assert!(
            number_value(Column::Depth, Some(120.0)).is_err_and(|sentence| sentence.contains("0 to 100%"))
        );
        assert!(number_value(Column::Arr, Some(-1.0)).is_err());
        assert_eq!(number_value(Column::Licensed, None), Ok(FieldValue::LicensedSeats(None)));
    }
}
