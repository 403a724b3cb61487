//! The program from outside: what it prints and with which status it ends.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inroads"));
    command.stdin(Stdio::null());
    command
}

pub fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name)
}

fn techcorp() -> String {
    sample("techcorp.ron").to_str().unwrap().to_owned()
}

#[track_caller]
pub fn json(arguments: &[&str]) -> Value {
    let output = run(arguments);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    serde_json::from_slice(&output.stdout).unwrap()
}

pub fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The command line is refused with `expected` status, nothing on standard output, and a message that says all of `words`.
#[track_caller]
pub fn refused(arguments: &[&str], expected: i32, words: &[&str]) {
    let output = run(arguments);
    assert_eq!(status(&output), expected, "{arguments:?}: {}", stderr(&output));
    assert_eq!(stdout(&output), "");
    let message = stderr(&output);
    for word in words {
        assert!(message.contains(word), "`{word}` is not in: {message}");
    }
}

#[test]
fn the_sample_scores_as_computed_by_hand() {
    let report = json(&["score", &techcorp(), "--format", "json"]);
    assert_eq!(report["schema"], 1);
    assert_eq!(
        report["workspace"],
        serde_json::json!({"name": "TechCorp review", "as_of": "2025-12-31", "period": "2025-Q4",
            "headline_axis": "revenue", "model": "default"})
    );
    let account = &report["accounts"][0];
    let score = &account["score"];
    assert_eq!(score["value"], 41.145_833_333_333_336);
    assert_eq!((&score["low"], &score["high"]), (&score["value"], &score["value"]));
    assert_eq!((&score["weight_coverage"], &score["band"]), (&1.0.into(), &"moderate".into()));
    let factors: Vec<(&str, f64, f64)> = score["factors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|factor| {
            let number = |key: &str| factor[key].as_f64().unwrap();
            (factor["factor"].as_str().unwrap(), number("weight"), number("contribution"))
        })
        .collect();
    let expected = [
        ("revenue", 0.35, 12.5),
        ("division", 0.25, 8.333_333_333_333_334),
        ("user", 0.20, 5.3125),
        ("product", 0.10, 5.0),
        ("trend", 0.10, 10.0),
    ];
    assert_eq!(factors, expected);
    let metrics = &account["metrics"];
    assert_eq!(
        metrics["revenue_penetration"],
        serde_json::json!({"value": 35.714_285_714_285_715, "unit": "percent", "numerator": 1_500_000.0,
            "denominator": 4_200_000.0, "flags": []})
    );
    assert_eq!(
        metrics["white_space"],
        serde_json::json!({"value": 2_700_000.0, "unit": "money", "flags": []})
    );
    assert_eq!(
        metrics["share_of_wallet"],
        serde_json::json!({"value": null, "unit": "percent", "reason": "no category spend is recorded"})
    );
    assert_eq!(
        account["bands"],
        serde_json::json!({"a_segment": "growing", "d_bands": "developing", "e_degree": "moderate"})
    );
    assert!(account.get("units").is_none());
    let segments = report["portfolio"]["distribution"].as_array().unwrap();
    let growing = serde_json::json!({"band": "growing", "accounts": 1, "arr": 1_500_000.0,
        "potential": 4_200_000.0, "white_space": 2_700_000.0});
    assert_eq!((segments.len(), &segments[1]), (3, &growing));
    assert_eq!(
        report["portfolio"]["metrics"]["portfolio_penetration"]["value"],
        metrics["revenue_penetration"]["value"]
    );
    let target =
        account["targets"].as_array().unwrap().iter().find(|t| t["metric"] == "division_penetration");
    assert_eq!(target.unwrap()["due_period"], "2026-Q4");
}

#[test]
fn keys_stand_in_the_order_of_the_contract() {
    let text = stdout(&run(&["score", &techcorp(), "--format", "json", "--units"]));
    let keys = [
        "schema",
        "workspace",
        "accounts",
        "metrics",
        "numerator",
        "denominator",
        "flags",
        "score",
        "weight_coverage",
        "low",
        "high",
        "band",
        "factors",
        "bands",
        "targets",
        "units",
        "parent",
        "status",
        "active",
        "portfolio",
        "distribution",
    ];
    let mut at = 0;
    for key in keys {
        let found = text[at..].find(&format!("\"{key}\":"));
        at += found.unwrap_or_else(|| panic!("`{key}` does not come after what precedes it"));
    }
}

#[test]
fn units_are_printed_in_tree_order() {
    let report = json(&["score", &techcorp(), "--units", "--format", "json"]);
    let units = report["accounts"][0]["units"].as_array().unwrap();
    assert_eq!(units.len(), 12);
    assert_eq!((&units[0]["unit"], &units[0]["parent"]), (&"na".into(), &Value::Null));
    assert_eq!((&units[1]["unit"], &units[1]["parent"]), (&"digital".into(), &"na".into()));
    assert_eq!((&units[1]["status"], &units[1]["active"]), (&"active".into(), &true.into()));
    let keys: Vec<&String> = units[1]["metrics"].as_object().unwrap().keys().collect();
    let expected = [
        "counted",
        "revenue_penetration",
        "share_of_wallet",
        "spend_penetration",
        "white_space",
        "user_penetration",
        "seat_penetration",
        "seat_utilisation",
        "dormant_seats",
    ];
    assert_eq!(keys, expected);
    assert_eq!(units[1]["metrics"]["white_space"]["value"], 100_000.0);
}

#[test]
fn csv_has_one_width_and_says_the_same() {
    for units in [false, true] {
        let file = techcorp();
        let mut arguments = vec!["score", &file, "--format", "csv"];
        if units {
            arguments.push("--units");
        }
        let output = run(&arguments);
        let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
        let head = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), if units { 13 } else { 1 });
        let cell = |row: &csv::StringRecord, key: &str| {
            row[head.iter().position(|found| found == key).unwrap()].to_owned()
        };
        assert_eq!(cell(&rows[0], "score"), "41.145833333333336");
        assert_eq!(cell(&rows[0], "white_space"), "2700000");
        assert_eq!(cell(&rows[0], "share_of_wallet"), "");
        if units {
            assert_eq!((cell(&rows[2], "unit"), cell(&rows[2], "parent")), ("digital".into(), "na".into()));
            assert_eq!((cell(&rows[2], "counted"), cell(&rows[2], "score")), ("1".into(), String::new()));
        }
    }
}

#[test]
fn the_table_is_for_people() {
    let output = run(&["score", &techcorp()]);
    let text = stdout(&output);
    assert_eq!(status(&output), 0);
    assert!(!text.contains('\u{1b}'), "colour in a pipe");
    for words in
        ["TechCorp review · 2025-Q4", "41.1  Moderate", "+6.0 pp", "$2.7M", "no category spend is recorded"]
    {
        assert!(text.contains(words), "`{words}` is not in:\n{text}");
    }
}

#[test]
fn period_model_and_account_are_chosen() {
    let file = techcorp();
    let earlier = json(&["score", &file, "--period", "2025-Q3", "--format", "json"]);
    assert_eq!(earlier["workspace"]["period"], "2025-Q3");
    let value = earlier["accounts"][0]["metrics"]["revenue_penetration"]["value"].as_f64().unwrap();
    assert!((value - 29.761_904_761_9).abs() < 1e-9);
    // Its trend is unknown, so 90 % of the weight is known.
    let coverage = earlier["accounts"][0]["score"]["weight_coverage"].as_f64().unwrap();
    assert!((coverage - 0.9).abs() < 1e-9);
    let unknown = json(&["score", &file, "--period", "2020-Q1", "--format", "json"]);
    let score = &unknown["accounts"][0]["score"];
    assert!(score["value"].is_null() && score["reason"].is_string() && score["band"].is_null());
    assert_eq!(unknown["portfolio"]["distribution"][3]["band"], Value::Null);
    let axes = json(&["score", &file, "--model", "d_axes", "--account", "techcorp", "--format", "json"]);
    assert_eq!(axes["workspace"]["model"], "d_axes");
    assert_eq!(axes["accounts"][0]["score"]["factors"].as_array().unwrap().len(), 4);
}

#[test]
fn a_wrong_command_line_is_status_2() {
    let file = techcorp();
    refused(&["nonsense", "x", "y"], 2, &[]);
    refused(&["score"], 2, &["<FILE>"]);
    refused(&["score", &file, "--format", "xml"], 2, &["xml", "json"]);
    refused(&["score", &file, "--window", "0"], 2, &["--window"]);
    refused(&["score", &file, "--account", "nobody"], 2, &["--account", "`nobody`", "techcorp"]);
    refused(&["score", &file, "--model", "nothing"], 2, &["--model", "`nothing`", "default", "d_axes"]);
    refused(&["score", &file, "--period", "2025-12"], 2, &["--period", "2025-12", "2025-Q4"]);
    refused(&["new"], 2, &["--output"]);
    assert_eq!(status(&run(&["--help"])), 0);
    let version = run(&["--version"]);
    assert!(stdout(&version).starts_with(concat!("inroads ", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn an_input_that_cannot_be_read_is_status_3() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let missing = folder.path().join("missing.ron");
    refused(&["score", missing.to_str().unwrap()], 3, &["missing.ron", "does not exist"]);
    refused(&["score", folder.path().to_str().unwrap()], 3, &["not a file"]);
    refused(&["score", &write("empty.ron", b"")], 3, &["empty.ron", "is empty"]);
    refused(&["score", &write("table.ron", b"a,b\n1,2\n")], 3, &["table.ron", "not an Inroads workspace"]);
    let good = fs::read_to_string(techcorp()).unwrap();
    let bad = good.replacen("status: active", "status: actve", 1);
    assert_ne!(good, bad);
    let line = bad.lines().position(|line| line.contains("actve")).unwrap() + 1;
    let place = format!("line {line}, column ");
    refused(&["score", &write("word.ron", bad.as_bytes())], 3, &["word.ron", &place, "`actve`", "active"]);
    let bad = good.replacen("arr: ", "arr: -", 1);
    assert_ne!(good, bad);
    let words = ["negative.ron", "line ", "column ", "arr", "below zero", "enter zero or more"];
    refused(&["score", &write("negative.ron", bad.as_bytes())], 3, &words);
    refused(&["score", &write("cut.ron", &good.as_bytes()[..good.len() / 2])], 3, &["cut.ron", "line "]);
}

#[test]
fn new_writes_workspaces_and_spares_what_exists() {
    let folder = tempfile::tempdir().unwrap();
    for sample in ["empty", "techcorp", "portfolio"] {
        let path = folder.path().join(format!("{sample}.ron"));
        let path = path.to_str().unwrap();
        let output = run(&["new", "--sample", sample, "-o", path]);
        assert_eq!((status(&output), stdout(&output)), (0, String::new()), "{}", stderr(&output));
        let report = json(&["score", path, "--format", "json"]);
        assert_eq!(report["accounts"].as_array().unwrap().is_empty(), sample == "empty");
        let text = run(&["score", path]);
        assert_eq!(status(&text), 0, "{}", stderr(&text));
    }
    let path = folder.path().join("empty.ron");
    let before = fs::read(&path).unwrap();
    assert_eq!(json(&["score", path.to_str().unwrap(), "--format", "json"])["workspace"]["name"], "empty");
    refused(
        &["new", "--sample", "techcorp", "-o", path.to_str().unwrap()],
        4,
        &["empty.ron", "already exists"],
    );
    assert_eq!(fs::read(&path).unwrap(), before);
    let nowhere = folder.path().join("no/such/folder.ron");
    refused(&["new", "-o", nowhere.to_str().unwrap()], 4, &["folder"]);
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let mut child = program()
        .args(["score", &techcorp(), "--format", "json", "--units"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((status(&output), stderr(&output)), (0, String::new()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_status_4() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = program().args(["score", &techcorp()]).stdout(full).output().unwrap();
    assert_eq!(status(&output), 4);
    assert!(stderr(&output).contains("standard output"));
}

#[cfg(not(feature = "gui"))]
#[test]
fn a_build_without_a_window_says_so() {
    refused(&[], 2, &["no window", "--help"]);
}
