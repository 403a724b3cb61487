//! One panel per subject. Panels read a [`PanelContext`] and push [`Action`]s; they never meet each other.

mod bits;
mod context;
mod controls;
mod draw;
pub mod inspector;
mod labels;
pub mod map;
pub mod ranking;
pub mod scoring;
pub mod sensitivity;
pub mod trends;

pub use context::{Action, Arrangement, PanelContext, Request, Selection};
pub use inspector::InspectorPanel;
pub use map::MapPanel;
pub use ranking::RankingPanel;
pub use scoring::ScoringPanel;
pub use trends::{TrendsPanel, TrendsStrip};

macro_rules! temporary { ($($name:ident),*) => { $(
/// Stand-in.
#[derive(Default)] pub struct $name;
impl $name { /// x
 pub fn ui(&mut self, _c: &mut PanelContext<'_>, _u: &mut egui::Ui) {} } )* } }
temporary!(AccountsPanel, UsagePanel, LinesPanel, TornadoPanel);
impl UsagePanel { /// x
 pub fn summary_text(&self) -> Option<String> { None } }
