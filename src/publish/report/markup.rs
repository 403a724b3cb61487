//! Small parts of the page: tables, figures, bars, and its style sheet.

use std::fmt::Write;

use crate::markup::escaped;

/// How the page looks: as the window in light, and on paper without grounds.
pub const STYLE: &str = "\
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #F5F6F8; color: #14181F; font: 13px/20px 'Inter tnum', Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1080px; margin: 0 auto; padding: 40px 24px; }
h1 { font-size: 28px; line-height: 36px; font-weight: 600; margin: 0; }
h2 { font-size: 20px; line-height: 28px; font-weight: 600; margin: 32px 0 12px; }
h3 { font-size: 15px; line-height: 20px; font-weight: 600; margin: 24px 0 8px; }
p { margin: 4px 0 12px; max-width: 72ch; }
.sub, .quiet { color: #5F6875; }
section { background: #FFFFFF; border: 1px solid #E4E7EC; border-radius: 12px; padding: 4px 24px 24px; margin: 32px 0; }
section > h2 { margin-top: 20px; }
dl { display: flex; flex-wrap: wrap; gap: 12px 40px; margin: 20px 0; }
dl div { min-width: 96px; }
dt { font-size: 11px; line-height: 16px; font-weight: 500; color: #5F6875; }
dd { margin: 0; font-size: 20px; line-height: 28px; font-weight: 600; }
table { width: 100%; border-collapse: collapse; background: #FFFFFF; }
th { font-size: 11px; line-height: 16px; font-weight: 500; color: #454E5B; text-align: left; vertical-align: bottom; }
th, td { padding: 6px 12px 6px 0; border-bottom: 1px solid #E4E7EC; vertical-align: top; overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; }
.bar { display: block; width: 100%; min-width: 80px; height: 12px; }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: 4px 0 4px 84px; position: relative; }
li b { position: absolute; left: 0; font-weight: 600; }
figure { margin: 12px 0 0; }
figure svg { max-width: 100%; height: auto; }
@media print {
  body { background: #FFFFFF; font-size: 11px; line-height: 16px; }
  main { max-width: none; padding: 0; }
  section { border: 0; padding: 0; break-before: page; }
  tr, li, figure, dl { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  figure svg { max-height: 90vh; }
  @page { margin: 16mm; }
}
";

/// A table in the making.
pub struct Table {
    html: String,
    numbers: Vec<bool>,
}

impl Table {
    /// A table with these headings, each with whether its column holds numbers.
    pub fn new(head: &[(&str, bool)]) -> Self {
        let mut html = String::from("<table>\n<thead><tr>");
        for (word, number) in head {
            let _ = write!(html, "<th scope=\"col\"{}>{}</th>", class(*number), escaped(word));
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        Self { html, numbers: head.iter().map(|(_, number)| *number).collect() }
    }

    /// A row of texts, which are escaped here.
    pub fn row(&mut self, cells: &[String]) {
        let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
        self.row_of_markup(&cells);
    }

    /// A row of markup; whoever calls has escaped what is text in it.
    pub fn row_of_markup(&mut self, cells: &[String]) {
        self.html.push_str("<tr>");
        for (cell, number) in cells.iter().zip(&self.numbers) {
            let _ = write!(self.html, "<td{}>{cell}</td>", class(*number));
        }
        self.html.push_str("</tr>\n");
    }

    /// The whole table.
    pub fn finish(self) -> String {
        self.html + "</tbody>\n</table>\n"
    }
}

const fn class(number: bool) -> &'static str {
    if number { " class=\"number\"" } else { "" }
}

/// Figures side by side, each under its label.
pub fn figures(figures: &[(&str, String)]) -> String {
    let mut html = String::from("<dl>\n");
    for (label, figure) in figures {
        let _ = writeln!(html, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(label), escaped(figure));
    }
    html + "</dl>\n"
}

/// A bar of `share` 0–1; `None` = nothing is known, and there is none.
pub fn bar(share: Option<f64>) -> String {
    let Some(share) = share.filter(|share| share.is_finite()) else { return String::new() };
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect y=\"3\" width=\"100\" height=\"6\" fill=\"#DCDEE1\"/><rect y=\"3\" width=\"{:.2}\" height=\"6\" fill=\"#0072B2\"/></svg>",
        share.clamp(0.0, 1.0) * 100.0
    )
}

/// A sentence as a paragraph.
pub fn paragraph(text: &str) -> String {
    format!("<p>{}</p>\n", escaped(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::svg::FONTS;

    #[test]
    fn the_page_has_the_fonts_of_the_pictures() {
        assert!(STYLE.contains(FONTS));
    }
}
