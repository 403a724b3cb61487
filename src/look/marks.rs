//! Shapes that carry meaning before any colour does: status, severity, change. As geometry, for every kind of painter.

/// A shape. What it stands for is up to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Filled disc: active.
    Disc,
    /// Two chevrons upwards: expansion.
    DoubleChevron,
    /// Ring, right half filled: pilot, trial.
    HalfRing,
    /// Ring: open.
    Ring,
    /// Filled diamond: competitor.
    Diamond,
    /// Cross: lost.
    Cross,
    /// Square with a tick: owned.
    TickSquare,
    /// Short line: not applicable.
    Dash,
    /// Lightning: ready.
    Zap,
    /// Octagon with an exclamation mark: critical.
    Octagon,
    /// Triangle with an exclamation mark: high.
    Triangle,
    /// Square with an exclamation mark: medium.
    Square,
    /// Ring with a chevron down: low.
    RingDown,
    /// Ring with an i: information.
    RingInfo,
    /// Small triangle up: more.
    TriUp,
    /// Small triangle down: less.
    TriDown,
    /// Bar and arrow to the right: carried over from an earlier period.
    Carried,
    /// Small filled square: a category in a legend.
    Swatch,
    /// Tick.
    Tick,
}

/// Every mark, for galleries and tests.
pub const ALL: [Mark; 19] = [
    Mark::Disc,
    Mark::DoubleChevron,
    Mark::HalfRing,
    Mark::Ring,
    Mark::Diamond,
    Mark::Cross,
    Mark::TickSquare,
    Mark::Dash,
    Mark::Zap,
    Mark::Octagon,
    Mark::Triangle,
    Mark::Square,
    Mark::RingDown,
    Mark::RingInfo,
    Mark::TriUp,
    Mark::TriDown,
    Mark::Carried,
    Mark::Swatch,
    Mark::Tick,
];

/// What a part of a mark is painted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// The colour of the mark.
    Own,
    /// What lies behind: a sign cut out of a filled shape.
    Ground,
}

/// A part of a mark on a square of 16 × 16, y downwards.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A filled circle: centre, radius.
    Disc((f32, f32), f32, Ink),
    /// A circle: centre, radius, width of its line.
    Ring((f32, f32), f32, f32),
    /// A line through points, with its width.
    Line(Vec<(f32, f32)>, f32, Ink),
    /// A filled convex polygon.
    Area(Vec<(f32, f32)>),
    /// A filled square of which a corner is at (x, x) and the opposite one as far from the other end; radius of its corners.
    Square(f32, f32),
}

use Ink::{Ground, Own};
use Part::{Area, Disc, Line, Ring, Square};

impl Mark {
    /// Its parts, from back to front.
    pub fn parts(self) -> Vec<Part> {
        match self {
            Self::Disc => vec![Disc((8.0, 8.0), 6.5, Own)],
            Self::DoubleChevron => vec![
                Line(vec![(2.7, 7.9), (8.0, 3.0), (13.3, 7.9)], 2.5, Own),
                Line(vec![(4.0, 13.3), (8.0, 9.6), (12.0, 13.3)], 2.5, Own),
            ],
            Self::HalfRing => {
                let half = (0..=16).map(|i| {
                    let angle = std::f32::consts::PI * (i as f32 / 16.0 - 0.5);
                    (8.0 + 5.7 * angle.cos(), 8.0 + 5.7 * angle.sin())
                });
                vec![Ring((8.0, 8.0), 5.7, 1.6), Area(half.collect())]
            }
            Self::Ring => vec![Ring((8.0, 8.0), 5.6, 1.8)],
            Self::Diamond => vec![Area(vec![(8.0, 0.9), (15.1, 8.0), (8.0, 15.1), (0.9, 8.0)])],
            Self::Cross => vec![
                Line(vec![(2.6, 2.6), (13.4, 13.4)], 2.6, Own),
                Line(vec![(13.4, 2.6), (2.6, 13.4)], 2.6, Own),
            ],
            Self::TickSquare => {
                vec![Square(1.8, 2.4), Line(vec![(4.6, 8.2), (7.1, 10.8), (11.6, 5.6)], 1.8, Ground)]
            }
            Self::Dash => vec![Line(vec![(3.5, 8.0), (12.5, 8.0)], 2.0, Own)],
            // Two overlapping triangles make the bolt; one outline would not be convex.
            Self::Zap => vec![
                Area(vec![(9.2, 0.8), (1.8, 9.4), (8.4, 9.4)]),
                Area(vec![(6.8, 15.2), (14.2, 6.6), (7.6, 6.6)]),
            ],
            Self::Octagon => exclaimed(
                Area(vec![
                    (5.0, 1.0),
                    (11.0, 1.0),
                    (15.0, 5.0),
                    (15.0, 11.0),
                    (11.0, 15.0),
                    (5.0, 15.0),
                    (1.0, 11.0),
                    (1.0, 5.0),
                ]),
                [4.4, 8.8, 11.3],
            ),
            Self::Triangle => exclaimed(Area(vec![(8.0, 0.8), (15.7, 14.6), (0.3, 14.6)]), [5.8, 9.7, 12.0]),
            Self::Square => exclaimed(Square(1.8, 2.4), [4.4, 8.8, 11.3]),
            Self::RingDown => {
                vec![Ring((8.0, 8.0), 5.8, 1.5), Line(vec![(5.4, 6.9), (8.0, 9.6), (10.6, 6.9)], 1.5, Own)]
            }
            Self::RingInfo => vec![
                Ring((8.0, 8.0), 5.8, 1.5),
                Line(vec![(8.0, 7.2), (8.0, 11.2)], 1.6, Own),
                Disc((8.0, 5.2), 1.0, Own),
            ],
            Self::TriUp => vec![Area(vec![(8.0, 2.4), (14.8, 13.6), (1.2, 13.6)])],
            Self::TriDown => vec![Area(vec![(8.0, 13.6), (1.2, 2.4), (14.8, 2.4)])],
            Self::Carried => vec![
                Line(vec![(1.8, 1.8), (1.8, 14.2)], 2.1, Own),
                Line(vec![(1.8, 8.0), (14.2, 8.0)], 2.1, Own),
                Line(vec![(9.8, 3.6), (14.2, 8.0), (9.8, 12.4)], 2.1, Own),
            ],
            Self::Swatch => vec![Square(2.0, 2.6)],
            Self::Tick => vec![Line(vec![(2.8, 8.4), (6.4, 12.0), (13.4, 4.2)], 1.9, Own)],
        }
    }
}

/// A filled shape with an exclamation mark: its top, its lower end, its dot.
fn exclaimed(shape: Part, [top, bottom, dot]: [f32; 3]) -> Vec<Part> {
    vec![shape, Line(vec![(8.0, top), (8.0, bottom)], 1.8, Ground), Disc((8.0, dot), 1.1, Ground)]
}
