//! What people type into a number field, and how numbers are shown.

use super::*;

fn money(text: &str) -> Result<f64, NumberError> {
    parse(text, NumberKind::Money, DecimalHint::Point).map(|p| p.value)
}

#[test]
fn reads_what_people_type() {
    for (text, value) in [
        ("1.2M", 1_200_000.0),
        ("$400K", 400_000.0),
        ("400 k", 400_000.0),
        ("(1,200)", -1200.0),
        ("$(1,200)", -1200.0),
        ("($1.2M)", -1_200_000.0),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("1,234", 1234.0),
        ("1.234", 1.234),
        ("1,5", 1.5),
        ("0,125", 0.125),
        ("1.234.567", 1_234_567.0),
        ("12,345,678", 12_345_678.0),
        ("1 200", 1200.0),
        ("1\u{202f}200\u{a0}000", 1_200_000.0),
        ("1'200'000", 1_200_000.0),
        ("=1200*3", 3600.0),
        ("=1,200,000 * 35%", 420_000.0),
        ("=(1+2)*3-4/2", 7.0),
        ("1200*3", 3600.0),
        ("=0.1*30", 3.0),
        ("\u{2212}5", -5.0),
        ("-$5", -5.0),
        ("$-5", -5.0),
        ("3bn", 3e9),
        ("2.5 B", 2.5e9),
        ("€1.5m", 1.5e6),
        ("1.5M EUR", 1.5e6),
        ("250 usd", 250.0),
        (".5", 0.5),
        ("5.", 5.0),
        (" 7 ", 7.0),
        ("-0", 0.0),
    ] {
        assert_eq!(money(text), Ok(value), "{text}");
    }
}

#[test]
fn the_hint_decides_only_what_is_ambiguous() {
    let comma = |t| parse(t, NumberKind::Money, DecimalHint::Comma).map(|p| p.value);
    assert_eq!(comma("1.234"), Ok(1234.0));
    assert_eq!(comma("1,234"), Ok(1.234));
    assert_eq!(comma("1,234.5"), Ok(1234.5));
    assert_eq!(comma("1.5"), Ok(1.5));
}

#[test]
fn percentages_and_counts_keep_their_unit() {
    let percent = |t| parse(t, NumberKind::Percent, DecimalHint::Point);
    assert_eq!(percent("35%").map(|p| (p.value, p.reading)), Ok((35.0, "35%".to_owned())));
    assert_eq!(percent("35").map(|p| p.value), Ok(35.0));
    assert_eq!(percent("33,3 %").map(|p| p.value), Ok(33.3));
    assert!(matches!(percent("$35"), Err(NumberError::WrongUnit(_))));
    assert!(matches!(money("35%"), Err(NumberError::WrongUnit(_))));
    let count = |t| parse(t, NumberKind::Count, DecimalHint::Point).map(|p| p.value);
    assert_eq!(count("1.2K"), Ok(1200.0));
    assert_eq!(count("2.5"), Err(NumberError::NotWhole("2.5".to_owned())));
}

#[test]
fn refuses_nonsense_with_a_sentence() {
    for text in [
        "",
        "  ",
        "NaN",
        "nan",
        "inf",
        "infinity",
        "∞",
        "1e400",
        "1e5",
        "12x",
        "abc",
        "1,23,4",
        "1.2.3,4,5",
        "1..2",
        "=",
        "=1+",
        "(1",
        "1)",
        "=1/0",
        "=1/(2-2)",
        "1 2 3",
        "--",
        "$",
        "%",
        "9999999999999999999",
        "((((",
        "1M M",
        "=5 5 5 x",
        "0x10",
        "１２",
    ] {
        let error = money(text).expect_err(text).to_string();
        assert!(error.ends_with('.') && error.len() > 20, "{text}: {error}");
    }
    assert_eq!(money("=1/0"), Err(NumberError::DivisionByZero));
    assert_eq!(money("2,000,000B"), Err(NumberError::TooLarge));
}

#[test]
fn random_text_never_panics_and_never_gives_a_strange_number() {
    let signs: Vec<char> = "0123456789.,$€%()+-*/= kKmMbBnN'\u{2212}\u{a0}xe∞é".chars().collect();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..50_000 {
        let mut text = String::new();
        for _ in 0..(seed % 13) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            text.push(signs[(seed % signs.len() as u64) as usize]);
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        for kind in [NumberKind::Money, NumberKind::Count, NumberKind::Percent, NumberKind::Points] {
            if let Ok(p) = parse(&text, kind, DecimalHint::Point) {
                assert!(p.value.is_finite() && p.value.abs() <= LARGEST, "{text}");
                assert!(!(p.value == 0.0 && p.value.is_sign_negative()), "{text}");
            }
        }
    }
    let deep = "(".repeat(10_000);
    assert!(money(&deep).is_err());
    assert!(money(&"-".repeat(10_000)).is_err());
    assert!(money(&"9".repeat(10_000)).is_err());
}

#[test]
fn a_reading_reads_back_as_the_same_number() {
    for value in [0.0, 1.0, -1.0, 0.5, 1234.56, -1_200_000.0, 999_999_999_999.0, 35.25] {
        for kind in [NumberKind::Money, NumberKind::Percent, NumberKind::Points] {
            let text = reading(value, kind);
            assert_eq!(parse(&text, kind, DecimalHint::Point).map(|p| p.value), Ok(value), "{text}");
        }
    }
}

#[test]
fn shows_numbers_as_the_design_does() {
    for (value, text) in [
        (0.0, "$0"),
        (-0.2, "$0"),
        (950.0, "$950"),
        (999.6, "$1K"),
        (400_000.0, "$400K"),
        (1_500_000.0, "$1.5M"),
        (2_700_000.0, "$2.7M"),
        (999_960.0, "$1M"),
        (2_000_000_000.0, "$2B"),
        (-2_700_000.0, "−$2.7M"),
        (f64::NAN, "–"),
    ] {
        assert_eq!(money_short(value, "$"), text);
    }
    assert_eq!(money_full(1_500_000.0), "1,500,000");
    assert_eq!(money_full(-1234.5), "−1,234.50");
    assert_eq!(percent(100.0 * 1.5 / 4.2), "35.7%");
    assert_eq!(percent(0.05), "0.1%");
    assert_eq!(percent(26.5625), "26.6%");
    assert_eq!(pp(6.0), "+6.0 pp");
    assert_eq!(pp(-4.2), "−4.2 pp");
    assert_eq!(pp(-0.04), "0.0 pp");
    assert_eq!(signed(5.55, 1), "+5.6");
    assert_eq!(fixed(1.005, 2), "1.01");
    assert_eq!(round_to(-2.5, 0), -3.0);
    assert_eq!(count(12_400), "12,400");
    assert_eq!(count(0), "0");
}
