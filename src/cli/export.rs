//! `inroads export`: writes a workspace in an open form, or what it comes to.

use std::{io, path::Path};

use rust_xlsxwriter::Workbook;

use crate::{
    domain::Workspace,
    files::{
        dataset::{self, ExportError},
        safety::{Disk, RealDisk, replace},
    },
    publish::workbook::{Depth, Layout, MOST_CELLS, add_report},
};

use super::{ExportArguments, Selection, failure::Failure, open, output, score, score_csv, score_json};

/// What can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A folder of CSV files.
    Folder,
    /// A workbook with a sheet per table and a report of formulas.
    Xlsx,
    /// What `score --format csv` prints.
    Csv,
    /// What `score --format json` prints.
    Json,
}

/// Reads the workspace and writes it in the form that the target's name asks for.
pub fn run(arguments: &ExportArguments) -> Result<(), Failure> {
    let disk = RealDisk;
    let target = &arguments.output;
    let written = match form(&disk, target)? {
        Form::Folder => dataset::export_folder(&disk, target, &open::read(&arguments.file)?),
        Form::Xlsx => {
            let mut book = book(open::read(&arguments.file)?, arguments.period.as_deref())?;
            dataset::write_workbook(&disk, target, &mut book)
        }
        Form::Csv => replace(&disk, target, &scores(arguments, score_csv::write)?).map_err(ExportError::from),
        Form::Json => {
            replace(&disk, target, &scores(arguments, score_json::write)?).map_err(ExportError::from)
        }
    };
    match written {
        // The tables stand where they should; what is left beside them is no failure.
        Err(error @ ExportError::LeftOver { .. }) => output::say("note", &error.to_string()),
        other => other.map_err(|error| Failure::Output(error.to_string()))?,
    }
    output::say("note", &format!("wrote “{}”", target.display()));
    Ok(())
}

/// The tables with a report beside them.
fn book(mut workspace: Workspace, period: Option<&str>) -> Result<Workbook, Failure> {
    let mut book = dataset::workbook(&workspace).map_err(Failure::Output)?;
    open::pin(&mut workspace);
    let period = open::period(&workspace, period)?;
    let layout = Layout { tables: &dataset::tables(), prefix: dataset::REPORT_PREFIX };
    let depth = add_report(&mut book, &layout, &workspace, period, MOST_CELLS).map_err(Failure::Output)?;
    if let Depth::Accounts(cells) = depth {
        let text = format!(
            "the formulas of the report go down to the accounts only: sheets on all units would have {cells} cells, more than the {MOST_CELLS} that a spreadsheet opens in reasonable time"
        );
        output::say("note", &text);
    }
    Ok(book)
}

/// The accounts with their measures and scores, as `score` prints them.
fn scores(
    arguments: &ExportArguments,
    write: fn(&score::Report, &mut dyn io::Write) -> io::Result<()>,
) -> Result<Vec<u8>, Failure> {
    let (file, period) = (arguments.file.clone(), arguments.period.clone());
    let opened = open::open(&Selection { file, accounts: Vec::new(), period, model: None })?;
    let mut bytes = Vec::new();
    write(&score::report(opened, false, None), &mut bytes)
        .map_err(|error| Failure::Output(error.to_string()))?;
    Ok(bytes)
}

fn form(disk: &dyn Disk, target: &Path) -> Result<Form, Failure> {
    let is_folder = target.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
        || disk.metadata(target).is_ok_and(|known| known.is_some_and(|known| !known.is_file));
    let Some(ending) = target.extension().filter(|_| !is_folder) else { return Ok(Form::Folder) };
    let forms = [("xlsx", Form::Xlsx), ("csv", Form::Csv), ("json", Form::Json)];
    let found = forms.into_iter().find(|(known, _)| ending.eq_ignore_ascii_case(known));
    found.map(|(_, form)| form).ok_or_else(|| {
        Failure::Usage(format!(
            "--output: files of the form .{} cannot be written by this version; available are a folder of CSV files (a name without an ending, or one that ends with /), .xlsx, .csv and .json",
            ending.to_string_lossy()
        ))
    })
}
