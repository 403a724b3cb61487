//! From a slider's position to the weights of all factors, always from the weights at which the drag began.

use crate::{
    document::Edit,
    domain::{Amount, ScoringModel},
    engine::scoring::{SliderMode, set_weight, weights},
};

/// The weights at which a drag, or one step by key, began.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// The factor in the hand.
    pub factor: usize,
    mode: SliderMode,
    weights: Vec<f64>,
    locked: Vec<bool>,
    enabled: Vec<bool>,
}

impl Start {
    /// Remembers the weights of `model`.
    pub fn new(model: &ScoringModel, factor: usize, mode: SliderMode) -> Self {
        let raw: Vec<f64> = model.factors.iter().map(|factor| factor.weight_raw.get()).collect();
        let enabled: Vec<bool> = model.factors.iter().map(|factor| factor.enabled).collect();
        let weights = match mode {
            SliderMode::RawPoints => raw,
            _ => weights::normalised(&raw, &enabled).unwrap_or_else(|| vec![0.0; raw.len()]),
        };
        let locked = model.factors.iter().map(|factor| factor.locked).collect();
        Self { factor, mode, weights, locked, enabled }
    }

    /// The edit that puts the slider at `position`: a share 0–1, or with free points a number of points. `None` = not a
    /// number that a weight can be.
    pub fn edit(&self, model: &ScoringModel, position: f64) -> Option<Edit> {
        let moved = set_weight(&self.weights, &self.locked, &self.enabled, self.factor, position, self.mode);
        let scale = if self.mode == SliderMode::RawPoints { 1.0 } else { 100.0 };
        let weights: Option<Vec<Amount>> = moved
            .iter()
            .enumerate()
            .map(|(k, weight)| {
                // A factor that is switched off keeps its own number for the day it is switched on.
                if self.enabled[k] {
                    Amount::new(scale * weight).ok()
                } else {
                    Some(model.factors[k].weight_raw)
                }
            })
            .collect();
        let factor = model.factors.get(self.factor)?.key.clone();
        Some(Edit::SetWeights { model: model.key.clone(), factor, weights: weights? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights_of(edit: Option<Edit>) -> Vec<f64> {
        let Some(Edit::SetWeights { weights, .. }) = edit else { return Vec::new() };
        weights.iter().map(|weight| (weight.get() * 1e6).round() / 1e6).collect()
    }

    #[test]
    fn every_frame_starts_from_the_beginning_of_the_drag() {
        let model = ScoringModel::built_in();
        let start = Start::new(&model, 0, SliderMode::Proportional);
        let mut full = model.clone();
        if let Some(Edit::SetWeights { weights, .. }) = start.edit(&model, 1.0) {
            for (factor, weight) in full.factors.iter_mut().zip(weights) {
                factor.weight_raw = weight;
            }
        }
        assert_eq!(weights_of(start.edit(&full, 1.0)), [100.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(weights_of(start.edit(&full, 0.35)), [35.0, 25.0, 20.0, 10.0, 10.0]);
    }

    #[test]
    fn pairs_exchange_and_points_stand_alone() {
        let model = ScoringModel::built_in();
        let pair = Start::new(&model, 0, SliderMode::PairExchange { partner: 4 });
        assert_eq!(weights_of(pair.edit(&model, 0.4)), [40.0, 25.0, 20.0, 10.0, 5.0]);
        let points = Start::new(&model, 0, SliderMode::RawPoints);
        assert_eq!(weights_of(points.edit(&model, 60.0)), [60.0, 25.0, 20.0, 10.0, 10.0]);
        assert_eq!(points.edit(&model, f64::NAN).map(|_| ()), Some(()));
    }
}
