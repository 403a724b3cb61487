//! What the inspector shows of one or several units: shared and mixed values, figures, competitors, people.

use jiff::civil::Date;

use crate::{
    document::{Cell, Edit, FieldValue},
    domain::{
        Account, Amount, Basis, Competitor, Count, Period, Potential, Product, ProductState, RegionKey,
        Stakeholder, UnitKey, UnitRecord,
    },
    engine::metrics::{self, Figure as Rolled, UnitMeasure},
    ui::kit::number::NumberKind,
};

use super::super::labels;

/// Days before the end of a competitor's contract in which its place is open to us (opportunity rule O-04).
pub const CONTRACT_WINDOW_DAYS: i64 = 180;

/// A value of several units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shared<T> {
    /// All have this one.
    Same(T),
    /// They differ.
    Mixed,
}

impl<T: PartialEq> Shared<T> {
    /// The value that all have; mixed if there is none.
    pub fn of(values: impl IntoIterator<Item = T>) -> Self {
        let mut values = values.into_iter();
        match values.next() {
            Some(first) if values.all(|other| other == first) => Self::Same(first),
            _ => Self::Mixed,
        }
    }

    /// Another value made of it.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Shared<U> {
        match self {
            Self::Same(value) => Shared::Same(change(value)),
            Self::Mixed => Shared::Mixed,
        }
    }

    /// The value, if it is the same.
    pub fn same(self) -> Option<T> {
        match self {
            Self::Same(value) => Some(value),
            Self::Mixed => None,
        }
    }
}

/// A figure of a record that can be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Figure {
    /// Annualised recurring revenue.
    Arr,
    /// Potential.
    Potential,
    /// Licensed seats.
    LicensedSeats,
    /// Active users.
    ActiveUsers,
    /// Eligible users.
    EligibleUsers,
    /// Category spend.
    CategorySpend,
    /// Budget ceiling.
    BudgetCeiling,
    /// One-time fees; they enter no rate.
    OneTime,
    /// Adoption depth, where usage is not measured.
    Depth,
}

impl Figure {
    /// Every figure, as shown.
    pub const ALL: [Self; 9] = [
        Self::Arr,
        Self::Potential,
        Self::LicensedSeats,
        Self::ActiveUsers,
        Self::EligibleUsers,
        Self::CategorySpend,
        Self::BudgetCeiling,
        Self::OneTime,
        Self::Depth,
    ];

    /// Name on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Arr => "ARR",
            Self::Potential => "Potential",
            Self::LicensedSeats => "Licensed seats",
            Self::ActiveUsers => "Active users",
            Self::EligibleUsers => "Eligible users",
            Self::CategorySpend => "Category spend",
            Self::BudgetCeiling => "Budget ceiling",
            Self::OneTime => "One-time fees",
            Self::Depth => "Adoption depth",
        }
    }

    /// What is typed: money, a count or a percentage.
    pub const fn kind(self) -> NumberKind {
        match self {
            Self::Arr | Self::Potential | Self::CategorySpend | Self::BudgetCeiling | Self::OneTime => {
                NumberKind::Money
            }
            Self::LicensedSeats | Self::ActiveUsers | Self::EligibleUsers => NumberKind::Count,
            Self::Depth => NumberKind::Percent,
        }
    }

    /// A value of it as shown at rest.
    pub fn text(self, value: Option<f64>, symbol: &str) -> String {
        match self.kind() {
            NumberKind::Money => labels::money(value, symbol),
            NumberKind::Percent => labels::percent(value),
            NumberKind::Count | NumberKind::Points => labels::count(value),
        }
    }

    /// The unit's own figure; `None` = not entered.
    pub fn own(self, record: Option<&UnitRecord>) -> Option<f64> {
        let record = record?;
        match self {
            Self::Arr => record.arr.map(Amount::get),
            Self::Potential => record.potential.as_ref().map(|potential| potential.value.get()),
            Self::LicensedSeats => record.licensed_seats.map(f64::from),
            Self::ActiveUsers => record.active_users.map(f64::from),
            Self::EligibleUsers => record.eligible_users.map(f64::from),
            Self::CategorySpend => record.category_spend.map(Amount::get),
            Self::BudgetCeiling => record.budget_ceiling.map(Amount::get),
            Self::OneTime => record.one_time.map(Amount::get),
            Self::Depth => record.depth.map(Amount::get),
        }
    }

    /// What it adds up to over the branch; `None` = it does not add up.
    pub const fn measure(self) -> Option<UnitMeasure> {
        Some(UnitMeasure::Amount(match self {
            Self::Arr => Rolled::Arr,
            Self::Potential => Rolled::Potential,
            Self::LicensedSeats => Rolled::LicensedSeats,
            Self::ActiveUsers => Rolled::ActiveUsers,
            Self::EligibleUsers => Rolled::EligibleUsers,
            Self::CategorySpend => Rolled::CategorySpend,
            Self::BudgetCeiling => Rolled::BudgetCeiling,
            Self::OneTime | Self::Depth => return None,
        }))
    }

    /// The figure as a new value of a field, or why it cannot be one.
    pub fn entered(self, value: Option<f64>) -> Result<FieldValue, String> {
        let amount = || value.map(Amount::try_from).transpose().map_err(|error| error.to_string());
        let count = || value.map(Count::try_from).transpose().map_err(|error| error.to_string());
        Ok(match self {
            Self::Arr => FieldValue::Arr(amount()?),
            Self::Potential => FieldValue::PotentialValue(amount()?),
            Self::LicensedSeats => FieldValue::LicensedSeats(count()?),
            Self::ActiveUsers => FieldValue::ActiveUsers(count()?),
            Self::EligibleUsers => FieldValue::EligibleUsers(count()?),
            Self::CategorySpend => FieldValue::CategorySpend(amount()?),
            Self::BudgetCeiling => FieldValue::BudgetCeiling(amount()?),
            Self::OneTime => FieldValue::OneTime(amount()?),
            Self::Depth if value.is_some_and(|depth| depth > 100.0) => {
                return Err("Adoption depth goes from 0 to 100%.".to_owned());
            }
            Self::Depth => FieldValue::Depth(amount()?),
        })
    }
}

/// One edit that enters a value for all of the units.
pub fn enter(account: &Account, units: &[usize], period: Period, value: &FieldValue) -> Edit {
    let cells = units
        .iter()
        .map(|unit| Cell { unit: account.units[*unit].key.clone(), period, value: value.clone() })
        .collect();
    Edit::SetCells { account: account.key.clone(), cells }
}

/// Keys of units.
pub fn keys(account: &Account, units: &[usize]) -> Vec<UnitKey> {
    units.iter().map(|unit| account.units[*unit].key.clone()).collect()
}

/// Names from the account down to the unit's parent.
pub fn path(account: &Account, tree: &crate::domain::Tree, unit: usize) -> String {
    let mut names = Vec::new();
    let mut above = tree.parent(unit);
    while let Some(up) = above {
        names.push(account.unit_name(up));
        above = tree.parent(up);
    }
    names.reverse();
    names.join(" › ")
}

/// What a potential rests on, such as `stated budget, Oct 25`.
pub fn basis(potential: &Potential) -> String {
    let word = match potential.basis {
        Basis::Estimate => "estimate, not grounded".to_owned(),
        _ => potential.basis.kind().word().to_lowercase(),
    };
    match potential.reviewed_on {
        Some(day) => format!("{word}, {} {:02}", month(day), day.year() % 100),
        None => word,
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The month, 1–12, whose English name begins with these letters, at least three; `None` = there is none.
pub fn month_named(letters: &str) -> Option<i8> {
    let start = letters.get(..3)?;
    let index = MONTHS.iter().position(|month| month.eq_ignore_ascii_case(start))?;
    i8::try_from(index + 1).ok()
}

fn month(day: Date) -> &'static str {
    MONTHS[usize::try_from(day.month() - 1).unwrap_or(0).min(11)]
}

/// A day as `3 Apr`.
pub fn short_day(day: Date) -> String {
    format!("{} {}", day.day(), month(day))
}

/// Days from one day to another.
fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// "in 273 days", "today", "12 days ago".
pub fn in_days(from: Date, to: Date) -> String {
    match days(from, to) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        days if days > 0 => format!("in {days} days"),
        days => format!("{} days ago", -days),
    }
}

/// A contract that ends, as a bar from today to its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// Where the window opens on the bar, 0–1; 0 = it is open.
    pub opens_at: f32,
    /// "Window opens 3 Apr" or "Window is open".
    pub opens: String,
    /// "30 Sep".
    pub ends: String,
}

/// The bar of a contract; `None` if it has ended.
pub fn window(today: Date, end: Date) -> Option<Window> {
    let total = days(today, end);
    if total <= 0 {
        return None;
    }
    let before = (total - CONTRACT_WINDOW_DAYS).max(0);
    let opens = today.checked_add(jiff::Span::new().days(before)).unwrap_or(today);
    let text =
        if before == 0 { "Window is open".to_owned() } else { format!("Window opens {}", short_day(opens)) };
    Some(Window { opens_at: before as f32 / total as f32, opens: text, ends: short_day(end) })
}

/// Competitors of a unit on a day, the strongest first.
pub fn competitors<'a>(account: &'a Account, unit: &UnitKey, day: Date) -> Vec<&'a Competitor> {
    let here = |entry: &&Competitor| entry.unit == *unit && labels::is_present(entry, day);
    let mut found: Vec<&Competitor> = account.competitors.iter().filter(here).collect();
    found.sort_by_key(|entry| std::cmp::Reverse(entry.level));
    found
}

/// A person in a unit, as shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Person<'a> {
    /// Who.
    pub who: &'a Stakeholder,
    /// "IV".
    pub initials: String,
    /// "Influencer · 138 days ago".
    pub about: String,
}

/// People of a unit who are there on a day.
pub fn people<'a>(account: &'a Account, unit: &UnitKey, day: Date) -> Vec<Person<'a>> {
    let counts = |who: &&Stakeholder| {
        who.unit == *unit
            && who.known_since.is_none_or(|since| since <= day)
            && who.left_on.is_none_or(|left| left > day)
    };
    let person = |who: &'a Stakeholder| {
        let mut words = who.name.split_whitespace().filter_map(|word| word.chars().next());
        let first = words.next();
        let initials: String =
            first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect();
        let last = who.engagements.iter().rev().find(|at| **at <= day);
        let contact = last.map_or_else(|| "no contact yet".to_owned(), |at| in_days(day, *at));
        Person { who, initials, about: format!("{} · {contact}", who.role.word()) }
    };
    account.stakeholders.iter().filter(counts).map(person).collect()
}

/// State of a product in each of the units.
pub fn product_state(
    account: &Account,
    units: &[usize],
    period: Period,
    product: &Product,
) -> Shared<ProductState> {
    Shared::of(units.iter().map(|unit| {
        metrics::product_state(product, account.units[*unit].kind, account.record(*unit, period))
    }))
}

/// The region that holds for a unit: its own or that of the nearest unit above; `true` = its own.
pub fn region<'a>(
    account: &'a Account,
    tree: &crate::domain::Tree,
    unit: usize,
) -> Option<(&'a RegionKey, bool)> {
    let mut at = Some(unit);
    while let Some(node) = at {
        if let Some(region) = account.units.get(node).and_then(|unit| unit.region.as_ref()) {
            return Some((region, node == unit));
        }
        at = tree.parent(node);
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_contract_is_a_window_before_its_end() {
        let bar = window(date(2025, 12, 31), date(2026, 9, 30)).unwrap();
        assert_eq!((bar.opens.as_str(), bar.ends.as_str()), ("Window opens 3 Apr", "30 Sep"));
        assert!((bar.opens_at - 93.0 / 273.0).abs() < 1e-6);
        assert_eq!(window(date(2026, 6, 1), date(2026, 9, 30)).unwrap().opens_at, 0.0);
        assert_eq!(window(date(2026, 10, 1), date(2026, 9, 30)), None);
        assert_eq!(in_days(date(2025, 12, 31), date(2026, 9, 30)), "in 273 days");
        assert_eq!(in_days(date(2025, 12, 31), date(2025, 8, 15)), "138 days ago");
    }

    #[test]
    fn what_differs_is_mixed() {
        assert_eq!(Shared::of([1, 1, 1]), Shared::Same(1));
        assert_eq!(Shared::of([1, 2]), Shared::Mixed);
        assert_eq!(Shared::<u8>::of([]), Shared::Mixed);
    }

    #[test]
    fn figures_refuse_what_they_cannot_hold() {
        assert!(Figure::LicensedSeats.entered(Some(1.5)).is_err());
        assert!(Figure::Arr.entered(Some(-1.0)).is_err());
        assert!(Figure::Depth.entered(Some(101.0)).is_err());
        assert_eq!(Figure::Arr.entered(None), Ok(FieldValue::Arr(None)));
        for figure in Figure::ALL {
            assert!(figure.entered(Some(12.0)).is_ok());
        }
    }
}
