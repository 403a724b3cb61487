//! What the map shows, for somebody who makes a picture of it.

use std::{collections::BTreeMap, sync::Arc};

use egui::Rect;
use imbl::Vector;

use crate::{
    document::AccountDerived,
    domain::{Account, AccountKey, Period, Severity, Workspace, is_same},
    engine::{
        regroup::GroupBy,
        shading::{ColourBy, Rivals, Shades},
    },
    layout::{Rect as MapRect, Size},
};

use super::{
    super::{PanelContext, Selection},
    MapKind, MapPanel,
};

/// What was painted last, and of what.
pub(super) struct Painted {
    accounts: Vector<Arc<Account>>,
    selected: Option<AccountKey>,
    period: Period,
    account: Arc<Account>,
    derived: Arc<AccountDerived>,
    canvas: Rect,
}

impl Painted {
    pub(super) fn new(
        cx: &PanelContext<'_>,
        account: &Arc<Account>,
        derived: &Arc<AccountDerived>,
        canvas: Rect,
    ) -> Self {
        Self {
            accounts: cx.workspace.accounts.clone(),
            selected: cx.selection.account.clone(),
            period: cx.period,
            account: Arc::clone(account),
            derived: Arc::clone(derived),
            canvas,
        }
    }
}

/// The map as it stands: what is shown, how, and which part of it is seen.
pub struct Sight {
    /// The account in the hierarchy shown.
    pub account: Arc<Account>,
    /// Its derived values in that hierarchy.
    pub derived: Arc<AccountDerived>,
    /// By what it is coloured.
    pub by: ColourBy,
    /// By what units are put together; `None` = their structure.
    pub group_by: Option<GroupBy>,
    /// The period with which change is measured; `None` = the one before.
    pub since: Option<Period>,
    /// The class of each unit.
    pub shades: Arc<Shades>,
    /// The gravest finding about each unit that has one.
    pub worst: BTreeMap<u32, Severity>,
    /// The strongest competitor of each unit.
    pub rivals: Rivals,
    /// Units that the legend lets through; `None` = there is no filter.
    pub matches: Option<Arc<Vec<bool>>>,
    /// Words of the classes that it lets through.
    pub filter: Vec<String>,
    /// Units that are not hidden in collapsed branches, parents first.
    pub units: Vec<u32>,
    /// Parallel to it: how many units each hides.
    pub hidden: Vec<u32>,
    /// How units are shown.
    pub kind: MapKind,
    /// The root of the tree stands at the left instead of at the top.
    pub rightwards: bool,
    /// The part of the tree's layout that is seen.
    pub window: MapRect,
    /// Screen points for one unit of the layout.
    pub zoom: f64,
    /// The unit whose branch a treemap shows, by index; `None` = everything.
    pub branch: Option<usize>,
    /// Size of the canvas.
    pub size: Size,
}

impl MapPanel {
    /// The map as it was painted last; `None` = that is not what there is to see any more.
    pub fn sight(&self, workspace: &Workspace, selection: &Selection, period: Period) -> Option<Sight> {
        let current = |painted: &&Painted| {
            is_same(&painted.accounts, &workspace.accounts)
                && painted.selected == selection.account
                && painted.period == period
        };
        let painted = self.painted.as_ref().filter(current)?;
        let model = self.model.as_ref()?;
        let size = painted.canvas.size();
        Some(Sight {
            account: Arc::clone(&painted.account),
            derived: Arc::clone(&painted.derived),
            by: self.colour,
            group_by: self.group_by,
            since: self.since,
            shades: Arc::clone(&self.shading.shades),
            worst: self.shading.worst.clone(),
            rivals: self.rivals.clone(),
            matches: self.shading.matches.clone(),
            filter: self.filter.iter().cloned().collect(),
            units: model.units.clone(),
            hidden: model.hidden.clone(),
            kind: self.kind,
            rightwards: self.rightwards && self.kind == MapKind::Tree,
            window: self.view.window(painted.canvas),
            zoom: self.view.zoom,
            branch: self.branch.as_ref().and_then(|key| painted.derived.tree.index(key)),
            size: Size::new(f64::from(size.x), f64::from(size.y)),
        })
    }
}
