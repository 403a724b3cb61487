//! Everything computed from the workspace, as memos on exact inputs: an edit recomputes the periods of the account it
//! touched and what depends on them; a pass in which nothing changed costs pointer comparisons.

use std::{collections::HashMap, sync::Arc};

use imbl::Vector;
use jiff::civil::Date;

use crate::{
    domain::{Account, AccountKey, Period, ScoringModel, Tree, Workspace, is_same},
    engine::{
        evaluate::Scorer,
        metrics::{self, AccountMetrics, Before, HEADLINE, PeriodFacts, PortfolioInput, PortfolioMetrics},
        rules::{self, Finding, Members, Outcome, RuleBook},
        scoring::{self, Ranking, Score},
    },
};

use super::{
    derive_account::{Context, Kept},
    timeline::{self, Span, Timeline, span_of},
};

/// Everything computed of one account.
#[derive(Debug, Clone)]
pub struct AccountDerived {
    /// Index of its units.
    pub tree: Arc<Tree>,
    /// Units in the period shown.
    pub facts: Arc<PeriodFacts>,
    /// Units in the period before it.
    pub before: Arc<Before>,
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
    /// What the rules found in the period shown, in the order of their table: what fired and what cannot be checked. A
    /// rule without an entry is clear or switched off.
    pub findings: Arc<Vec<Finding>>,
    /// ARR per head of the other accounts of its comparable group, which one rule looks at.
    pub(super) per_head: Vec<f64>,
}

impl AccountDerived {
    /// Findings about one unit, by its index.
    pub fn findings_of(&self, unit: usize) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.unit == Some(unit as u32))
    }
}

/// Everything computed of a workspace for one period shown.
#[derive(Debug, Clone)]
pub struct Derived {
    /// The period shown.
    pub period: Period,
    /// From the first to the last period with records, the period shown and the current one included; no gaps.
    pub periods: Vec<Period>,
    /// First and last period with a record; `None` = no record at all.
    pub recorded: Option<(Period, Period)>,
    /// The day on which recency is judged, as `Workspace::as_of` but without a look at the records.
    pub as_of: Date,
    /// The model in force.
    pub model: Arc<ScoringModel>,
    /// The model against which moves are shown; equal to `model` if none is frozen.
    pub baseline: Arc<ScoringModel>,
    /// Parallel to `Workspace::accounts`.
    pub accounts: Vector<Arc<AccountDerived>>,
    /// All accounts together.
    pub portfolio: PortfolioMetrics,
    /// Plain mean of the known scores; `None` if none is known.
    pub mean_score: Option<f64>,
    /// Accounts by score.
    pub ranking: Ranking,
    /// What the rules over all accounts found; as [`AccountDerived::findings`].
    pub findings: Vec<Finding>,
}

impl Derived {
    /// `Workspace::day_of` without a look at the records.
    pub fn day_of(&self, workspace: &Workspace, period: Period) -> Date {
        timeline::day_of(workspace, self.as_of, period)
    }

    /// Whether these are its accounts, by pointer.
    pub fn has_accounts(&self, accounts: &Vector<Arc<AccountDerived>>) -> bool {
        is_same(&self.accounts, accounts)
    }

    /// The earliest period that can be shown: a year before all figures, so that older ones can be entered.
    pub fn earliest_period(&self, workspace: &Workspace) -> Period {
        let first = self.recorded.map_or_else(|| workspace.current_period_after(None), |(first, _)| first);
        let last = self.periods.last().map_or(first, |last| *last);
        first.plus(-workspace.settings.period_kind.per_year()).max(timeline::earliest_with(last))
    }

    /// The period after the last one with a record; where there is no record, the current one.
    pub fn next_period(&self, workspace: &Workspace) -> Period {
        self.recorded.map_or_else(|| workspace.current_period_after(None), |(_, last)| last.plus(1))
    }
}

/// What the memo of one account was computed from.
#[derive(Debug, Clone)]
pub(super) struct Memo {
    pub account: Arc<Account>,
    pub derived: Arc<AccountDerived>,
    /// Its place among the accounts.
    pub index: usize,
    /// Whether it is compared with others.
    grouped: bool,
    span: Span,
    standing: Standing,
}

impl Memo {
    fn new(account: &Arc<Account>, derived: &Arc<AccountDerived>, index: usize, span: Span) -> Self {
        Self {
            standing: Standing::new(account, derived),
            grouped: account.comparable_group.is_some(),
            account: Arc::clone(account),
            derived: Arc::clone(derived),
            index,
            span,
        }
    }
}

/// What comparing all accounts takes of one of them, side by side for all: looking it up account by account was most of
/// the time that an edit takes.
#[derive(Debug, Clone, Copy)]
struct Standing {
    score: Option<f64>,
    /// The score and the baseline's, if the account is ranked.
    ranked: [Option<f64>; 2],
    portfolio: PortfolioInput,
}

impl Standing {
    fn new(account: &Account, derived: &AccountDerived) -> Self {
        // An account without a headline value is shown by another axis and not ranked (rule G-05, ruling B43).
        let is_ranked = derived.metrics.get(HEADLINE).value.is_some();
        Self {
            score: derived.score.value,
            ranked: [&derived.score, &derived.baseline].map(|score| score.value.filter(|_| is_ranked)),
            portfolio: PortfolioInput::new(account, &derived.facts, &derived.metrics),
        }
    }
}

/// The memos behind [`Derived`]. One for each open workspace.
#[derive(Debug, Default)]
pub struct Memos {
    source: Option<Arc<Workspace>>,
    /// Parallel to the accounts; `None` = nothing is known yet.
    accounts: Vec<Option<Memo>>,
    /// What rules over all accounts look at, likewise; `None` = nothing is known yet.
    members: Option<Members>,
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
        let before = self.source.take().zip(self.derived.take());
        let in_place = is_in_place(&self.accounts, workspace);
        if !in_place {
            self.accounts = matched(std::mem::take(&mut self.accounts), workspace);
        }
        let spans: Vec<Span> = workspace.accounts.iter().zip(&self.accounts).map(span).collect();
        let timeline = Timeline::new(workspace, &spans, period);
        let model = workspace.active_model();
        let baseline =
            workspace.baseline.clone().filter(|b| b.key == model.key).unwrap_or_else(|| Arc::clone(&model));
        let kept = before.as_ref().map_or_else(Kept::default, |(old, derived)| Kept {
            frame: derived.periods == timeline.periods
                && derived.as_of == timeline.as_of
                && (Arc::ptr_eq(&old.settings, &workspace.settings) || old.settings == workspace.settings)
                && Arc::ptr_eq(&old.products, &workspace.products)
                && Arc::ptr_eq(&old.regions, &workspace.regions),
            period: derived.period == period,
            models: (Arc::ptr_eq(&derived.model, &model) || derived.model == model)
                && (Arc::ptr_eq(&derived.baseline, &baseline) || derived.baseline == baseline)
                && Arc::ptr_eq(&old.band_schemes, &workspace.band_schemes),
            rules: Arc::ptr_eq(&old.rule_settings, &workspace.rule_settings)
                && Arc::ptr_eq(&old.owners, &workspace.owners)
                && Arc::ptr_eq(&old.acknowledgements, &workspace.acknowledgements),
        });
        let book = RuleBook::new(workspace);
        let context = Context {
            workspace,
            timeline: &timeline,
            period,
            model: Scorer::new(workspace, &model),
            baseline: (!Arc::ptr_eq(&model, &baseline)).then(|| Scorer::new(workspace, &baseline)),
            book: &book,
            kept,
        };
        let made = context.stale(&self.accounts);
        let mut accounts = match &before {
            Some((_, derived)) if in_place => derived.accounts.clone(),
            _ => all_of(&self.accounts, &made),
        };
        if !(in_place && kept.models) {
            self.members = None;
        }
        let enter = |memos: &mut Vec<Option<Memo>>, index: usize, derived: &Arc<AccountDerived>| {
            memos[index] = Some(Memo::new(&workspace.accounts[index], derived, index, spans[index]));
        };
        let mut changed = Vec::with_capacity(made.len());
        for (index, derived) in made {
            enter(&mut self.accounts, index, &derived);
            accounts.set(index, derived);
            changed.push(index);
        }
        if self.accounts.iter().flatten().any(|memo| memo.grouped) {
            for (index, derived) in context.compared(&accounts) {
                enter(&mut self.accounts, index, &derived);
                accounts.set(index, derived);
            }
        }
        if self.members.is_none() {
            changed = (0..accounts.len()).collect();
        }
        let members = self.members.get_or_insert_with(|| Members::new(model.factors.len(), accounts.len()));
        for index in changed {
            members.set(index, &accounts[index].metrics, &accounts[index].score);
        }

        let column = |of: fn(&Standing) -> Option<f64>| -> Vec<Option<f64>> {
            self.accounts.iter().flatten().map(|memo| of(&memo.standing)).collect()
        };
        let ranking = scoring::ranking(&column(|s| s.ranked[0]), &column(|s| s.ranked[1]));
        let mean_score = scoring::ranks::mean_score(&column(|s| s.score));
        let rows: Vec<PortfolioInput> =
            self.accounts.iter().flatten().map(|memo| memo.standing.portfolio).collect();
        let portfolio = metrics::portfolio(&rows);
        let (current, as_of) = (timeline.current, timeline.as_of);
        let together = rules::Portfolio { workspace, model: &model, period, current, as_of, members };
        let mut findings = rules::check_portfolio(&book, &together);
        findings.retain(|finding| finding.outcome != Outcome::Clear);
        let Timeline { recorded, as_of, periods, .. } = timeline;
        Derived {
            period,
            periods,
            recorded,
            as_of,
            model,
            baseline,
            accounts,
            portfolio,
            mean_score,
            ranking,
            findings,
        }
    }
}

/// Whether no account came, went or moved.
fn is_in_place(memos: &[Option<Memo>], workspace: &Workspace) -> bool {
    let same = |(memo, account): (&Option<Memo>, &Arc<Account>)| {
        memo.as_ref()
            .is_some_and(|memo| Arc::ptr_eq(&memo.account, account) || memo.account.key == account.key)
    };
    memos.len() == workspace.accounts.len() && memos.iter().zip(&workspace.accounts).all(same)
}

/// The old memo of each account of the workspace, by key.
fn matched(old: Vec<Option<Memo>>, workspace: &Workspace) -> Vec<Option<Memo>> {
    let mut by_key: HashMap<AccountKey, Memo> =
        old.into_iter().flatten().map(|memo| (memo.account.key.clone(), memo)).collect();
    workspace.accounts.iter().map(|account| by_key.remove(&account.key)).collect()
}

/// Every account, from those that were `made`, ascending by index, and the memos of all others.
fn all_of(memos: &[Option<Memo>], made: &[(usize, Arc<AccountDerived>)]) -> Vector<Arc<AccountDerived>> {
    let mut made = made.iter().peekable();
    let account = |(index, memo): (usize, &Option<Memo>)| match made.next_if(|(at, _)| *at == index) {
        Some((_, derived)) => Some(Arc::clone(derived)),
        None => memo.as_ref().map(|memo| Arc::clone(&memo.derived)),
    };
    memos.iter().enumerate().filter_map(account).collect()
}

fn span((account, memo): (&Arc<Account>, &Option<Memo>)) -> Span {
    match memo {
        Some(memo) if Arc::ptr_eq(&memo.account, account) => memo.span,
        Some(memo) if is_same(&memo.account.records, &account.records) => memo.span,
        _ => span_of(account),
    }
}
