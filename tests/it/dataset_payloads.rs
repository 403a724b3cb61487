//! Texts made to be taken for something else, through every field of text of a workspace: exported, no cell of CSV begins
//! like a formula and no cell of a sheet is one; imported again, everything is as it was.

use std::{collections::BTreeSet, fs, sync::Arc};

use inroads::{
    domain::*,
    files::dataset::{self, ImportOptions},
};
use jiff::civil::date;

use super::{dataset_round_trip::import_all, support::sheets::Book};

/// Formulas, links, commands, control characters, writing directions, quotes, separators, long texts.
fn payloads() -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let calls = [
        "1+1",
        "SUM(A1:A9)",
        "HYPERLINK(\"http://example.org\",\"x\")",
        "cmd|' /C calc'!A0",
        "DDE(\"cmd\";\"/C\")",
        "IMPORTXML(\"http://example.org\")",
        "WEBSERVICE(\"http://example.org\")",
        "A1",
        "'x",
        "\"x\"",
        " 1",
        "-1",
        "@x",
        "1,2;3",
        "x\ny",
        "",
    ];
    for lead in
        ["=", "+", "-", "@", "\t", "\r", "'", "''", "'=", "\t=", "\r=", "\n=", " =", "\u{a0}=", "\u{feff}="]
    {
        found.extend(calls.iter().map(|call| format!("{lead}{call}")));
    }
    let controls = (1..0x20_u8).chain([0x7f]).map(|code| format!("a{}b", char::from(code)));
    found.extend(controls);
    found.extend((0x80..0xa0_u32).filter_map(char::from_u32).map(|code| format!("a{code}b")));
    let marks = [
        '\u{200b}',
        '\u{200e}',
        '\u{200f}',
        '\u{202a}',
        '\u{202b}',
        '\u{202d}',
        '\u{202e}',
        '\u{2066}',
        '\u{2069}',
        '\u{2028}',
        '\u{2029}',
        '\u{feff}',
        '\u{fffd}',
        '\u{fffe}',
        '\u{ffff}',
        '\u{e000}',
        '\u{10ffff}',
    ];
    found.extend(
        marks.iter().flat_map(|mark| [format!("{mark}evil"), format!("gpj.{mark}exe"), mark.to_string()]),
    );
    let plain = [
        "\"",
        "\"\"",
        "\"\"\"",
        "a\"b",
        "\",\"",
        "a,b",
        "a;b",
        "a\tb",
        "a\nb",
        "a\r\nb",
        "a\rb",
        "\n",
        "\r\n",
        "\\",
        "\\n",
        "\\\"",
        "'",
        "''",
        "`",
        "$(x)",
        "${x}",
        "%s%n",
        "{{x}}",
        "<script>alert(1)</script>",
        "<!--",
        "-->",
        "]]>",
        "<![CDATA[x]]>",
        "&amp;",
        "&",
        "&#61;1",
        "_x000D_",
        "_x0041_",
        "_x005F_x0041_",
        "_X000d_",
        "x_x0000_y",
        "../../etc/passwd",
        "C:\\x",
        "file:///x",
        "NULL",
        "null",
        "None",
        "NaN",
        "inf",
        "true",
        "false",
        "TRUE",
        "0",
        "1e9",
        "1,234",
        "1.234,56",
        "2025-01-01",
        "2025-Q4",
        "35%",
        "$5",
        "(5)",
        "🦀",
        "日本",
        "e\u{301}",
        "ﷺ",
        "İ",
        "ß",
        "//",
        "/*",
        "r#\"x\"#",
        "# x",
        "-- x",
        "' OR 1=1",
        "\u{1b}[31m",
    ];
    found.extend(plain.iter().map(|text| (*text).to_owned()));
    found.push("x".repeat(30_000));
    found.push("=".repeat(20_000));
    found.push("\"".repeat(10_000));
    found.push("\u{202e}\n".repeat(5_000));
    // Every one of them only once.
    let distinct: BTreeSet<String> = found.into_iter().filter(|text| !text.is_empty()).collect();
    distinct.into_iter().collect()
}

/// Takes the next payload whenever a text is wanted; keys get something before it, so that they stay different.
struct Supply<'a> {
    payloads: &'a [String],
    at: usize,
}

impl Supply<'_> {
    fn text(&mut self) -> String {
        self.at += 1;
        self.payloads[self.at % self.payloads.len()].clone()
    }

    /// A key has more than blanks.
    fn key(&mut self) -> String {
        self.text() + "k"
    }
}

/// A workspace whose every field of text holds a payload; `start` is where the supply begins.
fn filled(payloads: &[String], start: usize) -> Workspace {
    let s = &mut Supply { payloads, at: start };
    let now = Period::quarter(2025, 4);
    let mut settings = Settings { name: s.text(), notes: s.text(), ..Settings::default() };
    settings.currency = Currency { code: s.text(), symbol: s.text() };
    settings.current_period = Some(now);
    let region = Region { key: s.key().as_str().into(), name: s.text(), parent: None };
    let product = Product {
        key: s.key().as_str().into(),
        name: s.text(),
        family: Some(s.text()),
        applicable_kinds: Vec::new(),
        list_arr_per_unit: None,
        offered_from: None,
        offered_to: None,
    };
    let key = s.key();
    let mut account = Account::new(key.as_str(), s.text());
    account.owner = Some(s.text());
    account.comparable_group = Some(s.text());
    account.regions_in_scope = vec![region.key.clone()];
    let mut unit = OrgUnit::new(s.key(), Some(UnitKey::root()), s.text(), UnitKind::Team);
    unit.owner = Some(s.text());
    unit.region = Some(region.key.clone());
    let unit_key = unit.key.clone();
    let mut potential = Potential::estimate(Amount::new(5.0).unwrap());
    potential.source = Some(s.text());
    let mut record = UnitRecord {
        potential: Some(Arc::new(potential)),
        note: Some(s.text().into()),
        ..UnitRecord::default()
    };
    record.set_product(&product.key, Some(ProductState::Adopted));
    account.push_unit(unit, vec![(now, record)]);
    let day = date(2025, 10, 1);
    account.stakeholders = Arc::new(vec![Stakeholder {
        key: s.key().as_str().into(),
        name: s.text(),
        unit: unit_key.clone(),
        role: Role::Champion,
        sentiment: Sentiment::Supporter,
        engagements: vec![day],
        known_since: None,
        left_on: None,
        reports_to: None,
        influences: Vec::new(),
        relations: Vec::new(),
    }]);
    account.competitors = Arc::new(vec![Competitor {
        name: s.text(),
        kind: CompetitorKind::Competitor,
        unit: unit_key.clone(),
        product: Some(product.key.clone()),
        level: CompetitorLevel::Light,
        contract_expiry: None,
        since: None,
        until: None,
        estimated_arr: None,
    }]);
    account.signals = Arc::new(vec![Signal {
        key: s.key().as_str().into(),
        kind: SignalKind::SuccessStory,
        unit: unit_key.clone(),
        date: day,
        strength: 1,
        state: SignalState::Open,
        note: Some(s.text()),
    }]);
    account.targets = Arc::new(vec![Target {
        metric: s.key().as_str().into(),
        value: Amount::new(5.0).unwrap(),
        due_period: now,
    }]);
    let mut item = super::support::build::item("i", &[], 5.0, now);
    item.key = s.key().as_str().into();
    item.title = s.text();
    item.target_units = vec![unit_key.clone()];
    (item.risk_note, item.responsible, item.accountable) = (Some(s.text()), Some(s.text()), Some(s.text()));
    (item.consulted, item.informed) = (vec![s.text(), s.text()], vec![s.text()]);
    account.roadmap = Arc::new(vec![item]);
    let mut model = ScoringModel::built_in();
    model.key = s.key().as_str().into();
    model.name = s.text();
    model.band_scheme = s.key().as_str().into();
    for factor in &mut model.factors {
        factor.label = s.text();
        factor.metric = s.key().as_str().into();
        factor.key = s.key().as_str().into();
    }
    let scheme = BandScheme {
        key: s.key().as_str().into(),
        name: s.text(),
        metric: s.key().as_str().into(),
        bands: vec![Band { key: s.key(), label: s.text(), upper_edge: None, edge_owner: EdgeOwner::Lower }],
    };
    let owner = BranchOwner {
        account: Some(account.key.clone()),
        branch: Branch::Seats,
        responsible: Some(s.text()),
        accountable: Some(s.text()),
        consulted: vec![s.text()],
        informed: vec![s.text()],
    };
    let done = Acknowledgement {
        account: Some(account.key.clone()),
        rule: s.key().as_str().into(),
        unit: None,
        until: None,
        note: Some(s.text()),
    };
    let rule = RuleSetting {
        rule: s.key().as_str().into(),
        enabled: true,
        parameters: vec![(s.key(), 5.0)],
        severity: Some(Severity::Low),
    };
    Workspace {
        settings: Arc::new(settings),
        regions: Arc::new(vec![region]),
        products: Arc::new(vec![product]),
        accounts: [Arc::new(account)].into_iter().collect(),
        models: Arc::new(vec![Arc::new(model)]),
        band_schemes: Arc::new(vec![scheme]),
        rule_settings: Arc::new(vec![rule]),
        owners: Arc::new(vec![owner]),
        acknowledgements: Arc::new(vec![done]),
        ..Workspace::default()
    }
}

fn back(target: &std::path::Path) -> Workspace {
    import_all(&[target.to_path_buf()], &ImportOptions::default()).unwrap().workspace
}

#[test]
fn every_payload_in_every_field_comes_back_and_is_no_formula() {
    let payloads = payloads();
    assert!(payloads.len() >= 300, "{}", payloads.len());
    let folder = tempfile::tempdir().unwrap();
    // Each turn begins at another payload; after all turns every field held every one.
    for start in 0..payloads.len() {
        let workspace = filled(&payloads, start);
        let name = &payloads[start];
        let target = folder.path().join(format!("csv{start}"));
        fs::create_dir(&target).unwrap();
        for (table, bytes) in dataset::csv_tables(&workspace).unwrap() {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
            for record in reader.records() {
                for field in &record.unwrap() {
                    assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{table}: {field:?}");
                }
            }
            fs::write(target.join(format!("{table}.csv")), bytes).unwrap();
        }
        assert!(back(&target) == workspace, "CSV from {name:?}");
        // A book takes a hundred times as long; what is a string in one field is one in all.
        if start % 5 == 0 {
            let target = folder.path().join(format!("{start}.xlsx"));
            let bytes = dataset::xlsx_bytes(&workspace).unwrap();
            fs::write(&target, &bytes).unwrap();
            assert!(back(&target) == workspace, "XLSX from {name:?}");
            assert_eq!(Book::read(&bytes).formulas().count(), 0, "{name:?}");
        }
    }
}
