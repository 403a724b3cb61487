//! The opportunity score as a scoring model over units: the same linear form as the health score, so that everything
//! said about weights holds for it as well (domain specification 5.2 and 6).

use std::sync::LazyLock;

use super::{GapRow, opportunity::CRITERIA};
use crate::{
    domain::{
        Aggregation, Amount, Band, BandScheme, Curve, EdgeOwner, Factor, MissingPolicy, OpportunityModel,
        ScoringModel,
    },
    engine::scoring::{Score, score},
};

/// Keys of the criteria, in the order of [`CRITERIA`].
pub const CRITERION_KEYS: [&str; 5] =
    ["revenue_potential", "importance", "openness", "relationship", "signals"];

/// The five criteria as factors of 0 to 1, each worth up to 100 points. One that is not judged is left out of the score,
/// however little is left.
pub fn opportunity_model(model: &OpportunityModel) -> ScoringModel {
    // Against the largest, so that no sum of weights overflows; shares stay the same.
    let largest = model.weights.iter().map(|weight| weight.get()).fold(0.0, f64::max);
    let weight = |weight: Amount| if largest > 1e100 { weight.get() / largest } else { weight.get() };
    let factor = |((key, label), entered): ((&str, &str), Amount)| Factor {
        key: key.into(),
        label: label.to_owned(),
        metric: key.into(),
        weight_raw: Amount::new(weight(entered)).unwrap_or(Amount::ZERO),
        locked: false,
        curve: Curve::Linear { lo: 0.0, hi: 1.0 },
        required: false,
        enabled: true,
    };
    ScoringModel {
        key: "opportunity".into(),
        name: "Opportunity score".to_owned(),
        factors: CRITERION_KEYS.into_iter().zip(CRITERIA).zip(model.weights).map(factor).collect(),
        aggregation: Aggregation::Arithmetic,
        missing_policy: MissingPolicy::Reweight,
        min_weight_coverage: 0.0,
        band_scheme: "opportunity".into(),
    }
}

/// The score of every row under a model made by [`opportunity_model`], in points 0–100: equal to [`GapRow::score`] up to
/// rounding, with the part of each criterion. There are no bands.
pub fn opportunity_scores(model: &ScoringModel, rows: &[GapRow]) -> Vec<Score> {
    static UNDIVIDED: LazyLock<BandScheme> = LazyLock::new(|| BandScheme {
        key: "opportunity".into(),
        name: "Opportunity score".to_owned(),
        metric: "score".into(),
        bands: vec![Band {
            key: "all".to_owned(),
            label: "All".to_owned(),
            upper_edge: None,
            edge_owner: EdgeOwner::Upper,
        }],
    });
    rows.iter()
        .map(|row| Score { band: None, ..score(model, &row.criteria, &[None; 5], &UNDIVIDED) })
        .collect()
}
