//! What an account has besides a unit: tier, owner, since when it is a customer, where and with whom it is compared.

use egui::{Align2, Popup, PopupCloseBehavior, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    document::{AccountChange, Edit},
    domain::{RegionKey, Tier},
    ui::kit::{Weight, icons, paint_icon, t13},
};

use super::{
    super::{
        PanelContext,
        controls::{self, entry, menu},
        draw,
    },
    InspectorPanel, Subject, day,
    field::{self, Taken},
    figures::totals_ui,
    model::Shared,
    row, rule,
};

impl InspectorPanel {
    /// The rows of the account itself.
    pub(super) fn account_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
        let t = subject.tokens;
        let account = subject.account;
        let mut changes = Vec::new();
        let word = account.tier.map_or("Not segmented", Tier::word);
        let button = choice(ui, subject, "Tier", word, account.tier.is_none());
        menu(&button, 180.0, |ui| {
            for tier in Tier::ALL.iter().copied().map(Some).chain([None]) {
                let chosen = account.tier == tier;
                if entry(ui, t, tier.map_or("Not segmented", Tier::word), "", Some(chosen)).clicked() {
                    if !chosen {
                        changes.push(AccountChange::Tier(tier));
                    }
                    ui.close();
                }
            }
        });
        let line = field::Row::text("Account owner", Shared::Same(account.owner.as_deref()), "Nobody");
        let owner = self.typed(ui, subject, &line, field::read_text).taken;
        changes.extend(owner.map(|Taken(owner)| AccountChange::Owner(owner)));
        let line = field::Row {
            label: "Customer since",
            held: Shared::Same(account.customer_since.map(|day| day.to_string())),
            short: None,
            hint: "Not known",
            width: 120.0,
        };
        let since = self.typed(ui, subject, &line, day::read).taken;
        changes.extend(since.map(|Taken(since)| AccountChange::CustomerSince(since)));
        changes.extend(scope_ui(cx, ui, subject).map(AccountChange::RegionsInScope));
        let group = Shared::Same(account.comparable_group.as_deref());
        let line = field::Row::text("Comparable group", group, "None");
        let group = self.typed(ui, subject, &line, field::read_text).taken;
        changes.extend(group.map(|Taken(group)| AccountChange::ComparableGroup(group)));
        for change in changes {
            cx.edit(Edit::SetAccount { account: account.key.clone(), change });
        }
        rule(ui, t);
        totals_ui(cx, ui, subject);
        rule(ui, t);
    }
}

/// The regions that could be sold to; hands back another list. Each click on one puts it in or takes it out.
fn scope_ui(cx: &PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) -> Option<Vec<RegionKey>> {
    let t = subject.tokens;
    let scope = &subject.account.regions_in_scope;
    let regions = &cx.workspace.regions;
    let names: Vec<&str> =
        regions.iter().filter(|region| scope.contains(&region.key)).map(|region| &*region.name).collect();
    let word = if names.is_empty() { "None".to_owned() } else { names.join(", ") };
    let button = choice(ui, subject, "Regions in scope", &word, names.is_empty());
    let mut next = None;
    Popup::menu(&button).width(210.0).gap(4.0).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(
        |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_min_width(210.0);
            if regions.is_empty() {
                ui.label("The workspace has no regions yet.");
            }
            for region in regions.iter() {
                let chosen = scope.contains(&region.key);
                let line = entry(ui, t, &region.name, "", Some(chosen));
                line.widget_info(|| WidgetInfo::selected(Role::MenuItemCheckBox, true, chosen, &region.name));
                if line.clicked() {
                    let mut keys = scope.clone();
                    if chosen {
                        keys.retain(|key| *key != region.key);
                    } else {
                        keys.push(region.key.clone());
                    }
                    next = Some(keys);
                }
            }
        },
    );
    button.on_hover_text("Regions that could be sold to, also those where no unit is known yet");
    next
}

/// A row whose value opens a menu.
pub fn choice(ui: &mut Ui, subject: &Subject<'_>, label: &str, word: &str, quiet: bool) -> egui::Response {
    let t = subject.tokens;
    let rect = row(ui, t, label);
    let colour = if quiet { t.text3 } else { t.text1 };
    let line = draw::line(ui.painter(), word, t13(Weight::Medium), colour, rect.width() - 22.0);
    let target = Rect::from_min_max(
        pos2(rect.right() + 8.0 - line.size().x - 32.0, rect.top() + 1.0),
        pos2(rect.right() + 8.0, rect.bottom() - 1.0),
    );
    let response = ui.interact(target, ui.unique_id().with(("choice", label)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{label}: {word}")));
    controls::ground(ui, &response, target, t);
    let place = Align2::RIGHT_CENTER.anchor_size(target.right_center() - vec2(22.0, 0.0), line.size());
    let elided = line.elided;
    ui.painter().galley(place.min, line, colour);
    paint_icon(ui.painter(), target.right_center() - vec2(13.0, 0.0), 12.0, icons::CHEVRON_DOWN, t.text3);
    if elided { response.on_hover_text(word) } else { response }
}
