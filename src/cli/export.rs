//! `inroads export`: writes a workspace in an open form.

use std::path::Path;

use crate::files::{
    dataset::{self, ExportError},
    safety::{Disk, RealDisk},
};

use super::{ExportArguments, failure::Failure, open, output};

/// What can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A folder of CSV files.
    Folder,
    /// A workbook with a sheet per table.
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
        Form::Xlsx => dataset::export_xlsx(&disk, target, &workspace),
    };
    match written {
        // The tables stand where they should; what is left beside them is no failure.
        Err(error @ ExportError::LeftOver { .. }) => output::say("note", &error.to_string()),
        other => other.map_err(|error| Failure::Output(error.to_string()))?,
    }
    output::say("note", &format!("wrote “{}”", target.display()));
    Ok(())
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
