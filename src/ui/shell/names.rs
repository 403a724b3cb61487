//! Names for what the toolkits leave nameless to a screen reader: dividers between tiles, scroll bars.

use egui::{
    Context, FullOutput, Plugin,
    accesskit::{Node, Orientation, Role},
};

/// Adds the names to every tree that goes out.
pub struct Names;

impl Plugin for Names {
    fn debug_name(&self) -> &'static str {
        "names"
    }

    fn output_hook(&mut self, _context: &Context, output: &mut FullOutput) {
        let Some(update) = &mut output.platform_output.accesskit_update else { return };
        for (_, node) in update.nodes.iter_mut().filter(|(_, node)| node.label().is_none()) {
            name(node);
        }
    }
}

fn name(node: &mut Node) {
    let is_upright = node.bounds().is_some_and(|bounds| bounds.height() > bounds.width());
    let orientation = if is_upright { Orientation::Vertical } else { Orientation::Horizontal };
    match node.role() {
        Role::ScrollBar => {
            node.set_label(if is_upright { "Scroll up and down" } else { "Scroll left and right" });
        }
        // Tiles are drawn apart by bare rectangles that can be dragged.
        Role::Unknown if node.children().is_empty() && node.bounds().is_some() => {
            node.set_role(Role::Splitter);
            node.set_label("Divider between panels");
        }
        _ => return,
    }
    node.set_orientation(orientation);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_rectangles_become_dividers() {
        let mut node = Node::new(Role::Unknown);
        node.set_bounds(egui::accesskit::Rect { x0: 0.0, y0: 0.0, x1: 8.0, y1: 400.0 });
        name(&mut node);
        assert_eq!((node.role(), node.label()), (Role::Splitter, Some("Divider between panels")));
        assert_eq!(node.orientation(), Some(Orientation::Vertical));
        let mut text = Node::new(Role::TextRun);
        name(&mut text);
        assert_eq!(text.label(), None);
    }
}
