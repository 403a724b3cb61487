//! The formula of a curve: from a measure to points 0–100 (domain specification 3.3).

use super::model::Model;
use crate::domain::Curve;

/// Points of the value in cell `x`; `target` is the cell of the account's target, if there is one.
pub fn points(model: &Model<'_>, factor: usize, x: &str, target: Option<&str>) -> String {
    let number = |at: u16| model.parameter(factor, at);
    let (a, b) = (number(0), number(1));
    // What must hold beside a known value, and the points then.
    let (unless, raw) = match &model.scoring.factors[factor].curve {
        Curve::Linear { .. } => (format!(",{a}={b}"), format!("100*({x}-{a})/({b}-{a})")),
        Curve::InverseLinear { .. } => (format!(",{a}={b}"), format!("100*({b}-{x})/({b}-{a})")),
        Curve::Step { .. } => (String::new(), step(model, factor, x)),
        Curve::Piecewise { .. } => match piecewise(model, factor, x) {
            Some(raw) => (String::new(), raw),
            None => return "\"\"".to_owned(),
        },
        Curve::TargetRelative => match target {
            Some(target) => (format!(",{target}=\"\",{target}=0"), format!("100*{x}/{target}")),
            None => return "\"\"".to_owned(),
        },
        Curve::Direction { .. } => {
            let (down, dead) = (number(2), number(3));
            (String::new(), format!("IF({x}>={dead}-1E-9,{a},IF({x}<=1E-9-{dead},{down},{b}))"))
        }
        Curve::Scaled { .. } => (format!(",{a}=0"), format!("50+50*{x}/{a}")),
    };
    let clamped = format!("MAX(0,MIN(100,{raw}))");
    if unless.is_empty() {
        format!("IF({x}=\"\",\"\",{clamped})")
    } else {
        // One after the other: a spreadsheet looks at every argument of OR.
        format!("IF({x}=\"\",\"\",IF(OR({}),\"\",{clamped}))", &unless[1..])
    }
}

/// Points of the largest x of the table that is not above the value.
fn step(model: &Model<'_>, factor: usize, x: &str) -> String {
    let floor = model.parameter(factor, 0);
    match model.points(factor) {
        None => floor,
        Some((xs, ys)) => format!("IF({x}+1E-9<INDEX({xs},1),{floor},LOOKUP({x}+1E-9,{xs},{ys}))"),
    }
}

/// Straight between the points of the table, flat outside; `None` = it has none.
fn piecewise(model: &Model<'_>, factor: usize, x: &str) -> Option<String> {
    let (xs, ys) = model.points(factor)?;
    let last = super::model::points_of(&model.scoring.factors[factor].curve).len();
    let before = format!("MATCH({x},{xs},1)");
    let at = |list: &str, place: &str| format!("INDEX({list},{place})");
    let after = format!("{before}+1");
    let (x0, y0, x1, y1) = (at(&xs, &before), at(&ys, &before), at(&xs, &after), at(&ys, &after));
    Some(format!(
        "IF({x}<{},{},IF({x}>={},{},{y0}+({y1}-{y0})*({x}-{x0})/({x1}-{x0})))",
        at(&xs, "1"),
        at(&ys, "1"),
        at(&xs, &last.to_string()),
        at(&ys, &last.to_string()),
    ))
}
