//! What open items change about each axis: money and people that ramp up, units, regions and products that join.

use crate::{
    domain::{ActivityRule, Amount, Count, RoadmapItem, UnitKey},
    engine::metrics::{Pair, ProductReach, Rate, Regions, Survey, regions},
};

/// How one axis moves with the roadmap.
#[derive(Debug, Clone, PartialEq)]
pub enum Path {
    /// A ratio whose numerator grows with the ramp of items.
    Ramp {
        /// The ratio now.
        pair: Pair,
        /// Index of an item and what it adds to the numerator in the end; ascending.
        lifts: Vec<(u32, f64)>,
        /// Whether the denominator is the potential, which may grow.
        on_potential: bool,
    },
    /// A share of things that join one by one at the end of an item's due period.
    Count {
        /// How many have joined now.
        joined: f64,
        /// How many there are.
        all: f64,
        /// Things that open items make join.
        chances: Vec<Chance>,
    },
}

/// A thing that may join, and the items that make it join.
#[derive(Debug, Clone, PartialEq)]
pub struct Chance {
    /// What joins.
    pub what: Joins,
    /// Indices of items, ascending; one that succeeds is enough.
    pub items: Vec<u32>,
}

/// What may join a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joins {
    /// A unit becomes active, by index.
    Unit(u32),
    /// A region gets its first active unit, by index into the regions.
    Region(u32),
    /// A product is adopted for the first time, by index into the workspace's products.
    Product(u32),
}

impl Path {
    /// Whether any item moves it.
    pub fn moves(&self) -> bool {
        match self {
            Self::Ramp { lifts, .. } => !lifts.is_empty(),
            Self::Count { chances, .. } => !chances.is_empty(),
        }
    }
}

/// Metrics that may have a path: those of all axes, and teams.
pub(super) const WITH_PATH: [&str; 11] = [
    "revenue_penetration",
    "share_of_wallet",
    "spend_penetration",
    "user_penetration",
    "seat_penetration",
    "unit_penetration",
    "division_penetration",
    "department_penetration",
    "team_penetration",
    "geographic_penetration",
    "product_penetration",
];

/// The path of every metric that has one, by key; a metric that is unknown now has none.
pub(super) fn paths(
    survey: &Survey<'_>,
    items: &[&RoadmapItem],
    regions: &Regions,
) -> Vec<(&'static str, Path)> {
    let facts = survey.facts;
    let money = |item: &RoadmapItem| item.opportunity.map(Amount::get);
    let users = |item: &RoadmapItem| item.effects.users.map(count);
    let seats = |item: &RoadmapItem| item.effects.seats.map(count);
    let ramp = |rate: Rate, lift: &dyn Fn(&RoadmapItem) -> Option<f64>| {
        let pair = rate.pair(facts.root()).filter(|pair| pair.den != 0.0)?;
        let lifts = (0..).zip(items).filter_map(|(index, item)| Some((index, lift(item)?)));
        let lifts = lifts.filter(|(_, lift)| *lift > 0.0).collect();
        Some((rate.key(), Path::Ramp { pair, lifts, on_potential: rate == Rate::Revenue }))
    };
    let mut paths: Vec<(&'static str, Path)> = [
        ramp(Rate::Revenue, &money),
        ramp(Rate::Wallet, &money),
        ramp(Rate::Spend, &money),
        ramp(Rate::Users, &users),
        ramp(Rate::Seats, &seats),
    ]
    .into_iter()
    .flatten()
    .collect();
    let activations = Activations::new(survey, items);
    for (key, set) in [
        ("unit_penetration", &facts.counted),
        ("division_penetration", &facts.divisions),
        ("department_penetration", &facts.departments),
        ("team_penetration", &facts.teams),
    ] {
        if !set.is_empty() {
            let chances = activations.among(set, facts.units.len());
            let joined = facts.active_among(set) as f64;
            paths.push((key, Path::Count { joined, all: set.len() as f64, chances }));
        }
    }
    if !regions.keys.is_empty() {
        let joined = regions.active.iter().filter(|active| **active).count() as f64;
        let chances = activations.regions(survey, regions);
        paths.push((
            "geographic_penetration",
            Path::Count { joined, all: regions.keys.len() as f64, chances },
        ));
    }
    paths.extend(products(survey, items).map(|path| ("product_penetration", path)));
    paths
}

fn count(count: Count) -> f64 {
    f64::from(count)
}

/// The regions of the account in the period.
pub(super) fn regions_of(survey: &Survey<'_>) -> Regions {
    regions(survey.facts)
}

/// Which item makes which unit active, as (unit, item), ascending and without repetition.
struct Activations(Vec<(u32, u32)>);

impl Activations {
    /// A unit that becomes active makes active what inherits its status. A node that counts in no rate, such as one that
    /// groups a region, stands for the counted units below it. Units that do not exist in the period are left out.
    fn new(survey: &Survey<'_>, items: &[&RoadmapItem]) -> Self {
        let facts = survey.facts;
        let by_usage = survey.workspace.settings.activity_rule == ActivityRule::UsageOnly;
        let inherits = |node: usize| {
            let unit = &facts.units[node];
            by_usage || unit.status.is_none() || unit.status_inherited
        };
        let mut pairs = Vec::new();
        if items.iter().all(|item| item.effects.activates.is_empty()) {
            return Self(pairs);
        }
        let mut counts = vec![false; facts.units.len()];
        for set in [&facts.counted, &facts.divisions, &facts.departments, &facts.teams] {
            for unit in set {
                counts[*unit as usize] = true;
            }
        }
        let stands_for = |key: &UnitKey| {
            let Some(node) = survey.tree.index(key) else { return Vec::new() };
            if counts[node] {
                return vec![node];
            }
            survey.tree.branch(node).into_iter().filter(|below| facts.units[*below].counted).collect()
        };
        for (item, index) in items.iter().zip(0..) {
            for unit in item.effects.activates.iter().flat_map(stands_for) {
                pairs.push((unit as u32, index));
                let mut above = facts.units[unit].parent;
                while let Some(node) = above.filter(|node| inherits(*node as usize)) {
                    pairs.push((node, index));
                    above = facts.units[node as usize].parent;
                }
            }
        }
        pairs.retain(|(unit, _)| facts.units[*unit as usize].valid && !facts.units[*unit as usize].active);
        pairs.sort_unstable();
        pairs.dedup();
        Self(pairs)
    }

    fn among(&self, set: &[u32], units: usize) -> Vec<Chance> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let mut member = vec![false; units];
        for unit in set {
            member[*unit as usize] = true;
        }
        let pairs = self.0.iter().filter(|(unit, _)| member[*unit as usize]);
        chances(pairs.copied().collect(), Joins::Unit)
    }

    /// Regions without an active unit in which a counted unit becomes active.
    fn regions(&self, survey: &Survey<'_>, regions: &Regions) -> Vec<Chance> {
        let region = |unit: u32| {
            let counted = survey.facts.units[unit as usize].counted;
            regions.of_unit[unit as usize].filter(|region| counted && !regions.active[*region as usize])
        };
        let pairs = self.0.iter().filter_map(|(unit, item)| Some((region(*unit)?, *item)));
        chances(pairs.collect(), Joins::Region)
    }
}

/// Products that apply and are adopted nowhere yet, in the order of the workspace; an adoption counts in units that
/// count or have counted units below.
fn products(survey: &Survey<'_>, items: &[&RoadmapItem]) -> Option<Path> {
    let reach: Vec<&ProductReach> =
        survey.entered().products.iter().filter(|row| row.applicable > 0).collect();
    if reach.is_empty() {
        return None;
    }
    let products = &survey.workspace.products;
    let counts = |unit: &UnitKey| {
        survey
            .tree
            .index(unit)
            .is_some_and(|node| survey.facts.units[node].valid && survey.facts.units[node].units > 0)
    };
    let mut pairs = Vec::new();
    for (item, index) in items.iter().zip(0..) {
        for (_, product) in item.effects.adopts.iter().filter(|(unit, _)| counts(unit)) {
            let open = reach.iter().find(|row| row.adopted == 0 && products[row.product].key == *product);
            pairs.extend(open.map(|row| (row.product as u32, index)));
        }
    }
    let joined = reach.iter().filter(|row| row.adopted > 0).count() as f64;
    Some(Path::Count { joined, all: reach.len() as f64, chances: chances(pairs, Joins::Product) })
}

/// Groups (thing, item) by thing.
fn chances(mut pairs: Vec<(u32, u32)>, what: impl Fn(u32) -> Joins) -> Vec<Chance> {
    pairs.sort_unstable();
    pairs.dedup();
    pairs
        .chunk_by(|a, b| a.0 == b.0)
        .map(|group| Chance { what: what(group[0].0), items: group.iter().map(|(_, item)| *item).collect() })
        .collect()
}
