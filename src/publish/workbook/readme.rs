//! The first sheet: what is data, what is a formula, what is a value, and on what the report stands.

use super::{
    Depth, Report,
    page::{self, Ink, PARAGRAPH_WIDTH, Page},
};

/// The sheet.
pub fn page(report: &Report<'_>, depth: Depth) -> Page {
    let (workspace, now) = (report.workspace, &report.now);
    let prefix = now.data.prefix();
    let mut page = Page::new(&format!("{prefix}read me"));
    page.fit();
    page.width(0, 26.0);
    page.width(1, PARAGRAPH_WIDTH as f64);
    let mut row = 1;
    let settings = &workspace.settings;
    for (label, text) in [
        ("Workspace", page::clean(&settings.name)),
        ("Period", workspace.period_text(now.period)),
        ("As of", workspace.as_of().to_string()),
        ("Scoring model", page::clean(&report.model.scoring.name)),
        ("Headline", format!("{} penetration", settings.headline_axis.word())),
        ("Currency", page::clean(&settings.currency.code)),
    ] {
        page.bold(row, 0, label);
        page.text_as(row, 1, &text, Ink::Plain);
        row += 1;
    }
    row += 1;
    page.bold(row, 0, "Sheets of the report");
    row += 1;
    let mut sheets = vec![
        (
            "accounts",
            "Rank, score and band of every account and the measures they rest on; above them the portfolio.",
        ),
        ("factors", "For every account and factor of the model: value, points, weight, contribution."),
        (
            "model",
            "Weights, curves and bands. Change what stands on yellow, and scores, bands and ranks follow.",
        ),
    ];
    match depth {
        Depth::Units => sheets.extend(unit_sheets(report)),
        Depth::Accounts(_) => sheets.push((
            "units",
            "Left out: there are more units than a spreadsheet opens in reasonable time. The measures of the accounts are values from Inroads.",
        )),
    }
    for (name, text) in sheets {
        page.text_as(row, 0, &format!("{prefix}{name}"), Ink::Plain);
        page.paragraph(row, 1, text, Ink::Plain);
        row += 1;
    }
    row += 1;
    for (label, ink, text) in [
        (
            "Data",
            Ink::Plain,
            "The sheets with lower-case names (workspace, accounts, units, records …) are the workspace itself. Change a figure of an existing row in records, a state in adoption or a value in targets, and the report follows. New rows, and changes of units, products, accounts and settings, need a new export; the same workbook can be imported again.",
        ),
        (
            "Formulas",
            Ink::Plain,
            "Every number of the report in black is a formula. What cannot be known from the data is left empty, never 0. A figure that is absent is zero where the status says so: units that are no customer have no ARR, seats or users.",
        ),
        ("Inputs", Ink::Input, "Blue on yellow: numbers of the model, to be changed at will."),
        (
            "Values from Inroads",
            Ink::Given,
            "Purple and in italics: measures of the model that Inroads computed and that are no formulas here, such as those about people. They do not follow changes. Which units exist in the period, how they hang together and which kinds count is also settled by Inroads.",
        ),
        (
            "Record found",
            Ink::Plain,
            "The sheets of units point to rows of the sheet records. “moved” in the column Record found says that the row now holds another record, because the sheet was sorted: sort it back, or export again.",
        ),
        (
            "Ranks",
            Ink::Plain,
            "One more than the number of accounts that score higher by more than 0.000000001, so ties share a rank. An account without a headline is not ranked.",
        ),
    ] {
        page.bold(row, 0, label);
        page.paragraph(row, 1, text, ink);
        row += 1;
    }
    page
}

/// The sheets that lead from the records to the measures of the accounts.
fn unit_sheets(report: &Report<'_>) -> Vec<(&'static str, &'static str)> {
    let mut sheets = vec![(
        "units",
        "Every unit, level by level: own figures out of the sheet records, rolled up to the account.",
    )];
    if report.now.needs.products {
        sheets.push(("products", "Which products apply to units that count, and which are adopted."));
        sheets.push(("adoption", "Entered states of products, out of the sheet adoption."));
    }
    if report.now.needs.regions {
        sheets
            .push(("regions", "Regions in scope or with units that count, and whether one there is active."));
    }
    sheets
        .push(("… before", "The same for the period before, as far as the change of the headline needs it."));
    sheets
}
