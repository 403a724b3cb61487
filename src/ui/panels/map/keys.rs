//! The map by keyboard: walking, adding, renaming, deleting, zooming.

use egui::{Event, EventFilter, Key, Modifiers, Response, Ui, pos2};

use crate::layout::Rect as MapRect;

use super::{
    super::{Action, PanelContext},
    MapKind, MapPanel, Menu, Pass, Reveal,
    model::Way,
    pick::Purpose,
    view::View,
};

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Command {
    Walk(Way),
    /// The same, and what was selected stays so.
    Extend(Way),
    Rename,
    AddBelow,
    AddBeside,
    Delete,
    Toggle,
    Shut(bool),
    ShutLevels(bool),
    Clear,
    Menu,
    ActualSize,
    Fit,
    FitSelection,
    ZoomIn,
    ZoomOut,
    Duplicate,
    Group,
    SelectAll,
}

impl Command {
    /// Whether it leaves selection and workspace alone.
    const fn moves_only_the_window(self) -> bool {
        matches!(self, Self::ActualSize | Self::Fit | Self::FitSelection)
    }
}

/// The command of a key; `physical` tells where it lies on the keyboard.
fn command(key: Key, physical: Option<Key>, modifiers: Modifiers) -> Option<Command> {
    let plain = !modifiers.any();
    let shift = modifiers.shift_only();
    let ctrl = modifiers.command_only() || (modifiers.ctrl && !modifiers.shift && !modifiers.alt);
    let is = |wanted: Key| key == wanted || physical == Some(wanted);
    let way = match key {
        Key::ArrowUp => Some(Way::Parent),
        Key::ArrowDown => Some(Way::Child),
        Key::ArrowLeft => Some(Way::Previous),
        Key::ArrowRight => Some(Way::Next),
        _ => None,
    };
    if let Some(way) = way {
        return if shift { Some(Command::Extend(way)) } else { plain.then_some(Command::Walk(way)) };
    }
    Some(match key {
        Key::Enter if ctrl => Command::AddBeside,
        Key::Enter | Key::F2 if plain => Command::Rename,
        Key::Insert if plain => Command::AddBelow,
        Key::Delete | Key::Backspace if plain => Command::Delete,
        Key::Period if plain => Command::Toggle,
        _ if shift && is(Key::OpenBracket) => Command::ShutLevels(true),
        _ if shift && is(Key::CloseBracket) => Command::ShutLevels(false),
        Key::OpenBracket if plain => Command::Shut(true),
        Key::CloseBracket if plain => Command::Shut(false),
        Key::Escape if plain => Command::Clear,
        Key::F10 if shift => Command::Menu,
        _ if key.name() == "Menu" => Command::Menu,
        _ if ctrl && is(Key::Num0) => Command::ActualSize,
        _ if shift && is(Key::Num1) => Command::Fit,
        _ if shift && is(Key::Num2) => Command::FitSelection,
        Key::D if ctrl => Command::Duplicate,
        Key::G if ctrl => Command::Group,
        Key::A if ctrl => Command::SelectAll,
        Key::Plus | Key::Equals if plain || shift => Command::ZoomIn,
        Key::Minus if plain => Command::ZoomOut,
        _ => return None,
    })
}

impl MapPanel {
    /// Takes the keys that are meant for the map: those pressed while it has the focus, or while the pointer is on
    /// it and nothing has.
    pub(super) fn keys(&mut self, cx: &mut PanelContext<'_>, ui: &Ui, pass: &Pass<'_>, ground: &Response) {
        let focused = ground.has_focus();
        if focused {
            let filter =
                EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab: false };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(ground.id, filter));
        }
        let free = ui.memory(|memory| memory.focused().is_none()) && ui.rect_contains_pointer(pass.canvas);
        if !(focused || free) || self.is_busy() {
            return;
        }
        let mut commands = Vec::new();
        let (mut copied, mut pasted) = (false, None);
        ui.input_mut(|input| {
            input.events.retain(|event| match event {
                Event::Copy if focused => {
                    copied = true;
                    false
                }
                Event::Paste(text) if focused => {
                    pasted = Some(text.clone());
                    false
                }
                Event::Key { key, physical_key, pressed: true, modifiers, .. } => {
                    match command(*key, *physical_key, *modifiers) {
                        // Without the focus only the window onto the map listens.
                        Some(command) if focused || command.moves_only_the_window() => {
                            commands.push(command);
                            false
                        }
                        _ => true,
                    }
                }
                _ => true,
            });
        });
        for command in commands {
            self.obey(cx, ui, pass, ground, command);
        }
        if copied {
            Self::copy_list(cx, pass, &pass.selected);
        }
        if let Some(text) = pasted
            && !self.refuse_structure(cx)
        {
            self.start_list(pass, pass.primary().unwrap_or(0), text);
        }
    }

    /// Something is open that takes the keys.
    const fn is_busy(&self) -> bool {
        self.rename.is_some() || self.menu.is_some() || self.picking.is_some() || self.adding.is_some()
    }

    fn obey(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &Ui,
        pass: &Pass<'_>,
        ground: &Response,
        command: Command,
    ) {
        self.by_key = true;
        let unit = pass.primary();
        let canvas = pass.canvas;
        match command {
            Command::Walk(way) => {
                if let Some(next) = self.step(pass, unit, way) {
                    cx.push(Action::SelectUnits(vec![pass.key(next)]));
                    self.reveal_node(pass, next);
                    ui.ctx().request_repaint();
                }
            }
            Command::Extend(way) => {
                if let Some(next) = self.step(pass, unit, way) {
                    // A step back onto what is selected already lets go of the unit it comes from.
                    let back = pass.selected.contains(&next);
                    let stays = |kept: &usize| *kept != next && !(back && Some(*kept) == unit);
                    let kept = pass.selected.iter().copied().filter(stays);
                    cx.push(Action::SelectUnits(self.keys_of(pass, kept.chain([next]))));
                    self.reveal_node(pass, next);
                    ui.ctx().request_repaint();
                }
            }
            Command::Rename => self.start_rename(cx, pass, unit.unwrap_or(0)),
            Command::AddBelow => self.add_below(cx, pass, unit.unwrap_or(0)),
            Command::AddBeside => self.add_beside(cx, pass, unit.unwrap_or(0)),
            Command::Delete => self.delete(cx, pass, &pass.selected),
            Command::Toggle => self.toggle(pass, unit.unwrap_or(0), None),
            Command::Shut(shut) => self.toggle(pass, unit.unwrap_or(0), Some(shut)),
            Command::ShutLevels(shut) => self.toggle_levels(pass, unit.unwrap_or(0), shut),
            Command::Clear => {
                if unit.is_some() {
                    cx.push(Action::SelectUnits(Vec::new()));
                } else {
                    ground.surrender_focus();
                }
            }
            Command::Menu => {
                let unit = unit.unwrap_or(0);
                let at = self
                    .place_of(pass, unit)
                    .map_or(canvas.center(), |rect| canvas.clamp(pos2(rect.left() + 12.0, rect.bottom())));
                self.menu = Some(Menu { unit: pass.key(unit), at, by_key: true });
            }
            Command::Duplicate => self.duplicate(cx, pass, unit.unwrap_or(0)),
            Command::Group if self.refuse_structure(cx) => {}
            Command::Group => {
                let at =
                    unit.and_then(|unit| self.place_of(pass, unit)).map_or(canvas.center(), |rect| rect.min);
                self.start_picking(pass, Purpose::Group, &pass.selected, canvas.clamp(at));
            }
            Command::SelectAll => self.select_branch(cx, pass, 0),
            Command::ZoomIn | Command::ZoomOut if self.kind == MapKind::Treemap => {
                self.dive(pass, unit, command == Command::ZoomIn);
            }
            Command::FitSelection if self.kind == MapKind::Treemap => {
                if let Some(unit) = unit {
                    let leaf = pass.facts().children(unit).is_empty();
                    self.look_into(
                        pass,
                        if leaf { pass.derived.tree.parent(unit).unwrap_or(0) } else { unit },
                    );
                }
            }
            Command::FitSelection if self.kind == MapKind::Outline => self.scroll_to = unit,
            Command::ActualSize => self.zoom_to(1.0, View::middle(canvas), canvas),
            Command::Fit => self.fit_whole(),
            Command::FitSelection => {
                let nodes = pass.selected.iter().filter_map(|unit| pass.model.node(*unit));
                let part = nodes.fold(MapRect::EMPTY, |sum, node| sum.union(&pass.model.layout.rect(node)));
                if !part.is_empty() {
                    self.view = View::show(part, canvas.size());
                    self.fitted = false;
                }
            }
            Command::ZoomIn => self.zoom_to(self.view.zoom * 1.25, View::middle(canvas), canvas),
            Command::ZoomOut => self.zoom_to(self.view.zoom / 1.25, View::middle(canvas), canvas),
        }
    }

    /// The unit one step away from another; the root where there is none to step from.
    fn step(&mut self, pass: &Pass<'_>, unit: Option<usize>, way: Way) -> Option<usize> {
        let way = if self.rightwards && self.kind == MapKind::Tree { way.turned() } else { way };
        let next = match unit {
            Some(unit) if self.kind == MapKind::Outline => self.walk_rows(pass, unit, way),
            Some(unit) => pass.model.step(unit, way),
            None => Some(0),
        };
        // A group is no unit: the walk goes on to its first one.
        next.map(|next| match way {
            Way::Child if self.is_head(next) => pass.model.step(next, Way::Child).unwrap_or(next),
            Way::Parent if self.is_head(next) => 0,
            _ => next,
        })
    }

    /// Shows the whole map from the next pass on, however small.
    pub fn fit_whole(&mut self) {
        self.fit_now();
        self.whole = true;
    }

    /// Shows the map from the next pass on: all of it, or from the root on.
    pub(super) fn fit_now(&mut self) {
        (self.fitted, self.whole) = (true, false);
        self.branch = None;
        self.size = egui::Vec2::ZERO;
    }

    /// The row one step away: up and down by rows, left and right to close and open.
    fn walk_rows(&mut self, pass: &Pass<'_>, unit: usize, way: Way) -> Option<usize> {
        let row = pass.model.node(unit)?.index();
        let shut = pass.model.hidden[row] > 0;
        let at = |row: usize| pass.model.units.get(row).map(|unit| *unit as usize);
        match way {
            Way::Parent => at(row.checked_sub(1)?),
            Way::Child => at(row + 1),
            Way::Previous if shut || pass.facts().children(unit).is_empty() => {
                pass.model.step(unit, Way::Parent)
            }
            Way::Next if !shut => pass.model.step(unit, Way::Child),
            Way::Previous | Way::Next => {
                self.toggle(pass, unit, Some(way == Way::Previous));
                None
            }
        }
    }

    fn reveal_node(&mut self, pass: &Pass<'_>, unit: usize) {
        match self.kind {
            MapKind::Tree => {}
            MapKind::Treemap => return self.reveal_cell(pass, unit),
            MapKind::Outline => {
                self.scroll_to = Some(unit);
                return;
            }
        }
        if let Some(node) = pass.model.node(unit) {
            let view = self.view.revealing(pass.model.layout.rect(node), pass.canvas.size());
            if view != self.view {
                self.view = view;
                self.fitted = false;
            }
            // Nothing is left to do once the selection has come.
            self.reveal = self.reveal.filter(|reveal| *reveal == Reveal::Centre);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_by_their_letter_and_by_their_place() {
        assert_eq!(command(Key::Exclamationmark, Some(Key::Num1), Modifiers::SHIFT), Some(Command::Fit));
        assert_eq!(command(Key::Num2, None, Modifiers::SHIFT), Some(Command::FitSelection));
        assert_eq!(command(Key::Num0, None, Modifiers::CTRL), Some(Command::ActualSize));
        assert_eq!(
            command(Key::OpenCurlyBracket, Some(Key::OpenBracket), Modifiers::SHIFT),
            Some(Command::ShutLevels(true))
        );
        assert_eq!(command(Key::Enter, None, Modifiers::CTRL), Some(Command::AddBeside));
        assert_eq!(command(Key::Enter, None, Modifiers::NONE), Some(Command::Rename));
        assert_eq!(command(Key::F10, None, Modifiers::SHIFT), Some(Command::Menu));
        assert_eq!(command(Key::F, None, Modifiers::CTRL), None);
        assert_eq!(command(Key::Z, None, Modifiers::CTRL), None);
    }
}
