//! What is computed of each account: taken over, brought up to date or made from nothing.

use std::{
    cmp::Reverse,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use imbl::Vector;

use crate::{
    domain::{Account, Period, Tree, Workspace},
    engine::{
        evaluate::Scorer,
        metrics::{self, AccountMetrics, Before, Entered, Inputs, Rows, Spare, Survey},
        parallel,
        rules::{self, Earlier, Finding, Outcome, RuleBook, Subject},
    },
};

use super::{
    derived::{AccountDerived, Memo},
    taken_over::{self, Old, same_around},
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
    /// The rules as they are set, owners of branches, findings put aside.
    pub rules: bool,
}

impl Kept {
    fn all(self) -> bool {
        self.frame && self.period && self.models && self.rules
    }
}

/// What every account depends on besides itself.
pub(super) struct Context<'a> {
    pub workspace: &'a Workspace,
    pub timeline: &'a Timeline,
    pub period: Period,
    pub model: Scorer<'a>,
    /// `None` = the same as the model.
    pub baseline: Option<Scorer<'a>>,
    pub book: &'a RuleBook,
    pub kept: Kept,
}

/// An account to compute.
struct Stale<'a> {
    index: usize,
    account: &'a Arc<Account>,
    memo: Option<&'a Memo>,
    /// Units whose work may be shared between threads; 0 where the other accounts keep all of them busy.
    shared: usize,
}

impl Context<'_> {
    /// The accounts whose memo is no longer current, computed anew, ascending by index; on all cores where there is much
    /// to do. No account looks at another here, so the result is the same for any number of threads.
    pub fn stale(&self, memos: &[Option<Memo>]) -> Vec<(usize, Arc<AccountDerived>)> {
        let mut stale: Vec<Stale<'_>> = Vec::new();
        for (index, (account, memo)) in self.workspace.accounts.iter().zip(memos).enumerate() {
            let memo = memo.as_ref();
            let is_current =
                |memo: &Memo| self.kept.all() && memo.index == index && Arc::ptr_eq(&memo.account, account);
            if !memo.is_some_and(is_current) {
                stale.push(Stale { index, account, memo, shared: 0 });
            }
        }
        // The largest come first, so that no thread is left with one while the others have nothing to do.
        stale.sort_by_key(|stale| Reverse(stale.account.units.len()));
        let units: usize = stale.iter().map(|stale| stale.account.units.len()).sum();
        let threads = parallel::threads();
        for stale in &mut stale {
            let own = stale.account.units.len();
            stale.shared = if own * threads > units { own } else { 0 };
        }
        let made = parallel::shared_out(stale.len(), units, |at| Arc::new(self.account(&stale[at])));
        let mut made: Vec<_> = stale.iter().map(|stale| stale.index).zip(made).collect();
        made.sort_unstable_by_key(|(index, _)| *index);
        made
    }

    fn account(&self, stale: &Stale<'_>) -> AccountDerived {
        let Stale { account, memo, .. } = *stale;
        let old = memo.and_then(|memo| Old::with_same_units(memo, account));
        let tree = old.as_ref().map(|old| Arc::clone(&old.derived.tree));
        // Else nothing of what metrics looked at is the same.
        let is_around = memo.is_some_and(|memo| self.kept.frame && same_around(&memo.account, account));
        let old = old.filter(|_| is_around);
        self.assemble(stale, tree, old.as_ref(), is_around)
    }

    /// Takes over every period whose records did not change.
    fn assemble(
        &self,
        stale: &Stale<'_>,
        tree: Option<Arc<Tree>>,
        old: Option<&Old<'_>>,
        is_around: bool,
    ) -> AccountDerived {
        let Stale { index, account, shared, .. } = *stale;
        let workspace = self.workspace;
        let periods = &self.timeline.periods;
        let period_before = self.period.plus(-1);
        let mut known_before = old.and_then(|old| old.before(period_before));
        // Where more than one period is computed, their rows are looked up together.
        let look_up = || {
            let (first, last) = match old {
                None => (periods[0].min(period_before), periods[periods.len() - 1]),
                Some(old) if old.derived.facts.period == self.period => return None,
                Some(_) if known_before.is_some() => (self.period, self.period),
                Some(_) => (period_before, self.period),
            };
            Some(Rows::new(account, first, (last.0 - first.0 + 1) as usize))
        };
        let (rows, tree) = parallel::both(shared, look_up, || tree.unwrap_or_else(|| tree_of(account)));
        let rows_at = |period: Period| rows.as_ref().filter(|rows| rows.cover(period));
        let facts_of = |period: Period, spare: Spare| {
            let made =
                |rows: &Rows<'_>, spare| metrics::facts_of(workspace, account, &tree, rows, period, spare);
            match rows_at(period) {
                Some(rows) => made(rows, spare),
                None => made(&Rows::of_period(account, period), spare),
            }
        };
        let rows_shown = OnceLock::new();
        let rows_of = |period: Period| match rows_at(period) {
            None if period == self.period => {
                Some(rows_shown.get_or_init(|| Rows::of_period(account, period)))
            }
            rows => rows,
        };
        let kept = |period: Period| old.and_then(|old| old.facts(workspace, account, period));
        let spare = || old.map_or_else(Spare::default, |old| old.derived.facts.hand_on());
        let facts = kept(self.period).unwrap_or_else(|| Arc::new(facts_of(self.period, spare())));
        // The facts of a period that nobody looks at again make room for those of another.
        let spares = Mutex::new(Vec::new());
        let lock = || spares.lock().unwrap_or_else(PoisonError::into_inner);
        let measured = |period: Period, year_before: Option<&AccountMetrics>| {
            let made = (period != self.period).then(|| {
                let spare = lock().pop();
                facts_of(period, spare.unwrap_or_else(|| facts.hand_on()))
            });
            let facts = made.as_ref().unwrap_or(&facts);
            let day = timeline::day_of(workspace, self.timeline.as_of, period);
            let inputs = Inputs { workspace, account, tree: &tree, facts, day, before: None, year_before };
            let survey = Survey::new(&inputs);
            let survey = match rows_of(period) {
                Some(rows) => survey.with_rows(rows),
                None => survey,
            };
            let measured = Measured {
                metrics: metrics::measure(&survey),
                before: (period == period_before).then(|| Arc::new(Before::new(facts))),
                entered: if period == self.period { survey.into_entered() } else { None },
            };
            lock().extend(made.map(Spare::from));
            measured
        };
        let mut entered = None;
        let mut history: Vec<Arc<AccountMetrics>> = Vec::with_capacity(periods.len());
        let year = workspace.settings.period_kind.per_year() as usize;
        // Periods look at those a year before and, but for changes of the headline, at none between.
        for from in (0..periods.len()).step_by(year) {
            let year_before = |at: usize| at.checked_sub(year).map(|at| &*history[at]);
            let units = if old.is_none() { shared } else { 0 };
            let made = parallel::shared_out(year.min(periods.len() - from), units, |at| {
                let (period, year_before) = (periods[from + at], year_before(from + at));
                match old.filter(|old| old.holds(from + at, period, year_before)) {
                    Some(old) => Known::Before(old),
                    None => Known::Now(Box::new(measured(period, year_before))),
                }
            });
            for (at, made) in (from..).zip(made) {
                let earlier = |steps: usize| at.checked_sub(steps).map(|at| &*history[at]);
                let (before, year_before) = (earlier(1), earlier(year));
                history.push(match made {
                    Known::Before(old) => old.related(at, before, year_before),
                    Known::Now(mut made) => {
                        known_before = known_before.or(made.before);
                        entered = entered.or(made.entered);
                        made.metrics.relate(before, year_before);
                        Arc::new(made.metrics)
                    }
                });
            }
        }
        let before =
            known_before.unwrap_or_else(|| Arc::new(Before::new(&facts_of(period_before, facts.hand_on()))));
        let shown = self.timeline.place_of(self.period);
        let measured = Arc::clone(&history[shown]);
        let score = self.model.score(account, &measured);
        let mut derived = AccountDerived {
            baseline: self.baseline.as_ref().map_or_else(|| score.clone(), |m| m.score(account, &measured)),
            score_history: history.iter().map(|metrics| self.model.score(account, metrics).value).collect(),
            score,
            metrics: measured,
            history,
            facts,
            before,
            tree,
            findings: Arc::default(),
            per_head: Vec::new(),
        };
        let is_comparable = is_around && self.kept.rules;
        let memo = stale.memo.filter(|memo| is_comparable && memo.index == index);
        let same = memo.filter(|_| old.is_some_and(|old| old.is_same));
        if let (Some(memo), true) = (same, self.kept.period) {
            derived.findings = Arc::clone(&memo.derived.findings);
            derived.per_head.clone_from(&memo.derived.per_head);
        } else {
            let earlier = if self.kept.period {
                memo.and_then(|memo| taken_over::earlier(memo, old, account, &derived))
            } else {
                // Until when a finding is put aside is another question in every period.
                same.filter(|_| workspace.acknowledgements.is_empty()).map(taken_over::earlier_names)
            };
            let rows = rows_at(self.period).or(rows_shown.get());
            let at_hand = AtHand { rows, entered, earlier: earlier.as_ref(), shared };
            derived.findings = Arc::new(self.findings(index, &derived, &[], at_hand));
        }
        derived
    }

    /// What the rules find in an account. `per_head` is that of the other accounts of its comparable group.
    fn findings(
        &self,
        index: usize,
        derived: &AccountDerived,
        per_head: &[f64],
        at_hand: AtHand<'_>,
    ) -> Vec<Finding> {
        let (workspace, as_of) = (self.workspace, self.timeline.as_of);
        let account = &workspace.accounts[index];
        let shown = self.timeline.place_of(self.period);
        let year = workspace.settings.period_kind.per_year() as usize;
        let depth = self.book.depth();
        let inputs = Inputs {
            workspace,
            account,
            tree: &derived.tree,
            facts: &derived.facts,
            day: timeline::day_of(workspace, as_of, self.period),
            before: None,
            year_before: shown.checked_sub(year).map(|at| &*derived.history[at]),
        };
        // Rules may look back beyond the first period of the history.
        let early: Vec<AccountMetrics> = (shown + 1..=depth)
            .map(|steps| {
                let period = self.period.plus(-(steps as i32));
                let facts = metrics::facts(workspace, account, &derived.tree, period);
                let day = timeline::day_of(workspace, as_of, period);
                metrics::account_metrics(&Inputs { facts: &facts, day, year_before: None, ..inputs })
            })
            .collect();
        let history = derived.history[..shown].iter().rev().map(|metrics| &**metrics);
        let past: Vec<&AccountMetrics> = history.chain(&early).take(depth).collect();
        let survey = Survey::new(&Inputs { before: past.first().copied(), ..inputs });
        let survey = match at_hand.rows {
            Some(rows) => survey.with_rows(rows),
            None => survey,
        };
        let subject = Subject {
            survey: survey.with_entered(at_hand.entered),
            as_of,
            metrics: &derived.metrics,
            past,
            before: &derived.before,
            per_head: per_head.to_vec(),
            focus: None,
        };
        let (index, book) = (index as u32, self.book);
        let mut findings = match at_hand.earlier {
            Some(earlier) => {
                let units = if earlier.has_same_figures() { 0 } else { at_hand.shared };
                rules::find_again(book, subject, index, earlier, units)
            }
            None => rules::find_in_account(book, &subject, index, at_hand.shared),
        };
        // One that another takes the place of.
        findings.retain(|finding| finding.outcome != Outcome::Clear);
        findings.shrink_to_fit();
        findings
    }

    /// The accounts that are compared with others of their group which have changed, with their rules checked anew.
    pub fn compared(&self, accounts: &Vector<Arc<AccountDerived>>) -> Vec<(usize, Arc<AccountDerived>)> {
        let per_head: Vec<Option<f64>> =
            accounts.iter().map(|derived| metrics::arr_per_head(derived.facts.root())).collect();
        let compare = |(index, derived): (usize, &Arc<AccountDerived>)| {
            let others = rules::per_head_of_others(self.workspace, &per_head, index);
            (others != derived.per_head).then(|| {
                let findings = Arc::new(self.findings(index, derived, &others, AtHand::default()));
                let compared =
                    AccountDerived { findings, per_head: others, ..AccountDerived::clone(derived) };
                (index, Arc::new(compared))
            })
        };
        accounts.iter().enumerate().filter_map(compare).collect()
    }
}

/// What is at hand when rules are checked; all of it can be done without.
#[derive(Default)]
struct AtHand<'a> {
    /// With the period shown.
    rows: Option<&'a Rows<'a>>,
    entered: Option<Entered>,
    /// What they found before an edit.
    earlier: Option<&'a Earlier<'a>>,
    /// As [`Stale::shared`].
    shared: usize,
}

/// The metrics of a period.
enum Known<'a> {
    /// As they were.
    Before(&'a Old<'a>),
    Now(Box<Measured>),
}

/// A period that was measured, without changes of the headline.
struct Measured {
    metrics: AccountMetrics,
    /// Of the period before the one shown alone.
    before: Option<Arc<Before>>,
    /// Of the period shown alone.
    entered: Option<Entered>,
}

/// A tree of units that validation has accepted. Units that form no tree cannot reach a document; should it happen
/// all the same, only the root is shown.
fn tree_of(account: &Account) -> Arc<Tree> {
    Arc::new(Tree::new(&account.units).unwrap_or_else(|_| Tree::root_only(account.units.len())))
}
