//! The data set for weight analytics (Annex A.2), the default model on plain points, and comparisons.

use inroads::{
    domain::{Amount, Curve, ScoringModel, Workspace},
    engine::scoring::{Score, bands, score},
};

pub const RAW: [f64; 5] = [35.0, 25.0, 20.0, 10.0, 10.0];
pub const SHARES: [f64; 5] = [0.35, 0.25, 0.20, 0.10, 0.10];

/// Points of the data set of Annex A.2.
pub fn annex() -> [[f64; 5]; 4] {
    [
        [100.0 * 1.5 / 4.2, 100.0 * 3.0 / 9.0, 26.5625, 50.0, 100.0],
        [55.0, 20.0, 30.0, 25.0, 50.0],
        [30.0, 60.0, 45.0, 75.0, 0.0],
        [20.0, 40.0, 60.0, 50.0, 50.0],
    ]
}

pub fn rows() -> Vec<Vec<Option<f64>>> {
    annex().iter().map(|row| row.iter().copied().map(Some).collect()).collect()
}

/// The default model with linear curves throughout, so that inputs are points.
pub fn plain(raw: [f64; 5]) -> ScoringModel {
    let mut model = ScoringModel::built_in();
    for (factor, raw) in model.factors.iter_mut().zip(raw) {
        factor.weight_raw = Amount::new(raw).unwrap();
        factor.curve = Curve::Linear { lo: 0.0, hi: 100.0 };
    }
    model
}

pub fn score_of(model: &ScoringModel, inputs: [Option<f64>; 5]) -> Score {
    score(model, &inputs, &[None; 5], bands::scheme(&Workspace::default(), "a_score").unwrap())
}

pub fn techcorp() -> [Option<f64>; 5] {
    [Some(100.0 * 1.5 / 4.2), Some(100.0 * 3.0 / 9.0), Some(26.5625), Some(50.0), Some(8.0)]
}

#[track_caller]
pub fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6, "found {found}, expected {expected}");
}

#[track_caller]
pub fn near_all(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).for_each(|(found, expected)| near(*found, *expected));
}

#[track_caller]
pub fn near_zone(found: Option<(f64, f64)>, low: f64, high: f64) {
    let (found_low, found_high) = found.unwrap();
    near_all(&[100.0 * found_low, 100.0 * found_high], &[low, high]);
}
