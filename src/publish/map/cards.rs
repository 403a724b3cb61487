//! The cards of a tree with the lines between them, in the three levels of detail of the screen.

use crate::{
    engine::{
        metrics::{Pair, UnitFacts},
        shading::{
            CardText, Class, ColourBy,
            card::{self, Detail, FADED, GROUP, LEAF, MARK, MiddleText, PAD, two_lines},
            flag, full_name, group_names, is_group, rate, severity_colours, severity_mark, status_colours,
            status_mark, status_word,
        },
    },
    layout::{
        NodeId, OrgLayout, Patch, Point, Rect, Size,
        card::{Badge, GROUP_H, LEAF_H},
    },
    look::{Palette, Rgb, Weight, fonts::width},
    publish::drawing::{Anchor, Drawing, Paint, Shape, Step, ink},
};

use super::MapPicture;

/// Cards narrower than this are painted as patches of colour, several as one.
const SPECK: f64 = 12.0;
/// Narrowest patch, in pixels.
const GRAIN: f64 = 2.0;

/// Which part of the layout is shown, where on the sheet, and how large.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// The part of the layout.
    pub window: Rect,
    /// Pixels for one layout unit.
    pub zoom: f64,
    /// Upper left corner on the sheet.
    pub corner: Point,
}

impl Frame {
    fn point(&self, at: Point) -> Point {
        Point::new(
            self.corner.x + (at.x - self.window.min.x) * self.zoom,
            self.corner.y + (at.y - self.window.min.y) * self.zoom,
        )
    }

    fn rect(&self, rect: Rect) -> Rect {
        Rect::new(self.point(rect.min), self.point(rect.max))
    }
}

/// What cards are drawn with.
pub struct Cards<'a> {
    /// What is shown.
    pub map: &'a MapPicture,
    /// Where the cards are; a node is an index into the units of `map`.
    pub layout: &'a OrgLayout,
    /// Colours.
    pub t: &'a Palette<Rgb>,
    /// Where they are drawn.
    pub frame: Frame,
}

impl Cards<'_> {
    /// Lines, then cards.
    pub fn draw(&self, sheet: &mut Drawing) {
        let Frame { window, zoom, .. } = self.frame;
        if let Some(width) = card::line_width(zoom) {
            let edge = Paint { colour: self.t.control, opacity: card::LINES };
            for parent in self.layout.visible_families(window) {
                for line in self.layout.connectors_in(parent, window) {
                    let points: Vec<Point> = line.points().iter().map(|at| self.frame.point(*at)).collect();
                    sheet.line(&points, f64::from(card::CORNER) * zoom, edge, f64::from(width));
                }
            }
        }
        if crate::layout::card::CARD_W * zoom < SPECK {
            self.specks(sheet);
            return;
        }
        for node in self.layout.visible(window) {
            let unit = self.map.units[node.index()] as usize;
            let opacity = if self.map.is_faded(unit) { FADED } else { 1.0 };
            sheet.open(self.map.spoken(unit), opacity, None);
            self.card(sheet, node, unit);
            sheet.close();
        }
    }

    /// Cards too small for anything but colour.
    fn specks(&self, sheet: &mut Drawing) {
        for patch in self.layout.cards().patches(self.frame.window, GRAIN / self.frame.zoom) {
            let (rect, node) = match patch {
                Patch::Node(node) => (self.layout.rect(node), node),
                Patch::Run { bounds, span } => (bounds, self.layout.cards().id(span.start)),
            };
            let unit = self.map.units[node.index()] as usize;
            let rect = self.frame.rect(rect);
            let size = Size::new(rect.width().max(1.0), rect.height().max(1.0));
            let colour = self.map.shades.class(unit).map_or(self.t.control, |class| class.look.block(self.t));
            let opacity = if self.map.is_faded(unit) { FADED } else { 1.0 };
            sheet.fill(Rect::at(rect.min, size), 0.0, Paint { colour, opacity });
        }
    }

    /// The class of a card without text: of one that hides others, that of most of them.
    fn shown(&self, node: NodeId) -> Option<&Class> {
        let unit = self.map.units[node.index()] as usize;
        self.map.shades.alone(&self.map.facts, unit, self.map.hidden[node.index()])
    }

    /// The class that a card shows beside its status.
    fn beside(&self, unit: usize) -> Option<&Class> {
        self.map.shades.beside(self.map.by, unit)
    }

    fn card(&self, sheet: &mut Drawing, node: NodeId, unit: usize) {
        let (t, zoom) = (self.t, self.frame.zoom);
        let rect = self.frame.rect(self.layout.rect(node));
        let own = &self.map.facts.units[unit];
        let group = is_group(&self.map.account, &self.map.facts, unit);
        let hidden = self.map.hidden[node.index()];
        let detail = Detail::at(zoom);
        if detail == Detail::Far {
            self.far(sheet, rect, node);
            return;
        }
        sheet.plate(rect, f64::from(card::CORNER), t.card, t.border);
        if let Some(class) = self.beside(unit) {
            strip(sheet, rect, class.look.mark(t));
        }
        match (detail, group) {
            (Detail::Middle, _) => self.middle(sheet, rect, unit, group, own),
            (_, true) => self.group(sheet, rect, unit, own),
            _ => self.leaf(sheet, rect, unit, own),
        }
        if hidden > 0 {
            self.badge(
                sheet,
                rect,
                hidden,
                if detail == Detail::Middle { &Badge::SMALL } else { &Badge::FULL },
            );
        }
    }

    fn leaf(&self, sheet: &mut Drawing, rect: Rect, unit: usize, own: &UnitFacts) {
        let t = self.t;
        let text = CardText::new(own, &self.map.symbol);
        // Text keeps its size, so the lines keep their share of the card's height.
        let y = |at: f32| rect.min.y + rect.height() * f64::from(at) / LEAF_H;
        let (left, right) = (rect.min.x + f64::from(PAD), rect.max.x - f64::from(PAD));
        let at = |x: f64, line: f32| Point::new(x, y(line));
        let large = ink(15.0, Weight::SemiBold, t.text1);
        let end =
            right - sheet.text(at(right, LEAF.name), Anchor::End, &text.rate, large, right - left) - 8.0;
        let mut end = self.finding(sheet, unit, at(end, LEAF.name));
        let name = self.map.account.unit_name(unit);
        // More of a name is read in smaller letters.
        let size = if width(name, 13.0, Weight::SemiBold) <= end - left { 13.0 } else { 11.0 };
        let pen = ink(size, Weight::SemiBold, t.text1);
        sheet.text(at(left, LEAF.name), Anchor::Start, name, pen, end - left);
        let look = status_colours(t, own.status);
        sheet.mark(at(left + 5.5, LEAF.status), f64::from(MARK), status_mark(own.status), look.mark, t.card);
        let word = status_word(own);
        let medium = |colour| ink(11.0, Weight::Medium, colour);
        let room = right - left - 16.0;
        let mut said = left
            + 16.0
            + sheet.text(at(left + 16.0, LEAF.status), Anchor::Start, &word, medium(look.text), room);
        let beside = self.beside(unit).filter(|_| self.map.by != ColourBy::Penetration);
        if let Some(class) = beside.filter(|_| said + 60.0 < right) {
            let x = said + 10.0;
            sheet.mark(
                at(x + 5.5, LEAF.status),
                f64::from(MARK),
                class.look.shape(),
                class.look.mark(t),
                t.card,
            );
            let pen = medium(class.look.text(t));
            said = x
                + 15.0
                + sheet.text(at(x + 15.0, LEAF.status), Anchor::Start, &class.word, pen, right - x - 15.0);
        }
        let rival = self.map.rivals.of(&self.map.account, unit);
        end = right;
        let room = right - said - 12.0 - 15.0;
        let said_of =
            rival.filter(|_| self.map.by != ColourBy::Competitor).map(|rival| flag(rival, own.status));
        // On paper nobody can ask for the rest of a word.
        if let Some(said) = said_of.filter(|said| width(said, 11.0, Weight::Medium) <= room) {
            let wide =
                sheet.text(at(right, LEAF.status), Anchor::End, &said, medium(t.competitor_text), room);
            pennant(sheet, at(right - wide - 14.0, LEAF.status), t.competitor_text);
            end = right - wide - 24.0;
        }
        if let Some(seats) = &text.seats {
            let pen = ink(11.0, Weight::Regular, t.text3);
            // Half a number would be another one.
            if end - width(seats, pen.size, pen.weight) >= said + 10.0 {
                sheet.text(at(end, LEAF.status), Anchor::End, seats, pen, f64::INFINITY);
            }
        }
        let half = f64::from(card::BAR) / 2.0;
        let bar = Rect::new(Point::new(left, y(LEAF.bar) - half), Point::new(right, y(LEAF.bar) + half));
        let fill = card::bar_colour(t, false, self.beside(unit), own.status);
        self.bar(sheet, bar, text.share, fill);
        let small = |colour| ink(11.0, Weight::Regular, colour);
        let open = sheet.text(at(right, LEAF.money), Anchor::End, &text.open, small(t.text3), 120.0);
        let have = sheet.text(at(left, LEAF.money), Anchor::Start, &text.have, small(t.text2), 100.0);
        let room = right - open - left - have - 8.0;
        sheet.text(at(left + have + 3.0, LEAF.money), Anchor::Start, &text.of, small(t.text3), room);
    }

    /// The mark of the gravest finding about a unit, left of a place; returns where it begins.
    fn finding(&self, sheet: &mut Drawing, unit: usize, end: Point) -> f64 {
        let Some(severity) = self.map.worst.get(&(unit as u32)) else { return end.x };
        let (mark, colour) = (severity_mark(*severity), severity_colours(self.t, *severity).0);
        sheet.mark(Point::new(end.x - 6.0, end.y), 12.0, mark, colour, self.t.card);
        end.x - 18.0
    }

    fn group(&self, sheet: &mut Drawing, rect: Rect, unit: usize, own: &UnitFacts) {
        let t = self.t;
        let text = CardText::new(own, &self.map.symbol);
        let y = |at: f32| rect.min.y + rect.height() * f64::from(at) / GROUP_H;
        let (mut left, right) = (rect.min.x + f64::from(PAD), rect.max.x - f64::from(PAD));
        let at = |x: f64, line: f32| Point::new(x, y(line));
        let large = ink(15.0, Weight::SemiBold, t.text1);
        let end =
            right - sheet.text(at(right, GROUP.name), Anchor::End, &text.rate, large, right - left) - 8.0;
        let end = self.finding(sheet, unit, at(end, GROUP.name));
        if card::tells_status(own, unit, true) {
            let look = status_colours(t, own.status);
            sheet.mark(
                at(left + 5.5, GROUP.name),
                f64::from(MARK),
                status_mark(own.status),
                look.mark,
                t.card,
            );
            left += 18.0;
        }
        let (short, long) = group_names(&self.map.account, &self.map.regions, unit);
        let x = left + sheet.text(at(left, GROUP.name), Anchor::Start, short, large, end - left) + 8.0;
        let small = |colour| ink(11.0, Weight::Regular, colour);
        if let Some(long) = long.filter(|_| end - x > 24.0) {
            sheet.text(at(x, GROUP.name + 1.0), Anchor::Start, long, small(t.text3), end - x);
        }
        let active = sheet.text(at(right, GROUP.money), Anchor::End, &text.active, small(t.text3), 90.0);
        let money = format!("{} {}", text.have, text.of);
        let x = right - active.max(54.0) - 8.0;
        let wide = sheet.text(at(x, GROUP.money), Anchor::End, &money, small(t.text2), 130.0);
        let left = rect.min.x + f64::from(PAD);
        let end = x - wide.max(92.0) - 8.0;
        if end - left > 12.0 {
            let fill = card::bar_colour(t, true, self.beside(unit), own.status);
            let (y, half) = (y(GROUP.money), f64::from(card::BAR) / 2.0);
            let bar = Rect::new(Point::new(left, y - half), Point::new(end, y + half));
            self.bar(sheet, bar, text.share, fill);
        }
    }

    /// Shape, name and rate: in two lines if the card is high enough. Where there is one, the name comes before the rate.
    fn middle(&self, sheet: &mut Drawing, rect: Rect, unit: usize, group: bool, own: &UnitFacts) {
        let t = self.t;
        let MiddleText { size, pad, apart } = MiddleText::of(rect.width(), rect.height());
        let (start, right, middle) = (rect.min.x + pad, rect.max.x - pad, rect.center().y);
        let y = middle - apart.unwrap_or(0.0);
        let mut left = start;
        if card::tells_status(own, unit, group) {
            let colour = status_colours(t, own.status).mark;
            sheet.mark(Point::new(left + 6.0, y), 12.0, status_mark(own.status), colour, t.card);
            left += 18.0;
        }
        let name = self.map.account.unit_name(unit);
        let pen = ink(size, if group { Weight::SemiBold } else { Weight::Medium }, t.text1);
        let wide = |text: &str| width(text, pen.size, pen.weight);
        let (rate, strong) = (rate(own), ink(size, Weight::SemiBold, t.text1));
        let end = right - width(&rate, strong.size, strong.weight);
        let Some(apart) = apart else {
            sheet.text(Point::new(left, y), Anchor::Start, name, pen, right - left);
            if wide(name) <= end - 6.0 - left {
                sheet.text(Point::new(right, y), Anchor::End, &rate, strong, f64::INFINITY);
            }
            return;
        };
        let (first, rest) = two_lines(name, right - left, wide);
        sheet.text(Point::new(left, y), Anchor::Start, first, pen, right - left);
        let y = middle + apart;
        sheet.text(Point::new(right, y), Anchor::End, &rate, strong, f64::INFINITY);
        if !rest.is_empty() {
            sheet.text(Point::new(start, y), Anchor::Start, rest, pen, end - 6.0 - start);
        } else if end - 8.0 - start > 12.0 {
            let fill = card::bar_colour(t, group, self.beside(unit), own.status);
            let bar = Rect::new(Point::new(start, y - 2.0), Point::new(end - 8.0, y + 2.0));
            let share = own.revenue().and_then(Pair::percent).map(|rate| (rate / 100.0) as f32);
            self.bar(sheet, bar, share, fill);
        }
    }

    fn far(&self, sheet: &mut Drawing, rect: Rect, node: NodeId) {
        let t = self.t;
        let class = self.shown(node);
        let ground = class.map_or(t.pressed, |class| class.look.ground(t));
        let corner = card::far_corner(self.frame.zoom);
        if ground == t.card {
            sheet.plate(rect, corner, ground, t.border);
        } else {
            sheet.fill(rect, corner, ground);
        }
        let size = card::far_mark(rect.width(), rect.height());
        if let (Some(size), Some(class)) = (size, class) {
            sheet.mark(rect.center(), size, class.look.shape(), class.look.on_ground(t), ground);
        }
    }

    fn bar(&self, sheet: &mut Drawing, rect: Rect, share: Option<f32>, fill: Rgb) {
        let round = rect.height() / 2.0;
        sheet.fill(rect, round, self.t.track);
        if let Some(share) = share.filter(|share| *share > 0.0) {
            let wide = (rect.width() * f64::from(share.min(1.0))).max(rect.height().min(rect.width()));
            sheet.fill(Rect::at(rect.min, Size::new(wide, rect.height())), round, fill);
        }
    }

    /// "+12" under the lower edge of a collapsed card.
    fn badge(&self, sheet: &mut Drawing, card: Rect, hidden: u32, badge: &Badge) {
        let said = format!("+{hidden}");
        let wide = width(&said, 11.0, Weight::Medium);
        let corner = Point::new(card.min.x + 12.0_f64.min(card.width() / 4.0), card.max.y - badge.on_card);
        let rect = Rect::at(corner, Size::new(wide + 2.0 * badge.pad, badge.height));
        let t = self.t;
        let (colour, fill) = if badge.is_quiet { (t.text2, t.pressed) } else { (t.panel, t.text2) };
        sheet.fill(rect, badge.height / 2.0, fill);
        let pen = ink(11.0, Weight::Medium, colour);
        sheet.text(rect.center(), Anchor::Middle, &said, pen, 80.0);
    }
}

/// The left edge of a card, in the colour of its class.
fn strip(sheet: &mut Drawing, rect: Rect, colour: Rgb) {
    let (l, t, b) = (rect.min.x, rect.min.y, rect.max.y);
    let (r, wide) = (f64::from(card::CORNER), f64::from(card::STRIP));
    let steps = vec![
        Step::Move(Point::new(l + r, t)),
        Step::Curve(Point::new(l, t), Point::new(l, t + r)),
        Step::Line(Point::new(l, b - r)),
        Step::Curve(Point::new(l, b), Point::new(l + r, b)),
        Step::Curve(Point::new(l + wide, b), Point::new(l + wide, b - r)),
        Step::Line(Point::new(l + wide, t + r)),
        Step::Curve(Point::new(l + wide, t), Point::new(l + r, t)),
        Step::Close,
    ];
    sheet.shapes.push(Shape::Path { steps, fill: Some(colour.into()), edge: None });
}

/// A small flag left of a competitor's word.
fn pennant(sheet: &mut Drawing, at: Point, colour: Rgb) {
    let to = |x: f64, y: f64| Point::new(at.x + x, at.y + y);
    sheet.line(&[to(0.5, -5.0), to(0.5, 5.0)], 0.0, colour, 1.2);
    sheet.line(&[to(0.5, -4.4), to(8.5, -4.4), to(6.3, -1.7), to(8.5, 1.0), to(0.5, 1.0)], 0.0, colour, 1.2);
}

/// What a reader is told of a unit: name, status, rate, white space.
pub fn spoken(map: &MapPicture, unit: usize) -> String {
    let own = &map.facts.units[unit];
    let text = CardText::new(own, &map.symbol);
    let group = is_group(&map.account, &map.facts, unit);
    let says = !group && (own.status.is_some() || !own.addressable);
    let status = if says { format!(", {}", status_word(own)) } else { String::new() };
    let class = map.shades.class(unit).filter(|_| map.by != ColourBy::Status);
    let class = class.map_or_else(String::new, |class| format!(", {}", class.word));
    let name = full_name(&map.account, &map.index, unit);
    format!("{name}{status}{class}, {} {}, {}", text.rate, text.of, text.open)
}
