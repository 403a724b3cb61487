//! Damaged and foreign files: refused with line, column, place, what was found, what was expected and what to do.

use inroads::files::samples::{PORTFOLIO, TECHCORP};
use inroads::files::workspace::{HEADER, ReadError, parse};

fn refusal(text: &str) -> ReadError {
    parse(text.as_bytes()).expect_err("this must be refused")
}

/// TechCorp with one piece replaced, and the line of that piece.
fn damaged(from: &str, to: &str) -> (String, usize) {
    let at = TECHCORP.find(from).unwrap_or_else(|| panic!("the sample has no {from}"));
    (TECHCORP.replacen(from, to, 1), TECHCORP[..at].matches('\n').count() + 1)
}

/// Line, place and message of the first problem.
fn first(text: &str) -> (usize, String, String, String) {
    let error = refusal(text);
    let problem = error.problem().unwrap_or_else(|| panic!("no place in {error}"));
    let line = text.lines().nth(problem.line - 1).unwrap_or_default();
    let at: String = line.chars().skip(problem.column - 1).take(24).collect();
    (problem.line, problem.place.clone(), problem.message.clone(), at)
}

#[track_caller]
fn expect(from: &str, to: &str, place: &str, at: &str, message: &str) {
    let (text, line) = damaged(from, to);
    let found = first(&text);
    assert_eq!((found.0, found.1.as_str()), (line, place), "{found:?}");
    assert!(found.3.starts_with(at), "points at {:?}, not at {at:?}", found.3);
    assert!(found.2.contains(message), "says {:?}, not {message:?}", found.2);
}

#[test]
fn numbers_that_are_none() {
    let retail = "account techcorp / unit digital / 2025-Q3 / arr";
    for (number, message) in [
        ("NaN", "is not a finite number"),
        ("inf", "is not a finite number"),
        ("1e400", "is not a finite number"),
        ("-5", "is -5, below zero; enter zero or more"),
        ("\"8\"", "expected a number"),
    ] {
        let (from, to) = ("arr: 800000", format!("arr: {number}"));
        expect(from, &to, retail, "", message);
    }
    expect("arr: 800000", "arr: -5", retail, "-5", "below zero");
    expect(
        "licensed_seats: 450",
        "licensed_seats: 4.5",
        "account techcorp / unit digital / 2025-Q3 / licensed_seats",
        "4.5",
        "enter a whole number",
    );
    expect(
        "\"2025-10-15\"",
        "\"2025-02-30\"",
        "account techcorp / unit digital / 2025-Q3 / potential_reviewed_on",
        "\"2025-02-30\"",
        "is not a date",
    );
    expect(
        "due_period: \"2026-Q1\"",
        "due_period: \"2026-Q5\"",
        "account techcorp / roadmap item retail / due_period",
        "\"2026-Q5\"",
        "is not a period",
    );
    expect(
        "due_period: \"2026-Q1\"",
        "due_period: \"2026-01\"",
        "account techcorp / roadmap item retail / due_period",
        "due_period",
        "counts in quarters",
    );
}

#[test]
fn words_and_fields_that_are_unknown() {
    expect(
        "status: active",
        "status: aktive",
        "account techcorp / unit digital / 2025-Q3 / status",
        "aktive",
        "use one of: active, expansion",
    );
    expect(
        "arr: 800000",
        "ar: 800000",
        "account techcorp / unit digital / 2025-Q3 / ar",
        "ar",
        "there is no field `ar` here",
    );
    expect(
        "arr: 800000",
        "arr: 1, arr: 800000",
        "account techcorp / unit digital / 2025-Q3 / arr",
        "arr",
        "given twice",
    );
    expect("  regions: [", "  colour: 3, regions: [", "colour", "colour", "there is no field `colour`");
    let (text, line) = damaged(
        "(unit: \"uk\", parent: \"emea\", name: \"UK Operations\", kind: subsidiary,",
        "(unit: \"uk\", parent: \"emea\", name: \"UK Operations\",",
    );
    let found = first(&text);
    assert_eq!(
        (found.0, found.1.as_str(), found.2.as_str()),
        (line, "account techcorp / unit uk", "the field `kind` is missing; add it")
    );
}

#[test]
fn keys_and_references() {
    expect(
        "region: \"NA\")",
        "region: \"XX\")",
        "account techcorp / unit na / region",
        "region",
        "does not exist",
    );
    expect(
        "(unit: \"spain\", parent: \"emea\"",
        "(unit: \"uk\", parent: \"emea\"",
        "account techcorp / unit uk / unit",
        "unit",
        "two units have the key `uk`",
    );
    expect(
        "(unit: \"uk\", period",
        "(unit: \"ghost\", period",
        "account techcorp / unit ghost / 2025-Q3 / unit",
        "unit",
        "the unit `ghost` does not exist",
    );
    expect(
        "(unit: \"uk\", parent: \"emea\"",
        "(unit: \"uk\", parent: \"uk\"",
        "account techcorp / unit uk / parent",
        "parent",
        "lies below itself",
    );
    expect(
        "(unit: \"uk\", parent: \"emea\"",
        "(unit: \"uk\", parent: \"void\"",
        "account techcorp / unit uk / parent",
        "parent",
        "does not exist",
    );
    expect(
        "[(\"P1\", adopted)]",
        "[(\"P9\", adopted)]",
        "account techcorp / unit digital / 2025-Q3 / products",
        "products",
        "the product `P9` does not exist",
    );
    expect(
        "[(\"P1\", adopted), (\"P2\", adopted)]",
        "[(\"P1\", adopted), (\"P1\", trial)]",
        "account techcorp / unit digital / 2025-Q4 / products",
        "products",
        "listed twice",
    );
    expect(
        "(unit: \"digital\", period: \"2025-Q4\"",
        "(unit: \"digital\", period: \"2025-Q3\"",
        "account techcorp / unit digital / 2025-Q3",
        "(unit",
        "two records for one period",
    );
    expect(
        "potential: 900000",
        "potential: 900000, potential_low: 900001",
        "account techcorp / unit digital / 2025-Q3 / potential_low",
        "potential_low",
        "low ≤ potential",
    );
    expect(
        "    as_of:",
        "    active_model: \"gone\",\n    as_of:",
        "active_model",
        "active_model",
        "the model `gone` does not exist",
    );
    let twice = TECHCORP.replace("\"ben-cole\"", "\"ana-ruiz\"");
    assert_eq!(first(&twice).1, "account techcorp / stakeholder ana-ruiz / key");
    let twice = TECHCORP.replace("(product: \"P2\"", "(product: \"P1\"");
    assert_eq!(first(&twice).1, "product P1 / key");
}

#[test]
fn many_problems_are_counted() {
    let error = refusal(&PORTFOLIO.replace("(\"P1\", adopted)", "(\"P9\", adopted)"));
    let ReadError::Invalid { problems, total } = &error else { panic!("{error}") };
    assert_eq!(problems.len(), 20);
    assert!(*total > 200 && error.to_string().ends_with(&format!("{total} in all")), "{total}");
}

#[test]
fn files_that_are_something_else() {
    let message = |bytes: &[u8]| parse(bytes).expect_err("this must be refused").to_string();
    for empty in ["", "\u{feff}", " \r\n\t"] {
        assert!(message(empty.as_bytes()).starts_with("the file is empty"));
    }
    let wide: Vec<u8> = TECHCORP.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(message(&wide).contains("UTF-16"));
    assert!(message(&[b"\xFF\xFE".as_slice(), &wide].concat()).contains("Save it as UTF-8"));
    assert!(message(b"PK\x03\x04\xff\xfe").contains("not an Inroads workspace"));
    assert!(message(b"Account,Unit\na,b\n").contains("begins with `Account,Unit`"));
    assert!(message(b"{\"format\": 1}").contains("not an Inroads workspace"));
    let mut latin = TECHCORP.as_bytes().to_vec();
    let at = TECHCORP.find("Ana Ruiz").unwrap();
    latin[at] = 0xC4;
    assert!(message(&latin).contains("is not UTF-8 text from here on"));
    assert!(
        message(format!("{HEADER}\n(workspace: ())").as_bytes()).contains("the field `format` is missing")
    );
}

#[test]
fn a_newer_format_is_refused_before_anything_else() {
    let text = "// Inroads workspace, format 7\n(format: 7, accounts: {\"new\": shape})\n";
    assert_eq!(
        refusal(text).to_string(),
        "this file was written by a newer version of Inroads (format 7; this version reads up to 1). Install the newer version, or save the file in format 1 there. Nothing was changed"
    );
    assert!(refusal(text).is_newer());
    assert!(refusal("(format: 0)").to_string().contains("there is no format 0"));
}

#[test]
fn a_half_written_file_says_so() {
    let at = TECHCORP.find("status: pilot").unwrap();
    let text = refusal(&TECHCORP[..at + 8]).to_string();
    assert!(
        text.starts_with(
            "the file ends in the middle of account techcorp / unit enterprise / 2025-Q3 / status (line "
        ),
        "{text}"
    );
    // A bracket lost in the middle is no cut.
    let (text, line) = damaged("region: \"EMEA\"),", "region: \"EMEA\",");
    let ReadError::Syntax(problem) = refusal(&text) else { panic!("{}", refusal(&text)) };
    assert!(problem.line.abs_diff(line) <= 1, "{problem}");
}

#[test]
fn brackets_without_end_do_not_end_the_program() {
    for bracket in ["(", "[", "{", "Some(", "accounts: ["] {
        let text = format!("{HEADER}\n(format: 1, accounts: {}", bracket.repeat(1_000_000));
        let error = refusal(&text);
        assert!(matches!(error, ReadError::TooDeep(_)), "{error}");
        assert_eq!(error.problem().unwrap().line, 2);
    }
}
