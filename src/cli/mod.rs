//! The command line: every subcommand works without a display.
//!
//! [`parse`] reads the arguments, [`run`] carries one command out. Data goes to standard output, messages to standard
//! error. Exit statuses: 0 done, 1 a finding (`check`), 2 the command line is wrong, 3 the input cannot be read or is not
//! valid, 4 the output could not be written.

mod cells;
mod check;
mod check_json;
mod check_table;
mod export;
mod failure;
mod import;
mod new;
mod open;
mod output;
mod plan;
mod plan_csv;
mod plan_json;
mod plan_table;
mod rank;
mod rank_csv;
mod rank_json;
mod rank_table;
mod samples;
mod score;
mod score_csv;
mod score_json;
mod score_table;
mod text;
mod trend;
mod trend_csv;
mod trend_json;
mod trend_table;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use samples::Sample;

use failure::Failure;

use crate::{engine::shading::ColourBy, number::DecimalHint};

/// Version and, where it is known, the commit.
const VERSION: &str = if env!("INROADS_COMMIT").is_empty() {
    env!("CARGO_PKG_VERSION")
} else {
    concat!(env!("CARGO_PKG_VERSION"), " (", env!("INROADS_COMMIT"), ")")
};

/// Plan how to grow inside a large customer.
///
/// Without a command the window opens. Every command works without a display, so the same numbers can be had in a
/// script, a pipeline or over SSH.
#[derive(Debug, Parser)]
#[command(name = "inroads", version = VERSION, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Workspace to open in the window.
    pub file: Option<PathBuf>,
}

/// One thing to do without a window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a new workspace.
    New(NewArguments),
    /// Read tables (a folder of CSV files, CSV files, or an XLSX workbook) into a workspace.
    Import(ImportArguments),
    /// Write a workspace as CSV files, a workbook with live formulas, a report to read, or a picture of an account's map.
    Export(ExportArguments),
    /// Print metrics, score and bands of every account.
    Score(ScoreArguments),
    /// Print risks, opportunities and doubts about the data.
    Check(CheckArguments),
    /// Print the gap table, opportunity scores, plays and roadmap paths.
    Plan(PlanArguments),
    /// Print series, changes, slopes, tests and forecasts of every axis.
    Trend(TrendArguments),
    /// Print the ranking, how far weights may move, and how it fares under random weights.
    Rank(RankArguments),
}

/// Options of `new`.
#[derive(Debug, Args)]
pub struct NewArguments {
    /// What it holds at first.
    #[arg(long, value_enum, default_value = "empty")]
    pub sample: Sample,
    /// File to write; it must not exist yet.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

/// Options of `import`.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// Folders of CSV files, CSV files and XLSX workbooks.
    #[arg(required = true, value_name = "SOURCE")]
    pub sources: Vec<PathBuf>,
    /// Workspace to write; it must not exist yet, unless it is the one to import into.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Workspace whose copy the tables change and add to.
    #[arg(long, value_name = "FILE")]
    pub into: Option<PathBuf>,
    /// Language of the numbers, such as en or de: says what 1,234 means where nothing else does.
    #[arg(long, value_name = "LANGUAGE", value_parser = import::locale)]
    pub locale: Option<DecimalHint>,
    /// Column of a table that is no dataset, such as `id="Account Number"`; may be given several times.
    #[arg(long = "column", value_name = "KEY=NAME", value_parser = import::column)]
    pub columns: Vec<(String, String)>,
}

/// Options of `export`.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// The workspace and what to take from it.
    #[command(flatten)]
    pub selection: Selection,
    /// What to write: a folder of CSV files, .xlsx (tables and a report of live formulas), .csv or .json (accounts, as
    /// `score` prints them), .html (the report to read), .svg, .png or .pdf (the map of an account; a PDF has a page for each);
    /// an earlier export is replaced.
    #[arg(short, long, value_name = "TARGET")]
    pub output: PathBuf,
    /// How a picture looks.
    #[command(flatten)]
    pub picture: PictureArguments,
}

/// How pictures of the map look.
#[derive(Debug, Args)]
pub struct PictureArguments {
    /// By what units of a map are coloured, such as status, penetration, white_space or risk.
    #[arg(long, value_name = "WHAT", default_value = "status", value_parser = export::colour)]
    pub colour_by: ColourBy,
    /// How a map shows units.
    #[arg(long, value_enum, default_value = "tree")]
    pub view: View,
    /// Colours of a map's ground.
    #[arg(long, value_enum, default_value = "light")]
    pub theme: Theme,
    /// Pixels of a PNG for each point of the picture, 1 to 4.
    #[arg(long, value_name = "N", default_value = "2", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub scale: u8,
}

/// How a map shows units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum View {
    /// Cards under cards.
    Tree,
    /// Areas within areas.
    Treemap,
}

/// Colours of a map's ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// For slides and paper.
    Light,
    /// For dark slides.
    Dark,
}

/// Options of `score`.
#[derive(Debug, Args)]
pub struct ScoreArguments {
    /// The workspace and what to take from it.
    #[command(flatten)]
    pub selection: Selection,
    /// Also print every unit.
    #[arg(long)]
    pub units: bool,
    /// Periods over which NRR, GRR and expansion share look back [default: one year].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub window: Option<u16>,
    /// Shape of the output.
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// The workspace and what to take from it.
    #[command(flatten)]
    pub selection: Selection,
    /// End with status 1 if a finding that nobody has acknowledged is at least this severe.
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Also print the rules that are clear.
    #[arg(long)]
    pub all: bool,
    /// Shape of the output.
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
}

/// From which severity on a finding is a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Critical.
    Critical,
}

/// Options of `plan`.
#[derive(Debug, Args)]
pub struct PlanArguments {
    /// The workspace and what to take from it.
    #[command(flatten)]
    pub selection: Selection,
    /// Shape of the output.
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
}

/// Options of `rank`.
#[derive(Debug, Args)]
pub struct RankArguments {
    /// The workspace and what to take from it.
    #[command(flatten)]
    pub selection: Selection,
    /// What to rank.
    #[arg(long, value_enum, default_value = "accounts")]
    pub of: RankOf,
    /// Number of random weightings [default: the workspace's, at most 2000 for more than 500 accounts].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub samples: Option<u32>,
    /// Seed of the random weightings [default: the workspace's].
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// How far weightings lie from the current one: above 0, up to 1 for all there are [default: the workspace's].
    #[arg(long, value_name = "L", value_parser = spread)]
    pub spread: Option<f64>,
    /// Only weightings in which factors keep their order of importance.
    #[arg(long)]
    pub keep_order: bool,
    /// Draw inputs that have a range, such as a potential from low to high, before the weights.
    #[arg(long)]
    pub data_uncertainty: bool,
    /// Shape of the output.
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
}

/// What `rank` ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RankOf {
    /// Accounts by health score.
    Accounts,
    /// The units of each account by opportunity score.
    Opportunity,
}

impl RankOf {
    /// What they are called, several of them.
    pub const fn things(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Opportunity => "units",
        }
    }
}

/// Options of `trend`.
#[derive(Debug, Args)]
pub struct TrendArguments {
    /// The workspace and what to take from it.
    #[command(flatten)]
    pub selection: Selection,
    /// Shape of the output.
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
}

fn spread(text: &str) -> Result<f64, String> {
    let spread = text.parse::<f64>().ok().filter(|spread| *spread > 0.0 && *spread <= 1.0);
    spread.ok_or_else(|| "enter a number above 0 and up to 1".to_owned())
}

/// Options shared by the commands that read a workspace.
#[derive(Debug, Args)]
pub struct Selection {
    /// Workspace to read.
    pub file: PathBuf,
    /// Only this account, also in portfolio figures; may be given several times.
    #[arg(long = "account", value_name = "KEY")]
    pub accounts: Vec<String>,
    /// Period to look at, such as 2025-Q4 or 2025-12 [default: the workspace's current one].
    #[arg(long, value_name = "P")]
    pub period: Option<String>,
    /// Scoring model [default: the active one].
    #[arg(long, value_name = "KEY")]
    pub model: Option<String>,
}

/// Shape of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns for people.
    Table,
    /// JSON, with unrounded numbers.
    Json,
    /// CSV, one row per account or unit, with unrounded numbers.
    Csv,
}

/// Reads the command line. A wrong one ends the program with status 2, `--help` and `--version` with 0.
pub fn parse() -> Arguments {
    Arguments::parse()
}

/// Carries out one command; the result is the exit status of the program.
pub fn run(command: Command) -> ExitCode {
    let result = match command {
        Command::New(arguments) => new::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Score(arguments) => score::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Trend(arguments) => trend::run(&arguments),
        Command::Rank(arguments) => rank::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::message(&failure);
            failure.status()
        }
    }
}

/// Says that this build has no window.
pub fn no_window() -> ExitCode {
    let failure = Failure::Usage(
        "this build has no window; give a command (see `inroads --help`), or install a build with the `gui` feature"
            .to_owned(),
    );
    output::message(&failure);
    failure.status()
}
