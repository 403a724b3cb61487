//! `inroads trend` from outside.

use std::{fs, path::Path};

use inroads::{
    domain::{Period, Status, UnitKind},
    files::workspace::to_text,
};
use serde_json::{Value, json};

use crate::cli::{json as run_json, refused, run, status, stderr, stdout, techcorp};

use super::support::build::{Fields, Grow, account, rec, unit, workspace};

/// A customer whose revenue penetration in the quarters before 2025-Q4 was `rates`, unknown ones left out.
fn customer(folder: &Path, rates: &[Option<f64>]) -> String {
    let first = Period::quarter(2025, 4).plus(1 - rates.len() as i32);
    let records = (0..)
        .zip(rates)
        .filter_map(|(at, rate)| {
            Some((first.plus(at), rec().status(Status::Active).arr((*rate)?).potential(100.0)))
        })
        .collect();
    let workspace = workspace([account().with(unit("d", "", UnitKind::Division), records)]);
    let path = folder.join("customer.ron");
    fs::write(&path, to_text(&workspace)).unwrap();
    path.to_str().unwrap().to_owned()
}

fn revenue<'a>(report: &'a Value, part: &str) -> &'a Value {
    &report["accounts"][0][part]["revenue_penetration"]
}

#[track_caller]
fn near(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{found} is no number"));
    assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
}

#[test]
fn the_sample_has_two_quarters_and_no_forecast() {
    let report = run_json(&["trend", &techcorp(), "--format", "json"]);
    let keys: Vec<&String> = report["accounts"][0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["account", "series", "changes", "robust", "forecast"]);
    assert_eq!((&report["schema"], &report["accounts"][0]["account"]), (&json!(1), &json!("techcorp")));
    let series = revenue(&report, "series").as_array().unwrap();
    assert_eq!((series.len(), &series[0]["period"]), (2, &json!("2025-Q3")));
    near(&series[0]["value"], 29.761_904_761_9);
    let change = revenue(&report, "changes");
    near(&change["pp"], 5.952_380_952_4);
    near(&change["relative"], 20.0);
    assert_eq!(change["direction"], "up");
    assert_eq!(
        *revenue(&report, "robust"),
        json!({"slope": null, "intercept": null, "s": null, "p": null, "verdict": "too_few_periods",
            "reason": "fewer than three periods have a value"})
    );
    assert_eq!(*revenue(&report, "forecast"), json!([]));
    let wallet = &report["accounts"][0]["changes"]["share_of_wallet"];
    assert_eq!(
        *wallet,
        json!({"pp": null, "relative": null, "direction": null, "reason": "no category spend is recorded"})
    );
    assert_eq!(report["accounts"][0]["series"].as_object().unwrap().len(), 10);
}

#[test]
fn tv_70_and_72_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = customer(folder.path(), &[20.0, 24.0, 27.0, 31.0, 36.0].map(Some));
    let report = run_json(&["trend", &file, "--format", "json"]);
    let robust = revenue(&report, "robust");
    near(&robust["slope"], 4.0);
    near(&robust["intercept"], 20.0);
    near(&robust["p"], 1.0 / 60.0);
    assert_eq!((&robust["s"], &robust["verdict"]), (&json!(10), &json!("rising")));
    let forecast = revenue(&report, "forecast").as_array().unwrap();
    assert_eq!((forecast.len(), &forecast[0]["period"]), (8, &json!("2026-Q1")));
    near(&forecast[0]["value"], 37.524_011_8);
    near(&forecast[0]["low"], 37.524_011_8 - 3.300_715_7);
    near(&forecast[3]["high"], 44.544_310_3 + 5.448_894_3);
    // An earlier base knows nothing of what came later.
    let earlier = run_json(&["trend", &file, "--period", "2025-Q2", "--format", "json"]);
    assert_eq!(revenue(&earlier, "series").as_array().unwrap().len(), 3);
    assert_eq!(revenue(&earlier, "forecast")[0]["period"], "2025-Q3");
}

#[test]
fn tv_74_a_gap_is_offered_and_not_bridged() {
    let folder = tempfile::tempdir().unwrap();
    let file = customer(folder.path(), &[Some(20.0), None, Some(25.0)]);
    let report = run_json(&["trend", &file, "--format", "json"]);
    let expected = json!({"pp": null, "relative": null, "direction": null,
        "since": {"period": "2025-Q2", "pp": 5.0, "periods": 2},
        "reason": "there is no value in the period before"});
    assert_eq!(*revenue(&report, "changes"), expected);
    let table = stdout(&run(&["trend", &file]));
    assert!(table.contains("+5.0 pp since 2025-Q2"), "{table}");
}

#[test]
fn table_and_csv_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let file = customer(folder.path(), &[20.0, 24.0, 27.0, 31.0, 36.0].map(Some));
    let output = run(&["trend", &file]);
    assert_eq!((status(&output), stderr(&output)), (0, String::new()));
    let text = stdout(&output);
    for words in ["Revenue penetration", "36.0 %", "+5.0 pp", "+4.0 pp", "rising", "37.5 %", "illustrative"] {
        assert!(text.contains(words), "`{words}` is not in:\n{text}");
    }
    let output = run(&["trend", &file, "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let revenue: Vec<&csv::StringRecord> =
        rows.iter().filter(|row| &row[1] == "revenue_penetration").collect();
    assert_eq!(revenue.len(), 5 + 8);
    assert_eq!((&revenue[4][2], &revenue[4][4], &revenue[4][9]), ("2025-Q4", "36", "up"));
    assert_eq!((&revenue[4][12], &revenue[4][14], &revenue[5][3]), ("10", "rising", "forecast"));
    assert_eq!((&revenue[0][7], &revenue[0][14]), ("", ""));
}

#[test]
fn a_workspace_without_accounts_or_records_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.ron");
    let path = path.to_str().unwrap();
    assert_eq!(status(&run(&["new", "-o", path])), 0);
    assert_eq!(run_json(&["trend", path, "--format", "json"])["accounts"], json!([]));
    assert!(stdout(&run(&["trend", path])).contains("no accounts"));
    let file = customer(folder.path(), &[]);
    assert!(stdout(&run(&["trend", &file])).contains("No axis has a value"));
    refused(&["trend", &file, "--account", "nobody"], 2, &["--account", "`nobody`"]);
}
