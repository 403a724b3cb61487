//! Weights: normalising, what a slider does to the others, whole percents, exchange rates (domain specification 6.1).

/// What the other weights do while one slider moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SliderMode {
    /// The free others keep their proportions; locked ones stay.
    #[default]
    Proportional,
    /// Sliders are independent points; nothing else moves, shares are points over their sum.
    RawPoints,
    /// `partner` loses exactly what the slider gains.
    PairExchange {
        /// Index of the factor that gives and takes.
        partner: usize,
    },
}

/// Shares 0–1 that add up to 1, over enabled factors; disabled ones get 0. `raw` and `enabled` are parallel.
/// `None` = all weights are zero.
pub fn normalised(raw: &[f64], enabled: &[bool]) -> Option<Vec<f64>> {
    let in_force = || raw.iter().zip(enabled).map(|(raw, enabled)| if *enabled { *raw } else { 0.0 });
    let total: f64 = in_force().sum();
    (total > 0.0 && total.is_finite()).then(|| in_force().map(|raw| raw / total).collect())
}

/// The weights after slider `k` was set to `x`.
///
/// `start` holds the state **when the drag began**, not that of the last frame: recomputing from the last frame would
/// lose the proportions once a slider touches 100 %. It is parallel to `locked` and `enabled`.
///
/// - Proportional, pair exchange: `start` holds shares that add up to 1 (disabled ones 0), `x` is the wanted share; it
///   is clamped to what locked weights (or the partner) leave. The result adds up to 1.
/// - Raw points: `start` holds points ≥ 0, `x` the wanted points; only `k` changes. Use [`normalised`] for shares.
///
/// A locked or disabled `k`, or an exchange with a locked, disabled or identical partner, changes nothing.
pub fn set_weight(
    start: &[f64],
    locked: &[bool],
    enabled: &[bool],
    k: usize,
    x: f64,
    mode: SliderMode,
) -> Vec<f64> {
    let mut weights = start.to_vec();
    let movable = |j: usize| enabled.get(j) == Some(&true) && locked.get(j) == Some(&false);
    // Returning to where the drag began gives exactly what was there, without rounding noise.
    if k >= start.len() || !movable(k) || !x.is_finite() || x == start[k] {
        return weights;
    }
    match mode {
        SliderMode::RawPoints => weights[k] = x.max(0.0),
        SliderMode::PairExchange { partner } => {
            if partner != k && partner < start.len() && movable(partner) {
                let both = start[k] + start[partner];
                weights[k] = x.clamp(0.0, both);
                weights[partner] = both - weights[k];
            }
        }
        SliderMode::Proportional => {
            let locked_sum: f64 =
                (0..start.len()).filter(|j| enabled[*j] && locked[*j]).map(|j| start[j]).sum();
            let room = (1.0 - locked_sum).max(0.0);
            let free: Vec<usize> = (0..start.len()).filter(|j| *j != k && movable(*j)).collect();
            weights[k] = if free.is_empty() { room } else { x.clamp(0.0, room) };
            let rest = room - weights[k];
            let free_sum: f64 = free.iter().map(|j| start[*j]).sum();
            for j in &free {
                weights[*j] =
                    if free_sum > 0.0 { start[*j] * rest / free_sum } else { rest / free.len() as f64 };
            }
        }
    }
    weights
}

/// Whole percents that always add up to 100, by largest remainder, ties to the lower index (Annex B.5).
///
/// `weights` are shares or raw points ≥ 0; all zeros (or none) give all zeros.
pub fn whole_percents(weights: &[f64]) -> Vec<u32> {
    let total: f64 = weights.iter().filter(|weight| weight.is_finite()).sum();
    if total <= 0.0 || !total.is_finite() {
        return vec![0; weights.len()];
    }
    let exact = |weight: &f64| if weight.is_finite() { 100.0 * weight.max(0.0) / total } else { 0.0 };
    // The tolerance keeps 29.000000000000004 at 29 and lifts 28.999999999999996 to it, so equal shares stay equal.
    let mut percents: Vec<u32> = weights.iter().map(|weight| (exact(weight) + 1e-9).floor() as u32).collect();
    let given: u32 = percents.iter().sum();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let remainder =
        |j: &usize| ((exact(&weights[*j]) - f64::from(percents[*j])).max(0.0) * 1e9).round() as i64;
    order.sort_by_key(|j| std::cmp::Reverse(remainder(j)));
    let missing = 100_u32.saturating_sub(given) as usize;
    for j in order.into_iter().cycle().take(missing) {
        percents[j] += 1;
    }
    percents
}

/// How many points of factor `j` one point of factor `i` is worth in an arithmetic mean: `w_i / w_j`.
/// `None` = factor `j` has no weight, or one of them does not exist.
pub fn exchange_rate(weights: &[f64], i: usize, j: usize) -> Option<f64> {
    let (a, b) = (*weights.get(i)?, *weights.get(j)?);
    (b > 0.0).then(|| a / b)
}

/// An exchange rate in words: "1 point of revenue buys 1.4 points of divisions".
pub fn exchange_text(label_i: &str, label_j: &str, rate: f64) -> String {
    let rounded = crate::engine::compare::round_to(rate, 1);
    let noun = if rounded == 1.0 { "point" } else { "points" };
    format!("1 point of {} buys {rounded} {noun} of {}", lower_first(label_i), lower_first(label_j))
}

/// "Revenue penetration" inside a sentence; words such as "NRR" stay as they are.
fn lower_first(label: &str) -> String {
    let mut rest = label.chars();
    match (rest.next(), rest.clone().next()) {
        (Some(first), second) if second.is_none_or(|second| !second.is_uppercase()) => {
            first.to_lowercase().chain(rest).collect()
        }
        _ => label.to_owned(),
    }
}
