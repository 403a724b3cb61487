//! The organisation map: a tidy tree of the selected account to look at, to walk through and to change.

mod branch;
mod canvas;
mod commands;
mod export;
mod grouped;
mod header;
mod hidden;
mod keys;
mod list;
mod look;
mod marquee;
mod menu;
mod model;
mod outline;
mod overlay;
mod paint;
mod pick;
mod portfolio;
mod scores;
mod shade;
mod shown;
mod specks;
mod templates;
mod text;
mod treemap;
mod view;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use egui::{Pos2, Rect, Vec2};
use imbl::Vector;

use crate::{
    document::AccountDerived,
    domain::{Account, AccountKey, OrgUnit, Period, UnitKey},
    engine::{
        metrics::{Before, PeriodFacts, facts},
        regroup::{GroupBy, Owners},
        shading::worst,
    },
    layout::{NodeId, Rect as MapRect},
};

use super::PanelContext;
use export::Painted;
pub use export::Sight;
use grouped::Grouped;
use hidden::Hidden;
use list::Adding;
use look::ColourBy;
pub use model::{MapModel, Shape};
use pick::Picking;
use portfolio::Portfolio;
use scores::Scores;
use shade::{Asked, Found, Shading};
use specks::Specks;
use text::Rivals;
use treemap::Cells;
use view::View;

/// Panel header.
const HEADER: f32 = 40.0;

/// How the units are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum MapKind {
    /// Cards under cards.
    #[default]
    Tree,
    /// Areas within areas.
    Treemap,
    /// Rows, indented.
    Outline,
}

/// The map of the selected account.
#[derive(Default)]
pub struct MapPanel {
    kind: MapKind,
    /// The hierarchy shown; `None` = by parents.
    group_by: Option<GroupBy>,
    grouped: Option<Grouped>,
    /// All accounts as one, while no account is selected.
    portfolio: Option<Portfolio>,
    /// When another view was chosen, for its fading in.
    switched: Option<f64>,
    /// The account for which the window onto the map was set.
    shown: Option<AccountKey>,
    model: Option<Arc<MapModel>>,
    /// What is hidden of each account that was looked at, in each hierarchy.
    collapsed: HashMap<(AccountKey, Option<GroupBy>), Arc<Hidden>>,
    /// The root of the tree stands at the left.
    rightwards: bool,
    /// The branch that the treemap shows; `None` = everything.
    branch: Option<UnitKey>,
    cells: Option<Cells>,
    /// Where the first row of the outline is on screen, and which rows are seen.
    first_row: f32,
    listed: std::ops::Range<usize>,
    /// The row to bring into view.
    scroll_to: Option<usize>,
    view: View,
    /// The window still stands where fitting put it, and follows the size of the canvas.
    fitted: bool,
    /// Somebody asked for the whole map, however small.
    whole: bool,
    /// As a whole the tree is no more than a line of specks.
    thin: bool,
    /// Size of the canvas when the window was last fitted.
    size: Vec2,
    /// At "fit" cards lie under the legend, so it stands below the canvas.
    aside: bool,
    /// Rows of the legend below the canvas after the first one.
    more_rows: u8,
    colour: ColourBy,
    /// The period with which [`ColourBy::Change`] compares; `None` = the one before.
    since: Option<Period>,
    /// Words of the classes that the legend lets through; none = all.
    filter: BTreeSet<String>,
    shading: Shading,
    scores: Scores,
    /// The tree from far, and in small.
    specks: Specks,
    minimap: Specks,
    rivals: Rivals,
    /// What was painted last, for pictures.
    painted: Option<Painted>,
    find: Find,
    /// The unit just found, and when.
    flash: Option<(usize, f64)>,
    rename: Option<Rename>,
    drag: Option<Drag>,
    menu: Option<Menu>,
    picking: Option<Picking>,
    /// A list of units being typed or pasted.
    adding: Option<Adding>,
    /// Where a frame around units began, on screen.
    marquee: Option<Pos2>,
    /// The last thing done came from the keyboard, so the focus is shown.
    by_key: bool,
    /// Bring the selected unit into view.
    reveal: Option<Reveal>,
    /// Take the keyboard.
    wants_focus: bool,
    /// Put the cursor into the find field.
    wants_find: bool,
}

/// The find field.
#[derive(Default)]
struct Find {
    text: String,
    source: Option<(Arc<PeriodFacts>, Vector<Arc<OrgUnit>>, String)>,
    hits: Vec<u32>,
    at: Option<usize>,
}

/// A name being typed over its card.
struct Rename {
    unit: UnitKey,
    text: String,
    /// The field has had its first pass.
    started: bool,
    /// Passes in which the unit was not there yet.
    waited: u8,
    /// The unit was added for this; the gesture in which it was is open until the name is taken.
    is_new: bool,
}

impl Rename {
    fn new(unit: UnitKey, text: String) -> Self {
        Self { unit, text, started: false, waited: 0, is_new: false }
    }
}

/// Cards in the hand.
struct Drag {
    units: Vec<usize>,
    target: Option<usize>,
}

/// The open menu of a card.
#[derive(Clone)]
struct Menu {
    unit: UnitKey,
    at: Pos2,
    /// Opened by a key, so the first entry takes the focus.
    by_key: bool,
}

/// How to bring the selected unit into view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reveal {
    /// Move no more than needed.
    Nudge,
    /// Put it in the middle.
    Centre,
}

/// What one pass looks at.
struct Pass<'a> {
    account: &'a Account,
    derived: &'a AccountDerived,
    model: Arc<MapModel>,
    /// Selected units as indices, the primary one last.
    selected: Vec<usize>,
    /// The same to look up.
    chosen: HashSet<usize>,
    canvas: Rect,
}

impl Pass<'_> {
    fn primary(&self) -> Option<usize> {
        self.selected.last().copied()
    }

    fn is_selected(&self, unit: usize) -> bool {
        !self.chosen.is_empty() && self.chosen.contains(&unit)
    }

    fn key(&self, unit: usize) -> UnitKey {
        self.derived.tree.key(unit)
    }

    fn facts(&self) -> &PeriodFacts {
        &self.derived.facts
    }
}

impl MapPanel {
    /// Brings the selected unit into the middle, opening what hides it.
    pub fn show_selection(&mut self) {
        self.reveal = Some(Reveal::Centre);
        self.wants_focus = true;
    }

    /// Shows the units as a tree, a treemap or an outline.
    pub fn show(&mut self, kind: MapKind) {
        self.show_as(kind, f64::NEG_INFINITY);
    }

    /// Screen points for one unit of the tree's layout.
    pub fn zoom(&self) -> f64 {
        self.view.zoom
    }

    /// Puts the cursor into the find field.
    pub fn focus_find(&mut self) {
        self.wants_find = true;
    }

    /// Paints the panel and takes what is done to it.
    pub fn ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut egui::Ui) {
        let all = ui.max_rect();
        let header = Rect::from_min_size(all.min, egui::vec2(all.width(), HEADER.min(all.height())));
        let body = Rect::from_min_max(egui::pos2(all.left(), header.bottom()), all.max);
        let Some((account, derived)) = self.subject(cx) else {
            self.header_ui(cx, ui, header, None);
            Self::empty_ui(ui, body, cx.tokens);
            return;
        };
        let legend = if self.legend_below() { self.legend_height() } else { 0.0 };
        let canvas =
            Rect::from_min_max(body.min, egui::pos2(body.right(), (body.bottom() - legend).max(body.top())));
        self.score(cx, ui.ctx());
        self.refresh(cx, &account, &derived, canvas.size(), body.size());
        let Some(model) = self.model.clone() else { return };
        self.painted = Some(Painted::new(cx, &account, &derived, canvas));
        let selected: Vec<usize> =
            cx.selection.units.iter().filter_map(|key| derived.tree.index(key)).collect();
        let chosen = selected.iter().copied().collect();
        let pass = Pass { account: &account, derived: &derived, model, selected, chosen, canvas };
        self.header_ui(cx, ui, header, Some(&pass));
        ui.scope_builder(egui::UiBuilder::new().max_rect(body).id_salt("map body"), |ui| {
            ui.set_clip_rect(body.intersect(ui.clip_rect()));
            self.fade_in(cx, ui);
            self.canvas_ui(cx, ui, &pass, body);
            self.first_units_ui(ui, &pass);
        });
    }

    /// The units to be shown: those of the account in the hierarchy chosen, or of all accounts; `None` = there is none.
    fn subject(&mut self, cx: &PanelContext<'_>) -> Option<(Arc<Account>, Arc<AccountDerived>)> {
        let (account, derived) = if let Some(index) = cx.account_index() {
            self.portfolio = None;
            (Arc::clone(&cx.workspace.accounts[index]), Arc::clone(&cx.derived.accounts[index]))
        } else {
            self.as_portfolio(cx)?
        };
        Some(self.as_grouped(cx, account, derived))
    }

    /// A view just chosen comes in softly.
    fn fade_in(&mut self, cx: &PanelContext<'_>, ui: &mut egui::Ui) {
        const LASTS: f64 = 0.14;
        let Some(since) = self.switched else { return };
        let part = (ui.input(|input| input.time) - since) / LASTS;
        if cx.reduced_motion || part >= 1.0 {
            self.switched = None;
        } else {
            ui.set_opacity((0.3 + 0.7 * part.max(0.0)) as f32);
            ui.ctx().request_repaint();
        }
    }

    /// Brings layout, counts and window up to date with what is selected.
    fn refresh(
        &mut self,
        cx: &PanelContext<'_>,
        account: &Arc<Account>,
        derived: &Arc<AccountDerived>,
        canvas: Vec2,
        body: Vec2,
    ) {
        let other = self.shown.as_ref() != Some(&account.key);
        if other {
            self.shown = Some(account.key.clone());
            self.model = None;
            (self.fitted, self.whole) = (true, false);
            self.put_down();
            self.flash = None;
            self.find.at = None;
            self.branch = None;
            self.filter.clear();
        }
        let reveals = self.reveal.is_some();
        let collapsed = self.hidden_of(account, derived, body);
        if reveals && let Some(unit) = cx.selection.unit().and_then(|key| derived.tree.index(key)) {
            let mut above = derived.tree.parent(unit);
            while let Some(up) = above {
                let (key, level) = (derived.tree.key(up), derived.facts.level(up));
                if collapsed.has(&key, level) {
                    Arc::make_mut(collapsed).set(key, level, false);
                }
                above = derived.tree.parent(up);
            }
        }
        let collapsed = Arc::clone(collapsed);
        let wanted = match self.kind {
            // Areas show everything; what is too small is a block.
            MapKind::Treemap => Shape::default(),
            MapKind::Outline => Shape { collapsed, rightwards: false },
            MapKind::Tree => Shape { collapsed, rightwards: self.rightwards },
        };
        let current =
            self.model.as_ref().is_some_and(|m| m.is_current(&derived.tree, &derived.facts, &wanted));
        let mut moved = other;
        if !current {
            let old = self.model.take();
            self.model = Some(Arc::new(MapModel::after(old, account, &derived.tree, &derived.facts, wanted)));
            moved = true;
        }
        self.rivals.refresh(account, &derived.tree, cx.derived.day_of(cx.workspace, cx.period));
        let scores = self.scores.by_unit.as_ref().filter(|_| self.colour == ColourBy::Opportunity);
        let asked = Asked { by: self.colour, since: self.since, filter: &self.filter, scores };
        let before = |period| match (&self.grouped, &self.portfolio) {
            (Some(grouped), _) => grouped.before(cx.workspace, period),
            (None, Some(portfolio)) => portfolio.before(cx, period),
            _ => Before::new(&facts(cx.workspace, account, &derived.tree, period)),
        };
        let worst = || match &self.portfolio {
            Some(portfolio) => portfolio.worst(cx),
            None => worst(&derived.findings),
        };
        let owners = || match &self.grouped {
            Some(grouped) => grouped.owners(),
            None => Owners::new(account, &derived.facts),
        };
        let found = Found { before: &before, worst: &worst, owners: &owners };
        self.shading.refresh(cx, (account, derived), &self.rivals, &asked, &found);
        if self.fitted && (moved || self.size != canvas) {
            self.fit(canvas, body);
        }
        self.size = canvas;
    }

    /// Whether the legend stands in a row below the canvas.
    fn legend_below(&self) -> bool {
        self.aside || self.kind != MapKind::Tree
    }

    /// Shows the units in another hierarchy; the selection stays.
    pub fn regroup_by(&mut self, by: Option<GroupBy>) {
        if self.group_by != by {
            self.group_by = by;
            self.put_down();
            (self.branch, self.reveal) = (None, Some(Reveal::Nudge));
            self.fit_now();
        }
    }

    /// Closes whatever is open over the units.
    fn put_down(&mut self) {
        (self.rename, self.drag, self.menu) = (None, None, None);
        (self.picking, self.adding, self.marquee) = (None, None, None);
    }

    /// Shows the units in another way; the selection stays.
    fn show_as(&mut self, kind: MapKind, now: f64) {
        if self.kind != kind {
            (self.kind, self.switched) = (kind, Some(now));
            self.put_down();
            (self.reveal, self.wants_focus) = (Some(Reveal::Nudge), true);
            self.size = Vec2::ZERO;
        }
    }

    /// Shows the whole map, with the legend out of its way. Where that would be a line of specks it shows the root and
    /// what is next to it, unless the whole was asked for.
    fn fit(&mut self, canvas: Vec2, body: Vec2) {
        let Some(model) = &self.model else { return };
        let bounds = model.layout.bounds();
        let whole = View::fit(bounds, body);
        self.thin = whole.is_thin(bounds, body);
        self.aside = self.thin || overlay::covers_cards(model, whole, body, self.legend_size());
        let size =
            if self.aside { egui::vec2(body.x, (body.y - self.legend_height()).max(1.0)) } else { body };
        self.view = if self.thin && !self.whole {
            View::from_root(model.layout.rect(NodeId(0)), size, self.rightwards)
        } else {
            View::fit(bounds, size)
        };
        self.fitted = true;
        self.size = canvas;
    }

    /// The smallest zoom: that of "fit", or a twentieth.
    fn least_zoom(&self, canvas: Vec2) -> f64 {
        let bounds = self.model.as_ref().map_or(MapRect::EMPTY, |model| model.layout.bounds());
        View::fit(bounds, canvas).zoom.min(0.05)
    }
}
