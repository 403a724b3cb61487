//! Files that were made to hurt, or are broken: refused with a sentence, quickly, without much memory and without panic.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use inroads::files::dataset::{self, ImportError, ImportOptions, Imported};
use inroads::files::samples;
use zip::write::SimpleFileOptions;

use crate::dataset_round_trip::import_all;

fn read_file(path: &Path) -> Result<Imported, ImportError> {
    import_all(&[path.to_path_buf()], &ImportOptions::default())
}

fn read(name: &str, bytes: &[u8]) -> Result<Imported, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read_file(&path)
}

fn refused(name: &str, bytes: &[u8], words: &[&str]) {
    let text = match read(name, bytes) {
        Err(error) => error.to_string(),
        Ok(imported) => panic!("was accepted: {:?}", imported.warnings),
    };
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

/// A folder with sound accounts and these units.
fn units(bytes: &[u8]) -> Result<Imported, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("accounts.csv"), "account,name\nt,TechCorp\n").unwrap();
    fs::write(folder.path().join("units.csv"), bytes).unwrap();
    read_file(folder.path())
}

fn units_refused(bytes: &[u8], words: &[&str]) {
    let text = units(bytes).unwrap_err().to_string();
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

#[test]
fn texts_as_older_programs_write_them_are_read_and_what_is_guessed_is_said() {
    let read = units(b"account,unit,name,kind\r\nt,a,Caf\xe9 Z\xfcrich,division\r\n").unwrap();
    assert_eq!(read.workspace.accounts[0].units[1].name, "Café Zürich");
    let said = "“units.csv”: read as Windows-1252; save as UTF-8 if letters look wrong";
    assert_eq!(read.warnings, [said]);
    for to in [u16::to_le_bytes, u16::to_be_bytes] {
        let text = "\u{feff}account\tunit\tname\tkind\r\nt\ta\tCafé 東京\tdivision\r\n";
        let wide: Vec<u8> = text.encode_utf16().flat_map(to).collect();
        let read = units(&wide).unwrap();
        assert_eq!(read.workspace.accounts[0].units[1].name, "Café 東京");
        assert!(read.warnings.is_empty());
    }
}

#[test]
fn what_is_no_text_is_refused_with_a_remedy() {
    units_refused(b"account,unit,name,kind\nt,a,Caf\xe9\x00,division\n", &["line 2", "E9", "CSV UTF-8"]);
    let bare: Vec<u8> = "account,name\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    units_refused(&bare, &["UTF-16"]);
    units_refused(b"", &["empty"]);
    units_refused(b"\xEF\xBB\xBF \n\n", &["empty"]);
    units_refused(&[0; 1000], &["column `account` is missing"]);
}

#[test]
fn nul_bytes_are_characters_of_texts_and_errors_elsewhere() {
    let sound = units(b"account,unit,name,kind\nt,a,A\0B,division\n").unwrap();
    assert_eq!(sound.workspace.accounts[0].units[1].name, "A\0B");
    units_refused(b"account,unit,name,kind\nt,a,A,divi\0sion\n", &["row 2", "column kind", "divi"]);
}

#[test]
fn endless_cells_rows_and_columns_are_refused() {
    units_refused(
        b"account,unit,name,kind\nt,a,\"never closed,division\nt,b,B,division\n",
        &["row 2", "quotation mark"],
    );
    let mut long = b"account,unit,name,kind\nt,a,".to_vec();
    long.resize(long.len() + 2_000_000, b'x');
    units_refused(&long, &["row 2", "1048576 bytes"]);
    let wide = format!("account,unit{}\n", ",x".repeat(10_000));
    units_refused(wide.as_bytes(), &["512 columns"]);
    let wide = format!("account,unit,name,kind\n{}\n", ",x".repeat(10_000));
    units_refused(wide.as_bytes(), &["512 columns"]);
    let quotes = vec![b'"'; 1_000_000];
    assert!(units(&quotes).is_err());
    let commas = vec![b','; 1_000_000];
    assert!(units(&commas).is_err());
}

#[test]
fn strange_numbers_are_refused() {
    let huge = format!("account,unit,name,kind,position\nt,a,A,division,{}\n", "9".repeat(100_000));
    units_refused(huge.as_bytes(), &["column position"]);
    for number in ["NaN", "inf", "-1", "1e400", "4294967296", "0x10", "((((1))))", "1.5"] {
        let text = format!("account,unit,name,kind,position\nt,a,A,division,{number}\n");
        units_refused(text.as_bytes(), &["row 2", "column position"]);
    }
}

#[test]
fn trees_that_are_none_are_refused() {
    units_refused(
        b"account,unit,parent,name,kind\nt,a,b,A,team\nt,b,a,B,team\n",
        &["table units", "below itself"],
    );
    units_refused(b"account,unit,parent,name,kind\nt,a,a,A,team\n", &["row 2", "below itself"]);
    // A chain as deep as it is long.
    let mut deep = "account,unit,parent,name,kind\nt,0,,0,team\n".to_owned();
    for level in 1..20_000 {
        writeln!(deep, "t,{level},{},n,team", level - 1).unwrap();
    }
    assert_eq!(units(deep.as_bytes()).unwrap().workspace.accounts[0].units.len(), 20_001);
}

#[test]
fn broken_workbooks_are_refused() {
    let sound = dataset::xlsx_bytes(&samples::techcorp()).unwrap();
    assert!(read("b.xlsx", &sound).is_ok());
    for length in [4, 100, sound.len() / 2, sound.len() - 1] {
        refused("b.xlsx", &sound[..length], &["b.xlsx", "damaged"]);
    }
    refused("b.xlsx", b"", &["not an XLSX workbook"]);
    refused("b.xlsx", b"account,name\n", &["not an XLSX workbook"]);
    refused("b.xls", &[0xD0, 0xCF, 0x11, 0xE0, 0, 0, 0, 0], &["old .xls", ".xlsx"]);
    // Every hundredth byte turned over: any answer but a panic.
    for at in (0..sound.len()).step_by(101) {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x55;
        let _ = read("b.xlsx", &bytes);
    }
}

/// A workbook from its parts.
fn workbook(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const RELATIONS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const ROOT: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="accounts" sheetId="1" r:id="rId1"/></sheets></workbook>"#;

/// A workbook whose sheet `accounts` holds this and whose shared texts are those.
fn sheet(cells: &str, texts: Option<&[u8]>) -> Vec<u8> {
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>{cells}</sheetData></worksheet>"#
    );
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    if let Some(texts) = texts {
        parts.push(("xl/sharedStrings.xml", texts));
    }
    workbook(&parts)
}

/// Inline texts in one row.
fn row(number: u32, cells: &[(&str, &str)]) -> String {
    let mut row = format!(r#"<row r="{number}">"#);
    for (column, text) in cells {
        write!(row, r#"<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>"#).unwrap();
    }
    row + "</row>"
}

const HEAD: [(&str, &str); 2] = [("A", "account"), ("B", "name")];

#[test]
fn a_sheet_that_claims_a_huge_rectangle_is_read_by_its_cells() {
    let cells = row(1, &HEAD) + &row(2, &[("A", "t"), ("B", "TechCorp")]);
    // The claimed rectangle has 17 thousand million cells; only the missing table is complained of.
    refused("b.xlsx", &sheet(&cells, None), &["table units: is missing"]);
    let far = row(1, &HEAD) + &row(1_048_576, &[("XFD", "far")]);
    refused("b.xlsx", &sheet(&far, None), &["row 1048576", "far outside"]);
    let backwards = row(1, &HEAD) + &row(9, &[("A", "t")]) + &row(3, &[("A", "u")]);
    refused("b.xlsx", &sheet(&backwards, None), &["row 3", "out of order"]);
    let wrong = row(1, &HEAD) + r#"<row r="2"><c r="A2" t="s"><v>99</v></c></row>"#;
    refused("b.xlsx", &sheet(&wrong, None), &["cannot be read"]);
    let broken = row(1, &HEAD) + r#"<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><v>5</v></c></row>"#;
    refused("b.xlsx", &sheet(&broken, None), &["row 2, column account", "#N/A", "error of the sheet"]);
    refused("b.xlsx", &sheet("", None), &["table accounts: is missing"]);
}

#[test]
fn places_that_no_sheet_has_are_refused() {
    let cell = |place: &str| {
        let text = format!(r#"<row r="2"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>"#);
        sheet(&(row(1, &HEAD) + &text), None)
    };
    for place in
        ["A99999999999", "AAAAAAAA1", "A4294967298", "a184467440737095516170", "XFDX2", "ZZZZZZZZZZZZZZZZZZ2"]
    {
        refused("b.xlsx", &cell(place), &["damaged"]);
    }
    // Within what a reference can say, but far outside of a table, or no reference at all.
    for place in ["A1048578", "A9999999", "ZZZ2", "SS2"] {
        refused("b.xlsx", &cell(place), &["far outside"]);
    }
    for place in ["A0", "A", "2A", "", "A-1", "A 2", "$A$2", "\u{c4}2", "A2:B3"] {
        assert!(read("b.xlsx", &cell(place)).is_err(), "{place}");
    }
    // The same where the row, the claimed rectangle or a merged one is absurd.
    let rows =
        |number: &str| sheet(&format!(r#"{}<row r="{number}"><c><v>1</v></c></row>"#, row(1, &HEAD)), None);
    for number in ["99999999999", "4294967297", "184467440737095516150"] {
        refused("b.xlsx", &rows(number), &["damaged"]);
    }
    for number in ["0", "-1", "", "x", "1048578"] {
        assert!(read("b.xlsx", &rows(number)).is_err(), "{number}");
    }
    let claimed = |place: &str| {
        let bytes = sheet(&row(1, &HEAD), None);
        super::support::sheets::rewritten(&bytes, |_, xml| xml.replace("A1:XFD1048576", place))
    };
    refused("b.xlsx", &claimed("A1:XFD99999999999"), &["damaged"]);
    for place in ["AAAAAAAAAA1", "Z9:A1", "B2:A1048577", "A2:B1"] {
        refused("b.xlsx", &claimed(place), &["damaged"]);
    }
    for place in ["A1:A0", ":", "", "A1:B2:C3"] {
        assert!(read("b.xlsx", &claimed(place)).is_err(), "{place}");
    }
}

#[test]
fn numbers_that_no_day_or_amount_has_are_refused() {
    const STYLES: &[u8] = br#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    const WITH_STYLES: &str = r#"<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
    let relations = String::from_utf8(RELATIONS.to_vec()).unwrap().replace("</Relationships>", WITH_STYLES);
    for number in
        ["1e300", "-1e300", "NaN", "inf", "1e19", "2958466", "9999999999999999999999", "-1", "0x1", "1e-400"]
    {
        for style in ["0", "1", "7", "99999999999999999999", "-1", "x"] {
            let cells = format!(
                r#"{}<row r="2"><c r="A2" t="inlineStr"><is><t>t</t></is></c><c r="B2" s="{style}"><v>{number}</v></c></row>"#,
                row(1, &[("A", "account"), ("B", "customer_since")])
            );
            let xml = format!(
                r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>"#
            );
            let bytes = workbook(&[
                ("_rels/.rels", ROOT),
                ("xl/workbook.xml", BOOK),
                ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
                ("xl/worksheets/sheet1.xml", xml.as_bytes()),
                ("xl/styles.xml", STYLES),
            ]);
            assert!(read("b.xlsx", &bytes).is_err(), "{number} in style {style}");
        }
    }
}

#[test]
fn zip_bombs_are_refused() {
    let bomb = vec![b' '; 80 * 1024 * 1024];
    let bytes = sheet("", Some(&bomb));
    assert!(bytes.len() < 1_000_000);
    refused("b.xlsx", &bytes, &["unpacks to far more"]);
    let many: Vec<(String, &[u8])> =
        (0..2_500).map(|part| (format!("xl/p{part}.xml"), b"<a/>".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    refused("b.xlsx", &workbook(&many), &["2000 parts"]);
}

#[test]
fn lists_of_texts_that_lie_about_their_length_are_refused() {
    for count in ["99999999999999999999", "18446744073709551615", "100000000000"] {
        let texts = format!(r#"<sst uniqueCount="{count}"><si><t>a</t></si></sst>"#);
        refused("b.xlsx", &sheet("", Some(texts.as_bytes())), &["damaged"]);
    }
    let late = format!("{}<sst uniqueCount=\"9\"/>", " ".repeat(100_000));
    refused("b.xlsx", &sheet("", Some(late.as_bytes())), &["damaged"]);
    let texts = "<si/>".repeat(6_100_000);
    let texts = format!("<sst>{texts}</sst>");
    refused("b.xlsx", &sheet("", Some(texts.as_bytes())), &["6000000 texts"]);
}

#[test]
fn one_long_text_shared_by_many_cells_does_not_grow() {
    let long = format!("<sst uniqueCount=\"1\"><si><t>{}</t></si></sst>", "x".repeat(1_000_000));
    let mut cells = row(1, &HEAD);
    for number in 2..2_000 {
        write!(
            cells,
            r#"<row r="{number}"><c r="A{number}"><v>{number}</v></c><c r="B{number}" t="s"><v>0</v></c></row>"#
        )
        .unwrap();
    }
    // Two thousand million characters, if they were copied.
    refused("b.xlsx", &sheet(&cells, Some(long.as_bytes())), &["too much text"]);
}

#[test]
fn what_is_no_source_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = read_file(folder.path()).unwrap_err().to_string();
    assert!(error.contains("no CSV file") && error.contains("accounts.csv"), "{error}");
    let error = read_file(&folder.path().join("nothing.csv")).unwrap_err().to_string();
    assert!(error.contains("does not exist"), "{error}");
    refused("x.csv", b"a,b\n1,2\n", &["x.csv", "no table that can be read", "white-space"]);
}
