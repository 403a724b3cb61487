//! A drawing as a list of shapes, from back to front. The writers of SVG, PNG and PDF make the same picture of it.

use crate::{
    layout::{Point, Rect},
    look::{
        Mark, Rgb, Weight,
        fonts::{self, fitted},
        marks::{Ink, Part},
    },
};

/// A picture of a size, in pixels at scale 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// What it shows, for readers and for the title of a page.
    pub title: String,
    /// What is drawn, from back to front.
    pub shapes: Vec<Shape>,
}

/// A colour and how much of it covers what lies below, 0–1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paint {
    /// The colour.
    pub colour: Rgb,
    /// 1 = covers all.
    pub opacity: f32,
}

impl From<Rgb> for Paint {
    fn from(colour: Rgb) -> Self {
        Self { colour, opacity: 1.0 }
    }
}

/// A line's colour and width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub paint: Paint,
    /// Width.
    pub width: f64,
}

/// A step of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Begins at a point.
    Move(Point),
    /// A straight line to a point.
    Line(Point),
    /// A curve that leaves towards the first point and ends at the second.
    Curve(Point, Point),
    /// Back to where it began.
    Close,
}

/// On which side of its point a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins there.
    Start,
    /// The text is centred there.
    Middle,
    /// The text ends there.
    End,
}

/// One thing drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A rectangle.
    Rect {
        /// Where.
        rect: Rect,
        /// Radius of its corners.
        corner: f64,
        /// Inside.
        fill: Option<Paint>,
        /// Its edge, half of it outside.
        edge: Option<Stroke>,
    },
    /// A circle.
    Circle {
        /// Its middle.
        centre: Point,
        /// Its radius.
        radius: f64,
        /// Inside.
        fill: Option<Paint>,
        /// Its edge.
        edge: Option<Stroke>,
    },
    /// A line or an area.
    Path {
        /// Its steps.
        steps: Vec<Step>,
        /// Inside.
        fill: Option<Paint>,
        /// Its edge.
        edge: Option<Stroke>,
    },
    /// A line of text.
    Text {
        /// Its anchor; vertically the middle of its capitals.
        at: Point,
        /// On which side.
        anchor: Anchor,
        /// What it says.
        text: String,
        /// Size of the font.
        size: f64,
        /// Weight of the font.
        weight: Weight,
        /// Colour.
        colour: Rgb,
    },
    /// A group begins: what it is for readers (may be empty), its opacity, and where it is cut.
    Open {
        /// What it is; empty = nothing worth saying.
        title: String,
        /// 1 = nothing shines through.
        opacity: f32,
        /// What lies outside is not drawn.
        clip: Option<Rect>,
    },
    /// The group that was begun last ends.
    Close,
}

/// Font and colour of a text.
#[derive(Debug, Clone, Copy)]
pub struct Pen {
    /// Size of the font.
    pub size: f64,
    /// Weight of the font.
    pub weight: Weight,
    /// Colour.
    pub colour: Rgb,
}

/// How a text is written: size, weight, colour.
pub const fn ink(size: f64, weight: Weight, colour: Rgb) -> Pen {
    Pen { size, weight, colour }
}

impl Drawing {
    /// A sheet filled with a colour.
    pub fn new(width: f64, height: f64, title: String, ground: Rgb) -> Self {
        let mut drawing = Self { width, height, title, shapes: Vec::new() };
        drawing.fill(Rect::new(Point::default(), Point::new(width, height)), 0.0, ground);
        drawing
    }

    /// A filled rectangle.
    pub fn fill(&mut self, rect: Rect, corner: f64, fill: impl Into<Paint>) {
        self.shapes.push(Shape::Rect { rect, corner, fill: Some(fill.into()), edge: None });
    }

    /// A filled rectangle with an edge just inside.
    pub fn plate(&mut self, rect: Rect, corner: f64, fill: Rgb, edge: Rgb) {
        let stroke = Stroke { paint: edge.into(), width: 1.0 };
        let (rect, corner) = (rect.expand(-0.5), (corner - 0.5).max(0.0));
        self.shapes.push(Shape::Rect { rect, corner, fill: Some(fill.into()), edge: Some(stroke) });
    }

    /// A polyline whose corners are rounded.
    pub fn line(&mut self, points: &[Point], corner: f64, paint: impl Into<Paint>, width: f64) {
        let edge = Some(Stroke { paint: paint.into(), width });
        self.shapes.push(Shape::Path { steps: rounded(points, corner), fill: None, edge });
    }

    /// A mark inside a square of `size`; signs cut out of it show the ground.
    pub fn mark(&mut self, centre: Point, size: f64, mark: Mark, colour: Rgb, ground: Rgb) {
        let unit = size / 16.0;
        let at = |(x, y): (f32, f32)| {
            Point::new(centre.x + (f64::from(x) - 8.0) * unit, centre.y + (f64::from(y) - 8.0) * unit)
        };
        let long = |length: f32| f64::from(length) * unit;
        let of = |ink| Paint::from(if ink == Ink::Own { colour } else { ground });
        let path = |points: Vec<(f32, f32)>, close: bool| {
            let first = points.first().map(|first| Step::Move(at(*first)));
            let rest = points.iter().skip(1).map(|point| Step::Line(at(*point)));
            first.into_iter().chain(rest).chain(close.then_some(Step::Close)).collect()
        };
        for part in mark.parts() {
            self.shapes.push(match part {
                Part::Disc(middle, radius, ink) => Shape::Circle {
                    centre: at(middle),
                    radius: long(radius),
                    fill: Some(of(ink)),
                    edge: None,
                },
                Part::Ring(middle, radius, width) => Shape::Circle {
                    centre: at(middle),
                    radius: long(radius),
                    fill: None,
                    edge: Some(Stroke { paint: colour.into(), width: long(width) }),
                },
                Part::Line(points, width, ink) => Shape::Path {
                    steps: path(points, false),
                    fill: None,
                    edge: Some(Stroke { paint: of(ink), width: long(width) }),
                },
                Part::Area(points) => {
                    Shape::Path { steps: path(points, true), fill: Some(colour.into()), edge: None }
                }
                Part::Square(from, radius) => Shape::Rect {
                    rect: Rect::new(at((from, from)), at((16.0 - from, 16.0 - from))),
                    corner: long(radius),
                    fill: Some(colour.into()),
                    edge: None,
                },
            });
        }
    }

    /// One line of text, cut with `…` where it is wider than `room`; returns its width.
    pub fn text(&mut self, at: Point, anchor: Anchor, text: &str, ink: Pen, room: f64) -> f64 {
        let Pen { size, weight, colour } = ink;
        let text = fitted(text, size, weight, room);
        let width = fonts::width(&text, size, weight);
        if !text.trim().is_empty() {
            self.shapes.push(Shape::Text { at, anchor, text, size, weight, colour });
        }
        width
    }

    /// Begins a group.
    pub fn open(&mut self, title: String, opacity: f32, clip: Option<Rect>) {
        self.shapes.push(Shape::Open { title, opacity, clip });
    }

    /// Ends the group begun last.
    pub fn close(&mut self) {
        self.shapes.push(Shape::Close);
    }
}

/// A polyline with its corners rounded, as far as its parts are long enough.
fn rounded(points: &[Point], corner: f64) -> Vec<Step> {
    let Some((first, rest)) = points.split_first() else { return Vec::new() };
    let mut steps = vec![Step::Move(*first)];
    for three in points.windows(3) {
        let [before, at, after] = [three[0], three[1], three[2]];
        let length = |other: Point| (other.x - at.x).hypot(other.y - at.y);
        let radius = corner.min(length(before) / 2.0).min(length(after) / 2.0);
        if radius < 0.5 {
            steps.push(Step::Line(at));
            continue;
        }
        let towards = |other: Point| {
            let part = radius / length(other);
            Point::new(at.x + (other.x - at.x) * part, at.y + (other.y - at.y) * part)
        };
        steps.push(Step::Line(towards(before)));
        steps.push(Step::Curve(at, towards(after)));
    }
    steps.extend(rest.last().map(|last| Step::Line(*last)));
    steps
}
