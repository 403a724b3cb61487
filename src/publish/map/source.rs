//! The whole map of an account, computed from a workspace for one picture.

use std::sync::Arc;

use crate::{
    domain::{Account, Period, Tree, Workspace},
    engine::{
        metrics::{Before, Inputs, facts},
        regroup::Owners,
        rules::Finding,
        shading::{ColourBy, Input, Rivals, Shades, opportunity, worst},
    },
};

use super::{Form, MapPicture};

/// What a picture of an account is made from. Day and period of the workspace should be pinned.
pub struct Source<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The account.
    pub account: &'a Arc<Account>,
    /// The period shown.
    pub period: Period,
    /// What the rules found about the account.
    pub findings: &'a [Finding],
}

impl Source<'_> {
    /// The whole map, everything expanded.
    pub fn picture(&self, by: ColourBy, form: Form) -> MapPicture {
        let Source { workspace, account, period, findings } = *self;
        let tree = Tree::new(&account.units).unwrap_or_else(|_| Tree::root_only(account.units.len()));
        let tree = Arc::new(tree);
        let now = facts(workspace, account, &tree, period);
        let before = Before::new(&facts(workspace, account, &tree, period.plus(-1)));
        let day = workspace.day_of(period);
        let mut rivals = Rivals::default();
        rivals.refresh(account, &tree, day);
        let symbol = &workspace.settings.currency.symbol;
        let scores = (by == ColourBy::Opportunity).then(|| {
            let tree = &tree;
            let inputs =
                Inputs { workspace, account, tree, facts: &now, day, before: None, year_before: None };
            opportunity(&inputs)
        });
        let worst = worst(findings);
        let owners = Owners::new(account, &now);
        let input = Input {
            by,
            workspace,
            account,
            facts: &now,
            before: &before,
            rivals: &rivals,
            worst: &worst,
            scores: scores.as_deref(),
            owners: &owners,
            day,
            symbol,
        };
        let shades = Arc::new(Shades::of(&input));
        let units = now.order().to_vec();
        MapPicture {
            workspace: workspace.settings.name.clone(),
            period: workspace.period_text(period),
            as_of: workspace.as_of().to_string(),
            account: Arc::clone(account),
            regions: Arc::clone(&workspace.regions),
            symbol: symbol.clone(),
            by,
            group_by: None,
            since: workspace.period_text(period.plus(-1)),
            shades,
            worst,
            rivals,
            matches: None,
            filter: Vec::new(),
            hidden: vec![0; units.len()],
            units,
            rightwards: false,
            facts: Arc::new(now),
            index: tree,
            form,
        }
    }
}
