//! The figures of a record that a column can hold: names, synonyms, and how a cell becomes a value.

use super::super::{Entry, FieldValue, basis_of, flag_of, states_of, status_of};
use crate::domain::{Amount, BasisKind, Count, Product, Status, UnitRecord};
use crate::number::{self, DecimalHint, Evidence, NumberKind};

/// A figure or word of a record. In the order in which values are entered: what stands around a potential comes after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UsageField {
    /// Status.
    Status,
    /// Whether it could be a customer.
    Addressable,
    /// Annualised recurring revenue.
    Arr,
    /// One-time fees.
    OneTime,
    /// Realistic ceiling.
    Potential,
    /// Lower end of the potential's range.
    PotentialLow,
    /// Upper end of the potential's range.
    PotentialHigh,
    /// What the potential rests on.
    Basis,
    /// Spend in the category with anybody.
    CategorySpend,
    /// Stated budget.
    BudgetCeiling,
    /// Seats sold.
    LicensedSeats,
    /// People active.
    ActiveUsers,
    /// People who could use it.
    EligibleUsers,
    /// States of several products in one cell.
    Products,
    /// Adoption depth.
    Depth,
    /// Free text.
    Note,
}

struct Spec {
    field: UsageField,
    name: &'static str,
    number: Option<NumberKind>,
    /// Whether a unit with units below shows what is entered below it.
    rolls_up: bool,
    /// What people call it, in the form of [`super::columns::plain`].
    synonyms: &'static [&'static str],
}

const fn spec(
    field: UsageField,
    name: &'static str,
    number: Option<NumberKind>,
    rolls_up: bool,
    synonyms: &'static [&'static str],
) -> Spec {
    Spec { field, name, number, rolls_up, synonyms }
}

use NumberKind::{Count as C, Money as M, Percent as P};
use UsageField as F;

/// One line a field; a test holds it parallel to [`UsageField`].
#[rustfmt::skip]
const SPECS: [Spec; 16] = [
    spec(F::Status, "Status", None, true, &["status", "account status", "customer status", "stage"]),
    spec(F::Addressable, "Addressable", None, false, &["addressable", "in scope"]),
    spec(F::Arr, "ARR", Some(M), true,
        &["arr", "annual recurring revenue", "recurring revenue", "revenue", "annual revenue", "our share", "acv",
          "current revenue", "jahresumsatz", "umsatz"]),
    spec(F::OneTime, "One-time fees", Some(M), false,
        &["one time fees", "one time", "one time fee", "one off fees", "setup fees", "einmalig"]),
    spec(F::Potential, "Potential", Some(M), true,
        &["potential", "revenue potential", "market value", "total potential", "tam", "addressable revenue",
          "potenzial", "umsatzpotenzial"]),
    spec(F::PotentialLow, "Potential, low", Some(M), false, &["potential low", "low potential", "potential min"]),
    spec(F::PotentialHigh, "Potential, high", Some(M), false, &["potential high", "high potential", "potential max"]),
    spec(F::Basis, "Basis", None, false, &["basis", "potential basis", "basis of the potential"]),
    spec(F::CategorySpend, "Category spend", Some(M), true,
        &["category spend", "spend", "total spend", "wallet", "wallet size", "ausgaben"]),
    spec(F::BudgetCeiling, "Budget ceiling", Some(M), true, &["budget ceiling", "budget", "stated budget"]),
    spec(F::LicensedSeats, "Licensed seats", Some(C), true,
        &["licensed seats", "seats", "licenses", "licences", "licensed", "licensed users", "purchased seats",
          "seats sold", "lizenzen", "plaetze"]),
    spec(F::ActiveUsers, "Active users", Some(C), true,
        &["active users", "active", "users", "mau", "monthly active users", "used seats", "aktive nutzer", "nutzer"]),
    spec(F::EligibleUsers, "Eligible users", Some(C), true,
        &["eligible users", "eligible", "eligible employees", "potential users", "headcount", "employees",
          "mitarbeiter", "berechtigte nutzer"]),
    spec(F::Products, "Products", None, true, &["products", "product states", "produkte"]),
    spec(F::Depth, "Adoption depth", Some(P), false, &["adoption depth", "depth", "adoption", "nutzungstiefe"]),
    spec(F::Note, "Note", None, false, &["note", "notes", "comment", "comments", "remark", "notiz", "bemerkung"]),
];

impl UsageField {
    /// All fields in order.
    pub fn all() -> impl Iterator<Item = Self> {
        SPECS.iter().map(|spec| spec.field)
    }

    const fn spec(self) -> &'static Spec {
        &SPECS[self as usize]
    }

    /// Name on screen.
    pub const fn name(self) -> &'static str {
        self.spec().name
    }

    /// What kind of number it takes; `None` = words.
    pub const fn number(self) -> Option<NumberKind> {
        self.spec().number
    }

    /// Whether a unit with units below shows what is entered below it.
    pub const fn rolls_up(self) -> bool {
        self.spec().rolls_up
    }

    /// The field of a heading in the form of [`super::columns::plain`].
    pub(super) fn called(heading: &str) -> Option<Self> {
        SPECS.iter().find(|spec| spec.synonyms.contains(&heading)).map(|spec| spec.field)
    }

    /// What a cell that is not blank says. `decimal` = which sign splits decimals where a number leaves it open.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub fn read(
        self,
        entry: &Entry,
        decimal: Option<DecimalHint>,
        products: &[Product],
    ) -> Result<Vec<FieldValue>, String> {
        if let Entry::Broken(_) = entry {
            return Err("This is an error of the sheet; correct its formula or enter the value.".to_owned());
        }
        if let Some(kind) = self.number() {
            return self.of_number(read_number(entry, kind, decimal)?).map(|value| vec![value]);
        }
        let text = entry.text();
        Ok(vec![match self {
            Self::Status => FieldValue::Status(Some(status_of(&text)?)),
            Self::Addressable => FieldValue::Addressable(flag_of(&text)?),
            Self::Basis => FieldValue::PotentialBasis(basis_of(&text)?),
            Self::Products => {
                let states = states_of(&text, products.iter())?.into_iter();
                return Ok(states.map(|(key, state)| FieldValue::Product(key, Some(state))).collect());
            }
            _ => FieldValue::Note(Some(text.into_owned())),
        }])
    }

    fn of_number(self, number: f64) -> Result<FieldValue, String> {
        let amount = || Amount::new(number).map(Some).map_err(|error| format!("This {error}."));
        let count = || Count::try_from(number).map(Some).map_err(|error| format!("This {error}."));
        Ok(match self {
            Self::Arr => FieldValue::Arr(amount()?),
            Self::OneTime => FieldValue::OneTime(amount()?),
            Self::Potential => FieldValue::PotentialValue(amount()?),
            Self::PotentialLow => FieldValue::PotentialLow(amount()?),
            Self::PotentialHigh => FieldValue::PotentialHigh(amount()?),
            Self::CategorySpend => FieldValue::CategorySpend(amount()?),
            Self::BudgetCeiling => FieldValue::BudgetCeiling(amount()?),
            Self::LicensedSeats => FieldValue::LicensedSeats(count()?),
            Self::ActiveUsers => FieldValue::ActiveUsers(count()?),
            Self::EligibleUsers => FieldValue::EligibleUsers(count()?),
            _ if number > 100.0 => return Err("Adoption depth goes from 0 to 100%.".to_owned()),
            _ => FieldValue::Depth(amount()?),
        })
    }

    /// The values that empty the field of a record; none where it is empty already.
    pub(super) fn emptied(self, record: &UnitRecord) -> Vec<FieldValue> {
        let empty = match self {
            Self::Status => FieldValue::Status(None),
            Self::Addressable => FieldValue::Addressable(true),
            Self::Arr => FieldValue::Arr(None),
            Self::OneTime => FieldValue::OneTime(None),
            Self::Potential => FieldValue::PotentialValue(None),
            Self::PotentialLow => FieldValue::PotentialLow(None),
            Self::PotentialHigh => FieldValue::PotentialHigh(None),
            Self::Basis => FieldValue::PotentialBasis(BasisKind::Estimate),
            Self::CategorySpend => FieldValue::CategorySpend(None),
            Self::BudgetCeiling => FieldValue::BudgetCeiling(None),
            Self::LicensedSeats => FieldValue::LicensedSeats(None),
            Self::ActiveUsers => FieldValue::ActiveUsers(None),
            Self::EligibleUsers => FieldValue::EligibleUsers(None),
            Self::Depth => FieldValue::Depth(None),
            Self::Note => FieldValue::Note(None),
            Self::Products => {
                let states = record.products.iter();
                return states.map(|(key, _)| FieldValue::Product(key.clone(), None)).collect();
            }
        };
        if is_filled(record, &empty) { vec![empty] } else { Vec::new() }
    }
}

/// Which field a value belongs to.
pub(super) fn field_of(value: &FieldValue) -> UsageField {
    match value {
        FieldValue::Status(_) => F::Status,
        FieldValue::Addressable(_) => F::Addressable,
        FieldValue::Arr(_) => F::Arr,
        FieldValue::OneTime(_) => F::OneTime,
        FieldValue::PotentialValue(_) | FieldValue::Potential(_) => F::Potential,
        FieldValue::PotentialLow(_) => F::PotentialLow,
        FieldValue::PotentialHigh(_) => F::PotentialHigh,
        FieldValue::PotentialBasis(_) => F::Basis,
        FieldValue::CategorySpend(_) => F::CategorySpend,
        FieldValue::BudgetCeiling(_) => F::BudgetCeiling,
        FieldValue::LicensedSeats(_) => F::LicensedSeats,
        FieldValue::ActiveUsers(_) => F::ActiveUsers,
        FieldValue::EligibleUsers(_) => F::EligibleUsers,
        FieldValue::Product(..) => F::Products,
        FieldValue::Depth(_) => F::Depth,
        FieldValue::Note(_) => F::Note,
    }
}

/// Whether two values go to the same place of a record.
pub(super) fn same_place(a: &FieldValue, b: &FieldValue) -> bool {
    match (a, b) {
        (FieldValue::Product(a, _), FieldValue::Product(b, _)) => a == b,
        _ => field_of(a) == field_of(b),
    }
}

/// Whether the place of a value holds something in a record. A basis that is an estimate and a unit that could be a
/// customer are what stands there when nobody has said anything.
pub(super) fn is_filled(record: &UnitRecord, value: &FieldValue) -> bool {
    !held(record, value).is_empty()
}

/// What the place of a value holds in a record, as text; empty = nothing.
pub(super) fn held(record: &UnitRecord, value: &FieldValue) -> String {
    let potential = record.potential.as_deref();
    let money =
        |amount: Option<Amount>| amount.map_or_else(String::new, |amount| number::money_full(amount.get()));
    let count =
        |count: Option<Count>| count.map_or_else(String::new, |count| number::count(count.get().into()));
    match value {
        FieldValue::Status(_) => record.status.map_or("", Status::word).to_owned(),
        FieldValue::Addressable(_) => if record.addressable { "" } else { "No" }.to_owned(),
        FieldValue::Arr(_) => money(record.arr),
        FieldValue::OneTime(_) => money(record.one_time),
        FieldValue::PotentialValue(_) | FieldValue::Potential(_) => money(potential.map(|held| held.value)),
        FieldValue::PotentialLow(_) => money(potential.and_then(|held| held.low)),
        FieldValue::PotentialHigh(_) => money(potential.and_then(|held| held.high)),
        FieldValue::PotentialBasis(_) => {
            let kind = potential.map(|held| held.basis.kind()).filter(|kind| *kind != BasisKind::Estimate);
            kind.map_or("", BasisKind::word).to_owned()
        }
        FieldValue::CategorySpend(_) => money(record.category_spend),
        FieldValue::BudgetCeiling(_) => money(record.budget_ceiling),
        FieldValue::LicensedSeats(_) => count(record.licensed_seats),
        FieldValue::ActiveUsers(_) => count(record.active_users),
        FieldValue::EligibleUsers(_) => count(record.eligible_users),
        FieldValue::Product(key, _) => record.product(key).map_or("", |state| state.word()).to_owned(),
        FieldValue::Depth(_) => {
            record.depth.map_or_else(String::new, |depth| number::reading(depth.get(), P))
        }
        FieldValue::Note(_) => record.note.as_deref().unwrap_or_default().to_owned(),
    }
}

/// A number of a cell.
fn read_number(entry: &Entry, kind: NumberKind, decimal: Option<DecimalHint>) -> Result<f64, String> {
    let text = match entry {
        Entry::Number(number) if number.is_finite() => return Ok(*number),
        Entry::Text(text) if text.len() <= 200 => text.trim(),
        _ => return Err("This is no number; enter one, or leave the cell empty.".to_owned()),
    };
    let hint = match (decimal, number::evidence(text)) {
        (Some(hint), _) => hint,
        // Nothing that is counted has decimals, so that the sign can only group.
        (None, Evidence::Both) if kind == C => grouping_hint(text),
        (None, Evidence::Both) => {
            return Err("This can be read in two ways; say which sign splits decimals.".to_owned());
        }
        (None, _) => DecimalHint::Point,
    };
    number::parse_one(text, kind, hint).map_err(|error| error.to_string())
}

/// The hint with which the only separator of a text groups.
pub(super) fn grouping_hint(text: &str) -> DecimalHint {
    if text.contains(',') { DecimalHint::Point } else { DecimalHint::Comma }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_parallel_to_the_fields_and_no_synonym_stands_twice() {
        let mut all: Vec<&str> = Vec::new();
        for (at, field) in UsageField::all().enumerate() {
            assert_eq!(field as usize, at);
            all.extend(field.spec().synonyms);
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
