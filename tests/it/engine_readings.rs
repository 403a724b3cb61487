//! One test for every definition that could be read in two ways, and for the table of metrics.

use std::sync::Arc;

use inroads::{
    domain::{Amount, Axis, Counting, EntryMode, Period, ProductState, Status, Tier, UnitKind},
    engine::metrics::{
        Figure, METRICS, MetricValue, PairPart, Rate, UnitMeasure, amounts, contributions, counting_set,
        index_of, spec, unallocated,
    },
};

use super::support::{
    build::{
        Fields, Furnish, Grow, Measured, NOW, account, measure, measured, product, rec, unit, workspace,
    },
    techcorp::techcorp,
};

const BEFORE: Period = Period::quarter(2025, 3);

#[test]
fn a_period_without_records_has_no_values() {
    let found = Measured::new(&techcorp(), 0, Period::quarter(2024, 1));
    let of_people =
        ["engaged_stakeholders", "coverage_score", "single_threaded", "role_coverage", "champion_count"];
    for spec in METRICS {
        let value = found.metrics.get(spec.key);
        assert_eq!(spec.needs_records, !of_people.contains(&spec.key));
        if spec.needs_records {
            assert_eq!((value.value, value.reason), (None, Some("nothing is recorded in this period")));
        } else {
            // Ten people are known, and nobody was in contact so early.
            assert!(value.value.is_some(), "{}", spec.key);
        }
    }
}

#[test]
fn a_prospect_without_revenue_has_zero_penetration() {
    let mut prospect = account().root(rec().potential(100_000.0)).bare("d", "", UnitKind::Division);
    assert_eq!(measured(prospect.clone()).value("revenue_penetration"), None);
    prospect.tier = Some(Tier::Prospect);
    assert_eq!(measured(prospect).value("revenue_penetration"), Some(0.0));
}

#[test]
fn known_zeros_do_not_make_an_active_unit_dormant() {
    let account = account()
        .division("p", rec().status(Status::Active))
        .with(unit("x", "p", UnitKind::Department), vec![(NOW, rec().status(Status::Active))])
        .with(unit("y", "p", UnitKind::Department), vec![(NOW, rec().status(Status::Unpenetrated))]);
    let found = measured(account);
    let parent = &found.facts.units[found.unit("p")];
    assert_eq!((parent.active_users(), parent.entered(Figure::ActiveUsers)), (Some(0.0), None));
    assert!(parent.active);
}

#[test]
fn a_total_takes_its_numerator_from_children_before_a_known_zero() {
    let account = account()
        .root_total()
        .root(rec().status(Status::Unpenetrated).potential(100.0))
        .division("x", rec().status(Status::Active).arr(30.0).potential(500.0));
    let found = measured(account);
    assert_eq!(found.value("revenue_penetration"), Some(30.0));
    assert_eq!(found.value("white_space"), Some(70.0));
    assert_eq!(found.facts.root().arr(), Some(30.0));
}

#[test]
fn removed_units_hand_their_children_up() {
    let mut gone = unit("gone", "", UnitKind::Division);
    gone.valid_to = Some(BEFORE);
    gone.region = Some("na".into());
    let account = account()
        .with(gone, vec![(NOW, rec().arr(1000.0).potential(1000.0))])
        .with(unit("x", "gone", UnitKind::Department), vec![(NOW, rec().arr(1.0).potential(4.0))])
        .division("y", rec().arr(1.0).potential(4.0));
    let found = measured(account);
    assert_eq!(found.value("revenue_penetration"), Some(25.0));
    assert_eq!(found.facts.children(0), [2, 3]);
    assert_eq!(found.facts.units[2].parent, Some(0));
    assert_eq!(found.value("geographic_penetration"), None);
    let gone = UnitMeasure::Amount(Figure::Arr).measure(&found.facts.units[1]);
    assert_eq!(gone.reason, Some("the unit does not exist in this period"));
}

#[test]
fn the_innermost_candidate_counts_unless_told_otherwise() {
    use Counting::{Always, Auto, Never};
    let nested = |counting: [Counting; 3]| {
        let mut account = account();
        for (key, parent, counting) in
            [("a", "", counting[0]), ("b", "a", counting[1]), ("c", "b", counting[2])]
        {
            let mut node = unit(key, parent, UnitKind::Division);
            node.counting = counting;
            account = account.with(node, vec![(NOW, rec())]);
        }
        let found = measured(account);
        let set = counting_set(found.inputs().account, &found.facts, &[UnitKind::Division]);
        assert_eq!(set, found.facts.divisions);
        assert_eq!(set, found.facts.counted);
        set
    };
    assert_eq!(nested([Auto, Auto, Auto]), [3]);
    assert_eq!(nested([Auto, Auto, Never]), [2]);
    assert_eq!(nested([Always, Auto, Auto]), [1]);
    assert_eq!(nested([Always, Auto, Always]), [1, 3]);
    assert_eq!(nested([Auto, Always, Auto]), [2]);
    assert_eq!(nested([Never, Never, Never]), [0_u32; 0]);
}

#[test]
fn a_product_applies_by_kind_unless_a_state_is_entered() {
    let department = |record| (unit("d", "", UnitKind::Department), vec![(NOW, record)]);
    let with = |record| {
        let (node, records) = department(record);
        let mut workspace = workspace([account().with(node, records)]).products(&["p1"]);
        let mut special = product("p2");
        special.applicable_kinds = vec![UnitKind::Site];
        let mut late = product("p3");
        late.offered_from = Some(jiff::civil::date(2026, 1, 1));
        Arc::make_mut(&mut workspace.products).extend([special, late]);
        measure(&workspace).metrics.get("product_penetration")
    };
    let parts = |value: MetricValue| (value.numerator, value.denominator);
    assert_eq!(parts(with(rec())), (Some(0.0), Some(1.0)));
    assert_eq!(parts(with(rec().product("p2", ProductState::Adopted))), (Some(1.0), Some(2.0)));
    assert_eq!(with(rec().product("p1", ProductState::NotApplicable)).value, None);
}

#[test]
fn nested_units_and_totals_make_one_bucket_each() {
    let account = account()
        .root_total()
        .root(rec().arr(100.0))
        .division("x", rec().arr(20.0))
        .with(unit("y", "x", UnitKind::Department), vec![(NOW, rec().arr(40.0))])
        .division("z", rec().arr(10.0));
    let found = measured(account);
    // Department y 40, division z 10, division x 20 of its own, and 30 of the root that nobody has.
    let rate = found.metrics.get("top_unit_share");
    assert_eq!((rate.numerator, rate.denominator), (Some(40.0), Some(100.0)));
}

#[test]
fn potential_ranges_become_ranges_of_the_rate() {
    let mut record = rec().status(Status::Active).arr(50.0).estimate(200.0);
    let potential = Arc::make_mut(record.potential.as_mut().unwrap());
    potential.low = Amount::new(100.0).ok();
    let rate = measured(account().division("d", record)).metrics.get("revenue_penetration");
    assert_eq!(rate.range, Some((25.0, 50.0)));
    assert!(rate.flags.estimate);
}

#[test]
fn carried_figures_are_marked_until_confirmed() {
    let found = measured(account().division("d", rec().arr(1.0).potential(2.0).carried(BEFORE)));
    assert!(found.metrics.get("revenue_penetration").flags.carried);
    assert_eq!(found.metrics.get("revenue_penetration").flags.words(), ["carried"]);
}

#[test]
fn parts_of_a_sum_add_up_to_it() {
    let found = measure(&techcorp());
    let account = found.inputs().account;
    for rate in Rate::ALL {
        let parts = contributions(account, &found.facts, 0, rate);
        let sum = |of: fn(&PairPart) -> f64| parts.iter().map(of).sum::<f64>();
        let pair = rate.pair(found.facts.root());
        assert_eq!(pair.map(|pair| pair.num), (!parts.is_empty()).then(|| sum(|part| part.pair.num)));
        assert_eq!(pair.map(|pair| pair.den), (!parts.is_empty()).then(|| sum(|part| part.pair.den)));
    }
    for figure in Figure::ALL {
        let parts = amounts(account, &found.facts, 0, figure);
        let sum = (!parts.is_empty()).then(|| parts.iter().map(|part| part.amount).sum::<f64>());
        assert_eq!(figure.rolled(found.facts.root()), sum);
    }
}

#[test]
fn every_row_of_the_table_is_named_once_and_completely() {
    for (index, row) in METRICS.iter().enumerate() {
        assert_eq!(index_of(row.key), Some(index), "{} stands twice", row.key);
        assert!(spec(row.key).is_some() && !row.formula.is_empty() && !row.source.is_empty());
        assert!(row.id.starts_with("M-") && row.short.chars().count() <= 16);
    }
    for axis in Axis::ALL {
        assert!(spec(axis.metric()).is_some());
    }
    for measure in UnitMeasure::PRINTED {
        assert!(!measure.name().is_empty());
    }
    let found = measure(&techcorp());
    assert_eq!(found.metrics.get("no_such_metric").reason, Some("there is no such metric"));
    for (row, value) in found.metrics.rows() {
        assert_ne!(value.value.is_none(), value.reason.is_none(), "{}", row.key);
    }
}

#[test]
fn modes_are_read_from_the_unit() {
    let mut node = unit("x", "", UnitKind::Division);
    node.entry_mode = EntryMode::Total;
    let account = account()
        .with(node, vec![(NOW, rec().arr(100.0).potential(400.0))])
        .with(unit("y", "x", UnitKind::Department), vec![(NOW, rec().arr(70.0).potential(70.0))])
        .division("z", rec().arr(5.0).potential(10.0));
    let found = measured(account);
    let root = found.facts.root();
    assert_eq!((root.arr(), root.potential(), root.white_space()), (Some(105.0), Some(410.0), Some(305.0)));
    assert_eq!(
        unallocated(&found.workspace.accounts[found.account], &found.facts, 1, Figure::Arr),
        Some(30.0)
    );
    assert_eq!(root.revenue().unwrap().covered, 2);
}
