//! Comparing and rounding numbers as the domain specification 0.1.6 and 0.1.7 prescribe.
//!
//! Sums of fractions carry rounding noise, so a value that should equal a threshold may miss it by a few bits. Every
//! comparison with a threshold or band edge goes through here, always on the unrounded value.

/// Tolerance of comparisons between percents, points, weights and counts.
pub const EPS: f64 = 1e-9;

/// Tolerance of comparisons between amounts of money: half a hundredth of a currency unit (ruling B72).
pub const MONEY_EPS: f64 = 0.005;

/// `a < b`, by more than [`EPS`].
pub fn less(a: f64, b: f64) -> bool {
    less_by(a, b, EPS)
}

/// `a ≤ b`, up to [`EPS`].
pub fn at_most(a: f64, b: f64) -> bool {
    a <= b + EPS
}

/// `a > b`, by more than [`EPS`].
pub fn greater(a: f64, b: f64) -> bool {
    less_by(b, a, EPS)
}

/// `a ≥ b`, up to [`EPS`].
pub fn at_least(a: f64, b: f64) -> bool {
    a >= b - EPS
}

/// `a > b` between amounts of money, by more than [`MONEY_EPS`].
pub fn money_greater(a: f64, b: f64) -> bool {
    less_by(b, a, MONEY_EPS)
}

/// `a < b` between amounts of money, by more than [`MONEY_EPS`].
pub fn money_less(a: f64, b: f64) -> bool {
    less_by(a, b, MONEY_EPS)
}

fn less_by(a: f64, b: f64, tolerance: f64) -> bool {
    a < b - tolerance
}

/// Rounds half away from zero to `decimals` places: `(x·10^d).round() / 10^d`.
///
/// Format the result with the same number of decimals; Rust's own formatting rounds ties to even, so it would print
/// 41.25 as `41.2`.
pub fn round_to(x: f64, decimals: u8) -> f64 {
    let scale = 10_f64.powi(i32::from(decimals));
    let scaled = x * scale;
    // A number too large to be scaled has no digits behind the point anyway.
    if scaled.is_finite() { scaled.round() / scale } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_tolerate_noise_and_nothing_more() {
        let noisy = 0.1 + 0.2;
        assert!(!less(noisy, 0.3) && !greater(noisy, 0.3) && at_least(noisy, 0.3) && at_most(noisy, 0.3));
        assert!(greater(noisy + 1e-8, 0.3) && less(0.3 - 1e-8, 0.3));
        assert!(!money_greater(700_000.004, 700_000.0) && money_greater(700_000.01, 700_000.0));
        assert!(money_less(0.99, 1.0) && !money_less(0.998, 1.0));
    }

    #[test]
    fn halves_leave_zero() {
        assert_eq!(round_to(41.25, 1), 41.3);
        assert_eq!(round_to(-41.25, 1), -41.3);
        assert_eq!(round_to(41.145_833_3, 1), 41.1);
        assert_eq!(round_to(f64::MAX, 2), f64::MAX);
    }
}
