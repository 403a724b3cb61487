//! `plan --format csv`: the lists of the JSON one below the other, told apart by the column `row`. Unrounded numbers, empty
//! for unknown.

use std::io::{self, Write};

use crate::domain::Strategy;

use super::{
    cells::{number, safe},
    plan::{AccountPlan, Report},
};

const HEAD: [&str; 17] = [
    "account",
    "row",
    "unit",
    "white_space",
    "opportunity_score",
    "expected_value",
    "play",
    "planned",
    "unplanned",
    "period",
    "arr",
    "revenue_penetration",
    "risk_adjusted_arr",
    "risk_adjusted_revenue_penetration",
    "track",
    "metric",
    "target",
];

/// Writes a header and the rows, `\n` at line ends.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    writer.write_record(HEAD)?;
    for plan in &report.plans {
        for row in rows(report, plan) {
            writer.write_record(row)?;
        }
    }
    writer.flush()
}

fn rows(report: &Report<'_>, plan: &AccountPlan<'_>) -> Vec<[String; 17]> {
    let begin = |kind: &str| {
        let mut row: [String; 17] = Default::default();
        row[0] = safe(plan.account.key.as_str());
        kind.clone_into(&mut row[1]);
        row
    };
    let text = |period| report.opened.workspace.period_text(period);
    let gaps = plan.gaps.iter().map(|gap| {
        let mut row = begin("gap");
        let unit = plan.account.units.get(gap.row.unit as usize);
        row[2] = unit.map(|unit| safe(unit.key.as_str())).unwrap_or_default();
        row[3] = number(Some(gap.row.white_space));
        row[4] = number(gap.row.score);
        row[5] = number(gap.row.expected_value());
        row[6] = gap.row.play.map(Strategy::key).unwrap_or_default().to_owned();
        row[7] = number(Some(gap.row.planned));
        row[8] = number(Some(gap.row.unplanned));
        row
    });
    let paths = plan.paths.iter().map(|path| {
        let mut row = begin("path");
        row[9] = text(path.period);
        row[10] = number(path.arr);
        row[11] = number(path.revenue.ok());
        row[12] = number(path.risk_adjusted_arr);
        row[13] = number(path.risk_adjusted_revenue);
        row[14] = number(path.track);
        row
    });
    let reach = plan.targets.iter().map(|target| {
        let mut row = begin("reach");
        row[9] = target.reach.ok().flatten().map(text).unwrap_or_default();
        row[15] = safe(target.target.metric.as_str());
        row[16] = number(Some(target.target.value.get()));
        row
    });
    gaps.chain(paths).chain(reach).collect()
}
