//! Curves in two cells: a word, and parameters such as `lo=0;hi=100` or `points=0:0 30:40;floor=0` (ruling A11).

use crate::domain::Curve;
use crate::files::dataset::cell::shown;

/// The words, with the parameters of each and their defaults (domain specification 3.3). `points` has none.
const CURVES: [(&str, &[(&str, f64)]); 7] = [
    ("linear", &[("lo", 0.0), ("hi", 100.0)]),
    ("inverse_linear", &[("lo", 0.0), ("hi", 100.0)]),
    ("step", &[("floor", 0.0)]),
    ("piecewise", &[]),
    ("target_relative", &[]),
    ("direction", &[("up", 100.0), ("flat", 50.0), ("down", 0.0), ("deadband", 0.5)]),
    ("scaled", &[("span", 10.0)]),
];

/// Word and parameters of a curve.
pub fn write(curve: &Curve) -> (String, String) {
    let (word, values, points) = match curve {
        Curve::Linear { lo, hi } => ("linear", vec![*lo, *hi], None),
        Curve::InverseLinear { lo, hi } => ("inverse_linear", vec![*lo, *hi], None),
        Curve::Step { points, floor } => ("step", vec![*floor], Some(points.as_slice())),
        Curve::Piecewise { points } => ("piecewise", Vec::new(), Some(points.as_slice())),
        Curve::TargetRelative => ("target_relative", Vec::new(), None),
        Curve::Direction { up, flat, down, deadband } => {
            ("direction", vec![*up, *flat, *down, *deadband], None)
        }
        Curve::Scaled { span } => ("scaled", vec![*span], None),
    };
    let points = points.map(|points| {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x}:{y}")).collect();
        format!("points={}", points.join(" "))
    });
    let named = parameters(word).unwrap_or_default().iter().zip(values);
    let values = named.map(|((name, _), value)| format!("{name}={value}"));
    (word.to_owned(), points.into_iter().chain(values).collect::<Vec<_>>().join(";"))
}

/// A curve from its two cells. The error names the column.
pub fn read(word: &str, text: &str) -> Result<Curve, (&'static str, String)> {
    let word = word.trim().to_lowercase().replace([' ', '-'], "_");
    let Some(known) = parameters(&word) else {
        let words: Vec<&str> = CURVES.iter().map(|(word, _)| *word).collect();
        let message = format!("`{}` is not known here; use one of: {}", shown(&word), words.join(", "));
        return Err(("curve", message));
    };
    let refuse = |message: String| ("parameters", message);
    let mut values: Vec<f64> = known.iter().map(|(_, default)| *default).collect();
    let mut points = None;
    for piece in text.split(';').map(str::trim).filter(|piece| !piece.is_empty()) {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        let (name, value) = (name.trim(), value.trim());
        if name == "points" && matches!(word.as_str(), "step" | "piecewise") {
            points = Some(read_points(value).map_err(refuse)?);
            continue;
        }
        let Some(at) = known.iter().position(|(known, _)| *known == name) else {
            let has_points = matches!(word.as_str(), "step" | "piecewise");
            let names = known.iter().map(|(name, _)| *name).chain(has_points.then_some("points"));
            let names = names.collect::<Vec<_>>().join(", ");
            let names = if names.is_empty() { "none".to_owned() } else { names };
            return Err(refuse(format!("`{}` is no parameter of `{word}`; it has: {names}", shown(name))));
        };
        values[at] = number(value).map_err(refuse)?;
    }
    let value = |at: usize| values.get(at).copied().unwrap_or_default();
    let needs_points = || refuse(format!("`{word}` needs points, such as `points=0:0 30:40 70:90`"));
    Ok(match word.as_str() {
        "linear" => Curve::Linear { lo: value(0), hi: value(1) },
        "inverse_linear" => Curve::InverseLinear { lo: value(0), hi: value(1) },
        "step" => Curve::Step { points: points.ok_or_else(needs_points)?, floor: value(0) },
        "piecewise" => Curve::Piecewise { points: points.ok_or_else(needs_points)? },
        "direction" => Curve::Direction { up: value(0), flat: value(1), down: value(2), deadband: value(3) },
        "scaled" => Curve::Scaled { span: value(0) },
        _ => Curve::TargetRelative,
    })
}

fn parameters(word: &str) -> Option<&'static [(&'static str, f64)]> {
    CURVES.iter().find(|(known, _)| *known == word).map(|(_, parameters)| *parameters)
}

fn read_points(text: &str) -> Result<Vec<(f64, f64)>, String> {
    let point = |piece: &str| {
        let (x, y) = piece
            .split_once(':')
            .ok_or_else(|| format!("`{}` is no point; write it like 30:40", shown(piece)))?;
        Ok((number(x)?, number(y)?))
    };
    text.split_whitespace().map(point).collect()
}

fn number(text: &str) -> Result<f64, String> {
    let found = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    found.ok_or_else(|| format!("`{}` is not a number; write it like 0.5", shown(text)))
}
