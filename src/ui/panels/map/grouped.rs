//! Other hierarchies of the same units: by region, kind or owner. A switch, not a copy.

use std::sync::Arc;

use crate::{
    document::{AccountDerived, Edit, UnitChange},
    domain::{Account, Period, Region, UnitKey, UnitKind, Workspace},
    engine::{
        metrics::{Before, PeriodFacts},
        regroup::{GroupBy, Head, Owners, before, head_at, regroup},
    },
};

use super::{
    super::{Action, PanelContext},
    MapPanel, Pass,
};

/// Every hierarchy with its word; `None` = the legal one, by parents.
pub const HIERARCHIES: [(Option<GroupBy>, &str); 4] = [
    (None, "Structure"),
    (Some(GroupBy::Region), GroupBy::Region.word()),
    (Some(GroupBy::Kind), GroupBy::Kind.word()),
    (Some(GroupBy::Owner), GroupBy::Owner.word()),
];

/// The regrouped account in force.
pub struct Grouped {
    by: GroupBy,
    source: (Arc<Account>, Arc<PeriodFacts>, Arc<Vec<Region>>),
    account: Arc<Account>,
    derived: Arc<AccountDerived>,
    heads: Vec<Head>,
}

impl Grouped {
    fn new(cx: &PanelContext<'_>, account: Arc<Account>, derived: &Arc<AccountDerived>, by: GroupBy) -> Self {
        let made = regroup(cx.workspace, &account, &derived.tree, &derived.facts, by);
        let mut regrouped = AccountDerived::clone(derived);
        regrouped.tree = Arc::new(made.tree);
        regrouped.facts = Arc::new(made.facts);
        let source = (account, Arc::clone(&derived.facts), Arc::clone(&cx.workspace.regions));
        Self { by, source, account: Arc::new(made.account), derived: Arc::new(regrouped), heads: made.heads }
    }

    /// What the units and groups were in another period; that of the derived values knows the units alone.
    pub fn before(&self, workspace: &Workspace, period: Period) -> Before {
        before(workspace, (&self.account, &self.derived.tree), &self.derived.facts, period)
    }

    /// Who looks after the units, as they stand in the structure.
    pub fn owners(&self) -> Owners<'_> {
        let (account, facts, _) = &self.source;
        Owners::new(account, facts)
    }

    /// What a unit stands for if it is a group.
    pub fn head(&self, unit: usize) -> Option<&Head> {
        head_at(&self.heads, self.account.units.len(), unit)
    }
}

impl MapPanel {
    /// The account as the chosen hierarchy shows it.
    pub(super) fn as_grouped(
        &mut self,
        cx: &PanelContext<'_>,
        account: Arc<Account>,
        derived: Arc<AccountDerived>,
    ) -> (Arc<Account>, Arc<AccountDerived>) {
        let Some(by) = self.group_by else {
            self.grouped = None;
            return (account, derived);
        };
        let current = |grouped: &Grouped| {
            let (old, facts, regions) = &grouped.source;
            grouped.by == by
                && Arc::ptr_eq(old, &account)
                && Arc::ptr_eq(facts, &derived.facts)
                && Arc::ptr_eq(regions, &cx.workspace.regions)
        };
        let grouped = match self.grouped.take().filter(current) {
            Some(grouped) => grouped,
            None => Grouped::new(cx, account, &derived, by),
        };
        let shown = (Arc::clone(&grouped.account), Arc::clone(&grouped.derived));
        self.grouped = Some(grouped);
        shown
    }

    /// Keys of those that are units, and no groups of the hierarchy.
    pub(super) fn keys_of(&self, pass: &Pass<'_>, units: impl IntoIterator<Item = usize>) -> Vec<UnitKey> {
        units.into_iter().filter(|unit| !self.is_head(*unit)).map(|unit| pass.key(unit)).collect()
    }

    /// Whether a unit is a group of the hierarchy chosen, and no unit of the account.
    pub(super) fn is_head(&self, unit: usize) -> bool {
        self.grouped.as_ref().is_some_and(|grouped| grouped.head(unit).is_some())
    }

    /// Selects all units of a group.
    pub(super) fn select_group(&self, cx: &mut PanelContext<'_>, pass: &Pass<'_>, head: usize) {
        cx.push(Action::SelectUnits(self.keys_of(pass, pass.derived.tree.branch(head))));
    }

    /// Units dropped on a group get what it stands for.
    pub(super) fn join_group(
        &self,
        cx: &mut PanelContext<'_>,
        pass: &Pass<'_>,
        units: &[usize],
        head: usize,
    ) {
        let Some(head) = self.grouped.as_ref().and_then(|grouped| grouped.head(head)) else { return };
        let change = match head {
            Head::Region(key) => UnitChange::Region(Some(key.clone())),
            Head::Kind(at) => UnitChange::Kind(UnitKind::ALL[*at]),
            Head::Owner(owner) => UnitChange::Owner(Some(owner.clone())),
            Head::Nobody if self.group_by == Some(GroupBy::Region) => UnitChange::Region(None),
            Head::Nobody => UnitChange::Owner(None),
        };
        let units = units.iter().filter(|unit| **unit > 0 && !self.is_head(**unit));
        let units: Vec<UnitKey> = units.map(|unit| pass.key(*unit)).collect();
        if !units.is_empty() {
            cx.edit(Edit::SetUnits { account: pass.account.key.clone(), units, change });
        }
    }
}
