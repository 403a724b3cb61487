//! Scoring models and band schemes: a row per factor and per band, what they share repeated in each.

use super::{col, curve};
use crate::domain::{
    Amount, Band, BandScheme, EdgeOwner, Factor, MetricKey, SchemeKey, ScoringModel, Workspace,
};
use crate::files::dataset::{
    draft::Draft,
    table::{Merge, Table},
};

/// A factor of a model, or a model without any.
pub struct FactorRow {
    model: ScoringModel,
    /// Absent means the preset, which a scheme of no name is not.
    scheme: Option<SchemeKey>,
    factor: Factor,
    curve: String,
    parameters: String,
    frozen: bool,
}

/// Models. `frozen` marks the rows of the copy against which rank changes are shown: that copy is no model of its own,
/// and is needed only where the model of that key has changed since.
pub static MODELS: Table<FactorRow> = Table {
    name: "models",
    is_required: false,
    columns: &[
        col!("model", model.key; key required),
        col!("name", model.name),
        col!("aggregation", model.aggregation),
        col!("missing_policy", model.missing_policy),
        col!("min_weight_coverage", model.min_weight_coverage; share),
        col!("band_scheme", scheme),
        col!("factor", factor.key),
        col!("label", factor.label),
        col!("metric", factor.metric),
        col!("weight", factor.weight_raw),
        col!("curve", curve),
        col!("parameters", parameters),
        col!("locked", factor.locked),
        col!("required", factor.required),
        col!("enabled", factor.enabled),
        col!("frozen", frozen; key),
    ],
    blank: || {
        let model = ScoringModel { key: "".into(), name: String::new(), ..ScoringModel::built_in() };
        FactorRow { scheme: None, ..factor_row(&model, None, false) }
    },
    rows: factor_rows,
    take: take_factor,
    merge: Merge::Groups,
};

fn factor_row(model: &ScoringModel, factor: Option<&Factor>, frozen: bool) -> FactorRow {
    let absent = Factor {
        key: "".into(),
        label: String::new(),
        metric: MetricKey::from(""),
        weight_raw: Amount::ZERO,
        locked: false,
        curve: crate::domain::Curve::TargetRelative,
        required: false,
        enabled: true,
    };
    let (curve, parameters) = factor.map(|factor| curve::write(&factor.curve)).unwrap_or_default();
    let factor = factor.cloned().unwrap_or(absent);
    let scheme = Some(model.band_scheme.clone());
    FactorRow {
        model: ScoringModel { factors: Vec::new(), ..model.clone() },
        scheme,
        factor,
        curve,
        parameters,
        frozen,
    }
}

fn factor_rows(workspace: &Workspace, give: &mut dyn FnMut(FactorRow)) {
    let mut rows = |model: &ScoringModel, frozen| {
        if model.factors.is_empty() {
            give(factor_row(model, None, frozen));
        }
        model.factors.iter().for_each(|factor| give(factor_row(model, Some(factor), frozen)));
    };
    workspace.models.iter().for_each(|model| rows(model, false));
    if let Some(baseline) = &workspace.baseline
        && workspace.model(&baseline.key).as_ref() != Some(baseline)
    {
        rows(baseline, true);
    }
}

fn take_factor(draft: &mut Draft, mut row: FactorRow) {
    row.model.band_scheme = row.scheme.unwrap_or_else(|| ScoringModel::built_in().band_scheme);
    let mut factor = row.factor;
    let has_factor = !factor.key.as_str().is_empty();
    if has_factor {
        let word = if row.curve.is_empty() { "linear" } else { &row.curve };
        match curve::read(word, &row.parameters) {
            Ok(curve) => factor.curve = curve,
            Err((column, message)) => return draft.complain(column, message),
        }
    } else if !row.curve.is_empty() || !factor.metric.as_str().is_empty() {
        return draft.complain("factor", "is empty; give the factor a key".to_owned());
    }
    let found = if row.frozen {
        draft.frozen.as_mut().filter(|model| model.key == row.model.key)
    } else {
        draft.find("models", None, row.model.key.as_str()).and_then(|at| draft.models.get_mut(at))
    };
    if let Some(model) = found {
        let shared = ScoringModel { factors: Vec::new(), ..model.clone() };
        if shared != row.model {
            let message = format!(
                "the rows of the model `{}` differ in name, aggregation, missing_policy, min_weight_coverage or band_scheme; give all of them the same",
                row.model.key
            );
            return draft.complain("model", message);
        }
        if has_factor {
            model.factors.push(factor);
        }
        return;
    }
    let model = ScoringModel { factors: has_factor.then_some(factor).into_iter().collect(), ..row.model };
    if row.frozen {
        draft.frozen = Some(model);
    } else {
        draft.remember("models", None, model.key.as_str());
        draft.models.push(model);
    }
}

/// A band of a scheme.
pub struct BandRow {
    scheme: SchemeKey,
    name: String,
    metric: MetricKey,
    band: Band,
}

/// Band schemes.
pub static BANDS: Table<BandRow> = Table {
    name: "bands",
    is_required: false,
    columns: &[
        col!("scheme", scheme; key required),
        col!("name", name),
        col!("metric", metric),
        col!("band", band.key),
        col!("label", band.label),
        col!("upper_edge", band.upper_edge),
        col!("edge_owner", band.edge_owner),
    ],
    blank: || BandRow {
        scheme: "".into(),
        name: String::new(),
        metric: "".into(),
        band: Band {
            key: String::new(),
            label: String::new(),
            upper_edge: None,
            edge_owner: EdgeOwner::Lower,
        },
    },
    rows: |workspace, give| {
        for scheme in workspace.band_schemes.iter() {
            for band in &scheme.bands {
                give(BandRow {
                    scheme: scheme.key.clone(),
                    name: scheme.name.clone(),
                    metric: scheme.metric.clone(),
                    band: band.clone(),
                });
            }
        }
    },
    take: take_band,
    merge: Merge::Groups,
};

fn take_band(draft: &mut Draft, row: BandRow) {
    let found = draft.find("band_schemes", None, row.scheme.as_str());
    match found.and_then(|at| draft.band_schemes.get_mut(at)) {
        Some(scheme) if (&scheme.name, &scheme.metric) == (&row.name, &row.metric) => {
            scheme.bands.push(row.band);
        }
        Some(_) => {
            let message = format!(
                "the rows of the scheme `{}` differ in name or metric; give all of them the same",
                row.scheme
            );
            draft.complain("scheme", message);
        }
        None => {
            draft.remember("band_schemes", None, row.scheme.as_str());
            let bands = vec![row.band];
            draft.band_schemes.push(BandScheme {
                key: row.scheme,
                name: row.name,
                metric: row.metric,
                bands,
            });
        }
    }
}
