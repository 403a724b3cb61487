//! `inroads plan`: gap table, opportunity scores, plays and roadmap paths.

use crate::{
    domain::{Account, Competitor, Period, Status, Target, Tree, Workspace},
    engine::{
        metrics::{self, Inputs, MetricValue, Survey, account_metrics, facts, spec},
        planning::{
            BranchAdvice, GapRow, Impact, Need, Outlook, Scenario, Simulation, Standing, Track,
            branch_advice, gap_table, impacts, need, opportunity::NO_WEIGHT,
        },
        scoring::target_in_force,
    },
};

use super::{
    Format, PlanArguments,
    failure::Failure,
    open::{Opened, open},
    output, plan_csv, plan_json, plan_table,
};

/// The metric that paths and tracks of the command are about.
pub const REVENUE: &str = "revenue_penetration";

/// Everything that one run prints, whatever the format.
pub struct Report<'a> {
    /// The workspace and what was selected.
    pub opened: &'a Opened,
    /// Parallel to `opened.accounts`.
    pub plans: Vec<AccountPlan<'a>>,
}

/// What is planned for one account.
pub struct AccountPlan<'a> {
    /// The account.
    pub account: &'a Account,
    /// Units with white space.
    pub gaps: Vec<Gap<'a>>,
    /// The play for the account as a whole.
    pub advice: BranchAdvice,
    /// White space (M-08).
    pub white_space: MetricValue,
    /// Money of open items over white space (M-35).
    pub coverage: MetricValue,
    /// White space that no open item plans for (M-35).
    pub unplanned: MetricValue,
    /// One row for each period ahead.
    pub paths: Vec<PathRow>,
    /// One row for each target, in their order.
    pub targets: Vec<TargetRow<'a>>,
    /// What the target on revenue penetration still needs.
    pub need: Option<Need>,
    /// What finished items brought.
    pub impacts: Vec<Impact<'a>>,
}

/// A row of the gap table with what is shown beside it.
pub struct Gap<'a> {
    /// The row.
    pub row: GapRow,
    /// Status of the unit.
    pub status: Option<Status>,
    /// Who weighs most against us there.
    pub rival: Option<&'a Competitor>,
}

/// What is claimed and required for one period.
pub struct PathRow {
    /// The period.
    pub period: Period,
    /// ARR if every item succeeds.
    pub arr: Option<f64>,
    /// Revenue penetration then, or why it is unknown.
    pub revenue: Result<f64, &'static str>,
    /// ARR with every item by its chance.
    pub risk_adjusted_arr: Option<f64>,
    /// Revenue penetration then.
    pub risk_adjusted_revenue: Option<f64>,
    /// What the target on revenue penetration requires; `None` = there is none.
    pub track: Option<f64>,
    /// What the plan has over that, negative if it falls short.
    pub slack: Option<f64>,
    /// The other axes that the roadmap moves, if every item succeeds; parallel to [`OTHER_AXES`],
    /// `None` = no item moves it.
    pub axes: Vec<Option<f64>>,
}

/// A target and what the plan makes of it.
pub struct TargetRow<'a> {
    /// The target.
    pub target: &'a Target,
    /// First period by whose end the plan reaches it; an error says why it has no path.
    pub reach: Result<Option<Period>, &'static str>,
    /// The plan at its due period.
    pub outlook: Option<Outlook>,
}

/// Axes beside revenue that have a column in the table of paths.
pub const OTHER_AXES: [&str; 7] = [
    "unit_penetration",
    "division_penetration",
    "department_penetration",
    "geographic_penetration",
    "user_penetration",
    "seat_penetration",
    "product_penetration",
];

/// Reads, plans, prints.
pub fn run(arguments: &PlanArguments) -> Result<(), Failure> {
    let opened = open(&arguments.selection)?;
    let plans =
        opened.accounts.iter().map(|account| plan(&opened.workspace, account, opened.period)).collect();
    let report = Report { opened: &opened, plans };
    output::print(|out| match arguments.format {
        Format::Json => plan_json::write(&report, out),
        Format::Csv => plan_csv::write(&report, out),
        Format::Table => plan_table::write(&report, output::has_colour(), out),
    })
}

fn plan<'a>(workspace: &'a Workspace, account: &'a Account, period: Period) -> AccountPlan<'a> {
    let tree = Tree::new(&account.units).unwrap_or_else(|_| Tree::root_only(account.units.len()));
    let (facts, day) = (facts(workspace, account, &tree, period), workspace.day_of(period));
    // Targets may be about changes and retention, which refer to earlier periods.
    let earlier = |steps: i32| {
        let facts = metrics::facts(workspace, account, &tree, period.plus(-steps));
        let day = workspace.day_of(facts.period);
        let (before, year_before) = (None, None);
        account_metrics(&Inputs { workspace, account, tree: &tree, facts: &facts, day, before, year_before })
    };
    let related = !account.targets.is_empty();
    let before = related.then(|| earlier(1));
    let year_before = related.then(|| earlier(workspace.settings.period_kind.per_year()));
    let (before, year_before) = (before.as_ref(), year_before.as_ref());
    let inputs = Inputs { workspace, account, tree: &tree, facts: &facts, day, before, year_before };
    let survey = Survey::new(&inputs);
    let standing = Standing::new(&survey);
    let table = gap_table(&survey, &standing, &workspace.settings.opportunity, None);
    let gap = |row: GapRow| Gap {
        status: facts.units[row.unit as usize].status,
        rival: standing.rival(account, row.unit as usize),
        row,
    };
    let measure = |key: &str| match spec(key) {
        _ if !facts.has_records => MetricValue::unknown("nothing is recorded in this period"),
        Some(spec) => spec.of(&survey),
        None => MetricValue::unknown("there is no such metric"),
    };
    let simulation = Simulation::new(&survey);
    let on_revenue = target_in_force(&account.targets, &REVENUE.into(), period);
    let track = on_revenue.and_then(|target| Track::new(&simulation, target));
    let targets = account.targets.iter().map(|target| TargetRow {
        target,
        reach: simulation.reach(target.metric.as_str(), target.value.get(), &Scenario::PLAN),
        outlook: simulation.outlook(target).ok(),
    });
    AccountPlan {
        account,
        gaps: table.rows.into_iter().map(gap).collect(),
        advice: branch_advice(&survey),
        white_space: measure("white_space"),
        coverage: measure("roadmap_coverage"),
        unplanned: measure("unplanned_white_space"),
        paths: simulation.periods().map(|period| path_row(&simulation, track, period)).collect(),
        targets: targets.collect(),
        need: on_revenue.filter(|_| facts.has_records).and_then(|target| need(account, &facts, target)),
        impacts: impacts(workspace, account, &tree, period),
    }
}

fn path_row(simulation: &Simulation<'_>, track: Option<Track>, period: Period) -> PathRow {
    let (plan, hedged) = (&Scenario::PLAN, &Scenario::RISK_ADJUSTED);
    let axis = |key: &&str| {
        simulation
            .path(key)
            .filter(|path| path.moves())
            .and_then(|_| simulation.value(key, period, plan).ok())
    };
    let revenue = simulation.value(REVENUE, period, plan);
    PathRow {
        period,
        arr: simulation.arr_at(period, plan),
        slack: track.zip(revenue.ok()).map(|(track, path)| track.slack(period, path)),
        revenue,
        risk_adjusted_arr: simulation.arr_at(period, hedged),
        risk_adjusted_revenue: simulation.value(REVENUE, period, hedged).ok(),
        track: track.map(|track| track.at(period)),
        axes: OTHER_AXES.iter().map(axis).collect(),
    }
}

impl Gap<'_> {
    /// Why a number of the row is unknown; `None` = none is.
    pub fn reason(&self) -> Option<&'static str> {
        if self.row.score.is_none() {
            Some(NO_WEIGHT)
        } else {
            self.row.chance.is_none().then_some("no open roadmap item plans money here")
        }
    }
}

impl TargetRow<'_> {
    /// Why no period reaches it.
    pub fn reason(&self, report: &Report<'_>, plan: &AccountPlan<'_>) -> String {
        let last = plan.paths.last().map_or(report.opened.period, |row| row.period);
        match self.reach {
            Err(reason) => reason.to_owned(),
            Ok(_) if self.outlook.is_some_and(|outlook| !outlook.moves) => {
                "no roadmap item moves it".to_owned()
            }
            Ok(_) => format!("not by {}", report.opened.workspace.period_text(last)),
        }
    }
}
