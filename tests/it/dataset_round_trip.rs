//! The dataset is the whole workspace: out and in again gives the same, as CSV and as XLSX, and so do the tables.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use inroads::domain::*;
use inroads::files::dataset::{self, ImportOptions, Imported};
use inroads::files::safety::RealDisk;
use inroads::files::samples;

use crate::random_workspace;

/// Imports one source; an error is the test's failure.
pub fn import(path: &Path) -> Imported {
    import_all(&[path.to_path_buf()], &ImportOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

pub fn import_all(paths: &[PathBuf], options: &ImportOptions<'_>) -> Result<Imported, dataset::ImportError> {
    dataset::import(&RealDisk, paths, options)
}

fn through_csv(workspace: &Workspace) -> Imported {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("tables");
    dataset::export_folder(&RealDisk, &target, workspace).unwrap();
    import(&target)
}

fn through_xlsx(workspace: &Workspace) -> Imported {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("tables.xlsx");
    dataset::export_xlsx(&RealDisk, &target, workspace).unwrap();
    import(&target)
}

/// The workspace of a seed as tables can tell it apart: a rule has one entry, under a key. (Two entries for one rule, or
/// none, would say the same to the evaluator.)
fn expressible(seed: u64) -> Workspace {
    let mut workspace = random_workspace::workspace(seed);
    let mut rules: BTreeMap<String, RuleSetting> = BTreeMap::new();
    for setting in workspace.rule_settings.iter().filter(|setting| !setting.rule.as_str().is_empty()) {
        rules.insert(setting.rule.to_string(), setting.clone());
    }
    workspace.rule_settings = Arc::new(rules.into_values().collect());
    workspace
}

#[test]
fn any_workspace_comes_back_from_csv() {
    for seed in 0..400 {
        let workspace = expressible(seed);
        let imported = through_csv(&workspace);
        assert!(
            imported.workspace == workspace,
            "seed {seed}: {}",
            difference(&workspace, &imported.workspace)
        );
        assert!(imported.has_settings);
    }
}

#[test]
fn any_workspace_comes_back_from_xlsx() {
    for seed in 1000..1150 {
        let workspace = expressible(seed);
        let imported = through_xlsx(&workspace);
        assert!(
            imported.workspace == workspace,
            "seed {seed}: {}",
            difference(&workspace, &imported.workspace)
        );
    }
}

/// The first table that differs, both ways.
fn difference(left: &Workspace, right: &Workspace) -> String {
    let (left, right) = (dataset::csv_tables(left).unwrap(), dataset::csv_tables(right).unwrap());
    let pair = left.iter().zip(&right).find(|(left, right)| left != right);
    pair.map_or("the tables are equal".to_owned(), |(left, right)| {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        format!("{}\n{}\n{}", left.0, text(&left.1), text(&right.1))
    })
}

#[test]
fn the_samples_come_back() {
    for workspace in [samples::techcorp(), samples::portfolio(), Workspace::default()] {
        for imported in [through_csv(&workspace), through_xlsx(&workspace)] {
            assert!(imported.workspace == workspace, "{}", difference(&workspace, &imported.workspace));
            assert_eq!(imported.warnings, Vec::<String>::new());
        }
    }
}

#[test]
fn tables_that_were_imported_are_exported_the_same() {
    for seed in 2000..2040 {
        let workspace = expressible(seed);
        let tables = dataset::csv_tables(&workspace).unwrap();
        let again = dataset::csv_tables(&through_csv(&workspace).workspace).unwrap();
        assert_eq!(tables, again, "seed {seed}");
        let again = dataset::csv_tables(&through_xlsx(&workspace).workspace).unwrap();
        assert_eq!(tables, again, "seed {seed}");
        // The same workspace gives the same bytes.
        assert_eq!(dataset::xlsx_bytes(&workspace).unwrap(), dataset::xlsx_bytes(&workspace).unwrap());
    }
}

#[test]
fn a_frozen_baseline_is_told_from_the_model_it_was() {
    let mut workspace = samples::techcorp();
    let built_in = ScoringModel::built_in();
    let mut changed = built_in.clone();
    changed.factors[0].weight_raw = Amount::new(50.0).unwrap();
    for (models, baseline) in [
        (vec![], Some(built_in.clone())),
        (vec![changed.clone()], Some(built_in.clone())),
        (vec![changed.clone()], Some(changed.clone())),
        (vec![], Some(changed)),
        (vec![built_in], None),
    ] {
        workspace.models = Arc::new(models.into_iter().map(Arc::new).collect());
        workspace.baseline = baseline.map(Arc::new);
        assert!(through_csv(&workspace).workspace == workspace);
        assert!(through_xlsx(&workspace).workspace == workspace);
    }
}

#[test]
fn the_columns_are_those_of_the_contract() {
    let tables = dataset::tables();
    let columns = |name: &str| tables.iter().find(|(table, _)| *table == name).unwrap().1.join(", ");
    for (table, expected) in [
        ("workspace", "key, value"),
        ("regions", "region, name, parent"),
        ("products", "product, name, family, applicable_kinds, list_arr_per_unit, offered_from, offered_to"),
        ("accounts", "account, name, owner, tier, customer_since, regions_in_scope, comparable_group"),
        (
            "units",
            "account, unit, parent, position, name, kind, region, owner, importance, counting, entry_mode, valid_from, valid_to, successor, adjacent",
        ),
        (
            "records",
            "account, unit, period, status, addressable, arr, one_time, potential, potential_low, potential_high, potential_basis, basis_quantity, basis_price, basis_quantile, basis_source, potential_reviewed_on, category_spend, budget_ceiling, licensed_seats, active_users, eligible_users, depth, confirmed, carried_from, note",
        ),
        ("adoption", "account, unit, period, product, state"),
        (
            "stakeholders",
            "account, stakeholder, name, unit, role, sentiment, known_since, left_on, reports_to, influences, relations",
        ),
        ("engagements", "account, stakeholder, date"),
        (
            "competitors",
            "account, unit, competitor, kind, product, level, contract_expiry, since, until, estimated_arr",
        ),
        ("signals", "account, signal, unit, kind, date, strength, state, note"),
        (
            "roadmap",
            "account, item, priority, title, target_units, axis, opportunity, strategy, start_period, due_period, ramp_periods, risk, risk_note, probability_override, responsible, accountable, consulted, informed, status, completed_in, activates, adds_users, adds_seats, adopts",
        ),
        ("targets", "account, metric, value, due_period"),
        ("movements", "account, period, begin, new, expansion, contraction, churn"),
        ("rules", "rule, enabled, parameter, value, severity"),
        ("bands", "scheme, name, metric, band, label, upper_edge, edge_owner"),
        ("owners", "account, branch, responsible, accountable, consulted, informed"),
        ("acknowledgements", "account, rule, unit, until, note"),
        // `frozen` is ours: it tells the frozen baseline from the model of the same key.
        (
            "models",
            "model, name, aggregation, missing_policy, min_weight_coverage, band_scheme, factor, label, metric, weight, curve, parameters, locked, required, enabled, frozen",
        ),
    ] {
        assert_eq!(columns(table), expected, "{table}");
    }
    assert_eq!(tables.len(), 19);
    let settings =
        String::from_utf8(dataset::csv_tables(&Workspace::default()).unwrap()[0].1.clone()).unwrap();
    let keys: Vec<&str> = settings.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(
        keys.join(", "),
        "name, notes, currency, currency_symbol, period_kind, fiscal_year_start_month, as_of, current_period, headline_axis, activity_rule, count_pilots, division_kinds, department_kinds, new_business_target, active_model, baseline_model, opportunity_weights, smaa_samples, smaa_seed, smaa_spread, smaa_keep_order, smaa_data_uncertainty, forecast_phi"
    );
}

#[test]
fn exports_carry_no_formula() {
    let payloads = [
        "=HYPERLINK(\"http://example.org\")",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "=cmd|' /C calc'!A0",
        "'=1",
    ];
    for payload in payloads {
        let mut account = Account::new(format!("a{payload}"), payload);
        account.owner = Some(payload.to_owned());
        let mut unit = OrgUnit::new("u", Some(UnitKey::root()), payload, UnitKind::Team);
        unit.owner = Some(payload.to_owned());
        account.push_unit(unit, Vec::new());
        let workspace =
            Workspace { accounts: [Arc::new(account)].into_iter().collect(), ..Workspace::default() };
        for (table, bytes) in dataset::csv_tables(&workspace).unwrap() {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
            for field in reader
                .records()
                .flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
            {
                assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{table}: {field}");
            }
        }
        assert!(through_csv(&workspace).workspace == workspace, "{payload}");
        // Sheets hold strings as strings, without a mark that people would see.
        let xlsx = through_xlsx(&workspace);
        assert!(xlsx.workspace == workspace, "{payload}");
    }
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("t.xlsx");
    dataset::export_xlsx(&RealDisk, &target, &samples::techcorp()).unwrap();
    assert!(fs::read(&target).unwrap().starts_with(b"PK"));
}

#[test]
fn what_was_read_holds_no_room_to_grow() {
    let folder = tempfile::tempdir().unwrap();
    let sample = samples::portfolio();
    let path = folder.path().join("sample.ron");
    inroads::files::workspace::save(&RealDisk, &path, &sample).unwrap();
    let opened = inroads::files::workspace::read(&RealDisk, &path).unwrap();
    for workspace in [opened, through_csv(&sample).workspace, through_xlsx(&sample).workspace] {
        let records: Vec<_> = workspace.accounts.iter().flat_map(|account| &account.records).collect();
        assert!(records.iter().any(|records| records.len() > 4));
        for records in records {
            assert_eq!(records.capacity(), records.len());
        }
    }
}
