//! What is computed of each account: taken over, brought up to date or made from nothing.

use std::{
    collections::BTreeMap,
    num::NonZeroUsize,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::{
    domain::{Account, Period, ScoringModel, Tree, UnitRecord, Workspace},
    engine::{
        evaluate::score_metrics,
        metrics::{self, AccountMetrics, HEADLINE, PeriodFacts},
    },
};

use super::{
    derived::{AccountDerived, Memo},
    timeline::{self, Timeline},
};

/// Which of the things that every account depends on are those of the last time.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Kept {
    /// Settings, products, regions, the periods and the day.
    pub frame: bool,
    /// The period shown.
    pub period: bool,
    /// The models and the bands.
    pub models: bool,
}

impl Kept {
    fn all(self) -> bool {
        self.frame && self.period && self.models
    }
}

/// What every account depends on besides itself.
pub(super) struct Context<'a> {
    workspace: &'a Workspace,
    timeline: &'a Timeline,
    period: Period,
    model: &'a ScoringModel,
    baseline: &'a ScoringModel,
    kept: Kept,
}

/// Units to compute from which a second thread pays.
const PARALLEL_FROM: usize = 2_000;

impl<'a> Context<'a> {
    pub fn new(
        workspace: &'a Workspace,
        timeline: &'a Timeline,
        period: Period,
        model: &'a ScoringModel,
        baseline: &'a ScoringModel,
        kept: Kept,
    ) -> Self {
        Self { workspace, timeline, period, model, baseline, kept }
    }

    /// Every account in order, with its old memo; on all cores where there is much to do. No account looks at another
    /// here, so the result is the same for any number of threads.
    pub fn all(&self, memos: &[Option<Memo>]) -> Vec<Arc<AccountDerived>> {
        let mut done: Vec<Option<Arc<AccountDerived>>> = Vec::with_capacity(memos.len());
        let mut stale = Vec::new();
        for (index, (account, memo)) in self.workspace.accounts.iter().zip(memos).enumerate() {
            let current = memo
                .as_ref()
                .filter(|memo| self.kept.all() && Arc::ptr_eq(&memo.account, account))
                .map(|memo| Arc::clone(&memo.derived));
            if current.is_none() {
                stale.push((index, account, memo.as_ref()));
            }
            done.push(current);
        }
        let units: usize = stale.iter().map(|(_, account, _)| account.units.len()).sum();
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get).min(stale.len());
        let threads = if units < PARALLEL_FROM { 1 } else { cores };
        // Accounts differ much in size, so each thread takes the next one that nobody has taken.
        let next = AtomicUsize::new(0);
        let work = || {
            let mut made = Vec::new();
            while let Some((index, account, memo)) = stale.get(next.fetch_add(1, Ordering::Relaxed)) {
                made.push((*index, Arc::new(self.account(account, *memo))));
            }
            made
        };
        let made = std::thread::scope(|scope| {
            let helpers: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut made = work();
            for helper in helpers {
                made.extend(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            made
        });
        for (index, derived) in made {
            done[index] = Some(derived);
        }
        done.into_iter().flatten().collect()
    }

    fn account(&self, account: &Arc<Account>, memo: Option<&Memo>) -> AccountDerived {
        let Some(memo) = memo else { return self.assemble(account, tree_of(account), None) };
        let same_units = memo.account.units.ptr_eq(&account.units) || memo.account.units == account.units;
        if !same_units {
            return self.assemble(account, tree_of(account), None);
        }
        let tree = Arc::clone(&memo.derived.tree);
        if !(self.kept.frame && same_around(&memo.account, account)) {
            return self.assemble(account, tree, None);
        }
        let changed = changed_records(&memo.account, account);
        self.assemble(account, tree, Some(&Old { derived: &memo.derived, changed }))
    }

    /// Takes over every period whose records did not change.
    fn assemble(&self, account: &Account, tree: Arc<Tree>, old: Option<&Old<'_>>) -> AccountDerived {
        let workspace = self.workspace;
        let kept = |period: Period| old.and_then(|old| old.facts(workspace, account, period));
        let made = |period: Period, spare| metrics::facts_like(workspace, account, &tree, period, spare);
        let facts_of = |period: Period| kept(period).unwrap_or_else(|| Arc::new(made(period, None)));
        let (facts, facts_before) = (facts_of(self.period), facts_of(self.period.plus(-1)));
        let year = workspace.settings.period_kind.per_year() as usize;
        let mut history: Vec<Arc<AccountMetrics>> = Vec::with_capacity(self.timeline.periods.len());
        // The facts of a period that nobody looks at again make room for those of the next.
        let mut spare: Option<PeriodFacts> = None;
        for (at, period) in self.timeline.periods.iter().enumerate() {
            let earlier = |steps: usize| at.checked_sub(steps).map(|at| &*history[at]);
            let (before, year_before) = (earlier(1), earlier(year));
            if let Some(measured) = old.and_then(|old| old.metrics(at, *period, before, year_before)) {
                history.push(measured);
                continue;
            }
            let known = [&facts, &facts_before].into_iter().find(|facts| facts.period == *period);
            let facts = if let Some(known) = known {
                &**known
            } else {
                let made = made(*period, spare.take());
                &*spare.insert(made)
            };
            let day = timeline::day_of(workspace, self.timeline.as_of, *period);
            let inputs = metrics::Inputs { workspace, account, tree: &tree, facts, day, before, year_before };
            history.push(Arc::new(metrics::account_metrics(&inputs)));
        }
        let shown = self.timeline.periods.iter().position(|period| *period == self.period);
        let measured = Arc::clone(&history[shown.unwrap_or(history.len() - 1)]);
        let score = |model: &ScoringModel, metrics| score_metrics(workspace, model, account, metrics);
        AccountDerived {
            score: score(self.model, &measured),
            baseline: score(self.baseline, &measured),
            score_history: history.iter().map(|metrics| score(self.model, metrics).value).collect(),
            metrics: measured,
            history,
            facts,
            facts_before,
            tree,
        }
    }
}

/// What can be taken over from before an edit.
struct Old<'a> {
    derived: &'a AccountDerived,
    /// Units with another record than before, by period.
    changed: BTreeMap<Period, Vec<u32>>,
}

impl Old<'_> {
    /// The facts of a period if they were kept, brought up to date.
    fn facts(&self, workspace: &Workspace, account: &Account, period: Period) -> Option<Arc<PeriodFacts>> {
        let known = [&self.derived.facts, &self.derived.facts_before];
        let known = known.into_iter().find(|facts| facts.period == period)?;
        match self.changed.get(&period) {
            None => Some(Arc::clone(known)),
            Some(units) => metrics::update_facts(workspace, account, known, units).map(Arc::new),
        }
    }

    /// The old metrics of a period if its records did not change, related anew where an earlier headline did.
    fn metrics(
        &self,
        at: usize,
        period: Period,
        before: Option<&AccountMetrics>,
        year_before: Option<&AccountMetrics>,
    ) -> Option<Arc<AccountMetrics>> {
        if self.changed.contains_key(&period) {
            return None;
        }
        // Both histories run over the same periods.
        let earlier = |now: &AccountMetrics| &self.derived.history[at - (period.0 - now.period.0) as usize];
        let headline = |now: &AccountMetrics| earlier(now).get(HEADLINE) == now.get(HEADLINE);
        let revenue = |now: &AccountMetrics| {
            let old = earlier(now);
            old.has_records == now.has_records && old.arr == now.arr && old.revenue == now.revenue
        };
        if !year_before.is_none_or(revenue) {
            return None;
        }
        let old = &self.derived.history[at];
        if before.is_none_or(headline) && year_before.is_none_or(headline) {
            return Some(Arc::clone(old));
        }
        let mut related = AccountMetrics::clone(old);
        related.relate(before, year_before);
        Some(Arc::new(related))
    }
}

/// Whether all that metrics look at beside units and records is the same.
fn same_around(old: &Account, new: &Account) -> bool {
    fn same<T: PartialEq>(old: &Arc<Vec<T>>, new: &Arc<Vec<T>>) -> bool {
        Arc::ptr_eq(old, new) || old == new
    }
    old.tier == new.tier
        && old.regions_in_scope == new.regions_in_scope
        && same(&old.stakeholders, &new.stakeholders)
        && same(&old.competitors, &new.competitors)
        && same(&old.signals, &new.signals)
        && same(&old.roadmap, &new.roadmap)
}

/// A tree of units that validation has accepted. Units that form no tree cannot reach a document; should it happen
/// all the same, only the root is shown.
fn tree_of(account: &Account) -> Arc<Tree> {
    Arc::new(Tree::new(&account.units).unwrap_or_else(|_| Tree::root_only(account.units.len())))
}

/// Units whose record differs, by period, found by comparing pointers first. Both have the same units.
pub fn changed_records(old: &Account, new: &Account) -> BTreeMap<Period, Vec<u32>> {
    let mut changed: BTreeMap<Period, Vec<u32>> = BTreeMap::new();
    if old.records.ptr_eq(&new.records) {
        return changed;
    }
    for (index, (old, new)) in old.records.iter().zip(&new.records).enumerate() {
        if Arc::ptr_eq(old, new) {
            continue;
        }
        let record = |list: &[(Period, UnitRecord)], period: Period| {
            list.binary_search_by_key(&period, |(at, _)| *at).ok()
        };
        for (period, now) in new.iter() {
            if record(old, *period).is_none_or(|at| old[at].1 != *now) {
                changed.entry(*period).or_default().push(index as u32);
            }
        }
        for (period, _) in old.iter().filter(|(period, _)| record(new, *period).is_none()) {
            changed.entry(*period).or_default().push(index as u32);
        }
    }
    changed
}
