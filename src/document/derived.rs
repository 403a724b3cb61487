//! Everything computed from the workspace, as memos on exact inputs: an edit recomputes the periods of the account it
//! touched and what depends on them; a pass in which nothing changed costs pointer comparisons.

use std::{collections::HashMap, sync::Arc};

use jiff::civil::Date;

use crate::{
    domain::{Account, AccountKey, Period, ScoringModel, Tree, Workspace},
    engine::{
        evaluate::Scorer,
        metrics::{self, AccountMetrics, Before, HEADLINE, PeriodFacts, PortfolioInput, PortfolioMetrics},
        rules::{self, Finding, Member, Outcome, RuleBook},
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
    pub accounts: Vec<Arc<AccountDerived>>,
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
    span: Span,
    standing: Standing,
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
        let before = self.source.take().zip(self.derived.take());
        let memos = matched(std::mem::take(&mut self.accounts), workspace);
        let spans: Vec<Span> = workspace.accounts.iter().zip(&memos).map(span).collect();
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
        let accounts = context.all(&memos);
        let made = workspace.accounts.iter().zip(&accounts).zip(spans).zip(memos).enumerate();
        let memo = |(index, (((account, derived), span), old)): (usize, (_, Option<Memo>))| {
            let ((account, derived), span): ((&Arc<Account>, &Arc<AccountDerived>), Span) =
                ((account, derived), span);
            match old {
                Some(old) if Arc::ptr_eq(&old.derived, derived) => old,
                _ => Memo {
                    standing: Standing::new(account, derived),
                    account: Arc::clone(account),
                    derived: Arc::clone(derived),
                    index,
                    span,
                },
            }
        };
        self.accounts = made.map(memo).collect();

        let column = |of: fn(&Standing) -> Option<f64>| -> Vec<Option<f64>> {
            self.accounts.iter().map(|memo| of(&memo.standing)).collect()
        };
        let ranking = scoring::ranking(&column(|s| s.ranked[0]), &column(|s| s.ranked[1]));
        let mean_score = scoring::ranks::mean_score(&column(|s| s.score));
        let rows: Vec<PortfolioInput> = self.accounts.iter().map(|memo| memo.standing.portfolio).collect();
        let portfolio = metrics::portfolio(&rows);
        let members = accounts.iter().map(|of| Member { metrics: &of.metrics, score: &of.score }).collect();
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

/// The old memo of each account of the workspace, by key; in place where no account came or went.
fn matched(old: Vec<Memo>, workspace: &Workspace) -> Vec<Option<Memo>> {
    let in_place = old.len() == workspace.accounts.len()
        && old
            .iter()
            .zip(&workspace.accounts)
            .all(|(memo, account)| Arc::ptr_eq(&memo.account, account) || memo.account.key == account.key);
    if in_place {
        return old.into_iter().map(Some).collect();
    }
    let mut by_key: HashMap<AccountKey, Memo> =
        old.into_iter().map(|memo| (memo.account.key.clone(), memo)).collect();
    workspace.accounts.iter().map(|account| by_key.remove(&account.key)).collect()
}

fn span((account, memo): (&Arc<Account>, &Option<Memo>)) -> Span {
    match memo {
        Some(memo) if Arc::ptr_eq(&memo.account, account) => memo.span,
        Some(memo) if memo.account.records.ptr_eq(&account.records) => memo.span,
        _ => span_of(account),
    }
}
