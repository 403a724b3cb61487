//! `inroads import`: reads a dataset, or a table that people have already, into a workspace file.

use std::path::Path;

use crate::{
    domain::{Settings, Workspace},
    files::{
        dataset::{self, ImportOptions},
        safety::{Disk, RealDisk},
        workspace,
    },
    number::DecimalHint,
};

use super::{ImportArguments, failure::Failure, open, output};

/// Reads everything, and only then writes.
pub fn run(arguments: &ImportArguments) -> Result<(), Failure> {
    let disk = RealDisk;
    let path = &arguments.output;
    check_free(&disk, path, arguments.into.as_deref())?;
    let into = arguments.into.as_deref().map(open::read).transpose()?;
    let options =
        ImportOptions { decimal: arguments.locale, columns: &arguments.columns, into: into.as_ref() };
    let imported = dataset::import(&disk, &arguments.sources, &options)
        .map_err(|error| Failure::Input(error.to_string()))?;
    for warning in &imported.warnings {
        output::say("note", warning);
    }
    let mut workspace = imported.workspace;
    if !imported.has_settings && workspace.settings.name.is_empty() {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        workspace.settings = Settings { name, ..(*workspace.settings).clone() }.into();
    }
    workspace::save(&disk, path, &workspace).map_err(|error| Failure::Output(error.to_string()))?;
    output::say("note", &format!("wrote “{}”: {}", path.display(), counts(&workspace)));
    Ok(())
}

/// A file that exists is left alone, unless it is the one to import into.
fn check_free(disk: &dyn Disk, path: &Path, into: Option<&Path>) -> Result<(), Failure> {
    let failed = |error| Failure::Output(format!("{error}"));
    if disk.metadata(path).map_err(failed)?.is_none() {
        return Ok(());
    }
    let target = disk.resolve(path).map_err(failed)?;
    if into.is_some_and(|into| disk.resolve(into).is_ok_and(|into| into == target)) {
        return Ok(());
    }
    Err(Failure::Output(format!(
        "“{}” already exists and was not touched; choose another name, or import into it with --into",
        path.display()
    )))
}

fn counts(workspace: &Workspace) -> String {
    let units: usize = workspace.accounts.iter().map(|account| account.units.len() - 1).sum();
    let records: usize =
        workspace.accounts.iter().flat_map(|account| &account.records).map(|records| records.len()).sum();
    let many = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let accounts = many(workspace.accounts.len(), "account");
    format!("{accounts}, {}, {}", many(units, "unit"), many(records, "record"))
}

/// Languages in which a point splits decimals, and regions in which it does against the custom of their language.
const POINT: [&str; 18] = [
    "en", "ja", "zh", "ko", "he", "th", "hi", "bn", "ta", "te", "ur", "ms", "sw", "cy", "ga", "fil", "mt",
    "am",
];
const COMMA: [&str; 28] = [
    "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv", "da", "nb", "nn", "no", "fi", "cs", "sk", "sl",
    "tr", "el", "hu", "ro", "bg", "uk", "hr", "sr", "id", "vi", "ca",
];
const POINT_REGIONS: [&str; 9] =
    ["de-ch", "de-li", "it-ch", "es-mx", "es-us", "es-pr", "es-gt", "es-pa", "es-do"];

/// Which sign splits decimals in a language such as `de` or `en-GB`.
///
/// # Errors
/// A sentence that lists the languages that are known.
pub fn locale(text: &str) -> Result<DecimalHint, String> {
    let tag = text.to_lowercase().replace('_', "-");
    let tag = tag.split('.').next().unwrap_or_default();
    let language = tag.split('-').next().unwrap_or_default();
    if POINT_REGIONS.contains(&tag) || POINT.contains(&language) {
        Ok(DecimalHint::Point)
    } else if COMMA.contains(&language) {
        Ok(DecimalHint::Comma)
    } else {
        Err(format!(
            "write a language such as en, en-GB or de; known are {}, {}",
            POINT.join(", "),
            COMMA.join(", ")
        ))
    }
}

/// `id=Account Number` as a pair.
///
/// # Errors
/// A sentence with an example.
pub fn column(text: &str) -> Result<(String, String), String> {
    let (key, name) = text.split_once('=').ok_or("write it like id=\"Account Number\"")?;
    if key.trim().is_empty() || name.trim().is_empty() {
        return Err("write it like id=\"Account Number\"".to_owned());
    }
    Ok((key.trim().to_owned(), name.trim().to_owned()))
}
