//! Everything computed from the workspace, as memos on exact inputs: an edit recomputes the periods of the account it
//! touched and what depends on them; a pass in which nothing changed costs pointer comparisons.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use crate::{
    domain::{Account, AccountKey, Period, ScoringModel, Tree, UnitRecord, Workspace},
    engine::{
        metrics::{self, AccountMetrics, PeriodFacts, Portfolio},
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
    pub portfolio: Portfolio,
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
        let baseline = workspace.baseline.clone().filter(|b| b.key == model.key).unwrap_or_else(|| Arc::clone(&model));
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
        let context = Context { workspace, periods: &periods, period, model: &model, baseline: &baseline };
        for account in &workspace.accounts {
            let memo = old.remove(&account.key);
            let derived = match memo {
                Some(memo) if same_frame && same_period && same_models && Arc::ptr_eq(&memo.account, account) => {
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
        let accounts: Vec<Arc<AccountDerived>> = self.accounts.iter().map(|memo| Arc::clone(&memo.derived)).collect();
        let scores: Vec<Option<f64>> = accounts.iter().map(|a| a.score.value).collect();
        let baselines: Vec<Option<f64>> = accounts.iter().map(|a| a.baseline.value).collect();
        let ranking = scoring::ranking(&scores, &baselines);
        let metrics: Vec<&AccountMetrics> = accounts.iter().map(|a| &*a.metrics).collect();
        let portfolio = metrics::portfolio(workspace, &metrics);
        Derived { period, periods, model, baseline, accounts, portfolio, ranking }
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
    period: Period,
    model: &'a ScoringModel,
    baseline: &'a ScoringModel,
}

impl Context<'_> {
    fn fresh(&self, account: &Account, tree: Option<Arc<Tree>>) -> AccountDerived {
        let tree = tree.unwrap_or_else(|| Arc::new(tree_of(account)));
        self.assemble(account, tree, |_| None, |_| None)
    }

    /// Takes over every period whose records did not change.
    fn update(&self, account: &Account, memo: &Memo) -> AccountDerived {
        let old = &memo.account;
        let same_units = old.units.ptr_eq(&account.units);
        let tree = if same_units || old.units == account.units {
            Arc::clone(&memo.derived.tree)
        } else {
            Arc::new(tree_of(account))
        };
        let same_frame = (same_units || old.units == account.units)
            && old.tier == account.tier
            && old.regions_in_scope == account.regions_in_scope
            && old.units.len() == account.units.len();
        if !same_frame {
            return self.fresh(account, Some(tree));
        }
        let changed = changed_periods(old, account);
        let kept_metrics = |period: Period| {
            (!changed.contains(&period)).then(|| self.periods.iter().position(|p| *p == period)).flatten()
                .map(|at| Arc::clone(&memo.derived.history[at]))
        };
        let kept_facts = |period: Period| {
            let derived = &memo.derived;
            let known = [&derived.facts, &derived.facts_before].into_iter().find(|facts| facts.period == period);
            known.filter(|_| !changed.contains(&period)).map(Arc::clone)
        };
        self.assemble(account, tree, kept_metrics, kept_facts)
    }

    fn assemble(
        &self,
        account: &Account,
        tree: Arc<Tree>,
        kept_metrics: impl Fn(Period) -> Option<Arc<AccountMetrics>>,
        kept_facts: impl Fn(Period) -> Option<Arc<PeriodFacts>>,
    ) -> AccountDerived {
        let year = self.workspace.settings.period_kind.per_year();
        let mut facts_now = None;
        let mut facts_before = None;
        let mut history: Vec<Arc<AccountMetrics>> = Vec::with_capacity(self.periods.len());
        for (at, period) in self.periods.iter().enumerate() {
            let shown = *period == self.period;
            let before = *period == self.period.plus(-1);
            let kept = kept_metrics(*period);
            let facts = if kept.is_none() || shown || before {
                Some(kept_facts(*period).unwrap_or_else(|| {
                    Arc::new(metrics::facts(self.workspace, account, &tree, *period))
                }))
            } else {
                None
            };
            let headline = |steps: usize| at.checked_sub(steps).and_then(|at| history[at].headline());
            let (headline_before, headline_year_before) = (headline(1), headline(year as usize));
            let measured = match (kept, &facts) {
                (Some(kept), _) if kept.has_headlines(headline_before, headline_year_before) => kept,
                (Some(kept), _) => Arc::new(kept.with_headlines(headline_before, headline_year_before)),
                (None, Some(facts)) => Arc::new(metrics::account_metrics(&metrics::Inputs {
                    workspace: self.workspace,
                    account,
                    tree: &tree,
                    facts,
                    headline_before,
                    headline_year_before,
                })),
                (None, None) => continue,
            };
            history.push(measured);
            if shown {
                facts_now.clone_from(&facts);
            }
            if before {
                facts_before = facts;
            }
        }
        let of = |period| Arc::new(metrics::facts(self.workspace, account, &tree, period));
        let facts = facts_now.unwrap_or_else(|| of(self.period));
        let facts_before = facts_before.or_else(|| kept_facts(self.period.plus(-1))).unwrap_or_else(|| of(self.period.plus(-1)));
        let shown = self.periods.iter().position(|period| *period == self.period).unwrap_or(history.len() - 1);
        let measured = Arc::clone(&history[shown]);
        AccountDerived {
            score: self.score(self.model, account, &measured),
            baseline: self.score(self.baseline, account, &measured),
            score_history: history.iter().map(|metrics| self.score(self.model, account, metrics).value).collect(),
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
