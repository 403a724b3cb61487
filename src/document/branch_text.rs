//! A branch as text, as it is pasted from a list or a spreadsheet: indented names, or two columns of name and parent.

use std::collections::{HashMap, HashSet};

use crate::domain::{Account, OrgUnit, Tree, UnitKey, UnitKind};

/// More lines than this are not read: no map is typed by hand at that size, a dataset is the way.
const MOST_LINES: usize = 20_000;
/// Deeper lists are refused.
const MOST_LEVELS: usize = 64;
/// Longest name.
const MOST_LETTERS: usize = 200;

/// What a text says about units.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BranchText {
    /// Names with where each hangs. Parents come before children.
    pub units: Vec<(String, Above)>,
    /// Lines that could not be read, in order.
    pub problems: Vec<TextProblem>,
}

/// Where a unit of a list hangs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Above {
    /// Directly below where the list is pasted.
    Target,
    /// Below an earlier unit of the list, by its place.
    Line(usize),
    /// Below a unit that exists.
    Unit(UnitKey),
}

/// Units that a list can name as parents without having a line for them: the one below which it is pasted, and those
/// that hang there.
#[derive(Debug, Default)]
pub struct Known(HashMap<String, Option<Above>>);

impl Known {
    /// By the name of the unit below which the list is pasted, and the names of those that hang there.
    pub fn new<'n>(target: &str, below: impl IntoIterator<Item = (&'n str, UnitKey)>) -> Self {
        let mut names = HashMap::new();
        for (name, key) in below {
            let several = |unit: &mut Option<Above>| *unit = None;
            names.entry(folded(name)).and_modify(several).or_insert(Some(Above::Unit(key)));
        }
        names.insert(folded(target), Some(Above::Target));
        Self(names)
    }

    /// The only unit of a name.
    fn find(&self, folded: &str) -> Option<Above> {
        self.0.get(folded).cloned().flatten()
    }
}

/// A name as names are compared: without regard to capitals and blanks.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextProblem {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong and what to do, as a sentence.
    pub what: String,
}

impl BranchText {
    /// Reads a text. Two columns (tab, or `;` between both in every line) are name and parent; the parent is another
    /// name of the list, that of a `known` unit, or blank. Anything else is one name a line, indented by tabs or blanks
    /// below its parent; bullets are taken off.
    pub fn read(text: &str, known: &Known) -> Self {
        let lines: Vec<(usize, &str)> = text
            .lines()
            .take(MOST_LINES)
            .enumerate()
            .map(|(at, line)| (at + 1, line.trim_end()))
            .filter(|(_, line)| !line.trim().is_empty())
            .collect();
        let mut read = match columns(&lines) {
            Some(separator) => Self::two_columns(&lines, separator, known),
            None => Self::indented(&lines),
        };
        if text.lines().nth(MOST_LINES).is_some() {
            let what = format!("Only the first {MOST_LINES} lines are read; import a dataset for more.");
            read.problems.push(TextProblem { line: MOST_LINES + 1, what });
        }
        read
    }

    fn indented(lines: &[(usize, &str)]) -> Self {
        let mut read = Self::default();
        // Open levels: how far a line was indented, and its place among the units.
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (line, text) in lines {
            let indent = width(text);
            let Some(name) = read.name(*line, strip_bullet(text.trim())) else { continue };
            while open.last().is_some_and(|(level, _)| *level >= indent) {
                open.pop();
            }
            if open.len() >= MOST_LEVELS {
                let what = format!("`{name}` is more than {MOST_LEVELS} levels deep; list fewer levels.");
                read.problems.push(TextProblem { line: *line, what });
                continue;
            }
            let parent = open.last().map_or(Above::Target, |(_, place)| Above::Line(*place));
            open.push((indent, read.units.len()));
            read.units.push((name, parent));
        }
        read
    }

    fn two_columns(lines: &[(usize, &str)], separator: char, known: &Known) -> Self {
        let mut read = Self::default();
        let mut rows: Vec<(usize, String, String)> = Vec::new();
        for (at, (line, text)) in lines.iter().enumerate() {
            let (name, parent) = text.split_once(separator).unwrap_or((text, ""));
            let is_head = |cell: &str, words: &[&str]| words.contains(&cell.trim().to_lowercase().as_str());
            if at == 0 && is_head(parent, &["parent", "parent unit", "reports to", "part of"]) {
                continue;
            }
            if let Some(name) = read.name(*line, name.trim()) {
                let parent = parent.split(separator).next().unwrap_or_default().trim().to_owned();
                rows.push((*line, name, parent));
            }
        }
        let mut row_of: HashMap<String, usize> = HashMap::new();
        for (at, (_, name, _)) in rows.iter().enumerate() {
            row_of.entry(folded(name)).or_insert(at);
        }
        // Parents first: a row is placed once its parent is, each level in the order of the rows.
        let mut below: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut ready = Vec::new();
        for (at, (line, name, parent)) in rows.iter().enumerate() {
            let wanted = folded(parent);
            if parent.is_empty() {
                ready.push((at, Above::Target));
            } else if let Some(up) = row_of.get(&wanted) {
                below.entry(*up).or_default().push(at);
            } else if let Some(above) = known.find(&wanted) {
                ready.push((at, above));
            } else {
                let what = format!(
                    "`{name}` names `{parent}` as parent, which is not in the list; add a line for it or clear it."
                );
                read.problems.push(TextProblem { line: *line, what });
            }
        }
        let mut placed = HashSet::new();
        let mut next = 0;
        while let Some((at, parent)) = ready.get(next).cloned() {
            next += 1;
            placed.insert(at);
            let place = read.units.len();
            read.units.push((rows[at].1.clone(), parent));
            ready.extend(below.remove(&at).into_iter().flatten().map(|child| (child, Above::Line(place))));
        }
        for (at, (line, name, parent)) in rows.iter().enumerate() {
            if !placed.contains(&at) && row_of.contains_key(&folded(parent)) {
                let what =
                    format!("The parents of `{name}` lead in a circle or to a line that cannot be used.");
                read.problems.push(TextProblem { line: *line, what });
            }
        }
        read.problems.sort_by_key(|problem| problem.line);
        read
    }

    /// A name that can be used, else a problem.
    fn name(&mut self, line: usize, name: &str) -> Option<String> {
        let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let what = if name.is_empty() {
            "The name is missing.".to_owned()
        } else if name.chars().count() > MOST_LETTERS {
            format!("The name has more than {MOST_LETTERS} letters; shorten it.")
        } else {
            return Some(name);
        };
        self.problems.push(TextProblem { line, what });
        None
    }

    /// Levels of the list.
    pub fn levels(&self) -> usize {
        let mut depth: Vec<usize> = vec![0; self.units.len()];
        for (at, (_, parent)) in self.units.iter().enumerate() {
            depth[at] = if let Above::Line(parent) = parent { depth[*parent] + 1 } else { 1 };
        }
        depth.into_iter().max().unwrap_or(0)
    }

    /// The units to add below `parent`: new keys, and kinds that `kind` gives from the kind above.
    pub fn units_below(
        &self,
        account: &Account,
        tree: &Tree,
        parent: &UnitKey,
        kind: impl Fn(UnitKind) -> UnitKind,
    ) -> Vec<OrgUnit> {
        let mut keys = FreshKeys::new(tree);
        let mut units: Vec<OrgUnit> = Vec::with_capacity(self.units.len());
        for (name, up) in &self.units {
            let key = keys.key(name);
            let existing = |key: &UnitKey| {
                let unit = tree.index(key).and_then(|index| account.units.get(index));
                (key.clone(), unit.map_or(UnitKind::Other, |unit| unit.kind))
            };
            let (under, above) = match up {
                Above::Target => existing(parent),
                Above::Line(line) => (units[*line].key.clone(), units[*line].kind),
                Above::Unit(unit) => existing(unit),
            };
            let unit = OrgUnit::new(key, Some(under), name.clone(), kind(above));
            units.push(unit);
        }
        units
    }
}

/// Keys for new units of one account: each new to the account and to the others made here.
pub struct FreshKeys<'a> {
    tree: &'a Tree,
    taken: HashSet<UnitKey>,
    numbers: Numbers,
}

impl<'a> FreshKeys<'a> {
    /// Keys for the account of a tree.
    pub fn new(tree: &'a Tree) -> Self {
        Self { tree, taken: HashSet::new(), numbers: Numbers::default() }
    }

    /// A key made of a name in small letters and dashes, with a number if that one is taken.
    pub fn key(&mut self, name: &str) -> UnitKey {
        let (tree, taken) = (self.tree, &mut self.taken);
        let is_free = |key: &UnitKey| tree.index(key).is_none() && taken.insert(key.clone());
        self.numbers.key(name, is_free)
    }
}

/// The number to try next for a name that is taken, so that a thousand units of one name are not tried a thousand times
/// each.
#[derive(Default)]
pub struct Numbers(HashMap<String, u64>);

impl Numbers {
    /// A key made of a name in small letters and dashes, with a number if that one is not free.
    pub fn key(&mut self, name: &str, mut is_free: impl FnMut(&UnitKey) -> bool) -> UnitKey {
        let slug = slug(name, "unit");
        let number = self.0.entry(slug.clone()).or_insert(1);
        loop {
            let key =
                if *number == 1 { UnitKey::from(slug.as_str()) } else { format!("{slug}-{number}").into() };
            *number += 1;
            if is_free(&key) {
                return key;
            }
        }
    }
}

/// A name as a key: small letters and digits, dashes between the words; `empty` if nothing is left.
pub fn slug(name: &str, empty: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() { empty.to_owned() } else { slug }
}

/// A key made of a name that is not `taken`, with a number from 2 on if it must be.
pub fn free_key(name: &str, empty: &str, taken: impl Fn(&str) -> bool) -> String {
    let slug = slug(name, empty);
    let numbered = (2_u64..).map(|number| format!("{slug}-{number}"));
    let mut all = std::iter::once(slug.clone()).chain(numbered);
    all.find(|key| !taken(key)).unwrap_or(slug)
}

/// A branch as an indented list, which [`BranchText::read`] reads back.
pub fn branch_as_text(account: &Account, tree: &Tree, units: &[usize]) -> String {
    let mut text = String::new();
    for unit in units {
        for index in tree.branch(*unit) {
            text.extend(std::iter::repeat_n('\t', tree.depth(index) - tree.depth(*unit)));
            text.push_str(account.unit_name(index));
            text.push('\n');
        }
    }
    text
}

/// A copy of a branch to hang beside it: structure and descriptions, new keys, no figures.
pub fn copy_of_branch(account: &Account, tree: &Tree, unit: usize) -> Vec<OrgUnit> {
    let mut keys = FreshKeys::new(tree);
    let mut new_key: HashMap<UnitKey, UnitKey> = HashMap::new();
    let mut copies = Vec::new();
    for index in tree.branch(unit) {
        let old = &account.units[index];
        let name = if index == unit { format!("{} (copy)", old.name) } else { old.name.clone() };
        let key = keys.key(&name);
        let parent = old.parent.as_ref().map(|parent| new_key.get(parent).unwrap_or(parent).clone());
        new_key.insert(old.key.clone(), key.clone());
        let copy = OrgUnit {
            key,
            parent,
            position: None,
            name,
            successor: None,
            adjacent: Vec::new(),
            ..OrgUnit::clone(old)
        };
        copies.push(copy);
    }
    copies
}

/// The separator of a text of two columns; `None` = it is a list.
fn columns(lines: &[(usize, &str)]) -> Option<char> {
    // A tab between two texts; a tab in front is an indent.
    let inner = |line: &str, separator: char| line.trim_start_matches([' ', '\t']).contains(separator);
    let flat = lines.iter().all(|(_, line)| width(line) == 0);
    if flat && lines.iter().any(|(_, line)| inner(line, '\t')) {
        return Some('\t');
    }
    (flat && lines.len() > 1 && lines.iter().all(|(_, line)| inner(line, ';'))).then_some(';')
}

/// How far a line is indented; a tab is four blanks.
fn width(line: &str) -> usize {
    line.chars()
        .take_while(|letter| letter.is_whitespace())
        .map(|letter| if letter == '\t' { 4 } else { 1 })
        .sum()
}

/// A name without the bullet in front of it.
fn strip_bullet(name: &str) -> &str {
    let rest = name.strip_prefix(['-', '*', '•', '–', '·', '+']).unwrap_or(name);
    // A dash that belongs to the name is not followed by a blank.
    if rest.len() < name.len() && rest.starts_with(char::is_whitespace) { rest.trim_start() } else { name }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn alone(text: &str) -> BranchText {
        BranchText::read(text, &Known::default())
    }

    fn names(read: &BranchText) -> Vec<(&str, Option<usize>)> {
        let line = |above: &Above| if let Above::Line(line) = above { Some(*line) } else { None };
        read.units.iter().map(|(name, parent)| (name.as_str(), line(parent))).collect()
    }

    #[test]
    fn an_indented_list_is_a_tree() {
        let read = alone("EMEA\n  UK\n    - London\n  France\n\nAPAC\n\tJapan\r\n");
        let wanted = [
            ("EMEA", None),
            ("UK", Some(0)),
            ("London", Some(1)),
            ("France", Some(0)),
            ("APAC", None),
            ("Japan", Some(4)),
        ];
        assert_eq!(names(&read), wanted);
        assert_eq!((read.levels(), read.problems.len()), (3, 0));
    }

    #[test]
    fn uneven_indents_hang_below_the_next_line_that_is_less_indented() {
        let read = alone("    A\n  B\n   C\n D");
        assert_eq!(names(&read), [("A", None), ("B", None), ("C", Some(1)), ("D", None)]);
    }

    #[test]
    fn two_columns_name_their_parents_in_any_order() {
        let read = alone("Unit\tParent\nUK\tEMEA\nEMEA\t\nLondon\tUK\nLeeds\tUK\n");
        let wanted = [("EMEA", None), ("UK", Some(0)), ("London", Some(1)), ("Leeds", Some(1))];
        assert_eq!(names(&read), wanted);
        let read = alone("UK;EMEA\nEMEA;");
        assert_eq!(names(&read), [("EMEA", None), ("UK", Some(0))]);
    }

    #[test]
    fn a_parent_may_be_where_the_list_is_pasted_or_one_unit_that_hangs_there() {
        let below = [("United Kingdom", "uk".into()), ("Sales", "a".into()), ("sales ", "b".into())];
        let known = Known::new("Acme  EMEA", below);
        let list = "Unit\tParent\nSpain\tacme emea\nMadrid\tSPAIN\nLeeds\t united kingdom\nBath\tSales\nRome\tItaly\n";
        let read = BranchText::read(list, &known);
        let wanted =
            [("Spain", Above::Target), ("Leeds", Above::Unit("uk".into())), ("Madrid", Above::Line(0))];
        assert_eq!(read.units, wanted.map(|(name, above)| (name.to_owned(), above)));
        assert_eq!(read.levels(), 2);
        // Which of several is meant is not guessed.
        let lines: Vec<usize> = read.problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [5, 6]);
        assert!(read.problems[1].what.starts_with("`Rome` names `Italy` as parent"));
        // A line of the list goes before a unit that exists.
        let read = BranchText::read("United Kingdom\t\nLeeds\tUnited Kingdom\n", &known);
        assert_eq!(names(&read), [("United Kingdom", None), ("Leeds", Some(0))]);
    }

    #[test]
    fn what_cannot_be_placed_is_named_by_its_line() {
        let read = alone("A\tB\nB\tA\nC\tnowhere\nD\t\n");
        assert_eq!(names(&read), [("D", None)]);
        let lines: Vec<usize> = read.problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [1, 2, 3]);
        let long = "x".repeat(MOST_LETTERS + 1);
        assert_eq!(alone(&long).problems.len(), 1);
        assert_eq!(alone(" \n\t\n"), BranchText::default());
    }

    #[test]
    fn a_list_that_is_too_long_or_too_deep_is_cut_and_says_so() {
        let long = "unit\n".repeat(MOST_LINES + 1);
        let read = alone(&long);
        assert_eq!((read.units.len(), read.problems.len()), (MOST_LINES, 1));
        let deep: Vec<String> = (0..100).map(|n| format!("{}u", " ".repeat(n))).collect();
        assert_eq!(alone(&deep.join("\n")).units.len(), MOST_LEVELS);
    }

    #[test]
    fn units_get_new_keys_and_a_copy_keeps_no_figures() {
        let mut account = Account::new("a", "Acme");
        account.push_unit(OrgUnit::new("uk", Some("".into()), "UK", UnitKind::Division), Vec::new());
        account.push_unit(OrgUnit::new("london", Some("uk".into()), "London", UnitKind::Site), Vec::new());
        let tree = Tree::new(&account.units).unwrap();
        let read = alone("UK\n  UK\n  Süd & Ost");
        let units = read.units_below(&account, &tree, &"london".into(), |_| UnitKind::Team);
        let keys: Vec<&str> = units.iter().map(|unit| unit.key.as_str()).collect();
        assert_eq!(keys, ["uk-2", "uk-3", "süd-ost"]);
        assert_eq!(units[2].parent, Some("uk-2".into()));
        assert_eq!(branch_as_text(&account, &tree, &[1]), "UK\n\tLondon\n");
        let mut keys = FreshKeys::new(&tree);
        assert_eq!(
            ["UK", "UK", "—", "—"].map(|name| keys.key(name)),
            ["uk-2", "uk-3", "unit", "unit-2"].map(Into::into)
        );
        let copy = copy_of_branch(&account, &tree, 1);
        assert_eq!((copy[0].name.as_str(), copy[0].parent.clone()), ("UK (copy)", Some("".into())));
        assert_eq!((copy[1].key.as_str(), copy[1].parent.clone()), ("london-2", Some("uk-copy".into())));
    }
}
