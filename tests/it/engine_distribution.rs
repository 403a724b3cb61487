//! Accounts over the bands of a scheme: sums, order, and accounts without a value.

use inroads::engine::{
    distribution::{Holding, distribution},
    scoring::bands,
};

#[test]
fn every_band_has_a_row_and_unplaced_accounts_have_their_own() {
    let scheme = bands::presets().iter().find(|scheme| scheme.key.as_str() == "a_segment").unwrap();
    let holding = |value: Option<f64>, arr: Option<f64>| Holding {
        value,
        arr,
        potential: Some(100.0),
        white_space: arr.map(|arr| 100.0 - arr),
    };
    let accounts = [
        holding(Some(30.0), Some(30.0)),
        holding(Some(10.0), Some(10.0)),
        holding(Some(70.0), None),
        holding(Some(65.0), Some(65.0)),
        holding(None, None),
    ];
    let rows = distribution(scheme, &accounts);
    let counts: Vec<_> = rows.iter().map(|row| (row.band, row.accounts)).collect();
    assert_eq!(counts, [(Some(0), 1), (Some(1), 3), (Some(2), 0), (None, 1)]);
    assert_eq!((rows[1].arr, rows[1].potential, rows[1].white_space), (Some(95.0), Some(300.0), Some(105.0)));
    assert_eq!((rows[2].arr, rows[3].arr), (Some(0.0), None));
    assert_eq!(distribution(scheme, &accounts[..4]).len(), 3);
}
