//! Where the headings of a table stand, and what each of its columns means: by what it is called, and by what is in it.

use std::collections::HashSet;

use crate::domain::{Account, AccountKey, Period, ProductKey, Settings, Workspace};
use crate::number::{DecimalHint, Evidence, NumberKind, evidence};

use super::{
    super::{Entry, Table, status_of},
    field::UsageField,
    outcome::Mode,
    period::{of_text, read_period},
    units::is_path,
};

/// How many rows are looked at to find out what a column holds.
const LOOKED_AT: usize = 200;
/// Headings stand in one of the first rows.
const HEADS: usize = 20;

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// Nothing is read from it.
    Unused,
    /// The account, by key or name.
    Account,
    /// The unit, by name or path.
    Unit,
    /// The unit, by its key.
    UnitKey,
    /// The unit above, by name or key: tells units of one name apart.
    Parent,
    /// The period of the row's figures.
    Period,
    /// A field of the record.
    Value(UsageField),
    /// A field of the record of a period of its own.
    ValueIn(UsageField, Period),
    /// The state of one product.
    Product(ProductKey),
}

impl Meaning {
    /// What kind of number it takes; `None` = none.
    pub const fn number(&self) -> Option<NumberKind> {
        match self {
            Self::Value(field) | Self::ValueIn(field, _) => field.number(),
            _ => None,
        }
    }

    /// Whether values are entered from it.
    pub const fn is_value(&self) -> bool {
        matches!(self, Self::Value(_) | Self::ValueIn(..) | Self::Product(_))
    }

    /// Name on screen.
    pub fn name(&self, workspace: &Workspace) -> String {
        match self {
            Self::Unused => "Not used".to_owned(),
            Self::Account => "Account".to_owned(),
            Self::Unit => "Unit, by name or path".to_owned(),
            Self::UnitKey => "Unit, by key".to_owned(),
            Self::Parent => "Unit above".to_owned(),
            Self::Period => "Period".to_owned(),
            Self::Value(field) => field.name().to_owned(),
            Self::ValueIn(field, period) => {
                format!("{} in {}", field.name(), workspace.period_text(*period))
            }
            Self::Product(key) => {
                let product = workspace.products.iter().find(|product| product.key == *key);
                format!("Product {}", product.map_or(key.as_str(), |product| &product.name))
            }
        }
    }
}

/// How a table is to be read and taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Setup {
    /// The line of the headings; `None` = there are none.
    pub head: Option<usize>,
    /// What each column means; each but [`Meaning::Unused`] at most once.
    pub meanings: Vec<Meaning>,
    /// Which sign splits decimals; `None` = as the numbers show.
    pub decimal: Option<DecimalHint>,
    /// The account of rows that name none; `None` = such rows are refused.
    pub account: Option<AccountKey>,
    /// The period of figures that name none.
    pub period: Period,
    /// What happens to what is there already.
    pub mode: Mode,
    /// Whether figures of units with units below are their own; otherwise they are taken for sums, and left.
    pub own_figures: bool,
    /// Whether units that are not known are created.
    pub creates_units: bool,
}

impl Setup {
    /// The first line that is no heading.
    pub fn first_line(&self) -> usize {
        self.head.map_or(0, |head| head + 1)
    }

    /// The column of a meaning.
    pub fn column(&self, meaning: &Meaning) -> Option<usize> {
        self.meanings.iter().position(|other| other == meaning)
    }

    /// Gives a column a meaning; a column that had it loses it.
    pub fn set(&mut self, column: usize, meaning: Meaning) {
        if meaning != Meaning::Unused {
            for other in self.meanings.iter_mut().filter(|other| **other == meaning) {
                *other = Meaning::Unused;
            }
        }
        if let Some(slot) = self.meanings.get_mut(column) {
            *slot = meaning;
        }
    }

    /// Columns that tell which unit a row speaks of.
    pub fn names_units(&self) -> bool {
        self.meanings.iter().any(|meaning| matches!(meaning, Meaning::Unit | Meaning::UnitKey))
    }

    /// Whether some value has no period of its own and no column of periods tells it.
    pub fn needs_period(&self) -> bool {
        let has_own = |meaning: &Meaning| matches!(meaning, Meaning::ValueIn(..));
        self.column(&Meaning::Period).is_none()
            && self.meanings.iter().any(|meaning| meaning.is_value() && !has_own(meaning))
    }
}

/// The likeliest reading of a table. `head` = where the headings stand, if that was said; `Some(None)` = nowhere.
pub fn suggest(
    table: &Table,
    workspace: &Workspace,
    account: Option<&AccountKey>,
    period: Period,
    head: Option<Option<usize>>,
) -> Setup {
    let account = account.and_then(|key| workspace.find_account(key)).map(|at| &*workspace.accounts[at]);
    let known = Known::new(workspace, account);
    let head = head.unwrap_or_else(|| find_head(table, &known));
    let mut setup = Setup {
        head,
        meanings: vec![Meaning::Unused; table.width()],
        decimal: None,
        account: account.map(|account| account.key.clone()),
        period,
        mode: Mode::Update,
        own_figures: false,
        creates_units: false,
    };
    let called: Vec<Option<Meaning>> =
        (0..setup.meanings.len()).map(|column| called(table, &setup, &known, column)).collect();
    for (column, meaning) in called.into_iter().enumerate() {
        let Some(meaning) = meaning else { continue };
        match setup.column(&meaning) {
            None => setup.set(column, meaning),
            // Of two columns of units, such as Division and Department, the first one is the one above.
            Some(first) if meaning == Meaning::Unit && setup.column(&Meaning::Parent).is_none() => {
                setup.set(first, Meaning::Parent);
                setup.set(column, Meaning::Unit);
            }
            Some(_) => {}
        }
    }
    for column in 0..setup.meanings.len() {
        let is_named = head.is_some_and(|head| !table.entry(head, column).is_blank());
        let found = holds(table, &setup, &known, column).into_iter().next().filter(|found| {
            // A column that is called something else is only taken for what its rows plainly are.
            setup.column(found).is_none() && (!is_named || *found != Meaning::Value(UsageField::Status))
        });
        if setup.meanings[column] == Meaning::Unused
            && let Some(found) = found
            && !(setup.names_units() && matches!(found, Meaning::Unit | Meaning::UnitKey))
        {
            setup.set(column, found);
        }
    }
    setup
}

/// Why a column is not used, as a clause; empty = it simply is not known.
pub fn why_unused(table: &Table, setup: &Setup, workspace: &Workspace, column: usize) -> String {
    let Some(head) = setup.head else { return String::new() };
    let heading = plain(&table.entry(head, column).text(), &workspace.settings);
    if CALCULATED.contains(&heading.as_str()) {
        return "calculated here".to_owned();
    }
    let text = table.entry(head, column).text();
    let meaning = of_heading(&text, workspace);
    match meaning.and_then(|meaning| setup.column(&meaning)) {
        Some(twin) if twin != column => format!("column {} means the same", letters(twin)),
        _ => String::new(),
    }
}

/// A column as spreadsheets call it: A, B, …, Z, AA.
pub fn letters(column: usize) -> String {
    let mut rest = column;
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'A' + (rest % 26) as u8));
        if rest < 26 {
            return name;
        }
        rest = rest / 26 - 1;
    }
}

/// What a column is called, for messages: its heading, else its letters.
pub fn column_name(table: &Table, setup: &Setup, column: usize) -> String {
    let heading = setup.head.map(|head| table.entry(head, column).shown()).filter(|name| !name.is_empty());
    heading.unwrap_or_else(|| format!("column {}", letters(column)))
}

/// Columns of this program that nothing is entered into.
const CALCULATED: [&str; 5] = ["penetration", "white space", "utilisation", "entered as", "carried"];

/// What the columns are compared with.
struct Known<'a> {
    workspace: &'a Workspace,
    settings: &'a Settings,
    names: HashSet<String>,
    keys: HashSet<&'a str>,
    accounts: HashSet<String>,
}

impl<'a> Known<'a> {
    fn new(workspace: &'a Workspace, account: Option<&'a Account>) -> Self {
        let units = account.into_iter().flat_map(|account| &account.units);
        let keys = units.clone().filter(|unit| !unit.key.is_root()).map(|unit| unit.key.as_str()).collect();
        let mut names: HashSet<String> = units.map(|unit| unit.name.to_lowercase()).collect();
        names.extend(account.map(|account| account.name.to_lowercase()));
        let mut accounts = HashSet::new();
        for account in &workspace.accounts {
            accounts.insert(account.name.to_lowercase());
            accounts.insert(account.key.as_str().to_lowercase());
        }
        Self { workspace, settings: &workspace.settings, names, keys, accounts }
    }
}

/// A heading as it is compared: words in small letters, without the currency.
pub(super) fn plain(heading: &str, settings: &Settings) -> String {
    let code = settings.currency.code.to_lowercase();
    let lower = heading.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue");
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && *word != code);
    words.collect::<Vec<_>>().join(" ")
}

const ACCOUNTS: &[&str] = &[
    "account",
    "account name",
    "account id",
    "account key",
    "customer",
    "customer name",
    "company",
    "client",
    "kunde",
    "konto",
];
const UNITS: &[&str] = &[
    "unit",
    "unit name",
    "business unit",
    "department",
    "division",
    "team",
    "org unit",
    "organisation unit",
    "organization unit",
    "name",
    "path",
    "unit path",
    "einheit",
    "abteilung",
    "bereich",
    "subsidiary",
    "site",
];
const KEYS: &[&str] = &["unit key", "key", "unit id", "id", "unit code", "code"];
const PARENTS: &[&str] =
    &["parent", "parent unit", "unit above", "reports to", "part of", "bu group", "parent name"];
const PERIODS: &[&str] = &[
    "period",
    "quarter",
    "month",
    "date",
    "period end",
    "as of",
    "fiscal quarter",
    "periode",
    "quartal",
    "monat",
    "zeitraum",
    "stichtag",
];

/// What a heading says.
fn of_heading(text: &str, workspace: &Workspace) -> Option<Meaning> {
    let settings = &workspace.settings;
    let heading = plain(text, settings);
    let is_in = |names: &[&str]| names.contains(&heading.as_str());
    if is_in(ACCOUNTS) {
        return Some(Meaning::Account);
    }
    if is_in(PARENTS) {
        return Some(Meaning::Parent);
    }
    if is_in(KEYS) {
        return Some(Meaning::UnitKey);
    }
    if is_in(UNITS) {
        return Some(Meaning::Unit);
    }
    if is_in(PERIODS) {
        return Some(Meaning::Period);
    }
    if let Some(field) = UsageField::called(&heading) {
        return Some(Meaning::Value(field));
    }
    let product = workspace.products.iter().find(|product| {
        let name = plain(&product.name, settings);
        heading == name || text.trim() == product.key.as_str() || heading == format!("product {name}")
    });
    if let Some(product) = product {
        return Some(Meaning::Product(product.key.clone()));
    }
    over_time(text, settings)
}

/// `2025-Q4`, `ARR 2025-Q4`, `Q4 2025 ARR`. A period alone holds revenue.
fn over_time(text: &str, settings: &Settings) -> Option<Meaning> {
    if let Some(period) = of_text(text, settings) {
        return Some(Meaning::ValueIn(UsageField::Arr, period));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let whole = |words: &[&str]| words.join(" ");
    let named = |words: &[&str]| {
        let words: Vec<&str> =
            words.iter().copied().filter(|word| !matches!(*word, "in" | "–" | "-")).collect();
        UsageField::called(&plain(&whole(&words), settings))
    };
    (1..words.len()).find_map(|at| {
        let (before, after) = words.split_at(at);
        let behind = || Some((named(before)?, of_text(&whole(after), settings)?));
        let ahead = || Some((named(after)?, of_text(&whole(before), settings)?));
        behind().or_else(ahead).map(|(field, period)| Meaning::ValueIn(field, period))
    })
}

fn called(table: &Table, setup: &Setup, known: &Known<'_>, column: usize) -> Option<Meaning> {
    let entry = table.entry(setup.head?, column);
    if let Entry::Day(_) = entry {
        let period = read_period(entry, known.settings).ok()?;
        return Some(Meaning::ValueIn(UsageField::Arr, period));
    }
    let meaning = of_heading(&entry.text(), known.workspace)?;
    // A column of units may hold keys, and one of ids names.
    if matches!(meaning, Meaning::Unit | Meaning::UnitKey) {
        let found = holds(table, setup, known, column);
        let other = if meaning == Meaning::Unit { Meaning::UnitKey } else { Meaning::Unit };
        return Some(if found.contains(&other) && !found.contains(&meaning) { other } else { meaning });
    }
    Some(meaning)
}

/// What most of the rows of a column are, the likeliest first; empty = anything.
fn holds(table: &Table, setup: &Setup, known: &Known<'_>, column: usize) -> Vec<Meaning> {
    let mut seen = 0_usize;
    let mut found = [
        (0_usize, Meaning::Unit),
        (0, Meaning::UnitKey),
        (0, Meaning::Period),
        (0, Meaning::Value(UsageField::Status)),
        (0, Meaning::Account),
    ];
    for line in table.lines.iter().skip(setup.first_line()).take(LOOKED_AT) {
        let Some(entry) = line.entries.get(column).filter(|entry| !entry.is_blank()) else { continue };
        seen += 1;
        let text = entry.text();
        let lower = text.to_lowercase();
        let tests = [
            known.names.contains(&lower) || is_path(&text, |part| known.names.contains(&part.to_lowercase())),
            known.keys.contains(&*text),
            read_period(entry, known.settings).is_ok(),
            text.len() > 3 && status_of(&text).is_ok(),
            known.accounts.contains(&lower),
        ];
        for ((count, _), holds) in found.iter_mut().zip(tests) {
            *count += usize::from(holds);
        }
    }
    let mut found: Vec<(usize, Meaning)> =
        found.into_iter().filter(|(count, _)| *count > 0 && count * 10 >= seen * 6).collect();
    found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    found.into_iter().map(|(_, meaning)| meaning).collect()
}

/// The line of the headings: the first with two known ones; else the first line, if it holds words only, none of them a
/// unit, and numbers follow.
fn find_head(table: &Table, known: &Known<'_>) -> Option<usize> {
    let has_number = |line: usize| {
        table.lines[line].entries.iter().any(|entry| match entry {
            Entry::Number(_) => true,
            Entry::Text(text) => text.trim().parse::<f64>().is_ok() || is_grouped(text),
            _ => false,
        })
    };
    let meanings = |line: usize| {
        let days = |entry: &&Entry| matches!(entry, Entry::Day(_));
        let texts = table.lines[line].entries.iter().filter(|entry| !entry.is_blank());
        let found: HashSet<Meaning> =
            texts.clone().filter_map(|entry| of_heading(&entry.text(), known.workspace)).collect();
        found.len() + texts.filter(days).count()
    };
    let first = table.lines.len().min(HEADS);
    if let Some(head) = (0..first).find(|line| !has_number(*line) && meanings(*line) >= 2) {
        return Some(head);
    }
    let is_unit = |entry: &Entry| {
        let text = entry.text();
        known.names.contains(&text.to_lowercase()) || known.keys.contains(&*text)
    };
    let is_head = !table.lines.is_empty()
        && !has_number(0)
        && !table.lines[0].entries.iter().any(is_unit)
        && (meanings(0) == 1 || (1..first).any(has_number));
    is_head.then_some(0)
}

/// Whether a text is a number with separators, such as `1.234` or `12,5`.
fn is_grouped(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b' ' | b'%'))
        && evidence(text) != Evidence::None
}
