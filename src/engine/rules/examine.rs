//! Measuring all accounts of a workspace in one period and evaluating every rule, for single questions such as those of
//! the command line.

use jiff::civil::Date;

use crate::{
    domain::{Period, ScoringModel, Tree, Workspace},
    engine::{
        evaluate::score_metrics,
        metrics::{
            AccountMetrics, Before, Inputs, PeriodFacts, Survey, account_metrics, arr_per_head, facts,
        },
        scoring::Score,
    },
};

use super::{Finding, Members, Portfolio, RuleBook, Subject, check_account, check_portfolio};

/// One account, measured in the period in hand and in those before it.
pub struct Examined {
    tree: Tree,
    facts: PeriodFacts,
    before: Before,
    /// The period in hand first, then backwards.
    metrics: Vec<AccountMetrics>,
    /// In the same period a year before.
    year: AccountMetrics,
    score: Score,
}

/// What holds for every account that is examined, found once, as it may take a look at the whole workspace.
pub struct Frame<'a> {
    workspace: &'a Workspace,
    model: &'a ScoringModel,
    period: Period,
    as_of: Date,
    /// How many periods before the one in hand are measured.
    depth: usize,
}

impl<'a> Frame<'a> {
    /// A frame for one period, deep enough for the rules as they are set.
    pub fn new(workspace: &'a Workspace, model: &'a ScoringModel, period: Period, book: &RuleBook) -> Self {
        Self { workspace, model, period, as_of: workspace.as_of(), depth: book.depth() }
    }

    fn day_of(&self, period: Period) -> Date {
        self.workspace.day_by(period, self.as_of)
    }
}

/// Every finding of the accounts at `wanted` indices, account by account, then those over all of the wanted accounts.
pub fn check(workspace: &Workspace, model: &ScoringModel, period: Period, wanted: &[usize]) -> Vec<Finding> {
    let book = RuleBook::new(workspace);
    let frame = Frame::new(workspace, model, period, &book);
    let examined: Vec<Examined> = wanted.iter().map(|index| examine(&frame, *index)).collect();
    let per_head = comparable(workspace, period, wanted, &examined);
    let mut findings = Vec::new();
    for ((index, found), per_head) in wanted.iter().zip(&examined).zip(per_head) {
        let subject = found.subject(&frame, *index, per_head);
        findings.extend(check_account(&book, &subject, *index as u32));
    }
    let mut members = Members::new(model.factors.len(), examined.len());
    for (index, found) in examined.iter().enumerate() {
        members.set(index, &found.metrics[0], &found.score);
    }
    let (current, as_of) = (workspace.current_period(), frame.as_of);
    let portfolio = Portfolio { workspace, model, period, current, as_of, members: &members };
    findings.extend(check_portfolio(&book, &portfolio));
    findings
}

/// Measures the account at `index` in the period in hand and in those before it.
pub fn examine(frame: &Frame<'_>, index: usize) -> Examined {
    let workspace = frame.workspace;
    let account = &workspace.accounts[index];
    let tree = Tree::new(&account.units).unwrap_or_else(|_| Tree::root_only(account.units.len()));
    let at = |steps: i32| facts(workspace, account, &tree, frame.period.plus(-steps));
    let measure =
        |facts: &PeriodFacts, before: Option<&AccountMetrics>, year_before: Option<&AccountMetrics>| {
            let day = frame.day_of(facts.period);
            account_metrics(&Inputs { workspace, account, tree: &tree, facts, day, before, year_before })
        };
    let (facts, before) = (at(0), at(1));
    let year = measure(&at(workspace.settings.period_kind.per_year()), None, None);
    let mut metrics = vec![measure(&before, None, None)];
    metrics.extend((2..=frame.depth as i32).map(|steps| measure(&at(steps), None, None)));
    metrics.insert(0, measure(&facts, metrics.first(), Some(&year)));
    let score = score_metrics(workspace, frame.model, account, &metrics[0]);
    Examined { before: Before::new(&before), tree, facts, metrics, year, score }
}

impl Examined {
    /// What rules look at; `index` is that of the account that was examined.
    pub fn subject<'a>(&'a self, frame: &Frame<'a>, index: usize, per_head: Vec<f64>) -> Subject<'a> {
        let facts = &self.facts;
        let inputs = Inputs {
            workspace: frame.workspace,
            account: &frame.workspace.accounts[index],
            tree: &self.tree,
            facts,
            day: frame.day_of(facts.period),
            before: self.metrics.get(1),
            year_before: Some(&self.year),
        };
        Subject {
            survey: Survey::new(&inputs),
            as_of: frame.as_of,
            metrics: &self.metrics[0],
            past: self.metrics[1..].iter().collect(),
            before: &self.before,
            per_head,
            focus: None,
        }
    }
}

/// For each wanted account, ARR per eligible user of the other accounts of its comparable group.
fn comparable(
    workspace: &Workspace,
    period: Period,
    wanted: &[usize],
    examined: &[Examined],
) -> Vec<Vec<f64>> {
    let group = |index: usize| workspace.accounts[index].comparable_group.as_deref();
    if wanted.iter().all(|index| group(*index).is_none()) {
        return vec![Vec::new(); wanted.len()];
    }
    let mut known: Vec<Option<&PeriodFacts>> = vec![None; workspace.accounts.len()];
    wanted.iter().zip(examined).for_each(|(index, found)| known[*index] = Some(&found.facts));
    let per_head: Vec<Option<f64>> = (0..workspace.accounts.len())
        .map(|index| {
            group(index)?;
            if let Some(facts) = known[index] {
                return arr_per_head(facts.root());
            }
            let account = &workspace.accounts[index];
            let tree = Tree::new(&account.units).ok()?;
            arr_per_head(facts(workspace, account, &tree, period).root())
        })
        .collect();
    wanted.iter().map(|index| per_head_of_others(workspace, &per_head, *index)).collect()
}

/// ARR per eligible user of the other accounts of an account's comparable group; `per_head` holds that of every account.
/// Empty for an account without a group.
pub fn per_head_of_others(workspace: &Workspace, per_head: &[Option<f64>], account: usize) -> Vec<f64> {
    let group = |index: usize| workspace.accounts[index].comparable_group.as_deref();
    let Some(mine) = group(account) else { return Vec::new() };
    let others =
        (0..workspace.accounts.len()).filter(|index| *index != account && group(*index) == Some(mine));
    others.filter_map(|index| per_head[index]).collect()
}
