//! What speaks for and against every unit on the day of the period: people, neighbours, competitors, signals.

use jiff::civil::Date;

use crate::{
    domain::{Account, Competitor, Role, Sentiment, Stakeholder, Tree, UnitKey},
    engine::metrics::{
        PeriodFacts, Survey, Tally, counts_as_unit, days_between, is_contact, is_current, is_engaged,
        is_open, is_sponsor,
    },
};

/// Days ahead in which the end of a competitor's contract opens the door, both ends included.
pub const EXPIRY_DAYS: i64 = 180;

/// Days in which the weight of a signal halves.
pub const HALF_LIFE_DAYS: f64 = 90.0;

/// Everything about the units of one account that is not in their records. A thing belongs to the unit it is attached to
/// and to all above it (ruling B8).
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Stakeholders who count.
    pub contacts: Tally,
    /// Engaged ones.
    pub engaged: Tally,
    /// Engaged ones who are no detractors.
    pub friends: Tally,
    /// Detractors and blockers who count.
    pub opponents: Tally,
    /// Engaged champions and executive sponsors who support us.
    pub sponsors: Tally,
    /// Of these, executive sponsors.
    pub executives: Tally,
    /// Links between units, each in both directions, ascending.
    links: Vec<(u32, u32)>,
    neighbours: Vec<Neighbours>,
    /// Index of the competitor entry that weighs most in each unit; empty = there is none.
    rivals: Vec<Option<u32>>,
    /// Sums of positive and of risk signal weights in each unit; empty = there is none.
    signals: Vec<[f64; 2]>,
}

/// How many active neighbours a unit has; a linked sibling counts twice, 0 always means none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Neighbours {
    /// Active units.
    pub active: u32,
    /// Active units with an engaged champion or executive sponsor.
    pub sponsored: u32,
    /// Active units with an engaged executive sponsor.
    pub executive: u32,
}

impl Standing {
    /// Looks at every stakeholder, competitor and signal once, and at every unit once for its neighbours.
    pub fn new(survey: &Survey<'_>) -> Self {
        let (account, tree, day) = (survey.account, survey.tree, survey.day);
        let tally = |belongs: &dyn Fn(&Stakeholder) -> bool| {
            let people = account.stakeholders.iter().filter(|person| belongs(person));
            Tally::new(tree, people.map(|person| &person.unit))
        };
        let sponsors = tally(&|person| is_engaged(person, day) && is_sponsor(person));
        let executives = tally(&|person| is_executive(person, day));
        let links = links(account, tree, survey.facts);
        Self {
            contacts: tally(&|person| is_contact(person, day)),
            engaged: tally(&|person| is_engaged(person, day)),
            friends: tally(&|person| is_friend(person, day)),
            opponents: tally(&|person| is_opponent(person, day)),
            neighbours: neighbours(account, survey.facts, &links, &sponsors, &executives),
            rivals: rivals(account, tree, day),
            signals: signals(account, tree, day),
            sponsors,
            executives,
            links,
        }
    }

    /// Active neighbours of a unit.
    pub fn neighbours(&self, unit: usize) -> Neighbours {
        self.neighbours.get(unit).copied().unwrap_or_default()
    }

    /// The neighbours themselves: parent, children and siblings in the tree of the period, and linked units; ascending.
    pub fn adjacent(&self, account: &Account, facts: &PeriodFacts, unit: usize) -> Vec<u32> {
        let parent = facts.units[unit].parent;
        let mut found: Vec<u32> = facts.children(unit).to_vec();
        found.extend(parent);
        found.extend(parent.into_iter().flat_map(|parent| facts.children(parent as usize)));
        let linked = self.links.partition_point(|(from, _)| *from < unit as u32);
        let linked = self.links[linked..].iter().take_while(|(from, _)| *from == unit as u32);
        found.extend(linked.map(|(_, to)| *to));
        found.retain(|other| *other as usize != unit && is_unit(account, facts, *other as usize));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The competitor entry that weighs most in a unit: the deepest, of equals the one whose contract ends soon.
    pub fn rival<'a>(&self, account: &'a Account, unit: usize) -> Option<&'a Competitor> {
        account.competitors.get((*self.rivals.get(unit)?)? as usize)
    }

    /// Sums of positive and of risk signal weights in a unit.
    pub fn signals(&self, unit: usize) -> [f64; 2] {
        self.signals.get(unit).copied().unwrap_or_default()
    }
}

/// Whether somebody is an engaged executive sponsor who supports us.
pub fn is_executive(person: &Stakeholder, day: Date) -> bool {
    person.role == Role::ExecutiveSponsor && is_sponsor(person) && is_engaged(person, day)
}

/// Whether somebody is engaged and no detractor.
pub fn is_friend(person: &Stakeholder, day: Date) -> bool {
    person.sentiment != Sentiment::Detractor && is_engaged(person, day)
}

/// Whether somebody counts and works against us.
pub fn is_opponent(person: &Stakeholder, day: Date) -> bool {
    (person.sentiment == Sentiment::Detractor || person.role == Role::Blocker) && is_contact(person, day)
}

/// Whether a competitor's contract ends within [`EXPIRY_DAYS`] from a day on.
pub fn expires_soon(entry: &Competitor, day: Date) -> bool {
    entry.contract_expiry.is_some_and(|expiry| (0..=EXPIRY_DAYS).contains(&days_between(day, expiry)))
}

/// What a signal of this strength and age in days still weighs, 0–1.
pub fn signal_weight(strength: u8, age_days: i64) -> f64 {
    f64::from(strength) / 3.0 * (-(age_days as f64) / HALF_LIFE_DAYS).exp2()
}

/// Units can be neighbours; the account and grouping nodes cannot (ruling B55).
fn is_unit(account: &Account, facts: &PeriodFacts, index: usize) -> bool {
    let kind = account.units.get(index).map(|unit| unit.kind);
    facts.units[index].valid && kind.is_some_and(counts_as_unit)
}

/// Entered links, read both ways (ruling B55).
fn links(account: &Account, tree: &Tree, facts: &PeriodFacts) -> Vec<(u32, u32)> {
    let mut links = Vec::new();
    for (from, unit) in account.units.iter().enumerate() {
        for to in unit.adjacent.iter().filter_map(|key| tree.index(key)) {
            if is_unit(account, facts, from) && is_unit(account, facts, to) {
                links.extend([(from as u32, to as u32), (to as u32, from as u32)]);
            }
        }
    }
    links.sort_unstable();
    links.dedup();
    links
}

/// Counts active neighbours per parent first, so that a thousand siblings cost a thousand steps and not a million.
fn neighbours(
    account: &Account,
    facts: &PeriodFacts,
    links: &[(u32, u32)],
    sponsors: &Tally,
    executives: &Tally,
) -> Vec<Neighbours> {
    let own: Vec<Neighbours> = account
        .units
        .iter()
        .zip(&facts.units)
        .enumerate()
        .map(|(index, (unit, known))| {
            let active = known.valid && known.active && counts_as_unit(unit.kind);
            let with = |tally: &Tally| u32::from(active && tally.of(index) > 0);
            Neighbours { active: u32::from(active), sponsored: with(sponsors), executive: with(executives) }
        })
        .collect();
    let mut children = vec![Neighbours::default(); own.len()];
    for &node in facts.order() {
        if let Some(parent) = facts.units[node as usize].parent {
            children[parent as usize].add(own[node as usize]);
        }
    }
    let mut found = children.clone();
    for &node in facts.order() {
        let index = node as usize;
        if let Some(parent) = facts.units[index].parent {
            found[index].add(own[parent as usize]);
            found[index].add(children[parent as usize]);
            found[index].remove(own[index]);
        }
    }
    for (from, to) in links {
        if from != to {
            found[*from as usize].add(own[*to as usize]);
        }
    }
    found
}

impl Neighbours {
    fn add(&mut self, other: Self) {
        self.active += other.active;
        self.sponsored += other.sponsored;
        self.executive += other.executive;
    }

    fn remove(&mut self, other: Self) {
        self.active -= other.active;
        self.sponsored -= other.sponsored;
        self.executive -= other.executive;
    }
}

/// Level, then whether the contract ends soon: the order in which entries weigh (ruling B56).
fn weighs(entry: &Competitor, day: Date) -> (f64, bool) {
    (entry.level.share(), expires_soon(entry, day))
}

fn rivals(account: &Account, tree: &Tree, day: Date) -> Vec<Option<u32>> {
    let mut found: Vec<Option<u32>> = Vec::new();
    let current = account.competitors.iter().enumerate().filter(|(_, entry)| is_current(entry, day));
    for (index, entry) in current {
        if found.is_empty() {
            found = vec![None; tree.len()];
        }
        for unit in upwards(tree, &entry.unit) {
            let before = found[unit].map(|before| weighs(&account.competitors[before as usize], day));
            if before.is_none_or(|before| weighs(entry, day) > before) {
                found[unit] = Some(index as u32);
            }
        }
    }
    found
}

fn signals(account: &Account, tree: &Tree, day: Date) -> Vec<[f64; 2]> {
    let mut found: Vec<[f64; 2]> = Vec::new();
    for signal in account.signals.iter().filter(|signal| is_open(signal, day)) {
        if found.is_empty() {
            found = vec![[0.0; 2]; tree.len()];
        }
        let weight = signal_weight(signal.strength, days_between(signal.date, day));
        for unit in upwards(tree, &signal.unit) {
            found[unit][usize::from(!signal.kind.is_positive())] += weight;
        }
    }
    found
}

/// A unit and all above it in the stored tree; nothing for a key that names no unit.
fn upwards(tree: &Tree, unit: &UnitKey) -> impl Iterator<Item = usize> {
    std::iter::successors(tree.index(unit), |node| tree.parent(*node))
}
