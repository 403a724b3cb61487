//! How health is judged: models, factors, curves, band schemes, opportunity weights, rule settings.

use serde::{Deserialize, Serialize};

use super::{Amount, FactorKey, MetricKey, ModelKey, RuleKey, SchemeKey, text_enum::text_enum};

text_enum! {
    /// How factor points become one score.
    Aggregation {
        /// Weighted arithmetic mean.
        Arithmetic = "arithmetic", "Arithmetic";
        /// Weighted geometric mean with a floor of one point.
        Geometric = "geometric", "Geometric";
    }
}

text_enum! {
    /// What happens when a factor has no value (domain specification 3.4).
    MissingPolicy {
        /// The others take over its weight, if enough weight is known.
        Reweight = "reweight", "Reweight";
        /// Counts as 0 points.
        Zero = "zero", "Zero";
        /// The score is unknown.
        Unknown = "unknown", "Unknown";
        /// Counts as 50 points.
        Neutral = "neutral", "Neutral";
    }
}

text_enum! {
    /// To which band the value of an edge belongs.
    EdgeOwner {
        /// The band below.
        Lower = "lower", "Lower";
        /// The band above.
        Upper = "upper", "Upper";
    }
}

text_enum! {
    /// How much a finding matters.
    Severity {
        /// Information.
        Info = "info", "Info";
        /// Low.
        Low = "low", "Low";
        /// Medium.
        Medium = "medium", "Medium";
        /// High.
        High = "high", "High";
        /// Critical.
        Critical = "critical", "Critical";
    }
}

/// From a metric's value x to points 0–100 (domain specification 3.3). Always clamped; unknown stays unknown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Curve {
    /// `100·(x − lo)/(hi − lo)`.
    Linear {
        /// x of 0 points.
        lo: f64,
        /// x of 100 points; not equal to `lo`.
        hi: f64,
    },
    /// `100·(hi − x)/(hi − lo)`.
    InverseLinear {
        /// x of 100 points.
        lo: f64,
        /// x of 0 points; not equal to `lo`.
        hi: f64,
    },
    /// Points of the largest x_i ≤ x.
    Step {
        /// (x, points), ascending by x.
        points: Vec<(f64, f64)>,
        /// Points below the first x.
        floor: f64,
    },
    /// Straight between points, flat outside.
    Piecewise {
        /// (x, points), ascending by x, at least one.
        points: Vec<(f64, f64)>,
    },
    /// `100·x/target` of the account's own target for the metric.
    TargetRelative,
    /// Points by the direction of a change in pp.
    Direction {
        /// Points for a rise.
        up: f64,
        /// Points for no change.
        flat: f64,
        /// Points for a fall.
        down: f64,
        /// Changes smaller than this many pp are no change.
        deadband: f64,
    },
    /// `50 + 50·x/span`, x in pp.
    Scaled {
        /// Change that earns all points; > 0.
        span: f64,
    },
}

/// One weighted ingredient of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// Unique in the model.
    pub key: FactorKey,
    /// Name on screen.
    pub label: String,
    /// The metric it reads.
    pub metric: MetricKey,
    /// Weight before normalisation, ≥ 0.
    pub weight_raw: Amount,
    /// Whether other sliders leave it alone.
    pub locked: bool,
    /// From value to points.
    pub curve: Curve,
    /// Whether the score is unknown without it.
    pub required: bool,
    /// Whether it takes part.
    pub enabled: bool,
}

/// A health score: factors, how they are joined, and the bands it is read in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoringModel {
    /// Unique in the workspace; the built-in one is `default`.
    pub key: ModelKey,
    /// Name on screen.
    pub name: String,
    /// Factors, in the order of the sliders.
    pub factors: Vec<Factor>,
    /// How points are joined.
    pub aggregation: Aggregation,
    /// What happens to missing factors.
    pub missing_policy: MissingPolicy,
    /// Known weight 0–1 below which a re-weighted score is unknown.
    pub min_weight_coverage: f64,
    /// Scheme that names the score's bands.
    pub band_scheme: SchemeKey,
}

impl ScoringModel {
    /// The built-in model: revenue 35, divisions 25, users 20, products 10, trend 10 (source A).
    pub fn built_in() -> Self {
        let factor = |key: &str, label: &str, metric: &str, weight: f64, curve: Curve| Factor {
            key: key.into(),
            label: label.to_owned(),
            metric: metric.into(),
            weight_raw: Amount::new(weight).unwrap_or(Amount::ZERO),
            locked: false,
            curve,
            required: false,
            enabled: true,
        };
        let linear = || Curve::Linear { lo: 0.0, hi: 100.0 };
        let direction = Curve::Direction { up: 100.0, flat: 50.0, down: 0.0, deadband: 0.5 };
        Self {
            key: "default".into(),
            name: "Default model".to_owned(),
            factors: vec![
                factor("revenue", "Revenue", "revenue_penetration", 35.0, linear()),
                factor("division", "Divisions", "division_penetration", 25.0, linear()),
                factor("user", "Users", "user_penetration", 20.0, linear()),
                factor("product", "Products", "product_penetration", 10.0, linear()),
                factor("trend", "Trend", "qoq_pp", 10.0, direction),
            ],
            aggregation: Aggregation::Arithmetic,
            missing_policy: MissingPolicy::Reweight,
            min_weight_coverage: 0.60,
            band_scheme: "a_score".into(),
        }
    }
}

/// One band of a scheme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Key in files and JSON.
    pub key: String,
    /// Name on screen, perhaps with advice after a colon.
    pub label: String,
    /// Upper edge; `None` for the last band only.
    pub upper_edge: Option<f64>,
    /// To which band the value of that edge belongs.
    pub edge_owner: EdgeOwner,
}

/// Ordered bands over one metric. Every number has exactly one band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BandScheme {
    /// Unique in the workspace.
    pub key: SchemeKey,
    /// Name on screen.
    pub name: String,
    /// Metric it applies to, or `score`.
    pub metric: MetricKey,
    /// Ascending; the last has no upper edge.
    pub bands: Vec<Band>,
}

/// Weights of the five opportunity criteria (domain specification 5.2), each ≥ 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OpportunityModel {
    /// Revenue potential, strategic importance, competitive openness, relationship, signals.
    pub weights: [Amount; 5],
}

impl Default for OpportunityModel {
    fn default() -> Self {
        Self {
            weights: [40.0, 20.0, 20.0, 20.0, 0.0].map(|weight| Amount::new(weight).unwrap_or(Amount::ZERO)),
        }
    }
}

/// What a user changed about a rule; absent means the rule's own default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleSetting {
    /// The rule.
    pub rule: RuleKey,
    /// Whether it is evaluated.
    pub enabled: bool,
    /// Changed parameters by name.
    pub parameters: Vec<(String, f64)>,
    /// Severity in place of the rule's own.
    pub severity: Option<Severity>,
}
