//! Ranks, bands, weights, probabilities and changes opened: values as shown, parts that add up, down to entered fields.

use std::sync::Arc;

use inroads::{
    document::{Derived, Memos, Question, Since},
    domain::{Amount, MissingPolicy, Workspace},
    engine::{
        compare::greater,
        explain::Explained,
        metrics::Unit,
        scoring::{
            SliderMode, band, bands, insight, scheme_for,
            stability::table_zones,
            tornado::{WEIGHT_STEP, weight_tornado},
        },
    },
    files::samples,
};

use super::{
    engine_explain::nodes,
    support::{calculable, scoring::near},
};

fn derived(workspace: &Workspace) -> (Arc<Workspace>, Arc<Derived>) {
    let workspace = Arc::new(workspace.clone());
    let period = workspace.current_period();
    let derived = Memos::default().refresh(&workspace, period);
    (workspace, derived)
}

/// The portfolio sample with weights that differ from its baseline.
fn moved_portfolio() -> Workspace {
    let mut workspace = samples::portfolio();
    let mut model = (*workspace.active_model()).clone();
    workspace.baseline = Some(workspace.active_model());
    model.factors[0].weight_raw = Amount::new(60.0).unwrap();
    workspace.models = Arc::new(vec![Arc::new(model)]);
    workspace
}

/// Nothing contradicts itself: unknown numbers say why, sums add up, and the tree rests on entered fields.
#[track_caller]
fn check(root: &Explained) {
    for node in nodes(root) {
        assert_ne!(node.value.is_none(), node.reason.is_none(), "{node:?}");
        let sum: f64 = node.inputs.iter().filter_map(|input| input.value).sum();
        let Some(value) = node.value else { continue };
        let formula = node.formula.as_str();
        let adds_up = formula.starts_with("Effect of the data")
            || formula.starts_with("Sum of the effects")
            || formula == "sum of the weights entered"
            || formula == "sum of all ranks"
            || (formula == "sum of weight × points")
            || formula.starts_with("number of accounts");
        assert!(!adds_up || (sum - value).abs() < 1e-6, "{}: {value}, not {sum}", node.name);
        if node.inputs.is_empty() {
            assert!(
                node.field.is_some() || !formula.is_empty() || value == 0.0,
                "{} ends nowhere",
                node.name
            );
        }
    }
    assert!(root.fields() > 0, "{} rests on no field", root.name);
}

fn input<'a>(root: &'a Explained, name: &str) -> &'a Explained {
    root.inputs
        .iter()
        .find(|input| input.name.starts_with(name))
        .unwrap_or_else(|| panic!("{name}: {root:?}"))
}

#[test]
fn a_rank_names_who_is_above_and_below_and_by_how_much() {
    let (workspace, derived) = derived(&moved_portfolio());
    let scores: Vec<Option<f64>> = derived.accounts.iter().map(|account| account.score.value).collect();
    for row in &derived.ranking.rows {
        let tree = derived.explain(&workspace, row.account, Question::Rank).unwrap();
        check(&tree);
        assert_eq!(tree.value, row.rank.map(f64::from));
        let (Some(rank), Some(own)) = (row.rank, scores[row.account]) else { continue };
        let ahead = input(&tree, "Accounts that score more");
        assert_eq!(ahead.value, Some(f64::from(rank) - 1.0));
        let better = scores.iter().flatten().filter(|other| greater(**other, own));
        let nearest = better.copied().fold(f64::INFINITY, f64::min);
        if rank > 1 {
            near(input(&tree, "Next above").value.unwrap(), nearest - own);
            assert_eq!(input(&tree, "Next above").inputs[0].value, Some(nearest));
        } else {
            assert!(!tree.inputs.iter().any(|input| input.name.starts_with("Next above")));
        }
        let worse = scores.iter().flatten().filter(|other| greater(own, **other));
        let best = worse.copied().fold(f64::NEG_INFINITY, f64::max);
        if best.is_finite() {
            near(input(&tree, "Next below").value.unwrap(), own - best);
        }
    }
}

#[test]
fn zones_name_the_pair_that_bounds_them_and_both_score_the_same_there() {
    let (workspace, derived) = derived(&moved_portfolio());
    let table = derived.point_table().unwrap();
    for factor in 0..derived.model.factors.len() {
        for mode in [SliderMode::Proportional, SliderMode::RawPoints] {
            let Some(column) = table.factors.iter().position(|k| *k == factor) else {
                assert!(derived.explain(&workspace, 0, Question::Zones(factor, mode)).is_none());
                continue;
            };
            let zones = table_zones(&table.under(column, mode).unwrap(), column);
            let tree = derived.explain(&workspace, 0, Question::Zones(factor, mode)).unwrap();
            check(&tree);
            near(tree.value.unwrap(), 100.0 * table.weights[column]);
            for (what, zone) in [("The ranking", zones.ranking), ("The leader", zones.leader)] {
                let (low, high) = zone.unwrap();
                for (name, end) in [("down", low), ("up", high)] {
                    let bound = input(&tree, &format!("{what} holds {name} to"));
                    near(bound.value.unwrap(), 100.0 * end);
                    if bound.formula.contains("equal scores") {
                        near(bound.inputs[0].value.unwrap(), bound.inputs[1].value.unwrap());
                    } else if bound.formula.contains("gains or loses its score") {
                        near(input(bound, "Known weight of").value.unwrap(), 60.0);
                    } else {
                        assert!(end < 1e-9 || end > zones.max - 1e-9, "{}: {}", bound.name, bound.formula);
                    }
                }
            }
        }
    }
}

#[test]
fn a_bar_of_the_tornado_opens_into_both_ends() {
    let (workspace, derived) = derived(&moved_portfolio());
    let table = derived.point_table().unwrap();
    for (row, account) in table.accounts.iter().enumerate() {
        for bar in weight_tornado(&table, row, WEIGHT_STEP) {
            let tree = derived.explain(&workspace, *account, Question::Tornado(bar.factor)).unwrap();
            check(&tree);
            near(input(&tree, "With less weight").value.unwrap(), bar.at_low.unwrap());
            near(input(&tree, "With more weight").value.unwrap(), bar.at_high.unwrap());
            near(tree.value.unwrap(), bar.at_high.unwrap() - bar.at_low.unwrap());
        }
    }
}

#[test]
fn probabilities_say_how_they_were_drawn() {
    let mut workspace = moved_portfolio();
    let analysis = &mut Arc::make_mut(&mut workspace.settings).analysis;
    (analysis.smaa_samples, analysis.smaa_seed, analysis.smaa_data_uncertainty) = (500, 9, true);
    let (workspace, derived) = derived(&workspace);
    let mut first = 0.0;
    for account in 0..derived.accounts.len() {
        let Some(tree) = derived.explain(&workspace, account, Question::Odds) else { continue };
        check(&tree);
        first += tree.value.unwrap();
        let drawn = input(&tree, "Weightings drawn");
        assert_eq!(drawn.value, Some(500.0));
        for (name, value, field) in [
            ("Weightings asked", 500.0, "smaa_samples"),
            ("Seed", 9.0, "smaa_seed"),
            ("Spread", 1.0, "smaa_spread"),
            ("Inputs with a range are", 1.0, "smaa_data_uncertainty"),
        ] {
            let setting = input(drawn, name);
            assert_eq!(
                (setting.value, setting.field.as_ref().map(|field| field.2)),
                (Some(value), Some(field))
            );
        }
        near(input(&tree, "All ranks").value.unwrap(), 100.0);
        near(input(&tree, "Mean rank").value.unwrap(), {
            let ranks = &input(&tree, "All ranks").inputs;
            let rank = |node: &Explained| node.name.trim_start_matches("Rank ").parse::<f64>().unwrap();
            ranks.iter().map(|node| rank(node) * node.value.unwrap() / 100.0).sum()
        });
    }
    // Somebody is first in every weighting.
    near(first, 100.0);
}

#[test]
fn a_band_opens_into_its_edges_and_a_need_into_what_it_rests_on() {
    let (workspace, derived) = derived(&samples::portfolio());
    let scheme = scheme_for(&workspace, &derived.model);
    let mut needs = 0;
    for (index, account) in derived.accounts.iter().enumerate() {
        let tree = derived.explain(&workspace, index, Question::Band).unwrap();
        check(&tree);
        assert_eq!(tree.value, account.score.value);
        let Some(value) = account.score.value else { continue };
        for (name, above) in [("Lower edge", true), ("Upper edge", false)] {
            if let Some(edge) = tree.inputs.iter().find(|input| input.name == name) {
                assert!(if above { value >= edge.value.unwrap() } else { value <= edge.value.unwrap() });
            }
        }
        assert!(tree.name.ends_with(bands::name(&scheme.bands[band(scheme, value)])));
        let Some((edge, _)) = bands::next_edge(scheme, value) else { continue };
        for reach in insight::reach(&derived.model, &account.score, &[None; 5], edge) {
            let tree = derived.explain(&workspace, index, Question::Need(reach.factor)).unwrap();
            check(&tree);
            needs += 1;
            assert_eq!(tree.value, reach.input);
            near(input(&tree, "Points that").value.unwrap(), reach.points);
            if let Some(amount) = tree.inputs.iter().find(|input| input.name.starts_with("The same in")) {
                assert!(amount.unit == Unit::Money || amount.value.unwrap().fract() == 0.0);
            }
        }
    }
    assert!(needs > 20, "{needs}");
}

#[test]
fn changes_add_up_exactly_against_the_baseline_and_the_period_before() {
    let (workspace, derived) = derived(&moved_portfolio());
    let at = derived.periods.iter().position(|period| *period == derived.period).unwrap();
    for (index, account) in derived.accounts.iter().enumerate() {
        let baseline = derived.explain(&workspace, index, Question::Move(Since::Baseline)).unwrap();
        check_move(&baseline);
        assert_eq!(baseline.value, account.score.value.zip(account.baseline.value).map(|(a, b)| a - b));
        let before = derived.explain(&workspace, index, Question::Move(Since::PeriodBefore)).unwrap();
        check_move(&before);
        let earlier = account.score_history[at - 1];
        match (before.value, account.score.value.zip(earlier).map(|(a, b)| a - b)) {
            (Some(a), Some(b)) => near(a, b),
            (a, b) => assert_eq!(a, b),
        }
        // The weights stayed the same, so the data did it all.
        for factor in &before.inputs {
            let weight = input(factor, "Weight").value.unwrap();
            assert!(weight.abs() < 1e-9 || account.score.weight_coverage < 1.0, "{weight}");
        }
    }
}

fn check_move(tree: &Explained) {
    if tree.value.is_some() {
        check(tree);
    } else {
        assert!(tree.reason.is_some());
    }
}

/// On workspaces of every kind: random models, missing factors, geometric aggregation.
#[test]
fn every_question_of_random_workspaces_opens_soundly() {
    let mut opened = 0;
    for seed in 0..24 {
        let (mut workspace, period) = calculable::workspace(seed);
        Arc::make_mut(&mut workspace.settings).analysis.smaa_samples = 200;
        let workspace = Arc::new(workspace);
        let derived = Memos::default().refresh(&workspace, period);
        for account in 0..workspace.accounts.len() {
            let mut questions = vec![
                Question::Band,
                Question::Rank,
                Question::Odds,
                Question::Move(Since::Baseline),
                Question::Move(Since::PeriodBefore),
            ];
            for k in 0..derived.model.factors.len() {
                let zones = Question::Zones(k, SliderMode::Proportional);
                questions.extend([Question::Contribution(k), Question::Need(k), Question::Tornado(k), zones]);
                questions.push(Question::Exchange(0, k));
            }
            for question in questions {
                let Some(tree) = derived.explain(&workspace, account, question) else { continue };
                opened += 1;
                for node in nodes(&tree) {
                    assert_ne!(node.value.is_none(), node.reason.is_none(), "{question:?} {seed}: {node:?}");
                    assert!(node.value.is_none_or(f64::is_finite), "{question:?} {seed}: {}", node.name);
                }
                if let (Question::Move(_), Some(change)) = (question, tree.value) {
                    let sum: f64 = tree.inputs.iter().filter_map(|part| part.value).sum();
                    assert!((sum - change).abs() < 1e-6, "{seed}: {sum} {change}");
                }
            }
        }
    }
    assert!(opened > 500, "{opened}");
    assert!(MissingPolicy::ALL.len() == 4);
}

#[test]
fn units_by_opportunity_are_those_of_the_gap_table_and_open() {
    use inroads::{
        document::Among,
        engine::{
            metrics::Survey,
            planning::{Standing, gap_table, opportunity_model, opportunity_scores},
            scoring::ranking,
        },
    };
    for sample in [samples::techcorp(), samples::portfolio()] {
        let (workspace, derived) = derived(&sample);
        for account in 0..workspace.accounts.len() {
            let inputs = derived.inputs(&workspace, account).unwrap();
            let survey = Survey::new(&inputs);
            let model = &workspace.settings.opportunity;
            let table = gap_table(&survey, &Standing::new(&survey), model, None);
            let scores = opportunity_scores(&opportunity_model(model), &table.rows);
            let scores: Vec<Option<f64>> = scores.iter().map(|score| score.value).collect();
            let expected = ranking(&scores, &scores);
            let found = derived.opportunities(&workspace, Some(account));
            assert_eq!(found.anchor, table.anchor);
            assert_eq!(found.rows.len(), expected.rows.len());
            for (row, place) in found.rows.iter().zip(&expected.rows) {
                let gap = &table.rows[place.account];
                assert_eq!((row.unit, row.rank, row.white_space), (gap.unit, place.rank, gap.white_space));
                near(row.parts.iter().sum(), row.score.unwrap());
            }
        }
        let all = derived.opportunities(&workspace, None);
        for row in all.rows.iter().step_by(7) {
            let (account, unit) = (row.account as usize, row.unit as usize);
            let explain = |question| derived.explain(&workspace, account, question).unwrap();
            let score = explain(Question::Opportunity(unit, Among::Portfolio));
            near(score.value.unwrap(), row.score.unwrap());
            let rank = explain(Question::OpportunityRank(unit, Among::Portfolio));
            assert_eq!(rank.value, row.rank.map(f64::from));
            let expected = explain(Question::ExpectedValue(unit));
            assert_eq!(expected.value.is_some(), row.expected_value.is_some());
            assert_eq!(expected.value.is_none(), expected.reason.is_some());
        }
    }
}
