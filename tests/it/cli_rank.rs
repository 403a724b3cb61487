//! `inroads rank` from outside, on the data set of Annex A.2 as a workspace.

use std::{fs, sync::Arc};

use inroads::{
    domain::{Account, Period, ProductState, ScoringModel, Status, UnitKind, UnitRecord, Workspace},
    files::workspace::to_text,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{
    cli::{json, refused, run, status, stderr, stdout},
    support::{
        build::{Fields, Furnish, Grow, NOW, rec, unit, workspace},
        scoring::{near, near_all},
    },
};

/// Key, ARR and potential, ARR a quarter before, active and all divisions, active and eligible users, products of four.
type Row = (&'static str, f64, f64, f64, usize, usize, u32, u32, usize);

#[rustfmt::skip]
const ROWS: [Row; 4] = [
    ("techcorp", 1.5e6, 4.2e6, 1.25e6, 3, 9, 850, 3200, 2),
    ("borealis", 5.5e5, 1e6,   5.5e5,  1, 5, 30,  100,  1),
    ("cobalt",   3e5,   1e6,   4e5,    3, 5, 45,  100,  3),
    ("dunmore",  2e5,   1e6,   2e5,    2, 5, 60,  100,  2),
];
const PRODUCTS: [&str; 4] = ["p1", "p2", "p3", "p4"];

/// The first division holds every figure; the others only count.
fn account((key, arr, potential, before, active, divisions, users, eligible, products): Row) -> Account {
    let mut account = Account::new(key, key.to_uppercase());
    for at in 0..divisions {
        let division = unit(&format!("d{at}"), "", UnitKind::Division);
        let mut record = rec().status(if at < active { Status::Active } else { Status::Unpenetrated });
        if at == 0 {
            record = record.arr(arr).potential(potential).active(users).eligible(eligible);
            for product in &PRODUCTS[..products] {
                record = record.product(product, ProductState::Adopted);
            }
        }
        let earlier =
            UnitRecord { arr: (at == 0).then(|| super::support::build::money(before)), ..record.clone() };
        let records: Vec<(Period, UnitRecord)> = vec![(NOW.plus(-1), earlier), (NOW, record)];
        account = account.with(division, records);
    }
    account
}

fn annex() -> Workspace {
    workspace(ROWS.map(account)).products(&PRODUCTS)
}

/// The workspace as a file in a folder of its own.
fn file(workspace: &Workspace) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("annex.ron");
    fs::write(&path, to_text(workspace)).unwrap();
    let text = path.to_str().unwrap().to_owned();
    (folder, text)
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

#[test]
fn tv_89_to_113_as_json() {
    let (_folder, path) = file(&annex());
    let report = json(&["rank", &path, "--format", "json"]);
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        ["schema", "factors", "weights", "accounts", "stability", "pairwise", "samples", "seed", "spread"]
    );
    assert_eq!(report["factors"], json!(["revenue", "division", "user", "product", "trend"]));
    near_all(&numbers(&report["weights"]), &[0.35, 0.25, 0.20, 0.10, 0.10]);
    assert_eq!(
        (&report["samples"], &report["seed"], &report["spread"]),
        (&json!(10_000), &json!(42), &json!(1.0))
    );
    // TV-89: by rank.
    let accounts = report["accounts"].as_array().unwrap();
    let order: Vec<&str> = accounts.iter().map(|account| account["account"].as_str().unwrap()).collect();
    assert_eq!(order, ["cobalt", "techcorp", "dunmore", "borealis"]);
    let scores: Vec<f64> = accounts.iter().map(|account| account["score"].as_f64().unwrap()).collect();
    near_all(&scores, &[42.0, 41.145_833_3, 39.0, 37.75]);
    let techcorp = &accounts[1];
    let keys: Vec<&String> = techcorp.as_object().unwrap().keys().collect();
    let expected = [
        "account",
        "score",
        "rank",
        "baseline_rank",
        "acceptability",
        "expected_rank",
        "rank_interval_90",
        "central_weights",
    ];
    assert_eq!(keys, expected);
    assert_eq!((&techcorp["rank"], &techcorp["baseline_rank"]), (&json!(2), &json!(2)));
    // TV-108 to TV-110.
    near_all(&numbers(&techcorp["acceptability"]), &[0.4893, 0.2056, 0.2725, 0.0326]);
    near(techcorp["expected_rank"].as_f64().unwrap(), 1.8484);
    assert_eq!(techcorp["rank_interval_90"], json!([1, 3]));
    near_all(
        &numbers(&techcorp["central_weights"]),
        &[0.192_701, 0.168_530, 0.141_412, 0.171_870, 0.325_487],
    );
    // TV-94 and TV-95.
    let revenue = &report["stability"][0];
    assert_eq!(revenue["factor"], "revenue");
    near_all(&numbers(&revenue["ranking"]), &[0.247_203_334, 0.372_413_793]);
    near_all(&numbers(&revenue["leader"]), &[0.071_428_571, 0.434_526_507]);
    // TV-113, pairs in account order.
    let pairs = report["pairwise"].as_array().unwrap();
    assert_eq!(pairs.len(), 6);
    assert_eq!((&pairs[1]["a"], &pairs[1]["b"]), (&json!("techcorp"), &json!("cobalt")));
    near(pairs[1]["exact"].as_f64().unwrap(), 0.565_107_2);
    near(pairs[1]["sampled"].as_f64().unwrap(), 0.5685);
}

#[test]
fn options_change_the_sampling() {
    let (_folder, path) = file(&annex());
    let first = |options: &[&str]| {
        let report = json(&[&["rank", &path, "--format", "json"], options].concat());
        let accounts = report["accounts"].as_array().unwrap().clone();
        let shares = accounts.iter().map(|account| numbers(&account["acceptability"])[0] * 10_000.0);
        (shares.collect::<Vec<f64>>(), report)
    };
    // TV-111 and TV-112, by rank: Cobalt, TechCorp, Dunmore, Borealis.
    let (shares, report) = first(&["--spread", "0.3"]);
    near_all(&shares, &[4482.0, 5121.0, 334.0, 63.0]);
    near(report["pairwise"][1]["exact"].as_f64().unwrap(), 0.521_734_4);
    let (shares, report) = first(&["--keep-order"]);
    near_all(&shares, &[5087.0, 1960.0, 5.0, 2948.0]);
    assert!(report["pairwise"].as_array().unwrap().iter().all(|pair| pair["exact"].is_null()));
    let (_, report) =
        first(&["--samples", "500", "--seed", "7", "--account", "cobalt", "--account", "dunmore"]);
    assert_eq!((&report["samples"], &report["seed"]), (&json!(500), &json!(7)));
    assert_eq!(
        (report["accounts"].as_array().unwrap().len(), report["pairwise"].as_array().unwrap().len()),
        (2, 1)
    );
    for wrong in [["--samples", "0"], ["--spread", "0"], ["--spread", "1.5"], ["--seed", "x"]] {
        refused(&["rank", &path, wrong[0], wrong[1]], 2, &[wrong[0]]);
    }
}

#[test]
fn a_stored_setting_is_the_default_and_the_baseline_is_shown() {
    let mut stored = annex();
    let analysis = &mut Arc::make_mut(&mut stored.settings).analysis;
    (analysis.smaa_samples, analysis.smaa_keep_order) = (1_000, true);
    // TV-102 the other way round: in the baseline the trend had no weight, and Borealis came before TechCorp.
    let mut baseline = ScoringModel::built_in();
    baseline.factors[4].weight_raw = super::support::build::money(0.0);
    stored.baseline = Some(Arc::new(baseline));
    let (_folder, path) = file(&stored);
    let report = json(&["rank", &path, "--format", "json"]);
    assert_eq!(report["samples"], 1_000);
    assert!(report["pairwise"][0]["exact"].is_null());
    let ranks = |key: &str| -> Vec<u64> {
        report["accounts"].as_array().unwrap().iter().map(|account| account[key].as_u64().unwrap()).collect()
    };
    assert_eq!((ranks("rank"), ranks("baseline_rank")), (vec![1, 2, 3, 4], vec![1, 4, 2, 3]));
    let text = stdout(&run(&["rank", &path]));
    assert!(text.contains("ranks moved by 1.0 on average; Kendall's tau is 0.33"), "{text}");
}

#[test]
fn an_account_without_a_headline_is_not_ranked() {
    let blank =
        Account::new("blank", "Blank").division("d", rec().status(Status::Active).active(5).eligible(5));
    let mut accounts = ROWS.map(account).to_vec();
    accounts.insert(1, blank);
    let (_folder, path) = file(&workspace(accounts).products(&PRODUCTS));
    let report = json(&["rank", &path, "--format", "json"]);
    let last = &report["accounts"][4];
    assert_eq!((&last["account"], &last["rank"]), (&json!("blank"), &Value::Null));
    assert!(last["acceptability"].is_null() && last["central_weights"].is_null());
    assert!(last["reason"].is_string(), "{last}");
    // It takes no part in anything else (ruling B43).
    assert_eq!(report["pairwise"].as_array().unwrap().len(), 6);
    near_all(&numbers(&report["accounts"][1]["acceptability"]), &[0.4893, 0.2056, 0.2725, 0.0326]);
}

#[test]
fn weights_that_are_all_zero_rank_nobody() {
    let mut weightless = annex();
    let mut model = ScoringModel::built_in();
    for factor in &mut model.factors {
        factor.weight_raw = super::support::build::money(0.0);
    }
    Arc::make_mut(&mut weightless.models).push(Arc::new(model));
    let (_folder, path) = file(&weightless);
    let report = json(&["rank", &path, "--format", "json"]);
    assert_eq!(report["weights"], json!([null, null, null, null, null]));
    assert_eq!((&report["stability"], &report["pairwise"]), (&json!([]), &json!([])));
    assert!(report["accounts"][0]["rank"].is_null());
    assert!(stdout(&run(&["rank", &path])).contains("All weights are zero"));
}

#[test]
fn csv_has_a_row_for_each_account() {
    let (_folder, path) = file(&annex());
    let output = run(&["rank", &path, "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let head = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    let cell = |row: usize, key: &str| &rows[row][head.iter().position(|found| found == key).unwrap()];
    assert_eq!((cell(0, "account"), cell(0, "rank"), cell(0, "acceptability_1")), ("cobalt", "1", "0.3348"));
    assert_eq!((cell(1, "first"), cell(1, "acceptability_4")), ("0.4893", "0.0326"));
    assert_eq!((cell(1, "rank_low_90"), cell(1, "rank_high_90")), ("1", "3"));
    assert!(cell(1, "central_revenue").starts_with("0.1927"));
}

#[test]
fn the_table_is_for_people() {
    let (_folder, path) = file(&annex());
    let output = run(&["rank", &path]);
    assert_eq!((status(&output), stderr(&output)), (0, String::new()));
    let text = stdout(&output);
    for words in [
        "COBALT",
        "48.9 %",
        "24.7 % to 37.2 %",
        "unseats the leader: Trend +0.8 pp.",
        "56.5 %",
        "10000 random weightings, seed 42, spread 1",
        "certain to 1.0 %",
    ] {
        assert!(text.contains(words), "`{words}` is not in:\n{text}");
    }
    let (_folder, empty) = file(&workspace([]));
    assert!(stdout(&run(&["rank", &empty])).contains("no accounts yet"));
    assert_eq!(json(&["rank", &empty, "--format", "json"])["accounts"], json!([]));
}

#[test]
fn a_large_portfolio_gets_a_summary() {
    let many = (0..520).map(|at| {
        let mut account = account(ROWS[at % 4]);
        account.key = format!("a{at}").as_str().into();
        account
    });
    let (_folder, path) = file(&workspace(many).products(&PRODUCTS));
    let output = run(&["rank", &path, "--format", "json"]);
    assert!(
        stderr(&output).contains("more than 500 accounts") && stderr(&output).contains("in 2000 weightings")
    );
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["samples"], 2_000);
    let best = &report["accounts"][0];
    assert!(best["acceptability"].is_null() && best["reason"].is_string());
    // 130 copies of each account share 130 ranks.
    assert_eq!((&best["account"], &best["rank"]), (&json!("a2"), &json!(1)));
    let interval = numbers(&best["rank_interval_90"]);
    assert!((1.0..=130.0).contains(&interval[0]) && (391.0..=520.0).contains(&interval[1]), "{interval:?}");
    assert_eq!(report["pairwise"].as_array().unwrap().len(), 519);
}

#[test]
fn uncertain_potentials_are_drawn_and_confidence_is_told() {
    // Cobalt's potential may lie between 0.9 and 3 million: its revenue penetration between 10 and 33.3 %.
    let mut workspace = annex();
    let mut cobalt = (*workspace.accounts[2]).clone();
    let records = Arc::make_mut(&mut cobalt.records[1]);
    let record = &mut records.iter_mut().find(|(period, _)| *period == NOW).unwrap().1;
    let potential = Arc::make_mut(record.potential.as_mut().unwrap());
    potential.low = Some(super::support::build::money(9e5));
    potential.high = Some(super::support::build::money(3e6));
    workspace.accounts.set(2, Arc::new(cobalt));
    let (_folder, path) = file(&workspace);
    let certain = json(&["rank", &path, "--format", "json"]);
    assert!(certain.get("data_uncertainty").is_none());
    assert!(certain["accounts"][0].get("confidence_factor").is_none());
    let drawn = json(&["rank", &path, "--format", "json", "--data-uncertainty"]);
    assert_eq!(drawn["data_uncertainty"], json!(true));
    let first = |report: &Value, key: &str| {
        let rows = report["accounts"].as_array().unwrap().clone();
        rows.into_iter().find(|row| row["account"] == key).unwrap()
    };
    let (before, after) = (first(&certain, "cobalt"), first(&drawn, "cobalt"));
    // Mostly lower than the 30 % that are entered: it leads less often.
    let leads = |row: &Value| numbers(&row["acceptability"])[0];
    assert!(leads(&after) < leads(&before) - 0.02, "{} {}", leads(&after), leads(&before));
    let confidence = after["confidence_factor"].as_f64().unwrap();
    assert!(confidence > leads(&after) && confidence <= 1.0, "{confidence}");
    // Pairs with an uncertain account have no exact probability, others keep theirs.
    let pairs = drawn["pairwise"].as_array().unwrap();
    let exact = |a: &str, b: &str| {
        pairs.iter().find(|pair| pair["a"] == a && pair["b"] == b).unwrap()["exact"].clone()
    };
    assert_eq!(exact("techcorp", "cobalt"), Value::Null);
    near(exact("techcorp", "dunmore").as_f64().unwrap(), 0.668_209_8);
    // The workspace can ask for it as well, and tables and CSV tell.
    Arc::make_mut(&mut workspace.settings).analysis.smaa_data_uncertainty = true;
    let (_folder, path) = file(&workspace);
    assert_eq!(json(&["rank", &path, "--format", "json"]), drawn);
    let table = stdout(&run(&["rank", &path]));
    assert!(
        table.contains("CONFIDENCE") && table.contains("uncertain inputs drawn from their ranges"),
        "{table}"
    );
    let csv = stdout(&run(&["rank", &path, "--format", "csv"]));
    assert!(csv.lines().next().unwrap().contains("rank_high_90,confidence_factor,central_revenue"), "{csv}");
}

#[test]
fn tv_86_units_are_ranked_by_opportunity_score() {
    let workspace = super::support::techcorp::techcorp();
    let (_folder, path) = file(&workspace);
    let report = json(&["rank", &path, "--of", "opportunity", "--format", "json"]);
    assert_eq!(report["of"], "opportunity");
    assert_eq!(
        report["factors"],
        json!(["revenue_potential", "importance", "openness", "relationship", "signals"])
    );
    near_all(&numbers(&report["weights"]), &[0.4, 0.2, 0.2, 0.2, 0.0]);
    let account = &report["accounts"][0];
    let units = account["units"].as_array().unwrap();
    let order: Vec<&str> = units.iter().map(|unit| unit["unit"].as_str().unwrap()).collect();
    let by_score =
        ["enterprise", "france", "digital", "retail", "uk", "spain", "germany", "japan", "australia"];
    assert_eq!(order, by_score);
    let scores: Vec<f64> = units.iter().map(|unit| unit["score"].as_f64().unwrap()).collect();
    let expected = [
        89.0,
        69.454_545_5,
        67.272_727_3,
        64.545_454_5,
        62.272_727_3,
        60.818_181_8,
        57.090_909_1,
        49.090_909_1,
        36.818_181_8,
    ];
    near_all(&scores, &expected);
    // Shares of ranks add up; what the first one lacks is nothing; the zone holds the weight.
    for unit in units {
        near(numbers(&unit["acceptability"]).iter().sum(), 1.0);
        assert_eq!(unit["tornado"].as_array().unwrap().len(), 5);
    }
    assert_eq!(units[0]["to_lead"], json!([]));
    // Digital lacks 21.7272727 points: revenue potential counts 40 %, importance is full already.
    let lacking = units[2]["to_lead"].as_array().unwrap();
    let by = |key: &str| lacking.iter().find(|row| row["factor"] == key).unwrap()["by"].clone();
    near(by("revenue_potential").as_f64().unwrap() * 40.0, 21.727_272_7);
    assert_eq!(by("importance"), Value::Null);
    let zone = numbers(&account["stability"][0]["ranking"]);
    assert!(zone[0] <= 0.4 && 0.4 <= zone[1], "{zone:?}");
    let csv = stdout(&run(&["rank", &path, "--of", "opportunity", "--format", "csv"]));
    assert!(csv.starts_with("account,unit,name,period,score,rank,first,"), "{csv}");
    let table = stdout(&run(&["rank", &path, "--of", "opportunity"]));
    assert!(table.contains("Opportunity score") && table.contains("UNIT"), "{table}");
}
