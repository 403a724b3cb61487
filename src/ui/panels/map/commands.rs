//! What can be done to units from the map, as edits: add, rename, delete, move, collapse, find, select.

use std::sync::Arc;

use crate::{
    document::{Edit, FreshKeys, UnitChange},
    domain::{OrgUnit, UnitKey},
};

use super::{
    super::{Action, PanelContext},
    MapPanel, Pass, Rename, Reveal, model,
};

impl MapPanel {
    /// Selects one unit, or adds it to or takes it from the selection.
    pub(super) fn select(&self, cx: &mut PanelContext<'_>, pass: &Pass<'_>, unit: usize, toggle: bool) {
        if self.is_head(unit) {
            self.select_group(cx, pass, unit);
            return;
        }
        let key = pass.key(unit);
        let mut units = if toggle { cx.selection.units.clone() } else { Vec::new() };
        if let Some(at) = units.iter().position(|other| *other == key) {
            units.remove(at);
        } else {
            units.push(key);
        }
        if units != cx.selection.units {
            cx.push(Action::SelectUnits(units));
        }
    }

    /// Adds a unit below another, selects it and lets its name be typed.
    pub(super) fn add_below(&mut self, cx: &mut PanelContext<'_>, pass: &Pass<'_>, parent: usize) {
        const NAME: &str = "New unit";
        if self.refuse_structure(cx) {
            return;
        }
        let tree = &pass.derived.tree;
        let key = FreshKeys::new(tree).key(NAME);
        let parent_key = pass.key(parent);
        let kind = model::likely_kind(pass.account, tree, parent);
        let unit = OrgUnit::new(key.clone(), Some(parent_key.clone()), NAME, kind);
        self.open(pass, &parent_key);
        // Adding and naming are one step to undo: the gesture ends with the name.
        cx.push(Action::BeginGesture);
        cx.edit(Edit::AddUnit { account: pass.account.key.clone(), unit: Box::new(unit) });
        cx.push(Action::SelectUnits(vec![key.clone()]));
        self.rename = Some(Rename { is_new: true, ..Rename::new(key, NAME.to_owned()) });
        self.reveal = Some(Reveal::Nudge);
    }

    /// Where units stand is changed in the hierarchy of parents only; elsewhere the place is a property.
    pub(super) fn refuse_structure(&self, cx: &mut PanelContext<'_>) -> bool {
        let text = if self.is_portfolio() {
            "Open an account to change its units: Enter, or a double click on a card."
        } else if self.group_by.is_some() {
            "Switch the hierarchy to Structure to add, move or delete units."
        } else {
            return false;
        };
        cx.push(Action::Toast { text: text.to_owned(), undo: false });
        true
    }

    /// Adds a unit beside another; beside the root means below it.
    pub(super) fn add_beside(&mut self, cx: &mut PanelContext<'_>, pass: &Pass<'_>, unit: usize) {
        let parent = pass.derived.tree.parent(unit).unwrap_or(0);
        self.add_below(cx, pass, parent);
    }

    /// Lets the name of a unit be typed over its card; in the portfolio, goes to the account.
    pub(super) fn start_rename(&mut self, cx: &mut PanelContext<'_>, pass: &Pass<'_>, unit: usize) {
        if self.is_portfolio() {
            self.open_account(cx, unit);
            return;
        }
        if self.is_head(unit) {
            return;
        }
        let text = pass.account.unit_name(unit).to_owned();
        self.rename = Some(Rename::new(pass.key(unit), text));
        self.reveal = Some(Reveal::Nudge);
    }

    /// Takes the typed name, if it is one and another one.
    pub(super) fn take_name(cx: &mut PanelContext<'_>, pass: &Pass<'_>, key: &UnitKey, name: &str) {
        let Some(unit) = pass.derived.tree.index(key) else { return };
        let name = name.trim();
        if name.is_empty() || name == pass.account.unit_name(unit) {
            return;
        }
        let account = pass.account.key.clone();
        cx.edit(if unit == 0 {
            Edit::RenameAccount { account, name: name.to_owned() }
        } else {
            Edit::SetUnits { account, units: vec![key.clone()], change: UnitChange::Name(name.to_owned()) }
        });
    }

    /// Deletes branches, one step to undo; the root stays.
    pub(super) fn delete(&self, cx: &mut PanelContext<'_>, pass: &Pass<'_>, units: &[usize]) {
        if self.refuse_structure(cx) {
            return;
        }
        let tree = &pass.derived.tree;
        let top = model::topmost(tree, units);
        let [first, ..] = *top else {
            if !units.is_empty() {
                let text = "The account itself is not deleted here.".to_owned();
                cx.push(Action::Toast { text, undo: false });
            }
            return;
        };
        let gone: usize = top.iter().map(|unit| tree.branch(*unit).len()).sum();
        // What is selected next: a neighbour that stays, else the parent.
        let staying = |unit: &usize| !top.iter().any(|gone| tree.is_within(*unit, *gone));
        let parent = tree.parent(first).unwrap_or(0);
        let siblings: Vec<usize> = tree.children(parent).iter().map(|child| *child as usize).collect();
        let at = siblings.iter().position(|sibling| *sibling == first).unwrap_or(0);
        let next = siblings[at..]
            .iter()
            .find(|unit| staying(unit))
            .or_else(|| siblings[..at].iter().rev().find(|unit| staying(unit)));
        let next = pass.key(next.copied().unwrap_or(parent));
        let units = top.iter().map(|unit| pass.key(*unit)).collect();
        cx.edit(Edit::DeleteBranches { account: pass.account.key.clone(), units });
        cx.push(Action::SelectUnits(vec![next]));
        let text = match (top.len(), gone) {
            (1, 1) => format!("Deleted {}.", pass.account.unit_name(first)),
            (1, more) => format!("Deleted {} and {} below it.", pass.account.unit_name(first), more - 1),
            (_, more) => format!("Deleted {more} units."),
        };
        cx.push(Action::Toast { text, undo: true });
    }

    /// Hangs units below another one.
    pub(super) fn hang(
        &mut self,
        cx: &mut PanelContext<'_>,
        pass: &Pass<'_>,
        units: &[usize],
        parent: usize,
    ) {
        if self.group_by.is_some() {
            self.join_group(cx, pass, units, parent);
            return;
        }
        let units = model::topmost(&pass.derived.tree, units);
        if !model::can_hang(&pass.derived.tree, &units, parent) {
            return;
        }
        let parent_key = pass.key(parent);
        self.open(pass, &parent_key);
        cx.edit(Edit::MoveUnits {
            account: pass.account.key.clone(),
            units: units.iter().map(|unit| pass.key(*unit)).collect(),
            parent: parent_key,
            before: None,
        });
    }

    /// Units that an action on `unit` is meant for: all selected ones if it is among them.
    pub(super) fn meant(pass: &Pass<'_>, unit: usize) -> Vec<usize> {
        if pass.selected.contains(&unit) { pass.selected.clone() } else { vec![unit] }
    }

    /// Looks the text of the find field up again if anything changed.
    pub(super) fn refresh_find(&mut self, pass: &Pass<'_>) {
        let derived = pass.derived;
        let find = &mut self.find;
        let units = &pass.account.units;
        let same = find.source.as_ref().is_some_and(|(facts, named, text)| {
            Arc::ptr_eq(facts, &derived.facts) && named.ptr_eq(units) && *text == find.text
        });
        if !same {
            if find.source.as_ref().is_none_or(|(.., text)| *text != find.text) {
                find.at = None;
            }
            find.hits = model::find(pass.account, &derived.facts, &find.text);
            find.source = Some((Arc::clone(&derived.facts), units.clone(), find.text.clone()));
        }
    }

    /// Jumps to the next or previous unit found: selects it, brings it into the middle and marks it.
    pub(super) fn jump(&mut self, cx: &mut PanelContext<'_>, pass: &Pass<'_>, now: f64, back: bool) {
        self.refresh_find(pass);
        let count = self.find.hits.len();
        if count == 0 {
            return;
        }
        let at = match (self.find.at, back) {
            (None, false) => 0,
            (None, true) => count - 1,
            (Some(at), false) => (at + 1) % count,
            (Some(at), true) => (at + count - 1) % count,
        };
        self.find.at = Some(at);
        let unit = self.find.hits[at] as usize;
        cx.push(Action::SelectUnits(vec![pass.key(unit)]));
        self.reveal = Some(Reveal::Centre);
        self.flash = Some((unit, now));
    }
}
