//! `inroads import` and `inroads export` by their command line: statuses, messages, and files that are spared.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use inroads::files::safety::RealDisk;
use inroads::files::{samples, workspace};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_inroads")).current_dir(folder).args(arguments).output().unwrap()
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout), (Some(0), Vec::new()), "{arguments:?}: {text}");
    text
}

fn refused(folder: &Path, arguments: &[&str], status: i32, words: &[&str]) {
    let output = run(folder, arguments);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {text}");
    assert!(output.stdout.is_empty());
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

fn sample(folder: &Path) -> PathBuf {
    let path = folder.join("sample.ron");
    workspace::save(&RealDisk, &path, &samples::techcorp()).unwrap();
    path
}

#[test]
fn out_and_in_again_is_the_same_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let text = fs::read(sample(at)).unwrap();
    for target in ["tables", "tables/", "tables.xlsx", "TABLES2.XLSX", "tables"] {
        done(at, &["export", "sample.ron", "-o", target]);
        let back = format!("{}.ron", target.replace(['/', '.'], "_"));
        let _ = fs::remove_file(at.join(&back));
        let said = done(at, &["import", target, "-o", &back]);
        assert!(said.contains("1 account, 12 units"), "{said}");
        assert_eq!(fs::read(at.join(&back)).unwrap(), text, "{target}");
    }
    // Single files do as well as their folder.
    let files = ["tables/accounts.csv", "tables/units.csv", "tables/regions.csv"];
    done(at, &[&["import"][..], &files, &["-o", "my plan.ron"]].concat());
    let read = workspace::read(&RealDisk, &at.join("my plan.ron")).unwrap();
    assert_eq!((read.settings.name.as_str(), read.accounts[0].units.len()), ("my plan", 13));
}

#[test]
fn a_table_in_the_code_page_of_windows_is_read_and_said_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("accounts.csv"), "account,name\nt,TechCorp\n").unwrap();
    fs::write(at.join("units.csv"), b"account;unit;name;kind\r\nt;a;Gesch\xe4ft;division\r\n").unwrap();
    let said = done(at, &["import", "accounts.csv", "units.csv", "-o", "plan.ron"]);
    assert!(said.contains("note: “units.csv”: read as Windows-1252; save as UTF-8"), "{said}");
    let read = workspace::read(&RealDisk, &at.join("plan.ron")).unwrap();
    assert_eq!(read.accounts[0].units[1].name, "Geschäft");
}

#[test]
fn accounts_are_exported_as_they_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    sample(at);
    for (form, period) in [("csv", "2025-Q4"), ("json", "2025-Q3")] {
        let target = format!("scores.{form}");
        for _ in 0..2 {
            done(at, &["export", "sample.ron", "-o", &target, "--period", period]);
        }
        let printed = run(at, &["score", "sample.ron", "--format", form, "--period", period]);
        assert_eq!(fs::read(at.join(&target)).unwrap(), printed.stdout, "{form}");
    }
    refused(at, &["export", "sample.ron", "-o", "x.csv", "--period", "soon"], 2, &["--period", "soon"]);
    refused(at, &["export", "sample.ron", "-o", "x.xlsx", "--period", "soon"], 2, &["--period", "soon"]);
}

#[test]
fn statuses_are_those_of_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let text = fs::read(sample(at)).unwrap();
    done(at, &["export", "sample.ron", "-o", "tables"]);
    refused(at, &["import", "-o", "x.ron"], 2, &["SOURCE"]);
    refused(at, &["import", "tables"], 2, &["--output"]);
    refused(at, &["import", "tables", "-o", "x.ron", "--locale", "klingon"], 2, &["--locale", "en", "de"]);
    refused(at, &["import", "tables", "-o", "x.ron", "--column", "id"], 2, &["--column", "Account Number"]);
    for ending in ["odt", "docx"] {
        let target = format!("x.{ending}");
        refused(at, &["export", "sample.ron", "-o", &target], 2, &[ending, "folder of CSV files", ".xlsx"]);
    }
    refused(at, &["export", "none.ron", "-o", "x"], 3, &["none.ron", "does not exist"]);
    refused(at, &["import", "none", "-o", "x.ron"], 3, &["none", "does not exist"]);
    refused(at, &["import", "tables", "--into", "none.ron", "-o", "x.ron"], 3, &["none.ron"]);
    fs::write(at.join("tables/accounts.csv"), "account,name,tier\nx,X,golden\n").unwrap();
    let words = ["table accounts, row 2, column tier", "`golden`", "strategic", "nothing was imported"];
    refused(at, &["import", "tables", "-o", "x.ron"], 3, &words);
    assert!(!at.join("x.ron").exists());
    refused(at, &["import", "tables", "-o", "sample.ron"], 4, &["sample.ron", "already exists", "--into"]);
    refused(at, &["export", "sample.ron", "-o", "no/such/tables"], 4, &["no/such"]);
    refused(at, &["export", "sample.ron", "-o", "no/such.xlsx"], 4, &["no"]);
    refused(at, &["export", "sample.ron", "-o", "."], 4, &["Choose another name"]);
    fs::create_dir(at.join("mine")).unwrap();
    fs::write(at.join("mine/letter.txt"), "mine").unwrap();
    refused(at, &["export", "sample.ron", "-o", "mine"], 4, &["letter.txt", "no table of a dataset"]);
    assert_eq!(fs::read(at.join("sample.ron")).unwrap(), text);
}

#[test]
fn a_workspace_can_be_changed_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    sample(at);
    fs::write(at.join("accounts.csv"), "account,name\nnova,Nova\n").unwrap();
    done(at, &["import", "accounts.csv", "--into", "sample.ron", "-o", "both.ron"]);
    let both = workspace::read(&RealDisk, &at.join("both.ron")).unwrap();
    assert_eq!(both.accounts.len(), 2);
    assert_eq!(both.settings.name, samples::techcorp().settings.name);
    done(at, &["import", "accounts.csv", "--into", "sample.ron", "-o", "./sample.ron"]);
    assert_eq!(workspace::read(&RealDisk, &at.join("sample.ron")).unwrap(), both);
}

#[test]
fn options_reach_the_reader() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("accounts.csv"), "account,name\nt,T\n").unwrap();
    fs::write(at.join("units.csv"), "account,unit,name,kind\nt,a,A,team\n").unwrap();
    fs::write(at.join("records.csv"), "account;unit;period;arr\nt;a;2025-Q4;1.234\nt;a;2025-Q3;1,234\n")
        .unwrap();
    let sources = ["import", "accounts.csv", "units.csv", "records.csv", "-o", "x.ron"];
    refused(at, &sources, 3, &["row 3", "`1,234`", "--locale"]);
    done(at, &[&sources[..], &["--locale", "de_DE.UTF-8"]].concat());
    let read = workspace::read(&RealDisk, &at.join("x.ron")).unwrap();
    let records = read.accounts[0].records[1].iter();
    let arr: Vec<f64> = records.map(|(_, record)| record.arr.unwrap().get()).collect();
    assert_eq!(arr, [1.234, 1234.0]);
    fs::write(at.join("crm.csv"), "Nr,Up,Label\n1,,Cobalt\n2,1,Foods\n").unwrap();
    let columns = ["--column", "id=Nr", "--column", "parent=Up", "--column", "name=Label"];
    done(at, &[&["import", "crm.csv", "-o", "crm.ron"][..], &columns].concat());
    let read = workspace::read(&RealDisk, &at.join("crm.ron")).unwrap();
    assert_eq!((read.settings.name.as_str(), read.accounts[0].name.as_str()), ("crm", "Cobalt"));
}
