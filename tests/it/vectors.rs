//! Every worked example of the specification, TV-01 to TV-119, is a test under its number: `tv_07_regions`, or for
//! several in one test `tv_32_to_35_default_model` and `tv_45_and_46_curves`.

use std::{collections::BTreeSet, path::Path};

#[test]
fn every_worked_example_is_a_test_under_its_number() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let mut tested = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            tested.extend(numbers_of_tests(&std::fs::read_to_string(path).unwrap()));
        }
    }
    let missing: Vec<u32> = (1..=119).filter(|number| !tested.contains(number)).collect();
    assert!(missing.is_empty(), "no test is named for {missing:?}");
    let unknown: Vec<&u32> = tested.iter().filter(|number| !(1..=119).contains(*number)).collect();
    assert!(unknown.is_empty(), "there is no worked example {unknown:?}");
}

/// Numbers of the worked examples that the tests of a file name; a function without `#[test]` is none.
fn numbers_of_tests(source: &str) -> Vec<u32> {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let tests = lines.windows(2).filter(|pair| pair[0] == "#[test]");
    tests.filter_map(|pair| pair[1].strip_prefix("fn tv_")).flat_map(numbers).collect()
}

/// The numbers at the beginning of a name behind `tv_`, and those behind a later `tv_`.
fn numbers(name: &str) -> Vec<u32> {
    let name = name.split('(').next().unwrap_or(name);
    let mut found: Vec<u32> = Vec::new();
    let mut through = false;
    // Whether a number here counts: behind `tv`, and behind `and` and `to` as long as only numbers have come.
    let mut counts = true;
    for word in name.split('_') {
        match (word, word.parse::<u32>()) {
            (_, Ok(number)) if counts => {
                let first = found.last().copied().filter(|_| through).map_or(number, |last| last + 1);
                found.extend(first..=number);
                through = false;
            }
            ("tv", _) => counts = true,
            ("and", _) => {}
            ("to", _) if counts => through = true,
            _ => counts = false,
        }
    }
    found
}

#[test]
fn numbers_are_read_from_names() {
    assert_eq!(numbers("07_regions()"), [7]);
    assert_eq!(numbers("32_to_35_default_model()"), [32, 33, 34, 35]);
    assert_eq!(numbers("61_to_tv_64_retention()"), [61, 62, 63, 64]);
    assert_eq!(numbers("111_spread_and_tv_112_order()"), [111, 112]);
    assert_eq!(numbers("45_and_46_curves()"), [45, 46]);
    assert_eq!(numbers("05_units_of_90_days_to_95()"), [5]);
    assert_eq!(numbers_of_tests("#[test]\nfn tv_03_users() {}\nfn tv_04_units() {}"), [3]);
}
