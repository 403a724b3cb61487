//! What is done to branches and groups of units: duplicate, split, merge, existence, selecting many, copying as a list.

use crate::{
    document::{
        Cell, Edit, FieldValue, FreshKeys, UnitChange, branch_as_text, clipboard::Copied, copy_of_branch,
    },
    domain::{EntryMode, OrgUnit, UnitKey},
};

use super::{
    super::{Action, PanelContext},
    MapPanel, Pass, Rename, Reveal, model,
};

/// `1 unit`, `12 units`.
pub fn units_word(count: usize) -> String {
    if count == 1 { "1 unit".to_owned() } else { format!("{count} units") }
}

impl MapPanel {
    /// Copies a branch beside itself, without figures, and lets the copy be named.
    pub(super) fn duplicate(&mut self, cx: &mut PanelContext<'_>, pass: &Pass<'_>, unit: usize) {
        if unit == 0 || self.refuse_structure(cx) {
            return;
        }
        let units = copy_of_branch(pass.account, &pass.derived.tree, unit);
        let Some(first) = units.first() else { return };
        let (key, name) = (first.key.clone(), first.name.clone());
        let below = units.len() - 1;
        let what = format!("a copy of {}", pass.account.unit_name(unit));
        cx.edit(Edit::AddBranch { account: pass.account.key.clone(), units, what });
        cx.push(Action::SelectUnits(vec![key.clone()]));
        let text = match below {
            0 => format!("Added {name}, without figures."),
            below => format!("Added {name} and {} below it, without figures.", units_word(below)),
        };
        cx.push(Action::Toast { text, undo: true });
        self.rename = Some(Rename::new(key, name));
        self.reveal = Some(Reveal::Nudge);
    }

    /// Two units below a leaf, whose figures become their total, so that none is invented: what neither part has yet is
    /// shown as unallocated.
    pub(super) fn split(&mut self, cx: &mut PanelContext<'_>, pass: &Pass<'_>, unit: usize) {
        let Some(own) = pass.account.units.get(unit).filter(|_| unit > 0) else { return };
        if self.refuse_structure(cx) {
            return;
        }
        let mut keys = FreshKeys::new(&pass.derived.tree);
        let part = |keys: &mut FreshKeys<'_>, number: u8| {
            let name = format!("{} {number}", own.name);
            let mut part = OrgUnit::new(keys.key(&name), Some(own.key.clone()), name, own.kind);
            part.owner.clone_from(&own.owner);
            part.importance = own.importance;
            part
        };
        let units = vec![part(&mut keys, 1), part(&mut keys, 2)];
        let (first, name) = (units[0].key.clone(), units[0].name.clone());
        let account = pass.account.key.clone();
        let what = format!("split {}", own.name);
        let add = Edit::AddBranch { account: account.clone(), units, what: what.clone() };
        let total = Edit::SetUnits {
            account,
            units: vec![own.key.clone()],
            change: UnitChange::EntryMode(EntryMode::Total),
        };
        cx.edit(Edit::Several { what, edits: vec![add, total] });
        cx.push(Action::SelectUnits(vec![first.clone()]));
        let text = format!("Split {}: its figures are now the total of both parts.", own.name);
        cx.push(Action::Toast { text, undo: true });
        self.rename = Some(Rename::new(first, name));
        self.reveal = Some(Reveal::Nudge);
    }

    /// From the period shown on, one unit stands for all of them.
    pub(super) fn merge(cx: &mut PanelContext<'_>, pass: &Pass<'_>, units: &[usize], into: usize) {
        let kept = pass.key(into);
        let units: Vec<UnitKey> =
            units.iter().filter(|unit| **unit != into).map(|unit| pass.key(*unit)).collect();
        if units.is_empty() || into == 0 {
            return;
        }
        let name = pass.account.unit_name(into);
        let text = format!(
            "Merged {} into {name} from {} on. Its figures are sums that wait for confirmation.",
            units_word(units.len()),
            cx.workspace.period_text(cx.period)
        );
        let account = pass.account.key.clone();
        cx.edit(Edit::MergeUnits { account, units, into: kept.clone(), period: cx.period });
        cx.push(Action::SelectUnits(vec![kept]));
        cx.push(Action::Toast { text, undo: true });
    }

    /// Marks units as not addressable in the period shown, or takes that back if the last one is.
    pub(super) fn toggle_addressable(cx: &mut PanelContext<'_>, pass: &Pass<'_>, units: &[usize]) {
        let Some(last) = units.last() else { return };
        let value = !pass.facts().units[*last].addressable;
        let period = cx.period;
        let cell =
            |unit: &usize| Cell { unit: pass.key(*unit), period, value: FieldValue::Addressable(value) };
        let cells: Vec<Cell> = units.iter().map(cell).collect();
        cx.edit(Edit::SetCells { account: pass.account.key.clone(), cells });
    }

    /// The period shown becomes the first or the last one in which units exist.
    pub(super) fn set_validity(cx: &mut PanelContext<'_>, pass: &Pass<'_>, units: &[usize], first: bool) {
        let period = Some(cx.period);
        let change = if first { UnitChange::ValidFrom(period) } else { UnitChange::ValidTo(period) };
        let units: Vec<UnitKey> =
            units.iter().filter(|unit| **unit > 0).map(|unit| pass.key(*unit)).collect();
        if !units.is_empty() {
            cx.edit(Edit::SetUnits { account: pass.account.key.clone(), units, change });
        }
    }

    /// Selects a unit with everything below it.
    pub(super) fn select_branch(&self, cx: &mut PanelContext<'_>, pass: &Pass<'_>, unit: usize) {
        let branch = pass.derived.tree.branch(unit);
        let below = branch.into_iter().filter(|below| *below != unit && pass.facts().units[*below].valid);
        cx.push(Action::SelectUnits(self.keys_of(pass, below.chain([unit]))));
    }

    /// Selects every unit of the same class as one, that one last.
    pub(super) fn select_alike(&self, cx: &mut PanelContext<'_>, pass: &Pass<'_>, unit: usize) {
        let shades = &self.shading.shades;
        let Some(class) = shades.class(unit) else { return };
        let alike = |other: &usize| {
            *other != unit
                && !model::is_group(pass.account, pass.facts(), *other)
                && shades.class(*other).is_some_and(|of| of.word == class.word)
        };
        let order = pass.facts().order().iter().map(|other| *other as usize);
        let mut keys: Vec<UnitKey> = order.filter(alike).map(|other| pass.key(other)).collect();
        keys.push(pass.key(unit));
        cx.push(Action::SelectUnits(keys));
    }

    /// Puts branches on the clipboard as an indented list.
    pub(super) fn copy_list(cx: &mut PanelContext<'_>, pass: &Pass<'_>, units: &[usize]) {
        let top = model::topmost(&pass.derived.tree, units);
        let top = if top.is_empty() { vec![0] } else { top };
        cx.push(Action::Copy(Copied::of_text(branch_as_text(pass.account, &pass.derived.tree, &top))));
    }
}
