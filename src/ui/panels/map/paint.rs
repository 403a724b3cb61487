//! Paints what stands on the canvas: connectors and cards in three levels of detail.

use std::collections::BTreeMap;

use egui::{Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Stroke, StrokeKind, pos2, vec2};

use crate::{
    domain::{Account, Competitor, Region, Severity},
    engine::{
        metrics::{Pair, PeriodFacts, UnitFacts},
        shading::{
            card::{self, GROUP, LEAF, MARK, MiddleText, two_lines},
            group_names, rate, status_word,
        },
    },
    layout::{NodeId, card::Badge},
    ui::kit::{Tokens, Weight, icons, paint_icon, paint_mark, t11, t13, t15},
};

use super::{
    super::{draw, labels},
    look::{ColourBy, Look},
    model::{GROUP_H, LEAF_H, MapModel},
    shade::{Class, Shades},
    text::{CardText, flag},
    view::{Detail, View},
};

/// State of one card that its figures do not tell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mood {
    /// Under the pointer.
    pub hovered: bool,
    /// Among the selected.
    pub selected: bool,
    /// The one selected last of several.
    pub primary_of_many: bool,
    /// Where the keyboard is.
    pub focused: bool,
    /// Where a dragged card would be dropped.
    pub target: bool,
    /// Does not match the legend.
    pub faded: bool,
    /// How bright the mark of "found" is, 0–1.
    pub flash: f32,
}

/// What every card is painted with.
pub struct Brush<'a> {
    /// Paints inside the canvas only.
    pub painter: Painter,
    /// Colours.
    pub tokens: &'a Tokens,
    /// The canvas on screen.
    pub canvas: Rect,
    /// The window onto the map.
    pub view: View,
    /// The account shown.
    pub account: &'a Account,
    /// Its units in the period.
    pub facts: &'a PeriodFacts,
    /// The cards.
    pub model: &'a MapModel,
    /// By what they are coloured.
    pub by: ColourBy,
    /// The class of each.
    pub shades: &'a Shades,
    /// The gravest finding about each that has one.
    pub worst: &'a BTreeMap<u32, Severity>,
    /// Regions of the workspace, for their names.
    pub regions: &'a [Region],
    /// Currency symbol.
    pub symbol: &'a str,
}

impl Brush<'_> {
    /// A card on screen, on whole pixels.
    pub fn rect(&self, node: NodeId) -> Rect {
        let rect = self.view.rect_to_screen(self.canvas, self.model.layout.rect(node));
        draw::snap(rect, self.painter.pixels_per_point())
    }

    /// The lines between the cards, under them.
    pub fn connectors(&self) {
        let window = self.view.window(self.canvas).expand(16.0 / self.view.zoom);
        let Some(width) = card::line_width(self.view.zoom) else { return };
        let stroke = Stroke::new(width, self.tokens.control.gamma_multiply(card::LINES));
        let radius = (f64::from(card::CORNER) * self.view.zoom) as f32;
        for parent in self.model.layout.visible_families(window) {
            for line in self.model.layout.connectors_in(parent, window) {
                let points: Vec<Pos2> =
                    line.points().iter().map(|at| self.view.to_screen(self.canvas, *at)).collect();
                self.painter.line(draw::rounded_line(&points, radius), stroke);
            }
        }
    }

    /// The class of a card without text: of one that hides others, that of most of them.
    fn class_shown(&self, node: NodeId) -> Option<&Class> {
        self.shades.alone(self.facts, self.model.unit(node), self.model.hidden[node.index()])
    }

    /// Ground of a card without text, and the colour of a block too small for more.
    pub fn fill(&self, node: NodeId) -> (Color32, Color32) {
        self.class_shown(node).map_or((self.tokens.pressed, self.tokens.control), |class| {
            (class.look.ground(self.tokens), class.look.block(self.tokens))
        })
    }

    /// The class that a card shows beside its status.
    fn class_beside(&self, unit: usize) -> Option<&Class> {
        self.shades.beside(self.by, unit)
    }

    /// One card.
    pub fn card(&self, node: NodeId, rect: Rect, mood: Mood, rival: Option<&Competitor>) {
        let mut painter = self.painter.clone();
        if mood.faded {
            painter.multiply_opacity(card::FADED);
        }
        let detail = Detail::at(self.view.zoom);
        let radius =
            if detail == Detail::Far { card::far_corner(self.view.zoom) as f32 } else { card::CORNER };
        if mood.primary_of_many {
            painter.rect_filled(rect.expand(4.0), radius + 4.0, self.tokens.selected);
        }
        let unit = self.model.unit(node);
        let group = self.model.groups[node.index()];
        let own = &self.facts.units[unit];
        let (tint, _) = self.fill(node);
        let ground = match (mood.target, detail, mood.hovered) {
            (true, ..) => self.tokens.selected,
            (_, Detail::Far, _) => tint,
            (_, _, true) => self.tokens.hover,
            _ => self.tokens.card,
        };
        painter.rect_filled(rect, radius, ground);
        let edge = match (detail, mood.hovered) {
            (Detail::Far, false) => Color32::TRANSPARENT,
            (_, true) => self.tokens.control,
            _ => self.tokens.border,
        };
        if mood.selected {
            painter.rect_stroke(rect, radius, Stroke::new(2.0, self.tokens.accent), StrokeKind::Outside);
        } else if !mood.target {
            painter.rect_stroke(rect, radius, Stroke::new(1.0, edge), StrokeKind::Inside);
        }
        let inner = Painter::with_clip_rect(&painter, rect.intersect(self.canvas));
        if let Some(class) = self.class_beside(unit).filter(|_| detail != Detail::Far) {
            let edge = Rect::from_min_size(rect.min, vec2(card::STRIP, rect.height()));
            let round = CornerRadius { nw: card::CORNER as u8, sw: card::CORNER as u8, ne: 0, se: 0 };
            inner.rect_filled(edge, round, class.look.mark(self.tokens));
        }
        match detail {
            Detail::Near if group => self.near_group(&inner, rect, unit, own),
            Detail::Near => self.near_leaf(&inner, rect, unit, own, rival),
            Detail::Middle => self.middle(&inner, rect, node, own),
            Detail::Far => self.far(&inner, rect, node),
        }
        if mood.target {
            draw::dashed_frame(&painter, rect.shrink(0.5), radius, Stroke::new(2.0, self.tokens.accent));
        }
        if mood.flash > 0.0 {
            let colour = self.tokens.accent.gamma_multiply(mood.flash);
            painter.rect_stroke(rect.expand(4.0), radius + 4.0, Stroke::new(3.0, colour), StrokeKind::Middle);
        }
        if mood.focused {
            draw::focus_ring(&painter, rect, radius, self.tokens.focus);
        }
        let hidden = self.model.hidden[node.index()];
        match detail {
            Detail::Near if hidden > 0 => self.badge(&painter, rect, hidden, &Badge::FULL),
            Detail::Middle if hidden > 0 => self.badge(&painter, rect, hidden, &Badge::SMALL),
            _ => {}
        }
    }

    fn near_leaf(
        &self,
        painter: &Painter,
        rect: Rect,
        unit: usize,
        own: &UnitFacts,
        rival: Option<&Competitor>,
    ) {
        let text = CardText::new(own, self.symbol);
        let t = self.tokens;
        // Text keeps its size, so the lines keep their share of the card's height.
        let y = |at: f32| rect.top() + rect.height() * at / LEAF_H as f32;
        let (left, right) = (rect.left() + card::PAD, rect.right() - card::PAD);
        let rate = draw::text(
            painter,
            pos2(right, y(LEAF.name)),
            Align2::RIGHT_CENTER,
            &text.rate,
            t15(Weight::SemiBold),
            t.text1,
            f32::INFINITY,
        );
        let end = self.finding(painter, unit, pos2(rate.left() - 8.0, y(LEAF.name)));
        let name = self.account.unit_name(unit);
        let (room, at) = (end - left, pos2(left, y(LEAF.name)));
        let line = draw::line(painter, name, t13(Weight::SemiBold), t.text1, f32::INFINITY);
        if line.size().x <= room {
            draw::galley(painter, at, Align2::LEFT_CENTER, line, t.text1);
        } else {
            // More of a name is read in smaller letters.
            draw::text(painter, at, Align2::LEFT_CENTER, name, t11(Weight::SemiBold), t.text1, room);
        }
        let look = labels::status_look(t, own.status);
        draw::status_shape(painter, pos2(left + 5.5, y(LEAF.status)), MARK, own.status, look.mark);
        let word = status_word(own);
        let said = draw::text(
            painter,
            pos2(left + 16.0, y(LEAF.status)),
            Align2::LEFT_CENTER,
            &word,
            t11(Weight::Medium),
            look.text,
            right - left - 16.0,
        );
        let said = match self.class_beside(unit).filter(|_| self.by != ColourBy::Penetration) {
            Some(class) if said.right() + 60.0 < right => {
                let x = said.right() + 10.0;
                draw::mark(
                    painter,
                    pos2(x + 5.5, y(LEAF.status)),
                    MARK,
                    class.look.shape(),
                    class.look.mark(t),
                );
                let at = pos2(x + 15.0, y(LEAF.status));
                let (font, ink, room) = (t11(Weight::Medium), class.look.text(t), right - x - 15.0);
                draw::text(painter, at, Align2::LEFT_CENTER, &class.word, font, ink, room)
            }
            _ => said,
        };
        let room_for_flag = right - said.right() >= 60.0;
        let mut end = right;
        if let Some(rival) = rival.filter(|_| self.by != ColourBy::Competitor && room_for_flag) {
            let said = said.right() + 12.0;
            let text = flag(rival, own.status);
            let line =
                draw::line(painter, &text, t11(Weight::Medium), t.competitor_text, right - said - 15.0);
            let x = right - line.size().x;
            paint_icon(painter, pos2(x - 9.5, y(LEAF.status)), MARK, icons::FLAG, t.competitor_text);
            painter.galley(pos2(x, (y(LEAF.status) - line.size().y / 2.0).round()), line, t.competitor_text);
            end = x - 24.0;
        }
        if let Some(seats) = &text.seats {
            let line = draw::line(painter, seats, t11(Weight::Regular), t.text3, f32::INFINITY);
            // Half a number would be another one.
            if end - line.size().x >= said.right() + 10.0 {
                let at = pos2(end - line.size().x, (y(LEAF.status) - line.size().y / 2.0).round());
                painter.galley(at, line, t.text3);
            }
        }
        let bar =
            Rect::from_center_size(pos2(rect.center().x, y(LEAF.bar).round()), vec2(right - left, card::BAR));
        draw::bar(
            painter,
            bar,
            text.share,
            t.track,
            card::bar_colour(t, false, self.class_beside(unit), own.status),
        );
        let small = t11(Weight::Regular);
        let open = draw::text(
            painter,
            pos2(right, y(LEAF.money)),
            Align2::RIGHT_CENTER,
            &text.open,
            small.clone(),
            t.text3,
            120.0,
        );
        let have = draw::text(
            painter,
            pos2(left, y(LEAF.money)),
            Align2::LEFT_CENTER,
            &text.have,
            small.clone(),
            t.text2,
            100.0,
        );
        let room = open.left() - have.right() - 8.0;
        draw::text(
            painter,
            pos2(have.right() + 3.0, y(LEAF.money)),
            Align2::LEFT_CENTER,
            &text.of,
            small,
            t.text3,
            room,
        );
    }

    /// The mark of the gravest finding about a unit, left of a place; returns where it begins.
    fn finding(&self, painter: &Painter, unit: usize, end: Pos2) -> f32 {
        let Some(severity) = self.worst.get(&(unit as u32)) else { return end.x };
        let look = Look::Severity(*severity);
        let (shape, colour) = (look.shape(), look.mark(self.tokens));
        paint_mark(painter, end - egui::vec2(6.0, 0.0), 12.0, shape, colour, self.tokens.card);
        end.x - 18.0
    }

    fn near_group(&self, painter: &Painter, rect: Rect, unit: usize, own: &UnitFacts) {
        let text = CardText::new(own, self.symbol);
        let t = self.tokens;
        let y = |at: f32| rect.top() + rect.height() * at / GROUP_H as f32;
        let (mut left, right) = (rect.left() + card::PAD, rect.right() - card::PAD);
        let large = t15(Weight::SemiBold);
        let at = pos2(right, y(GROUP.name));
        let rate =
            draw::text(painter, at, Align2::RIGHT_CENTER, &text.rate, large.clone(), t.text1, f32::INFINITY);
        if card::tells_status(own, unit, true) {
            let look = labels::status_look(t, own.status);
            draw::status_shape(painter, pos2(left + 5.5, y(GROUP.name)), MARK, own.status, look.mark);
            left += 18.0;
        }
        let end = self.finding(painter, unit, pos2(rate.left() - 8.0, y(GROUP.name)));
        let (short, long) = group_names(self.account, self.regions, unit);
        let room = end - left;
        let name =
            draw::text(painter, pos2(left, y(GROUP.name)), Align2::LEFT_CENTER, short, large, t.text1, room);
        if let Some(long) = long {
            let at = pos2(name.right() + 8.0, y(GROUP.name) + 1.0);
            let room = end - at.x;
            if room > 24.0 {
                draw::text(painter, at, Align2::LEFT_CENTER, long, t11(Weight::Regular), t.text3, room);
            }
        }
        let small = t11(Weight::Regular);
        let at = pos2(right, y(GROUP.money));
        let active =
            draw::text(painter, at, Align2::RIGHT_CENTER, &text.active, small.clone(), t.text3, 90.0);
        let money = format!("{} {}", text.have, text.of);
        let at = pos2(active.left().min(right - 54.0) - 8.0, y(GROUP.money));
        let money = draw::text(painter, at, Align2::RIGHT_CENTER, &money, small, t.text2, 130.0);
        let left = rect.left() + card::PAD;
        let bar = Rect::from_min_max(
            pos2(left, y(GROUP.money).round() - card::BAR / 2.0),
            pos2(money.left().min(at.x - 92.0) - 8.0, y(GROUP.money).round() + card::BAR / 2.0),
        );
        if bar.width() > 12.0 {
            let fill = card::bar_colour(t, true, self.class_beside(unit), own.status);
            draw::bar(painter, bar, text.share, t.track, fill);
        }
    }

    /// Shape, name and rate: in two lines if the card is high enough. Where there is one, the name comes before the rate.
    fn middle(&self, painter: &Painter, rect: Rect, node: NodeId, own: &UnitFacts) {
        let t = self.tokens;
        let (unit, group) = (self.model.unit(node), self.model.groups[node.index()]);
        let MiddleText { size, pad, apart } =
            MiddleText::of(f64::from(rect.width()), f64::from(rect.height()));
        let font: fn(Weight) -> FontId = if size > 11.0 { t13 } else { t11 };
        let (start, right) = (rect.left() + pad as f32, rect.right() - pad as f32);
        let (middle, apart) = (rect.center().y, apart.map(|apart| apart as f32));
        let y = middle - apart.unwrap_or(0.0);
        let mut left = start;
        if card::tells_status(own, unit, group) {
            let look = labels::status_look(t, own.status);
            draw::status_shape(painter, pos2(left + 6.0, y), 12.0, own.status, look.mark);
            left += 18.0;
        }
        let name = self.account.unit_name(unit);
        let weight = if group { Weight::SemiBold } else { Weight::Medium };
        let width = |text: &str| draw::line(painter, text, font(weight), t.text1, f32::INFINITY).size().x;
        let say = |said: &str, at: Pos2, room: f32| {
            draw::text(painter, at, Align2::LEFT_CENTER, said, font(weight), t.text1, room)
        };
        let rate = draw::line(painter, &rate(own), font(Weight::SemiBold), t.text1, f32::INFINITY);
        let end = right - rate.size().x;
        let Some(apart) = apart else {
            let is_whole = width(name) <= end - 6.0 - left;
            say(name, pos2(left, y), if is_whole { f32::INFINITY } else { right - left });
            if is_whole {
                draw::galley(painter, pos2(right, y), Align2::RIGHT_CENTER, rate, t.text1);
            }
            return;
        };
        let (first, rest) = two_lines(name, f64::from(right - left), |text| f64::from(width(text)));
        say(first, pos2(left, y), right - left);
        let y = middle + apart;
        draw::galley(painter, pos2(right, y), Align2::RIGHT_CENTER, rate, t.text1);
        if !rest.is_empty() {
            say(rest, pos2(start, y), end - 6.0 - start);
        } else if end - 8.0 - start > 12.0 {
            let fill = card::bar_colour(t, group, self.class_beside(unit), own.status);
            let bar = Rect::from_min_max(pos2(start, y.round() - 2.0), pos2(end - 8.0, y.round() + 2.0));
            let share = own.revenue().and_then(Pair::percent).map(|rate| (rate / 100.0) as f32);
            draw::bar(painter, bar, share, t.track, fill);
        }
    }

    fn far(&self, painter: &Painter, rect: Rect, node: NodeId) {
        // By the zoom, not by the rounded card: neighbours look alike.
        let height = if self.model.groups[node.index()] { GROUP_H } else { LEAF_H };
        let size = card::far_mark(f64::from(rect.width()), height * self.view.zoom);
        if let (Some(size), Some(class)) = (size, self.class_shown(node)) {
            let colour = class.look.on_ground(self.tokens);
            draw::mark(painter, rect.center(), size as f32, class.look.shape(), colour);
        }
    }

    /// "+12" under the lower edge of a collapsed card.
    fn badge(&self, painter: &Painter, card: Rect, hidden: u32, badge: &Badge) {
        let t = self.tokens;
        let (ink, fill) = if badge.is_quiet { (t.text2, t.pressed) } else { (t.panel, t.text2) };
        let galley = draw::line(painter, &format!("+{hidden}"), t11(Weight::Medium), ink, 80.0);
        let (height, pad) = (badge.height as f32, badge.pad as f32);
        let left = card.left() + 12.0_f32.min(card.width() / 4.0);
        let at = pos2(left, card.bottom() - badge.on_card as f32);
        let rect = Rect::from_min_size(at, vec2(galley.size().x + 2.0 * pad, height));
        painter.rect_filled(rect, height / 2.0, fill);
        painter.galley(Align2::CENTER_CENTER.anchor_size(rect.center(), galley.size()).min, galley, ink);
    }
}
