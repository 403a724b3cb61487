//! Rows of format 1 that stand on their own: no periods, nothing that two fields only show together.

use super::convert_v1::UnitKeys;
use super::format_v1::{
    BandV1, CurveV1, ModelV1, OwnerV1, ProductV1, RegionV1, RuleV1, SchemeV1, StakeholderV1,
};
use super::scalars::Finite;
use crate::domain::{
    Aggregation, Band, BandScheme, BranchOwner, Curve, EdgeOwner, Factor, MissingPolicy, Product, Region,
    RuleSetting, ScoringModel, Sentiment, Stakeholder,
};

pub(super) fn region(row: RegionV1<'_>) -> Region {
    Region { key: (&*row.region).into(), name: row.name, parent: row.parent.map(|key| (&*key).into()) }
}

pub(super) fn product(row: ProductV1<'_>) -> Product {
    Product {
        key: (&*row.product).into(),
        name: row.name,
        family: row.family,
        applicable_kinds: row.applicable_kinds,
        list_arr_per_unit: row.list_arr_per_unit,
        offered_from: row.offered_from.map(|day| day.0),
        offered_to: row.offered_to.map(|day| day.0),
    }
}

pub(super) fn model(row: ModelV1<'_>) -> ScoringModel {
    let factors = row.factors.into_iter().map(|factor| Factor {
        key: (&*factor.factor).into(),
        label: factor.label,
        metric: (&*factor.metric).into(),
        weight_raw: factor.weight,
        locked: factor.locked,
        curve: factor.curve.map_or(Curve::Linear { lo: 0.0, hi: 100.0 }, curve),
        required: factor.required,
        enabled: factor.enabled,
    });
    ScoringModel {
        key: (&*row.model).into(),
        name: row.name,
        factors: factors.collect(),
        aggregation: row.aggregation.unwrap_or(Aggregation::Arithmetic),
        missing_policy: row.missing_policy.unwrap_or(MissingPolicy::Reweight),
        min_weight_coverage: row.min_weight_coverage.map_or(0.60, |number| number.0),
        band_scheme: row.band_scheme.map_or_else(|| "a_score".into(), |key| (&*key).into()),
    }
}

fn curve(doc: CurveV1) -> Curve {
    let pairs = |points: Vec<(Finite, Finite)>| points.into_iter().map(|(x, y)| (x.0, y.0)).collect();
    match doc {
        CurveV1::Linear { lo, hi } => Curve::Linear { lo: lo.0, hi: hi.0 },
        CurveV1::InverseLinear { lo, hi } => Curve::InverseLinear { lo: lo.0, hi: hi.0 },
        CurveV1::Step { points, floor } => Curve::Step { points: pairs(points), floor: floor.0 },
        CurveV1::Piecewise { points } => Curve::Piecewise { points: pairs(points) },
        CurveV1::TargetRelative => Curve::TargetRelative,
        CurveV1::Direction { up, flat, down, deadband } => {
            Curve::Direction { up: up.0, flat: flat.0, down: down.0, deadband: deadband.0 }
        }
        CurveV1::Scaled { span } => Curve::Scaled { span: span.0 },
    }
}

pub(super) fn scheme(row: SchemeV1<'_>) -> BandScheme {
    let band = |band: BandV1| Band {
        key: band.band,
        label: band.label,
        upper_edge: band.upper_edge.map(|edge| edge.0),
        edge_owner: band.edge_owner.unwrap_or(EdgeOwner::Lower),
    };
    BandScheme {
        key: (&*row.scheme).into(),
        name: row.name,
        metric: (&*row.metric).into(),
        bands: row.bands.into_iter().map(band).collect(),
    }
}

pub(super) fn rule(row: RuleV1<'_>) -> RuleSetting {
    RuleSetting {
        rule: (&*row.rule).into(),
        enabled: row.enabled,
        parameters: row.parameters.into_iter().map(|(name, value)| (name, value.0)).collect(),
        severity: row.severity,
    }
}

pub(super) fn owner(row: OwnerV1<'_>) -> BranchOwner {
    BranchOwner {
        account: row.account.map(|key| (&*key).into()),
        branch: row.branch,
        responsible: row.responsible,
        accountable: row.accountable,
        consulted: row.consulted,
        informed: row.informed,
    }
}

pub(super) fn person(row: StakeholderV1<'_>, keys: &UnitKeys) -> Stakeholder {
    Stakeholder {
        key: (&*row.stakeholder).into(),
        name: row.name,
        unit: keys.get(&row.unit),
        role: row.role,
        sentiment: row.sentiment.unwrap_or(Sentiment::Unknown),
        engagements: row.engagements.into_iter().map(|day| day.0).collect(),
        known_since: row.known_since.map(|day| day.0),
        left_on: row.left_on.map(|day| day.0),
        reports_to: row.reports_to.map(|key| (&*key).into()),
        influences: row.influences.into_iter().map(|key| (&*key).into()).collect(),
        relations: row.relations,
    }
}
