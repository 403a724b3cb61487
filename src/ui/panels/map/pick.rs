//! Choosing from a list with a field: the new parent of units, their region, the group they get.

use egui::{Id, Popup, PopupCloseBehavior, PopupKind, Pos2, Response, Ui, vec2};

use crate::{
    document::{Edit, FreshKeys, UnitChange},
    domain::{OrgUnit, RegionKey, UnitKey, UnitKind},
    ui::kit::{Weight, t13},
};

use super::{
    super::{
        PanelContext,
        controls::{entry, line_field},
    },
    MapPanel, Pass, model,
    templates::new_region,
};

/// Entries shown at once; typing finds the others.
const SHOWN: usize = 8;

/// What is being chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Another parent.
    MoveTo,
    /// The region of the units.
    Region,
    /// A new unit above them.
    Group,
}

impl Purpose {
    /// Hint and name of the field.
    const fn field(self) -> (&'static str, &'static str) {
        match self {
            Self::MoveTo => ("Move to…", "Move to"),
            Self::Region => ("Region, or a new one…", "Region of the units"),
            Self::Group => ("Name or region…", "Name of the group"),
        }
    }

    const fn nothing(self) -> &'static str {
        match self {
            Self::MoveTo => "No unit of that name can take it.",
            Self::Region => "Type the name of a new region.",
            Self::Group => "Type the name of the new unit.",
        }
    }
}

/// The open list.
pub struct Picking {
    purpose: Purpose,
    units: Vec<UnitKey>,
    text: String,
    at: Pos2,
    started: bool,
}

/// One entry.
#[derive(Clone)]
enum Pick {
    Unit(usize),
    Region(Option<RegionKey>),
    NewRegion(String),
    Group(String),
    GroupRegion(RegionKey),
}

impl MapPanel {
    /// Opens the list; groups and parents are for whole branches.
    pub(super) fn start_picking(&mut self, pass: &Pass<'_>, purpose: Purpose, units: &[usize], at: Pos2) {
        let units = match purpose {
            Purpose::Region => units.to_vec(),
            _ => model::topmost(&pass.derived.tree, units),
        };
        let units: Vec<UnitKey> = units.into_iter().map(|unit| pass.key(unit)).collect();
        if !units.is_empty() {
            self.picking = Some(Picking { purpose, units, text: String::new(), at, started: false });
        }
    }

    pub(super) fn picking_ui(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        pass: &Pass<'_>,
        ground: &Response,
    ) {
        let Some(picking) = &mut self.picking else { return };
        let t = cx.tokens;
        let tree = &pass.derived.tree;
        let units: Vec<usize> = picking.units.iter().filter_map(|key| tree.index(key)).collect();
        let mut open = true;
        let mut chosen = None;
        let started = std::mem::replace(&mut picking.started, true);
        let purpose = picking.purpose;
        let id = ui.unique_id().with("choose from a list");
        let text = &mut picking.text;
        Popup::new(id, ui.ctx().clone(), picking.at, ui.layer_id())
            .kind(PopupKind::Popup)
            .open_bool(&mut open)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .width(260.0)
            .show(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.set_min_width(260.0);
                let (rect, _) = ui.allocate_exact_size(vec2(260.0, 28.0), egui::Sense::hover());
                let field: Id = id.with("field");
                let (response, entered) = line_field(ui, rect, field, text, purpose.field(), t);
                if !started {
                    response.request_focus();
                }
                // After the field, so that letters that come in one pass with Enter count.
                let offers = offers(cx, pass, purpose, &units, text.trim());
                if entered {
                    chosen = offers.first().map(|(_, _, pick)| pick.clone());
                }
                for (name, note, pick) in &offers {
                    if entry(ui, t, name, note, None).clicked() {
                        chosen = Some(pick.clone());
                    }
                }
                if offers.is_empty() {
                    let said = purpose.nothing();
                    ui.label(egui::RichText::new(said).font(t13(Weight::Regular)).color(t.text3));
                }
            });
        if let Some(pick) = chosen {
            self.take_pick(cx, pass, &units, pick);
            open = false;
        }
        if !open {
            self.picking = None;
            ground.request_focus();
        }
    }

    fn take_pick(&mut self, cx: &mut PanelContext<'_>, pass: &Pass<'_>, units: &[usize], pick: Pick) {
        let account = pass.account.key.clone();
        let keys: Vec<UnitKey> = units.iter().map(|unit| pass.key(*unit)).collect();
        let set = |region| Edit::SetUnits {
            account: account.clone(),
            units: keys.clone(),
            change: UnitChange::Region(region),
        };
        match pick {
            Pick::Unit(parent) => self.hang(cx, pass, units, parent),
            Pick::Region(region) => cx.edit(set(region)),
            Pick::NewRegion(name) => {
                let region = new_region(cx.workspace.regions.iter(), &name);
                let what = format!("set region to {name}");
                let edits = vec![Edit::AddRegion { region: region.clone() }, set(Some(region.key))];
                cx.edit(Edit::Several { what, edits });
            }
            Pick::Group(name) => Self::group(cx, pass, units, &name, None),
            Pick::GroupRegion(key) => {
                let named = cx.workspace.regions.iter().find(|region| region.key == key);
                let name = named.map_or_else(|| key.to_string(), |region| region.name.clone());
                Self::group(cx, pass, units, &name, Some(key));
            }
        }
    }

    /// Hangs units below a new one that stands where the first of them stood.
    fn group(
        cx: &mut PanelContext<'_>,
        pass: &Pass<'_>,
        units: &[usize],
        name: &str,
        region: Option<RegionKey>,
    ) {
        let tree = &pass.derived.tree;
        let Some(&first) = units.first() else { return };
        let parent = pass.key(tree.parent(first).unwrap_or(0));
        let kind = if region.is_some() {
            UnitKind::Region
        } else {
            pass.account.units.get(first).map_or(UnitKind::Other, |unit| unit.kind)
        };
        let account = pass.account.key.clone();
        let key = FreshKeys::new(tree).key(name);
        let unit = OrgUnit { region, ..OrgUnit::new(key.clone(), Some(parent.clone()), name, kind) };
        let keys: Vec<UnitKey> = units.iter().map(|unit| pass.key(*unit)).collect();
        let add = Edit::AddUnit { account: account.clone(), unit: Box::new(unit) };
        let stand = Edit::MoveUnits {
            account: account.clone(),
            units: vec![key.clone()],
            parent,
            before: keys.first().cloned(),
        };
        let hang = Edit::MoveUnits { account, units: keys, parent: key.clone(), before: None };
        let what = format!("group {} below {name}", super::branch::units_word(units.len()));
        cx.edit(Edit::Several { what, edits: vec![add, stand, hang] });
        cx.push(super::super::Action::SelectUnits(vec![key]));
    }
}

/// What can be chosen for the text typed so far: name, note, what it stands for.
fn offers(
    cx: &PanelContext<'_>,
    pass: &Pass<'_>,
    purpose: Purpose,
    units: &[usize],
    typed: &str,
) -> Vec<(String, String, Pick)> {
    let wanted = typed.to_lowercase();
    let tree = &pass.derived.tree;
    let regions = cx.workspace.regions.iter().filter(|region| region.name.to_lowercase().contains(&wanted));
    let known = cx.workspace.regions.iter().any(|region| region.name.to_lowercase() == wanted);
    let mut offers: Vec<(String, String, Pick)> = Vec::new();
    match purpose {
        Purpose::MoveTo => {
            let order = pass.facts().order().iter().map(|unit| *unit as usize);
            let fits = order.filter(|unit| {
                pass.account.unit_name(*unit).to_lowercase().contains(&wanted)
                    && model::can_hang(tree, units, *unit)
            });
            offers.extend(fits.take(SHOWN).map(|unit| {
                let above = tree.parent(unit).map_or("", |up| pass.account.unit_name(up));
                (pass.account.unit_name(unit).to_owned(), above.to_owned(), Pick::Unit(unit))
            }));
        }
        Purpose::Region => {
            offers.extend(
                regions.take(SHOWN).map(|region| {
                    (region.name.clone(), String::new(), Pick::Region(Some(region.key.clone())))
                }),
            );
            if typed.is_empty() {
                offers.push(("Inherited".to_owned(), "from above".to_owned(), Pick::Region(None)));
            } else if !known {
                offers.push((typed.to_owned(), "new region".to_owned(), Pick::NewRegion(typed.to_owned())));
            }
        }
        Purpose::Group => {
            if !typed.is_empty() {
                offers.push((typed.to_owned(), "new unit".to_owned(), Pick::Group(typed.to_owned())));
            }
            offers.extend(regions.take(SHOWN - 1).map(|region| {
                (region.name.clone(), "region".to_owned(), Pick::GroupRegion(region.key.clone()))
            }));
        }
    }
    offers
}
