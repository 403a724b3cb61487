//! What floats over the canvas: the legend that filters, zoom buttons, the minimap, the tip of a far card.

use std::sync::Arc;

use egui::{
    Align2, Painter, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2,
    text::{LayoutJob, TextFormat, TextWrapping},
    vec2,
};

use crate::ui::kit::{Icon, Tokens, Weight, icons, number, paint_icon, t11, t13};

use super::{
    super::{
        PanelContext,
        controls::{self, Quiet},
        draw,
    },
    MapKind, MapPanel, Pass,
    model::MapModel,
    paint::Brush,
    shade::Class,
    view::View,
};

/// Height of the legend when it stands below the canvas in one row.
const ROW: f32 = 36.0;
/// What each row of it after the first adds.
const NEXT_ROW: f32 = 26.0;
/// Rows that it never exceeds: what it lists fits into as many columns as rows.
const MOST_ROWS: u8 = 3;
const MINI: Vec2 = vec2(145.0, 96.0);
const GAP: f32 = 12.0;
fn legend_rect(canvas: Rect, size: Vec2) -> Rect {
    Rect::from_min_size(pos2(canvas.left() + 15.0, canvas.bottom() - GAP - size.y), size)
}

fn mini_rect(canvas: Rect) -> Rect {
    Rect::from_min_size(canvas.max - MINI - vec2(15.0, GAP), MINI)
}

fn zoom_rect(mini: Rect) -> Rect {
    Rect::from_min_max(
        pos2(mini.left() - 38.0, mini.bottom() - 103.0),
        pos2(mini.left() - 8.0, mini.bottom()),
    )
}

/// Whether cards lie under legend, minimap or zoom buttons.
pub fn covers_cards(model: &MapModel, view: View, canvas: Vec2, legend: Vec2) -> bool {
    let canvas = Rect::from_min_size(egui::Pos2::ZERO, canvas);
    let mini = mini_rect(canvas);
    [legend_rect(canvas, legend), mini.union(zoom_rect(mini))].into_iter().any(|rect| {
        let part = crate::layout::Rect::new(view.to_map(canvas, rect.min), view.to_map(canvas, rect.max));
        model.layout.visible(part).next().is_some()
    })
}

impl MapPanel {
    /// Where legend, minimap and zoom buttons stand: the minimap goes where the whole map is seen anyway and cards
    /// lie under it.
    pub(super) fn overlay_rects(&self, pass: &Pass<'_>, body: Rect) -> [Rect; 3] {
        let canvas = pass.canvas;
        if !self.legend_below() {
            let mini = mini_rect(canvas);
            return [legend_rect(canvas, self.legend_size()), mini, zoom_rect(mini)];
        }
        let row = Rect::from_min_max(pos2(body.left(), canvas.bottom()), body.max);
        let zoom = Rect::from_min_size(pos2(row.right() - 115.0, row.top() + 4.0), vec2(107.0, ROW - 8.0));
        let end = pos2(zoom.left() - 8.0, row.bottom() - 4.0);
        let legend = Rect::from_min_max(row.min + vec2(8.0, 4.0), end);
        let all_seen = self.view.shows(pass.model.layout.bounds(), canvas.size());
        let mini = if all_seen || self.kind != MapKind::Tree { Rect::NOTHING } else { mini_rect(canvas) };
        [legend, mini, zoom]
    }

    pub(super) fn overlay_ui(
        &mut self,
        cx: &PanelContext<'_>,
        ui: &mut Ui,
        pass: &Pass<'_>,
        body: Rect,
        rects: &[Rect; 3],
    ) {
        let [legend, mini, zoom] = *rects;
        let t = cx.tokens;
        if self.legend_below() {
            let row = Rect::from_min_max(pos2(body.left(), pass.canvas.bottom()), body.max);
            ui.painter().rect_filled(row, 0.0, t.panel);
        } else if legend.width() < body.width() - 16.0 {
            plate(ui.painter(), legend, t);
        }
        let end = self.legend_ui(cx, ui, legend);
        match self.kind {
            MapKind::Treemap => self.area_legend(cx, ui, zoom, end),
            MapKind::Tree if self.thin && self.fitted => self.offer_treemap(cx, ui, pass),
            _ => {}
        }
        if mini.is_positive() && body.width() > 520.0 {
            self.minimap(cx, ui, pass, mini);
        }
        self.zoom_buttons(cx, ui, pass, zoom);
    }

    /// Height of the legend below the canvas.
    pub(super) fn legend_height(&self) -> f32 {
        ROW + NEXT_ROW * f32::from(self.more_rows)
    }

    /// Room of the legend: rows of two columns, wide enough for words and counts.
    pub(super) fn legend_size(&self) -> Vec2 {
        let classes = self.shown_classes();
        let rows = classes.len().div_ceil(2).max(1);
        let [left, right] = self.legend_columns();
        vec2(left + right + 20.0, 8.5 + 24.5 * rows as f32)
    }

    /// Classes that the legend lists: what is unknown only if there is such a unit.
    fn shown_classes(&self) -> Vec<usize> {
        self.shading.shades.listed()
    }

    /// Width of both columns, by the longest word and the largest count; the same from pass to pass.
    fn legend_columns(&self) -> [f32; 2] {
        let classes = &self.shading.shades.classes;
        let digits = classes.iter().map(|class| class.count.to_string().len()).max().unwrap_or(1);
        let width = |column: usize| {
            let words = self.shown_classes().into_iter().skip(column).step_by(2);
            let longest = words.map(|at| classes[at].word.chars().count()).max().unwrap_or(0);
            (34.0 + 6.1 * longest as f32 + 7.0 * digits as f32).clamp(104.0, 190.0)
        };
        [width(0), width(1)]
    }

    /// The classes with their counts; returns where those of the first row end.
    fn legend_ui(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, rect: Rect) -> f32 {
        let t = cx.tokens;
        let shades = Arc::clone(&self.shading.shades);
        let mut listed = self.shown_classes();
        let cells = if self.legend_below() {
            let placed =
                |list: &[usize]| in_rows(ui.painter(), rect, list.iter().map(|at| &shades.classes[*at]), t);
            let mut cells = placed(&listed);
            let one_row = |cells: &[Rect]| cells.last().is_none_or(|last| last.top() <= cells[0].top());
            if !one_row(&cells) {
                // Where one row is not enough for all, those without a unit give way.
                listed.retain(|at| shades.classes[*at].count > 0);
                cells = placed(&listed);
            }
            let rows = cells.last().map_or(0.0, |last| (last.top() - cells[0].top()) / NEXT_ROW);
            let more = rows.round() as u8;
            if self.more_rows != more {
                // The canvas makes room for them.
                self.more_rows = more;
                ui.ctx().request_repaint();
            }
            cells
        } else {
            self.in_columns(rect, listed.len())
        };
        for (at, cell) in listed.into_iter().zip(&cells) {
            self.legend_entry(ui, t, *cell, &shades.classes[at]);
        }
        let first = cells.iter().filter(|cell| cell.top() < rect.top() + NEXT_ROW);
        first.map(|cell| cell.right() + 4.0).fold(rect.left(), f32::max)
    }

    /// Places of entries in two columns.
    fn in_columns(&self, rect: Rect, count: usize) -> Vec<Rect> {
        let [left, right] = self.legend_columns();
        let cell = |place: usize| {
            let (from, width) = if place.is_multiple_of(2) { (8.0, left) } else { (left + 12.0, right) };
            let corner = pos2(rect.left() + from, rect.top() + 4.0 + 24.5 * (place / 2) as f32);
            Rect::from_min_size(corner, vec2(width, 24.0))
        };
        (0..count).map(cell).collect()
    }

    fn legend_entry(&mut self, ui: &mut Ui, t: &Tokens, rect: Rect, class: &Class) {
        let on = self.filter.contains(&class.word);
        let any = !self.filter.is_empty();
        let response = ui.interact(rect, ui.unique_id().with(("legend", &class.word)), Sense::click());
        let units = if class.count == 1 { "unit" } else { "units" };
        let name = format!("{}, {} {units}", class.word, class.count);
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, &name));
        if on {
            ui.painter().rect_filled(rect, 6.0, t.selected);
        }
        controls::ground(ui, &response, rect, t);
        let mut painter = ui.painter().clone();
        if any && !on {
            painter.multiply_opacity(0.55);
        }
        let y = rect.center().y;
        draw::mark(&painter, pos2(rect.left() + 9.5, y), 11.0, class.look.shape(), class.look.mark(t));
        let (weight, quiet, ink) = match class.count {
            0 => (Weight::Medium, t.text3, t.text3),
            _ => (Weight::SemiBold, t.text2, t.text1),
        };
        let at = pos2(rect.right() - 4.0, y);
        let number = class.count.to_string();
        let number = draw::text(&painter, at, Align2::RIGHT_CENTER, &number, t11(weight), ink, 60.0);
        let room = number.left() - 4.0 - rect.left() - 20.0;
        let at = pos2(rect.left() + 20.0, y);
        draw::text(&painter, at, Align2::LEFT_CENTER, &class.word, t11(Weight::Medium), quiet, room);
        if response.clicked() {
            if !self.filter.remove(&class.word) {
                self.filter.insert(class.word.clone());
            }
            ui.ctx().request_repaint();
        }
        response.on_hover_text(if on {
            "Click to take it out of the filter"
        } else {
            "Click to fade all others"
        });
    }

    /// What areas mean, between the legend that ends at `left` and the buttons of the treemap.
    fn area_legend(&self, cx: &PanelContext<'_>, ui: &Ui, zoom: Rect, left: f32) {
        let said = self.area_note();
        let at = pos2(zoom.left() - 12.0, zoom.center().y);
        let font = t11(Weight::Regular);
        let room = at.x - left - 12.0;
        // Half a sentence says less than none; readers hear it in any case.
        let place = if room < 180.0 {
            Rect::from_center_size(at, Vec2::splat(1.0))
        } else {
            draw::text(ui.painter(), at, Align2::RIGHT_CENTER, &said, font, cx.tokens.text3, room)
        };
        let response = ui.interact(place, ui.unique_id().with("what areas mean"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    }

    /// Where a tree is too wide to be seen at once, the way to a view that shows all of it.
    fn offer_treemap(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, pass: &Pass<'_>) {
        let t = cx.tokens;
        // As many as the legend counts.
        let units = number::count(u64::from(pass.facts().root().units));
        let value = format!("All {units} units as a treemap");
        let icon = Some(icons::LAYOUT_DASHBOARD);
        let button = Quiet { name: "Show as a treemap", icon, text: "", value: &value, menu: false };
        let place = legend_rect(pass.canvas, vec2(button.width(ui), 28.0));
        plate(ui.painter(), place.expand(2.0), t);
        let hint = "The tree is wider than the window; a treemap shows every unit at once";
        if button.ui(ui, place, t).on_hover_text(hint).clicked() {
            self.show_as(MapKind::Treemap, ui.input(|input| input.time));
            ui.ctx().request_repaint();
        }
    }

    fn zoom_buttons(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, pass: &Pass<'_>, rect: Rect) {
        let t = cx.tokens;
        if !self.legend_below() {
            plate(ui.painter(), rect, t);
        }
        let buttons = match self.kind {
            MapKind::Tree => [
                (icons::PLUS, "Zoom in", "Zoom in (+)"),
                (icons::MINUS, "Zoom out", "Zoom out (−)"),
                (icons::MAXIMIZE, "Fit the map", "Fit the map (Shift+1)"),
            ],
            MapKind::Treemap => [
                (icons::PLUS, "Into the branch", "Into the branch of the selected unit (+)"),
                (icons::MINUS, "Out of the branch", "One branch up (−)"),
                (icons::MAXIMIZE, "Show everything", "Show the whole account (Shift+1)"),
            ],
            // A list is scrolled.
            MapKind::Outline => {
                let place = Rect::from_min_size(rect.min + vec2(75.0, 2.0), vec2(24.0, 24.0));
                return self.arrange_ui(cx, ui, pass, place);
            }
        };
        let place_of = |at: usize| {
            let step = 25.0 * at as f32;
            let corner = if self.legend_below() { vec2(step, 2.0) } else { vec2(3.0, 2.0 + step) };
            Rect::from_min_size(rect.min + corner, vec2(24.0, 24.0))
        };
        let places = [0, 1, 2, 3].map(place_of);
        if self.kind == MapKind::Tree {
            self.arrange_ui(cx, ui, pass, places[3]);
        }
        for (at, (icon, name, hint)) in buttons.into_iter().enumerate() {
            if icon_button(ui, places[at], icon, name, t).on_hover_text(hint).clicked() {
                let middle = View::middle(pass.canvas);
                match at {
                    2 => self.fit_whole(),
                    _ if self.kind == MapKind::Treemap => self.dive(pass, pass.primary(), at == 0),
                    0 => self.zoom_to(self.view.zoom * 1.25, middle, pass.canvas),
                    _ => self.zoom_to(self.view.zoom / 1.25, middle, pass.canvas),
                }
                ui.ctx().request_repaint();
            }
        }
    }

    /// The whole map in small; a click or a drag moves the window.
    fn minimap(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, pass: &Pass<'_>, rect: Rect) {
        let t = cx.tokens;
        plate(ui.painter(), rect, t);
        let bounds = pass.model.layout.bounds();
        if bounds.is_empty() {
            return;
        }
        let response = ui.interact(rect, ui.unique_id().with("minimap"), Sense::CLICK | Sense::DRAG);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Minimap: click to move the window"));
        // Everything there is and everything that is seen, so that the frame of the window is inside.
        let window = self.view.window(pass.canvas);
        let all = if self.view.shows(bounds, pass.canvas.size()) { window } else { bounds.expand(24.0) };
        let inner = rect.shrink(2.0);
        let zoom = (f64::from(inner.width()) / all.width()).min(f64::from(inner.height()) / all.height());
        let small = View { origin: all.min, zoom };
        let size = vec2((all.width() * zoom) as f32, (all.height() * zoom) as f32);
        let place = Rect::from_center_size(inner.center(), size);
        let brush = Brush {
            painter: ui.painter_at(inner),
            tokens: t,
            canvas: place,
            view: small,
            account: pass.account,
            facts: &pass.derived.facts,
            model: &pass.model,
            by: self.colour,
            shades: &self.shading.shades,
            worst: &self.shading.worst,
            regions: &[],
            symbol: "",
        };
        let mut specks = std::mem::take(&mut self.minimap);
        specks.paint(&brush, &pass.model, self.shading.colours(t.dark).unfaded(), 2.0);
        self.minimap = specks;
        let frame = small.rect_to_screen(place, window);
        // On a very wide map the window is smaller than anybody could see.
        let frame =
            Rect::from_center_size(frame.center(), frame.size().max(Vec2::splat(8.0))).intersect(inner);
        let painter = ui.painter_at(rect);
        painter.rect_stroke(frame.shrink(1.0), 4.0, Stroke::new(2.0, t.accent), StrokeKind::Middle);
        if let Some(at) = response.interact_pointer_pos().filter(|_| response.clicked() || response.dragged())
        {
            self.view = self.view.centred(small.to_map(place, at), pass.canvas.size());
            self.pan(Vec2::ZERO, pass.canvas);
            ui.ctx().request_repaint();
        }
    }
}

/// Places of entries side by side, in as many rows as they need.
fn in_rows<'c>(
    painter: &Painter,
    rect: Rect,
    classes: impl Iterator<Item = &'c Class>,
    t: &Tokens,
) -> Vec<Rect> {
    const BETWEEN: f32 = 4.0;
    // As many fit into a row as there are rows, so that all fit.
    let widest = (rect.width() / f32::from(MOST_ROWS) - BETWEEN).max(0.0);
    let mut at = rect.min + vec2(0.0, 2.0);
    let cell = |class: &Class| {
        let word = painter.layout_no_wrap(class.word.clone(), t11(Weight::Medium), t.text1);
        let width = word.size().x + 36.0 + 7.0 * class.count.to_string().len() as f32;
        let width = width.min(widest);
        if at.x > rect.left() && at.x + width > rect.right() + 1.0 {
            at = pos2(rect.left(), at.y + NEXT_ROW);
        }
        let cell = Rect::from_min_size(at, vec2(width, 24.0));
        at.x += width + BETWEEN;
        cell
    };
    classes.map(cell).collect()
}

/// The ground of something that floats.
fn plate(painter: &Painter, rect: Rect, t: &Tokens) {
    painter.rect(rect, 8.0, t.panel, Stroke::new(1.0, t.rule), StrokeKind::Outside);
}

/// A button that is an icon.
pub fn icon_button(ui: &Ui, rect: Rect, icon: Icon, name: &str, t: &Tokens) -> Response {
    let response = ui.interact(rect, ui.unique_id().with(name), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    controls::ground(ui, &response, rect, t);
    paint_icon(ui.painter(), rect.center(), 14.0, icon, t.text2);
    response
}

/// What a card says beside it, where it has no text of its own.
pub fn tip(cx: &PanelContext<'_>, painter: &Painter, canvas: Rect, card: Rect, said: &str) {
    let t = cx.tokens;
    let mut job =
        LayoutJob::single_section(said.to_owned(), TextFormat::simple(t13(Weight::Regular), t.text1));
    job.wrap = TextWrapping {
        max_width: (canvas.width() - 40.0).min(420.0),
        max_rows: 3,
        ..TextWrapping::default()
    };
    let galley = painter.layout_job(job);
    let size = galley.size() + vec2(24.0, 14.0);
    let below = card.bottom() + 6.0 + size.y < canvas.bottom();
    let top = if below { card.bottom() + 6.0 } else { card.top() - 6.0 - size.y };
    let left = (card.center().x - size.x / 2.0).min(canvas.right() - size.x - 4.0).max(canvas.left() + 4.0);
    let rect = Rect::from_min_size(pos2(left, top), size);
    painter.rect(rect, 8.0, t.raised, Stroke::new(1.0, t.border), StrokeKind::Inside);
    painter.galley(rect.min + vec2(12.0, 7.0), galley, t.text1);
}
