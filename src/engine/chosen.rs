//! Only the metrics that somebody asks for, of many accounts in some periods: what a ranking takes, without rules and
//! without keeping what is known of units.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::{Account, Period, ScoringModel, Tree, Workspace};

use super::{
    metrics::{
        self, AccountMetrics, HEADLINE, Inputs, METRICS, Measure, Rows, Spare, Survey, index_of, measure_some,
    },
    parallel,
};

/// Metrics that somebody asks for. The numbers are those of computing everything.
pub struct Chosen<'a> {
    workspace: &'a Workspace,
    as_of: Date,
    /// Whether each row of [`METRICS`] is wanted.
    wanted: Vec<bool>,
    /// How many periods back the wanted metrics look, besides at their own period.
    back: Vec<i32>,
    /// Whether one of them holds revenue against that of a year before.
    losses: bool,
}

impl<'a> Chosen<'a> {
    /// What models score by, the headline, and other metrics by key; keys that name no metric ask for nothing.
    pub fn new(workspace: &'a Workspace, models: &[&ScoringModel], keys: &[&str]) -> Self {
        let factors = models.iter().flat_map(|model| &model.factors).map(|factor| factor.metric.as_str());
        let mut wanted = vec![false; METRICS.len()];
        for row in factors.chain(keys.iter().copied()).chain([HEADLINE]).filter_map(index_of) {
            wanted[row] = true;
        }
        let asks = |test: &dyn Fn(usize) -> bool| (0..wanted.len()).any(|row| wanted[row] && test(row));
        let losses = asks(&|row| matches!(METRICS[row].id, "M-24" | "M-25" | "M-26"));
        let changes = asks(&|row| matches!(METRICS[row].measure, Measure::Headlines(_)));
        let year = workspace.settings.period_kind.per_year();
        let back = [(changes || losses, year), (changes, 1)];
        let mut back: Vec<i32> =
            back.into_iter().filter_map(|(asked, steps)| asked.then_some(steps)).collect();
        back.dedup();
        let accounts: Vec<&Account> = workspace.accounts.iter().map(|account| &**account).collect();
        let latest = || each(&accounts, Account::latest_period).into_iter().flatten().max();
        let as_of = workspace.settings.as_of.unwrap_or_else(|| workspace.as_of_after(latest()));
        Self { workspace, as_of, wanted, back, losses }
    }

    /// What `keep` takes of the metrics of each account in `period`, in the order of the accounts.
    pub fn in_period<R: Send>(
        &self,
        accounts: &[Arc<Account>],
        period: Period,
        keep: impl Fn(&Account, &AccountMetrics) -> R + Sync,
    ) -> Vec<R> {
        let mut periods: Vec<Period> = self.back.iter().map(|steps| period.plus(-steps)).collect();
        periods.push(period);
        let last = |account: &Account| {
            let made = self.account(account, &periods, |metrics| {
                (metrics.period == period).then(|| keep(account, metrics))
            });
            made.into_iter().flatten().next()
        };
        each(&borrowed(accounts), last).into_iter().flatten().collect()
    }

    /// The same in consecutive periods; changes of a period refer to the earlier ones among them.
    pub fn over<R: Send>(
        &self,
        accounts: &[Arc<Account>],
        periods: &[Period],
        keep: impl Fn(&Account, &AccountMetrics) -> R + Sync,
    ) -> Vec<Vec<R>> {
        let account = |account: &Account| self.account(account, periods, |metrics| keep(account, metrics));
        each(&borrowed(accounts), account)
    }

    /// Metrics of one account in ascending periods.
    fn account<R>(
        &self,
        account: &Account,
        periods: &[Period],
        keep: impl Fn(&AccountMetrics) -> R,
    ) -> Vec<R> {
        let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Vec::new() };
        let workspace = self.workspace;
        let tree = Tree::new(&account.units).unwrap_or_else(|_| Tree::root_only(account.units.len()));
        let rows = Rows::new(account, *first, (last.0 - first.0 + 1) as usize);
        let year = workspace.settings.period_kind.per_year();
        let mut spare = Spare::default();
        let mut history: Vec<AccountMetrics> = Vec::with_capacity(periods.len());
        for period in periods {
            let facts = metrics::facts_of(workspace, account, &tree, &rows, *period, spare);
            let earlier = |steps: i32| history.iter().rfind(|metrics| metrics.period == period.plus(-steps));
            let (before, year_before) = (earlier(1), earlier(year));
            let day = workspace.day_by(*period, self.as_of);
            let inputs = Inputs { workspace, account, tree: &tree, facts: &facts, day, before, year_before };
            let survey = Survey::new(&inputs).with_rows(&rows);
            let measured = measure_some(&survey, |row| self.wanted[row], self.losses);
            drop(survey);
            history.push(measured);
            spare = Spare::from(facts);
        }
        history.iter().map(keep).collect()
    }
}

fn borrowed(accounts: &[Arc<Account>]) -> Vec<&Account> {
    accounts.iter().map(|account| &**account).collect()
}

/// What `of` makes of every account, in their order.
fn each<R: Send>(accounts: &[&Account], of: impl Fn(&Account) -> R + Sync) -> Vec<R> {
    let units = accounts.iter().map(|account| account.units.len()).sum();
    parallel::shared_out(accounts.len(), units, |index| of(accounts[index]))
}
