//! LibreOffice Calc computes the report from its formulas alone, and comes to the numbers of the engine.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use inroads::{
    domain::*,
    engine::compare,
    files::{dataset::ImportOptions, samples},
    publish::workbook::Depth,
};

use crate::dataset_round_trip::import_all;
use crate::support::{
    calculable,
    sheets::{Book, Value, rewritten, spoilt, with_number, workbook, workbook_of},
};

/// Random workspaces beside the samples.
const RANDOM: usize = 20;

/// A profile in which files of other programs are computed anew when they are opened.
const PROFILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

/// A workbook that a spreadsheet saved is still the workspace.
fn import_of(folder: &Path, case: &str) -> Workspace {
    let path = folder.join("out").join(format!("{case}.xlsx"));
    let imported = import_all(&[path], &ImportOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(imported.warnings, Vec::<String>::new());
    imported.workspace
}

/// The workspace with targets of nine decimals: LibreOffice saves 15 digits of a number.
fn rounded(mut workspace: Workspace) -> Workspace {
    for account in &mut workspace.accounts {
        for target in Arc::make_mut(&mut Arc::make_mut(account).targets) {
            target.value = Amount::new(compare::round_to(target.value.get(), 9)).unwrap();
        }
    }
    workspace
}

/// A workbook as it goes in, and the one that has the numbers it should come out with.
struct Case {
    name: String,
    input: Vec<u8>,
    expected: Book,
}

impl Case {
    /// The workbook of a workspace, every result in it spoilt.
    fn of(name: &str, workspace: &Workspace, period: Period) -> Self {
        let bytes = workbook(workspace, period);
        let expected = Book::read(&bytes);
        Self { name: name.to_owned(), input: rewritten(&bytes, |_, xml| spoilt(&xml)), expected }
    }

    /// The workbook of a workspace that counts as too large: only the measures of the accounts, and what follows.
    fn shallow(workspace: &Workspace, period: Period) -> Self {
        let (bytes, depth) = workbook_of(workspace, period, 100);
        assert!(matches!(depth, Depth::Accounts(cells) if cells > 100));
        let expected = Book::read(&bytes);
        assert!(expected.0.iter().all(|(name, _)| name != "Report units"));
        let whole = Book::read(&workbook(workspace, period));
        for sheet in ["Report accounts", "Report factors"] {
            let values = |book: &Book| -> Vec<Value> {
                book.sheet(sheet)
                    .values()
                    .map(|cell| cell.value.clone())
                    .filter(|v| v.number().is_some())
                    .collect()
            };
            assert_eq!(values(&expected), values(&whole), "{sheet}");
        }
        Self { name: "shallow".to_owned(), input: rewritten(&bytes, |_, xml| spoilt(&xml)), expected }
    }

    /// The workbook of TechCorp in which somebody changed a weight and a figure, against what the engine says of them.
    fn changed() -> Self {
        let mut workspace = samples::techcorp();
        let period = workspace.current_period();
        let before = workbook(&workspace, period);
        let mut model = ScoringModel::built_in();
        model.factors[0].weight_raw = Amount::new(60.0).unwrap();
        workspace.models = Arc::new(vec![Arc::new(model)]);
        let account = Arc::make_mut(&mut workspace.accounts[0]);
        let unit = account.find_unit(&"uk".into()).unwrap();
        let records = Arc::make_mut(&mut account.records[unit]);
        let (_, record) = records.iter_mut().find(|(at, _)| *at == period).unwrap();
        record.arr = Some(Amount::new(125_000.0).unwrap());
        let (data, text) = (Book::read(&before), workspace.period_text(period));
        let row = data.row("records", &["techcorp", "uk", &text]) + 1;
        let input = rewritten(&before, |sheet, xml| match sheet {
            "Report model" => with_number(&spoilt(&xml), "B8", 60.0),
            "records" => with_number(&xml, &format!("F{row}"), 125_000.0),
            _ => spoilt(&xml),
        });
        let expected = Book::read(&workbook(&workspace, period));
        let score = |book: &Book| book.below("Report accounts", "Score", 4).number().unwrap();
        assert!((score(&expected) - score(&data)).abs() > 1.0, "the change moves the score");
        Self { name: "changed".to_owned(), input, expected }
    }
}

fn cases() -> Vec<Case> {
    let (techcorp, portfolio) = (samples::techcorp(), samples::portfolio());
    let mut cases = vec![
        Case::of("techcorp", &techcorp, techcorp.current_period()),
        Case::of("portfolio", &portfolio, portfolio.current_period()),
        Case::changed(),
        Case::shallow(&portfolio, portfolio.current_period()),
    ];
    cases.extend((0..RANDOM).map(|seed| {
        let (workspace, period) = calculable::workspace(seed as u64);
        Case::of(&format!("seed{seed}"), &workspace, period)
    }));
    cases
}

/// Numbers in a column of the accounts, in all of these workbooks.
fn numbers(cases: &[Case], head: &str) -> usize {
    let in_case = |case: &Case| {
        let rows =
            4..4 + case.expected.sheet("Report accounts").keys().filter(|(_, column)| *column == 0).count();
        rows.filter(|row| case.expected.below("Report accounts", head, *row as u32).number().is_some())
            .count()
    };
    cases.iter().map(in_case).sum()
}

fn libreoffice() -> Option<PathBuf> {
    let folders = env::var_os("PATH").unwrap_or_default();
    let mut candidates = env::split_paths(&folders).flat_map(|f| [f.join("soffice"), f.join("libreoffice")]);
    candidates.find(|path| path.is_file())
}

/// Opens all workbooks in one run, without a display and without anybody's profile, and saves them again.
fn recalculated(program: &Path, folder: &Path, cases: &[Case]) -> Vec<Book> {
    let (input, output, profile) = (folder.join("in"), folder.join("out"), folder.join("profile"));
    for made in [&input, &output, &profile.join("user")] {
        fs::create_dir_all(made).unwrap();
    }
    fs::write(profile.join("user/registrymodifications.xcu"), PROFILE).unwrap();
    let files: Vec<PathBuf> = cases.iter().map(|case| input.join(format!("{}.xlsx", case.name))).collect();
    for (case, file) in cases.iter().zip(&files) {
        fs::write(file, &case.input).unwrap();
    }
    let run = Command::new(program)
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", "xlsx", "--outdir"])
        .arg(&output)
        .args(&files)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    cases
        .iter()
        .map(|case| {
            let saved = fs::read(output.join(format!("{}.xlsx", case.name)));
            Book::read(&saved.unwrap_or_else(|error| panic!("{}: {error}\n{said}", case.name)))
        })
        .collect()
}

fn agree(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Number(a), Value::Number(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()) + 1e-12,
        (a, b) => a == b,
    }
}

#[test]
fn libreoffice_agrees_with_the_engine_in_every_formula() {
    let Some(program) = libreoffice() else {
        let is_ci = env::var_os("CI").is_some_and(|value| value == "true");
        assert!(!is_ci, "LibreOffice (package libreoffice-calc) not found");
        eprintln!("skipped: LibreOffice (package libreoffice-calc) not found");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let cases = cases();
    let (mut formulas, mut faults) = (0, Vec::new());
    for (case, found) in cases.iter().zip(recalculated(&program, folder.path(), &cases)) {
        for (sheet, at, cell) in case.expected.formulas() {
            let nothing = Value::Text(String::new());
            let value = found.sheet(sheet).get(&at).map_or(nothing, |cell| cell.value.clone());
            if !agree(&cell.value, &value) {
                faults.push(format!("{}, {sheet} {at:?}: {cell:?} comes to {value:?}", case.name));
            }
            formulas += 1;
        }
    }
    assert!(
        faults.is_empty(),
        "{} of {formulas}:\n{}",
        faults.len(),
        faults[..faults.len().min(20)].join("\n")
    );
    assert!(formulas > 20_000, "{formulas} formulas");
    assert!(rounded(import_of(folder.path(), "techcorp")) == rounded(samples::techcorp()));
    // The random ones say something, too.
    let random = &cases[cases.len() - RANDOM..];
    for (head, least) in
        [("Score", 30), ("Change on the period before, pp", 40), ("Revenue penetration, %", 50)]
    {
        assert!(numbers(random, head) >= least, "{head}: {}", numbers(random, head));
    }
    println!("{formulas} formulas in {} workbooks agree", cases.len());
}
