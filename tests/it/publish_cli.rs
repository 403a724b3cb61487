//! `inroads export` to pictures and the report: every target, its options, its errors, and what is spared.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use inroads::files::{safety::RealDisk, samples, workspace};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let all = ["export", "sample.ron", "-o"].iter().chain(arguments);
    Command::new(env!("CARGO_BIN_EXE_inroads")).current_dir(folder).args(all).output().unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    workspace::save(&RealDisk, &folder.path().join("sample.ron"), &samples::portfolio()).unwrap();
    folder
}

#[track_caller]
fn written(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = run(folder, arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout), (Some(0), Vec::new()), "{arguments:?}: {said}");
    fs::read(folder.join(arguments[0])).unwrap()
}

#[track_caller]
fn text(folder: &Path, arguments: &[&str]) -> String {
    String::from_utf8(written(folder, arguments)).unwrap()
}

#[track_caller]
fn refused(folder: &Path, arguments: &[&str], status: i32, words: &[&str]) {
    let output = run(folder, arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
    for word in words {
        assert!(said.contains(word), "`{word}` is not in: {said}");
    }
}

#[test]
fn every_target_is_written_and_is_the_same_again() {
    let folder = folder();
    let at = folder.path();
    for (target, begins) in [
        ("map.svg", "<?xml"),
        ("map.png", "\u{fffd}PNG"),
        ("map.pdf", "%PDF-"),
        ("report.html", "<!DOCTYPE html>"),
        ("MAP.SVG", "<?xml"),
    ] {
        let first = written(at, &[target]);
        assert!(String::from_utf8_lossy(&first).starts_with(begins), "{target}");
        assert_eq!(first, written(at, &[target]), "{target} is the same again");
    }
}

#[test]
fn options_choose_account_period_colours_and_form() {
    let folder = folder();
    let at = folder.path();
    let cobalt = text(at, &["map.svg", "--account", "cobalt"]);
    assert!(cobalt.contains(">Cobalt</text>"), "the account's name is the title");
    let said = run(at, &["map.svg"]);
    assert!(String::from_utf8_lossy(&said.stderr).contains("the picture shows the first account"));
    let earlier = text(at, &["map.svg", "--account", "techcorp", "--period", "2025-Q3"]);
    assert!(earlier.contains("2025-Q3 · coloured by status"));
    let risk = text(at, &["map.svg", "--account", "techcorp", "--colour-by", "risk", "--view", "treemap"]);
    assert!(risk.contains("coloured by risk") && risk.contains("Area: potential"));
    let (light, dark) = (text(at, &["map.svg"]), text(at, &["map.svg", "--theme", "dark"]));
    assert!(light.contains("#04986F") && !light.contains("#009E73"));
    assert!(dark.contains("#14181E"));
    let side = |scale: &str| {
        let png = written(at, &["map.png", "--account", "techcorp", "--scale", scale]);
        u32::from_be_bytes(png[16..20].try_into().unwrap())
    };
    assert_eq!(side("3"), 3 * side("1"));
    let accounts = samples::portfolio().accounts.len();
    let pages = |file: Vec<u8>| String::from_utf8_lossy(&file).matches("/MediaBox").count();
    assert_eq!(pages(written(at, &["all.pdf"])), accounts);
    assert_eq!(pages(written(at, &["two.pdf", "--account", "techcorp", "--account", "cobalt"])), 2);
}

/// The model chosen is that of the numbers, in the report, in CSV and in the workbook.
#[test]
fn another_model_gives_other_scores() {
    let folder = folder();
    let at = folder.path();
    for target in ["report.html", "scores.csv", "scores.json", "book.xlsx"] {
        let usual = written(at, &[target]);
        assert_ne!(usual, written(at, &[target, "--model", "d_five_factor"]), "{target}");
    }
    refused(at, &["report.html", "--model", "none"], 2, &["--model", "`none`", "default"]);
}

#[test]
fn errors_have_their_status_and_spare_what_is_there() {
    let folder = folder();
    let at = folder.path();
    for target in ["map.svg", "map.png", "map.pdf", "report.html", "scores.csv"] {
        refused(at, &[target, "--account", "nobody"], 2, &["--account", "`nobody`", "techcorp"]);
        refused(at, &[target, "--period", "soon"], 2, &["--period", "soon"]);
        assert!(!at.join(target).exists());
        let within = format!("no/{target}");
        refused(at, &[&within], 4, &["no"]);
        fs::create_dir(at.join(target)).unwrap();
        fs::write(at.join(target).join("letter.txt"), "mine").unwrap();
        refused(at, &[target], 4, &["letter.txt"]);
        assert_eq!(fs::read_to_string(at.join(target).join("letter.txt")).unwrap(), "mine");
    }
    refused(at, &["a.svg", "--colour-by", "mood"], 2, &["--colour-by", "white_space"]);
    refused(at, &["a.png", "--scale", "9"], 2, &["--scale"]);
    refused(at, &["tables", "--account", "techcorp"], 2, &["--account", "whole workspace"]);
    refused(at, &["a.xlsx", "--account", "techcorp"], 2, &["--account", "whole workspace"]);
    let empty = inroads::domain::Workspace::default();
    workspace::save(&RealDisk, &at.join("sample.ron"), &empty).unwrap();
    refused(at, &["a.svg"], 3, &["no account"]);
    assert!(text(at, &["a.html"]).contains("There are no accounts yet."));
}
