//! Tables that people have already: the white-space long form and a CRM's account hierarchy.

use std::fs;

use inroads::domain::*;
use inroads::files::dataset::{ImportError, ImportOptions, Imported};

use crate::dataset_round_trip::import_all;

fn read_with(name: &str, text: &str, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    import_all(&[path], options)
}

fn read(text: &str) -> Imported {
    read_with("export.csv", text, &ImportOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(text: &str) -> String {
    read_with("export.csv", text, &ImportOptions::default()).unwrap_err().to_string()
}

const WHITE_SPACE: &str = "\
Account ID,Status,Market Value,Our Share,Product/Metric Name,Business Unit,BU Group,Period Start,Period End,Currency
A1,Penetrated,\"$1,000,000\",40%,Analytics,Retail,Consumer,2025-10-01,2025-12-31,USD
A1,White space,500000,0%,Storage,Retail,Consumer,2025-10-01,2025-12-31,USD
A1,Competitor,300000,0%,Analytics,Logistics,,2025-10-01,2025-12-31,USD
A2,Pilot,80000,25%,Analytics,,,2025-10-01,2025-12-31,USD
";

#[test]
fn the_white_space_long_form_becomes_units_products_and_figures() {
    let workspace = read(WHITE_SPACE).workspace;
    let settings = &workspace.settings;
    assert_eq!((settings.currency.code.as_str(), settings.currency.symbol.as_str()), ("USD", "$"));
    assert_eq!((settings.headline_axis, settings.period_kind), (Axis::Wallet, PeriodKind::Quarter));
    assert_eq!(workspace.products.len(), 2);
    let account = &workspace.accounts[0];
    let period = Period::quarter(2025, 4);
    let unit = |name: &str| account.units.iter().position(|unit| unit.name == name).unwrap();
    let (group, retail) = (unit("Consumer"), unit("Retail"));
    assert_eq!(account.units[retail].parent.as_ref(), Some(&account.units[group].key));
    assert_eq!(
        (account.units[group].kind, account.units[retail].kind),
        (UnitKind::Division, UnitKind::BusinessUnit)
    );
    let record = account.record(retail, period).unwrap();
    assert_eq!((record.arr.unwrap().get(), record.category_spend.unwrap().get()), (400_000.0, 1_500_000.0));
    assert_eq!((record.status, &record.potential), (Some(Status::Active), &None));
    assert_eq!(record.product(&"Analytics".into()), Some(ProductState::Adopted));
    assert_eq!(record.product(&"Storage".into()), Some(ProductState::Open));
    let held = account.record(unit("Logistics"), period).unwrap();
    assert_eq!((held.status, held.arr.unwrap().get()), (Some(Status::CompetitorHeld), 0.0));
    // Without a unit the figures are the account's own.
    let pilot = workspace.accounts[1].record(0, period).unwrap();
    assert_eq!((pilot.status, pilot.arr.unwrap().get()), (Some(Status::Pilot), 20_000.0));
}

#[test]
fn shares_may_be_fractions_or_amounts_and_spans_months() {
    let text = |share: &str| {
        format!(
            "Account ID;Status;Market Value;Our Share;Product/Metric Name;Business Unit;Period Start;Period End\nA1;Active;1000;{share};X;Retail;2025-12-01;2025-12-31\n"
        )
    };
    for (share, arr) in [("0.25", 250.0), ("250", 250.0), ("25 %", 250.0), ("", 0.0)] {
        let workspace = read(&text(share)).workspace;
        assert_eq!(workspace.settings.period_kind, PeriodKind::Month);
        let record = workspace.accounts[0].record(1, Period::month(2025, 12)).unwrap();
        assert_eq!(record.arr.unwrap().get(), arr, "{share}");
    }
    assert!(read(&text("35")).warnings.iter().any(|warning| warning.contains("amounts of money")));
    assert!(refused(&text("2000")).contains("more than the market value"));
}

#[test]
fn faults_of_a_foreign_table_name_its_own_columns() {
    let broken = WHITE_SPACE
        .replace("Competitor,300000", "Unsure,-5")
        .replace("25%,Analytics,,,2025-10-01", "25%,Analytics,,,yesterday")
        .replacen(",USD\n", ",EUR\n", 1);
    let text = refused(&broken);
    for words in [
        "export.csv, row 4, column Status: `Unsure` is not known here",
        "export.csv, row 4, column Market Value: `-5` is below zero",
        "export.csv, row 5, column Period Start: `yesterday` is not a date",
        "export.csv, row 3, column Currency: `USD` stands beside EUR",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

const HIERARCHY: &str = "\
Account ID,Parent Account ID,Account Name,Account Owner,Type,Colour
1,,Cobalt Group,Dana Holt,Customer,red
2,1,Cobalt Foods,,Division,red
3,2,Cobalt Bakery,Eli Moor,,red
4,,Juniper Ltd,,,red
5,3,Bakery North,,Site,red
";

#[test]
fn a_crm_hierarchy_becomes_accounts_and_units() {
    let imported = read(HIERARCHY);
    let workspace = &imported.workspace;
    assert_eq!(workspace.accounts.len(), 2);
    let cobalt = &workspace.accounts[0];
    assert_eq!((cobalt.key.as_str(), cobalt.name.as_str()), ("1", "Cobalt Group"));
    assert_eq!(cobalt.owner.as_deref(), Some("Dana Holt"));
    let units: Vec<_> = cobalt.units.iter().skip(1).collect();
    let found: Vec<_> = units
        .iter()
        .map(|unit| (unit.key.as_str(), unit.parent.as_ref().unwrap().as_str(), unit.kind))
        .collect();
    assert_eq!(
        found,
        [("2", "", UnitKind::Division), ("3", "2", UnitKind::Subsidiary), ("5", "3", UnitKind::Site),]
    );
    assert_eq!(units[1].owner.as_deref(), Some("Eli Moor"));
    assert_eq!(workspace.accounts[1].units.len(), 1);
    assert!(imported.warnings[0].contains("`Colour`"), "{:?}", imported.warnings);
}

#[test]
fn columns_can_be_chosen() {
    let text = "Number,Above,Label,name\n1,,Cobalt,wrong\n2,1,Foods,wrong\n";
    let message = read_with("accounts.csv", text, &ImportOptions::default()).unwrap_err().to_string();
    assert!(message.contains("`account` is missing"), "{message}");
    let message = refused(text);
    for words in
        ["CRM account hierarchy", "--column id=NAME", "--column parent=NAME", "white-space long form"]
    {
        assert!(message.contains(words), "{message}");
    }
    let chosen =
        [("id", "Number"), ("parent", "above"), ("name", "Label")].map(|(k, n)| (k.to_owned(), n.to_owned()));
    let options = ImportOptions { columns: &chosen, ..ImportOptions::default() };
    // The name of the file does not matter once columns are chosen.
    let workspace = read_with("accounts.csv", text, &options).unwrap().workspace;
    assert_eq!(
        (workspace.accounts[0].name.as_str(), workspace.accounts[0].units[1].name.as_str()),
        ("Cobalt", "Foods")
    );
    let wrong = [("id".to_owned(), "Nothing".to_owned())];
    let options = ImportOptions { columns: &wrong, ..ImportOptions::default() };
    let message = read_with("accounts.csv", text, &options).unwrap_err().to_string();
    assert!(message.contains("--column id=NAME"), "{message}");
}

#[test]
fn circles_strays_and_twins_of_a_hierarchy_are_named() {
    let text = refused("id,parent,name\n1,2,A\n2,1,B\n3,9,C\n4,,D\n4,,E\n,,F\n");
    for words in [
        "row 2, column parent: the record lies below itself",
        "row 3, column parent: the record lies below itself",
        "row 4, column parent: the parent `9` is no id",
        "row 6, column id: the id `4` is given already in row 5",
        "row 7, column id: the id is empty",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn a_foreign_table_joins_a_workspace() {
    let base = read(HIERARCHY).workspace;
    let options = ImportOptions { into: Some(&base), ..ImportOptions::default() };
    let more = "id,parent,name\n9,,Nova\n2,1,Cobalt Food\n1,,Cobalt Group\n";
    let workspace = read_with("x.csv", more, &options).unwrap().workspace;
    assert_eq!(workspace.accounts.len(), 3);
    assert_eq!(workspace.accounts[0].units[1].name, "Cobalt Food");
    assert_eq!(workspace.accounts[0].units.len(), 4);
}
