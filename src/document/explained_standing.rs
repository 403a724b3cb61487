//! Ranks, bands, weights and probabilities opened: what holds of an account among the others.

use std::ops::ControlFlow;

use crate::{
    domain::Workspace,
    engine::{
        explain::Explained,
        parallel,
        scoring::{
            self, Ground, SliderMode,
            acceptability::{self, LARGE_SAMPLES, Uncertain, WHOLE_TABLE},
            bands, explain_band, explain_exchange, explain_odds, explain_rank, explain_reach,
            explain_tornado, explain_zones, insight,
            lines::PointTable,
            sampling::Sampling,
            uncertain_inputs,
        },
    },
};

use super::{Derived, Question};

impl Derived {
    /// Opens a question about the standing of the account at `index`.
    pub(super) fn explain_standing(
        &self,
        workspace: &Workspace,
        index: usize,
        question: Question,
    ) -> Option<Explained> {
        match question {
            Question::Band => {
                let scheme = scoring::scheme_for(workspace, &self.model);
                let value = self.accounts.get(index)?.score.value;
                Some(explain_band(scheme, value, self.period, self.explain_score(workspace, index)?))
            }
            Question::Need(factor) => self.explain_need(workspace, index, factor),
            Question::Exchange(i, j) => explain_exchange(&self.model, i, j, self.period),
            Question::Rank => self.on_ground(workspace, None, |ground| {
                explain_rank(ground, index, &|other| self.explain_score(workspace, other))
            }),
            Question::Tornado(factor) => {
                self.on_ground(workspace, None, |ground| explain_tornado(ground, index, factor))
            }
            Question::Zones(factor, mode) => {
                self.on_ground(workspace, Some((factor, mode)), |ground| explain_zones(ground, factor))
            }
            Question::Odds => self.on_ground(workspace, None, |ground| {
                let drawing = self.drawing(workspace, index)?;
                let found =
                    acceptability::acceptability(&drawing.question(), parallel::threads(), &mut |_| {
                        ControlFlow::Continue(())
                    })?;
                explain_odds(ground, &workspace.settings.analysis, &drawing.question(), &found, index)
            }),
            _ => None,
        }
    }

    /// How often the account at `index` comes first over many weightings, as the workspace's settings draw them, ready to
    /// be asked. Many accounts get a summary from fewer weightings. `None` = all weights are zero.
    pub fn drawing(&self, workspace: &Workspace, index: usize) -> Option<Drawing> {
        let settings = &workspace.settings.analysis;
        let mut sampling = Sampling::from(settings);
        let table = self.point_table()?;
        let whole_table = table.rows.len() <= WHOLE_TABLE;
        if !whole_table {
            sampling.samples = sampling.samples.min(LARGE_SAMPLES);
        }
        let range = |account: usize, factor: usize| {
            let metrics = &self.accounts.get(account)?.metrics;
            let factor = self.model.factors.get(factor).filter(|_| settings.smaa_data_uncertainty)?;
            scoring::ranged(workspace.accounts.get(account)?, metrics, factor)
        };
        let uncertain = uncertain_inputs(&table, &self.model, range);
        Some(Drawing { pairs: rivals(&table, index), table, sampling, uncertain, whole_table })
    }

    fn explain_need(&self, workspace: &Workspace, index: usize, k: usize) -> Option<Explained> {
        let (account, values) = (workspace.accounts.get(index)?, self.accounts.get(index)?);
        let model = &*self.model;
        let scheme = scoring::scheme_for(workspace, model);
        let (edge, _) = bands::next_edge(scheme, values.score.value?)?;
        let next = bands::name(scheme.bands.get(values.score.band? + 1)?);
        let targets: Vec<Option<f64>> = model
            .factors
            .iter()
            .map(|factor| scoring::target_for(&account.targets, &factor.metric, self.period))
            .collect();
        let reaches = insight::reach(model, &values.score, &targets, edge);
        let reach = reaches.into_iter().find(|reach| reach.factor == k)?;
        let metric = model.factors[k].metric.as_str();
        Some(explain_reach(
            model,
            &reach,
            (edge, next, self.period),
            (&values.score, self.explain_score(workspace, index)?),
            self.explain_metric(workspace, index, metric)?,
            values.metrics.get(metric).denominator,
        ))
    }

    /// Runs `of` on all accounts; the table as it stands, or with the locks under which a slider moves.
    fn on_ground(
        &self,
        workspace: &Workspace,
        slider: Option<(usize, SliderMode)>,
        of: impl FnOnce(&Ground<'_>) -> Option<Explained>,
    ) -> Option<Explained> {
        let mut table = self.point_table()?;
        if let Some((factor, mode)) = slider {
            table = table.under(table.factors.iter().position(|k| *k == factor)?, mode)?;
        }
        of(&Ground {
            model: &self.model,
            table: &table,
            scores: self.accounts.iter().map(|account| &account.score).collect(),
            period: self.period,
            name: &|index| {
                workspace.accounts.get(index).map_or_else(String::new, |account| account.name.clone())
            },
            metric: &|index, k| self.explain_metric(workspace, index, self.model.factors[k].metric.as_str()),
        })
    }
}

/// What is asked of random weightings, with all that it rests on, so that it can be answered in the background.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// Points and weights.
    pub table: PointTable,
    /// Pairs of rows that are held against each other.
    pub pairs: Vec<(usize, usize)>,
    sampling: Sampling,
    uncertain: Vec<Uncertain>,
    whole_table: bool,
}

impl Drawing {
    /// The question as it is asked.
    pub fn question(&self) -> acceptability::Question<'_> {
        acceptability::Question {
            table: &self.table,
            sampling: self.sampling,
            uncertain: &self.uncertain,
            pairs: &self.pairs,
            whole_table: self.whole_table,
        }
    }
}

/// Pairs of the account's row with those of its neighbours in the order of scores, at most twenty on each side.
fn rivals(table: &PointTable, account: usize) -> Vec<(usize, usize)> {
    const NEAREST: usize = 20;
    let Ok(row) = table.accounts.binary_search(&account) else { return Vec::new() };
    let score = |row: usize| {
        let parts =
            table.rows[row].iter().zip(&table.weights).filter_map(|(points, w)| Some((points.as_ref()?, w)));
        let (sum, known) = parts.fold((0.0, 0.0), |(sum, known), (points, w)| (sum + points * w, known + w));
        if known > 0.0 { sum / known } else { 0.0 }
    };
    let own = score(row);
    let mut others: Vec<(f64, usize)> = (0..table.rows.len())
        .filter(|other| *other != row)
        .map(|other| ((score(other) - own).abs(), other))
        .collect();
    others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    others.into_iter().take(2 * NEAREST).map(|(_, other)| (row, other)).collect()
}
