//! The whole portfolio on one map: every account with its units, to look at and to go from there to an account.

use std::{collections::BTreeMap, sync::Arc};

use imbl::Vector;

use crate::{
    document::AccountDerived,
    domain::{Account, Period, Severity, is_same},
    engine::{
        gather::Gathered,
        metrics::{Before, PeriodFacts},
        rules::Finding,
    },
};

use super::{
    super::{Action, PanelContext},
    MapPanel, Pass,
};

/// The portfolio in force.
pub struct Portfolio {
    accounts: Vector<Arc<Account>>,
    gathered: Gathered,
    account: Arc<Account>,
    shown: Option<Shown>,
}

/// Its figures in one period.
struct Shown {
    period: Period,
    parts: Vec<(Arc<PeriodFacts>, Arc<Vec<Finding>>)>,
    derived: Arc<AccountDerived>,
}

impl Portfolio {
    fn new(accounts: &Vector<Arc<Account>>, cx: &PanelContext<'_>) -> Self {
        let trees = cx.derived.accounts.iter().map(|account| &account.tree);
        let gathered = Gathered::new(cx.workspace, trees, "Portfolio");
        let account = Arc::new(gathered.account.clone());
        Self { accounts: accounts.clone(), gathered, account, shown: None }
    }

    fn derived(&mut self, cx: &PanelContext<'_>) -> Option<Arc<AccountDerived>> {
        let accounts = &cx.derived.accounts;
        let current = |shown: &Shown| {
            let same = |((facts, findings), new): (&(Arc<PeriodFacts>, _), &Arc<AccountDerived>)| {
                Arc::ptr_eq(facts, &new.facts) && Arc::ptr_eq(findings, &new.findings)
            };
            shown.period == cx.period && shown.parts.iter().zip(accounts).all(same)
        };
        if !self.shown.as_ref().is_some_and(current) {
            let facts = accounts.iter().map(|account| &*account.facts);
            let mut derived = AccountDerived::clone(accounts.front()?);
            derived.tree = Arc::clone(&self.gathered.tree);
            derived.facts = Arc::new(self.gathered.facts(cx.workspace, facts, cx.period));
            // What the units were then, and what was found about them, is put together when somebody asks for it.
            let before = Before { period: cx.period.plus(-1), has_records: false, units: Vec::new() };
            derived.before = Arc::new(before);
            derived.findings = Arc::default();
            let part =
                |account: &Arc<AccountDerived>| (Arc::clone(&account.facts), Arc::clone(&account.findings));
            let parts = accounts.iter().map(part).collect();
            self.shown = Some(Shown { period: cx.period, parts, derived: Arc::new(derived) });
        }
        self.shown.as_ref().map(|shown| Arc::clone(&shown.derived))
    }

    /// What all units were in another period.
    pub fn before(&self, cx: &PanelContext<'_>, period: Period) -> Before {
        self.gathered.before(cx.workspace, cx.derived.accounts.iter().map(|account| &*account.tree), period)
    }

    /// The gravest finding about each unit that has one.
    pub fn worst(&self, cx: &PanelContext<'_>) -> BTreeMap<u32, Severity> {
        self.gathered.worst(cx.derived.accounts.iter().map(|account| account.findings.as_slice()))
    }

    /// All accounts as one.
    pub fn gathered(&self) -> &Gathered {
        &self.gathered
    }
}

impl MapPanel {
    /// All accounts as one; `None` = there is none.
    pub(super) fn as_portfolio(
        &mut self,
        cx: &PanelContext<'_>,
    ) -> Option<(Arc<Account>, Arc<AccountDerived>)> {
        let accounts = &cx.workspace.accounts;
        let portfolio = match self.portfolio.take().filter(|portfolio| is_same(&portfolio.accounts, accounts))
        {
            Some(portfolio) => portfolio,
            None => Portfolio::new(accounts, cx),
        };
        let portfolio = self.portfolio.insert(portfolio);
        Some((Arc::clone(&portfolio.account), portfolio.derived(cx)?))
    }

    /// Whether the map shows all accounts, where nothing can be changed.
    pub(super) fn is_portfolio(&self) -> bool {
        self.portfolio.is_some()
    }

    /// Goes to the account of a unit of the portfolio, and to the unit in it.
    pub(super) fn open_account(&self, cx: &mut PanelContext<'_>, unit: usize) {
        let Some((account, unit)) = self.portfolio.as_ref().and_then(|all| all.gathered.tree.part(unit))
        else {
            return;
        };
        let Some(account) = cx.workspace.accounts.get(account) else { return };
        let unit = account.units.get(unit).filter(|_| unit > 0).map(|unit| unit.key.clone());
        cx.push(Action::SelectAccount(Some(account.key.clone())));
        if let Some(unit) = unit {
            cx.push(Action::SelectUnits(vec![unit]));
            cx.push(Action::Request(super::super::Request::ShowOnMap));
        }
    }

    /// The selected unit, if it is one of the portfolio that can be opened: neither all of it nor a group.
    pub(super) fn can_open(pass: &Pass<'_>) -> Option<usize> {
        pass.primary().filter(|unit| pass.derived.tree.part(*unit).is_some())
    }
}
