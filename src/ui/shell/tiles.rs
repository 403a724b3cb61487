//! The tiled panels: which there are, the four arrangements, and how a tile is framed.

use egui::{Color32, Stroke, StrokeKind, Ui, WidgetText};
use egui_tiles::{
    Behavior, Container, EditAction, Linear, LinearDir, SimplificationOptions, TileId, Tiles, Tree,
    UiResponse,
};
use serde::{Deserialize, Serialize};

use crate::ui::{kit::tokens::Tokens, panels::Arrangement};

/// The least width and height of a tile, in points.
pub const MIN_SIZE: f32 = 120.0;

/// A panel that can stand in a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pane {
    /// Accounts with score, band and white space.
    Accounts,
    /// The map of the selected account.
    Map,
    /// Everything of the selected unit.
    Inspector,
    /// One tile per axis.
    TrendsStrip,
    /// The usage grid.
    Usage,
    /// Weights.
    Scoring,
    /// Accounts by score.
    Ranking,
    /// Scores over one weight.
    Lines,
    /// What moves the score most.
    Tornado,
    /// One axis over time.
    Trends,
}

impl Pane {
    /// Title of its tab.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Accounts => "Accounts",
            Self::Map => "Map",
            Self::Inspector => "Inspector",
            Self::TrendsStrip => "Trends strip",
            Self::Usage => "Usage",
            Self::Scoring => "Scoring",
            Self::Ranking => "Ranking",
            Self::Lines => "Weight lines",
            Self::Tornado => "Tornado",
            Self::Trends => "Trends",
        }
    }
}

/// The tiles of an arrangement as they come; `width` of the tiled area tells how much side panels take of it.
pub fn arrange(arrangement: Arrangement, width: f32) -> Tree<Pane> {
    let mut tiles = Tiles::default();
    let share = |points: f32| (points / width.max(600.0)).clamp(0.1, 0.45);
    let root = match arrangement {
        Arrangement::Map => {
            let (accounts, inspector) = (share(248.0), share(312.0));
            let middle = stack(&mut tiles, &[(Pane::Map, 0.8), (Pane::TrendsStrip, 0.2)]);
            let left = tiles.insert_pane(Pane::Accounts);
            let right = tiles.insert_pane(Pane::Inspector);
            row(&mut tiles, &[(left, accounts), (middle, 1.0 - accounts - inspector), (right, inspector)])
        }
        Arrangement::Usage => {
            let inspector = share(312.0);
            let grid = stack(&mut tiles, &[(Pane::Usage, 0.8), (Pane::TrendsStrip, 0.2)]);
            let right = tiles.insert_pane(Pane::Inspector);
            row(&mut tiles, &[(grid, 1.0 - inspector), (right, inspector)])
        }
        Arrangement::Score => {
            let scoring = share(432.0);
            let left = tiles.insert_pane(Pane::Scoring);
            let ranking = tiles.insert_pane(Pane::Ranking);
            let lines = tiles.insert_pane(Pane::Lines);
            let tornado = tiles.insert_pane(Pane::Tornado);
            let lower = row(&mut tiles, &[(lines, 0.57), (tornado, 0.43)]);
            let right = column(&mut tiles, &[(ranking, 0.59), (lower, 0.41)]);
            row(&mut tiles, &[(left, scoring), (right, 1.0 - scoring)])
        }
        Arrangement::Trends => {
            let accounts = share(248.0);
            let left = tiles.insert_pane(Pane::Accounts);
            let right = tiles.insert_pane(Pane::Trends);
            row(&mut tiles, &[(left, accounts), (right, 1.0 - accounts)])
        }
    };
    Tree::new(egui::Id::unique(("tiles", format!("{arrangement:?}"))), root, tiles)
}

fn stack(tiles: &mut Tiles<Pane>, panes: &[(Pane, f32)]) -> TileId {
    let children: Vec<(TileId, f32)> =
        panes.iter().map(|(pane, share)| (tiles.insert_pane(*pane), *share)).collect();
    column(tiles, &children)
}

fn row(tiles: &mut Tiles<Pane>, children: &[(TileId, f32)]) -> TileId {
    linear(tiles, LinearDir::Horizontal, children)
}

fn column(tiles: &mut Tiles<Pane>, children: &[(TileId, f32)]) -> TileId {
    linear(tiles, LinearDir::Vertical, children)
}

fn linear(tiles: &mut Tiles<Pane>, direction: LinearDir, children: &[(TileId, f32)]) -> TileId {
    let mut linear = Linear::new(direction, children.iter().map(|(id, _)| *id).collect());
    for (id, share) in children {
        linear.shares.set_share(*id, *share);
    }
    tiles.insert_container(Container::Linear(linear))
}

/// Radius of the corners of a panel.
const CORNER: f32 = 8.0;

/// Frames tiles and hands each to a painter.
pub struct Frames<'a> {
    /// Colours.
    pub tokens: &'static Tokens,
    /// Paints a panel into its tile.
    pub paint: &'a mut dyn FnMut(Pane, &mut Ui),
    /// Whether the user moved, resized or switched something.
    pub edited: bool,
}

impl Behavior<Pane> for Frames<'_> {
    fn pane_ui(&mut self, ui: &mut Ui, _tile: TileId, pane: &mut Pane) -> UiResponse {
        let rect = ui.max_rect();
        ui.painter().rect_filled(rect, CORNER, self.tokens.panel);
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        (self.paint)(*pane, ui);
        // Whatever a panel fills to its edges, its corners stay round.
        ui.painter().rect_stroke(
            rect,
            CORNER,
            Stroke::new(CORNER / 2.0, self.tokens.desk),
            StrokeKind::Outside,
        );
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> WidgetText {
        pane.title().into()
    }

    fn gap_width(&self, _style: &egui::Style) -> f32 {
        6.0
    }

    fn min_size(&self) -> f32 {
        MIN_SIZE
    }

    fn tab_bar_height(&self, _style: &egui::Style) -> f32 {
        32.0
    }

    fn tab_bar_color(&self, _visuals: &egui::Visuals) -> Color32 {
        self.tokens.desk
    }

    fn resize_stroke(&self, _style: &egui::Style, state: egui_tiles::ResizeState) -> Stroke {
        match state {
            egui_tiles::ResizeState::Idle => Stroke::NONE,
            egui_tiles::ResizeState::Hovering => Stroke::new(2.0, self.tokens.control),
            egui_tiles::ResizeState::Dragging => Stroke::new(2.0, self.tokens.accent),
        }
    }

    fn simplification_options(&self) -> SimplificationOptions {
        SimplificationOptions { all_panes_must_have_tabs: false, ..SimplificationOptions::default() }
    }

    fn on_edit(&mut self, _action: EditAction) {
        self.edited = true;
    }
}
