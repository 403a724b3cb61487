//! Lists to start from: the units that many customers have, with the kinds they are of.

use std::collections::HashMap;

use crate::{
    document::free_key,
    domain::{OrgUnit, Region, RegionKey, UnitKey, UnitKind},
};

/// A list to start from.
#[derive(Debug)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// Its units: how deep each stands, its name and its kind.
    units: &'static [(usize, &'static str, UnitKind)],
}

/// All lists to start from.
pub static TEMPLATES: [Template; 4] = [
    Template {
        name: "Departments",
        units: &[
            (0, "Sales", UnitKind::Department),
            (0, "Marketing", UnitKind::Department),
            (0, "Finance", UnitKind::Department),
            (0, "Human resources", UnitKind::Department),
            (0, "Operations", UnitKind::Department),
            (0, "IT", UnitKind::Department),
            (0, "Legal", UnitKind::Department),
            (0, "Customer service", UnitKind::Department),
            (0, "Research and development", UnitKind::Department),
        ],
    },
    Template {
        name: "Regions",
        units: &[
            (0, "North America", UnitKind::Region),
            (1, "United States", UnitKind::Country),
            (1, "Canada", UnitKind::Country),
            (0, "Europe, Middle East and Africa", UnitKind::Region),
            (1, "United Kingdom", UnitKind::Country),
            (1, "Germany", UnitKind::Country),
            (1, "France", UnitKind::Country),
            (0, "Asia-Pacific", UnitKind::Region),
            (1, "Japan", UnitKind::Country),
            (1, "Australia", UnitKind::Country),
            (0, "Latin America", UnitKind::Region),
            (1, "Brazil", UnitKind::Country),
            (1, "Mexico", UnitKind::Country),
        ],
    },
    Template {
        name: "Divisions",
        units: &[
            (0, "Consumer", UnitKind::Division),
            (0, "Enterprise", UnitKind::Division),
            (0, "Public sector", UnitKind::Division),
            (0, "Financial services", UnitKind::Division),
            (0, "Health", UnitKind::Division),
        ],
    },
    Template {
        name: "Manufacturer",
        units: &[
            (0, "Group functions", UnitKind::Division),
            (1, "Finance", UnitKind::Department),
            (1, "IT", UnitKind::Department),
            (1, "Procurement", UnitKind::Department),
            (0, "Plants", UnitKind::Division),
            (1, "Plant 1", UnitKind::Site),
            (1, "Plant 2", UnitKind::Site),
            (0, "Sales companies", UnitKind::Subsidiary),
        ],
    },
];

impl Template {
    /// Its names as a list, one a line, indented below their parents.
    pub fn text(&self) -> String {
        self.units.iter().fold(String::new(), |text, (level, name, _)| {
            let indent = "\t".repeat(*level);
            text + &indent + name + "\n"
        })
    }

    /// Whether a list still has a unit of it, and was not replaced by another one.
    pub fn is_in<'n>(&self, mut names: impl Iterator<Item = &'n str>) -> bool {
        names.any(|name| self.kind(name).is_some())
    }

    /// The kind of the unit of a name; `None` = it is not of this template.
    fn kind(&self, name: &str) -> Option<UnitKind> {
        self.units.iter().find(|(_, own, _)| *own == name).map(|(_, _, kind)| *kind)
    }

    /// Gives units their kinds; one that was added to the list is of the kind of those beside it, else of the one that
    /// is likely below its parent.
    pub fn set_kinds(&self, units: &mut [OrgUnit]) {
        let mut beside: HashMap<UnitKey, UnitKind> = HashMap::new();
        for unit in units.iter() {
            if let (Some(parent), Some(kind)) = (&unit.parent, self.kind(&unit.name)) {
                beside.entry(parent.clone()).or_insert(kind);
            }
        }
        // Parents come before children.
        let mut above: HashMap<UnitKey, UnitKind> = HashMap::new();
        for unit in units {
            let parent = unit.parent.as_ref();
            let alike = parent.and_then(|parent| beside.get(parent).copied());
            let below = parent.and_then(|parent| above.get(parent)).map(|kind| kind.below());
            unit.kind = self.kind(&unit.name).or(alike).or(below).unwrap_or(unit.kind);
            above.insert(unit.key.clone(), unit.kind);
        }
    }
}

/// Gives each unit that groups a region the region of its name; returns those that the workspace does not have yet.
pub fn set_regions(units: &mut [OrgUnit], known: &[Region]) -> Vec<Region> {
    let mut new: Vec<Region> = Vec::new();
    for unit in units.iter_mut().filter(|unit| unit.kind == UnitKind::Region) {
        let wanted = unit.name.to_lowercase();
        let found = known.iter().chain(&new).find(|region| region.name.trim().to_lowercase() == wanted);
        let key = found.map(|region| region.key.clone());
        unit.region = Some(key.unwrap_or_else(|| {
            let region = new_region(known.iter().chain(&new), &unit.name);
            let key = region.key.clone();
            new.push(region);
            key
        }));
    }
    new
}

/// A region of a name, with a key that none of the others has.
pub fn new_region<'r>(others: impl Iterator<Item = &'r Region>, name: &str) -> Region {
    let taken: Vec<&RegionKey> = others.map(|region| &region.key).collect();
    let key = free_key(name, "region", |key| taken.iter().any(|other| other.as_str() == key));
    Region { key: key.into(), name: name.to_owned(), parent: None }
}
