//! Which measures have a formula, and what a sheet of units must hold for them.

use crate::{
    domain::{ActivityRule, Counting, OrgUnit, ScoringModel, Settings, UnitKind, Workspace},
    engine::metrics::{Figure, PeriodFacts, Rate, counts_as_unit},
};

/// A choice of units that count without a parent and its child counting twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// All kinds but the account and grouping nodes.
    Units,
    /// Kinds that count as divisions.
    Divisions,
    /// Kinds that count as departments.
    Departments,
}

impl Set {
    /// All of them, in the order of their columns.
    pub const ALL: [Self; 3] = [Self::Units, Self::Divisions, Self::Departments];

    /// What one of them is called.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Units => "unit",
            Self::Divisions => "division",
            Self::Departments => "department",
        }
    }

    /// Whether and how a unit takes part in the choice, if it is addressable; `None` = not at all.
    pub fn candidate(self, settings: &Settings, unit: &OrgUnit, is_root: bool) -> Option<Counting> {
        let belongs = |kind: UnitKind| match self {
            Self::Units => counts_as_unit(kind),
            Self::Divisions => settings.division_kinds.contains(&kind),
            Self::Departments => settings.department_kinds.contains(&kind),
        };
        Some(unit.counting).filter(|counting| !is_root && *counting != Counting::Never && belongs(unit.kind))
    }

    /// The units that count, as the engine chose them.
    pub fn chosen(self, facts: &PeriodFacts) -> &[u32] {
        match self {
            Self::Units => &facts.counted,
            Self::Divisions => &facts.divisions,
            Self::Departments => &facts.departments,
        }
    }
}

/// How a measure of an account is made from the sheets of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The rate of the account's row.
    Rate(Rate),
    /// Active over all of a choice of units.
    Share(Set),
    /// Regions reached over regions.
    Regions,
    /// Products sold over products that apply.
    Products,
    /// White space of the account's row.
    WhiteSpace,
    /// Overage of the account's row.
    Overage,
    /// The measure of the headline axis.
    Headline,
    /// Its change on the period before, pp.
    Change,
    /// The same, relative.
    RelativeChange,
}

impl Source {
    /// `None` = the measure is no formula; the report shows the engine's value.
    pub fn of(metric: &str) -> Option<Self> {
        let rate = Rate::ALL.into_iter().find(|rate| rate.key() == metric).map(Self::Rate);
        rate.or(match metric {
            "unit_penetration" => Some(Self::Share(Set::Units)),
            "division_penetration" => Some(Self::Share(Set::Divisions)),
            "department_penetration" => Some(Self::Share(Set::Departments)),
            "geographic_penetration" => Some(Self::Regions),
            "product_penetration" => Some(Self::Products),
            "white_space" => Some(Self::WhiteSpace),
            "overage" => Some(Self::Overage),
            "overall_penetration" => Some(Self::Headline),
            "qoq_pp" => Some(Self::Change),
            "qoq_relative" => Some(Self::RelativeChange),
            _ => None,
        })
    }
}

/// What the sheets of one period must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needs {
    /// Rates, in the order of the engine.
    pub rates: Vec<Rate>,
    /// Choices of units.
    pub sets: Vec<Set>,
    /// Products against units.
    pub products: bool,
    /// Regions against units.
    pub regions: bool,
    /// White space, overage, and revenue and potential as amounts.
    pub money: bool,
    /// Whether activity looks at users.
    pub activity_needs_users: bool,
}

impl Needs {
    /// What the report on a period shows, and what the model looks at.
    pub fn of_report(workspace: &Workspace, model: &ScoringModel) -> Self {
        let shown = [Rate::Revenue, Rate::Wallet, Rate::Users, Rate::Seats].map(Source::Rate);
        let more = [Source::Share(Set::Units), Source::Share(Set::Divisions), Source::Products];
        let factors = model.factors.iter().filter_map(|factor| Source::of(factor.metric.as_str()));
        let headline = Source::of(workspace.settings.headline_axis.metric());
        Self::of(workspace, shown.into_iter().chain(more).chain(factors).chain(headline), true)
    }

    /// What the headline of the period before is made of.
    pub fn of_headline(workspace: &Workspace) -> Self {
        Self::of(workspace, Source::of(workspace.settings.headline_axis.metric()).into_iter(), false)
    }

    fn of(workspace: &Workspace, sources: impl Iterator<Item = Source>, money: bool) -> Self {
        let sources: Vec<Source> = sources.collect();
        let has = |source: Source| sources.contains(&source);
        let (products, regions) = (has(Source::Products), has(Source::Regions));
        let sets = Set::ALL
            .into_iter()
            .filter(|set| has(Source::Share(*set)) || *set == Set::Units && (products || regions));
        Self {
            rates: Rate::ALL.into_iter().filter(|rate| has(Source::Rate(*rate))).collect(),
            sets: sets.collect(),
            products,
            regions,
            money,
            activity_needs_users: workspace.settings.activity_rule != ActivityRule::ContractOnly,
        }
    }

    /// Figures that stand above the line of a rate, or that activity looks at: those that may be known zeros.
    pub fn numerators(&self) -> Vec<Figure> {
        let is_active = !self.sets.is_empty() && self.activity_needs_users;
        let wanted = |figure: &Figure| {
            self.rates.iter().any(|rate| rate.numerator() == *figure)
                || *figure == Figure::ActiveUsers && is_active
        };
        Figure::ALL.into_iter().filter(wanted).collect()
    }

    /// Figures that stand below the line of a rate.
    pub fn denominators(&self) -> Vec<Figure> {
        let wanted = |figure: &Figure| self.rates.iter().any(|rate| rate.denominator() == *figure);
        Figure::ALL.into_iter().filter(wanted).collect()
    }
}
