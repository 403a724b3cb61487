//! Tables as people write them: separators, numbers, defaults, and messages that name table, row and column.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use inroads::domain::*;
use inroads::files::dataset::{Complaint, ImportError, ImportOptions, Imported, LISTED};
use inroads::files::samples;
use inroads::number::DecimalHint;
use jiff::civil::date;

use crate::dataset_round_trip::import_all;

const ACCOUNTS: (&str, &str) = ("accounts.csv", "account,name\nt,TechCorp\n");
const UNITS: (&str, &str) = ("units.csv", "account,unit,name,kind\nt,a,Alpha,division\nt,b,Beta,division\n");

/// Reads files of these names and texts.
fn read_with(files: &[(&str, &str)], options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| folder.path().join(name)).collect();
    for (path, (_, text)) in paths.iter().zip(files) {
        fs::write(path, text).unwrap();
    }
    import_all(&paths, options)
}

fn read(files: &[(&str, &str)]) -> Imported {
    read_with(files, &ImportOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(files: &[(&str, &str)]) -> Vec<Complaint> {
    match read_with(files, &ImportOptions::default()) {
        Err(ImportError::Invalid { complaints, total }) => {
            assert_eq!(complaints.len(), total.min(LISTED));
            complaints
        }
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("was accepted"),
    }
}

/// Table, row and column of a complaint.
fn place(complaint: &Complaint) -> (&str, Option<u64>, &str) {
    (&complaint.table, complaint.row, &complaint.column)
}

/// The ARR of unit `a` of a table of records with these cells.
fn arr_of(cells: &[&str]) -> Vec<Option<f64>> {
    let mut table = "account;unit;period;arr\n".to_owned();
    for (index, cell) in cells.iter().enumerate() {
        writeln!(table, "t;a;{}-Q1;\"{cell}\"", 2000 + index).unwrap();
    }
    let imported = read(&[ACCOUNTS, UNITS, ("records.csv", &table)]);
    let records = &imported.workspace.accounts[0].records[1];
    records.iter().map(|(_, record)| record.arr.map(Amount::get)).collect()
}

#[test]
fn separators_marks_and_line_ends_are_found() {
    let expected = read(&[ACCOUNTS, UNITS]).workspace;
    for (accounts, units) in [
        (
            "account;name\r\nt;TechCorp\r\n",
            "kind;name;unit;account\r\ndivision;Alpha;a;t\r\ndivision;Beta;b;t",
        ),
        (
            "\u{feff}account\tname\nt\tTechCorp\n",
            "account\tunit\tname\tkind\nt\ta\tAlpha\tdivision\nt\tb\tBeta\tdivision\n",
        ),
        (
            "\n\nAccount, NAME\n\nt,TechCorp\n,\n",
            "\"account\",\"unit\",\"name\",\"Kind\"\n\"t\",\"a\",\"Alpha\",\"Division\"\nt,b,Beta,division\n",
        ),
    ] {
        assert_eq!(
            read(&[("accounts.csv", accounts), ("UNITS.CSV", units)]).workspace,
            expected,
            "{accounts:?}"
        );
    }
}

#[test]
fn quoted_cells_hold_anything() {
    let units = "account,unit,name,kind\nt,a,\"Sales, \"\"North\"\"\nand South\",division\n";
    let imported = read(&[ACCOUNTS, ("units.csv", units)]);
    assert_eq!(imported.workspace.accounts[0].units[1].name, "Sales, \"North\"\nand South");
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let cells =
        ["1200", "$1,200.50", "€ 2.5M", "400K", "3 bn", "1 200", "1'200'000", "1E+06", "", " 7 ", "12.345"];
    let expected = [1200.0, 1200.5, 2.5e6, 4e5, 3e9, 1200.0, 1.2e6, 1e6];
    let found = arr_of(&cells);
    assert_eq!(found[..8], expected.map(Some));
    assert_eq!(found[8..], [None, Some(7.0), Some(12.345)]);
}

#[test]
fn other_numbers_of_the_tables_decide_what_is_ambiguous() {
    assert_eq!(arr_of(&["1,234", "5,678.5"]), [Some(1234.0), Some(5678.5)]);
    assert_eq!(arr_of(&["1,234", "0,5"]), [Some(1.234), Some(0.5)]);
    assert_eq!(arr_of(&["1.234", "2,5"]), [Some(1234.0), Some(2.5)]);
    assert_eq!(arr_of(&["1.234", "2.5"]), [Some(1.234), Some(2.5)]);
    assert_eq!(arr_of(&["1.234"]), [Some(1.234)]);
    assert_eq!(arr_of(&["1.234", "1.234.567"]), [Some(1234.0), Some(1_234_567.0)]);
}

#[test]
fn what_stays_ambiguous_is_decided_by_the_user_or_refused() {
    let table = "account,unit,period,arr\nt,a,2025-Q4,\"1,234\"\n";
    let files = [ACCOUNTS, UNITS, ("records.csv", table)];
    let complaints = refused(&files);
    assert_eq!(place(&complaints[0]), ("records", Some(2), "arr"));
    for words in ["`1,234`", "two ways", "--locale"] {
        assert!(complaints[0].message.contains(words), "{}", complaints[0]);
    }
    for (decimal, value) in [(DecimalHint::Point, 1234.0), (DecimalHint::Comma, 1.234)] {
        let options = ImportOptions { decimal: Some(decimal), ..ImportOptions::default() };
        let imported = read_with(&files, &options).unwrap();
        assert_eq!(imported.workspace.accounts[0].records[1][0].1.arr.unwrap().get(), value);
    }
    // Numbers that contradict each other decide nothing.
    let both = "account,unit,period,arr\nt,a,2025-Q1,\"1,234\"\nt,a,2025-Q2,\"0,5\"\nt,a,2025-Q3,0.5\n";
    assert_eq!(refused(&[ACCOUNTS, UNITS, ("records.csv", both)]).len(), 1);
}

#[test]
fn percents_and_shares_keep_their_unit() {
    let records = "account,unit,period,depth,potential,potential_basis,basis_quantile\nt,a,2025-Q4,60%,100,comparable,75 %\nt,b,2025-Q4,60,100,comparable,0.75\n";
    let imported = read(&[ACCOUNTS, UNITS, ("records.csv", records)]);
    for unit in [1, 2] {
        let record = &imported.workspace.accounts[0].records[unit][0].1;
        assert_eq!(record.depth.unwrap().get(), 60.0);
        let quantile = Amount::new(0.75).ok();
        assert_eq!(record.potential.as_ref().unwrap().basis, Basis::Comparable { quantity: None, quantile });
    }
    let wrong = "account,unit,period,arr,active_users\nt,a,2025-Q4,35%,2.5\n";
    let complaints = refused(&[ACCOUNTS, UNITS, ("records.csv", wrong)]);
    assert_eq!(complaints.iter().map(|c| c.column.as_str()).collect::<Vec<_>>(), ["arr", "active_users"]);
}

#[test]
fn absent_cells_take_the_defaults_of_the_rulings() {
    // Rulings A2, A4 to A6, A9, A11, A12.
    let units = "account,unit,name,kind,entry_mode\nt,a,Alpha,Business unit,\nt,,,account,total\n";
    let records = "account,unit,period,potential,potential_basis,basis_price,confirmed,carried_from\nt,a,2025-Q4,100,,,,2025-Q3\nt,a,2025-Q3,100,stated_budget,90,,\nt,,2025-Q4,,,,,\n";
    let signals = "account,signal,kind,date,strength\nt,s,hiring,2025-11-03,2\n";
    let models = "model,factor,metric,weight,curve,parameters\nm,f,revenue_penetration,2,,\nm,g,qoq_pp,1,direction,up=90\n";
    let imported = read(&[
        ACCOUNTS,
        ("units.csv", units),
        ("records.csv", records),
        ("signals.csv", signals),
        ("models.csv", models),
    ]);
    let workspace = &imported.workspace;
    assert_eq!(workspace.settings.period_kind, PeriodKind::Quarter);
    let account = &workspace.accounts[0];
    assert_eq!(account.units[0].entry_mode, EntryMode::Total);
    assert_eq!(account.units[1].kind, UnitKind::BusinessUnit);
    assert_eq!(account.units[1].parent, Some(UnitKey::root()));
    let [earlier, later] = [&account.records[1][0].1, &account.records[1][1].1];
    assert!(earlier.confirmed && !later.confirmed && account.records[0][0].1.confirmed);
    assert!(!later.potential.as_ref().unwrap().is_grounded());
    let amount = Amount::new(90.0).ok();
    assert_eq!(earlier.potential.as_ref().unwrap().basis, Basis::StatedBudget { amount });
    assert!(account.signals[0].unit.is_root() && account.signals[0].state == SignalState::Open);
    let model = &workspace.models[0];
    assert_eq!(model.factors[0].curve, Curve::Linear { lo: 0.0, hi: 100.0 });
    assert_eq!(model.factors[1].curve, Curve::Direction { up: 90.0, flat: 50.0, down: 0.0, deadband: 0.5 });
    assert_eq!((model.min_weight_coverage, model.band_scheme.as_str()), (0.6, "a_score"));
    assert!(workspace.model(&"default".into()).is_some());
}

#[test]
fn months_are_told_from_quarters() {
    let records = "account,unit,period,arr\nt,a,2025-12,5\n";
    let imported = read(&[ACCOUNTS, UNITS, ("records.csv", records)]);
    assert_eq!(imported.workspace.settings.period_kind, PeriodKind::Month);
    let mixed = "account,unit,period,arr\nt,a,2025-12,5\nt,a,2025-Q4,5\nt,b,soon,5\n";
    let complaints = refused(&[ACCOUNTS, UNITS, ("records.csv", mixed)]);
    assert_eq!(
        complaints.iter().map(place).collect::<Vec<_>>(),
        [("records", Some(3), "period"), ("records", Some(4), "period"),]
    );
    assert!(complaints[0].message.contains("2025-12"), "{}", complaints[0]);
    // The settings decide before any record does, wherever their row stands.
    let settings = "value,key\n2025-Q4,current_period\nmonth,period_kind\n";
    let complaints = refused(&[ACCOUNTS, UNITS, ("workspace.csv", settings)]);
    assert_eq!(place(&complaints[0]), ("workspace", Some(2), "value"));
}

#[test]
fn every_bad_cell_is_reported_with_what_to_do() {
    let accounts = "account,name,tier,customer_since\nt,TechCorp,gold,31.12.2020\n,NoKey,,\nt,Again,,\n";
    let units = "account,unit,parent,name,kind,region,importance,valid_from,valid_to\n\
                 t,a,,Alpha,galaxy,,,,\n\
                 t,b,nowhere,Beta,division,mars,9,2025-Q4,2024-Q1\n\
                 t,b,,Twice,division,,,,\n\
                 x,c,,Stray,division,,,,\n\
                 t,,,NoKey,division,,,,\n";
    let records = "account,unit,period,status,arr,depth,potential,potential_low\n\
                   t,a,2025-Q4,actve,-5,,,\n\
                   t,a,2025-Q4,,,101,100,200\n\
                   t,z,2025-Q4,,,,,\n\
                   t,a,2025-Q3,,12x,,,7\n\
                   t,b,2025-Q3,,NaN,,,,surplus\n";
    let complaints = refused(&[("accounts.csv", accounts), ("units.csv", units), ("records.csv", records)]);
    let places: Vec<_> = complaints.iter().map(place).collect();
    for expected in [
        ("accounts", Some(2), "tier"),
        ("accounts", Some(2), "customer_since"),
        ("accounts", Some(3), "account"),
        ("accounts", Some(4), "account"),
        ("units", Some(2), "kind"),
        ("units", Some(3), "parent"),
        ("units", Some(3), "region"),
        ("units", Some(3), "importance"),
        ("units", Some(3), "valid_to"),
        ("units", Some(4), "unit"),
        ("units", Some(5), "account"),
        ("units", Some(6), "unit"),
        ("records", Some(2), "status"),
        ("records", Some(2), "arr"),
        ("records", Some(3), "period"),
        ("records", Some(4), "unit"),
        ("records", Some(5), "arr"),
        ("records", Some(5), "potential"),
        ("records", Some(6), "arr"),
        ("records", Some(6), ""),
    ] {
        assert!(places.contains(&expected), "{expected:?} is not in {places:#?}");
    }
    assert_eq!(places.len(), 20, "{complaints:#?}");
    let text = |table: &str, row: u64, column: &str| {
        complaints.iter().find(|c| place(c) == (table, Some(row), column)).unwrap().to_string()
    };
    for (found, words) in [
        (text("accounts", 2, "tier"), ["`gold`", "use one of", "strategic"]),
        (text("accounts", 2, "customer_since"), ["`31.12.2020`", "not a date", "2025-12-31"]),
        (text("accounts", 4, "account"), ["`t`", "row 2", "keep one"]),
        (text("units", 3, "region"), ["`mars`", "does not exist", "add it"]),
        (text("units", 3, "parent"), ["`nowhere`", "does not exist", "add it"]),
        (text("records", 2, "arr"), ["-5", "below zero", "leave it empty"]),
        (text("records", 4, "unit"), ["`z`", "does not exist", "table units"]),
        (text("records", 6, ""), ["surplus", "right of the last column", "quotation"]),
    ] {
        for word in words {
            assert!(found.contains(word), "`{word}` is not in: {found}");
        }
    }
}

#[test]
fn rules_between_fields_name_their_row() {
    let records = "account,unit,period,potential,potential_low,depth,carried_from\nt,a,2025-Q4,100,200,,\nt,b,2025-Q4,,,101,\nt,a,2025-Q3,,,,2025-Q3\n";
    let stakeholders = "account,stakeholder,name,role,reports_to\nt,p,Anna,champion,q\nt,q,Ben,blocker,p\nt,p,Twin,blocker,\n";
    let bands = "scheme,name,metric,band,label,upper_edge\ns,S,score,low,Low,50\ns,S,score,high,High,40\n";
    let complaints = refused(&[
        ACCOUNTS,
        UNITS,
        ("records.csv", records),
        ("stakeholders.csv", stakeholders),
        ("bands.csv", bands),
    ]);
    let places: Vec<_> = complaints.iter().map(place).collect();
    for expected in [
        ("records", Some(2), "potential_low"),
        ("records", Some(3), "depth"),
        ("records", Some(4), "carried_from"),
        ("stakeholders", Some(2), "reports_to"),
        ("stakeholders", Some(4), "stakeholder"),
        ("bands", Some(2), "upper_edge"),
    ] {
        assert!(places.contains(&expected), "{expected:?} is not in {complaints:#?}");
    }
}

#[test]
fn the_first_faults_are_shown_and_all_are_counted() {
    let mut records = "account,unit,period,arr\n".to_owned();
    for year in 1000..1300 {
        writeln!(records, "t,a,{year}-Q1,no").unwrap();
    }
    let error =
        read_with(&[ACCOUNTS, UNITS, ("records.csv", &records)], &ImportOptions::default()).unwrap_err();
    let ImportError::Invalid { complaints, total } = &error else { panic!("{error}") };
    assert_eq!((complaints.len(), *total), (LISTED, 300));
    assert!(error.to_string().contains("and 250 more, 300 in all"), "{error}");
}

#[test]
fn missing_tables_and_columns_are_errors_and_unknown_ones_are_named() {
    let complaints = refused(&[ACCOUNTS]);
    assert_eq!(place(&complaints[0]), ("units", None, ""));
    assert!(complaints[0].message.contains("units.csv"));
    let complaints = refused(&[("accounts.csv", "name\nTechCorp\n"), UNITS]);
    assert!(complaints[0].message.contains("`account` is missing"), "{}", complaints[0]);
    let complaints = refused(&[("accounts.csv", "account,Account\nt,t\n"), ("units.csv", "account,kind\n")]);
    assert!(complaints[0].message.contains("given twice"), "{}", complaints[0]);
    let accounts = "account,name,colour\nt,TechCorp,red\n";
    let settings = "key,value\nname,Mine\nfavourite,blue\n";
    let imported =
        read(&[("accounts.csv", accounts), UNITS, ("prices.csv", "a,b\n"), ("workspace.csv", settings)]);
    let warnings = imported.warnings.join("\n");
    for words in ["`colour`", "`favourite`", "prices.csv", "left out"] {
        assert!(warnings.contains(words), "{warnings}");
    }
    assert!(imported.has_settings && imported.workspace.settings.name == "Mine");
    let twice = [ACCOUNTS, UNITS, ("ACCOUNTS.csv", "account,name\nu,Other\n")];
    assert!(refused(&twice)[0].message.contains("given twice"));
}

#[test]
fn records_outside_the_life_of_their_unit_are_noted() {
    // Ruling B86.
    let units = "account,unit,name,kind,valid_to\nt,a,Alpha,division,2024-Q4\n";
    let records = "account,unit,period,arr\nt,a,2025-Q1,5\n";
    let imported = read(&[ACCOUNTS, ("units.csv", units), ("records.csv", records)]);
    assert!(imported.warnings[0].contains("unit a") && imported.warnings[0].contains("2025-Q1"));
}

#[test]
fn lists_and_pairs_are_read() {
    let regions = "region,name\nna,North America\neu,Europe\n";
    let accounts = "account,name,regions_in_scope\nt,TechCorp,na; eu\n";
    let products = "product,name,applicable_kinds\nana,Analytics,division;Business unit\n";
    let people = "account,stakeholder,name,unit,role,influences,relations\nt,p,Anna,a,champion,,Ben Ott=good; Cy=bad\n";
    let roadmap = "account,item,title,target_units,due_period,risk,adopts,activates\nt,i,Win,a;b,2026-Q1,low,a/ana;b/ana,;\n";
    let days = "account,stakeholder,date\nt,p,2025-11-03\nt,p,2025-01-02\n";
    let imported = read(&[
        ("regions.csv", regions),
        ("accounts.csv", accounts),
        ("products.csv", products),
        UNITS,
        ("stakeholders.csv", people),
        ("engagements.csv", days),
        ("roadmap.csv", roadmap),
    ]);
    let account = &imported.workspace.accounts[0];
    assert_eq!(account.regions_in_scope, ["na".into(), "eu".into()]);
    assert_eq!(imported.workspace.products[0].applicable_kinds, [UnitKind::Division, UnitKind::BusinessUnit]);
    let person = &account.stakeholders[0];
    assert_eq!(person.relations, [("Ben Ott".to_owned(), Relation::Good), ("Cy".to_owned(), Relation::Bad)]);
    assert_eq!(person.engagements, [date(2025, 1, 2), date(2025, 11, 3)]);
    let effects = &account.roadmap[0].effects;
    assert_eq!(effects.adopts, [("a".into(), "ana".into()), ("b".into(), "ana".into())]);
    assert_eq!(effects.activates, [UnitKey::root()]);
}

#[test]
fn importing_into_a_workspace_changes_and_adds() {
    let base = samples::techcorp();
    let options = ImportOptions { into: Some(&base), ..ImportOptions::default() };
    // Nothing but one owner: everything else stays, other columns of the row too.
    let key = &base.accounts[0].key;
    let changed = read_with(&[("accounts.csv", &format!("account,owner\n{key},New Owner\n"))], &options);
    let changed = changed.unwrap().workspace;
    assert_eq!(changed.accounts[0].owner.as_deref(), Some("New Owner"));
    assert_eq!(changed.accounts[0].name, base.accounts[0].name);
    // A new row needs what a table without a workspace needs.
    let unit = format!("account,unit,name\n{key},fresh,Fresh\n");
    let error = read_with(&[("units.csv", &unit)], &options).unwrap_err().to_string();
    assert!(error.contains("row 2, column kind: is missing"), "{error}");
    let accounts = format!("account,name,owner\n{key},TechCorp,New Owner\nnew,NewCo,\n");
    let imported = read_with(&[("accounts.csv", &accounts)], &options).unwrap();
    let mut expected = base.clone();
    let account = &mut expected.accounts[0];
    let mut with_owner = (**account).clone();
    with_owner.owner = Some("New Owner".to_owned());
    *account = with_owner.into();
    expected.accounts.push_back(std::sync::Arc::new(Account::new("new", "NewCo")));
    assert_eq!(imported.workspace, expected);
    // One figure of one record.
    let records = format!("account,unit,period,arr\n{key},digital,2025-Q4,123456\n");
    let imported = read_with(&[("records.csv", &records)], &options).unwrap().workspace;
    let unit = imported.accounts[0].find_unit(&"digital".into()).unwrap();
    let period = Period::quarter(2025, 4);
    let (before, after) =
        (base.accounts[0].record(unit, period).unwrap(), imported.accounts[0].record(unit, period).unwrap());
    assert_eq!(after.arr.unwrap().get(), 123_456.0);
    assert_eq!(*after, UnitRecord { arr: after.arr, ..before.clone() });
    // A model is replaced whole; the table it imports into stays if it is not among the sources.
    let models = "model,factor,metric,weight\nm,f,nrr,1\n";
    let with_model = read_with(&[("models.csv", models)], &options).unwrap().workspace;
    let again = ImportOptions { into: Some(&with_model), ..ImportOptions::default() };
    let models = "model,factor,metric,weight\nm,g,grr,1\n";
    let replaced = read_with(&[("models.csv", models)], &again).unwrap().workspace;
    assert_eq!(replaced.models[0].factors.len(), 1);
    assert_eq!(replaced.accounts, base.accounts);
}

#[test]
fn sheets_hold_dates_percents_and_numbers_of_their_own() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let percent = Format::new().set_num_format("0%");
    let sheet = book.add_worksheet().set_name("Accounts").unwrap();
    for (column, head) in ["account", "name", "customer_since"].iter().enumerate() {
        sheet.write(0, column as u16, *head).unwrap();
    }
    // A key that is a number, a day that is one, and a gap before the row.
    sheet.write(5, 0, 4711).unwrap();
    sheet.write(5, 1, "TechCorp").unwrap();
    sheet.write_with_format(5, 2, ExcelDateTime::from_ymd(2020, 2, 29).unwrap(), &day).unwrap();
    let sheet = book.add_worksheet().set_name("units").unwrap();
    for (column, head) in ["account", "unit", "name", "kind"].iter().enumerate() {
        sheet.write(0, column as u16, *head).unwrap();
        sheet.write(1, column as u16, ["4711", "a", "Alpha", "division"][column]).unwrap();
    }
    let sheet = book.add_worksheet().set_name("records").unwrap();
    for (column, head) in ["account", "unit", "period", "depth", "arr", "addressable"].iter().enumerate() {
        sheet.write(0, column as u16, *head).unwrap();
    }
    sheet.write(1, 0, 4711).unwrap();
    sheet.write(1, 1, "a").unwrap();
    sheet.write_with_format(1, 2, ExcelDateTime::from_ymd(2025, 12, 1).unwrap(), &day).unwrap();
    sheet.write_with_format(1, 3, 0.6, &percent).unwrap();
    sheet.write(1, 4, "$1.2M").unwrap();
    sheet.write(1, 5, false).unwrap();
    let sheet = book.add_worksheet().set_name("Notes").unwrap();
    sheet.write(0, 0, "anything").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    book.save(&path).unwrap();
    let imported = import_all(&[path], &ImportOptions::default()).unwrap();
    let account = &imported.workspace.accounts[0];
    assert_eq!((account.key.as_str(), account.customer_since), ("4711", Some(date(2020, 2, 29))));
    let (period, record) = &account.records[1][0];
    assert_eq!(
        (*period, imported.workspace.settings.period_kind),
        (Period::month(2025, 12), PeriodKind::Month)
    );
    assert_eq!(
        (record.depth.unwrap().get(), record.arr.unwrap().get(), record.addressable),
        (60.0, 1.2e6, false)
    );
    assert!(imported.warnings[0].contains("Notes"), "{:?}", imported.warnings);
}
