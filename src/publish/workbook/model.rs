//! The sheet of the model: weights, curves and bands to play with. Everything that scores looks here.

use super::{
    needs::Source,
    page::{self, Ink, Look, Page},
};
use crate::{
    domain::{BandScheme, Curve, ScoringModel, Workspace},
    engine::{metrics::spec, scoring},
};

const LEAST_ROW: u32 = 4;
const TOTAL_ROW: u32 = 5;
const FIRST_FACTOR: u32 = 8;

/// Columns of the table of factors.
const WEIGHT: u16 = 1;
const SHARE: u16 = 2;
const IS_ON: u16 = 3;
const REQUIRED: u16 = 4;
const MEASURE: u16 = 5;
const VALUE: u16 = 6;
const CURVE: u16 = 7;
const PARAMETERS: u16 = 8;
const WORDS: u16 = 12;

/// The model and where its parts stand.
pub struct Model<'a> {
    /// Name of the sheet.
    pub name: String,
    /// The model.
    pub scoring: &'a ScoringModel,
    /// The bands of its score.
    pub scheme: &'a BandScheme,
    /// First row of each factor's points.
    points: Vec<u32>,
    first_band: u32,
}

/// Points of a curve, ascending by x.
pub fn points_of(curve: &Curve) -> Vec<(f64, f64)> {
    let mut points = match curve {
        Curve::Step { points, .. } | Curve::Piecewise { points } => points.clone(),
        _ => Vec::new(),
    };
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points
}

/// What the numbers A to D of a curve are.
fn parameters(curve: &Curve) -> (&'static str, Vec<f64>, &'static str) {
    match curve {
        Curve::Linear { lo, hi } => ("linear", vec![*lo, *hi], "0 points at A, 100 at B"),
        Curve::InverseLinear { lo, hi } => ("inverse linear", vec![*lo, *hi], "100 points at A, 0 at B"),
        Curve::Step { floor, .. } => ("step", vec![*floor], "A points below the first x of the points below"),
        Curve::Piecewise { .. } => ("piecewise", vec![], "straight between the points below"),
        Curve::TargetRelative => ("relative to target", vec![], "100 points at the account's target"),
        Curve::Direction { up, flat, down, deadband } => (
            "direction",
            vec![*up, *flat, *down, *deadband],
            "A points for a rise, B for none, C for a fall; changes below D pp are none",
        ),
        Curve::Scaled { span } => ("scaled", vec![*span], "50 points for no change, 100 for a rise of A pp"),
    }
}

impl<'a> Model<'a> {
    /// Settles where everything stands.
    pub fn new(prefix: &str, workspace: &'a Workspace, scoring: &'a ScoringModel) -> Self {
        let mut next = FIRST_FACTOR + scoring.factors.len() as u32 + 2;
        let mut points = Vec::new();
        for factor in &scoring.factors {
            points.push(next);
            next += points_of(&factor.curve).len() as u32;
        }
        let scheme = scoring::scheme_for(workspace, scoring);
        Self { name: format!("{prefix}model"), scoring, scheme, points, first_band: next + 2 }
    }

    fn factor(&self, column: u16, factor: usize) -> String {
        page::on(&self.name, &page::fixed(column, FIRST_FACTOR + factor as u32))
    }

    /// Share of the weight of a factor.
    pub fn share(&self, factor: usize) -> String {
        self.factor(SHARE, factor)
    }

    /// 1 if a factor takes part.
    pub fn is_on(&self, factor: usize) -> String {
        self.factor(IS_ON, factor)
    }

    /// 1 for each factor without which there is no score.
    pub fn required(&self) -> String {
        let last = FIRST_FACTOR + self.scoring.factors.len() as u32 - 1;
        page::on(&self.name, &page::fixed_range(REQUIRED, (FIRST_FACTOR, last)))
    }

    /// A number of a factor's curve: 0 is A.
    pub fn parameter(&self, factor: usize, number: u16) -> String {
        self.factor(PARAMETERS + number, factor)
    }

    /// The x and the points of a curve; `None` = it has none.
    pub fn points(&self, factor: usize) -> Option<(String, String)> {
        let count = points_of(&self.scoring.factors[factor].curve).len() as u32;
        let first = self.points[factor];
        let column =
            |column: u16| page::on(&self.name, &page::fixed_range(column, (first, first + count - 1)));
        (count > 0).then(|| (column(1), column(2)))
    }

    /// Sum of the weights of factors that take part.
    pub fn total(&self) -> String {
        page::on(&self.name, &page::fixed(1, TOTAL_ROW))
    }

    /// Least share of the weight that must be known.
    pub fn least(&self) -> String {
        page::on(&self.name, &page::fixed(1, LEAST_ROW))
    }

    /// Labels, upper edges and owners of the bands.
    pub fn bands(&self) -> [String; 3] {
        let rows = (self.first_band, self.first_band + (self.scheme.bands.len() as u32).saturating_sub(1));
        [0, 1, 2].map(|column| page::on(&self.name, &page::fixed_range(column, rows)))
    }

    /// The sheet.
    pub fn page(&self) -> Page {
        let mut page = Page::new(&self.name);
        page.fit();
        for (column, width) in
            [28.0, 12.0, 12.0, 8.0, 10.0, 28.0, 20.0, 18.0, 8.0, 8.0, 8.0, 8.0, 68.0].into_iter().enumerate()
        {
            page.width(column as u16, width);
        }
        let model = self.scoring;
        let total: f64 =
            model.factors.iter().filter(|factor| factor.enabled).map(|factor| factor.weight_raw.get()).sum();
        for (row, (label, text)) in [
            ("Model", page::clean(&model.name)),
            ("Points are joined by", format!("{} mean", model.aggregation.word().to_lowercase())),
            ("A missing factor", missing_text(model).to_owned()),
        ]
        .into_iter()
        .enumerate()
        {
            page.bold(row as u32 + 1, 0, label);
            page.text_as(row as u32 + 1, 1, &text, Ink::Plain);
        }
        page.bold(LEAST_ROW, 0, "Least known weight");
        page.number(LEAST_ROW, 1, model.min_weight_coverage, Look::Share, Ink::Input);
        page.bold(TOTAL_ROW, 0, "Sum of weights");
        self.write_total(&mut page, total);
        self.write_factors(&mut page, total);
        self.write_points(&mut page);
        self.write_bands(&mut page);
        page
    }

    fn write_total(&self, page: &mut Page, total: f64) {
        match self.scoring.factors.len() as u32 {
            0 => page.number(TOTAL_ROW, 1, 0.0, Look::Number, Ink::Plain),
            count => {
                let rows = (FIRST_FACTOR, FIRST_FACTOR + count - 1);
                let (on, weights) = (page::range(IS_ON, rows), page::range(WEIGHT, rows));
                page.formula_as(TOTAL_ROW, 1, &format!("SUMIF({on},1,{weights})"), total, Look::Number);
            }
        }
    }

    fn write_factors(&self, page: &mut Page, total: f64) {
        let heads = [
            ("Factor", Look::Text),
            ("Weight", Look::Number),
            ("Share", Look::Number),
            ("On", Look::Number),
            ("Required", Look::Number),
            ("Measure", Look::Text),
            ("Value", Look::Text),
            ("Curve", Look::Text),
            ("A", Look::Number),
            ("B", Look::Number),
            ("C", Look::Number),
            ("D", Look::Number),
            ("What A to D are", Look::Text),
        ];
        for (column, (name, look)) in heads.into_iter().enumerate() {
            page.head(FIRST_FACTOR - 1, column as u16, name, look);
        }
        for (at, factor) in self.scoring.factors.iter().enumerate() {
            let row = FIRST_FACTOR + at as u32;
            let metric = factor.metric.as_str();
            let words = |page: &mut Page, column, text: &str| page.text_as(row, column, text, Ink::Plain);
            words(page, 0, &page::clean(&factor.label));
            let name = spec(metric).map_or_else(|| page::clean(metric), |spec| spec.name.to_owned());
            words(page, MEASURE, &name);
            match Source::of(metric) {
                Some(_) => words(page, VALUE, "formula"),
                None => page.text_as(row, VALUE, "value from Inroads", Ink::Given),
            }
            page.number(row, WEIGHT, factor.weight_raw.get(), Look::Number, Ink::Input);
            let (on, weight) = (page::cell(IS_ON, row), page::cell(WEIGHT, row));
            let sum = page::fixed(1, TOTAL_ROW);
            let share = if factor.enabled && total > 0.0 { factor.weight_raw.get() / total } else { 0.0 };
            page.formula_as(
                row,
                SHARE,
                &format!("IF({sum}>0,IF({on}=1,{weight}/{sum},0),0)"),
                share,
                Look::Share,
            );
            page.number(row, IS_ON, f64::from(u8::from(factor.enabled)), Look::Number, Ink::Input);
            page.number(row, REQUIRED, f64::from(u8::from(factor.required)), Look::Number, Ink::Input);
            let (curve, numbers, meaning) = parameters(&factor.curve);
            words(page, CURVE, curve);
            for (number, value) in numbers.into_iter().enumerate() {
                page.number(row, PARAMETERS + number as u16, value, Look::Number, Ink::Input);
            }
            words(page, WORDS, meaning);
        }
    }

    fn write_points(&self, page: &mut Page) {
        let first = FIRST_FACTOR + self.scoring.factors.len() as u32 + 1;
        if self.scoring.factors.iter().all(|factor| points_of(&factor.curve).is_empty()) {
            return;
        }
        let heads = [("Points of a curve", Look::Text), ("x", Look::Number), ("Points", Look::Number)];
        for (column, (name, look)) in heads.into_iter().enumerate() {
            page.head(first, column as u16, name, look);
        }
        for (factor, start) in self.scoring.factors.iter().zip(&self.points) {
            for (row, (x, y)) in (*start..).zip(points_of(&factor.curve)) {
                page.text_as(row, 0, &page::clean(&factor.label), Ink::Plain);
                page.number(row, 1, x, Look::Number, Ink::Input);
                page.number(row, 2, y, Look::Number, Ink::Input);
            }
        }
    }

    fn write_bands(&self, page: &mut Page) {
        let heads = [("Band", Look::Text), ("Upper edge", Look::Number), ("Belongs to", Look::Text)];
        for (column, (name, look)) in heads.into_iter().enumerate() {
            page.head(self.first_band - 1, column as u16, name, look);
        }
        for (row, band) in (self.first_band..).zip(&self.scheme.bands) {
            page.text_as(row, 0, &page::clean(&band.label), Ink::Plain);
            if let Some(edge) = band.upper_edge {
                page.number(row, 1, edge, Look::Number, Ink::Input);
                page.text_as(row, 2, band.edge_owner.key(), Ink::Plain);
            }
        }
    }
}

fn missing_text(model: &ScoringModel) -> &'static str {
    use crate::domain::MissingPolicy::{Neutral, Reweight, Unknown, Zero};
    match model.missing_policy {
        Reweight => "leaves its weight to the others",
        Zero => "counts as 0 points",
        Unknown => "leaves no score",
        Neutral => "counts as 50 points",
    }
}
