//! Random weights, the same ones on every machine (domain specification 6.5, Annex B.1 and B.2).

use crate::domain::AnalysisSettings;

/// The generator `SplitMix64`. Its state counts, so any place of the stream is reached at once.
#[derive(Debug, Clone)]
pub struct SplitMix64 {
    state: u64,
}

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
/// Uniforms are whole multiples of 2^−53.
const TWO_TO_53: u64 = 1 << 53;
/// 2^−53.
pub const GRAIN: f64 = 1.0 / TWO_TO_53 as f64;

impl SplitMix64 {
    /// The generator after `skipped` draws from `seed`.
    pub fn new(seed: u64, skipped: u64) -> Self {
        Self { state: seed.wrapping_add(STEP.wrapping_mul(skipped)) }
    }

    /// The next 64 random bits.
    pub fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// The next uniform of [0, 1) in units of [`GRAIN`].
    pub fn uniform(&mut self) -> u64 {
        self.draw() >> 11
    }
}

/// How weights are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampling {
    /// Number of samples.
    pub samples: u32,
    /// Seed of the generator.
    pub seed: u64,
    /// λ, 0 < λ ≤ 1: 1 explores all weightings, less the neighbourhood of the current one.
    pub spread: f64,
    /// Whether factors that weigh more now weigh more in every sample.
    pub keep_order: bool,
}

impl From<&AnalysisSettings> for Sampling {
    fn from(settings: &AnalysisSettings) -> Self {
        Self {
            samples: settings.smaa_samples,
            seed: settings.smaa_seed,
            spread: settings.smaa_spread,
            keep_order: settings.smaa_keep_order,
        }
    }
}

impl Sampling {
    /// Largest half-width of a 95 % interval around a sampled probability, 0–1.
    pub fn half_width(&self) -> f64 {
        1.96 * 0.5 / f64::from(self.samples).sqrt()
    }
}

/// Draws one weight vector after the other.
#[derive(Debug, Clone)]
pub struct WeightSampler<'a> {
    sampling: Sampling,
    /// The current weights, adding up to 1.
    weights: &'a [f64],
    /// z of the last sample in units of [`GRAIN`], in factor order.
    spacings: Vec<u64>,
    by_importance: Vec<usize>,
    ordered: Vec<u64>,
    drawn: Vec<f64>,
}

impl<'a> WeightSampler<'a> {
    /// A sampler around the current weights.
    pub fn new(weights: &'a [f64], sampling: Sampling) -> Self {
        let n = weights.len();
        Self {
            sampling,
            weights,
            spacings: vec![0; n],
            by_importance: (0..n).collect(),
            ordered: Vec::with_capacity(n),
            drawn: vec![0.0; n],
        }
    }

    /// Draws of the generator for one sample.
    pub fn draws(&self) -> u64 {
        self.weights.len().saturating_sub(1) as u64
    }

    /// Draws a sample: uniform on the simplex by sorted spacings, the order of importance restored if wanted (ruling
    /// B79), then drawn towards the current weights: `(1−λ)·w + λ·z`.
    pub fn draw(&mut self, generator: &mut SplitMix64) -> &[f64] {
        let Some(last) = self.spacings.len().checked_sub(1) else { return &self.drawn };
        let uniforms = &mut self.spacings[..last];
        for uniform in &mut *uniforms {
            *uniform = generator.uniform();
        }
        uniforms.sort_unstable();
        // From behind, each becomes its distance from the one before.
        self.spacings[last] = TWO_TO_53;
        for k in (1..=last).rev() {
            self.spacings[k] -= self.spacings[k - 1];
        }
        if self.sampling.keep_order {
            self.restore_order();
        }
        let spread = self.sampling.spread;
        for ((drawn, weight), spacing) in self.drawn.iter_mut().zip(self.weights).zip(&self.spacings) {
            *drawn = (1.0 - spread) * weight + spread * (*spacing as f64 * GRAIN);
        }
        &self.drawn
    }

    /// z of the last sample in units of [`GRAIN`]: whole numbers, so that sums of them do not depend on their order.
    pub fn spacings(&self) -> &[u64] {
        &self.spacings
    }

    /// Gives the largest weight to the factor with the largest current one, and so on; factors of equal weight keep the
    /// order of their draws.
    fn restore_order(&mut self) {
        let (weights, spacings) = (self.weights, &self.spacings);
        self.by_importance.sort_unstable_by(|a, b| {
            let by_weight = weights[*b].total_cmp(&weights[*a]);
            by_weight.then(spacings[*b].cmp(&spacings[*a])).then(a.cmp(b))
        });
        self.ordered.clear();
        self.ordered.extend_from_slice(&self.spacings);
        self.ordered.sort_unstable_by(|a, b| b.cmp(a));
        for (factor, spacing) in self.by_importance.iter().zip(&self.ordered) {
            self.spacings[*factor] = *spacing;
        }
    }
}
