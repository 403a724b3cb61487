//! Rank acceptability opened: how often an account has which rank, from how many weightings drawn how, against whom
//! (domain specification 6.5, 6.8).

use super::{
    acceptability::{Acceptability, Question, confidence_of},
    exact,
    explain_ground::{Ground, percent},
};
use crate::{
    domain::AnalysisSettings,
    engine::{explain::Explained, metrics::Unit},
};

/// Rivals that are named.
const RIVALS: usize = 8;

/// Opens how often `account` comes first. `question` and `found` are what was asked for and came out, its pairs those of
/// the account's row with rows of rivals. `None` = the account takes no part.
pub fn explain_odds(
    ground: &Ground<'_>,
    settings: &AnalysisSettings,
    question: &Question<'_>,
    found: &Acceptability,
    account: usize,
) -> Option<Explained> {
    let row = ground.table.accounts.binary_search(&account).ok()?;
    let odds = found.rows.get(row)?;
    let share = |name: String, share: f64| Explained::number(name, 100.0 * share, Unit::Percent);
    let mut parts = vec![drawn(ground, settings, question, found)];
    let points = ground.table.factors.iter().map(|k| ground.points(account, *k)).collect();
    parts.push(
        Explained::number("Points that are weighed", ground.table.factors.len() as f64, Unit::Count)
            .made_of("one number of points for each factor that is switched on", points),
    );
    let ranks = odds.ranks.iter().enumerate().filter(|(_, part)| **part > 0.0);
    let ranks: Vec<Explained> = ranks
        .map(|(at, part)| {
            share(format!("Rank {}", at + 1), *part).made_of("weightings with it ÷ all", Vec::new())
        })
        .collect();
    if !ranks.is_empty() {
        parts.push(share("All ranks".to_owned(), odds.ranks.iter().sum()).made_of("sum of all ranks", ranks));
    }
    parts.push(
        Explained::number("Mean rank", odds.expected_rank, Unit::Number)
            .made_of("mean of the rank over all weightings", Vec::new()),
    );
    let (low, high) = odds.rank_interval_90;
    let between = format!("90 % of the weightings give a rank from {low} to {high}");
    let reach = Explained::number("Ranks that hold 90 %", f64::from(high - low + 1), Unit::Count);
    parts.push(reach.made_of(between, Vec::new()));
    parts.extend(rivals(ground, question, found, row));
    if let Some(central) = &odds.central_weights {
        let labels = ground.table.factors.iter().map(|k| ground.model.factors[*k].label.as_str());
        let weights = labels.zip(central).map(|(label, weight)| {
            share(format!("Weight of {label}"), *weight).made_of("mean where it comes first", Vec::new())
        });
        parts.push(
            share("Weights from whose view it is best".to_owned(), central.iter().sum()).made_of(
                "sum of the mean weights of all weightings in which it comes first",
                weights.collect(),
            ),
        );
    }
    if let Some(sure) = confidence_of(question, found, row) {
        let formula = "draws of the data in which it comes first under those weights ÷ all draws";
        parts.push(share("Confidence factor".to_owned(), sure).made_of(formula, Vec::new()));
    }
    let formula = format!(
        "weightings in which nobody scores more ÷ all weightings drawn, equal scores sharing; right to within {} in 19 of 20 \
         cases",
        percent(question.sampling.half_width())
    );
    Some(share(format!("{} comes first in", (ground.name)(account)), odds.first).made_of(formula, parts))
}

/// How the weightings were drawn: settings of the workspace.
fn drawn(
    ground: &Ground<'_>,
    settings: &AnalysisSettings,
    question: &Question<'_>,
    found: &Acceptability,
) -> Explained {
    let entered = |name: &str, value: f64, unit, field| {
        Explained::number(name, value, unit).entered("Workspace", ground.period, field)
    };
    let yes = |on: bool| if on { 1.0 } else { 0.0 };
    let sampling = &question.sampling;
    let mut parts = vec![
        entered("Weightings asked for", f64::from(settings.smaa_samples), Unit::Count, "smaa_samples"),
        // As text: a seed may have more digits than a number on screen.
        entered("Seed", sampling.seed as f64, Unit::Count, "smaa_seed")
            .made_of(format!("the generator begins at {}", sampling.seed), Vec::new()),
        entered("Spread, 1 = all weightings there are", sampling.spread, Unit::Number, "smaa_spread"),
        entered("Order of importance is kept", yes(sampling.keep_order), Unit::Flag, "smaa_keep_order"),
        entered(
            "Inputs with a range are drawn",
            yes(settings.smaa_data_uncertainty),
            Unit::Flag,
            "smaa_data_uncertainty",
        ),
    ];
    if settings.smaa_data_uncertainty {
        let ranged = Explained::number("Inputs with a range", question.uncertain.len() as f64, Unit::Count);
        parts.push(ranged.made_of("each drawn evenly between its low and its high value", Vec::new()));
    }
    let formula = "weight vectors drawn evenly over all that add up to 100 %, by sorted spacings";
    Explained::number("Weightings drawn", f64::from(found.samples), Unit::Count).made_of(formula, parts)
}

/// Against whom it wins how often, those it fares worst against first.
fn rivals(ground: &Ground<'_>, question: &Question<'_>, found: &Acceptability, row: usize) -> Vec<Explained> {
    let certain = |row: usize| question.uncertain.iter().all(|input| input.row != row);
    let mut pairs: Vec<(usize, f64)> =
        question.pairs.iter().zip(&found.pairwise).map(|((_, other), won)| (*other, *won)).collect();
    pairs.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    pairs.truncate(RIVALS);
    let one = |(other, won): (usize, f64)| {
        let name = format!("Scores more than {}", (ground.name)(ground.table.accounts[other]));
        let exactly = exact::winning(ground.table, &question.sampling, row, other)
            .filter(|_| certain(row) && certain(other));
        let formula = match exactly {
            Some(exact) => format!("of the weightings drawn; over all there are {}", percent(exact)),
            None => "of the weightings drawn, half of those with equal scores".to_owned(),
        };
        Explained::number(name, 100.0 * won, Unit::Percent).made_of(formula, Vec::new())
    };
    pairs.into_iter().map(one).collect()
}
