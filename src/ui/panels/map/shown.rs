//! What of the tree is shown: branches that are hidden, and where the root stands.

use std::sync::Arc;

use egui::{Rect, Ui, Vec2, vec2};

use crate::{
    document::AccountDerived,
    domain::{Account, UnitKey},
    engine::metrics::PeriodFacts,
    layout::NodeId,
    ui::kit::icons,
};

use super::{
    super::{PanelContext, controls},
    MapKind, MapPanel, Pass, Reveal,
    hidden::Hidden,
    model::{self, Cards},
    overlay,
    view::{Detail, View},
};

/// Accounts with more units than this are opened with their lower levels hidden.
const OPEN: usize = 400;
/// A portfolio with more units than this is opened with its accounts alone.
const OPEN_ACCOUNTS: usize = 100;
/// More cards than this never have names when all of them are seen.
const NAMED: usize = 200;
/// The least size of canvas for which levels are chosen: a window may be opened small and made larger.
const LEAST: Vec2 = vec2(640.0, 400.0);

impl MapPanel {
    /// Shows everything there is of every account.
    pub fn expand_all(&mut self) {
        self.collapsed.values_mut().for_each(|hidden| *hidden = Arc::default());
        self.fit_now();
    }

    /// Lets the tree grow downwards from the top, or from the left to the right.
    pub fn grow_rightwards(&mut self, rightwards: bool) {
        if self.rightwards != rightwards {
            self.rightwards = rightwards;
            self.fit_now();
        }
    }

    /// Shows what is below a unit.
    pub(super) fn open(&mut self, pass: &Pass<'_>, unit: &UnitKey) {
        let Some(at) = pass.derived.tree.index(unit) else { return };
        let level = pass.facts().level(at);
        let hidden = self.hidden_mut(pass);
        if hidden.has(unit, level) {
            Arc::make_mut(hidden).set(unit.clone(), level, false);
        }
    }

    /// Hides what is below a unit, or shows it again; `None` = the other of the two.
    pub(super) fn toggle(&mut self, pass: &Pass<'_>, unit: usize, shut: Option<bool>) {
        let (key, level) = (pass.key(unit), pass.facts().level(unit));
        let hidden = self.hidden_mut(pass);
        let was = hidden.has(&key, level);
        let shut = shut.unwrap_or(!was);
        if shut != was && !pass.facts().children(unit).is_empty() {
            Arc::make_mut(hidden).set(key, level, shut);
        }
    }

    /// Hides or shows every level below a unit; the unit itself stays open unless it is shut alone.
    pub(super) fn toggle_levels(&mut self, pass: &Pass<'_>, unit: usize, shut: bool) {
        let hidden = Arc::make_mut(self.hidden_mut(pass));
        if unit == 0 {
            *hidden = if shut { Hidden::below(1) } else { Hidden::default() };
            self.fit_now();
            // From here on the selected unit is looked for among all.
            self.reveal = (!shut).then_some(Reveal::Nudge);
            return;
        }
        for (group, level) in model::groups_within(pass.facts(), unit) {
            if !shut || group != unit {
                hidden.set(pass.key(group), level, shut);
            }
        }
    }

    /// The button that opens what can be chosen about the shape of the tree.
    pub(super) fn arrange_ui(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, pass: &Pass<'_>, rect: Rect) {
        let t = cx.tokens;
        let button = overlay::icon_button(ui, rect, icons::WORKFLOW, "Arrange the tree", t)
            .on_hover_text("Direction of the tree, levels shown");
        let tree = self.kind == MapKind::Tree;
        controls::menu(&button, 200.0, |ui| {
            if tree {
                for (rightwards, word) in [(false, "Top to bottom"), (true, "Left to right")] {
                    if controls::entry(ui, t, word, "", Some(self.rightwards == rightwards)).clicked() {
                        self.grow_rightwards(rightwards);
                        ui.close();
                    }
                }
                crate::ui::kit::widgets::menu_rule(ui);
            }
            if controls::entry(ui, t, "Expand all levels", "", None).clicked() {
                self.toggle_levels(pass, 0, false);
                ui.close();
            }
            if controls::entry(ui, t, "Show the first level only", "", None).clicked() {
                self.toggle_levels(pass, 0, true);
                ui.close();
            }
        });
    }

    /// What is hidden of the account shown; of one not seen before, what would make too many cards.
    pub(super) fn hidden_of(
        &mut self,
        account: &Account,
        derived: &AccountDerived,
        canvas: Vec2,
    ) -> &mut Arc<Hidden> {
        let (portfolio, rightwards) = (self.is_portfolio(), self.rightwards);
        self.collapsed.entry((account.key.clone(), self.group_by)).or_insert_with(|| {
            let facts = &derived.facts;
            let few = facts.order().len() <= if portfolio { OPEN_ACCOUNTS } else { OPEN };
            // One level is opened at a time.
            Arc::new(match (few, portfolio) {
                (true, _) => Hidden::default(),
                (false, true) => Hidden::below(1),
                (false, false) => Hidden::below(named_levels(account, facts, canvas, rightwards) as u32),
            })
        })
    }

    /// What is hidden of what the pass shows.
    fn hidden_mut(&mut self, pass: &Pass<'_>) -> &mut Arc<Hidden> {
        self.collapsed.entry((pass.account.key.clone(), self.group_by)).or_default()
    }
}

/// How many levels below the root can be shown so that every card has its name when all of them are seen; at least one.
fn named_levels(account: &Account, facts: &PeriodFacts, canvas: Vec2, rightwards: bool) -> usize {
    let has_names = |level: usize| {
        let (mut units, mut parents, mut hidden) = (vec![0], vec![None], vec![0]);
        // The cards that are still to be placed, those to the right first.
        let mut open: Vec<(u32, u32, usize)> = Vec::new();
        let push_children = |open: &mut Vec<_>, unit: u32, node: usize, depth: usize| {
            open.extend(facts.children(unit as usize).iter().rev().map(|child| (*child, node as u32, depth)));
        };
        push_children(&mut open, 0, 0, 1);
        while let Some((unit, parent, depth)) = open.pop() {
            if units.len() + open.len() > NAMED {
                return false;
            }
            let shut = depth == level && !facts.children(unit as usize).is_empty();
            if depth < level {
                push_children(&mut open, unit, units.len(), depth + 1);
            }
            units.push(unit);
            parents.push(Some(NodeId(parent)));
            hidden.push(u32::from(shut));
        }
        let cards = Cards { units: &units, parents: &parents, hidden: &hidden };
        let (_, layout) = cards.arranged(account, facts, rightwards, None);
        Detail::at(View::fit(layout.bounds(), canvas.max(LEAST)).zoom) != Detail::Far
    };
    let mut level = 1;
    // Ends at the latest with more cards than can have names, as there are more units than that.
    while has_names(level + 1) {
        level += 1;
    }
    level
}
