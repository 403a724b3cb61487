//! The canvas: cards that can be clicked, dragged and read out; panning and zooming; what floats above.

use egui::{CursorIcon, Key, PointerButton, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use crate::layout::NodeId;

use super::{
    super::{Action, PanelContext, draw},
    Drag, MapKind, MapPanel, Menu, Pass, Reveal, model,
    paint::{Brush, Mood},
    text,
    view::{Detail, View},
};

/// Cards lower than this are painted as specks and are no widgets: nobody can hit or read them.
const SPECK: f64 = 6.0;
/// How long a found unit is marked, in seconds.
const FLASH: f64 = 0.6;

/// What the pointer did to the units in this pass.
#[derive(Default)]
pub(super) struct Pointed {
    pub hovered: Option<usize>,
    clicked: Option<usize>,
    /// Clicked by a screen reader or another program.
    pressed: Option<usize>,
    renamed: Option<usize>,
    menu: Option<usize>,
    drag: Option<usize>,
    /// A frame around units begins on one.
    frame: bool,
    /// Shown or hidden by the arrow of its row.
    pub toggled: Option<usize>,
    pan: egui::Vec2,
    ground: bool,
    /// The cards of the tree that are seen, and where.
    cards: Vec<(NodeId, Rect)>,
    /// They are specks.
    tiny: bool,
}

/// A unit as a widget.
pub(super) struct Item {
    /// The widget of the map as a whole.
    pub base: egui::Id,
    pub node: NodeId,
    /// What of it is seen.
    pub rect: Rect,
    /// Whether others stand below it or within.
    pub divided: bool,
}

impl MapPanel {
    pub(super) fn canvas_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, pass: &Pass<'_>, body: Rect) {
        let canvas = pass.canvas;
        ui.painter().rect_filled(body, 0.0, cx.tokens.canvas);
        let base = ui.unique_id().with("map");
        let ground = ui.interact(canvas, base, Sense::click_and_drag());
        let name =
            format!("Map of {}", if self.is_portfolio() { "the portfolio" } else { &pass.account.name });
        ground.widget_info(|| WidgetInfo::labeled(Role::Tree, true, &name));
        if std::mem::take(&mut self.wants_focus) {
            ground.request_focus();
            self.by_key = true;
        }
        if ground.gained_focus() {
            self.by_key = ui.input(|input| !input.pointer.any_down());
        }
        if self.kind == MapKind::Treemap {
            self.refresh_cells(pass);
        }
        self.apply_reveal(cx, pass);
        if self.kind == MapKind::Tree {
            self.wheel(ui, canvas);
        }
        let overlay = self.overlay_rects(pass, body);
        let tiny = self.kind == MapKind::Tree && model::LEAF_H * self.view.zoom < SPECK;
        let mut pointed = Pointed { tiny, ..Pointed::default() };
        match self.kind {
            MapKind::Tree if !tiny => self.cards_ui(cx, ui, pass, base, &mut pointed),
            MapKind::Tree => self.selected_speck_ui(cx, ui, pass, base, &mut pointed),
            MapKind::Treemap => self.cells_ui(cx, ui, pass, base, &mut pointed),
            MapKind::Outline => self.outline_ui(cx, ui, pass, base, &mut pointed),
        }
        // Where units are too small to be widgets the ground answers for them.
        let small = tiny || self.kind == MapKind::Treemap;
        self.ground_ui(ui, pass, &ground, small, &mut pointed);
        if overlay.iter().any(|rect| ui.rect_contains_pointer(*rect)) {
            pointed.hovered = None;
        }
        if self.marquee_ui(cx, ui, pass, &ground, pointed.frame) {
            pointed = Pointed { cards: pointed.cards, tiny, ..Pointed::default() };
        }
        self.act(cx, ui, pass, &ground, &pointed);
        self.drag_ui(cx, ui, pass);
        self.keys(cx, ui, pass, &ground);
        self.paint(cx, ui, pass, &ground, &pointed);
        self.crumbs_ui(cx, ui, pass);
        self.rename_ui(cx, ui, pass, &ground);
        self.overlay_ui(cx, ui, pass, body, &overlay);
        self.menus_ui(cx, ui, pass, &ground);
        self.drag_ghost(cx, ui, pass);
    }

    /// Where a unit is on screen; `None` = it is not shown.
    pub(super) fn place_of(&self, pass: &Pass<'_>, unit: usize) -> Option<Rect> {
        match self.kind {
            MapKind::Tree => {
                let node = pass.model.node(unit)?;
                Some(self.view.rect_to_screen(pass.canvas, pass.model.layout.rect(node)))
            }
            MapKind::Treemap => self.cell_of(pass, unit),
            MapKind::Outline => self.row_of(pass, unit),
        }
    }

    /// The unit at a place on screen.
    pub(super) fn unit_at(&self, pass: &Pass<'_>, at: egui::Pos2) -> Option<usize> {
        match self.kind {
            MapKind::Tree => {
                let node = pass.model.layout.hit(self.view.to_map(pass.canvas, at))?;
                Some(pass.model.unit(node))
            }
            MapKind::Treemap => self.cell_at(pass, at),
            MapKind::Outline => self.row_at(pass, at),
        }
    }

    /// Moves the window so that the selected unit is seen.
    fn apply_reveal(&mut self, cx: &PanelContext<'_>, pass: &Pass<'_>) {
        let Some(reveal) = self.reveal else { return };
        // Asked for in the pass that asks for the selection: wait until it has come.
        let waits = self.rename.as_ref().is_some_and(|rename| cx.selection.unit() != Some(&rename.unit))
            || self.flash.is_some_and(|(unit, _)| pass.primary() != Some(unit));
        if waits {
            return;
        }
        self.reveal = None;
        match (self.kind, pass.primary()) {
            (MapKind::Treemap, Some(unit)) => return self.reveal_cell(pass, unit),
            (MapKind::Outline, unit) => {
                self.scroll_to = unit;
                return;
            }
            _ => {}
        }
        let Some(node) = pass.primary().and_then(|unit| pass.model.node(unit)) else { return };
        let card = pass.model.layout.rect(node);
        let size = pass.canvas.size();
        let before = self.view;
        if reveal == Reveal::Centre {
            if !before.shows(card, size) || before.zoom < 0.4 {
                let zoom = before.zoom.max(0.8);
                self.view = View { zoom, ..before }.centred(card.center(), size);
            }
        } else {
            self.view = before.revealing(card, size);
        }
        self.fitted &= self.view == before;
    }

    /// Wheel scrolls, Ctrl+wheel and pinch zoom at the pointer.
    fn wheel(&mut self, ui: &Ui, canvas: Rect) {
        if !ui.rect_contains_pointer(canvas) {
            return;
        }
        let (scroll, zoom, pointer) =
            ui.input(|input| (input.smooth_scroll_delta(), input.zoom_delta(), input.pointer.hover_pos()));
        let Some(pointer) = pointer else { return };
        if zoom != 1.0 {
            self.zoom_to(self.view.zoom * f64::from(zoom), pointer - canvas.min, canvas);
        } else if scroll != egui::Vec2::ZERO {
            self.pan(scroll, canvas);
        }
    }

    /// Zooms so that a place on the canvas stays where it is.
    pub(super) fn zoom_to(&mut self, zoom: f64, fixed: egui::Vec2, canvas: Rect) {
        let least = self.least_zoom(canvas.size());
        self.view = self.view.zoomed(zoom, fixed, least);
        self.keep(canvas);
    }

    /// Moves the map by screen points.
    pub(super) fn pan(&mut self, by: egui::Vec2, canvas: Rect) {
        self.view = self.view.panned(by);
        self.keep(canvas);
    }

    fn keep(&mut self, canvas: Rect) {
        self.fitted = false;
        if let Some(model) = &self.model {
            self.view = self.view.kept(model.layout.bounds(), canvas.size());
        }
    }

    pub(super) fn brush<'a>(&'a self, cx: &'a PanelContext<'_>, ui: &Ui, pass: &'a Pass<'_>) -> Brush<'a> {
        Brush {
            painter: ui.painter_at(pass.canvas),
            tokens: cx.tokens,
            canvas: pass.canvas,
            view: self.view,
            account: pass.account,
            facts: &pass.derived.facts,
            model: &pass.model,
            by: self.colour,
            shades: &self.shading.shades,
            worst: &self.shading.worst,
            regions: &cx.workspace.regions,
            symbol: cx.symbol(),
        }
    }

    /// One widget for each visible card.
    fn cards_ui(
        &self,
        cx: &PanelContext<'_>,
        ui: &mut Ui,
        pass: &Pass<'_>,
        base: egui::Id,
        pointed: &mut Pointed,
    ) {
        let brush = self.brush(cx, ui, pass);
        let window = self.view.window(pass.canvas);
        for node in pass.model.layout.visible(window) {
            let rect = brush.rect(node);
            let seen = rect.intersect(pass.canvas);
            if seen.width() < 1.0 || seen.height() < 1.0 {
                continue;
            }
            let divided = !pass.model.layout.tree().is_leaf(node);
            self.item(cx, ui, pass, &Item { base, node, rect: seen, divided }, pointed);
            pointed.cards.push((node, rect));
        }
    }

    /// The unit that is selected, where cards are too small to be widgets: a screen reader hears it all the same.
    fn selected_speck_ui(
        &self,
        cx: &PanelContext<'_>,
        ui: &Ui,
        pass: &Pass<'_>,
        base: egui::Id,
        pointed: &mut Pointed,
    ) {
        let Some(node) = pass.primary().and_then(|unit| pass.model.node(unit)) else { return };
        let card = self.view.rect_to_screen(pass.canvas, pass.model.layout.rect(node));
        let rect = Rect::from_center_size(card.center(), card.size().max(egui::Vec2::splat(2.0)));
        let rect = rect.intersect(pass.canvas);
        if rect.is_positive() {
            let divided = !pass.model.layout.tree().is_leaf(node);
            self.item(cx, ui, pass, &Item { base, node, rect, divided }, pointed);
        }
    }

    /// One unit as a widget; the primary selected one is what the map says when it has the keyboard.
    pub(super) fn item(
        &self,
        cx: &PanelContext<'_>,
        ui: &Ui,
        pass: &Pass<'_>,
        item: &Item,
        pointed: &mut Pointed,
    ) {
        let Item { base, node, rect, divided } = *item;
        let unit = pass.model.unit(node);
        let hidden = pass.model.hidden[node.index()];
        // The tree itself takes the keyboard; a card that did would make Tab walk through hundreds of them.
        let response = ui.interact(rect, base.with(unit), Sense::CLICK | Sense::DRAG);
        response.widget_info(|| {
            let name = text::spoken(
                (pass.account, &pass.derived.tree),
                pass.facts(),
                unit,
                (pass.model.groups[node.index()], hidden),
                self.rivals.of(pass.account, unit),
                self.shading.worst.get(&(unit as u32)).copied(),
                cx.symbol(),
            );
            WidgetInfo::selected(Role::TreeItem, true, pass.is_selected(unit), name)
        });
        ui.accesskit_node_builder(response.id, |builder| {
            builder.set_level(pass.derived.tree.depth(unit) + 1);
            if hidden > 0 {
                builder.set_expanded(false);
            } else if divided {
                builder.set_expanded(true);
            }
        });
        if pass.primary() == Some(unit) {
            ui.accesskit_node_builder(base, |builder| {
                builder.set_active_descendant(response.id.accesskit_id());
            });
        }
        // Cells too small to be widgets lie in the one of the group above them.
        let at = if response.drag_started() {
            ui.input(|input| input.pointer.press_origin())
        } else {
            response.interact_pointer_pos().or_else(|| response.hover_pos())
        };
        let inner = at.filter(|_| divided && self.kind == MapKind::Treemap);
        let pointed_at = inner.and_then(|at| self.cell_at(pass, at)).unwrap_or(unit);
        Self::read(ui, &response, unit, pointed_at, pointed);
    }

    /// What was done to the widget of `unit`, with the pointer at `pointed_at`.
    fn read(ui: &Ui, response: &Response, unit: usize, pointed_at: usize, pointed: &mut Pointed) {
        if response.hovered() {
            pointed.hovered = Some(pointed_at);
        }
        if response.double_clicked() {
            pointed.renamed = Some(pointed_at);
        } else if response.clicked_by(PointerButton::Primary) {
            pointed.clicked = Some(pointed_at);
        } else if response.clicked() {
            pointed.pressed = Some(unit);
        }
        if response.secondary_clicked() {
            pointed.menu = Some(pointed_at);
        }
        let space = ui.input(|input| input.key_down(Key::Space));
        if response.dragged_by(PointerButton::Middle)
            || (space && response.dragged_by(PointerButton::Primary))
        {
            pointed.pan = response.drag_delta();
        } else if response.drag_started_by(PointerButton::Primary) {
            // With Shift a frame is drawn, also from a card on: treemap and outline have no ground between them.
            if ui.input(|input| input.modifiers.shift) {
                pointed.frame = true;
            } else {
                pointed.drag = Some(pointed_at);
            }
        }
    }

    /// The ground between the cards; all of the map where the cards are too small to be widgets.
    fn ground_ui(&self, ui: &Ui, pass: &Pass<'_>, ground: &Response, small: bool, pointed: &mut Pointed) {
        let at = ground.interact_pointer_pos().or_else(|| ground.hover_pos());
        let unit = at.filter(|_| small).and_then(|at| self.unit_at(pass, at));
        if ground.clicked_by(PointerButton::Primary) {
            match unit {
                Some(unit) => pointed.clicked = Some(unit),
                None => pointed.ground = true,
            }
        }
        if ground.secondary_clicked() {
            pointed.menu = Some(unit.unwrap_or(0));
        }
        let drags = ground.dragged_by(PointerButton::Primary) || ground.dragged_by(PointerButton::Middle);
        if self.kind == MapKind::Tree && drags {
            pointed.pan = ground.drag_delta();
            ui.set_cursor_icon(CursorIcon::Grabbing);
        }
        if small {
            pointed.hovered = pointed.hovered.or(unit);
        }
    }

    /// Does what the pointer asked for.
    fn act(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &Ui,
        pass: &Pass<'_>,
        ground: &Response,
        pointed: &Pointed,
    ) {
        if pointed.pan != egui::Vec2::ZERO {
            self.pan(pointed.pan, pass.canvas);
        }
        let touched =
            [pointed.clicked, pointed.menu, pointed.drag, pointed.toggled].iter().any(Option::is_some)
                || pointed.ground;
        if touched || pointed.pan != egui::Vec2::ZERO {
            ground.request_focus();
            self.by_key = false;
        }
        if let Some(unit) = pointed.clicked {
            let modifiers = ui.input(|input| input.modifiers);
            if modifiers.shift {
                self.select_to(cx, pass, unit);
            } else {
                self.select(cx, pass, unit, modifiers.command || modifiers.ctrl);
            }
        }
        if let Some(unit) = pointed.pressed {
            ground.request_focus();
            self.select(cx, pass, unit, false);
        }
        if pointed.ground && !cx.selection.units.is_empty() {
            cx.push(Action::SelectUnits(Vec::new()));
        }
        if let Some(unit) = pointed.toggled {
            self.toggle(pass, unit, None);
        }
        if let Some(unit) = pointed.renamed {
            self.start_rename(cx, pass, unit);
        }
        if let Some(unit) = pointed.menu {
            if !pass.selected.contains(&unit) {
                self.select(cx, pass, unit, false);
            }
            let at = ui.input(|input| input.pointer.interact_pos()).unwrap_or(pass.canvas.center());
            self.menu = Some(Menu { unit: pass.key(unit), at, by_key: false });
        }
        let free = |unit: &usize| *unit > 0 && self.rename.is_none() && !self.is_head(*unit);
        if let Some(unit) = pointed.drag.filter(free) {
            if self.is_portfolio() {
                self.refuse_structure(cx);
                return;
            }
            let units = model::topmost(&pass.derived.tree, &Self::meant(pass, unit));
            self.drag = Some(Drag { units, target: None });
        }
    }

    /// A card in the hand: which card it would hang below, and what happens when it is let go.
    fn drag_ui(&mut self, cx: &mut PanelContext<'_>, ui: &Ui, pass: &Pass<'_>) {
        if self.drag.is_none() {
            return;
        }
        if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape)) {
            self.drag = None;
            return;
        }
        let at = ui.input(|input| input.pointer.latest_pos());
        let target = at.filter(|at| pass.canvas.contains(*at)).and_then(|at| self.unit_at(pass, at));
        // In another hierarchy only its groups take units: they set what they stand for.
        let target = target.filter(|unit| self.group_by.is_none() || self.is_head(*unit));
        let Some(drag) = &mut self.drag else { return };
        let (pointer, down) = ui.input(|input| (input.pointer.latest_pos(), input.pointer.primary_down()));
        let inside = pointer.filter(|at| pass.canvas.contains(*at));
        drag.target = target.filter(|unit| model::can_hang(&pass.derived.tree, &drag.units, *unit));
        if down {
            ui.set_cursor_icon(if drag.target.is_some() { CursorIcon::Grabbing } else { CursorIcon::NoDrop });
            // Near an edge the map comes along.
            let edge = pass.canvas.shrink(28.0);
            let outside = inside.filter(|at| self.kind == MapKind::Tree && !edge.contains(*at));
            if let Some(at) = outside {
                let by = edge.clamp(at) - at;
                self.pan(by * 0.4, pass.canvas);
                ui.ctx().request_repaint();
            }
            return;
        }
        let (units, target) = (std::mem::take(&mut drag.units), drag.target);
        self.drag = None;
        if let Some(parent) = target {
            self.hang(cx, pass, &units, parent);
        }
    }

    fn paint(
        &mut self,
        cx: &PanelContext<'_>,
        ui: &Ui,
        pass: &Pass<'_>,
        ground: &Response,
        pointed: &Pointed,
    ) {
        let primary = pass.primary();
        let keyboard =
            (self.by_key && ground.has_focus() && self.rename.is_none()).then_some(primary.unwrap_or(0));
        let now = ui.input(|input| input.time);
        let flash = self.flash.map(|(unit, since)| (unit, 1.0 - (now - since) / FLASH));
        if flash.is_some_and(|(_, left)| left > 0.0) {
            // With reduced motion the mark stands still and then goes.
            if cx.reduced_motion {
                ui.ctx().request_repaint_after_secs(FLASH as f32);
            } else {
                ui.ctx().request_repaint();
            }
        } else {
            self.flash = None;
        }
        if self.kind == MapKind::Treemap {
            self.refresh_painted(cx, ui, pass);
        }
        let mut specks = std::mem::take(&mut self.specks);
        let brush = self.brush(cx, ui, pass);
        let matches = self.shading.matches.as_deref().map(Vec::as_slice);
        let mood = |unit: usize| Mood {
            hovered: pointed.hovered == Some(unit) && self.drag.is_none(),
            selected: pass.is_selected(unit),
            primary_of_many: pass.selected.len() > 1 && primary == Some(unit),
            focused: keyboard == Some(unit),
            target: self.drag.as_ref().is_some_and(|drag| drag.target == Some(unit)),
            faded: matches.is_some_and(|matches| !matches[unit]),
            flash: flash.filter(|(found, _)| *found == unit).map_or(0.0, |(_, left)| {
                if cx.reduced_motion { f32::from(left > 0.0) } else { left.clamp(0.0, 1.0) as f32 }
            }),
        };
        match self.kind {
            MapKind::Treemap => self.paint_cells(&brush, pass, pointed.hovered, &mood),
            MapKind::Outline => self.paint_rows(&brush, pass, &mood),
            MapKind::Tree => brush.connectors(),
        }
        if pointed.tiny {
            specks.paint(&brush, &pass.model, self.shading.colours(cx.tokens.dark), 3.0);
            for unit in pass.selected.iter().chain(flash.iter().map(|(unit, _)| unit)) {
                if let Some(node) = pass.model.node(*unit) {
                    let rect = brush.rect(node).expand2(vec2(1.0, 1.0));
                    let stroke = egui::Stroke::new(2.0, cx.tokens.accent);
                    brush.painter.rect_stroke(rect, 2.0, stroke, egui::StrokeKind::Outside);
                }
            }
        } else {
            for (node, rect) in &pointed.cards {
                let unit = pass.model.unit(*node);
                brush.card(*node, *rect, mood(unit), self.rivals.of(pass.account, unit));
            }
        }
        // Nothing selected: the keyboard is on the canvas as a whole.
        if self.by_key && ground.has_focus() && (pointed.tiny || primary.is_none()) {
            draw::focus_ring(&brush.painter, pass.canvas.shrink(4.0), 4.0, cx.tokens.focus);
        }
        self.specks = specks;
        if let Some(unit) = pointed.hovered
            && let Some(place) = self.place_of(pass, unit)
        {
            let silent = match self.kind {
                MapKind::Tree => Detail::at(self.view.zoom) == Detail::Far,
                MapKind::Treemap => pass.facts().children(unit).is_empty() && place.width() < 120.0,
                MapKind::Outline => false,
            };
            if silent {
                self.far_tip(cx, ui, pass, unit, place);
            }
        }
    }

    /// Cards without text say who they are under the pointer.
    fn far_tip(&self, cx: &PanelContext<'_>, ui: &Ui, pass: &Pass<'_>, unit: usize, card: Rect) {
        let Some(node) = pass.model.node(unit) else { return };
        let rival = self.rivals.of(pass.account, unit);
        let state = (pass.model.groups[node.index()], pass.model.hidden[node.index()]);
        let finding = self.shading.worst.get(&(unit as u32)).copied();
        let whose = (pass.account, &*pass.derived.tree);
        let said = text::spoken(whose, pass.facts(), unit, state, rival, finding, cx.symbol());
        super::overlay::tip(cx, &ui.painter_at(pass.canvas), pass.canvas, card, &said);
    }
}
