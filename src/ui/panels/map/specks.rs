//! Cards too small for anything but colour, all in one mesh that is kept between frames: the map from far, and the minimap.

use std::sync::Arc;

use egui::{Mesh, Rect, Shape, vec2};

use crate::{engine::shading::card::FADED, layout::Patch};

use super::{model::MapModel, paint::Brush, shade::Colours, view::View};

/// A mesh of specks, kept while what it shows stays where it is: a hundred thousand cards are painted at once.
#[derive(Default)]
pub struct Specks(Option<Kept>);

struct Kept {
    model: Arc<MapModel>,
    colours: Colours,
    view: View,
    canvas: Rect,
    mesh: Arc<Mesh>,
}

impl Specks {
    /// Paints what the brush's window shows. Cards whose boxes are smaller together than `grain` pixels are one speck; those
    /// that do not match are faded.
    pub fn paint(&mut self, brush: &Brush<'_>, model: &Arc<MapModel>, colours: Colours, grain: f64) {
        let is_current = |kept: &Kept| {
            Arc::ptr_eq(&kept.model, model)
                && kept.colours == colours
                && (kept.view, kept.canvas) == (brush.view, brush.canvas)
        };
        let kept = match self.0.take() {
            Some(kept) if is_current(&kept) => kept,
            _ => Kept {
                mesh: Arc::new(mesh(brush, colours.matches.as_deref().map(Vec::as_slice), grain)),
                model: Arc::clone(model),
                colours,
                view: brush.view,
                canvas: brush.canvas,
            },
        };
        brush.painter.add(Shape::Mesh(Arc::clone(&kept.mesh)));
        self.0 = Some(kept);
    }
}

fn mesh(brush: &Brush<'_>, matches: Option<&[bool]>, grain: f64) -> Mesh {
    let mut mesh = Mesh::default();
    let cards = brush.model.layout.cards();
    for patch in cards.patches(brush.view.window(brush.canvas), grain / brush.view.zoom) {
        let (rect, node) = match patch {
            Patch::Node(node) => (brush.model.layout.rect(node), node),
            Patch::Run { bounds, span } => (bounds, cards.id(span.start)),
        };
        let rect = brush.view.rect_to_screen(brush.canvas, rect);
        let rect = Rect::from_min_size(rect.min, rect.size().max(vec2(1.0, 1.0)));
        let colour = brush.fill(node).1;
        let faded = matches.is_some_and(|matches| !matches[brush.model.unit(node)]);
        mesh.add_colored_rect(rect, if faded { colour.gamma_multiply(FADED) } else { colour });
    }
    mesh
}
