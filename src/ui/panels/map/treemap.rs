//! The treemap: area is potential, the filled part of a cell is what we have of it, colour is what was chosen.

use std::sync::Arc;

use egui::{
    Align2, Color32, FontId, Mesh, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use crate::{
    engine::{
        metrics::{Pair, PeriodFacts},
        shading::{
            area_note, areas,
            card::{self, BLOCK, CELL_CORNER, CELL_LINE, CELLS, CellColours, FADED, TALL_CELL, two_lines},
            rate,
        },
    },
    layout::{NodeId, Point, Rect as MapRect, Size, treemap},
    ui::kit::{Weight, icons, paint_icon, t11, t13},
};

use super::{
    super::{PanelContext, controls, draw},
    MapPanel, Pass,
    canvas::{Item, Pointed},
    look::Look,
    model::MapModel,
    paint::{Brush, Mood},
    shade::Colours,
    text,
};

/// Height of the row that names the branch shown.
const CRUMBS: f32 = 30.0;

/// The cells of one branch, laid out for one size of the canvas.
pub struct Cells {
    model: Arc<MapModel>,
    facts: Arc<PeriodFacts>,
    top: NodeId,
    size: Vec2,
    /// Groups whose children are shown in them, relative to the canvas, in the order of the tree: parents first.
    frames: Vec<(NodeId, Rect)>,
    /// Cells too small for text, relative to the canvas.
    blocks: Vec<(NodeId, Rect)>,
    /// The other cells, relative to the canvas.
    large: Vec<(NodeId, Rect)>,
    /// Frames and blocks as they were last painted.
    painted: Option<Painted>,
    /// Cell of each node; [`Rect::NOTHING`] = it has none.
    of: Vec<Rect>,
    /// Counted units whose potential is unknown: drawn as large as the smallest known one.
    unknown: usize,
}

impl Cells {
    fn new(model: &Arc<MapModel>, facts: &Arc<PeriodFacts>, top: NodeId, size: Vec2) -> Self {
        let (own, unknown) = areas(model.layout.tree(), &model.units, facts);
        let area = MapRect::at(Point::default(), Size::new(f64::from(size.x), f64::from(size.y)));
        let laid = treemap(model.layout.tree(), top, &own, area, &CELLS);
        let on_screen = |rect: &MapRect| {
            let corners = [rect.min, rect.max].map(|at| pos2(at.x as f32, at.y as f32));
            if rect.is_empty() { Rect::NOTHING } else { Rect::from_min_max(corners[0], corners[1]) }
        };
        let of: Vec<Rect> = laid.iter().map(on_screen).collect();
        let mut cells = Self {
            model: Arc::clone(model),
            facts: Arc::clone(facts),
            top,
            size,
            frames: Vec::new(),
            blocks: Vec::new(),
            large: Vec::new(),
            painted: None,
            of,
            unknown,
        };
        for node in model.layout.tree().preorder() {
            let rect = cells.of[node.index()];
            if rect.is_positive() {
                let list = if cells.is_divided(node) {
                    &mut cells.frames
                } else if rect.width().min(rect.height()) < BLOCK {
                    &mut cells.blocks
                } else {
                    &mut cells.large
                };
                list.push((node, rect));
            }
        }
        cells
    }

    fn is(&self, model: &Arc<MapModel>, facts: &Arc<PeriodFacts>, top: NodeId, size: Vec2) -> bool {
        Arc::ptr_eq(&self.model, model)
            && Arc::ptr_eq(&self.facts, facts)
            && self.top == top
            && self.size == size
    }

    /// Whether children of a cell are shown in it.
    fn is_divided(&self, node: NodeId) -> bool {
        self.model.layout.tree().children(node).any(|child| self.of[child.index()].is_positive())
    }

    /// The innermost cell at a place relative to the canvas. O(depth × family).
    fn hit(&self, at: Pos2) -> Option<NodeId> {
        let holds = |node: &NodeId| self.of[node.index()].contains(at);
        let mut found = Some(self.top).filter(holds)?;
        while let Some(below) = self.model.layout.tree().children(found).find(|child| holds(child)) {
            found = below;
        }
        Some(found)
    }
}

/// Frames and blocks as meshes, kept while what they show stays: a hundred thousand cells are painted at once.
struct Painted {
    colours: Colours,
    offset: Vec2,
    frames: Arc<Mesh>,
    blocks: Arc<Mesh>,
}

impl MapPanel {
    /// Where the cells lie: below the names of the branches above.
    fn cells_area(&self, pass: &Pass<'_>) -> Rect {
        let top = if self.branch.is_some() { CRUMBS } else { 4.0 };
        Rect::from_min_max(pass.canvas.min + vec2(6.0, top), pass.canvas.max - vec2(6.0, 4.0))
    }

    /// Brings the cells up to date.
    pub(super) fn refresh_cells(&mut self, pass: &Pass<'_>) {
        let tree = &pass.derived.tree;
        let wanted =
            self.branch.as_ref().and_then(|key| tree.index(key)).and_then(|unit| pass.model.node(unit));
        // A branch that is gone or has become a leaf cannot be looked into.
        let top = wanted.filter(|node| !pass.model.layout.tree().is_leaf(*node));
        if top.is_none() {
            self.branch = None;
        }
        let size = self.cells_area(pass).size().max(Vec2::splat(1.0));
        let (facts, top) = (&pass.derived.facts, top.unwrap_or(NodeId(0)));
        if !self.cells.as_ref().is_some_and(|cells| cells.is(&pass.model, facts, top, size)) {
            self.cells = Some(Cells::new(&pass.model, facts, top, size));
        }
    }

    /// The cell of a unit on screen; `None` = it has none.
    pub(super) fn cell_of(&self, pass: &Pass<'_>, unit: usize) -> Option<Rect> {
        let node = pass.model.node(unit)?;
        let rect = *self.cells.as_ref()?.of.get(node.index())?;
        rect.is_positive().then(|| rect.translate(self.cells_area(pass).min.to_vec2()))
    }

    /// The unit of the innermost cell at a place on screen.
    pub(super) fn cell_at(&self, pass: &Pass<'_>, at: Pos2) -> Option<usize> {
        let node = self.cells.as_ref()?.hit(at - self.cells_area(pass).min.to_vec2())?;
        Some(pass.model.unit(node))
    }

    /// Cells that can be hit one by one, as widgets.
    pub(super) fn cells_ui(
        &self,
        cx: &PanelContext<'_>,
        ui: &mut Ui,
        pass: &Pass<'_>,
        base: egui::Id,
        pointed: &mut Pointed,
    ) {
        let Some(cells) = &self.cells else { return };
        let offset = self.cells_area(pass).min.to_vec2();
        for (list, divided) in [(&cells.frames, true), (&cells.large, false)] {
            for (node, rect) in list.iter().filter(|(_, rect)| rect.width().min(rect.height()) >= BLOCK) {
                let item = Item { base, node: *node, rect: rect.translate(offset), divided };
                self.item(cx, ui, pass, &item, pointed);
            }
        }
    }

    /// Brings the meshes of what has no text up to date.
    pub(super) fn refresh_painted(&mut self, cx: &PanelContext<'_>, ui: &Ui, pass: &Pass<'_>) {
        let offset = self.cells_area(pass).min.to_vec2();
        let Some(cells) = &self.cells else { return };
        let colours = self.shading.colours(cx.tokens.dark);
        let is_current = |painted: &Painted| painted.colours == colours && painted.offset == offset;
        if cells.painted.as_ref().is_some_and(is_current) {
            return;
        }
        let brush = self.brush(cx, ui, pass);
        let faded = |unit: usize| colours.matches.as_ref().is_some_and(|matches| !matches[unit]);
        let (mut frames, mut blocks) = (Mesh::default(), Mesh::default());
        for (node, rect) in &cells.frames {
            brush.frame(&mut frames, rect.translate(offset), pass.model.unit(*node));
        }
        blocks.reserve_triangles(2 * cells.blocks.len());
        blocks.reserve_vertices(4 * cells.blocks.len());
        for (node, rect) in &cells.blocks {
            let unit = pass.model.unit(*node);
            brush.block(&mut blocks, rect.translate(offset), unit, faded(unit));
        }
        let painted = Painted { colours, offset, frames: Arc::new(frames), blocks: Arc::new(blocks) };
        if let Some(cells) = &mut self.cells {
            cells.painted = Some(painted);
        }
    }

    pub(super) fn paint_cells(
        &self,
        brush: &Brush<'_>,
        pass: &Pass<'_>,
        hovered: Option<usize>,
        mood: &impl Fn(usize) -> Mood,
    ) {
        let Some(cells) = &self.cells else { return };
        let offset = self.cells_area(pass).min.to_vec2();
        if let Some(painted) = &cells.painted {
            brush.painter.add(Shape::Mesh(Arc::clone(&painted.frames)));
            brush.painter.add(Shape::Mesh(Arc::clone(&painted.blocks)));
        }
        for (node, rect) in &cells.large {
            let unit = pass.model.unit(*node);
            brush.cell(rect.translate(offset), unit, pass.model.hidden[node.index()], mood(unit));
        }
        for (node, rect) in &cells.frames {
            brush.group_name(rect.translate(offset), pass.model.unit(*node), mood);
        }
        let target = self.drag.as_ref().and_then(|drag| drag.target);
        let flash = self.flash.map(|(unit, _)| unit);
        let mut marked: Vec<usize> = pass.selected.clone();
        marked.extend([hovered, target, flash, Some(pass.primary().unwrap_or(0))].into_iter().flatten());
        marked.sort_unstable();
        marked.dedup();
        for unit in marked {
            let Some(node) = pass.model.node(unit) else { continue };
            let rect = cells.of[node.index()];
            if rect.is_positive() {
                let mood = Mood { hovered: mood(unit).hovered && !cells.is_divided(node), ..mood(unit) };
                brush.mark_cell(rect.translate(offset), mood);
            }
        }
    }

    /// The names of the branches above the one shown; a click goes back there.
    pub(super) fn crumbs_ui(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, pass: &Pass<'_>) {
        let Some(unit) = self.branch.as_ref().and_then(|key| pass.derived.tree.index(key)) else { return };
        let t = cx.tokens;
        let mut path = vec![unit];
        while let Some(up) = path.last().and_then(|unit| pass.derived.tree.parent(*unit)) {
            path.push(up);
        }
        let y = pass.canvas.top() + CRUMBS / 2.0;
        let mut x = pass.canvas.left() + 4.0;
        let mut chosen = None;
        for (place, unit) in path.iter().rev().enumerate() {
            let name = pass.account.unit_name(*unit);
            if place > 0 {
                paint_icon(ui.painter(), pos2(x + 7.0, y), 12.0, icons::CHEVRON_RIGHT, t.text3);
                x += 16.0;
            }
            let here = place + 1 == path.len();
            let font = t13(if here { Weight::SemiBold } else { Weight::Regular });
            let line = draw::line(ui.painter(), name, font, if here { t.text1 } else { t.text2 }, 200.0);
            let rect = Rect::from_min_size(pos2(x, y - 12.0), vec2(line.size().x + 12.0, 24.0));
            if rect.right() > pass.canvas.right() {
                break;
            }
            let response = ui.interact(rect, ui.unique_id().with(("branch", *unit)), Sense::click());
            let said = format!("Show {name}");
            response.widget_info(|| WidgetInfo::labeled(Role::Button, !here, &said));
            if !here {
                controls::ground(ui, &response, rect, t);
            }
            ui.painter().galley(pos2(x + 6.0, (y - line.size().y / 2.0).round()), line, t.text1);
            if response.clicked() && !here {
                chosen = Some(*unit);
            }
            x = rect.right();
        }
        if let Some(unit) = chosen {
            self.look_into(pass, unit);
        }
    }

    /// Shows one branch alone; the root shows everything.
    pub(super) fn look_into(&mut self, pass: &Pass<'_>, unit: usize) {
        self.branch = Some(pass.key(unit)).filter(|_| unit > 0);
    }

    /// One step into the branch in which a unit lies, or out of the branch shown.
    pub(super) fn dive(&mut self, pass: &Pass<'_>, unit: Option<usize>, inwards: bool) {
        let tree = &pass.derived.tree;
        let top = self.branch.as_ref().and_then(|key| tree.index(key)).unwrap_or(0);
        if !inwards {
            self.look_into(pass, tree.parent(top).unwrap_or(0));
            return;
        }
        let mut below = unit;
        while let Some(at) = below {
            let up = tree.parent(at);
            if up == Some(top) {
                let divided = pass.model.node(at).is_some_and(|node| !pass.model.layout.tree().is_leaf(node));
                if divided {
                    self.look_into(pass, at);
                }
                return;
            }
            below = up;
        }
    }

    /// Shows a branch in which a unit has a cell that can be read.
    pub(super) fn reveal_cell(&mut self, pass: &Pass<'_>, unit: usize) {
        let readable = |rect: Rect| rect.width() >= 40.0 && rect.height() >= BLOCK;
        if self.cell_of(pass, unit).is_some_and(readable) {
            return;
        }
        // Up until the unit is in the branch, then down to the family it belongs to.
        self.branch = pass.derived.tree.parent(unit).filter(|up| *up > 0).map(|up| pass.key(up));
        self.refresh_cells(pass);
    }

    /// What the legend adds about the areas.
    pub(super) fn area_note(&self) -> String {
        area_note(self.colour, self.cells.as_ref().map_or(0, |cells| cells.unknown))
    }
}

impl Brush<'_> {
    /// The ground of a group whose children are shown in it.
    fn frame(&self, mesh: &mut Mesh, rect: Rect, unit: usize) {
        let fill = if unit == 0 { self.tokens.canvas } else { self.tokens.pressed };
        let gap = card::frame_gap(f64::from(rect.width().min(rect.height()))) as f32;
        mesh.add_colored_rect(rect.shrink(gap), fill);
    }

    /// A cell without text.
    fn block(&self, mesh: &mut Mesh, rect: Rect, unit: usize, faded: bool) {
        let class = self.shades.class_of_most(self.facts, unit);
        let colour = class.map_or(self.tokens.control, |class| class.look.block(self.tokens));
        let gap = card::block_gap(f64::from(rect.width().min(rect.height()))) as f32;
        mesh.add_colored_rect(rect.shrink(gap), fade(colour, faded));
    }

    /// A cell with text: name, rate, money, as far as there is room.
    fn cell(&self, rect: Rect, unit: usize, hidden: u32, mood: Mood) {
        let t = self.tokens;
        let rect = draw::snap(rect.shrink(1.0), self.painter.pixels_per_point());
        let mut painter = self.painter.clone();
        if mood.faded {
            painter.multiply_opacity(FADED);
        }
        let own = &self.facts.units[unit];
        let look = self.shades.class_of_most(self.facts, unit).map_or(Look::Quiet, |class| class.look);
        let CellColours { ground, ink, mark, filled } = CellColours::of(t, look);
        painter.rect_filled(rect, CELL_CORNER, if mood.target { t.selected } else { ground });
        let rate = own.revenue().and_then(Pair::percent);
        if let (Some(rate), Some((colour, opacity))) = (rate, filled) {
            let share = (rate / 100.0).clamp(0.0, 1.0) as f32;
            let filled = Rect::from_min_size(rect.min, vec2(rect.width() * share, rect.height()));
            painter.rect_filled(filled, CELL_CORNER, colour.gamma_multiply(opacity));
        }
        let inner = Painter::with_clip_rect(&painter, rect.intersect(self.canvas));
        let (left, right) = (rect.left() + 6.0, rect.right() - 6.0);
        if rect.width() < 44.0 || rect.height() < 20.0 {
            if let Some(mark) = mark {
                let size = (rect.width().min(rect.height()) - 6.0).min(11.0);
                draw::mark(&inner, rect.center(), size, look.shape(), mark);
            }
            return;
        }
        let mut y = rect.top() + if rect.height() < 26.0 { rect.height() / 2.0 } else { 13.0 };
        let mut lead = 0.0;
        if let Some(mark) = mark {
            draw::mark(&inner, pos2(left + 5.0, y), 10.0, look.shape(), mark);
            lead = 14.0;
        }
        let line = |said: &str, font: FontId| draw::line(&inner, said, font, ink, f32::INFINITY);
        let (name, font) = (card::cell_name(self.account.unit_name(unit), hidden), t11(Weight::SemiBold));
        let (first, rest) = if rect.height() >= TALL_CELL {
            let wide = |said: &str| f64::from(line(said, font.clone()).size().x);
            two_lines(&name, f64::from(right - left - lead), wide)
        } else {
            (&*name, "")
        };
        let at = pos2(left + lead, y);
        draw::text(&inner, at, Align2::LEFT_CENTER, first, font.clone(), ink, right - left - lead);
        if !rest.is_empty() {
            y += CELL_LINE;
            draw::text(&inner, pos2(left, y), Align2::LEFT_CENTER, rest, font, ink, right - left);
        }
        if rect.height() < 40.0 {
            return;
        }
        let text = text::CardText::new(own, self.symbol);
        let fits = |said: &str, font: FontId| line(said, font).size().x <= right - left;
        let mut fonts = [t13(Weight::SemiBold), t11(Weight::SemiBold)].into_iter();
        if let Some(font) = fonts.find(|font| fits(&text.rate, font.clone())) {
            draw::galley(&inner, pos2(left, y + 19.0), Align2::LEFT_CENTER, line(&text.rate, font), ink);
        }
        if rect.height() >= 58.0 {
            let (at, font) = (pos2(left, y + 36.0), t11(Weight::Regular));
            let class = self.shades.class(unit);
            if let Some(note) = card::cell_note(&text, self.by, class, |said| fits(said, font.clone())) {
                draw::text(&inner, at, Align2::LEFT_CENTER, &note, font, ink, right - left);
            }
        }
    }

    /// The name of a group above its cells.
    fn group_name(&self, rect: Rect, unit: usize, mood: &impl Fn(usize) -> Mood) {
        if f64::from(rect.height()) < CELLS.header * 3.0 || rect.width() < 48.0 {
            return;
        }
        let t = self.tokens;
        let faded = mood(unit).faded;
        let mut painter = Painter::with_clip_rect(&self.painter, rect.intersect(self.canvas));
        if faded {
            painter.multiply_opacity(FADED);
        }
        let own = &self.facts.units[unit];
        let y = rect.top() + CELLS.header as f32 / 2.0 + 0.5;
        let right = rect.right() - 6.0;
        let rate = rate(own);
        let mut room = right - rect.left() - 6.0;
        if rect.width() > 110.0 {
            let at = pos2(right, y);
            let font = t11(Weight::SemiBold);
            let rate = draw::text(&painter, at, Align2::RIGHT_CENTER, &rate, font, t.text2, 60.0);
            room = rate.left() - 6.0 - rect.left() - 6.0;
        }
        let at = pos2(rect.left() + 6.0, y);
        let name = self.account.unit_name(unit);
        draw::text(&painter, at, Align2::LEFT_CENTER, name, t11(Weight::SemiBold), t.text1, room);
    }

    /// Selection, focus, drop mark and "found" on a cell.
    fn mark_cell(&self, rect: Rect, mood: Mood) {
        let t = self.tokens;
        let rect = rect.shrink(1.0);
        if mood.hovered && !mood.selected {
            self.painter.rect_stroke(rect, CELL_CORNER, Stroke::new(1.0, t.text2), StrokeKind::Inside);
        }
        if mood.selected {
            self.painter.rect_stroke(rect, CELL_CORNER, Stroke::new(2.0, t.accent), StrokeKind::Inside);
        }
        if mood.target {
            self.painter.rect_filled(rect, CELL_CORNER, t.selected.gamma_multiply(0.5));
            draw::dashed_frame(&self.painter, rect.shrink(1.0), CELL_CORNER, Stroke::new(2.0, t.accent));
        }
        if mood.flash > 0.0 {
            let stroke = Stroke::new(3.0, t.accent.gamma_multiply(mood.flash));
            self.painter.rect_stroke(rect.expand(2.0), 5.0, stroke, StrokeKind::Outside);
        }
        if mood.focused {
            draw::focus_ring(&self.painter, rect.shrink(3.0), 3.0, t.focus);
        }
    }
}

fn fade(colour: Color32, faded: bool) -> Color32 {
    if faded { colour.gamma_multiply(FADED) } else { colour }
}
