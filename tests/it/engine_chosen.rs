//! Metrics that were asked for alone are those of computing everything, on random workspaces.

use std::sync::Arc;

use inroads::{
    document::Memos,
    domain::{Period, Workspace},
    engine::{
        chosen::Chosen,
        evaluate::{Scorer, evaluate},
        metrics::{AccountMetrics, HEADLINE, METRICS, MetricValue, index_of},
        scoring::Score,
    },
};

use crate::random_workspace::{Dice, workspace};

/// Amounts of random workspaces may add up to infinity and leave no number, which equals nothing, itself included.
fn written<T: std::fmt::Debug>(value: T) -> String {
    format!("{value:?}")
}

fn chosen_keys(dice: &mut Dice) -> Vec<&'static str> {
    let often = 1 + dice.below(8);
    METRICS.iter().map(|row| row.key).filter(|_| dice.below(often) == 0).collect()
}

fn values(metrics: &AccountMetrics, keys: &[&str]) -> Vec<MetricValue> {
    keys.iter().map(|key| metrics.get(key)).collect()
}

#[test]
fn chosen_metrics_and_scores_of_a_period_are_those_of_all() {
    let mut compared = 0;
    for seed in 0..150 {
        let workspace: Workspace = workspace(seed);
        let mut dice = Dice(seed);
        let keys = chosen_keys(&mut dice);
        let model = workspace.active_model();
        let accounts: Vec<_> = workspace.accounts.iter().cloned().collect();
        let period = workspace.current_period().plus(-(dice.below(3) as i32));
        let scorer = Scorer::new(&workspace, &model);
        let made: Vec<(Vec<MetricValue>, Score)> =
            Chosen::new(&workspace, &[&model], &keys).in_period(&accounts, period, |account, metrics| {
                (values(metrics, &keys), scorer.score(account, metrics))
            });
        assert_eq!(made.len(), accounts.len());
        for (account, (made, score)) in accounts.iter().zip(&made) {
            let all = evaluate(&workspace, account, period, &model);
            assert_eq!(written(made), written(values(&all.metrics, &keys)), "seed {seed}, {keys:?}");
            assert_eq!(written(score), written(&all.score), "seed {seed}");
            compared += made.iter().filter(|value| value.value.is_some()).count();
        }
    }
    assert!(compared > 500, "only {compared} values were known");
}

#[test]
fn chosen_metrics_over_all_periods_are_those_of_the_open_document() {
    for seed in 0..100 {
        let workspace = Arc::new(workspace(seed));
        let keys = chosen_keys(&mut Dice(seed));
        let derived = Memos::default().refresh(&workspace, workspace.current_period());
        let scorer = Scorer::new(&workspace, &derived.model);
        let accounts: Vec<_> = workspace.accounts.iter().cloned().collect();
        let made = Chosen::new(&workspace, &[&derived.model], &keys).over(
            &accounts,
            &derived.periods,
            |account, metrics| (values(metrics, &keys), scorer.score(account, metrics).value),
        );
        for (made, all) in made.iter().zip(&derived.accounts) {
            let whole: Vec<_> = all
                .history
                .iter()
                .zip(&all.score_history)
                .map(|(m, score)| (values(m, &keys), *score))
                .collect();
            assert_eq!(written(made), written(whole), "seed {seed}, {keys:?}");
        }
    }
}

#[test]
fn what_nobody_asked_for_is_unknown() {
    let workspace = workspace(1);
    let model = workspace.active_model();
    let accounts: Vec<_> = workspace.accounts.iter().cloned().collect();
    let headline = index_of(HEADLINE).unwrap();
    let asked = |row: usize| {
        row == headline || model.factors.iter().any(|factor| factor.metric.as_str() == METRICS[row].key)
    };
    let period: Period = workspace.current_period();
    for metrics in Chosen::new(&workspace, &[&model], &[]).in_period(&accounts, period, |_, m| m.clone()) {
        for (row, value) in metrics.values.iter().enumerate() {
            let told = value.reason == Some("nobody asked for it");
            let change = METRICS[row].id >= "M-30" && METRICS[row].id <= "M-33";
            assert_eq!(told, !asked(row) && (!change || !metrics.has_records), "{}", METRICS[row].key);
        }
    }
}
