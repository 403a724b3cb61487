//! What an account has besides a unit: tier, owner, since when it is a customer, totals.

use egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    document::Edit,
    domain::Tier,
    engine::metrics::{Unit, UnitMeasure},
    ui::kit::{Weight, icons, paint_icon, t13},
};

use super::{
    super::{
        PanelContext,
        controls::{self, entry, menu},
        draw, labels,
    },
    Subject, field, heading, row, rule, shown,
};

/// The rows of the account itself.
pub fn ui(cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
    let t = subject.tokens;
    let account = subject.account;
    let word = account.tier.map_or("Not segmented", Tier::word);
    let button = choice(ui, subject, "Tier", word, false);
    menu(&button, 180.0, |ui| {
        for tier in Tier::ALL.iter().copied().map(Some).chain([None]) {
            let chosen = account.tier == tier;
            if entry(ui, t, tier.map_or("Not segmented", Tier::word), "", Some(chosen)).clicked() {
                if !chosen {
                    cx.edit(Edit::SetTier { account: account.key.clone(), tier });
                }
                ui.close();
            }
        }
    });
    shown(ui, t, "Account owner", account.owner.as_deref().unwrap_or(labels::UNKNOWN), "");
    let since = account.customer_since.map_or_else(|| labels::UNKNOWN.to_owned(), |day| day.to_string());
    shown(ui, t, "Customer since", &since, "");
    rule(ui, t);
    heading(ui, t, icons::SIGMA, "Totals", t.text2);
    let root = subject.derived.facts.root();
    for which in field::TOTALS {
        let measured = which.measure(root);
        let value = match which.unit() {
            Unit::Money => labels::money(measured.value, &subject.symbol),
            _ => labels::count(measured.value),
        };
        let hint = measured.reason.map_or(String::new(), |reason| format!("Unknown: {reason}"));
        shown(ui, t, &format!("Total {}", lower(which)), &value, &hint);
    }
    shown(ui, t, "Active units", &format!("{} of {}", root.active_units, root.units), "");
    rule(ui, t);
}

fn lower(which: UnitMeasure) -> String {
    let name = which.name();
    // Abbreviations keep their capitals.
    if name.chars().nth(1).is_some_and(char::is_uppercase) { name.to_owned() } else { name.to_lowercase() }
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
    ui.painter().galley(place.min, line, colour);
    paint_icon(ui.painter(), target.right_center() - vec2(13.0, 0.0), 12.0, icons::CHEVRON_DOWN, t.text3);
    response
}
