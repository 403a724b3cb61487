//! The cells of a treemap: area is potential, the filled part is what we have of it, colour is what was chosen.

use crate::{
    engine::{
        metrics::Pair,
        shading::{
            CardText, Look, areas,
            card::{self, BLOCK, CELL_CORNER, CELL_LINE, CELLS, CellColours, FADED, TALL_CELL, two_lines},
            rate,
        },
    },
    layout::{NodeId, Point, Rect, Size, Tree, treemap},
    look::{Palette, Rgb, Weight, fonts::width},
    publish::drawing::{Anchor, Drawing, Paint, ink},
};

use super::MapPicture;

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
    let laid = treemap(tree, top, &own, area, &CELLS);
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
        let faded = if map.is_faded(unit) { FADED } else { 1.0 };
        if divided(node) {
            let fill = if unit == 0 { t.canvas } else { t.pressed };
            sheet.fill(rect.expand(-card::frame_gap(small)), 0.0, fill);
            sheet.open(String::new(), faded, None);
            group_name(sheet, map, rect, unit, t);
            sheet.close();
        } else if small < f64::from(BLOCK) {
            let class = map.shades.class_of_most(&map.facts, unit);
            let colour = class.map_or(t.control, |class| class.look.block(t));
            sheet.fill(rect.expand(-card::block_gap(small)), 0.0, Paint { colour, opacity: faded });
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
    let CellColours { ground, ink: colour, mark, filled } = CellColours::of(t, look);
    let corner = f64::from(CELL_CORNER);
    sheet.fill(rect, corner, ground);
    let rate = own.revenue().and_then(Pair::percent).filter(|rate| *rate > 0.0);
    if let (Some(rate), Some((colour, opacity))) = (rate, filled) {
        let filled = Size::new(rect.width() * (rate / 100.0).clamp(0.0, 1.0), rect.height());
        sheet.fill(Rect::at(rect.min, filled), corner, Paint { colour, opacity });
    }
    let (left, right) = (rect.min.x + 6.0, rect.max.x - 6.0);
    if rect.width() < 44.0 || rect.height() < 20.0 {
        if let Some(mark) = mark {
            let size = (rect.width().min(rect.height()) - 6.0).min(11.0);
            sheet.mark(rect.center(), size, look.shape(), mark, ground);
        }
        return;
    }
    let mut y = rect.min.y + if rect.height() < 26.0 { rect.height() / 2.0 } else { 13.0 };
    let mut lead = 0.0;
    if let Some(mark) = mark {
        sheet.mark(Point::new(left + 5.0, y), 10.0, look.shape(), mark, ground);
        lead = 14.0;
    }
    let name = card::cell_name(map.account.unit_name(unit), map.hidden[node.index()]);
    let pen = ink(11.0, Weight::SemiBold, colour);
    let (first, rest) = if rect.height() >= f64::from(TALL_CELL) {
        two_lines(&name, right - left - lead, |said| width(said, pen.size, pen.weight))
    } else {
        (&*name, "")
    };
    sheet.text(Point::new(left + lead, y), Anchor::Start, first, pen, right - left - lead);
    if !rest.is_empty() {
        y += f64::from(CELL_LINE);
        sheet.text(Point::new(left, y), Anchor::Start, rest, pen, right - left);
    }
    if rect.height() < 40.0 {
        return;
    }
    let text = CardText::new(own, &map.symbol);
    let fits = |said: &str, size: f64, weight: Weight| width(said, size, weight) <= right - left;
    if let Some(size) = [13.0, 11.0].into_iter().find(|size| fits(&text.rate, *size, Weight::SemiBold)) {
        let pen = ink(size, Weight::SemiBold, colour);
        sheet.text(Point::new(left, y + 19.0), Anchor::Start, &text.rate, pen, right - left);
    }
    if rect.height() >= 58.0 {
        let pen = ink(11.0, Weight::Regular, colour);
        let note =
            card::cell_note(&text, map.by, map.shades.class(unit), |said| fits(said, 11.0, pen.weight));
        if let Some(note) = note {
            sheet.text(Point::new(left, y + 36.0), Anchor::Start, &note, pen, right - left);
        }
    }
}

/// The name of a group above its cells.
fn group_name(sheet: &mut Drawing, map: &MapPicture, rect: Rect, unit: usize, t: &Palette<Rgb>) {
    if rect.height() < CELLS.header * 3.0 || rect.width() < 48.0 {
        return;
    }
    let own = &map.facts.units[unit];
    let y = rect.min.y + CELLS.header / 2.0 + 0.5;
    let (left, mut right) = (rect.min.x + 6.0, rect.max.x - 6.0);
    if rect.width() > 110.0 {
        let pen = ink(11.0, Weight::SemiBold, t.text2);
        right -= sheet.text(Point::new(right, y), Anchor::End, &rate(own), pen, 60.0) + 6.0;
    }
    let pen = ink(11.0, Weight::SemiBold, t.text1);
    let name = map.account.unit_name(unit);
    sheet.text(Point::new(left, y), Anchor::Start, name, pen, right - left);
}
