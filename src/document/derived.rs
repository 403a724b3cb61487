//! Everything computed from the workspace, as memos on exact inputs: an edit recomputes the periods of the account it
//! touched and what depends on them; a pass in which nothing changed costs pointer comparisons.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use jiff::civil::Date;

use crate::{
    domain::{Account, AccountKey, Period, ScoringModel, Tree, UnitRecord, Workspace},
    engine::{
        metrics::{self, AccountMetrics, PeriodFacts, PortfolioInput, PortfolioMetrics},
        scoring::{self, Ranking, Score},
    },
};

/// Everything computed of one account.
#[derive(Debug, Clone)]
pub struct AccountDerived {
    /// Index of its units.
    pub tree: Arc<Tree>,
    /// Units in the period shown.
    pub facts: Arc<PeriodFacts>,
    /// Units in the period before it.
    pub facts_before: Arc<PeriodFacts>,
    /// Metrics of every period of [`Derived::periods`].
    pub history: Vec<Arc<AccountMetrics>>,
    /// Metrics of the period shown.
    pub metrics: Arc<AccountMetrics>,
    /// Score of the period shown under the model in force.
    pub score: Score,
    /// The same under the baseline.
    pub baseline: Score,
    /// Score of every period of [`Derived::periods`] under the model in force.
    pub score_history: Vec<Option<f64>>,
}

/// Everything computed of a workspace for one period shown.
#[derive(Debug, Clone)]
pub struct Derived {
    /// The period shown.
    pub period: Period,
    /// From the first to the last period with records, the period shown and the current one included; no gaps.
    pub periods: Vec<Period>,
    /// The model in force.
    pub model: Arc<ScoringModel>,
    /// The model against which moves are shown; equal to `model` if none is frozen.
    pub baseline: Arc<ScoringModel>,
    /// Parallel to `Workspace::accounts`.
    pub accounts: Vec<Arc<AccountDerived>>,
    /// All accounts together.
    pub portfolio: PortfolioMetrics,
    /// Plain mean of the known scores; `None` if none is known.
    pub mean_score: Option<f64>,
    /// Accounts by score.
    pub ranking: Ranking,
}

/// What the memo of one account was computed from.
#[derive(Debug, Clone)]
struct Memo {
    account: Arc<Account>,
    derived: Arc<AccountDerived>,
}

/// The memos behind [`Derived`]. One for each open workspace.
#[derive(Debug, Default)]
pub struct Memos {
    source: Option<Arc<Workspace>>,
    accounts: Vec<Memo>,
    derived: Option<Arc<Derived>>,
}

impl Memos {
    /// The derived values of a workspace for the period shown. What did not change is taken over.
    pub fn refresh(&mut self, workspace: &Arc<Workspace>, period: Period) -> Arc<Derived> {
        if let (Some(source), Some(derived)) = (&self.source, &self.derived)
            && Arc::ptr_eq(source, workspace)
            && derived.period == period
        {
            return Arc::clone(derived);
        }
        let derived = Arc::new(self.compute(workspace, period));
        self.source = Some(Arc::clone(workspace));
        self.derived = Some(Arc::clone(&derived));
        derived
    }

    fn compute(&mut self, workspace: &Arc<Workspace>, period: Period) -> Derived {
        let periods = periods(workspace, period);
        let model = workspace.active_model();
        let baseline =
            workspace.baseline.clone().filter(|b| b.key == model.key).unwrap_or_else(|| Arc::clone(&model));
        let before = self.source.take().zip(self.derived.take());
        // What every account depends on besides itself.
        let same_frame = before.as_ref().is_some_and(|(old, derived)| {
            derived.periods == periods
                && (Arc::ptr_eq(&old.settings, &workspace.settings) || old.settings == workspace.settings)
                && Arc::ptr_eq(&old.products, &workspace.products)
                && Arc::ptr_eq(&old.regions, &workspace.regions)
        });
        let same_period = before.as_ref().is_some_and(|(_, derived)| derived.period == period);
        let same_models = before.as_ref().is_some_and(|(old, derived)| {
            (Arc::ptr_eq(&derived.model, &model) || derived.model == model)
                && (Arc::ptr_eq(&derived.baseline, &baseline) || derived.baseline == baseline)
                && Arc::ptr_eq(&old.band_schemes, &workspace.band_schemes)
        });
        let mut old: HashMap<AccountKey, Memo> =
            self.accounts.drain(..).map(|memo| (memo.account.key.clone(), memo)).collect();
        let days: Vec<Date> = periods.iter().map(|period| workspace.day_of(*period)).collect();
        let context =
            Context { workspace, periods: &periods, days: &days, period, model: &model, baseline: &baseline };
        for account in &workspace.accounts {
            let memo = old.remove(&account.key);
            let derived = match memo {
                Some(memo)
                    if same_frame && same_period && same_models && Arc::ptr_eq(&memo.account, account) =>
                {
                    memo.derived
                }
                Some(memo) if same_frame => Arc::new(context.update(account, &memo)),
                Some(memo) if Arc::ptr_eq(&memo.account, account) || memo.account.units == account.units => {
                    Arc::new(context.fresh(account, Some(Arc::clone(&memo.derived.tree))))
                }
                _ => Arc::new(context.fresh(account, None)),
            };
            self.accounts.push(Memo { account: Arc::clone(account), derived });
        }
        let accounts: Vec<Arc<AccountDerived>> =
            self.accounts.iter().map(|memo| Arc::clone(&memo.derived)).collect();
        // An account without a headline value is shown by another axis and not ranked (rule G-05, ruling B43).
        let ranked = |account: &AccountDerived, score: &Score| {
            score.value.filter(|_| account.metrics.get(HEADLINE).value.is_some())
        };
        let scores: Vec<Option<f64>> = accounts.iter().map(|a| ranked(a, &a.score)).collect();
        let baselines: Vec<Option<f64>> = accounts.iter().map(|a| ranked(a, &a.baseline)).collect();
        let ranking = scoring::ranking(&scores, &baselines);
        let inputs: Vec<PortfolioInput<'_>> = workspace
            .accounts
            .iter()
            .zip(&accounts)
            .map(|(account, derived)| PortfolioInput {
                account,
                facts: &derived.facts,
                metrics: &derived.metrics,
            })
            .collect();
        let portfolio = metrics::portfolio(&inputs);
        let known: Vec<Option<f64>> = accounts.iter().map(|a| a.score.value).collect();
        let mean_score = scoring::ranks::mean_score(&known);
        Derived { period, periods, model, baseline, accounts, portfolio, mean_score, ranking }
    }
}

/// From the first to the last period with records, with those shown and in hand; at most 400, counted from the end,
/// so that a mistyped year cannot make every list endless.
fn periods(workspace: &Workspace, shown: Period) -> Vec<Period> {
    let current = workspace.current_period();
    let last = workspace.latest_period().unwrap_or(current).max(current).max(shown);
    let first = workspace.first_period().unwrap_or(current).min(current).min(shown).max(last.plus(-399));
    (first.0..=last.0).map(Period).collect()
}

struct Context<'a> {
    workspace: &'a Workspace,
    periods: &'a [Period],
    /// `Workspace::day_of` of each period.
    days: &'a [Date],
    period: Period,
    model: &'a ScoringModel,
    baseline: &'a ScoringModel,
}

impl Context<'_> {
    fn fresh(&self, account: &Account, tree: Option<Arc<Tree>>) -> AccountDerived {
        let tree = tree.unwrap_or_else(|| Arc::new(tree_of(account)));
        self.assemble(account, tree, None)
    }

    /// Takes over every period whose records did not change.
    fn update(&self, account: &Account, memo: &Memo) -> AccountDerived {
        let old = &memo.account;
        if !old.units.ptr_eq(&account.units) && old.units != account.units {
            return self.fresh(account, None);
        }
        let tree = Arc::clone(&memo.derived.tree);
        if old.tier != account.tier || old.regions_in_scope != account.regions_in_scope {
            return self.fresh(account, Some(tree));
        }
        let old = Old { derived: &memo.derived, changed: changed_periods(old, account) };
        self.assemble(account, tree, Some(&old))
    }

    fn assemble(&self, account: &Account, tree: Arc<Tree>, old: Option<&Old<'_>>) -> AccountDerived {
        let year = self.workspace.settings.period_kind.per_year() as usize;
        let facts_of = |period: Period| {
            let kept = old.and_then(|old| old.facts(period));
            kept.unwrap_or_else(|| Arc::new(metrics::facts(self.workspace, account, &tree, period)))
        };
        let facts = facts_of(self.period);
        let facts_before = facts_of(self.period.plus(-1));
        let mut history: Vec<Arc<AccountMetrics>> = Vec::with_capacity(self.periods.len());
        for (at, period) in self.periods.iter().enumerate() {
            let earlier = |steps: usize| at.checked_sub(steps).map(|at| &*history[at]);
            let (before, year_before) = (earlier(1), earlier(year));
            let measured = old.and_then(|old| old.metrics(at, *period, before, year)).unwrap_or_else(|| {
                let facts = [&facts, &facts_before].into_iter().find(|facts| facts.period == *period);
                let facts = facts.map_or_else(|| facts_of(*period), Arc::clone);
                Arc::new(metrics::account_metrics(&metrics::Inputs {
                    workspace: self.workspace,
                    account,
                    tree: &tree,
                    facts: &facts,
                    day: self.days[at],
                    before,
                    year_before,
                }))
            });
            history.push(measured);
        }
        let shown =
            self.periods.iter().position(|period| *period == self.period).unwrap_or(history.len() - 1);
        let measured = Arc::clone(&history[shown]);
        AccountDerived {
            score: self.score(self.model, account, &measured),
            baseline: self.score(self.baseline, account, &measured),
            score_history: history
                .iter()
                .map(|metrics| self.score(self.model, account, metrics).value)
                .collect(),
            metrics: measured,
            history,
            facts,
            facts_before,
            tree,
        }
    }

    fn score(&self, model: &ScoringModel, account: &Account, metrics: &AccountMetrics) -> Score {
        let inputs: Vec<Option<f64>> =
            model.factors.iter().map(|factor| metrics.get(factor.metric.as_str()).value).collect();
        let targets: Vec<Option<f64>> = model
            .factors
            .iter()
            .map(|factor| scoring::target_for(&account.targets, &factor.metric, metrics.period))
            .collect();
        scoring::score(model, &inputs, &targets, scoring::scheme_for(self.workspace, model))
    }
}

/// What can be taken over from before an edit.
struct Old<'a> {
    derived: &'a AccountDerived,
    changed: BTreeSet<Period>,
}

impl Old<'_> {
    fn facts(&self, period: Period) -> Option<Arc<PeriodFacts>> {
        let known = [&self.derived.facts, &self.derived.facts_before];
        let known = known.into_iter().find(|facts| facts.period == period && !self.changed.contains(&period));
        known.map(Arc::clone)
    }

    /// The old metrics of a period, if neither its records nor the headlines that its changes refer to moved.
    fn metrics(
        &self,
        at: usize,
        period: Period,
        before: Option<&AccountMetrics>,
        year: usize,
    ) -> Option<Arc<AccountMetrics>> {
        let history = &self.derived.history;
        let same = |steps: usize, now: Option<&AccountMetrics>| match (at.checked_sub(steps), now) {
            (None, None) => true,
            (Some(at), Some(now)) => history[at].get(HEADLINE) == now.get(HEADLINE),
            _ => false,
        };
        // The headline a year ago moved only if its own records did.
        let year_moved =
            at.checked_sub(year).is_some() && self.changed.contains(&period.plus(-(year as i32)));
        (!self.changed.contains(&period) && same(1, before) && !year_moved).then(|| Arc::clone(&history[at]))
    }
}

const HEADLINE: &str = "overall_penetration";

/// A tree of units that validation has accepted. Units that form no tree cannot reach a document; should it happen
/// all the same, only the root is shown.
fn tree_of(account: &Account) -> Tree {
    Tree::new(&account.units).unwrap_or_else(|_| Tree::root_only(account.units.len()))
}

/// Periods in which any record differs, found by comparing pointers first.
fn changed_periods(old: &Account, new: &Account) -> BTreeSet<Period> {
    let mut changed = BTreeSet::new();
    if old.records.ptr_eq(&new.records) {
        return changed;
    }
    for (old, new) in old.records.iter().zip(&new.records) {
        if Arc::ptr_eq(old, new) {
            continue;
        }
        let other = |list: &[(Period, UnitRecord)], period: Period| {
            list.binary_search_by_key(&period, |(at, _)| *at).ok()
        };
        for (period, record) in new.iter() {
            if other(old, *period).is_none_or(|at| old[at].1 != *record) {
                changed.insert(*period);
            }
        }
        changed.extend(old.iter().map(|(period, _)| *period).filter(|period| other(new, *period).is_none()));
    }
    changed
}
