//! `inroads plan` from outside.

use serde_json::{Value, json};

use crate::cli::{json as run_json, refused, run, sample, status, stderr, stdout, techcorp};

#[track_caller]
fn near(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{found} is no number"));
    assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
}

#[test]
fn the_sample_plan_as_computed_by_hand() {
    let report = run_json(&["plan", &techcorp(), "--format", "json"]);
    let account = &report["accounts"][0];
    let keys: Vec<&String> = account.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["account", "gaps", "branch_play", "roadmap_coverage", "paths", "reach"]);
    assert_eq!(
        (&report["schema"], &account["branch_play"]),
        (&json!(1), &json!("reconcile_and_expand_seats"))
    );
    near(&account["roadmap_coverage"], 79.629_629_6);
    let gaps = account["gaps"].as_array().unwrap();
    let units: Vec<&str> = gaps.iter().map(|gap| gap["unit"].as_str().unwrap()).collect();
    let by_white_space =
        ["enterprise", "germany", "japan", "france", "spain", "australia", "retail", "digital", "uk"];
    assert_eq!(units, by_white_space);
    assert_eq!(
        gaps[0],
        json!({"unit": "enterprise", "white_space": 550_000.0, "opportunity_score": 89.0, "expected_value": null,
            "play": "cross_sell", "planned": 0.0, "unplanned": 550_000.0,
            "reason": "no open roadmap item plans money here"})
    );
    let retail = &gaps[6];
    near(&retail["opportunity_score"], 64.545_454_5);
    near(&retail["expected_value"], 160_000.0);
    assert_eq!((&retail["play"], &retail["planned"]), (&json!("extend_pilot"), &json!(200_000.0)));
    let paths = account["paths"].as_array().unwrap();
    assert_eq!(
        (paths.len(), &paths[0]["period"], &paths[3]["period"]),
        (4, &json!("2026-Q1"), &json!("2026-Q4"))
    );
    let keys: Vec<&String> = paths[0].as_object().unwrap().keys().collect();
    let expected = [
        "period",
        "arr",
        "revenue_penetration",
        "risk_adjusted_arr",
        "risk_adjusted_revenue_penetration",
        "track",
    ];
    assert_eq!(keys, expected);
    assert_eq!(
        (&paths[0]["arr"], &paths[0]["risk_adjusted_arr"]),
        (&json!(1_800_000.0), &json!(1_740_000.0))
    );
    near(&paths[0]["track"], 45.833_333_3);
    near(&paths[3]["revenue_penetration"], 86.904_761_9);
    near(&paths[3]["risk_adjusted_revenue_penetration"], 57.619_047_6);
    let reach = account["reach"].as_array().unwrap();
    let periods: Vec<(&str, Option<&str>)> =
        reach.iter().map(|row| (row["metric"].as_str().unwrap(), row["period"].as_str())).collect();
    assert_eq!(
        periods,
        [
            ("overall_penetration", Some("2026-Q4")),
            ("division_penetration", Some("2026-Q3")),
            ("geographic_penetration", Some("2026-Q4")),
            ("revenue_penetration", Some("2026-Q4")),
            ("user_penetration", None),
            ("product_penetration", None),
        ]
    );
    assert_eq!(reach[4]["reason"], "no roadmap item moves it");
}

#[test]
fn another_base_period_is_taken_as_it_was() {
    let report = run_json(&["plan", &techcorp(), "--period", "2025-Q3", "--format", "json"]);
    let paths = report["accounts"][0]["paths"].as_array().unwrap();
    assert_eq!((paths.len(), &paths[0]["period"]), (5, &json!("2025-Q4")));
    assert_eq!((&paths[0]["arr"], &paths[1]["arr"]), (&json!(1_250_000.0), &json!(1_550_000.0)));
    // Nothing is recorded: unknown, with the reason.
    let report = run_json(&["plan", &techcorp(), "--period", "2020-Q1", "--format", "json"]);
    let account = &report["accounts"][0];
    assert_eq!((&account["gaps"], &account["branch_play"]), (&json!([]), &Value::Null));
    assert_eq!(account["reason"], "nothing is recorded in this period");
    assert_eq!((&account["paths"][0]["arr"], &account["paths"][0]["track"]), (&Value::Null, &Value::Null));
    assert!(account["paths"][0]["reason"].is_string());
}

#[test]
fn the_table_is_for_people() {
    let output = run(&["plan", &techcorp()]);
    assert_eq!((status(&output), stderr(&output)), (0, String::new()));
    let text = stdout(&output);
    for words in [
        "TechCorp review · 2025-Q4",
        "Competitor (Strong) until 2026-09-30",
        "Play: Reconcile seats",
        "departments (no addressable department is recorded)",
        "79.6 % of $2.7M white space; $550.0K has no plan",
        "-3.0 pp",
        "60.7 %",
        "no roadmap item moves it",
        "a success rate of 79.1 % would do",
    ] {
        assert!(text.contains(words), "`{words}` is not in:\n{text}");
    }
    let portfolio = stdout(&run(&["plan", sample("portfolio.ron").to_str().unwrap()]));
    assert!(portfolio.contains("UNPLANNED") && portfolio.contains("Northgate"), "{portfolio}");
}

#[test]
fn csv_says_the_same_as_json() {
    let output = run(&["plan", &techcorp(), "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let head = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: &csv::StringRecord, key: &str| {
        row[head.iter().position(|found| found == key).unwrap()].to_owned()
    };
    let kinds: Vec<String> = rows.iter().map(|row| cell(row, "row")).collect();
    let number = |kind: &str| kinds.iter().filter(|found| *found == kind).count();
    assert_eq!((number("gap"), number("path"), number("reach"), rows.len()), (9, 4, 6, 19));
    assert_eq!(
        (cell(&rows[0], "opportunity_score"), cell(&rows[0], "expected_value")),
        ("89".into(), String::new())
    );
    assert_eq!((cell(&rows[9], "period"), cell(&rows[9], "arr")), ("2026-Q1".into(), "1800000".into()));
    assert_eq!(
        (cell(&rows[14], "metric"), cell(&rows[14], "period")),
        ("division_penetration".into(), "2026-Q3".into())
    );
}

#[test]
fn an_empty_workspace_and_wrong_options() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.ron");
    let path = path.to_str().unwrap();
    assert_eq!(status(&run(&["new", "-o", path])), 0);
    assert_eq!(run_json(&["plan", path, "--format", "json"])["accounts"], json!([]));
    assert!(stdout(&run(&["plan", path])).contains("no accounts"));
    refused(&["plan", &techcorp(), "--period", "2025-13"], 2, &["--period"]);
    refused(&["plan"], 2, &["<FILE>"]);
}
