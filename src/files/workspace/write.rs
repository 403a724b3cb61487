//! Writes format 1: one record a line, a fixed order of fields, defaults and absent fields left out.

use std::path::Path;
use std::sync::Arc;

use super::line::{Line, date, indent_by, list, number, quoted};
use super::{FORMAT, HEADER, SaveError, parse, write_account};
use crate::domain::{
    AccountKey, Aggregation, AnalysisSettings, Band, BandScheme, Curve, EdgeOwner, Factor, MissingPolicy,
    OpportunityModel, OrgUnit, PeriodKind, RegionKey, ScoringModel, Settings, Target, UnitKey, UnitKind,
    Workspace,
};
use crate::files::safety::{Disk, replace};

/// Writes the workspace in place of the file, in one step. What is written has been read back and compared.
///
/// # Errors
/// [`SaveError`]; unless it says otherwise the old file is untouched.
pub fn save(disk: &dyn Disk, path: &Path, workspace: &Workspace) -> Result<(), SaveError> {
    Ok(replace(disk, path, checked_text(workspace)?.as_bytes())?)
}

/// The text of [`to_text`], read back and found to hold the same workspace. Needs no disk, so it can be made on a
/// background thread.
///
/// # Errors
/// [`SaveError::WouldNotOpen`] and [`SaveError::Differs`].
pub fn checked_text(workspace: &Workspace) -> Result<String, SaveError> {
    let text = to_text(workspace);
    let again = parse(text.as_bytes()).map_err(|error| SaveError::WouldNotOpen(Box::new(error)))?;
    if again == *workspace || again == with_parents(workspace) { Ok(text) } else { Err(SaveError::Differs) }
}

/// The same workspace with units that hang on the root by default hanging there by name, as reading has it.
fn with_parents(workspace: &Workspace) -> Workspace {
    let mut workspace = workspace.clone();
    for account in &mut workspace.accounts {
        if account.units.iter().skip(1).any(|unit| unit.parent.is_none()) {
            let account = Arc::make_mut(account);
            for unit in account.units.iter_mut().skip(1).filter(|unit| unit.parent.is_none()) {
                *unit = Arc::new(OrgUnit { parent: Some(UnitKey::root()), ..(**unit).clone() });
            }
        }
    }
    workspace
}

/// The whole file as text. The same workspace gives the same text everywhere.
pub fn to_text(workspace: &Workspace) -> String {
    let records: usize =
        workspace.accounts.iter().flat_map(|account| &account.records).map(|records| records.len()).sum();
    let mut out = String::with_capacity(4096 + 300 * records);
    out.push_str(HEADER);
    out.push_str("\n(\n  format: ");
    number(&mut out, f64::from(FORMAT));
    out.push_str(",\n");
    let kind = workspace.settings.period_kind;
    settings(&mut out, &workspace.settings);
    section(&mut out, 1, "regions", workspace.regions.iter(), |out, region| {
        let mut line = Line::open(out, 2);
        line.text("region", region.key.as_str());
        line.text("name", &region.name);
        line.maybe_text("parent", region.parent.as_ref().map(RegionKey::as_str));
        line.close();
    });
    section(&mut out, 1, "products", workspace.products.iter(), |out, product| {
        let mut line = Line::open(out, 2);
        line.text("product", product.key.as_str());
        line.text("name", &product.name);
        line.maybe_text("family", product.family.as_deref());
        line.list("applicable_kinds", &product.applicable_kinds, |out, kind| out.push_str(kind.key()));
        line.amount("list_arr_per_unit", product.list_arr_per_unit);
        line.date("offered_from", product.offered_from);
        line.date("offered_to", product.offered_to);
        line.close();
    });
    section(&mut out, 1, "models", workspace.models.iter(), |out, model| {
        out.push_str("    (\n");
        self::model(out, 3, model);
        out.push_str("    ),\n");
    });
    if let Some(baseline) = &workspace.baseline {
        out.push_str("  baseline: (\n");
        model(&mut out, 2, baseline);
        out.push_str("  ),\n");
    }
    section(&mut out, 1, "band_schemes", workspace.band_schemes.iter(), scheme);
    section(&mut out, 1, "rules", workspace.rule_settings.iter(), |out, rule| {
        let mut line = Line::open(out, 2);
        line.text("rule", rule.rule.as_str());
        line.flag("enabled", rule.enabled, true);
        line.list("parameters", &rule.parameters, |out, (name, value)| {
            out.push('(');
            quoted(out, name);
            out.push_str(", ");
            number(out, *value);
            out.push(')');
        });
        line.word("severity", rule.severity.map(crate::domain::Severity::key));
        line.close();
    });
    section(&mut out, 1, "owners", workspace.owners.iter(), |out, owner| {
        let mut line = Line::open(out, 2);
        line.maybe_text("account", owner.account.as_ref().map(AccountKey::as_str));
        line.word("branch", Some(owner.branch.key()));
        line.maybe_text("responsible", owner.responsible.as_deref());
        line.maybe_text("accountable", owner.accountable.as_deref());
        line.list("consulted", &owner.consulted, |out, name| quoted(out, name));
        line.list("informed", &owner.informed, |out, name| quoted(out, name));
        line.close();
    });
    section(&mut out, 1, "acknowledgements", workspace.acknowledgements.iter(), |out, done| {
        let mut line = Line::open(out, 2);
        line.maybe_text("account", done.account.as_ref().map(AccountKey::as_str));
        line.text("rule", done.rule.as_str());
        line.maybe_text("unit", done.unit.as_ref().map(UnitKey::as_str));
        line.maybe_text("until", done.until.map(|period| period.text(kind)).as_deref());
        line.maybe_text("note", done.note.as_deref());
        line.close();
    });
    section(&mut out, 1, "targets", workspace.portfolio_targets.iter(), |out, row| target(out, 2, row, kind));
    section(&mut out, 1, "accounts", workspace.accounts.iter(), |out, account| {
        write_account::account(out, account, kind);
    });
    out.push_str(")\n");
    out
}

/// `name: [` rows `],`; nothing at all for an empty list.
pub(super) fn section<T>(
    out: &mut String,
    indent: usize,
    name: &str,
    rows: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    let mut rows = rows.into_iter().peekable();
    if rows.peek().is_none() {
        return;
    }
    indent_by(out, indent);
    out.push_str(name);
    out.push_str(": [\n");
    rows.for_each(|row| write(out, row));
    indent_by(out, indent);
    out.push_str("],\n");
}

/// A field on a line of its own.
pub(super) fn own_line(out: &mut String, indent: usize, name: &str, write: impl FnOnce(&mut String)) {
    indent_by(out, indent);
    out.push_str(name);
    out.push_str(": ");
    write(out);
    out.push_str(",\n");
}

pub(super) fn target(out: &mut String, indent: usize, target: &Target, kind: PeriodKind) {
    let mut line = Line::open(out, indent);
    line.text("metric", target.metric.as_str());
    line.amount("value", Some(target.value));
    line.text("due_period", &target.due_period.text(kind));
    line.close();
}

fn settings(out: &mut String, settings: &Settings) {
    let default = Settings::default();
    let analysis = AnalysisSettings::default();
    let kinds = |out: &mut String, kinds: &[UnitKind]| list(out, kinds, |out, kind| out.push_str(kind.key()));
    out.push_str("  workspace: (\n");
    let mut field = |name: &str, differs: bool, write: &dyn Fn(&mut String)| {
        if differs {
            own_line(out, 2, name, write);
        }
    };
    field("name", !settings.name.is_empty(), &|out| quoted(out, &settings.name));
    field("notes", !settings.notes.is_empty(), &|out| quoted(out, &settings.notes));
    let currency = &settings.currency;
    field("currency", currency.code != default.currency.code, &|out| quoted(out, &currency.code));
    field("currency_symbol", currency.symbol != default.currency.symbol, &|out| {
        quoted(out, &currency.symbol);
    });
    field("period_kind", settings.period_kind != default.period_kind, &|out| {
        out.push_str(settings.period_kind.key());
    });
    let month = settings.fiscal_year_start_month;
    field("fiscal_year_start_month", month != default.fiscal_year_start_month, &|out| {
        number(out, month.into());
    });
    if let Some(day) = settings.as_of {
        field("as_of", true, &|out| date(out, day));
    }
    if let Some(period) = settings.current_period {
        field("current_period", true, &|out| quoted(out, &period.text(settings.period_kind)));
    }
    field("headline_axis", settings.headline_axis != default.headline_axis, &|out| {
        out.push_str(settings.headline_axis.key());
    });
    field("activity_rule", settings.activity_rule != default.activity_rule, &|out| {
        out.push_str(settings.activity_rule.key());
    });
    field("count_pilots", settings.count_pilots, &|out| out.push_str("true"));
    field("division_kinds", settings.division_kinds != default.division_kinds, &|out| {
        kinds(out, &settings.division_kinds);
    });
    field("department_kinds", settings.department_kinds != default.department_kinds, &|out| {
        kinds(out, &settings.department_kinds);
    });
    if let Some(target) = settings.new_business_target {
        field("new_business_target", true, &|out| number(out, target.get()));
    }
    field("active_model", settings.active_model != default.active_model, &|out| {
        quoted(out, settings.active_model.as_str());
    });
    field("opportunity_weights", settings.opportunity != OpportunityModel::default(), &|out| {
        list(out, &settings.opportunity.weights, |out, weight| number(out, weight.get()));
    });
    let chosen = &settings.analysis;
    field("smaa_samples", chosen.smaa_samples != analysis.smaa_samples, &|out| {
        out.push_str(&chosen.smaa_samples.to_string());
    });
    field("smaa_seed", chosen.smaa_seed != analysis.smaa_seed, &|out| {
        out.push_str(&chosen.smaa_seed.to_string());
    });
    field("smaa_spread", chosen.smaa_spread != analysis.smaa_spread, &|out| number(out, chosen.smaa_spread));
    field("smaa_keep_order", chosen.smaa_keep_order, &|out| out.push_str("true"));
    field("smaa_data_uncertainty", chosen.smaa_data_uncertainty, &|out| out.push_str("true"));
    field("forecast_phi", chosen.forecast_phi != analysis.forecast_phi, &|out| {
        number(out, chosen.forecast_phi);
    });
    out.push_str("  ),\n");
}

fn model(out: &mut String, indent: usize, model: &ScoringModel) {
    own_line(out, indent, "model", |out| quoted(out, model.key.as_str()));
    own_line(out, indent, "name", |out| quoted(out, &model.name));
    if model.aggregation != Aggregation::Arithmetic {
        own_line(out, indent, "aggregation", |out| out.push_str(model.aggregation.key()));
    }
    if model.missing_policy != MissingPolicy::Reweight {
        own_line(out, indent, "missing_policy", |out| out.push_str(model.missing_policy.key()));
    }
    if model.min_weight_coverage != 0.60 {
        own_line(out, indent, "min_weight_coverage", |out| number(out, model.min_weight_coverage));
    }
    if model.band_scheme.as_str() != "a_score" {
        own_line(out, indent, "band_scheme", |out| quoted(out, model.band_scheme.as_str()));
    }
    section(out, indent, "factors", &model.factors, |out, row| factor(out, indent + 1, row));
}

fn factor(out: &mut String, indent: usize, factor: &Factor) {
    let mut line = Line::open(out, indent);
    line.text("factor", factor.key.as_str());
    line.text("label", &factor.label);
    line.text("metric", factor.metric.as_str());
    line.amount("weight", Some(factor.weight_raw));
    if factor.curve != (Curve::Linear { lo: 0.0, hi: 100.0 }) {
        line.value("curve", |out| curve(out, &factor.curve));
    }
    line.flag("locked", factor.locked, false);
    line.flag("required", factor.required, false);
    line.flag("enabled", factor.enabled, true);
    line.close();
}

fn curve(out: &mut String, curve: &Curve) {
    fn numbers(out: &mut String, name: &str, fields: &[(&str, f64)]) {
        out.push_str(name);
        for (index, (field, value)) in fields.iter().enumerate() {
            out.push_str(if index == 0 { "(" } else { ", " });
            out.push_str(field);
            out.push_str(": ");
            number(out, *value);
        }
        out.push(')');
    }
    fn pairs(out: &mut String, points: &[(f64, f64)]) {
        list(out, points, |out, (x, y)| {
            out.push('(');
            number(out, *x);
            out.push_str(", ");
            number(out, *y);
            out.push(')');
        });
    }
    match curve {
        Curve::Linear { lo, hi } => numbers(out, "linear", &[("lo", *lo), ("hi", *hi)]),
        Curve::InverseLinear { lo, hi } => numbers(out, "inverse_linear", &[("lo", *lo), ("hi", *hi)]),
        Curve::Step { points, floor } => {
            out.push_str("step(points: ");
            pairs(out, points);
            out.push_str(", floor: ");
            number(out, *floor);
            out.push(')');
        }
        Curve::Piecewise { points } => {
            out.push_str("piecewise(points: ");
            pairs(out, points);
            out.push(')');
        }
        Curve::TargetRelative => out.push_str("target_relative"),
        Curve::Direction { up, flat, down, deadband } => numbers(
            out,
            "direction",
            &[("up", *up), ("flat", *flat), ("down", *down), ("deadband", *deadband)],
        ),
        Curve::Scaled { span } => numbers(out, "scaled", &[("span", *span)]),
    }
}

fn scheme(out: &mut String, scheme: &BandScheme) {
    out.push_str("    (\n");
    own_line(out, 3, "scheme", |out| quoted(out, scheme.key.as_str()));
    own_line(out, 3, "name", |out| quoted(out, &scheme.name));
    own_line(out, 3, "metric", |out| quoted(out, scheme.metric.as_str()));
    section(out, 3, "bands", &scheme.bands, |out, band: &Band| {
        let mut line = Line::open(out, 4);
        line.text("band", &band.key);
        line.text("label", &band.label);
        line.number("upper_edge", band.upper_edge);
        line.word("edge_owner", (band.edge_owner != EdgeOwner::Lower).then_some(band.edge_owner.key()));
        line.close();
    });
    out.push_str("    ),\n");
}
