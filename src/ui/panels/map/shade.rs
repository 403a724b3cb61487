//! Every unit in a class of what the map is coloured by: counted for the legend, filtered by it.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, OnceLock},
};

use crate::{
    document::AccountDerived,
    domain::{Account, Period, Region, Severity, Status, Workspace},
    engine::{
        compare,
        metrics::{self, Before, Inputs, Pair, PeriodFacts, Survey, UnitFacts},
        planning,
        rules::{Finding, Outcome},
    },
};

use super::{
    super::{PanelContext, labels},
    look::{ColourBy, Look},
    model::is_group,
    text::Rivals,
};

/// Names beyond these are "Other".
const NAMES: usize = 6;
/// A unit of no class: a group that only the units below it give a colour.
const NEUTRAL: u8 = u8::MAX;

/// Units that look alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// Its word in the legend and on cards.
    pub word: String,
    /// How it looks.
    pub look: Look,
    /// Counted units in it.
    pub count: usize,
}

/// The class of every unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shades {
    /// All classes, in the order of the legend.
    pub classes: Vec<Class>,
    of: Vec<u8>,
    /// The class of most counted units of each branch, once somebody asks.
    most: OnceLock<Vec<u8>>,
}

impl Shades {
    /// The class of a unit; `None` = a group without a colour of its own.
    pub fn class(&self, unit: usize) -> Option<&Class> {
        self.classes.get(usize::from(*self.of.get(unit)?))
    }

    /// The class of a unit, or that of most units below a group without a colour of its own; `None` = there are none.
    pub fn class_of_most(&self, facts: &PeriodFacts, unit: usize) -> Option<&Class> {
        self.class(unit).or_else(|| {
            let most = self.most.get_or_init(|| most(facts, &self.of, self.classes.len()));
            self.classes.get(usize::from(*most.get(unit)?))
        })
    }

    /// Puts units into classes: `at` gives the place of a unit's class, `None` = the last one.
    fn new(
        input: &Input<'_>,
        classes: impl IntoIterator<Item = (String, Look)>,
        at: impl Fn(usize, &UnitFacts) -> Option<usize>,
    ) -> Self {
        let mut classes: Vec<Class> =
            classes.into_iter().map(|(word, look)| Class { word, look, count: 0 }).collect();
        let last = classes.len().saturating_sub(1);
        let mut of = vec![NEUTRAL; input.facts.units.len()];
        for &unit in input.facts.order() {
            let unit = unit as usize;
            if input.by.covers_groups() || !is_group(input.account, input.facts, unit) {
                of[unit] = at(unit, &input.facts.units[unit]).unwrap_or(last).min(last) as u8;
            }
        }
        for unit in &input.facts.counted {
            if let Some(class) = classes.get_mut(usize::from(of[*unit as usize])) {
                class.count += 1;
            }
        }
        Self { classes, of, most: OnceLock::new() }
    }

    /// Which units are of the classes with these words; a group is if something below it is. No words = every unit.
    fn matching(
        &self,
        account: &Account,
        facts: &PeriodFacts,
        words: &BTreeSet<String>,
    ) -> Option<Vec<bool>> {
        if words.is_empty() {
            return None;
        }
        let mut matches = vec![false; facts.units.len()];
        for &unit in facts.order().iter().rev() {
            let at = unit as usize;
            if !is_group(account, facts, at) {
                matches[at] = self.class(at).is_some_and(|class| words.contains(&class.word));
            }
            if let Some(up) = facts.units[at].parent.filter(|_| matches[at]) {
                matches[up as usize] = true;
            }
        }
        Some(matches)
    }
}

/// The class of most counted units of each branch; the first of several.
fn most(facts: &PeriodFacts, of: &[u8], classes: usize) -> Vec<u8> {
    let mut counts = vec![0_u32; facts.units.len() * classes];
    let mut most = vec![NEUTRAL; facts.units.len()];
    for &unit in facts.order().iter().rev() {
        let unit = unit as usize;
        let own = unit * classes;
        if facts.units[unit].counted && usize::from(of[unit]) < classes {
            counts[own + usize::from(of[unit])] += 1;
        }
        let here = &counts[own..own + classes];
        let best = here.iter().enumerate().filter(|(_, count)| **count > 0);
        most[unit] = best.rev().max_by_key(|(_, count)| **count).map_or(NEUTRAL, |(class, _)| class as u8);
        if let Some(up) = facts.units[unit].parent {
            let up = up as usize * classes;
            for class in 0..classes {
                counts[up + class] += counts[own + class];
            }
        }
    }
    most
}

/// What colours are made from.
struct Input<'a> {
    by: ColourBy,
    workspace: &'a Workspace,
    account: &'a Account,
    facts: &'a PeriodFacts,
    /// The period with which [`ColourBy::Change`] compares.
    before: &'a Before,
    rivals: &'a Rivals,
    findings: &'a [Finding],
    inputs: Inputs<'a>,
    symbol: &'a str,
}

/// The classes in force, kept until what they come from changes.
#[derive(Default)]
pub struct Shading {
    source: Option<Source>,
    /// The period compared with, and its figures, while they are needed.
    before: Option<Arc<Before>>,
    /// The classes of all units.
    pub shades: Arc<Shades>,
    /// The gravest finding about each unit that has one.
    pub worst: HashMap<u32, Severity>,
    /// Units that the filter lets through, by index; `None` = there is no filter.
    pub matches: Option<Arc<Vec<bool>>>,
}

/// What the classes were made from.
struct Source {
    by: ColourBy,
    since: Option<Period>,
    filter: BTreeSet<String>,
    account: Arc<Account>,
    facts: Arc<PeriodFacts>,
    regions: Arc<Vec<Region>>,
    findings: Arc<Vec<Finding>>,
}

impl Source {
    fn is(&self, other: &Self) -> bool {
        self.by == other.by
            && self.since == other.since
            && self.filter == other.filter
            && Arc::ptr_eq(&self.account, &other.account)
            && Arc::ptr_eq(&self.facts, &other.facts)
            && Arc::ptr_eq(&self.regions, &other.regions)
            && Arc::ptr_eq(&self.findings, &other.findings)
    }
}

impl Shading {
    /// Brings the classes up to date. O(units) when something changed.
    pub fn refresh(
        &mut self,
        cx: &PanelContext<'_>,
        (account, derived): (&Arc<Account>, &Arc<AccountDerived>),
        rivals: &Rivals,
        (by, since): (ColourBy, Option<Period>),
        filter: &BTreeSet<String>,
    ) {
        let source = Source {
            by,
            since,
            filter: filter.clone(),
            account: Arc::clone(account),
            facts: Arc::clone(&derived.facts),
            regions: Arc::clone(&cx.workspace.regions),
            findings: Arc::clone(&derived.findings),
        };
        if self.source.as_ref().is_some_and(|old| old.is(&source)) {
            return;
        }
        let day = cx.derived.day_of(cx.workspace, cx.period);
        let since = since.filter(|since| by == ColourBy::Change && *since != cx.period.plus(-1));
        let before = since.map_or_else(
            || Arc::clone(&derived.before),
            |since| match &self.before {
                Some(kept) if kept.period == since && self.is_same_account(&source) => Arc::clone(kept),
                _ => {
                    let facts = metrics::facts(cx.workspace, account, &derived.tree, since);
                    Arc::new(Before::new(&facts))
                }
            },
        );
        let input = Input {
            by,
            workspace: cx.workspace,
            account,
            facts: &derived.facts,
            before: &before,
            rivals,
            findings: &derived.findings,
            inputs: Inputs {
                workspace: cx.workspace,
                account,
                tree: &derived.tree,
                facts: &derived.facts,
                day,
                before: None,
                year_before: None,
            },
            symbol: cx.symbol(),
        };
        let shades = shades(&input);
        self.matches = shades.matching(account, &derived.facts, filter).map(Arc::new);
        self.worst = worst(&derived.findings);
        self.shades = Arc::new(shades);
        self.before = since.map(|_| before);
        self.source = Some(source);
    }

    fn is_same_account(&self, source: &Source) -> bool {
        self.source.as_ref().is_some_and(|old| Arc::ptr_eq(&old.account, &source.account))
    }
}

fn shades(input: &Input<'_>) -> Shades {
    let rate = |pair: Option<Pair>| pair.and_then(Pair::percent);
    match input.by {
        ColourBy::Status => by_status(input),
        ColourBy::Penetration => by_rate(input, "%", |_, own| rate(own.revenue())),
        ColourBy::Units => by_rate(input, "%", |_, own| own.unit_penetration()),
        ColourBy::Users => by_rate(input, "%", |_, own| rate(own.users())),
        ColourBy::Seats => by_rate(input, "%", |_, own| rate(own.seats())),
        ColourBy::Wallet => by_rate(input, "%", |_, own| rate(own.wallet())),
        ColourBy::Opportunity => {
            let scores = opportunity(input);
            by_rate(input, "", |unit, _| scores[unit])
        }
        ColourBy::WhiteSpace => by_white_space(input),
        ColourBy::Risk => by_risk(input),
        ColourBy::Change => by_change(input),
        ColourBy::Competitor => {
            by_name(input, "No competitor", |unit| Some(input.rivals.of(input.account, unit)?.name.as_str()))
        }
        ColourBy::Owner => by_name(input, "No owner", |unit| input.account.units.get(unit)?.owner.as_deref()),
        ColourBy::Region => by_region(input),
    }
}

fn by_status(input: &Input<'_>) -> Shades {
    /// In two columns: what we have beside what we have not.
    const ORDER: [Status; 6] = [
        Status::Active,
        Status::Unpenetrated,
        Status::Expansion,
        Status::CompetitorHeld,
        Status::Pilot,
        Status::Lost,
    ];
    let known = ORDER.iter().map(|status| (status.word().to_owned(), Look::Status(Some(*status))));
    let classes = known.chain([("Unknown".to_owned(), Look::Status(None))]);
    let mut shades = Shades::new(input, classes, |_, own| {
        own.status.and_then(|status| ORDER.iter().position(|other| *other == status))
    });
    // A status that comes from below is shown by the units below.
    for &unit in input.facts.order() {
        let own = &input.facts.units[unit as usize];
        if (unit == 0 || own.status_inherited || own.status.is_none())
            && is_group(input.account, input.facts, unit as usize)
        {
            shades.of[unit as usize] = NEUTRAL;
        }
    }
    shades
}

/// Five even steps from 0 to 100, and what is unknown.
fn by_rate(input: &Input<'_>, sign: &str, rate: impl Fn(usize, &UnitFacts) -> Option<f64>) -> Shades {
    let words = [
        format!("Under 20{sign}"),
        format!("20–40{sign}"),
        format!("40–60{sign}"),
        format!("60–80{sign}"),
        format!("80{sign} and more"),
        "Unknown".to_owned(),
    ];
    let looks = (0..5).map(|step| Look::Step(step * 2)).chain([Look::Quiet]);
    Shades::new(input, words.into_iter().zip(looks), |unit, own| {
        let rate = rate(unit, own)?;
        Some([20.0, 40.0, 60.0, 80.0].iter().filter(|edge| compare::at_least(rate, **edge)).count())
    })
}

/// Four even steps of money up to the largest unit, none, and what is unknown.
fn by_white_space(input: &Input<'_>) -> Shades {
    let facts = input.facts;
    let known = facts.counted.iter().filter_map(|unit| facts.units[*unit as usize].white_space());
    let step = round_up(known.fold(0.0, f64::max) / 4.0);
    let money = |steps: f64| labels::money(Some(step * steps), input.symbol);
    let classes = [
        ("None".to_owned(), Look::Step(0)),
        (format!("Up to {}", money(1.0)), Look::Step(2)),
        (format!("To {}", money(2.0)), Look::Step(4)),
        (format!("To {}", money(3.0)), Look::Step(6)),
        (format!("To {}", money(4.0)), Look::Step(8)),
        ("Unknown".to_owned(), Look::Quiet),
    ];
    Shades::new(input, classes, |_, own| {
        let open = own.white_space()?;
        if !compare::money_greater(open, 0.0) {
            return Some(0);
        }
        Some(1 + [1.0, 2.0, 3.0].iter().filter(|steps| compare::money_greater(open, step * **steps)).count())
    })
}

/// The next number of the form 1, 2, 2.5, 5 × 10ⁿ; 1 for nothing.
fn round_up(value: f64) -> f64 {
    if !(value > 0.0 && value.is_finite()) {
        return 1.0;
    }
    let unit = 10_f64.powf(value.log10().floor());
    [1.0, 2.0, 2.5, 5.0]
        .map(|step| step * unit)
        .into_iter()
        .find(|step| *step >= value)
        .unwrap_or(10.0 * unit)
}

/// The gravest finding about each unit.
fn by_risk(input: &Input<'_>) -> Shades {
    let grave: Vec<Severity> = Severity::ALL.iter().rev().copied().collect();
    let classes = grave.iter().map(|severity| (severity.word().to_owned(), Look::Severity(*severity)));
    let worst = worst(input.findings);
    Shades::new(input, classes.chain([("No finding".to_owned(), Look::Quiet)]), |unit, _| {
        let severity = worst.get(&(unit as u32))?;
        grave.iter().position(|other| other == severity)
    })
}

/// The gravest finding about each unit that has one; acknowledged ones are put aside.
pub fn worst(findings: &[Finding]) -> HashMap<u32, Severity> {
    let mut worst = HashMap::new();
    let fired = |finding: &&Finding| finding.outcome == Outcome::Fired && finding.acknowledged.is_none();
    for finding in findings.iter().filter(fired) {
        if let (Some(unit), Some(severity)) = (finding.unit, finding.severity) {
            let known = worst.entry(unit).or_insert(severity);
            *known = severity.max(*known);
        }
    }
    worst
}

/// Change of revenue penetration in percentage points.
fn by_change(input: &Input<'_>) -> Shades {
    let classes = [
        ("Up 5 pp or more", Look::Change(3)),
        ("Up", Look::Change(1)),
        ("Unchanged", Look::Change(0)),
        ("Down", Look::Change(-1)),
        ("Down 5 pp or more", Look::Change(-3)),
        ("Unknown", Look::Quiet),
    ];
    let before = &input.before.units;
    Shades::new(input, classes.map(|(word, look)| (word.to_owned(), look)), |unit, own| {
        let change = own.revenue().and_then(Pair::percent)? - before.get(unit)?.penetration?;
        Some(match change {
            c if compare::at_least(c, 5.0) => 0,
            c if compare::at_least(c, 0.05) => 1,
            c if compare::greater(c, -0.05) => 2,
            c if compare::greater(c, -5.0) => 3,
            _ => 4,
        })
    })
}

/// The most frequent names each, the others together, and those without one.
fn by_name<'n>(input: &Input<'_>, none: &str, name: impl Fn(usize) -> Option<&'n str>) -> Shades {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let mut place = HashMap::new();
    for unit in &input.facts.counted {
        if let Some(name) = name(*unit as usize) {
            let at = *place.entry(name).or_insert_with(|| {
                counts.push((name, 0));
                counts.len() - 1
            });
            counts[at].1 += 1;
        }
    }
    // By frequency, then by name, so that a colour does not depend on the order of units.
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let others = counts.len() > NAMES;
    counts.truncate(NAMES);
    let rank: HashMap<&str, usize> = counts.iter().enumerate().map(|(at, (name, _))| (*name, at)).collect();
    let named = counts.iter().enumerate().map(|(at, (name, _))| ((*name).to_owned(), Look::Name(at as u8)));
    let other = others.then(|| ("Other".to_owned(), Look::Step(3)));
    let classes: Vec<_> = named.chain(other).chain([(none.to_owned(), Look::Quiet)]).collect();
    let other = counts.len();
    Shades::new(input, classes, |unit, _| {
        let name = name(unit)?;
        rank.get(name).copied().or(others.then_some(other))
    })
}

fn by_region(input: &Input<'_>) -> Shades {
    let regions = metrics::regions(input.facts);
    let name = |unit: usize| {
        let key = &regions.keys[(*regions.of_unit.get(unit)?)? as usize];
        let named = input.workspace.regions.iter().find(|region| region.key == *key);
        Some(named.map_or(key.as_str(), |region| region.name.as_str()))
    };
    let names: Vec<Option<String>> =
        (0..input.facts.units.len()).map(|unit| name(unit).map(str::to_owned)).collect();
    let mut shades = by_name(input, "No region", |unit| names.get(unit)?.as_deref());
    shades.of[0] = NEUTRAL;
    shades
}

/// Opportunity score of every unit with white space.
fn opportunity(input: &Input<'_>) -> Vec<Option<f64>> {
    let survey = Survey::new(&input.inputs);
    let standing = planning::Standing::new(&survey);
    let table = planning::gap_table(&survey, &standing, &input.workspace.settings.opportunity, None);
    let mut scores = vec![None; input.facts.units.len()];
    for row in table.rows {
        scores[row.unit as usize] = row.score;
    }
    scores
}
