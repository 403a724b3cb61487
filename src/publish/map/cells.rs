//! The cells of a treemap: area is potential, the filled part is what we have of it, colour is what was chosen.

use crate::{
    domain::Status,
    engine::{
        metrics::Pair,
        shading::{CardText, ColourBy, Look, areas},
    },
    layout::{NodeId, Point, Rect, Size, Tree, TreemapOptions, treemap},
    look::{Palette, Rgb, Weight},
    number,
    publish::drawing::{Anchor, Drawing, Paint, ink},
};

use super::{MapPicture, cards::is_solid};

/// Height of the names of groups.
const HEADER: f64 = 18.0;
/// Cells smaller than this on a side are blocks.
const BLOCK: f64 = 16.0;

/// Draws the cells of the branch `top` into `area`; returns how many counted units have an unknown potential.
pub fn draw(
    sheet: &mut Drawing,
    map: &MapPicture,
    tree: &Tree,
    top: NodeId,
    area: Rect,
    t: &Palette<Rgb>,
) -> usize {
    let (own, unknown) = areas(tree, &map.units, &map.facts);
    let laid = treemap(tree, top, &own, area, &TreemapOptions { header: HEADER, padding: 2.0, least: 6.0 });
    let shown = |node: &NodeId| !laid[node.index()].is_empty();
    let divided = |node: NodeId| {
        tree.children(node).any(|child| {
            let rect = laid[child.index()];
            !rect.is_empty() && rect.width() > 0.0 && rect.height() > 0.0
        })
    };
    for node in tree.preorder().filter(shown) {
        let unit = map.units[node.index()] as usize;
        let rect = laid[node.index()];
        let small = rect.width().min(rect.height());
        let faded = if map.is_faded(unit) { 0.35 } else { 1.0 };
        if divided(node) {
            let fill = if unit == 0 { t.canvas } else { t.pressed };
            sheet.fill(rect.expand(if small > 24.0 { -1.0 } else { -0.5 }), 0.0, fill);
            sheet.open(String::new(), faded, None);
            group_name(sheet, map, rect, unit, t);
            sheet.close();
        } else if small < BLOCK {
            let class = map.shades.class_of_most(&map.facts, unit);
            let colour = class.map_or(t.control, |class| class.look.block(t));
            let gap = if small > 4.0 { -0.5 } else { 0.0 };
            sheet.fill(rect.expand(gap), 0.0, Paint { colour, opacity: faded });
        } else {
            sheet.open(map.spoken(unit), faded, None);
            cell(sheet, map, rect.expand(-1.0), node, t);
            sheet.close();
        }
    }
    unknown
}

/// A cell with text: name, rate, money, as far as there is room.
fn cell(sheet: &mut Drawing, map: &MapPicture, rect: Rect, node: NodeId, t: &Palette<Rgb>) {
    let unit = map.units[node.index()] as usize;
    let own = &map.facts.units[unit];
    let look = map.shades.class_of_most(&map.facts, unit).map_or(Look::Quiet, |class| class.look);
    let (ground, colour) = match look {
        Look::Step(step) => (look.ground(t), t.on_ramp[usize::from(step).min(8)]),
        Look::Change(-3 | 3) => (look.ground(t), t.card),
        // As light as a card, so that what is open stands out from the group around it.
        Look::Status(Some(Status::Unpenetrated) | None) => (t.card, t.text1),
        _ => (look.ground(t), t.text1),
    };
    sheet.fill(rect, 3.0, ground);
    if let Some(rate) = own.revenue().and_then(Pair::percent).filter(|rate| *rate > 0.0 && !is_solid(look)) {
        let filled = Size::new(rect.width() * (rate / 100.0).clamp(0.0, 1.0), rect.height());
        let opacity = if t.dark { 0.45 } else { 0.3 };
        sheet.fill(Rect::at(rect.min, filled), 3.0, Paint { colour: look.mark(t), opacity });
    }
    let (left, right) = (rect.min.x + 6.0, rect.max.x - 6.0);
    let mark = if is_solid(look) { colour } else { look.mark(t) };
    if rect.width() < 44.0 || rect.height() < 20.0 {
        let size = (rect.width().min(rect.height()) - 6.0).min(11.0);
        sheet.mark(rect.center(), size, look.shape(), mark, ground);
        return;
    }
    let y = rect.min.y + if rect.height() < 26.0 { rect.height() / 2.0 } else { 13.0 };
    sheet.mark(Point::new(left + 5.0, y), 10.0, look.shape(), mark, ground);
    let name = map.account.unit_name(unit);
    let hidden = map.hidden[node.index()];
    let said = if hidden > 0 { format!("{name} +{hidden}") } else { name.to_owned() };
    let pen = ink(11.0, Weight::SemiBold, colour);
    sheet.text(Point::new(left + 14.0, y), Anchor::Start, &said, pen, right - left - 14.0);
    if rect.height() < 40.0 {
        return;
    }
    let text = CardText::new(own, &map.symbol);
    let pen = ink(13.0, Weight::SemiBold, colour);
    sheet.text(Point::new(left, y + 19.0), Anchor::Start, &text.rate, pen, right - left);
    if rect.height() >= 58.0 {
        let beside = map.shades.class(unit);
        let beside = beside.filter(|_| !matches!(map.by, ColourBy::Status | ColourBy::Penetration));
        let below = beside.map_or_else(|| format!("{} {}", text.have, text.of), |class| class.word.clone());
        let pen = ink(11.0, Weight::Regular, colour);
        sheet.text(Point::new(left, y + 36.0), Anchor::Start, &below, pen, right - left);
    }
}

/// The name of a group above its cells.
fn group_name(sheet: &mut Drawing, map: &MapPicture, rect: Rect, unit: usize, t: &Palette<Rgb>) {
    if rect.height() < HEADER * 3.0 || rect.width() < 48.0 {
        return;
    }
    let own = &map.facts.units[unit];
    let y = rect.min.y + HEADER / 2.0 + 0.5;
    let (left, mut right) = (rect.min.x + 6.0, rect.max.x - 6.0);
    if rect.width() > 110.0 {
        let rate = own.revenue().and_then(Pair::percent);
        let rate = rate.map_or_else(|| number::MISSING.to_owned(), number::percent);
        let pen = ink(11.0, Weight::SemiBold, t.text2);
        right -= sheet.text(Point::new(right, y), Anchor::End, &rate, pen, 60.0) + 6.0;
    }
    let pen = ink(11.0, Weight::SemiBold, t.text1);
    let name = map.account.unit_name(unit);
    sheet.text(Point::new(left, y), Anchor::Start, name, pen, right - left);
}
