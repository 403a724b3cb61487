//! `inroads new`: writes a new workspace.

use crate::files::safety::{Disk, RealDisk, replace};

use super::{NewArguments, failure::Failure, output};

/// Writes the workspace; a file that exists is left alone.
pub fn run(arguments: &NewArguments) -> Result<(), Failure> {
    let path = &arguments.output;
    let disk = RealDisk;
    let existing = disk.metadata(path).map_err(|error| Failure::Output(error.to_string()))?;
    if existing.is_some() {
        return Err(Failure::Output(format!(
            "“{}” already exists and was not touched; choose another name, or delete it first",
            path.display()
        )));
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let text = arguments.sample.text(&stem, jiff::Zoned::now().date());
    replace(&disk, path, text.as_bytes()).map_err(|error| Failure::Output(error.to_string()))?;
    output::say("note", &format!("wrote “{}”", path.display()));
    Ok(())
}
