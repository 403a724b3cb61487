//! Workspace files: what is written reads back, old files open, saving keeps the old file or the new one.

use inroads::domain::{Amount, Period, Workspace, validate};
use inroads::files::samples::{self, PORTFOLIO, TECHCORP};
use inroads::files::workspace::{HEADER, SaveError, checked_text, parse, read, save, to_text};
use proptest::prelude::*;

use crate::model_disk::{Failure, ModelDisk};
use crate::random_workspace;

const GOLDEN: &str = include_str!("../golden/format_1.ron");
const MONTHS: &str = include_str!("../golden/format_1_months.ron");

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
    #[test]
    fn what_is_written_reads_back(seed: u64) {
        let workspace = random_workspace::workspace(seed);
        prop_assert_eq!(validate(&workspace), vec![]);
        let text = to_text(&workspace);
        let again = parse(text.as_bytes()).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&again, &workspace);
        prop_assert_eq!(to_text(&again), text);
    }

    #[test]
    fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse(&bytes);
        let mut text = HEADER.as_bytes().to_vec();
        text.extend_from_slice(b"\n(format: 1, ");
        text.extend_from_slice(&bytes);
        let _ = parse(&text).map_err(|error| error.to_string());
    }

    #[test]
    fn a_cut_or_changed_byte_is_read_or_refused(at in 0..TECHCORP.len(), byte: u8, cut: bool) {
        let mut bytes = TECHCORP.as_bytes().to_vec();
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        match parse(&bytes) {
            Ok(workspace) => prop_assert_eq!(validate(&workspace), vec![]),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}

#[test]
fn samples_are_exactly_what_is_written() {
    assert_eq!(to_text(&samples::techcorp()), TECHCORP);
    assert_eq!(to_text(&samples::portfolio()), PORTFOLIO);
}

#[test]
fn techcorp_has_the_figures_of_the_worked_example() {
    let workspace = samples::techcorp();
    let account = &workspace.accounts[0];
    let totals = |period: Period| {
        let mut sum = [0.0; 5];
        for at in 0..account.units.len() {
            if let Some(record) = account.record(at, period) {
                let counts = [record.licensed_seats, record.active_users, record.eligible_users];
                sum[0] += record.arr.map_or(0.0, Amount::get);
                sum[1] += record.potential.as_ref().map_or(0.0, |potential| potential.value.get());
                for (slot, count) in sum[2..].iter_mut().zip(counts) {
                    *slot += count.map_or(0.0, f64::from);
                }
            }
        }
        sum
    };
    assert_eq!(totals(Period::quarter(2025, 4)), [1_500_000.0, 4_200_000.0, 1100.0, 850.0, 3200.0]);
    let before = totals(Period::quarter(2025, 3));
    assert_eq!((before[0], before[3]), (1_250_000.0, 690.0));
    // The same two quarters stand in the portfolio.
    let portfolio = samples::portfolio();
    let same = &portfolio.accounts[portfolio.find_account(&account.key).unwrap()];
    for (at, unit) in account.units.iter().enumerate() {
        let there = same.find_unit(&unit.key).unwrap();
        for (period, record) in account.records[at].iter() {
            let mut other = same.record(there, *period).unwrap().clone();
            other.note = None;
            assert_eq!(&other, record);
        }
    }
}

#[test]
fn the_portfolio_has_many_shapes() {
    let portfolio = samples::portfolio();
    assert!(portfolio.accounts.len() >= 12);
    assert!(portfolio.accounts.iter().any(|account| account.units.len() > 300));
    let span = (portfolio.first_period(), portfolio.latest_period());
    assert_eq!(span, (Some(Period::quarter(2024, 1)), Some(Period::quarter(2025, 4))));
}

#[test]
fn files_of_format_1_always_open() {
    for golden in [GOLDEN, MONTHS] {
        let workspace = parse(golden.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(parse(to_text(&workspace).as_bytes()).unwrap(), workspace);
    }
    let workspace = parse(GOLDEN.as_bytes()).unwrap();
    let acme = &workspace.accounts[0];
    assert_eq!((acme.units.len(), acme.roadmap.len(), acme.signals.len()), (10, 16, 20));
    assert_eq!(workspace.settings.analysis.smaa_seed, u64::MAX);
    assert_eq!(workspace.settings.name, "Golden \"quoted\" – ünïcode 日本");
}

#[test]
fn marks_and_line_ends_of_other_systems_are_accepted() {
    let expected = samples::techcorp();
    let marked = format!("\u{feff}{}", TECHCORP.replace('\n', "\r\n"));
    assert_eq!(parse(marked.as_bytes()).unwrap(), expected);
    // Without the first line, too, and with options written out.
    let (_, rest) = TECHCORP.split_once('\n').unwrap();
    assert_eq!(parse(rest.replace("arr: 800000", "arr: Some(800_000.0)").as_bytes()).unwrap(), expected);
}

#[test]
fn one_record_a_line_and_no_noise() {
    let text = to_text(&samples::techcorp());
    assert_eq!(text.lines().filter(|line| line.contains(", period: \"")).count(), 18);
    assert!(!text.contains('\r') && text.ends_with(")\n") && text.starts_with(HEADER));
    assert_eq!(text.matches(", period: \"").count(), 18);
    assert!(to_text(&Workspace::default()).lines().count() < 8);
}

#[test]
fn saving_replaces_the_file_or_leaves_it() {
    let path = std::path::Path::new("/home/w.ron");
    let old = to_text(&samples::techcorp()).into_bytes();
    let new = samples::portfolio();
    let files = [(path.to_path_buf(), old.clone())].into_iter().collect();
    let disk = ModelDisk::new(&files, &[], None);
    assert_eq!(read(&disk, path).unwrap(), samples::techcorp());
    save(&disk, path, &new).unwrap();
    assert_eq!(read(&disk, path).unwrap(), new);
    let mut failed = 0;
    for call in 0..20 {
        let failure = Failure { call, kind: std::io::ErrorKind::StorageFull, forever: true };
        let disk = ModelDisk::new(&files, &[], Some(failure));
        if let Err(error) = save(&disk, path, &new) {
            failed += 1;
            let kept = disk.state().files();
            let SaveError::Disk(replace) = &error else { panic!("{error}") };
            assert_eq!(kept[path] == old, !replace.has_new_content(), "call {call}: {error}");
        }
    }
    assert!(failed > 3);
}

#[test]
fn what_would_not_open_is_not_saved() {
    let mut workspace = samples::techcorp();
    std::sync::Arc::make_mut(&mut workspace.settings).active_model = "gone".into();
    assert!(matches!(checked_text(&workspace), Err(SaveError::WouldNotOpen(_))));
}
