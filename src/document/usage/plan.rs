//! Works out what a table comes to, row by row.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::domain::{EntryMode, Period, UnitRecord, Workspace};

use super::{
    super::{Cell, Edit, Entry, FieldValue, Table, set_field},
    columns::{Meaning, Setup},
    decimals::decimals,
    field::{UsageField, field_of, is_filled, same_place},
    outcome::{Fate, Mode, Plan, PlannedLine, Problem, own_period, read_cell, worse},
    period::read_period,
    units::{Called, Trouble, Units},
};

/// How far a period may lie behind the last one or before the first one before it is taken for a slip.
const FAR_AHEAD: i32 = 8;
const FAR_BACK: i32 = 120;

/// One figure that a row gives.
struct Given {
    value: FieldValue,
    line: usize,
    nth: usize,
}

/// A record with everything that rows give it.
struct Target {
    account: u32,
    unit: u32,
    period: Period,
    given: Vec<Given>,
}

/// Works out what a table comes to. `go_on` is told how much of it is done, 0 to 1; `false` ends the work, and then there
/// is no plan.
pub fn plan(
    table: &Table,
    setup: &Setup,
    workspace: &Workspace,
    source: &str,
    go_on: &dyn Fn(f32) -> bool,
) -> Option<Plan> {
    let mut planner = Planner::new(table, setup, workspace);
    let count = planner.plan.lines.len();
    for line in 0..count {
        if line % 256 == 0 && !go_on(0.7 * line as f32 / count as f32) {
            return None;
        }
        planner.read_line(line);
    }
    planner.leave_sums();
    planner.refuse_twins();
    if !go_on(0.75) {
        return None;
    }
    while planner.judge() {
        if !go_on(0.85) {
            return None;
        }
    }
    planner.finish(source, go_on)
}

struct Planner<'a> {
    table: &'a Table,
    setup: &'a Setup,
    workspace: &'a Workspace,
    units: Vec<Option<Units<'a>>>,
    /// Accounts by key and by name in small letters.
    accounts: HashMap<String, Option<u32>>,
    targets: Vec<Target>,
    by_record: HashMap<(u32, u32, Period), usize>,
    periods: (Period, Period),
    plan: Plan,
}

impl<'a> Planner<'a> {
    fn new(table: &'a Table, setup: &'a Setup, workspace: &'a Workspace) -> Self {
        let mut accounts: HashMap<String, Option<u32>> = HashMap::new();
        for (at, account) in workspace.accounts.iter().enumerate() {
            let name = account.name.to_lowercase();
            accounts.entry(name).and_modify(|known| *known = None).or_insert(Some(at as u32));
        }
        // Keys are said by machines and win over names.
        for (at, account) in workspace.accounts.iter().enumerate() {
            accounts.insert(account.key.as_str().to_lowercase(), Some(at as u32));
        }
        let columns: Vec<usize> =
            (0..setup.meanings.len()).filter(|column| setup.meanings[*column].is_value()).collect();
        let lines = table.lines.len().saturating_sub(setup.first_line());
        let last = workspace.latest_period().unwrap_or(setup.period).max(setup.period);
        let first = workspace.first_period().unwrap_or(setup.period).min(setup.period);
        Self {
            table,
            setup,
            workspace,
            units: (0..workspace.accounts.len()).map(|_| None).collect(),
            accounts,
            targets: Vec::new(),
            by_record: HashMap::new(),
            periods: (first.plus(-FAR_BACK), last.plus(FAR_AHEAD)),
            plan: Plan {
                lines: vec![PlannedLine::default(); lines],
                fates: vec![Fate::Blank; lines * columns.len()],
                columns,
                decimal: setup.decimal.or_else(|| decimals(table, setup).found),
                ..Plan::default()
            },
        }
    }

    fn entry(&self, line: usize, meaning: &Meaning) -> &'a Entry {
        let column = self.setup.column(meaning);
        column.map_or(&Entry::Blank, |column| self.table.entry(self.setup.first_line() + line, column))
    }

    fn refuse(&mut self, line: usize, column: Option<usize>, found: String, what: String) {
        self.plan.lines[line].is_refused = true;
        if let Some(nth) =
            column.and_then(|column| self.plan.columns.iter().position(|other| *other == column))
        {
            let width = self.plan.columns.len();
            self.plan.fates[line * width + nth] = Fate::Refused;
        }
        self.plan.problems.push(Problem {
            line: self.setup.first_line() + line,
            column,
            found,
            what,
            is_missing_unit: false,
        });
    }

    /// Reads one row into the records that it gives something to.
    fn read_line(&mut self, line: usize) {
        let entries = &self.table.lines[self.setup.first_line() + line].entries;
        if entries.iter().all(Entry::is_blank) {
            return;
        }
        let account = self.account_of(line);
        let unit = account.and_then(|account| Some((account, self.unit_of(line, account)?)));
        self.plan.lines[line].unit = unit;
        let has_column = self.setup.column(&Meaning::Period).is_some();
        let period = if has_column { self.period_of(line) } else { Some(self.setup.period) };
        let all_own = self.plan.columns.iter().all(|at| own_period(&self.setup.meanings[*at]).is_some());
        self.plan.lines[line].period = period.filter(|_| has_column || !all_own);
        for nth in 0..self.plan.columns.len() {
            let column = self.plan.columns[nth];
            let entry = self.table.entry(self.setup.first_line() + line, column);
            if entry.is_blank() {
                continue;
            }
            let meaning = &self.setup.meanings[column];
            if let Some((account, unit)) = unit
                && self.is_rolled_up(account, unit, meaning)
            {
                // What a sum says is not read at all: “3 of 9 active” is no status.
                self.plan.fates[line * self.plan.columns.len() + nth] = Fate::RolledUp;
                continue;
            }
            match read_cell(meaning, entry, self.plan.decimal, self.workspace) {
                Err(what) => self.refuse(line, Some(column), entry.shown(), what),
                Ok(values) => {
                    let Some((account, unit)) = unit else { continue };
                    let Some(period) = own_period(meaning).or(period) else { continue };
                    if let Err(what) = self.can_be(account, unit, period) {
                        self.refuse(line, Some(column), entry.shown(), what);
                        continue;
                    }
                    let target = self.target(account, unit, period);
                    let given = values.into_iter().map(|value| Given { value, line, nth });
                    self.targets[target].given.extend(given);
                }
            }
        }
    }

    fn account_of(&mut self, line: usize) -> Option<u32> {
        let entry = self.entry(line, &Meaning::Account);
        let column = self.setup.column(&Meaning::Account);
        if entry.is_blank() {
            let chosen = self.setup.account.as_ref().and_then(|key| self.workspace.find_account(key));
            if chosen.is_none() {
                let what =
                    "The row names no account; enter one, or choose the account of such rows.".to_owned();
                self.refuse(line, column, String::new(), what);
            }
            return chosen.map(|at| at as u32);
        }
        let (found, what) = match self.accounts.get(&entry.text().to_lowercase()) {
            Some(Some(account)) => return Some(*account),
            Some(None) => ("Several accounts", "have this name; write the key of the one that is meant."),
            None => ("No account", "has this name or key; correct it, or add the account first."),
        };
        self.refuse(line, column, entry.shown(), format!("{found} {what}"));
        None
    }

    fn unit_of(&mut self, line: usize, account: u32) -> Option<u32> {
        let (name, key) = (self.entry(line, &Meaning::Unit), self.entry(line, &Meaning::UnitKey));
        let parent = self.entry(line, &Meaning::Parent);
        let blank = |entry: &'a Entry| if entry.is_blank() { "".into() } else { entry.text() };
        let (name_text, key_text, parent_text) = (blank(name), blank(key), blank(parent));
        let has_keys = self.setup.column(&Meaning::UnitKey).is_some();
        let called = Called { name: &name_text, key: &key_text, parent: &parent_text, has_keys };
        let creates = self.setup.creates_units;
        let known = &self.workspace.accounts[account as usize];
        let units = self.units[account as usize].get_or_insert_with(|| Units::new(known));
        let trouble = match if creates { units.find_or_create(called) } else { units.find(called) } {
            Ok(unit) => return Some(unit as u32),
            Err(trouble) => trouble,
        };
        let is_missing = match trouble {
            Trouble::NoName | Trouble::NotBelow => true,
            Trouble::NoKey => !name_text.is_empty(),
            _ => false,
        };
        let of = &known.name;
        let by_name = self.setup.column(&Meaning::Unit);
        let by_key = self.setup.column(&Meaning::UnitKey);
        let hint = "correct it, or let missing units be created";
        let (column, found, what) = match trouble {
            Trouble::Nameless => (
                by_name.or(by_key),
                String::new(),
                "The row names no unit; enter one, or delete the row.".to_owned(),
            ),
            Trouble::NoKey => (by_key, key.shown(), format!("No unit of {of} has this key; correct it.")),
            Trouble::NoName => (by_name, name.shown(), format!("No unit of {of} is called so; {hint}.")),
            Trouble::NotBelow => (
                by_name,
                name.shown(),
                format!("No unit of this name hangs below {}; {hint}.", parent.shown()),
            ),
            Trouble::Several(paths) => (
                by_name,
                name.shown(),
                format!(
                    "Several units are called so: {}. Write the path or the key of the one that is meant.",
                    paths.join(", ")
                ),
            ),
        };
        self.refuse(line, column, found, what);
        if let Some(problem) = self.plan.problems.last_mut() {
            problem.is_missing_unit = is_missing;
        }
        None
    }

    fn period_of(&mut self, line: usize) -> Option<Period> {
        let entry = self.entry(line, &Meaning::Period);
        let column = self.setup.column(&Meaning::Period);
        let what = if entry.is_blank() {
            "The row names no period; enter one.".to_owned()
        } else {
            match read_period(entry, &self.workspace.settings) {
                Ok(period) => return Some(period),
                Err(what) => what,
            }
        };
        self.refuse(line, column, entry.shown(), what);
        None
    }

    /// Whether a unit can have a record in a period.
    fn can_be(&self, account: u32, unit: u32, period: Period) -> Result<(), String> {
        let text = || self.workspace.period_text(period);
        if period < self.periods.0 || period > self.periods.1 {
            return Err(format!("{} lies far from all other periods; correct it.", text()));
        }
        let account = &self.workspace.accounts[account as usize];
        match account.units.get(unit as usize) {
            Some(known) if !known.is_valid_in(period) => {
                let name = account.unit_name(unit as usize);
                Err(format!(
                    "{name} does not exist in {}; correct the period, or the unit’s first and last one.",
                    text()
                ))
            }
            _ => Ok(()),
        }
    }

    fn target(&mut self, account: u32, unit: u32, period: Period) -> usize {
        let targets = &mut self.targets;
        *self.by_record.entry((account, unit, period)).or_insert_with(|| {
            targets.push(Target { account, unit, period, given: Vec::new() });
            targets.len() - 1
        })
    }

    fn is_rolled_up(&self, account: u32, unit: u32, meaning: &Meaning) -> bool {
        let rolls = match meaning {
            Meaning::Value(field) | Meaning::ValueIn(field, _) => field.rolls_up(),
            _ => true,
        };
        rolls && self.shows_sums(account, unit)
    }

    /// Whether a unit shows the sums of those below it, and is not said to have figures of its own.
    fn shows_sums(&self, account: u32, unit: u32) -> bool {
        let known = self.workspace.accounts[account as usize].units.get(unit as usize);
        let is_direct = known.is_none_or(|known| known.entry_mode == EntryMode::Direct);
        let units = self.units[account as usize].as_ref();
        !self.setup.own_figures && is_direct && units.is_some_and(|units| units.is_parent(unit as usize))
    }

    /// Units that have units below them only since a later row created those show sums, too.
    fn leave_sums(&mut self) {
        if !self.setup.creates_units {
            return;
        }
        let mut targets = std::mem::take(&mut self.targets);
        let width = self.plan.columns.len();
        for target in &mut targets {
            if !self.shows_sums(target.account, target.unit) {
                continue;
            }
            target.given.retain(|given| {
                let rolls = field_of(&given.value).rolls_up();
                if rolls {
                    self.plan.fates[given.line * width + given.nth] = Fate::RolledUp;
                }
                !rolls
            });
        }
        self.targets = targets;
    }

    /// One figure that is given twice must be the same.
    fn refuse_twins(&mut self) {
        let mut twins = Vec::new();
        for target in &mut self.targets {
            let mut kept: Vec<Given> = Vec::with_capacity(target.given.len());
            for given in target.given.drain(..) {
                let twin = kept.iter().find(|other| same_place(&other.value, &given.value));
                match twin {
                    Some(other) if other.value != given.value => {
                        twins.push((given.line, given.nth, other.line))
                    }
                    _ => kept.push(given),
                }
            }
            target.given = kept;
        }
        for (line, nth, other) in twins {
            let column = self.plan.columns[nth];
            let first = self.setup.first_line();
            let found = self.table.entry(first + line, column).shown();
            let row = self.table.lines[first + other].number;
            let what =
                format!("Row {row} gives another figure for the same unit and period; keep one of them.");
            self.refuse(line, Some(column), found, what);
        }
    }

    /// Tries what the sound rows give on copies of the records; whether another row turned out to be wrong.
    fn judge(&mut self) -> bool {
        let mut wrong = Vec::new();
        for target in &mut self.targets {
            target.given.sort_by_key(|given| field_of(&given.value));
            let mut record = record_of(self.workspace, target).cloned().unwrap_or_default();
            for given in &target.given {
                if self.plan.lines[given.line].is_refused {
                    continue;
                }
                if self.setup.mode == Mode::Fill && is_filled(&record, &given.value) {
                    continue;
                }
                if let Err(error) = set_field(&mut record, &given.value) {
                    wrong.push((given.line, given.nth, error.to_string()));
                    break;
                }
            }
        }
        let found_some = !wrong.is_empty();
        for (line, nth, error) in wrong {
            let column = self.plan.columns[nth];
            let found = self.table.entry(self.setup.first_line() + line, column).shown();
            let mut letters = error.chars();
            let first: String =
                letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
            self.refuse(
                line,
                Some(column),
                found,
                format!("{first}{}.", letters.as_str().trim_end_matches('.')),
            );
        }
        found_some
    }

    /// Decides the fates and makes the edit.
    fn finish(mut self, source: &str, go_on: &dyn Fn(f32) -> bool) -> Option<Plan> {
        let mut cells: Vec<Vec<Cell>> = vec![Vec::new(); self.workspace.accounts.len()];
        let width = self.plan.columns.len();
        let mut targets = std::mem::take(&mut self.targets);
        targets.sort_by_key(|target| (target.account, target.unit, target.period));
        let count = targets.len();
        for (at, target) in targets.iter().enumerate() {
            if at % 1024 == 0 && !go_on(0.85 + 0.15 * at as f32 / count as f32) {
                return None;
            }
            let before = record_of(self.workspace, target).cloned().unwrap_or_default();
            let mut record = before.clone();
            let account = target.account as usize;
            let had = cells[account].len();
            for given in &target.given {
                let fate = &mut self.plan.fates[given.line * width + given.nth];
                if self.plan.lines[given.line].is_refused {
                    continue;
                }
                let filled = is_filled(&before, &given.value);
                if self.setup.mode == Mode::Fill && filled {
                    let same = !set_field(&mut record.clone(), &given.value).unwrap_or(true);
                    *fate = worse(*fate, if same { Fate::Same } else { Fate::Stays });
                    continue;
                }
                let changed = set_field(&mut record, &given.value).unwrap_or(false);
                *fate = worse(
                    *fate,
                    match (changed, filled) {
                        (false, _) => Fate::Same,
                        (true, false) => Fate::New,
                        (true, true) => Fate::Changed,
                    },
                );
                if changed {
                    cells[account].push(self.cell(target, given.value.clone()));
                }
            }
            self.plan.counts.records += usize::from(cells[account].len() > had);
        }
        if self.setup.mode == Mode::Replace {
            self.empty_the_rest(&targets, &mut cells);
        }
        self.count();
        let mut edits = Vec::new();
        for (account, cells) in cells.into_iter().enumerate() {
            let known = &self.workspace.accounts[account];
            let units = self.units[account].as_ref();
            let sound = self.plan.lines.iter().filter(|line| !line.is_refused);
            let mine = sound.filter_map(|line| line.unit.filter(|(of, _)| *of as usize == account));
            let used: HashSet<usize> = mine.map(|(_, unit)| unit as usize).collect();
            let created = units.map(|units| units.created(&used)).unwrap_or_default();
            if let Some(units) = units {
                self.plan.created.push((account as u32, units.created_names()));
            }
            if !created.is_empty() {
                self.plan.counts.units += created.len();
                let what = format!("{} units", created.len());
                edits.push(Edit::AddBranch { account: known.key.clone(), units: created, what });
            }
            if !cells.is_empty() {
                edits.push(Edit::SetCells { account: known.key.clone(), cells });
            }
        }
        self.plan.problems.sort_by_key(|problem| (problem.line, problem.column));
        let what = format!("import usage from {source}");
        self.plan.edit = (!edits.is_empty()).then_some(Edit::Several { what, edits });
        go_on(1.0).then_some(self.plan)
    }

    fn cell(&self, target: &Target, value: FieldValue) -> Cell {
        let units = self.units[target.account as usize].as_ref();
        let known = &self.workspace.accounts[target.account as usize].units;
        let unit = units
            .map_or_else(|| known[target.unit as usize].key.clone(), |u| u.key(target.unit as usize).clone());
        Cell { unit, period: target.period, value }
    }

    /// Whatever the table does not give is emptied in all records of its accounts and periods.
    fn empty_the_rest(&mut self, targets: &[Target], cells: &mut [Vec<Cell>]) {
        let mut spans: Vec<(u32, Period)> =
            targets.iter().map(|target| (target.account, target.period)).collect();
        spans.sort_unstable();
        spans.dedup();
        let given: HashMap<(u32, u32, Period), &Target> =
            targets.iter().map(|target| ((target.account, target.unit, target.period), target)).collect();
        for (at, period) in spans {
            let account = Arc::clone(&self.workspace.accounts[at as usize]);
            for unit in 0..account.units.len() {
                let Some(record) = account.record(unit, period) else { continue };
                let target = given.get(&(at, unit as u32, period));
                let is_given = |value: &FieldValue| {
                    target.is_some_and(|target| {
                        target.given.iter().any(|given| same_place(&given.value, value))
                    })
                };
                let shows_sums = self.shows_sums(at, unit as u32);
                let mut emptied = Vec::new();
                for field in UsageField::all().filter(|field| !(shows_sums && field.rolls_up())) {
                    emptied.extend(field.emptied(record).into_iter().filter(|value| !is_given(value)));
                }
                self.plan.counts.emptied += emptied.len();
                self.plan.counts.records += usize::from(!emptied.is_empty() && target.is_none());
                let here = Target { account: at, unit: unit as u32, period, given: Vec::new() };
                cells[at as usize].extend(emptied.into_iter().map(|value| self.cell(&here, value)));
            }
        }
    }

    fn count(&mut self) {
        let width = self.plan.columns.len().max(1);
        for (line, fates) in self.plan.fates.chunks(width).enumerate() {
            if self.plan.lines[line].is_refused {
                continue;
            }
            for fate in fates {
                let counts = &mut self.plan.counts;
                match fate {
                    Fate::New => counts.new += 1,
                    Fate::Changed => counts.changed += 1,
                    Fate::Same => counts.same += 1,
                    Fate::Stays => counts.stays += 1,
                    Fate::RolledUp => counts.rolled_up += 1,
                    Fate::Blank | Fate::Refused => {}
                }
            }
        }
        self.plan.counts.refused_rows = self.plan.lines.iter().filter(|line| line.is_refused).count();
    }
}

fn record_of<'a>(workspace: &'a Workspace, target: &Target) -> Option<&'a UnitRecord> {
    workspace.accounts[target.account as usize].record(target.unit as usize, target.period)
}
