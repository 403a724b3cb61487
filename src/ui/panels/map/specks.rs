//! Cards too small for anything but colour, all in one mesh that is kept between frames: the map from far, and the minimap.

use std::sync::Arc;

use egui::{Mesh, Rect, Shape, vec2};

use crate::{engine::shading::Shades, layout::Patch};

use super::{model::MapModel, paint::Brush, view::View};

/// A mesh of specks, kept while what it shows stays where it is: a hundred thousand cards are painted at once.
#[derive(Default)]
pub struct Specks(Option<Kept>);

struct Kept {
    model: Arc<MapModel>,
    shades: Arc<Shades>,
    matches: Option<Arc<Vec<bool>>>,
    dark: bool,
    view: View,
    canvas: Rect,
    mesh: Arc<Mesh>,
}

impl Kept {
    fn is(&self, other: &Self) -> bool {
        let same_matches = match (&self.matches, &other.matches) {
            (None, None) => true,
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            _ => false,
        };
        same_matches
            && Arc::ptr_eq(&self.model, &other.model)
            && Arc::ptr_eq(&self.shades, &other.shades)
            && (self.dark, self.view, self.canvas) == (other.dark, other.view, other.canvas)
    }
}

impl Specks {
    /// Paints what the brush's window shows. Cards whose boxes are smaller together than `grain` pixels are one speck; those
    /// that do not match are faded.
    pub fn paint(
        &mut self,
        brush: &Brush<'_>,
        (model, shades): (&Arc<MapModel>, &Arc<Shades>),
        matches: Option<&Arc<Vec<bool>>>,
        grain: f64,
    ) {
        let wanted = Kept {
            model: Arc::clone(model),
            shades: Arc::clone(shades),
            matches: matches.cloned(),
            dark: brush.tokens.dark,
            view: brush.view,
            canvas: brush.canvas,
            mesh: Arc::default(),
        };
        let kept = match self.0.take() {
            Some(kept) if kept.is(&wanted) => kept,
            _ => Kept { mesh: Arc::new(mesh(brush, matches.map(|matches| &matches[..]), grain)), ..wanted },
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
        mesh.add_colored_rect(rect, if faded { colour.gamma_multiply(0.35) } else { colour });
    }
    mesh
}
