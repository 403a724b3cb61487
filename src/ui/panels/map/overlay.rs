//! What floats over the canvas: the legend that filters, zoom buttons, the minimap, the tip of a far card.

use egui::{
    Align2, Mesh, Painter, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use crate::{
    domain::Status,
    layout::Patch,
    ui::kit::{Icon, Tokens, Weight, icons, paint_icon, t11, t13},
};

use super::{
    super::{PanelContext, controls, draw, labels},
    MapPanel, Pass,
    model::MapModel,
    paint::{Brush, ColourBy},
    view::View,
};

/// Height of the legend's row when it stands below the canvas.
pub const ROW: f32 = 36.0;
const LEGEND: Vec2 = vec2(264.0, 82.0);
const MINI: Vec2 = vec2(145.0, 96.0);
const GAP: f32 = 12.0;
/// Order of the legend in its two columns.
const ORDER: [Status; 6] = [
    Status::Active,
    Status::Unpenetrated,
    Status::Expansion,
    Status::CompetitorHeld,
    Status::Pilot,
    Status::Lost,
];

fn legend_rect(canvas: Rect) -> Rect {
    Rect::from_min_size(pos2(canvas.left() + 15.0, canvas.bottom() - GAP - LEGEND.y), LEGEND)
}

fn mini_rect(canvas: Rect) -> Rect {
    Rect::from_min_size(canvas.max - MINI - vec2(15.0, GAP), MINI)
}

fn zoom_rect(mini: Rect) -> Rect {
    Rect::from_min_max(pos2(mini.left() - 38.0, mini.bottom() - 78.0), pos2(mini.left() - 8.0, mini.bottom()))
}

/// Whether cards lie under legend, minimap or zoom buttons.
pub fn covers_cards(model: &MapModel, view: View, canvas: Vec2) -> bool {
    let canvas = Rect::from_min_size(egui::Pos2::ZERO, canvas);
    let mini = mini_rect(canvas);
    [legend_rect(canvas), mini.union(zoom_rect(mini))].into_iter().any(|rect| {
        let part = crate::layout::Rect::new(view.to_map(canvas, rect.min), view.to_map(canvas, rect.max));
        model.layout.visible(part).next().is_some()
    })
}

impl MapPanel {
    /// Where legend, minimap and zoom buttons stand: the minimap goes where the whole map is seen anyway and cards
    /// lie under it.
    pub(super) fn overlay_rects(&self, pass: &Pass<'_>, body: Rect) -> [Rect; 3] {
        let canvas = pass.canvas;
        if !self.aside {
            let mini = mini_rect(canvas);
            let mut legend = legend_rect(canvas);
            legend.max.x += 2.0 * self.legend_more();
            return [legend, mini, zoom_rect(mini)];
        }
        let row = Rect::from_min_max(pos2(body.left(), canvas.bottom()), body.max);
        let zoom = Rect::from_min_max(pos2(row.right() - 90.0, row.top() + 4.0), row.max - vec2(8.0, 4.0));
        let legend =
            Rect::from_min_max(row.min + vec2(8.0, 4.0), pos2(zoom.left() - 8.0, row.bottom() - 4.0));
        let all_seen = self.view.shows(pass.model.layout.bounds(), canvas.size());
        let mini = if all_seen { Rect::NOTHING } else { mini_rect(canvas) };
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
        if self.aside {
            let row = Rect::from_min_max(pos2(body.left(), pass.canvas.bottom()), body.max);
            ui.painter().rect_filled(row, 0.0, t.panel);
        } else if legend.width() < body.width() - 16.0 {
            plate(ui.painter(), legend, t);
        }
        if self.colour == ColourBy::Status {
            self.status_legend(cx, ui, legend);
        } else {
            ramp_legend(ui.painter(), legend, t);
        }
        if mini.is_positive() && body.width() > 520.0 {
            self.minimap(cx, ui, pass, mini);
        }
        self.zoom_buttons(cx, ui, pass, zoom);
    }

    /// What each column of the legend needs for counts of more than two digits.
    fn legend_more(&self) -> f32 {
        let digits = self.figures.counts.iter().max().map_or(1, |count| count.to_string().len());
        8.0 * digits.saturating_sub(2) as f32
    }

    fn status_legend(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, rect: Rect) {
        let t = cx.tokens;
        let unknown = self.figures.counts[6];
        let mut entries: Vec<(Option<Status>, usize)> = ORDER
            .iter()
            .map(|status| (Some(*status), self.figures.counts[super::model::slot(Some(*status))]))
            .collect();
        if unknown > 0 && self.aside {
            entries.push((None, unknown));
        }
        let more = self.legend_more();
        let mut x = rect.left();
        for (at, (status, count)) in entries.into_iter().enumerate() {
            let word = status.map_or("Unknown", Status::word);
            let place = if self.aside {
                let width =
                    ui.painter().layout_no_wrap(word.to_owned(), t11(Weight::Medium), t.text1).size().x
                        + 42.0
                        + self.legend_more();
                let place = Rect::from_min_size(pos2(x, rect.top() + 2.0), vec2(width, 24.0));
                x += width + 4.0;
                place
            } else {
                let column = at % 2;
                let left = rect.left() + if column == 0 { 8.0 } else { 124.0 + more };
                let width = if column == 0 { 104.0 + more } else { rect.right() - 8.0 - left };
                Rect::from_min_size(pos2(left, rect.top() + 4.0 + 24.5 * (at / 2) as f32), vec2(width, 24.0))
            };
            if place.right() > rect.right() + 1.0 {
                break;
            }
            self.legend_entry(ui, t, place, status, word, count);
        }
    }

    fn legend_entry(
        &mut self,
        ui: &mut Ui,
        t: &Tokens,
        rect: Rect,
        status: Option<Status>,
        word: &str,
        count: usize,
    ) {
        let slot = super::model::slot(status);
        let on = self.filter[slot];
        let any = self.filter.iter().any(|on| *on);
        let response = ui.interact(rect, ui.unique_id().with(("legend", slot)), Sense::click());
        let name = format!("{word}, {count} {}", if count == 1 { "unit" } else { "units" });
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, &name));
        if on {
            ui.painter().rect_filled(rect, 6.0, t.selected);
        }
        controls::ground(ui, &response, rect, t);
        let mut painter = ui.painter().clone();
        if any && !on {
            painter.multiply_opacity(0.55);
        }
        let look = labels::status_look(t, status);
        let y = rect.center().y;
        draw::status_shape(&painter, pos2(rect.left() + 9.5, y), 11.0, status, look.mark);
        let quiet = if count == 0 { t.text3 } else { t.text2 };
        let weight = if count == 0 { Weight::Medium } else { Weight::SemiBold };
        let number = count.to_string();
        let at = pos2(rect.right() - 4.0, y);
        let ink = if count == 0 { t.text3 } else { t.text1 };
        let number = draw::text(&painter, at, Align2::RIGHT_CENTER, &number, t11(weight), ink, 60.0);
        let room = number.left() - 4.0 - rect.left() - 20.0;
        draw::text(
            &painter,
            pos2(rect.left() + 20.0, y),
            Align2::LEFT_CENTER,
            word,
            t11(Weight::Medium),
            quiet,
            room,
        );
        if response.clicked() {
            self.filter[slot] = !on;
            ui.ctx().request_repaint();
        }
        response.on_hover_text(if on {
            "Click to take it out of the filter"
        } else {
            "Click to fade all others"
        });
    }

    fn zoom_buttons(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, pass: &Pass<'_>, rect: Rect) {
        let t = cx.tokens;
        if !self.aside {
            plate(ui.painter(), rect, t);
        }
        let buttons = [
            (icons::PLUS, "Zoom in", "Zoom in (+)"),
            (icons::MINUS, "Zoom out", "Zoom out (−)"),
            (icons::MAXIMIZE, "Fit the map", "Fit the map (Shift+1)"),
        ];
        for (at, (icon, name, hint)) in buttons.into_iter().enumerate() {
            let step = 25.0 * at as f32;
            let place = if self.aside {
                Rect::from_min_size(rect.min + vec2(step, 2.0), vec2(24.0, 24.0))
            } else {
                Rect::from_min_size(rect.min + vec2(3.0, 2.0 + step), vec2(24.0, 24.0))
            };
            if icon_button(ui, place, icon, name, t).on_hover_text(hint).clicked() {
                let middle = View::middle(pass.canvas);
                match at {
                    0 => self.zoom_to(self.view.zoom * 1.25, middle, pass.canvas),
                    1 => self.zoom_to(self.view.zoom / 1.25, middle, pass.canvas),
                    _ => self.fit_now(),
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
            colour: self.colour,
            regions: &[],
            symbol: "",
        };
        let mut mesh = Mesh::default();
        for patch in pass.model.layout.cards().patches(bounds, 2.0 / zoom) {
            let (part, node) = match patch {
                Patch::Node(node) => (pass.model.layout.rect(node), node),
                Patch::Run { bounds, span } => (bounds, pass.model.layout.cards().id(span.start)),
            };
            let at = small.rect_to_screen(place, part);
            let at = Rect::from_min_size(at.min, at.size().max(Vec2::splat(1.0)));
            let (_, mark) = brush.fill(pass.model.unit(node), pass.model.groups[node.index()]);
            mesh.add_colored_rect(at, mark);
        }
        brush.painter.add(Shape::mesh(mesh));
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

/// The ground of something that floats.
fn plate(painter: &Painter, rect: Rect, t: &Tokens) {
    painter.rect(rect, 8.0, t.panel, Stroke::new(1.0, t.rule), StrokeKind::Outside);
}

fn icon_button(ui: &Ui, rect: Rect, icon: Icon, name: &str, t: &Tokens) -> Response {
    let response = ui.interact(rect, ui.unique_id().with(name), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    controls::ground(ui, &response, rect, t);
    paint_icon(ui.painter(), rect.center(), 14.0, icon, t.text2);
    response
}

/// What the colours of the rate ramp mean.
fn ramp_legend(painter: &Painter, rect: Rect, t: &Tokens) {
    let low = rect.height() < 60.0;
    let (left, width) =
        if low { (rect.left() + 88.0, 180.0) } else { (rect.left() + 12.0, rect.width() - 24.0) };
    let y = if low { rect.center().y - 6.0 } else { rect.center().y };
    let title = if low { pos2(rect.left() + 4.0, rect.center().y) } else { pos2(left, rect.top() + 18.0) };
    draw::text(painter, title, Align2::LEFT_CENTER, "Penetration", t11(Weight::Medium), t.text2, 120.0);
    let step = width / 9.0;
    for (at, colour) in t.ramp.iter().enumerate() {
        let part = Rect::from_min_size(pos2(left + step * at as f32, y), vec2(step, 12.0));
        painter.rect_filled(part, 0.0, *colour);
    }
    let font = t11(Weight::Regular);
    if low {
        draw::text(
            painter,
            pos2(left - 4.0, y + 6.0),
            Align2::RIGHT_CENTER,
            "0%",
            font.clone(),
            t.text3,
            40.0,
        );
        draw::text(
            painter,
            pos2(left + width + 4.0, y + 6.0),
            Align2::LEFT_CENTER,
            "100%",
            font,
            t.text3,
            40.0,
        );
    } else {
        draw::text(painter, pos2(left, y + 22.0), Align2::LEFT_CENTER, "0%", font.clone(), t.text3, 40.0);
        draw::text(
            painter,
            pos2(left + width / 2.0, y + 22.0),
            Align2::CENTER_CENTER,
            "50%",
            font.clone(),
            t.text3,
            40.0,
        );
        draw::text(painter, pos2(left + width, y + 22.0), Align2::RIGHT_CENTER, "100%", font, t.text3, 40.0);
    }
}

/// A line of text beside a card that has none.
pub fn tip(cx: &PanelContext<'_>, painter: &Painter, canvas: Rect, card: Rect, said: &str) {
    let t = cx.tokens;
    let galley = draw::line(painter, said, t13(Weight::Regular), t.text1, (canvas.width() - 40.0).min(420.0));
    let size = galley.size() + vec2(24.0, 14.0);
    let below = card.bottom() + 6.0 + size.y < canvas.bottom();
    let top = if below { card.bottom() + 6.0 } else { card.top() - 6.0 - size.y };
    let left = (card.center().x - size.x / 2.0).min(canvas.right() - size.x - 4.0).max(canvas.left() + 4.0);
    let rect = Rect::from_min_size(pos2(left, top), size);
    painter.rect(rect, 8.0, t.raised, Stroke::new(1.0, t.border), StrokeKind::Inside);
    painter.galley(rect.min + vec2(12.0, 7.0), galley, t.text1);
}
