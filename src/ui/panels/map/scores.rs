//! The opportunity scores by which units are coloured: those of the account, or of the portfolio, that the ranking shows.

use std::sync::Arc;

use egui::Context;

use crate::domain::Tree;

use super::{
    super::{
        PanelContext,
        opportunities::{Listed, Opportune},
    },
    MapPanel,
    look::ColourBy,
    portfolio::Portfolio,
};

/// Scores of the units shown, while they are asked for.
#[derive(Default)]
pub struct Scores {
    units: Opportune,
    /// The list that they come from, and the tree in which they stand.
    source: Option<(Arc<Listed>, Arc<Tree>)>,
    /// By index of the unit; `None` = they are not known yet.
    pub by_unit: Option<Arc<Vec<Option<f64>>>>,
}

impl MapPanel {
    /// Brings the scores up to date if the units are coloured by them. Those of before stay while newer ones are made.
    pub(super) fn score(&mut self, cx: &PanelContext<'_>, ctx: &Context) {
        if self.colour != ColourBy::Opportunity {
            return;
        }
        let account = cx.account_index();
        let gathered = self.portfolio.as_ref().filter(|_| account.is_none()).map(Portfolio::gathered);
        let tree = match (account, gathered) {
            (Some(account), _) => &cx.derived.accounts[account].tree,
            (None, Some(gathered)) => &gathered.tree,
            (None, None) => return,
        };
        let Scores { units, source, by_unit } = &mut self.scores;
        let listed = units.refresh(cx, ctx).cloned();
        // An older list says nothing of units that came or went since.
        let listed = listed.filter(|listed| listed.is_of_selection(cx));
        let listed = listed.filter(|listed| !units.is_making() || listed.has_units_of(cx.workspace, account));
        let Some(listed) = listed else {
            (*source, *by_unit) = (None, None);
            return;
        };
        let current =
            |(list, shape): &(Arc<Listed>, Arc<Tree>)| Arc::ptr_eq(list, &listed) && Arc::ptr_eq(shape, tree);
        if !source.as_ref().is_some_and(current) {
            let mut known = vec![None; tree.len()];
            for row in &listed.list.rows {
                let (account, unit) = (row.account as usize, row.unit as usize);
                let at = gathered.map_or(Some(unit), |gathered| gathered.unit(account, unit));
                if let Some(score) = at.and_then(|at| known.get_mut(at)) {
                    *score = row.score;
                }
            }
            *by_unit = Some(Arc::new(known));
            *source = Some((listed, Arc::clone(tree)));
        }
    }
}
