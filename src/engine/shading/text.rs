//! What a card says, as text: figures, and who else is there. Formatting only.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use jiff::civil::Date;

use crate::{
    domain::{Account, Competitor, CompetitorKind, Region, Status, Tree, UnitKind},
    engine::metrics::{Pair, UnitFacts},
    number::{self, MISSING},
};

/// The texts of one card.
#[derive(Debug, Clone, PartialEq)]
pub struct CardText {
    /// Rate with its sign, `–` if unknown.
    pub rate: String,
    /// The rate as a share for the bar, 0–1; `None` = unknown.
    pub share: Option<f32>,
    /// Revenue, such as `$800K`.
    pub have: String,
    /// What it is measured against, such as `of $900K`.
    pub of: String,
    /// White space, such as `$100K open`.
    pub open: String,
    /// Active units, such as `2/3 active`; of a branch without any that counts, that there is none.
    pub active: String,
    /// Active users on licensed seats, such as `850 of 1,100 seats`; `None` = none are known.
    pub seats: Option<String>,
}

impl CardText {
    /// The texts of a unit's figures.
    pub fn new(facts: &UnitFacts, symbol: &str) -> Self {
        let rate = facts.revenue().and_then(Pair::percent);
        let (have, of) = match facts.revenue() {
            Some(pair) => (Some(pair.num), Some(pair.den)),
            None => (facts.arr(), facts.potential()),
        };
        Self {
            rate: percent(rate),
            share: rate.map(|rate| (rate / 100.0).clamp(0.0, 1.0) as f32),
            have: money(have, symbol),
            of: format!("of {}", money(of, symbol)),
            open: format!("{} open", money(facts.white_space(), symbol)),
            active: match facts.units {
                0 => "0 units count".to_owned(),
                units => format!("{}/{units} active", active_units(facts)),
            },
            seats: facts.licensed_seats().filter(|seats| *seats > 0.0).map(|seats| {
                let used = facts.active_users().map(|users| format!("{} of ", number::fixed(users, 0)));
                format!("{}{} seats", used.unwrap_or_default(), number::fixed(seats, 0))
            }),
        }
    }
}

/// How many units of a branch are active, as text.
pub fn active_units(facts: &UnitFacts) -> String {
    facts.active_known().map_or_else(|| number::MISSING.to_owned(), |active| active.to_string())
}

/// The name of a card that groups others, and that of its region if it is another one.
pub fn group_names<'a>(
    account: &'a Account,
    regions: &'a [Region],
    unit: usize,
) -> (&'a str, Option<&'a str>) {
    let name = account.unit_name(unit);
    let own = account.units.get(unit).filter(|own| own.kind == UnitKind::Region);
    let key = own.and_then(|own| own.region.as_ref());
    let region = key.and_then(|key| regions.iter().find(|region| region.key == *key));
    (name, region.map(|region| region.name.as_str()).filter(|long| *long != name && long.len() > name.len()))
}

/// The account that a unit of the portfolio is of, by name; `None` = it is an account itself or a group, or the map is
/// that of one account.
pub fn whose<'a>(account: &'a Account, tree: &Tree, unit: usize) -> Option<&'a str> {
    let (_, own) = tree.part(unit).filter(|(_, own)| *own > 0)?;
    Some(account.unit_name(unit - own))
}

/// The name of a unit, in the portfolio with that of its account.
pub fn full_name<'a>(account: &'a Account, tree: &Tree, unit: usize) -> Cow<'a, str> {
    let name = account.unit_name(unit);
    whose(account, tree, unit).map_or(Cow::Borrowed(name), |whose| format!("{name} of {whose}").into())
}

/// Money in K or M with the currency, such as `$1.05M`: two decimals from M upwards, as a card has room for them and
/// the parts of an account differ in them; `–` if unknown.
pub fn money(value: Option<f64>, symbol: &str) -> String {
    let Some(value) = value.filter(|value| value.is_finite()) else { return MISSING.to_owned() };
    let size = value.abs();
    let (scaled, suffix) = if size >= 999_500_000.0 {
        (size / 1e9, "B")
    } else if size >= 999_500.0 {
        (size / 1e6, "M")
    } else if size >= 1_000.0 {
        (size / 1e3, "K")
    } else {
        (size, "")
    };
    let decimals = match suffix {
        "" => 0,
        "K" => usize::from(scaled < 99.95),
        _ => 2,
    };
    let mut digits = format!("{scaled:.decimals$}");
    if digits.contains('.') {
        digits.truncate(digits.trim_end_matches('0').trim_end_matches('.').len());
    }
    let sign =
        if value < 0.0 && digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) { "−" } else { "" };
    format!("{sign}{symbol}{digits}{suffix}")
}

/// The status of a unit as a word; of one that does not count because it is not addressable, that too.
pub fn status_word(facts: &UnitFacts) -> Cow<'static, str> {
    match (facts.status, facts.addressable) {
        (Some(status), true) => status.word().into(),
        (Some(status), false) => format!("{}, not addressable", status.word()).into(),
        (None, true) => "Status unknown".into(),
        (None, false) => "Not addressable".into(),
    }
}

/// ARR over potential as text, `–` if unknown.
pub fn rate(facts: &UnitFacts) -> String {
    percent(facts.revenue().and_then(Pair::percent))
}

/// A rate with one decimal, such as `35.7%`; `–` if unknown.
fn percent(rate: Option<f64>) -> String {
    rate.map_or_else(|| MISSING.to_owned(), number::percent)
}

/// Whether a competitor is there on a day.
pub fn is_present(entry: &Competitor, day: Date) -> bool {
    entry.since.is_none_or(|since| since <= day) && entry.until.is_none_or(|until| day < until)
}

/// The flag on a card: when the contract ends, or what is there.
pub fn flag(rival: &Competitor, status: Option<Status>) -> String {
    match (rival.contract_expiry, status) {
        (Some(day), Some(Status::CompetitorHeld)) => format!("until {day}"),
        _ if rival.kind == CompetitorKind::Competitor => rival.name.clone(),
        _ => rival.kind.word().to_owned(),
    }
}

/// The strongest competitor of each unit on a day.
#[derive(Debug, Clone, Default)]
pub struct Rivals {
    source: Option<(Arc<Vec<Competitor>>, Arc<Tree>, Date)>,
    by_unit: BTreeMap<u32, usize>,
}

impl Rivals {
    /// Looks them up again if anything changed.
    pub fn refresh(&mut self, account: &Account, tree: &Arc<Tree>, day: Date) {
        let list = &account.competitors;
        let same = self
            .source
            .as_ref()
            .is_some_and(|(old, shape, at)| Arc::ptr_eq(old, list) && Arc::ptr_eq(shape, tree) && *at == day);
        if same {
            return;
        }
        self.by_unit.clear();
        for (index, entry) in list.iter().enumerate().filter(|(_, entry)| is_present(entry, day)) {
            if let Some(unit) = tree.index(&entry.unit) {
                let best = self.by_unit.entry(unit as u32).or_insert(index);
                if entry.level > list[*best].level {
                    *best = index;
                }
            }
        }
        self.source = Some((Arc::clone(list), Arc::clone(tree), day));
    }

    /// The strongest one in a unit.
    pub fn of<'a>(&self, account: &'a Account, unit: usize) -> Option<&'a Competitor> {
        account.competitors.get(*self.by_unit.get(&(unit as u32))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_short() {
        let cases = [
            (0.0, "$0"),
            (999.0, "$999"),
            (1_500.0, "$1.5K"),
            (800_000.0, "$800K"),
            (1_050_000.0, "$1.05M"),
            (4_200_000.0, "$4.2M"),
            (999_900.0, "$1M"),
            (-1_200.0, "−$1.2K"),
            (2_500_000_000.0, "$2.5B"),
        ];
        for (value, text) in cases {
            assert_eq!(money(Some(value), "$"), text);
        }
        assert_eq!(money(None, "$"), MISSING);
    }
}
