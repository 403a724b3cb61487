//! `inroads export`: writes a workspace in an open form, or what it comes to.

use std::{io, path::Path, sync::Arc};

use rust_xlsxwriter::Workbook;

use crate::{
    engine::{
        rules::{self, Finding},
        shading::ColourBy,
    },
    files::{
        dataset::{self, ExportError},
        safety::{Disk, RealDisk, replace},
    },
    publish::{
        drawing::Drawing,
        map::{self, Source},
        pdf, png,
        report::{self, Report},
        svg,
        workbook::{Depth, Layout, MOST_CELLS, add_report},
    },
};

use super::{
    ExportArguments, PictureArguments, Selection, Theme, View,
    failure::Failure,
    open::{self, Opened},
    output, score, score_csv, score_json, text,
};

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
    /// The report to read.
    Html,
    /// Maps, one page for each account.
    Pdf,
    /// The map of one account.
    Svg,
    /// The same in pixels.
    Png,
}

/// Endings with what they stand for.
const FORMS: [(&str, Form); 7] = [
    ("xlsx", Form::Xlsx),
    ("csv", Form::Csv),
    ("json", Form::Json),
    ("html", Form::Html),
    ("pdf", Form::Pdf),
    ("svg", Form::Svg),
    ("png", Form::Png),
];

/// Reads the workspace and writes it in the form that the target's name asks for.
pub fn run(arguments: &ExportArguments) -> Result<(), Failure> {
    let disk = RealDisk;
    let (target, selection) = (&arguments.output, &arguments.selection);
    let form = form(&disk, target)?;
    if matches!(form, Form::Folder | Form::Xlsx) && !selection.accounts.is_empty() {
        let what = "--account: tables hold the whole workspace; leave --account out, or export .csv, .json, .html or a picture";
        return Err(Failure::Usage(what.to_owned()));
    }
    let bytes = |bytes: Vec<u8>| replace(&disk, target, &bytes).map_err(ExportError::from);
    let written = match form {
        Form::Folder => dataset::export_folder(&disk, target, &open::read(&selection.file)?),
        Form::Xlsx => dataset::write_workbook(&disk, target, &mut book(selection)?),
        Form::Csv => bytes(scores(selection, score_csv::write)?),
        Form::Json => bytes(scores(selection, score_json::write)?),
        Form::Html => bytes(page(open::open(selection)?).into_bytes()),
        Form::Pdf | Form::Svg | Form::Png => {
            bytes(picture(&open::open(selection)?, form, &arguments.picture)?)
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

/// By what units are coloured, from its key.
pub fn colour(text: &str) -> Result<ColourBy, String> {
    let keys = || ColourBy::ALL.map(ColourBy::key).join(", ");
    let found = ColourBy::ALL.into_iter().find(|by| by.key() == text);
    found.ok_or_else(|| format!("known: {}", keys()))
}

/// The report to read.
fn page(opened: Opened) -> String {
    let Opened { workspace, accounts, period, model } = opened;
    report::page(&Report::new(&workspace, &accounts, period, &model))
}

/// Maps of the accounts asked for: the first one, or in a PDF all of them.
fn picture(opened: &Opened, form: Form, look: &PictureArguments) -> Result<Vec<u8>, Failure> {
    let Opened { workspace, accounts, period, model } = opened;
    let asked = if form == Form::Pdf { accounts.len() } else { 1 };
    let wanted: Vec<usize> =
        accounts.iter().take(asked).filter_map(|account| workspace.find_account(&account.key)).collect();
    if wanted.is_empty() {
        return Err(Failure::Input("the workspace has no account, so there is no map to draw".to_owned()));
    }
    if accounts.len() > asked {
        let name = text::clean(&accounts[0].name);
        let all = "a .pdf has a page for each account";
        output::say(
            "note",
            &format!("the picture shows the first account, {name}; choose another one with --account, {all}"),
        );
    }
    let findings = rules::check(workspace, model, *period, &wanted);
    let drawing = |at: &usize| {
        let of = |finding: &&Finding| finding.account == Some(*at as u32);
        let findings: Vec<Finding> = findings.iter().filter(of).cloned().collect();
        let account = &workspace.accounts[*at];
        let form = match look.view {
            View::Tree => map::Form::Tree(None),
            View::Treemap => map::Form::Treemap { branch: None, size: None },
        };
        let source = Source { workspace, account, period: *period, findings: &findings };
        source.picture(look.colour_by, form).drawing(look.theme == Theme::Dark)
    };
    let drawings: Vec<Drawing> = wanted.iter().map(drawing).collect();
    match form {
        Form::Pdf => pdf::file(&opened.title(), &drawings),
        Form::Png => png::file(&drawings[0], f64::from(look.scale)),
        _ => Ok(svg::file(&drawings[0]).into_bytes()),
    }
    .map_err(Failure::Output)
}

/// The tables with a report beside them.
fn book(selection: &Selection) -> Result<Workbook, Failure> {
    let Opened { mut workspace, period, model, .. } = open::open(selection)?;
    let mut book = dataset::workbook(&open::read(&selection.file)?).map_err(Failure::Output)?;
    if workspace.model(&model.key).is_none() {
        Arc::make_mut(&mut workspace.models).push(Arc::clone(&model));
    }
    Arc::make_mut(&mut workspace.settings).active_model = model.key.clone();
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
    selection: &Selection,
    write: fn(&score::Report, &mut dyn io::Write) -> io::Result<()>,
) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    write(&score::report(open::open(selection)?, false, None), &mut bytes)
        .map_err(|error| Failure::Output(error.to_string()))?;
    Ok(bytes)
}

fn form(disk: &dyn Disk, target: &Path) -> Result<Form, Failure> {
    let is_folder = target.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
        || disk.metadata(target).is_ok_and(|known| known.is_some_and(|known| !known.is_file));
    let Some(ending) = target.extension().filter(|_| !is_folder) else { return Ok(Form::Folder) };
    let found = FORMS.into_iter().find(|(known, _)| ending.eq_ignore_ascii_case(known));
    found.map(|(_, form)| form).ok_or_else(|| {
        let known = FORMS.map(|(ending, _)| format!(".{ending}")).join(", ");
        Failure::Usage(format!(
            "--output: there is no export of the form .{}; available are a folder of CSV files (a name without an ending, or one that ends with /), {known}",
            ending.to_string_lossy()
        ))
    })
}
