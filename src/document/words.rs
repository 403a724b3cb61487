//! Words that people write for a status, a basis, yes or no, and the state of a product.

use crate::domain::{BasisKind, Product, ProductKey, ProductState, Status};

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

/// The state of a product that a word begins.
pub fn state_of(text: &str) -> Result<ProductState, String> {
    let words: Vec<&str> = ProductState::ALL.iter().map(|state| state.word()).collect();
    begun(text, &words)
        .map(|at| ProductState::ALL[at])
        .ok_or_else(|| format!("“{text}” is no state of a product; write {}.", any(&words)))
}

/// Yes or no, in the words that spreadsheets use.
pub fn flag_of(text: &str) -> Result<bool, String> {
    match text.trim().to_lowercase().as_str() {
        "y" | "yes" | "true" | "1" | "x" => Ok(true),
        "n" | "no" | "false" | "0" => Ok(false),
        _ => Err("This is neither yes nor no; write Yes or No.".to_owned()),
    }
}

/// States of several products in one text: `Core=Adopted; Plus=Open`, by name or by key.
pub fn states_of<'a>(
    text: &str,
    products: impl Iterator<Item = &'a Product> + Clone,
) -> Result<Vec<(ProductKey, ProductState)>, String> {
    let one = |part: &str| {
        let (name, word) = part.rsplit_once('=').ok_or_else(|| {
            format!("“{part}” is not understood; write a product and its state, such as “Core=Adopted; Plus=Open”.")
        })?;
        let (name, word) = (name.trim(), word.trim());
        let product = products
            .clone()
            .find(|product| product.name.eq_ignore_ascii_case(name) || product.key.as_str() == name)
            .ok_or_else(|| format!("No product “{name}” is offered in this period."))?;
        Ok((product.key.clone(), state_of(word)?))
    };
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(one).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_letters_are_enough() {
        assert_eq!(status_of("p"), Ok(Status::Pilot));
        assert_eq!(status_of("Competitor held"), Ok(Status::CompetitorHeld));
        assert_eq!(status_of("competitor_h"), Ok(Status::CompetitorHeld));
        assert!(status_of("x").is_err_and(|sentence| sentence.ends_with("Competitor-held or Lost.")));
        assert!(status_of("").is_err());
        assert_eq!(basis_of("head"), Ok(BasisKind::Headcount));
        assert!(basis_of("x").is_err_and(|sentence| sentence.ends_with("Comparable accounts or Estimate.")));
        assert_eq!((flag_of("TRUE"), flag_of("n")), (Ok(true), Ok(false)));
        assert!(flag_of("maybe").is_err());
    }
}
