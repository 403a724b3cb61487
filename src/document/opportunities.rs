//! Units by opportunity score: those of one account, or those of all accounts side by side (domain specification 5.2).

use crate::{
    domain::Workspace,
    engine::{
        explain::{self, Explained},
        metrics::{Survey, Unit},
        parallel,
        planning::{GapRow, GapTable, Standing, gap_table, opportunity},
        scoring::ranks,
    },
};

use super::Derived;

/// Which units an opportunity is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// The units of its account.
    Account,
    /// The units of all accounts.
    Portfolio,
}

/// One unit with white space.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Opportunity {
    /// Index of its account.
    pub account: u32,
    /// Index of the unit in it.
    pub unit: u32,
    /// Competition rank from 1; `None` = no score.
    pub rank: Option<u32>,
    /// Opportunity score 0–100; `None` = no judged criterion has a weight.
    pub score: Option<f64>,
    /// Points that each criterion adds to the score, in the order of [`opportunity::CRITERIA`]; 0 for one not judged.
    pub parts: [f64; 5],
    /// White space in money, above 0.
    pub white_space: f64,
    /// White space × chance of what is planned, in money; `None` = nothing is planned here.
    pub expected_value: Option<f64>,
}

/// Units by opportunity score.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Opportunities {
    /// Best first, ties by white space, those without a score last.
    pub rows: Vec<Opportunity>,
    /// White space that is worth a full first criterion: the largest one listed; 0 without rows.
    pub anchor: f64,
}

impl Derived {
    /// Units of the account at an index, or of all accounts, by opportunity score in the period shown. Some milliseconds
    /// for each thousand units.
    pub fn opportunities(&self, workspace: &Workspace, account: Option<usize>) -> Opportunities {
        let accounts = account.map_or(0..self.accounts.len(), |index| index..index + 1);
        let anchor = self.anchor(account);
        let units = self.accounts.iter().skip(accounts.start).take(accounts.len());
        let units = units.map(|account| account.tree.len()).sum();
        let list = |at: usize| self.gaps(workspace, accounts.start + at, anchor);
        let lists = parallel::shared_out(accounts.len(), units, list);
        let model = &workspace.settings.opportunity;
        let row = |account: usize, gap: &GapRow| {
            let shares = opportunity::shares(model, &gap.criteria);
            let mut parts = [0.0; 5];
            for ((part, share), judged) in parts.iter_mut().zip(shares).zip(gap.criteria) {
                *part = share.zip(judged).map_or(0.0, |(share, judged)| 100.0 * share * judged);
            }
            Opportunity {
                account: account as u32,
                unit: gap.unit,
                rank: None,
                score: gap.score,
                parts,
                white_space: gap.white_space,
                expected_value: gap.expected_value(),
            }
        };
        let made = accounts
            .clone()
            .zip(&lists)
            .flat_map(|(account, gaps)| gaps.iter().map(move |gap| row(account, gap)));
        let mut made: Vec<Opportunity> = made.collect();
        if accounts.len() > 1 {
            // Each account's are by white space already.
            made.sort_by(|a, b| b.white_space.total_cmp(&a.white_space));
        }
        let scores: Vec<Option<f64>> = made.iter().map(|row| row.score).collect();
        let ranked = ranks::listed(&scores).into_iter();
        let mut rows: Vec<Opportunity> =
            ranked.map(|(at, rank)| Opportunity { rank: Some(rank), ..made[at] }).collect();
        rows.extend(made.into_iter().filter(|row| row.score.is_none()));
        Opportunities { rows, anchor }
    }

    /// The largest white space of a counted unit; 0 where there is none.
    fn anchor(&self, account: Option<usize>) -> f64 {
        let of = |account: &super::AccountDerived| {
            let facts = &account.facts;
            let open = facts.counted.iter().filter_map(|unit| facts.units[*unit as usize].white_space());
            open.fold(0.0, f64::max)
        };
        match account {
            Some(index) => self.accounts.get(index).map_or(0.0, |account| of(account)),
            None => self.accounts.iter().map(|account| of(account)).fold(0.0, f64::max),
        }
    }

    fn gaps(&self, workspace: &Workspace, account: usize, anchor: f64) -> Vec<GapRow> {
        let Some(inputs) = self.inputs(workspace, account) else { return Vec::new() };
        let survey = Survey::new(&inputs);
        gap_table(&survey, &Standing::new(&survey), &workspace.settings.opportunity, Some(anchor)).rows
    }

    /// Opens the opportunity score of a unit of the account at `index`; `None` = it has no white space.
    pub(super) fn explain_opportunity(
        &self,
        workspace: &Workspace,
        index: usize,
        unit: usize,
        among: Among,
    ) -> Option<Explained> {
        let anchor = self.anchor(among.account(index));
        self.opened(workspace, (index, unit), Some(anchor), |survey, standing, table, row| {
            explain::explain_opportunity(survey, standing, &workspace.settings.opportunity, table, row)
        })
    }

    /// Opens its rank.
    pub(super) fn explain_opportunity_rank(
        &self,
        workspace: &Workspace,
        index: usize,
        unit: usize,
        among: Among,
    ) -> Option<Explained> {
        let list = self.opportunities(workspace, among.account(index));
        let is_it = |row: &&Opportunity| row.account as usize == index && row.unit as usize == unit;
        let rank = list.rows.iter().find(is_it)?.rank;
        let own = self.explain_opportunity(workspace, index, unit, among)?;
        let name = format!("Rank of {} by opportunity", workspace.accounts.get(index)?.unit_name(unit));
        let number = Explained::number(name, f64::from(rank.unwrap_or(0)), Unit::Count);
        let number = match rank {
            Some(_) => number,
            None => Explained { value: None, reason: Some(opportunity::NO_WEIGHT.to_owned()), ..number },
        };
        let ahead = rank.map(|rank| {
            let those = match among {
                Among::Account => "units of this account with a higher score",
                Among::Portfolio => "units of all accounts with a higher score",
            };
            Explained::number("Units that score more", f64::from(rank - 1), Unit::Count)
                .made_of(format!("number of {those}"), Vec::new())
        });
        Some(number.made_of("1 + units that score more", [Some(own), ahead].into_iter().flatten().collect()))
    }

    /// Opens what is to be expected of a unit's white space; `None` = it has none.
    pub(super) fn explain_expected_value(
        &self,
        workspace: &Workspace,
        index: usize,
        unit: usize,
    ) -> Option<Explained> {
        self.opened(workspace, (index, unit), None, |survey, _, _, row| {
            explain::explain_expected_value(survey, row)
        })
    }

    /// What `open` makes of a unit's row among those of its account; `None` = it has no white space.
    fn opened(
        &self,
        workspace: &Workspace,
        (index, unit): (usize, usize),
        anchor: Option<f64>,
        open: impl FnOnce(&Survey<'_>, &Standing, &GapTable, &GapRow) -> Explained,
    ) -> Option<Explained> {
        let inputs = self.inputs(workspace, index)?;
        let survey = Survey::new(&inputs);
        let standing = Standing::new(&survey);
        let table = gap_table(&survey, &standing, &workspace.settings.opportunity, anchor);
        let row = table.rows.iter().find(|row| row.unit as usize == unit)?;
        Some(open(&survey, &standing, &table, row))
    }
}

impl Among {
    /// The account whose units are meant, given that of the unit in hand; `None` = all of them.
    const fn account(self, index: usize) -> Option<usize> {
        match self {
            Self::Account => Some(index),
            Self::Portfolio => None,
        }
    }
}
