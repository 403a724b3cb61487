//! Tables on the clipboard, from and to spreadsheets: as tab-separated text, and as HTML beside it.
//!
//! The text says what the other program shows. Its HTML often holds the value behind a number that is shown rounded;
//! where both describe the same table, those values come along ([`Numbers`]). Nothing that the text says is ever lost.

mod entities;
mod give;
mod html;
mod tsv;

pub use give::{Copied, copied};
pub use html::{HtmlCell, table_of_html};
pub use tsv::rows_of;

use crate::number::{DecimalHint, NumberKind, parse_one, round_to};

/// The values behind the numbers of a table of text; most tables have none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Numbers(Vec<Vec<Option<(String, f64)>>>);

impl Numbers {
    /// The values that an HTML table has for the cells of a text. None at all if it describes another table.
    pub fn of(html: &str, text: &[Vec<String>]) -> Self {
        let table = table_of_html(html);
        if !is_same(&table, text) {
            return Self::default();
        }
        let cell = |cell: HtmlCell| exact(&cell.text, cell.number?).map(|number| (cell.text, number));
        Self(table.into_iter().map(|row| row.into_iter().map(cell).collect()).collect())
    }

    /// The value behind what a cell shows, rates in percent; `None` = that is all that is known of it.
    pub fn at(&self, row: usize, column: usize, shown: &str) -> Option<f64> {
        let (text, number) = self.0.get(row)?.get(column)?.as_ref()?;
        text.split_whitespace().eq(shown.split_whitespace()).then_some(*number)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.iter().flatten().all(Option::is_none)
    }
}

/// Whether two tables show the same words in the same places; how much space stands between them is no difference.
fn is_same(table: &[Vec<HtmlCell>], text: &[Vec<String>]) -> bool {
    let is_blank = |text: &str| text.trim().is_empty();
    let rows = |count: usize, blank: &dyn Fn(usize) -> bool| {
        (0..count).rev().find(|row| !blank(*row)).map_or(0, |row| row + 1)
    };
    let height = rows(table.len(), &|row| table[row].iter().all(|cell| is_blank(&cell.text)));
    if height != rows(text.len(), &|row| text[row].iter().all(|text| is_blank(text))) {
        return false;
    }
    (0..height).all(|row| {
        let (cells, texts) = (&table[row], &text[row]);
        (0..cells.len().max(texts.len())).all(|at| {
            let cell = cells.get(at).map_or("", |cell| &cell.text);
            let text = texts.get(at).map_or("", String::as_str);
            cell.split_whitespace().eq(text.split_whitespace())
        })
    })
}

/// The value behind what a cell shows; `None` unless it shows a number, for spreadsheets count days and truth values too.
/// Digits that begin with a zero are no number but a code.
fn exact(text: &str, value: f64) -> Option<f64> {
    let text = text.trim();
    let is_rate = text.contains('%');
    let kind = if is_rate { NumberKind::Percent } else { NumberKind::Money };
    let reads = |hint| parse_one(text, kind, hint).is_ok();
    let is_code = text.len() > 1 && text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = !is_code && text.len() <= 64 && (reads(DecimalHint::Point) || reads(DecimalHint::Comma));
    // The sheet holds a share of one, and shows percent.
    let value = if is_rate { round_to(value * 100.0, 9) } else { value };
    Some(value).filter(|value| is_number && value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(html: &str, text: &str) -> Vec<Option<f64>> {
        let text = rows_of(text);
        let found = Numbers::of(html, &text);
        let all =
            text.iter().enumerate().flat_map(|(at, row)| row.iter().enumerate().map(move |cell| (at, cell)));
        all.map(|(row, (column, shown))| found.at(row, column, shown)).collect()
    }

    /// As LibreOffice Calc 7.4 writes it.
    const CALC: &str = r##"<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/>
<style type="text/css">body,td { font-family:"Liberation Sans" } a.comment:hover + comment { display:block }</style></head>
<body><table cellspacing="0" border="0"><colgroup span="4" width="85"></colgroup>
	<tr>
		<td height="32" align="left">Gr&ouml;&szlig;e &amp; &lt;Unit&gt;<br>second line</td>
		<td align="left">ARR</td>
		<td align="left">Rate</td>
		<td align="left">Day</td>
	</tr>
	<tr>
		<td height="17" align="left">Retail</td>
		<td align="right" sdval="1234.5678" sdnum="1033;0;#,##0.00">1,234.57</td>
		<td align="right" sdval="0.357142" sdnum="1033;0;0.0%">35.7%</td>
		<td align="right" sdval="46022" sdnum="1033;0;YYYY-MM-DD">2025-12-31</td>
	</tr>
	<tr>
		<td colspan=2 height="17" align="left">both</td>
		<td align="right" sdval="7" sdnum="1033;">007</td>
		<td align="right" sdval="1" sdnum="1033;">TRUE</td>
	</tr>
</table></body></html>"##;

    #[test]
    fn calc_gives_what_stands_behind_a_rounded_number() {
        let text = "\"Größe & <Unit>\nsecond line\"\tARR\tRate\tDay\nRetail\t1,234.57\t35.7%\t2025-12-31\nboth\t\t007\tTRUE\n";
        let n = None;
        let row = [n, Some(1234.5678), Some(35.7142), n];
        assert_eq!(numbers(CALC, text), [[n, n, n, n], row, [n, n, n, n]].concat());
        // Another table, by a word, a row or a column: the text alone counts.
        for other in [text.replace("Retail", "Rental"), format!("{text}more\n"), text.replace("\tDay", "")] {
            assert!(numbers(CALC, &other).iter().all(Option::is_none), "{other}");
        }
    }

    /// As Excel writes it: the fragment of Windows begins within the table, and `x:num` without a value says nothing more.
    #[test]
    fn excel_gives_what_stands_behind_a_rounded_number() {
        let rows = r#"<col width=64 span=3 style='width:48pt'>
 <tr height=20 style='height:15.0pt'>
  <td height=20 class=xl65 align=right width=64 style='height:15.0pt' x:num="1234567.891"><span style='mso-spacerun:yes'>&nbsp;</span>1.234.567,89 &euro; </td>
  <td class=xl66 align=right width=64 x:num>400</td>
  <td class=xl67 align=right width=64 x:num="0.35714285714285715">36%</td>
 </tr>"#;
        let text = " 1.234.567,89 € \t400\t36%\r\n";
        let expected = [Some(1_234_567.891), None, Some(35.714_285_714)];
        assert_eq!(numbers(rows, text), expected);
        let head = r#"<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style><!--
table {mso-displayed-decimal-separator:"\,";} td <b> {color:black;} --></style></head><body link=blue><table border=0 cellpadding=0>"#;
        assert_eq!(
            numbers(
                &format!("{head}<!--StartFragment-->{rows}<!--EndFragment--></table></body></html>"),
                text
            ),
            expected
        );
    }

    /// As Google Sheets writes it.
    #[test]
    fn sheets_gives_what_stands_behind_a_rounded_number() {
        let html = r#"<meta charset='utf-8'><google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #cccccc;}br {mso-data-placement:same-cell;}--></style>
<table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" dir="ltr" border="1" data-sheets-root="1"><colgroup><col width="100"/></colgroup><tbody>
<tr style="height:21px;"><td data-sheets-value="{&quot;1&quot;:2,&quot;2&quot;:&quot;Retail &amp; more&quot;}">Retail &amp; more</td>
<td data-sheets-value="{&quot;1&quot;:3,&quot;3&quot;:1234.567}" data-sheets-numberformat="{&quot;1&quot;:2,&quot;2&quot;:&quot;#,##0&quot;,&quot;3&quot;:1}">1,235</td>
<td data-sheets-value='{"1":4,"4":1}'>TRUE</td><td data-sheets-value="{broken">5</td></tr></tbody></table>"#;
        assert_eq!(numbers(html, "Retail & more\t1,235\tTRUE\t5"), [None, Some(1234.567), None, None]);
    }

    /// The texts of these cells come from the clipboard's text, whatever the HTML says.
    #[test]
    fn only_what_shows_a_number_has_one() {
        for (text, value, expected) in [
            ("12.5", 12.4567, Some(12.4567)),
            ("(1,200)", -1200.4, Some(-1200.4)),
            ("$1.2M", 1_234_567.0, Some(1_234_567.0)),
            ("0%", 0.001, Some(0.1)),
            ("0", 0.2, Some(0.2)),
            ("0012", 12.0, None),
            ("31.12.2025", 46_022.0, None),
            ("Dec 25", 46_022.0, None),
            ("12:30", 0.52, None),
            ("-", 0.0, None),
            ("", 5.0, None),
            ("7", f64::INFINITY, None),
        ] {
            assert_eq!(exact(text, value), expected, "{text}");
        }
    }
}
