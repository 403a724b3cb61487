//! The report of a workbook: the engine's numbers stand in it, an import passes over it, and it runs nobody's text.

use std::sync::Arc;

use inroads::{
    domain::*,
    engine::{
        evaluate::evaluate,
        metrics::{METRICS, Pair, PortfolioInput, Rate, facts, portfolio},
        scoring::ranks::ranks,
    },
    files::{dataset::ImportOptions, samples},
};

use crate::{
    dataset_round_trip::import_all,
    random_workspace,
    support::{
        calculable,
        sheets::{Book, Value, workbook},
    },
};

fn cases() -> Vec<(String, Workspace, Period)> {
    let samples = [("techcorp", samples::techcorp()), ("portfolio", samples::portfolio())];
    let mut cases: Vec<_> = samples
        .into_iter()
        .map(|(name, workspace)| {
            let period = workspace.current_period();
            (name.to_owned(), workspace, period)
        })
        .collect();
    cases.extend((0..60).map(|seed| {
        let (workspace, period) = calculable::workspace(seed);
        (format!("seed {seed}"), workspace, period)
    }));
    cases
}

/// Equal as far as two ways to add up the same numbers are.
#[track_caller]
fn same(found: &Value, expected: Option<f64>, what: &str) {
    match (found, expected) {
        (Value::Number(found), Some(expected)) => {
            let tolerance = 1e-9 * found.abs().max(expected.abs()) + 1e-12;
            assert!((found - expected).abs() <= tolerance, "{what}: {found}, not {expected}");
        }
        (Value::Text(found), None) => assert_eq!(found, "", "{what}"),
        other => panic!("{what}: {other:?}"),
    }
}

#[test]
fn cached_results_are_the_numbers_of_the_engine() {
    for (name, workspace, period) in cases() {
        let book = Book::read(&workbook(&workspace, period));
        let model = workspace.active_model();
        let evaluations: Vec<_> =
            workspace.accounts.iter().map(|account| evaluate(&workspace, account, period, &model)).collect();
        let ranked = |evaluation: &inroads::engine::evaluate::Evaluation| {
            let headline = evaluation.metrics.get("overall_penetration").value;
            evaluation.score.value.filter(|_| headline.is_some())
        };
        let ranks = ranks(&evaluations.iter().map(ranked).collect::<Vec<_>>());
        let heads: Vec<String> = book
            .sheet("Report accounts")
            .iter()
            .filter(|((row, _), _)| *row == 0)
            .map(|(_, cell)| cell.value.text().to_owned())
            .collect();
        for (index, (account, evaluation)) in workspace.accounts.iter().zip(&evaluations).enumerate() {
            let row = 4 + index as u32;
            let cell = |head: &str| book.below("Report accounts", head, row);
            let what = |head: &str| format!("{name}, account {index}, {head}");
            assert_eq!(cell("Account").text(), account.key.as_str());
            same(&cell("Rank"), ranks[index].map(f64::from), &what("rank"));
            let score = &evaluation.score;
            for (head, value) in [
                ("Score", score.value),
                ("Weight known", Some(score.weight_coverage)),
                ("Lowest possible score", score.low),
                ("Highest possible score", score.high),
            ] {
                // A model of no factors has no range.
                if !model.factors.is_empty() {
                    same(&cell(head), value, &what(head));
                }
            }
            assert_eq!(cell("Why there is no score").text(), score.reason.unwrap_or_default(), "{name}");
            let mut measures = 0;
            for spec in METRICS {
                let head = [format!("{}, %", spec.name), spec.name.to_owned(), format!("{}, pp", spec.name)];
                if let Some(head) = head.iter().find(|head| heads.contains(head)) {
                    same(&cell(head), evaluation.metrics.get(spec.key).value, &what(head));
                    measures += 1;
                }
            }
            assert!(measures >= 11, "{measures} measures: {heads:?}");
            factors(&book, index, account, evaluation, &name);
            units(&book, account, evaluation, &name);
        }
        let inputs: Vec<_> = workspace
            .accounts
            .iter()
            .zip(&evaluations)
            .map(|(account, e)| PortfolioInput::new(account, &e.facts, &e.metrics))
            .collect();
        if !inputs.is_empty() {
            let all = portfolio(&inputs);
            let cell = |head: &str, row| book.below("Report accounts", head, row);
            same(&cell("ARR", 1), all.arr.value, &name);
            same(&cell("Potential", 1), all.potential.value, &name);
            same(&cell("White space", 1), all.white_space.value, &name);
            for (row, value) in [(1, all.all.weighted), (2, all.all.mean), (3, all.all.median)] {
                same(&cell("Revenue penetration, %", row), value.value, &name);
            }
        }
    }
}

fn factors(
    book: &Book,
    index: usize,
    account: &Account,
    evaluation: &inroads::engine::evaluate::Evaluation,
    name: &str,
) {
    let count = evaluation.score.factors.len();
    for (k, outcome) in evaluation.score.factors.iter().enumerate() {
        let row = 1 + (index * count + k) as u32;
        assert_eq!(book.below("Report factors", "Account", row).text(), account.key.as_str());
        for (head, value) in [
            ("Value", outcome.raw),
            ("Points", outcome.points),
            ("Share of weight", Some(outcome.weight)),
            ("Weight in force", outcome.in_force),
            ("Contribution", outcome.contribution),
        ] {
            same(&book.below("Report factors", head, row), value, &format!("{name}, {head} of factor {k}"));
        }
    }
}

fn units(book: &Book, account: &Account, evaluation: &inroads::engine::evaluate::Evaluation, name: &str) {
    let facts = &evaluation.facts;
    for &unit in facts.order().iter().filter(|_| facts.has_records) {
        let (known, key) = (&facts.units[unit as usize], &account.units[unit as usize].key);
        let row = book.row("Report units", &[account.key.as_str(), key.as_str()]);
        let cell = |head: &str| book.below("Report units", head, row);
        let what = format!("{name}, unit {key:?}");
        let percent = |rate: Rate| rate.pair(known).and_then(Pair::percent);
        same(&cell("Revenue penetration, %"), percent(Rate::Revenue), &what);
        same(&cell("Share of wallet, %"), percent(Rate::Wallet), &what);
        same(&cell("User penetration, %"), percent(Rate::Users), &what);
        same(&cell("Seat penetration, %"), percent(Rate::Seats), &what);
        same(&cell("White space"), known.white_space(), &what);
        same(&cell("Overage"), known.revenue().map(|_| known.overage()), &what);
        same(&cell("ARR of branch"), known.arr(), &what);
        same(&cell("Potential of branch"), known.potential(), &what);
        same(&cell("Active"), Some(f64::from(u8::from(known.active))), &what);
        assert_eq!(cell("Counts as unit").number() == Some(1.0), known.counted, "{what}");
        assert_eq!(cell("Status").text(), known.status.map_or("", Status::key), "{what}");
        let has_record = account.record(unit as usize, facts.period).is_some();
        assert_eq!(cell("Record found").text(), if has_record { "ok" } else { "none" }, "{what}");
    }
}

#[test]
fn an_import_passes_over_the_report() {
    let folder = tempfile::tempdir().unwrap();
    for (name, workspace, period) in cases() {
        let path = folder.path().join("book.xlsx");
        let mut workspace = workspace;
        workspace.rule_settings = Arc::default();
        std::fs::write(&path, workbook(&workspace, period)).unwrap();
        let imported = import_all(std::slice::from_ref(&path), &ImportOptions::default()).unwrap();
        assert!(imported.workspace == workspace, "{name}");
        let about_report = imported.warnings.iter().find(|warning| warning.contains("Report"));
        assert_eq!(about_report, None, "{name}");
    }
}

#[test]
fn every_formula_has_a_result_and_none_is_an_error() {
    let mut count = 0;
    for (name, workspace, period) in cases() {
        for (sheet, at, cell) in Book::read(&workbook(&workspace, period)).formulas() {
            assert!(sheet.starts_with("Report "), "{name}: a formula on {sheet}");
            assert!(!matches!(cell.value, Value::Other(_)), "{name}, {sheet} {at:?}: {cell:?}");
            count += 1;
        }
    }
    assert!(count > 20_000, "{count} formulas");
    // Figures at the end of what a number can be must not break the file either.
    for seed in 500..520 {
        let workspace = random_workspace::workspace(seed);
        let period = workspace.latest_period().unwrap_or(Period::quarter(2025, 4));
        let bytes = workbook(&workspace, period);
        assert!(Book::read(&bytes).0.len() > 19);
        assert_eq!(bytes, workbook(&workspace, period), "the same workspace gives the same bytes");
    }
}

#[test]
fn strings_stay_strings() {
    let named = |text: &str| {
        let mut workspace = samples::techcorp();
        let account = Arc::make_mut(&mut workspace.accounts[0]);
        account.name = text.to_owned();
        account.key = format!("{text}k").as_str().into();
        for unit in account.units.iter_mut().skip(1) {
            Arc::make_mut(unit).name = text.to_owned();
        }
        let mut model = ScoringModel::built_in();
        model.name = text.to_owned();
        model.factors[0].label = text.to_owned();
        workspace.models = Arc::new(vec![Arc::new(model)]);
        for product in Arc::make_mut(&mut workspace.products) {
            product.name = text.to_owned();
        }
        Arc::make_mut(&mut workspace.settings).name = text.to_owned();
        workspace
    };
    let formulas = |workspace: &Workspace| -> Vec<String> {
        let book = Book::read(&workbook(workspace, workspace.current_period()));
        book.formulas().map(|(sheet, at, cell)| format!("{sheet}{at:?}{:?}", cell.formula)).collect()
    };
    let plain = formulas(&named("Plain"));
    for payload in
        ["=HYPERLINK(\"http://example.org\")", "+1", "-1", "@SUM(A1)", "\"&A1&\"", "'Report units'!A1"]
    {
        assert_eq!(formulas(&named(payload)), plain, "{payload}");
        let workspace = named(payload);
        let book = Book::read(&workbook(&workspace, workspace.current_period()));
        assert_eq!(book.below("Report accounts", "Name", 4), Value::Text(payload.to_owned()));
        assert_eq!(book.below("Report factors", "Factor", 1), Value::Text(payload.to_owned()));
    }
}

#[test]
fn the_period_before_is_that_of_the_change() {
    let workspace = samples::techcorp();
    let (now, before) = (Period::quarter(2025, 4), Period::quarter(2025, 3));
    let book = Book::read(&workbook(&workspace, now));
    let account = &workspace.accounts[0];
    let tree = Tree::new(&account.units).unwrap();
    let earlier = facts(&workspace, account, &tree, before);
    let expected = earlier.root().revenue().and_then(Pair::percent);
    same(&book.below("Report accounts", "Overall penetration the period before, %", 4), expected, "before");
    same(&book.below("Report accounts", "Score", 4), Some(1975.0 / 48.0), "TV-01");
    same(&book.below("Report accounts", "Rank", 4), Some(1.0), "rank");
    let band = book.below("Report accounts", "Band", 4);
    assert_eq!(band.text(), "Moderate: active expansion");
}
