//! Regions of every account: in scope, with units that count, with active ones (M-03).

use super::{
    columns::Col,
    needs::Set,
    page::{self, Ink, Look, Page},
    snapshot::{AccountRows, RegionRow, Snapshot},
};

/// Columns that others refer to.
const REGION_COUNTS: u16 = 6;
const REACHED: u16 = 7;

/// The sheet of regions.
pub fn page(snapshot: &Snapshot<'_>) -> Page {
    let mut page = Page::new(&snapshot.regions);
    let heads = [
        ("Account", 14.0, Look::Text),
        ("Region", 14.0, Look::Text),
        ("Region no.", 9.0, Look::Amount),
        ("In scope", 9.0, Look::Amount),
        ("Units that count", 10.0, Look::Amount),
        ("Active units", 10.0, Look::Amount),
        ("Region counts", 10.0, Look::Amount),
        ("Reached", 10.0, Look::Amount),
    ];
    let heads: Vec<_> = heads.iter().map(|(name, width, look)| ((*name).to_owned(), *width, *look)).collect();
    page.table(&heads, 2, 1);
    for rows in &snapshot.accounts {
        for (at, region) in rows.regions.iter().enumerate() {
            write_region(snapshot, rows, at, region, &mut page);
        }
    }
    page
}

fn write_region(
    snapshot: &Snapshot<'_>,
    rows: &AccountRows<'_>,
    at: usize,
    region: &RegionRow,
    page: &mut Page,
) {
    let row = region.row;
    page.text(row, 0, rows.account.key.as_str());
    page.text(row, 1, region.key.as_str());
    page.number(row, 2, (at + 1) as f64, Look::Amount, Ink::Plain);
    page.number(row, 3, f64::from(u8::from(region.in_scope)), Look::Amount, Ink::Plain);
    let counted: Vec<usize> = rows.facts.counted.iter().map(|unit| *unit as usize).collect();
    let here = || counted.iter().filter(|unit| rows.region_of[**unit] == Some(at));
    let (units, active) = (here().count(), here().filter(|unit| rows.facts.units[**unit].active).count());
    let number = page::cell(2, row);
    let [numbers, counts, actives] =
        [Col::Region, Col::Counts(Set::Units), Col::Active].map(|column| snapshot.column(rows, column));
    page.formula(row, 4, &format!("COUNTIFS({numbers},{number},{counts},1)"), units);
    page.formula(row, 5, &format!("COUNTIFS({numbers},{number},{counts},1,{actives},1)"), active);
    let (scope, some) = (page::cell(3, row), page::cell(4, row));
    page.formula(
        row,
        REGION_COUNTS,
        &format!("IF(OR({scope}=1,{some}>0),1,0)"),
        region.in_scope || units > 0,
    );
    page.formula(row, REACHED, &format!("IF({}>0,1,0)", page::cell(5, row)), active > 0);
}

/// M-03 of an account; `None` = it has no region.
pub fn penetration(snapshot: &Snapshot<'_>, rows: &AccountRows<'_>) -> Option<String> {
    let ends = (rows.regions.first()?.row, rows.regions.last()?.row);
    let column = |column: u16| page::on(&snapshot.regions, &page::range(column, ends));
    let (reached, all) = (column(REACHED), column(REGION_COUNTS));
    Some(format!("IF(SUM({all})=0,\"\",100*SUM({reached})/SUM({all}))"))
}
