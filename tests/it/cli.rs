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

pub fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name)
}

pub fn techcorp() -> String {
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
fn every_key_of_the_contract_is_printed() {
    let report = json(&["score", &techcorp(), "--window", "1", "--format", "json"]);
    let metrics = report["accounts"][0]["metrics"].as_object().unwrap();
    let keys = "unit_penetration division_penetration geographic_penetration department_penetration \
        revenue_penetration share_of_wallet spend_penetration white_space user_penetration seat_penetration \
        seat_utilisation dormant_seats product_penetration product_grid_penetration average_product_adoption \
        product_reach cross_sell_readiness engaged_stakeholders coverage_score threaded_units_share champion_count \
        top_unit_share revenue_hhi nrr grr competitor_white_space pilot_pipeline overall_penetration qoq_pp \
        qoq_relative yoy_pp roadmap_coverage penetration_points strong_unit_penetration reach_with_pilots \
        team_penetration net_gap overage seat_headroom open_products inactive_departments dormant_share \
        average_product_adoption_all single_threaded role_coverage effective_units normalised_hhi grr_unit upsell \
        new_unit competitor_white_space_share competitor_units numerator_effect denominator_effect \
        unplanned_white_space confirmed_units grounded_potential reviewed_potential score_weight_coverage";
    for key in keys.split_whitespace() {
        assert!(metrics.contains_key(key), "{key} is missing");
    }
    assert_eq!(metrics.len(), keys.split_whitespace().count());
    assert_eq!(metrics["single_threaded"], serde_json::json!({"value": false, "unit": "flag", "flags": []}));
    let roles = ["economic_buyer", "executive_sponsor", "champion", "technical_buyer"];
    assert_eq!(metrics["role_coverage"]["value"], serde_json::json!(roles));
    let reach = &metrics["product_reach"];
    assert_eq!((&reach["unit"], &reach["value"]), (&"percent".into(), &Value::Null));
    assert_eq!(
        reach["by_product"]["P2"],
        serde_json::json!({"value": 100.0 / 9.0, "numerator": 1.0, "denominator": 9.0})
    );
    assert_eq!((&metrics["nrr"]["value"], &metrics["grr"]["value"]), (&120.0.into(), &100.0.into()));
    assert_eq!(metrics["score_weight_coverage"]["value"], 100.0);
    let portfolio = report["portfolio"]["metrics"].as_object().unwrap();
    let keys: Vec<&str> = portfolio.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "portfolio_penetration",
            "portfolio_penetration_mean",
            "portfolio_penetration_median",
            "portfolio_penetration_strategic",
            "portfolio_penetration_mean_strategic",
            "portfolio_penetration_median_strategic",
            "white_space",
            "nrr",
            "grr",
            "expansion_share",
            "cross_sell_rate",
            "beachhead_to_new_business"
        ]
    );
    assert_eq!(portfolio["nrr"]["value"], 120.0);
    assert_eq!(portfolio["beachhead_to_new_business"]["reason"], "no target for new business is set");
    // A year before the sample begins nothing is known.
    let year = json(&["score", &techcorp(), "--format", "json"]);
    assert_eq!(year["accounts"][0]["metrics"]["nrr"]["value"], Value::Null);
    let target = |metric: &str| {
        let targets = report["accounts"][0]["targets"].as_array().unwrap();
        targets.iter().find(|target| target["metric"] == metric).unwrap().clone()
    };
    assert_eq!(target("user_penetration")["attainment"], 26.5625 / 0.75);
    assert!((target("division_penetration")["gap"].as_f64().unwrap() - 44.444_444_4).abs() < 1e-6);
}

#[test]
fn check_finds_what_the_sample_is_known_for() {
    let file = techcorp();
    let report = json(&["check", &file, "--format", "json"]);
    assert_eq!(report["schema"], 1);
    let findings = report["findings"].as_array().unwrap();
    let of = |rule: &str| findings.iter().find(|finding| finding["rule"] == rule).unwrap();
    let top = of("R-11");
    assert_eq!(
        top,
        &serde_json::json!({"rule": "R-11", "outcome": "fired", "severity": "medium", "account": "techcorp",
            "unit": "digital",
            "message": "Digital Division carries 53.3% of revenue (effective number of units 2.49).",
            "evidence": {"share": 100.0 * 800.0 / 1500.0, "effective_units": top["evidence"]["effective_units"]}})
    );
    let unknown = of("R-08");
    assert_eq!((&unknown["outcome"], &unknown["severity"]), (&"cannot_check".into(), &Value::Null));
    assert!(!unknown["missing"].as_array().unwrap().is_empty());
    let plan = of("O-10");
    assert_eq!((&plan["unit"], &plan["severity"]), (&"enterprise".into(), &Value::Null));
    assert!(findings.iter().all(|finding| finding["outcome"] != "clear"));
    let all = json(&["check", &file, "--all", "--format", "json"]);
    let all = all["findings"].as_array().unwrap();
    let rules: std::collections::BTreeSet<&str> = all.iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert_eq!(rules.len(), 71);
    let over_all: Vec<&str> =
        all.iter().filter(|f| f["account"].is_null()).map(|f| f["rule"].as_str().unwrap()).collect();
    assert_eq!(over_all, ["G-07", "G-18", "G-26", "G-28"]);
}

#[test]
fn check_fails_from_the_severity_asked_for() {
    let file = techcorp();
    let ends = |arguments: &[&str]| status(&run(&[&["check", &file], arguments].concat()));
    assert_eq!([ends(&[]), ends(&["--fail-on", "medium"]), ends(&["--fail-on", "high"])], [0, 1, 0]);
    refused(&["check", &file, "--fail-on", "info"], 2, &["--fail-on", "info"]);
    refused(&["check", "/no/such/file.ron"], 3, &["file.ron"]);
    let output = run(&["check", &file, "--fail-on", "low"]);
    assert_eq!((status(&output), stderr(&output)), (1, String::new()));
    let text = stdout(&output);
    for words in [
        "TechCorp review · 2025-Q4",
        "Medium    R-11  Digital Division",
        "CANNOT BE CHECKED",
        "opportunities",
    ] {
        assert!(text.contains(words), "`{words}` is not in:\n{text}");
    }
}

#[test]
fn check_prints_csv_of_one_width() {
    let output = run(&["check", &techcorp(), "--all", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() >= 71);
    let top = rows.iter().find(|row| &row[0] == "R-11").unwrap();
    assert_eq!((&top[1], &top[2], &top[3], &top[4]), ("fired", "medium", "techcorp", "digital"));
    let evidence: Value = serde_json::from_str(&top[8]).unwrap();
    assert!(evidence["share"].is_number());
    // The portfolio is read account by account.
    let portfolio = sample("portfolio.ron").to_str().unwrap().to_owned();
    let some = json(&["check", &portfolio, "--account", "techcorp", "--format", "json"]);
    let found = some["findings"].as_array().unwrap();
    assert!(found.iter().all(|finding| finding["account"].is_null() || finding["account"] == "techcorp"));
    assert_eq!(status(&run(&["check", &portfolio, "--all"])), 0);
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
