//! Shipped scoring models and the factors that are offered but switched off (domain specification 3.2).

use std::sync::Arc;

use crate::domain::{Amount, Curve, Factor, ModelKey, ScoringModel, Workspace};

/// Source of the default model, for explanations.
pub const DEFAULT_SOURCE: &str = "A";

/// The selectable models: `default` (source A), `b_dimensions` (B's five, 20 each), `d_axes` (D's four, 25 each).
///
/// The equal weights of the last two are workbench defaults: their sources name dimensions, not weights.
pub fn models() -> Vec<ScoringModel> {
    let built_in = ScoringModel::built_in();
    let of = |key: &str, name: &str, factors: Vec<Factor>| ScoringModel {
        key: key.into(),
        name: name.to_owned(),
        factors,
        ..built_in.clone()
    };
    let people = Curve::Piecewise { points: vec![(0.0, 0.0), (3.0, 50.0), (6.0, 100.0)] };
    let b = vec![
        factor("utilisation", "Seat utilisation", "seat_utilisation", 20.0, linear()),
        factor("department", "Departments", "department_penetration", 20.0, linear()),
        factor("stakeholders", "Engaged stakeholders", "engaged_stakeholders", 20.0, people),
        factor("product", "Products", "product_penetration", 20.0, linear()),
        factor("wallet", "Share of wallet", "share_of_wallet", 20.0, linear()),
    ];
    let d = vec![
        factor("seats", "Seats", "seat_penetration", 25.0, linear()),
        factor("product", "Products", "product_penetration", 25.0, linear()),
        factor("department", "Departments", "department_penetration", 25.0, linear()),
        factor("spend", "Spend", "spend_penetration", 25.0, linear()),
    ];
    vec![
        of("default", &built_in.name, built_in.factors.clone()),
        of("b_dimensions", "Five dimensions (B)", b),
        of("d_axes", "Four axes (D)", d),
    ]
}

/// A model by key: the workspace's own, the built-in default, then the shipped ones. `None` = no such model.
pub fn find_model(workspace: &Workspace, key: &ModelKey) -> Option<Arc<ScoringModel>> {
    workspace.model(key).or_else(|| models().into_iter().find(|model| model.key == *key).map(Arc::new))
}

/// Factors offered beside those of the default model: geography, utilisation, coverage, concentration and NRR,
/// disabled and with weight 0.
pub fn optional_factors() -> Vec<Factor> {
    let retention = Curve::Piecewise { points: vec![(80.0, 0.0), (100.0, 50.0), (120.0, 100.0)] };
    let inverse = Curve::InverseLinear { lo: 0.0, hi: 100.0 };
    [
        factor("geography", "Geography", "geographic_penetration", 0.0, linear()),
        factor("utilisation", "Seat utilisation", "seat_utilisation", 0.0, linear()),
        factor("coverage", "Contact coverage", "coverage_score", 0.0, linear()),
        factor("concentration", "Concentration", "top_unit_share", 0.0, inverse),
        factor("nrr", "NRR", "nrr", 0.0, retention),
    ]
    .map(|factor| Factor { enabled: false, ..factor })
    .into()
}

fn linear() -> Curve {
    Curve::Linear { lo: 0.0, hi: 100.0 }
}

fn factor(key: &str, label: &str, metric: &str, weight: f64, curve: Curve) -> Factor {
    Factor {
        key: key.into(),
        label: label.to_owned(),
        metric: metric.into(),
        weight_raw: Amount::new(weight).unwrap_or(Amount::ZERO),
        locked: false,
        curve,
        required: false,
        enabled: true,
    }
}
