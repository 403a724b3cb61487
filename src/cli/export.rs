//! `inroads export`: writes a workspace in an open form.

use std::path::Path;

use rust_xlsxwriter::Workbook;

use crate::{
    domain::Workspace,
    files::{
        dataset::{self, ExportError},
        safety::{Disk, RealDisk},
    },
    publish::workbook::{Added, Layout, MOST_CELLS, add_report},
};

use super::{ExportArguments, failure::Failure, open, output};

/// What can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A folder of CSV files.
    Folder,
    /// A workbook with a sheet per table and a report of formulas.
    Xlsx,
}

/// Reads the workspace and writes it in the form that the target's name asks for.
pub fn run(arguments: &ExportArguments) -> Result<(), Failure> {
    let disk = RealDisk;
    let target = &arguments.output;
    let form = form(&disk, target)?;
    let workspace = open::read(&arguments.file)?;
    let written = match form {
        Form::Folder => dataset::export_folder(&disk, target, &workspace),
        Form::Xlsx => {
            let mut book = book(workspace, arguments.period.as_deref())?;
            dataset::write_workbook(&disk, target, &mut book)
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
    match add_report(&mut book, &layout, &workspace, period).map_err(Failure::Output)? {
        Added::Report => {}
        Added::TooLarge(cells) => output::say(
            "note",
            &format!("the workbook has the tables alone: the report would have had {cells} cells, and a spreadsheet opens {MOST_CELLS} in reasonable time"),
        ),
    }
    Ok(book)
}

fn form(disk: &dyn Disk, target: &Path) -> Result<Form, Failure> {
    let is_folder = target.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
        || disk.metadata(target).is_ok_and(|known| known.is_some_and(|known| !known.is_file));
    let Some(ending) = target.extension().filter(|_| !is_folder) else { return Ok(Form::Folder) };
    if ending.eq_ignore_ascii_case("xlsx") {
        return Ok(Form::Xlsx);
    }
    Err(Failure::Usage(format!(
        "--output: files of the form .{} cannot be written by this version; available are a folder of CSV files (a name without an ending, or one that ends with /) and .xlsx",
        ending.to_string_lossy()
    )))
}
