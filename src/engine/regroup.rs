//! The same units under other heads: by region, by kind, by owner; without a copy of any figure.
//!
//! Sums stay what they are: every unit that counts goes on counting, every other one does not; a branch that is entered
//! as a total moves as a whole, and so does one below a unit that counts. The units may be those of all accounts.

use std::collections::BTreeMap;

use crate::domain::{Account, OrgUnit, Period, RegionKey, Tree, UnitKey, UnitKind, Workspace};

use super::metrics::{Before, PeriodFacts, Places, regrouped_facts, regrouped_facts_in};

/// What units are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum GroupBy {
    /// Their own region, or that of the nearest unit above.
    Region,
    /// Their kind.
    Kind,
    /// Their own owner, or that of the nearest unit above.
    Owner,
}

impl GroupBy {
    /// The word on screen.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Region => "Region",
            Self::Kind => "Kind",
            Self::Owner => "Owner",
        }
    }
}

/// What the units of one group share; `None` = they have none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Head {
    /// A region.
    Region(RegionKey),
    /// A kind, by its place in [`UnitKind::ALL`].
    Kind(usize),
    /// An owner.
    Owner(String),
    /// No region, no owner; after all others.
    Nobody,
}

/// An account, or the portfolio, as it looks when its units are regrouped. For display only: it is never saved and has units that no edit
/// knows.
#[derive(Debug, Clone)]
pub struct Regrouped {
    /// The units as they are, then one for each group. Parents and positions are those of `tree`, not of the units.
    pub account: Account,
    /// Where they stand.
    pub tree: Tree,
    /// Their figures in the period.
    pub facts: PeriodFacts,
    /// What the groups stand for, in the order of the groups.
    pub heads: Vec<Head>,
}

/// Puts the units of a period under other heads. Units that only group others are left out. O(units): they are referred to
/// by index, and nothing of them is copied but figures.
pub fn regroup(
    workspace: &Workspace,
    account: &Account,
    tree: &Tree,
    facts: &PeriodFacts,
    by: GroupBy,
) -> Regrouped {
    let known = facts.units.len();
    let Belonging { heads: all, of_unit } = belonging(account, facts, by);
    let Moves { places, mut changed } = moves(facts, &of_unit);
    let mut used = vec![false; all.len()];
    for (place, head) in places.iter().zip(&of_unit) {
        used[*head as usize] |= matches!(place, Place::Head);
    }
    let mut groups: Vec<usize> = (0..all.len()).filter(|head| used[*head]).collect();
    groups.sort_unstable_by_key(|head| &all[*head]);
    let mut group_of = vec![0; all.len()];
    for (group, head) in groups.iter().enumerate() {
        group_of[*head] = (known + group) as u32;
    }
    let heads: Vec<Head> = groups.into_iter().map(|head| all[head].clone()).collect();

    let parent = |(place, head): (&Place, &u32)| match place {
        Place::Root | Place::Out => 0,
        Place::Head => group_of[*head as usize],
        Place::Below(up) => *up,
    };
    let mut parents: Vec<u32> = places.iter().zip(&of_unit).map(parent).collect();
    parents.resize(known + heads.len(), 0);
    let mut regrouped = account.clone();
    let mut regions = facts.places.clone();
    for head in &heads {
        let region = if let Head::Region(key) = head { Some(key.clone()) } else { None };
        regions.of_unit.push(region.as_ref().and_then(|key| regions.at(key)));
        let unit =
            OrgUnit::new(key(head), Some(UnitKey::root()), name(workspace, head, by), UnitKind::Region);
        regrouped.push_unit(OrgUnit { region, ..unit }, Vec::new());
    }
    let groups = known as u32..(known + heads.len()) as u32;
    let tree = tree.moved(parents, &regrouped.units.skip(known));
    changed.extend([0].into_iter().chain(groups));
    let left_out: Vec<bool> = places.iter().map(|place| matches!(place, Place::Out)).collect();
    let facts = regrouped_facts(workspace, (&regrouped, &tree), facts, &left_out, &changed, regions);
    Regrouped { account: regrouped, tree, facts, heads }
}

/// What the units and groups of a regrouped account were in another period: those units that exist in both. O(units).
pub fn before(
    workspace: &Workspace,
    shown: (&Account, &Tree),
    facts: &PeriodFacts,
    period: Period,
) -> Before {
    Before::new(&regrouped_facts_in(workspace, shown, facts, period))
}

/// What the unit at an index stands for if it is a group: groups are the last of `count` units.
pub fn head_at(heads: &[Head], count: usize, unit: usize) -> Option<&Head> {
    heads.get(unit.checked_sub(count - heads.len())?)
}

/// Where a unit goes.
#[derive(Clone, Copy)]
enum Place {
    Root,
    /// It only groups others, or does not exist.
    Out,
    /// Below the head it has.
    Head,
    /// It stays below a unit that is kept.
    Below(u32),
}

/// Where all units go.
struct Moves {
    /// Parallel to the units.
    places: Vec<Place>,
    /// Units that stay what they are while some of those below them go elsewhere.
    changed: Vec<u32>,
}

fn moves(facts: &PeriodFacts, head_of: &[u32]) -> Moves {
    let mut places = vec![Place::Out; facts.units.len()];
    let mut changed = Vec::new();
    places[0] = Place::Root;
    // Within a branch that is entered as a total, and below a unit that counts, nothing moves.
    let mut fixed = vec![false; facts.units.len()];
    for &unit in &facts.order()[1..] {
        let at = unit as usize;
        let own = &facts.units[at];
        let up = own.parent.unwrap_or(0) as usize;
        let enters_total = facts.is_total(at) && own.has_record;
        fixed[at] = enters_total || own.counted || fixed[up];
        // An account among others groups units even where it has none.
        let groups = !facts.children(at).is_empty() || facts.kind(at) == UnitKind::Account;
        if !fixed[at] && groups {
            if !own.has_record {
                continue;
            }
            changed.push(unit);
        }
        let stays = up > 0 && !matches!(places[up], Place::Out) && (fixed[up] || head_of[up] == head_of[at]);
        places[at] = if stays { Place::Below(up as u32) } else { Place::Head };
    }
    Moves { places, changed }
}

/// To which head each unit belongs.
struct Belonging {
    /// All that there may be, in no order.
    heads: Vec<Head>,
    /// Index of the head of each unit.
    of_unit: Vec<u32>,
}

fn belonging(account: &Account, facts: &PeriodFacts, by: GroupBy) -> Belonging {
    match by {
        GroupBy::Region => by_region(account, facts),
        GroupBy::Kind => {
            let heads = (0..UnitKind::ALL.len()).map(Head::Kind).collect();
            let of_unit = (0..facts.units.len()).map(|unit| facts.kind(unit) as u32).collect();
            Belonging { heads, of_unit }
        }
        GroupBy::Owner => by_owner(account, facts),
    }
}

fn by_region(account: &Account, facts: &PeriodFacts) -> Belonging {
    let Places { keys, of_unit: places } = &facts.places;
    let nobody = keys.len() as u32;
    let mut heads: Vec<Head> = keys.iter().cloned().map(Head::Region).chain([Head::Nobody]).collect();
    let mut of_unit: Vec<u32> = places.iter().map(|region| region.unwrap_or(nobody)).collect();
    // A region in which no unit counts is no place, and yet it is where a unit is that is not addressable.
    let mut more: BTreeMap<&RegionKey, u32> = BTreeMap::new();
    for &unit in facts.order() {
        let at = unit as usize;
        if of_unit[at] != nobody {
            continue;
        }
        of_unit[at] = match (&account.units[at].region, facts.units[at].parent) {
            (Some(own), _) => facts.places.at(own).unwrap_or_else(|| {
                *more.entry(own).or_insert_with(|| {
                    heads.push(Head::Region(own.clone()));
                    heads.len() as u32 - 1
                })
            }),
            (None, Some(up)) => of_unit[up as usize],
            (None, None) => nobody,
        };
    }
    Belonging { heads, of_unit }
}

fn by_owner(account: &Account, facts: &PeriodFacts) -> Belonging {
    let Owners { names, of_unit } = Owners::new(account, facts);
    let heads = names.into_iter().map(|owner| Head::Owner(owner.to_owned()));
    Belonging { heads: [Head::Nobody].into_iter().chain(heads).collect(), of_unit }
}

/// Who looks after each unit on our side: its own owner, else that of the nearest unit above, else that of the account.
#[derive(Debug, Clone, Default)]
pub struct Owners<'a> {
    names: Vec<&'a str>,
    /// Place of the owner of each unit in `names`, counted from 1; 0 = nobody.
    of_unit: Vec<u32>,
}

impl<'a> Owners<'a> {
    /// The owners of an account, or of the portfolio, as it is: in a regrouped one nothing is above the units. O(units).
    pub fn new(account: &'a Account, facts: &PeriodFacts) -> Self {
        let mut names = Vec::new();
        let mut known: BTreeMap<&str, u32> = BTreeMap::new();
        let mut place = |owner: &'a str| {
            *known.entry(owner).or_insert_with(|| {
                names.push(owner);
                names.len() as u32
            })
        };
        let of_account = account.owner.as_deref().map_or(0, &mut place);
        let mut of_unit: Vec<u32> =
            account.units.iter().map(|unit| unit.owner.as_deref().map_or(0, &mut place)).collect();
        for &unit in facts.order() {
            if of_unit[unit as usize] == 0 {
                of_unit[unit as usize] =
                    facts.units[unit as usize].parent.map_or(of_account, |up| of_unit[up as usize]);
            }
        }
        Self { names, of_unit }
    }

    /// The owner of a unit; `None` = it has none, or is a group of a regrouped account.
    pub fn of(&self, unit: usize) -> Option<&'a str> {
        let place = *self.of_unit.get(unit)? as usize;
        self.names.get(place.checked_sub(1)?).copied()
    }
}

/// A key that no unit has, the same as long as there is such a group.
fn key(head: &Head) -> UnitKey {
    UnitKey::from(match head {
        Head::Region(key) => format!("\u{1}region {key}"),
        Head::Kind(at) => format!("\u{1}kind {at}"),
        Head::Owner(owner) => format!("\u{1}owner {owner}"),
        Head::Nobody => "\u{1}nobody".to_owned(),
    })
}

fn name(workspace: &Workspace, head: &Head, by: GroupBy) -> String {
    match head {
        Head::Region(key) => {
            let named = workspace.regions.iter().find(|region| region.key == *key);
            named.map_or_else(|| key.to_string(), |region| region.name.clone())
        }
        Head::Kind(at) => UnitKind::ALL[*at].word().to_owned(),
        Head::Owner(owner) => owner.clone(),
        Head::Nobody if by == GroupBy::Region => "No region".to_owned(),
        Head::Nobody => "No owner".to_owned(),
    }
}
