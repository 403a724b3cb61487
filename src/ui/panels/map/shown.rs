//! What of the tree is shown: branches that are hidden, and where the root stands.

use std::{collections::HashSet, sync::Arc};

use egui::{Rect, Ui};

use crate::{domain::UnitKey, ui::kit::icons};

use super::{
    super::{PanelContext, controls},
    MapKind, MapPanel, Pass, model, overlay,
};

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
        let hidden = self.collapsed.entry(pass.account.key.clone()).or_default();
        if hidden.contains(unit) {
            Arc::make_mut(hidden).remove(unit);
        }
    }

    /// Hides what is below a unit, or shows it again; `None` = the other of the two.
    pub(super) fn toggle(&mut self, pass: &Pass<'_>, unit: usize, shut: Option<bool>) {
        let hidden = self.collapsed.entry(pass.account.key.clone()).or_default();
        let key = pass.key(unit);
        let shut = shut.unwrap_or(!hidden.contains(&key));
        if shut && !pass.facts().children(unit).is_empty() {
            Arc::make_mut(hidden).insert(key);
        } else if hidden.contains(&key) {
            Arc::make_mut(hidden).remove(&key);
        }
    }

    /// Hides or shows every level below a unit; the unit itself stays open unless it is shut alone.
    pub(super) fn toggle_levels(&mut self, pass: &Pass<'_>, unit: usize, shut: bool) {
        let groups = model::groups_within(pass.account, pass.facts(), unit);
        let own = pass.key(unit);
        let hidden = Arc::make_mut(self.collapsed.entry(pass.account.key.clone()).or_default());
        if shut {
            hidden.extend(groups.into_iter().filter(|group| *group != own));
        } else {
            for group in &groups {
                hidden.remove(group);
            }
        }
        if unit == 0 {
            self.fit_now();
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
        account: &crate::domain::Account,
        derived: &crate::document::AccountDerived,
    ) -> &mut Arc<HashSet<UnitKey>> {
        let portfolio = self.is_portfolio();
        self.collapsed
            .entry(account.key.clone())
            .or_insert_with(|| Arc::new(model::first_collapsed(account, &derived.facts, portfolio)))
    }
}
