//! Band schemes: the shipped ones, where to find one, and the band of a value (domain specification 3.5).

use std::sync::LazyLock;

use crate::{
    domain::{Band, BandScheme, EdgeOwner, ScoringModel, Workspace},
    engine::compare,
};

use EdgeOwner::{Lower, Upper};

/// The shipped schemes: `a_score`, `a_segment`, `d_bands`, `e_degree`, `b_utilisation`, `nrr`, `c_expansion_share`,
/// `a_portfolio_mean`. `metric` is `score` for the health score and `headline` for the workspace's headline axis.
pub fn presets() -> &'static [BandScheme] {
    &PRESETS
}

static PRESETS: LazyLock<Vec<BandScheme>> = LazyLock::new(|| {
    vec![
        scheme_of(
            "a_score",
            "Health score quarters (A)",
            "score",
            &[
                ("low", "Low: aggressive investment", 25.0, Lower),
                ("moderate", "Moderate: active expansion", 50.0, Lower),
                ("strong", "Strong: depth and retention", 75.0, Lower),
            ],
            ("maximum", "Maximum: value realisation"),
        ),
        scheme_of(
            "a_segment",
            "Segments (A)",
            "headline",
            &[("beachhead", "Beachhead", 30.0, Upper), ("growing", "Growing", 70.0, Lower)],
            ("mature", "Mature"),
        ),
        scheme_of(
            "d_bands",
            "Revenue bands (D)",
            "revenue_penetration",
            &[
                ("beachhead", "Beachhead", 15.0, Upper),
                ("developing", "Developing", 40.0, Upper),
                ("established", "Established", 70.0, Lower),
            ],
            ("saturated", "Saturated"),
        ),
        scheme_of(
            "e_degree",
            "Product penetration (E)",
            "product_penetration",
            &[
                ("low", "Low: immediate action", 50.0, Upper),
                ("moderate", "Moderate: assess satisfaction", 70.0, Upper),
                ("healthy", "Healthy", 85.0, Lower),
            ],
            ("above_range", "Above range"),
        ),
        scheme_of(
            "b_utilisation",
            "Seat utilisation (B)",
            "seat_utilisation",
            &[("at_risk", "At risk", 60.0, Upper)],
            ("acceptable", "Acceptable"),
        ),
        scheme_of(
            "nrr",
            "Net revenue retention (C, D)",
            "nrr",
            &[("shrinking", "Shrinking", 100.0, Upper), ("retaining", "Retaining", 120.0, Lower)],
            ("compounding", "Compounding"),
        ),
        scheme_of(
            "c_expansion_share",
            "Expansion share (C)",
            "expansion_share",
            &[("below_range", "Below range", 30.0, Upper), ("healthy", "Healthy", 50.0, Lower)],
            ("above_range", "Above range"),
        ),
        scheme_of(
            "a_portfolio_mean",
            "Portfolio mean (A)",
            "portfolio_penetration_mean",
            &[
                ("below_top_performers", "Below top performers", 55.0, Upper),
                ("top_performer_range", "Top-performer range", 65.0, Lower),
            ],
            ("above", "Above"),
        ),
    ]
});

fn scheme_of(
    key: &str,
    name: &str,
    metric: &str,
    bounded: &[(&str, &str, f64, EdgeOwner)],
    last: (&str, &str),
) -> BandScheme {
    let mut bands: Vec<Band> = bounded
        .iter()
        .map(|(key, label, edge, owner)| Band {
            key: (*key).to_owned(),
            label: (*label).to_owned(),
            upper_edge: Some(*edge),
            edge_owner: *owner,
        })
        .collect();
    bands.push(Band {
        key: last.0.to_owned(),
        label: last.1.to_owned(),
        upper_edge: None,
        edge_owner: Lower,
    });
    BandScheme { key: key.into(), name: name.to_owned(), metric: metric.into(), bands }
}

/// The scheme with this key: the workspace's own first, then the shipped ones. `None` = no such scheme.
pub fn scheme<'a>(workspace: &'a Workspace, key: &str) -> Option<&'a BandScheme> {
    workspace.band_schemes.iter().chain(presets()).find(|scheme| scheme.key.as_str() == key)
}

/// The scheme in which `model`'s score is read; `a_score` if the model names one that does not exist.
pub fn scheme_for<'a>(workspace: &'a Workspace, model: &ScoringModel) -> &'a BandScheme {
    scheme(workspace, model.band_scheme.as_str()).unwrap_or(&PRESETS[0])
}

/// Index of the band of `value`: the number of edges passed, with the tolerance of 0.1.6. Every number has one.
pub fn band(scheme: &BandScheme, value: f64) -> usize {
    scheme.bands.iter().take_while(|band| is_passed(band, value)).count().min(scheme.bands.len().max(1) - 1)
}

/// The edge that ends the band of `value`, and whether reaching it exactly is enough to enter the next band.
/// `None` = the value is in the last band.
pub fn next_edge(scheme: &BandScheme, value: f64) -> Option<(f64, bool)> {
    let at = scheme.bands.get(band(scheme, value))?;
    at.upper_edge.map(|edge| (edge, at.edge_owner == Upper))
}

fn is_passed(band: &Band, value: f64) -> bool {
    band.upper_edge.is_some_and(|edge| match band.edge_owner {
        Lower => compare::greater(value, edge),
        Upper => compare::at_least(value, edge),
    })
}

/// The name of a band: its label up to the colon, such as "Moderate".
pub fn name(band: &Band) -> &str {
    band.label.split_once(':').map_or(band.label.as_str(), |(name, _)| name.trim_end())
}

/// What a band advises: its label after the colon, such as "active expansion". `None` = it only names.
pub fn advice(band: &Band) -> Option<&str> {
    band.label.split_once(':').map(|(_, advice)| advice.trim_start()).filter(|advice| !advice.is_empty())
}

/// Source A's goal of headline penetration in percent for a band of `a_segment` (0 Beachhead, 1 Growing, 2 Mature).
/// A goal, not a class: used for default targets only. `None` = no such band.
pub fn segment_goal(band: usize) -> Option<(f64, f64)> {
    [(30.0, 50.0), (50.0, 75.0), (75.0, 100.0)].get(band).copied()
}
