//! One panel per subject. Panels read a [`PanelContext`] and push [`Action`]s; they never meet each other.

mod context;
mod controls;
mod draw;
pub mod inspector;
mod labels;
pub mod map;

pub use inspector::InspectorPanel;
pub use map::MapPanel;
pub use context::{Action, Arrangement, PanelContext, Request, Selection};

macro_rules! temporary { ($($name:ident),*) => { $(
/// Stand-in.
#[derive(Default)] pub struct $name;
impl $name { /// x
 pub fn ui(&mut self, _c: &mut PanelContext<'_>, _u: &mut egui::Ui) {} } )* } }
temporary!(AccountsPanel, TrendsStrip, UsagePanel, ScoringPanel, RankingPanel, LinesPanel, TornadoPanel, TrendsPanel);
impl UsagePanel { /// x
 pub fn summary_text(&self) -> Option<String> { None } }
