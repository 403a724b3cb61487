//! The outline: one row a unit, indented, with its figures beside the name.

use egui::{Align2, Painter, Pos2, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::{
    engine::{
        metrics::UnitFacts,
        shading::{active_units, card::FADED},
    },
    layout::NodeId,
    ui::kit::{Tokens, Weight, icons, paint_icon, t11, t13},
};

use super::{
    super::{PanelContext, draw, labels},
    MapPanel, Pass,
    canvas::{Item, Pointed},
    look::ColourBy,
    paint::{Brush, Mood},
    text::CardText,
};

const ROW: f32 = 30.0;
const HEAD: f32 = 28.0;
const INDENT: f32 = 18.0;
/// Least room of the names.
const NAME: f32 = 260.0;

/// A column of figures.
#[derive(Clone, Copy, PartialEq)]
enum Column {
    Penetration,
    WhiteSpace,
    Arr,
    Potential,
    Class,
    Units,
}

/// Columns from the left, their width and their place among those that stay when there is little room.
const COLUMNS: [(Column, f32, u8); 6] = [
    (Column::Class, 136.0, 2),
    (Column::Penetration, 150.0, 0),
    (Column::Arr, 84.0, 3),
    (Column::Potential, 84.0, 4),
    (Column::WhiteSpace, 92.0, 1),
    (Column::Units, 78.0, 5),
];

/// Columns that fit, with their left and right edge.
fn columns(area: Rect) -> Vec<(Column, f32, f32)> {
    let mut room = area.width() - NAME;
    let mut kept = [false; 6];
    for rank in 0..6 {
        let Some(at) = COLUMNS.iter().position(|column| column.2 == rank) else { continue };
        if COLUMNS[at].1 > room {
            break;
        }
        room -= COLUMNS[at].1;
        kept[at] = true;
    }
    let mut right = area.right() - 12.0;
    let mut columns = Vec::new();
    for (at, (column, width, _)) in COLUMNS.iter().enumerate().rev() {
        if kept[at] {
            columns.push((*column, right - width, right));
            right -= width;
        }
    }
    columns
}

impl MapPanel {
    /// The row of a unit on screen; `None` = it is not listed.
    pub(super) fn row_of(&self, pass: &Pass<'_>, unit: usize) -> Option<Rect> {
        let node = pass.model.node(unit)?;
        let top = self.first_row + node.index() as f32 * ROW;
        Some(Rect::from_min_size(pos2(pass.canvas.left(), top), vec2(pass.canvas.width(), ROW)))
    }

    /// The unit whose row is at a place on screen.
    pub(super) fn row_at(&self, pass: &Pass<'_>, at: Pos2) -> Option<usize> {
        let row = ((at.y - self.first_row) / ROW).floor();
        let listed = row >= 0.0 && pass.canvas.contains(at) && at.y > pass.canvas.top() + HEAD;
        listed.then(|| pass.model.units.get(row as usize).map(|unit| *unit as usize)).flatten()
    }

    /// Senses and paints the rows that are seen.
    pub(super) fn outline_ui(
        &mut self,
        cx: &PanelContext<'_>,
        ui: &mut Ui,
        pass: &Pass<'_>,
        base: egui::Id,
        pointed: &mut Pointed,
    ) {
        let t = cx.tokens;
        ui.painter().rect_filled(pass.canvas, 0.0, t.panel);
        let columns = columns(pass.canvas);
        self.outline_head(ui.painter(), pass.canvas, &columns, t);
        let rows = Rect::from_min_max(pass.canvas.min + vec2(0.0, HEAD), pass.canvas.max);
        let count = pass.model.units.len();
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rows).id_salt("outline"));
        child.set_clip_rect(rows.intersect(ui.clip_rect()));
        let reveal = self.scroll_to.take().and_then(|unit| pass.model.node(unit));
        let shown = ScrollArea::vertical().auto_shrink(false).show_viewport(&mut child, |ui, seen| {
            let origin = ui.max_rect().min;
            ui.set_height(count as f32 * ROW);
            self.first_row = origin.y;
            if let Some(node) = reveal {
                let rect = self.row_of(pass, pass.model.unit(node)).unwrap_or(Rect::NOTHING);
                ui.scroll_to_rect(rect.expand2(vec2(0.0, ROW)), None);
            }
            let first = (seen.top() / ROW).floor().max(0.0) as usize;
            let last = ((seen.bottom() / ROW).ceil().max(0.0) as usize).min(count);
            for row in first..last {
                let node = NodeId(row as u32);
                if let Some(rect) = self.row_of(pass, pass.model.unit(node)) {
                    let divided = !pass.model.layout.tree().is_leaf(node);
                    self.item(cx, ui, pass, &Item { base, node, rect, divided }, pointed);
                    Self::caret(ui, pass, node, rect, pointed);
                }
            }
            first..last
        });
        self.listed = shown.inner;
    }

    /// The arrow before a row that hides or shows what is below it.
    fn caret(ui: &Ui, pass: &Pass<'_>, node: NodeId, row: Rect, pointed: &mut Pointed) {
        let unit = pass.model.unit(node);
        if pass.facts().children(unit).is_empty() {
            return;
        }
        let at = pos2(row.left() + indent(pass, unit), row.center().y);
        let rect = Rect::from_center_size(at, vec2(24.0, 24.0));
        let response = ui.interact(rect, ui.unique_id().with(("caret", unit)), Sense::click());
        let shut = pass.model.hidden[node.index()] > 0;
        let name = format!("{} {}", if shut { "Expand" } else { "Collapse" }, pass.account.unit_name(unit));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
        if response.clicked() {
            pointed.toggled = Some(unit);
        }
    }

    fn outline_head(&self, painter: &Painter, canvas: Rect, columns: &[(Column, f32, f32)], t: &Tokens) {
        let y = canvas.top() + HEAD / 2.0;
        let font = t11(Weight::Medium);
        let at = pos2(canvas.left() + 12.0, y);
        draw::text(painter, at, Align2::LEFT_CENTER, "Unit", font.clone(), t.text2, 120.0);
        for (column, left, right) in columns {
            let word = match column {
                Column::Penetration => "Penetration",
                Column::WhiteSpace => "White space",
                Column::Arr => "ARR",
                Column::Potential => "Potential",
                Column::Units => "Active units",
                Column::Class => match self.colour {
                    ColourBy::Penetration => ColourBy::Status.word(),
                    by => by.word(),
                },
            };
            let (at, anchor) = match column {
                Column::Class => (pos2(*left, y), Align2::LEFT_CENTER),
                _ => (pos2(*right, y), Align2::RIGHT_CENTER),
            };
            draw::text(painter, at, anchor, word, font.clone(), t.text2, right - left - 8.0);
        }
        painter.hline(canvas.x_range(), canvas.top() + HEAD - 0.5, Stroke::new(1.0, t.rule));
    }

    pub(super) fn paint_rows(&self, brush: &Brush<'_>, pass: &Pass<'_>, mood: &impl Fn(usize) -> Mood) {
        let rows = Rect::from_min_max(pass.canvas.min + vec2(0.0, HEAD), pass.canvas.max);
        let painter = brush.painter.with_clip_rect(rows.intersect(brush.painter.clip_rect()));
        let columns = columns(pass.canvas);
        for row in self.listed.clone() {
            let node = NodeId(row as u32);
            let Some(unit) = pass.model.units.get(row).map(|unit| *unit as usize) else { break };
            if let Some(rect) = self.row_of(pass, unit) {
                brush.row(&painter, rect, pass, node, mood(unit), &columns);
            }
        }
    }
}

/// Where the arrow of a row stands.
fn indent(pass: &Pass<'_>, unit: usize) -> f32 {
    18.0 + INDENT * pass.derived.tree.depth(unit).min(20) as f32
}

impl Brush<'_> {
    fn row(
        &self,
        painter: &Painter,
        rect: Rect,
        pass: &Pass<'_>,
        node: NodeId,
        mood: Mood,
        columns: &[(Column, f32, f32)],
    ) {
        let t = self.tokens;
        let mut painter = painter.clone();
        if mood.faded {
            painter.multiply_opacity(FADED);
        }
        let unit = pass.model.unit(node);
        let own = &self.facts.units[unit];
        let group = pass.model.groups[node.index()];
        let ground = if mood.selected || mood.target {
            t.selected
        } else if mood.hovered {
            t.hover
        } else if group {
            t.canvas
        } else {
            t.panel
        };
        painter.rect_filled(rect, 0.0, ground);
        painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, t.rule));
        let y = rect.center().y;
        let x = rect.left() + indent(pass, unit);
        let hidden = pass.model.hidden[node.index()];
        if !self.facts.children(unit).is_empty() {
            let icon = if hidden > 0 { icons::CHEVRON_RIGHT } else { icons::CHEVRON_DOWN };
            paint_icon(&painter, pos2(x, y), 14.0, icon, t.text2);
        }
        let mut left = x + 14.0;
        if let Some(class) = self.shades.class(unit) {
            draw::mark(&painter, pos2(left + 6.0, y), 11.0, class.look.shape(), class.look.mark(t));
            left += 18.0;
        }
        let end = columns.iter().map(|column| column.1).fold(rect.right() - 8.0, f32::min) - 8.0;
        let weight = if group { Weight::SemiBold } else { Weight::Regular };
        let name = self.account.unit_name(unit);
        let at = pos2(left, y);
        let name = draw::text(&painter, at, Align2::LEFT_CENTER, name, t13(weight), t.text1, end - left);
        if hidden > 0 && name.right() + 40.0 < end {
            let at = pos2(name.right() + 8.0, y);
            let said = format!("+{hidden}");
            draw::text(&painter, at, Align2::LEFT_CENTER, &said, t11(Weight::Medium), t.text3, 60.0);
        }
        for (column, from, to) in columns {
            self.row_figure(&painter, (*column, *from, *to), y, unit, own);
        }
        if mood.target {
            let frame = rect.shrink(1.0);
            draw::dashed_frame(&painter, frame, 3.0, Stroke::new(2.0, t.accent));
        }
        if mood.focused {
            painter.rect_stroke(rect.shrink(1.0), 3.0, Stroke::new(2.0, t.focus), StrokeKind::Inside);
        } else if mood.flash > 0.0 {
            let stroke = Stroke::new(2.0, t.accent.gamma_multiply(mood.flash));
            painter.rect_stroke(rect.shrink(1.0), 3.0, stroke, StrokeKind::Inside);
        }
    }

    fn row_figure(
        &self,
        painter: &Painter,
        (column, left, right): (Column, f32, f32),
        y: f32,
        unit: usize,
        own: &UnitFacts,
    ) {
        let t = self.tokens;
        let text = CardText::new(own, self.symbol);
        let number = |said: &str, ink| {
            let at = pos2(right, y);
            draw::text(
                painter,
                at,
                Align2::RIGHT_CENTER,
                said,
                t13(Weight::Regular),
                ink,
                right - left - 8.0,
            );
        };
        match column {
            Column::Penetration => {
                let at = pos2(right, y);
                let font = t13(Weight::SemiBold);
                draw::text(painter, at, Align2::RIGHT_CENTER, &text.rate, font, t.text1, 60.0);
                let bar = Rect::from_min_max(pos2(left + 12.0, y - 2.0), pos2(right - 60.0, y + 2.0));
                let look = self.shades.class(unit).map(|class| class.look.mark(t));
                draw::bar(painter, bar, text.share, t.track, look.unwrap_or(t.text2));
            }
            Column::WhiteSpace => number(&labels::money(own.white_space(), self.symbol), t.text1),
            Column::Arr => number(&text.have, t.text2),
            Column::Potential => number(&labels::money(own.potential(), self.symbol), t.text2),
            Column::Units => {
                let said = format!("{}/{}", active_units(own), own.units);
                number(&said, t.text3);
            }
            Column::Class => {
                let (word, ink) = if self.by == ColourBy::Penetration || self.by == ColourBy::Status {
                    let known = own.status.filter(|_| !own.status_inherited);
                    let look = labels::status_look(t, known);
                    (known.map_or(labels::UNKNOWN, crate::domain::Status::word), look.text)
                } else {
                    let class = self.shades.class(unit);
                    (class.map_or("", |class| class.word.as_str()), t.text2)
                };
                let at = pos2(left, y);
                draw::text(
                    painter,
                    at,
                    Align2::LEFT_CENTER,
                    word,
                    t13(Weight::Regular),
                    ink,
                    right - left - 8.0,
                );
            }
        }
    }
}
