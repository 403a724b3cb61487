//! The table `workspace`: a key and a value a row, one row per setting.

use super::col;
use crate::domain::{ModelKey, Settings, Workspace};
use crate::files::dataset::{
    cell::Cell,
    draft::Draft,
    table::{AnyTable, Column, Rows, Sink, each_row, match_head, normal},
};

/// The table `workspace`.
pub static WORKSPACE: WorkspaceTable = WorkspaceTable;

/// Its only value.
pub struct WorkspaceTable;

struct Row {
    settings: Settings,
    baseline: Option<ModelKey>,
}

const HEAD: [(&str, bool); 2] = [("key", true), ("value", true)];

static SETTINGS: [Column<Row>; 23] = [
    col!("name", settings.name),
    col!("notes", settings.notes),
    col!("currency", settings.currency.code),
    col!("currency_symbol", settings.currency.symbol),
    col!("period_kind", settings.period_kind),
    col!("fiscal_year_start_month", settings.fiscal_year_start_month),
    col!("as_of", settings.as_of),
    col!("current_period", settings.current_period),
    col!("headline_axis", settings.headline_axis),
    col!("activity_rule", settings.activity_rule),
    col!("count_pilots", settings.count_pilots),
    col!("division_kinds", settings.division_kinds),
    col!("department_kinds", settings.department_kinds),
    col!("new_business_target", settings.new_business_target; money),
    col!("active_model", settings.active_model),
    col!("baseline_model", baseline),
    col!("opportunity_weights", settings.opportunity.weights),
    col!("smaa_samples", settings.analysis.smaa_samples),
    col!("smaa_seed", settings.analysis.smaa_seed),
    col!("smaa_spread", settings.analysis.smaa_spread; share),
    col!("smaa_keep_order", settings.analysis.smaa_keep_order),
    col!("smaa_data_uncertainty", settings.analysis.smaa_data_uncertainty),
    col!("forecast_phi", settings.analysis.forecast_phi; share),
];

fn row(workspace: &Workspace) -> Row {
    Row {
        settings: (*workspace.settings).clone(),
        baseline: workspace.baseline.as_ref().map(|model| model.key.clone()),
    }
}

impl AnyTable for WorkspaceTable {
    fn name(&self) -> &'static str {
        "workspace"
    }

    fn is_required(&self) -> bool {
        false
    }

    fn columns(&self) -> Vec<&'static str> {
        HEAD.iter().map(|(name, _)| *name).collect()
    }

    fn write(&self, workspace: &Workspace, sink: &mut dyn Sink) -> Result<(), String> {
        let kind = workspace.settings.period_kind;
        let (row, defaults) = (row(workspace), row_of_defaults());
        sink.table(self.name(), &self.columns())?;
        for column in &SETTINGS {
            // An empty value means the default; one that is empty on purpose says so.
            let is_emptied =
                column.cell(&row, kind) == Cell::Empty && column.cell(&defaults, kind) != Cell::Empty;
            let value = if is_emptied { Cell::Text(String::new()) } else { column.cell(&row, kind) };
            sink.row(&[Cell::Text(column.name.to_owned()), value])?;
        }
        Ok(())
    }

    fn read(&self, source: Option<&mut dyn Rows>, base: Option<&Workspace>, draft: &mut Draft) -> bool {
        draft.begin(self.name());
        let mut row = base.map_or_else(row_of_defaults, row);
        draft.reading.kind = base.map(|base| base.settings.period_kind);
        draft.frozen = base.and_then(|base| base.baseline.as_ref()).map(|model| (**model).clone());
        let is_sound = source.is_none_or(|source| read_rows(source, &mut row, draft));
        draft.baseline = row.baseline;
        draft.settings = row.settings;
        is_sound
    }
}

fn row_of_defaults() -> Row {
    Row { settings: Settings::default(), baseline: None }
}

fn read_rows(source: &mut dyn Rows, row: &mut Row, draft: &mut Draft) -> bool {
    let Some(head) = match_head(source.head(), &HEAD, draft) else { return false };
    let at = |cells: &[Cell], column: usize| {
        head[column].and_then(|at| cells.get(at)).cloned().unwrap_or(Cell::Empty)
    };
    let mut given = Vec::new();
    each_row(source, draft, |draft, cells| {
        let key = at(cells, 0).text();
        given.push((draft.row, normal(&key), key, at(cells, 1)));
    });
    let mut seen: Vec<&str> = Vec::new();
    // Periods can be read once the grain of time is known, wherever its row stands.
    given.sort_by_key(|(_, name, ..)| name != "period_kind");
    for (number, name, key, value) in &given {
        draft.row = *number;
        let Some(column) = SETTINGS.iter().find(|column| column.name == name) else {
            draft.warn(&format!(
                "the setting `{}` is not known and was left out",
                super::super::cell::shown(key)
            ));
            continue;
        };
        if seen.contains(&column.name) {
            draft.complain("key", format!("the setting `{name}` is given twice; keep one of them"));
            continue;
        }
        seen.push(column.name);
        column.read_as("value", row, value, draft);
        if column.name == "period_kind" && !value.is_blank() {
            draft.reading.kind = Some(row.settings.period_kind);
        }
    }
    true
}
