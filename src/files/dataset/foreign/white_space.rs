//! The white-space long form: a row per account, unit, product and period, with the value of the market and our share.
//!
//! The group and the business unit become units, the metric a product. The market value is what is spent with anybody,
//! so it adds up to the category spend of the unit and our share of it to its ARR; the headline becomes the share of
//! wallet, because nothing here says what they could spend with us.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use super::{
    ForeignRow, Made, Shape,
    columns::{Known, Matched},
};
use crate::domain::{Period, PeriodKind, ProductState, Status, UnitKind};
use crate::files::dataset::{
    cell::{Cell, shown},
    draft::Draft,
    field::{Field, Form},
    table::normal,
};

/// The shape.
pub const SHAPE: Shape = Shape { name: "white-space long form", columns: &COLUMNS, convert };

const fn known(
    key: &'static str,
    names: &'static [&'static str],
    is_required: bool,
    ours: &'static [(&'static str, &'static str)],
) -> Known {
    Known { key, names, is_required, ours }
}

const COLUMNS: [Known; 10] = [
    known("account", &["account_id", "account", "account_name"], true, &[("accounts", "account")]),
    known("status", &["status"], true, &[("adoption", "state"), ("records", "status")]),
    known("market_value", &["market_value"], true, &[("records", "category_spend")]),
    known("our_share", &["our_share"], true, &[("records", "arr")]),
    known(
        "product",
        &["product/metric_name", "product_metric_name", "product", "metric_name"],
        true,
        &[("products", "product"), ("adoption", "product")],
    ),
    known("unit", &["business_unit", "bu"], true, &[("units", "unit")]),
    known("group", &["bu_group", "business_unit_group", "group"], false, &[]),
    known("period_start", &["period_start", "start"], true, &[]),
    known("period_end", &["period_end", "end"], true, &[("records", "period"), ("adoption", "period")]),
    known("currency", &["currency"], false, &[("workspace", "value")]),
];

/// What people write for the state of a product, and what the unit is if that is the best of its products.
const STATES: [(&[&str], ProductState, Status); 5] = [
    (
        &["penetrated", "active", "adopted", "customer", "won", "sold", "current", "owned"],
        ProductState::Adopted,
        Status::Active,
    ),
    (&["pilot", "trial", "poc", "in_evaluation"], ProductState::Trial, Status::Pilot),
    (
        &["competitor", "competitive", "competitor_held", "held_by_competitor"],
        ProductState::HeldByCompetitor,
        Status::CompetitorHeld,
    ),
    (&["lost", "churned"], ProductState::Open, Status::Lost),
    (
        &[
            "white_space",
            "whitespace",
            "open",
            "opportunity",
            "prospect",
            "unpenetrated",
            "target",
            "not_penetrated",
        ],
        ProductState::Open,
        Status::Unpenetrated,
    ),
];

/// One row, understood.
struct Entry {
    row: u64,
    account: String,
    group: String,
    unit: String,
    product: String,
    span: (Date, Date),
    /// Index in [`STATES`].
    state: usize,
    market: f64,
    share: Share,
}

/// Our share as it was written.
#[derive(Clone, Copy)]
enum Share {
    Percent(f64),
    Number(f64),
}

/// Figures of one unit in one period.
#[derive(Default)]
struct Sum {
    row: u64,
    market: f64,
    ours: f64,
    state: Option<usize>,
}

fn convert(columns: &Matched, rows: &[ForeignRow], draft: &mut Draft) -> Vec<Made> {
    let entries: Vec<Entry> = rows.iter().filter_map(|row| entry(columns, row, draft)).collect();
    // Shares of one, unless a number above it says that the column holds money.
    let is_fraction = entries.iter().all(|entry| !matches!(entry.share, Share::Number(share) if share > 1.0));
    let could_be_percents = |entry: &Entry| matches!(entry.share, Share::Number(share) if share <= 100.0);
    if !is_fraction && entries.iter().all(could_be_percents) {
        draft.warn("our share was read as amounts of money; if it is percents, write them as 35%");
    }
    let kind = kind(&entries);
    let mut tables = Tables::new();
    let mut sums: BTreeMap<(usize, Period), Sum> = BTreeMap::new();
    for entry in &entries {
        draft.row = Some(entry.row);
        let mut ours = match entry.share {
            Share::Percent(percent) => entry.market * percent / 100.0,
            Share::Number(share) if is_fraction => entry.market * share,
            Share::Number(amount) => amount,
        };
        if ours > entry.market + 0.005 {
            let message = format!(
                "our share is {ours}, more than the market value of {}; correct one of them",
                entry.market
            );
            draft.complain("our_share", message);
            ours = 0.0;
        }
        let period = Period::containing(entry.span.1, kind, 1);
        let place = tables.add(entry, &period.text(kind));
        let sum = sums.entry((place, period)).or_default();
        sum.row = if sum.row == 0 { entry.row } else { sum.row };
        sum.market += entry.market;
        sum.ours += ours;
        sum.state = Some(sum.state.map_or(entry.state, |best| best.min(entry.state)));
    }
    let mut records = Made::new("records", &["account", "unit", "period", "status", "arr", "category_spend"]);
    for ((place, period), sum) in &sums {
        let (account, unit) = &tables.places[*place];
        let status = sum.state.map_or("", |state| STATES[state].2.key());
        let keys = [account.as_str(), unit, &period.text(kind), status].map(text);
        let amounts = [Cell::Number(sum.ours), Cell::Number(sum.market)];
        records.push(sum.row, keys.into_iter().chain(amounts).collect());
    }
    let Tables { accounts, products, units, adoption, .. } = tables;
    vec![settings(columns, rows, kind, draft), products, accounts, units, records, adoption]
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// The tables that a row adds to directly.
struct Tables {
    accounts: Made,
    products: Made,
    units: Made,
    adoption: Made,
    /// Account and unit of every place that has figures; an empty unit is the account itself.
    places: Vec<(String, String)>,
    index: HashMap<(String, String), usize>,
    /// Table, account and key of every row made so far.
    made: HashSet<(&'static str, String, String)>,
}

impl Tables {
    fn new() -> Self {
        Self {
            accounts: Made::new("accounts", &["account", "name"]),
            products: Made::new("products", &["product", "name"]),
            units: Made::new("units", &["account", "unit", "parent", "name", "kind"]),
            adoption: Made::new("adoption", &["account", "unit", "period", "product", "state"]),
            places: Vec::new(),
            index: HashMap::new(),
            made: HashSet::new(),
        }
    }

    fn is_new(&mut self, table: &'static str, account: &str, key: &str) -> bool {
        self.made.insert((table, account.to_owned(), key.to_owned()))
    }

    /// Adds what an entry names for the first time, and its state; gives the index of its place.
    fn add(&mut self, entry: &Entry, period: &str) -> usize {
        let Entry { row, account, group, unit: name, product, .. } = entry;
        if self.is_new("accounts", "", account) {
            self.accounts.push(*row, vec![text(account), text(account)]);
        }
        if self.is_new("products", "", product) {
            self.products.push(*row, vec![text(product), text(product)]);
        }
        // Two groups may have a unit of one name.
        let unit =
            if name.is_empty() || group.is_empty() { name.clone() } else { format!("{group} · {name}") };
        for (key, parent, name, kind) in
            [(group, "", group, UnitKind::Division), (&unit, group.as_str(), name, UnitKind::BusinessUnit)]
        {
            if !key.is_empty() && self.is_new("units", account, key) {
                self.units.push(*row, [account.as_str(), key, parent, name, kind.key()].map(text).into());
            }
        }
        let unit = if unit.is_empty() { group } else { &unit };
        let state = STATES[entry.state].1.key();
        self.adoption.push(*row, [account.as_str(), unit, period, product, state].map(text).into());
        let place = (account.clone(), unit.clone());
        let next = self.places.len();
        let index = *self.index.entry(place.clone()).or_insert(next);
        if index == next {
            self.places.push(place);
        }
        index
    }
}

fn entry(columns: &Matched, row: &ForeignRow, draft: &mut Draft) -> Option<Entry> {
    draft.row = Some(row.number);
    let mut is_sound = true;
    let mut refuse = |draft: &mut Draft, key: &str, message: String| {
        draft.complain(key, message);
        is_sound = false;
    };
    for key in ["account", "product"] {
        if columns.cell(row, key) == Cell::Empty {
            refuse(draft, key, "is empty; enter a value".to_owned());
        }
    }
    let mut amount = |draft: &mut Draft, key: &str, form| {
        let cell = columns.cell(row, key);
        let mut value = 0.0;
        if cell != Cell::Empty
            && let Err(error) = value.read(&cell, form, &mut draft.reading)
        {
            refuse(draft, key, format!("`{}` {error}", cell.shown()));
        }
        if value < 0.0 {
            refuse(draft, key, format!("`{}` is below zero; correct it", cell.shown()));
        }
        value
    };
    let market = amount(draft, "market_value", Form::Money);
    let is_percent = columns.text(row, "our_share").contains('%');
    let share = amount(draft, "our_share", if is_percent { Form::Percent } else { Form::Money });
    let mut day = |draft: &mut Draft, key: &str| {
        let cell = columns.cell(row, key);
        let mut day = Date::ZERO;
        if let Err(error) = day.read(&cell, Form::Plain, &mut draft.reading) {
            refuse(draft, key, format!("`{}` {error}", cell.shown()));
        }
        day
    };
    let span = (day(draft, "period_start"), day(draft, "period_end"));
    if span.0 > span.1 {
        refuse(draft, "period_end", "lies before the start of the period; swap them".to_owned());
    }
    let status = columns.text(row, "status");
    let state = STATES.iter().position(|(words, ..)| words.contains(&normal(&status).as_str()));
    if state.is_none() {
        let words: Vec<&str> = STATES.iter().map(|(words, ..)| words[0]).collect();
        refuse(
            draft,
            "status",
            format!("`{}` is not known here; use one of: {}", shown(&status), words.join(", ")),
        );
    }
    let share = if is_percent { Share::Percent(share) } else { Share::Number(share) };
    let text = |key| columns.text(row, key);
    is_sound.then(|| Entry {
        row: row.number,
        account: text("account"),
        group: text("group"),
        unit: text("unit"),
        product: text("product"),
        span,
        state: state.unwrap_or(0),
        market,
        share,
    })
}

/// Months if every row spans one at most. Longer spans, a year among them, stand in the quarter in which they end: what
/// is measured at the end of a year is measured at the end of its last quarter.
fn kind(entries: &[Entry]) -> PeriodKind {
    let is_month = |entry: &Entry| {
        entry.span.0.until(entry.span.1).is_ok_and(|span| span.get_days() <= 31)
            && entry.span.0.month() == entry.span.1.month()
    };
    if !entries.is_empty() && entries.iter().all(is_month) { PeriodKind::Month } else { PeriodKind::Quarter }
}

fn settings(columns: &Matched, rows: &[ForeignRow], kind: PeriodKind, draft: &mut Draft) -> Made {
    let mut made = Made::new("workspace", &["key", "value"]);
    let mut push = |key: &str, value: &str| {
        made.push(0, vec![Cell::Text(key.to_owned()), Cell::Text(value.to_owned())]);
    };
    push("period_kind", kind.key());
    push("headline_axis", "wallet");
    let mut currency: Option<String> = None;
    for row in rows {
        let found = columns.text(row, "currency").to_uppercase();
        match &currency {
            _ if found.is_empty() => {}
            None => currency = Some(found),
            Some(first) if *first != found => {
                draft.row = Some(row.number);
                let message = format!(
                    "`{}` stands beside {first}; convert the amounts to one currency first",
                    shown(&found)
                );
                draft.complain("currency", message);
            }
            Some(_) => {}
        }
    }
    if let Some(code) = currency {
        let symbols = [("USD", "$"), ("EUR", "€"), ("GBP", "£"), ("JPY", "¥"), ("INR", "₹")];
        let symbol =
            symbols.iter().find(|(known, _)| *known == code).map_or(code.as_str(), |(_, symbol)| symbol);
        push("currency", &code);
        push("currency_symbol", symbol);
    }
    made
}
