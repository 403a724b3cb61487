//! The kit in pictures: every component in both themes.

use egui::{Ui, vec2};
use inroads::ui::kit::number::NumberKind;
use inroads::ui::kit::widgets::{self, Button, Chip, NumberField};
use inroads::ui::kit::{Crossing, Mark, Tokens, Weight, WeightSlider, icons, marks, t11, t13, t20, text};

use super::support::{
    gui::{THEMES, harness, word},
    kept::Kept,
};

#[test]
fn the_gallery_looks_as_kept() {
    let mut kept = Kept::default();
    for theme in THEMES {
        let mut harness = harness(vec2(1000.0, 720.0), theme, gallery);
        harness.run();
        kept.compare(&mut harness, &format!("kit-gallery-{}", word(theme)));
    }
    kept.finish();
}

fn gallery(ui: &mut Ui) {
    let t = Tokens::of(ui);
    let columns = [8.0, 340.0, 672.0];
    for (i, left) in columns.into_iter().enumerate() {
        let rect = egui::Rect::from_min_size(egui::pos2(left, 8.0), vec2(324.0, 704.0));
        ui.painter().add(widgets::panel_frame(t).paint(rect));
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect).id_salt(i));
        match i {
            0 => controls(&mut child, t),
            1 => words(&mut child, t),
            _ => frames(&mut child, t),
        }
    }
}

fn padded(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(12, 0)).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        add(ui);
    });
}

fn controls(ui: &mut Ui, _t: &Tokens) {
    widgets::panel_header(ui, "Controls", "at rest and in use", |ui| {
        widgets::icon_button(ui, icons::ELLIPSIS, "More");
        widgets::icon_button(ui, icons::PLUS, "Add");
    });
    padded(ui, |ui| {
        ui.horizontal(|ui| {
            widgets::primary_button(ui, "Primary");
            widgets::button(ui, "Default");
            Button::outline("Outline").show(ui);
            widgets::quiet_button(ui, "Quiet");
        });
        ui.horizontal(|ui| {
            Button::new("Disabled").enabled(false).show(ui);
            Button::primary("Add a person").icon(icons::PLUS).show(ui);
            Button::icon_only(icons::LOCK, "Lock").selected(true).show(ui);
            Button::new("Small").small().show(ui);
        });
        widgets::segmented_icons(
            ui,
            "Layout",
            0,
            &[
                (0, Some(icons::NETWORK), "Tree"),
                (1, Some(icons::LAYOUT_GRID), "Treemap"),
                (2, None, "Outline"),
            ],
            true,
        );
        ui.horizontal(|ui| {
            let t = Tokens::of(ui);
            Chip::new("Active", true).mark(Mark::Disc, t.active).count(3).show(ui);
            Chip::new("Pilot", true).mark(Mark::HalfRing, t.pilot).count(1).show(ui);
            Chip::new("Lost", false).mark(Mark::Cross, t.lost).count(0).show(ui);
        });
        let mut filter = String::new();
        widgets::search_field(ui, &mut filter, "Filter accounts");
        ui.horizontal(|ui| {
            NumberField::new("Revenue", Some(1_200_000.0), NumberKind::Money).prefix("$").show(ui);
            NumberField::new("Weight", Some(35.0), NumberKind::Percent).width(64.0).show(ui);
            NumberField::new("Users", None, NumberKind::Count).width(80.0).show(ui);
        });
        ui.horizontal(|ui| {
            let (mut yes, mut no, mut on, mut off) = (true, false, true, false);
            widgets::checkbox(ui, &mut yes, "Linked");
            widgets::checkbox(ui, &mut no, "Free");
            widgets::toggle(ui, &mut on, "On");
            widgets::toggle(ui, &mut off, "Off");
        });
        ui.horizontal(|ui| {
            widgets::dropdown(ui, "Basis", "Revenue", 140.0, |_| {});
            widgets::key_cap(ui, "Ctrl Z");
        });
        let crossings: Vec<Crossing> = [7.0, 20.0, 24.7, 37.2, 43.0, 51.0, 70.0]
            .into_iter()
            .map(|at| Crossing { at, is_lead: at == 7.0 || at == 43.0 })
            .collect();
        let slider = |name, value| {
            WeightSlider::new(name, value)
                .leader_zone(Some((7.0, 43.0)))
                .rank_zone(Some((24.7, 37.2)))
                .crossings(&crossings)
        };
        slider("Revenue weight", 35.0).show(ui);
        slider("Divisions weight", 50.0)
            .baseline(Some(35.0))
            .leader_zone(Some((43.0, 90.0)))
            .rank_zone(Some((43.0, 51.0)))
            .wall(90.0)
            .show(ui);
        slider("Trend weight", 10.0).locked(true).leader_zone(Some((0.0, 10.8))).rank_zone(None).show(ui);
    });
}

fn words(ui: &mut Ui, t: &Tokens) {
    widgets::panel_header(ui, "Words and marks", "", |_| {});
    padded(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            for (word, mark, colours) in [
                ("Active", Mark::Disc, [t.active, t.active_text, t.active_tint]),
                ("Expansion", Mark::DoubleChevron, [t.expansion, t.expansion_text, t.expansion_tint]),
                ("Pilot", Mark::HalfRing, [t.pilot, t.pilot_text, t.pilot_tint]),
                ("Unpenetrated", Mark::Ring, [t.open, t.open_text, t.open_tint]),
                ("Competitor-held", Mark::Diamond, [t.competitor, t.competitor_text, t.competitor_tint]),
                ("Lost", Mark::Cross, [t.lost, t.lost_text, t.lost_tint]),
                ("High", Mark::Triangle, [t.high, t.high_text, t.high_tint]),
                ("Medium", Mark::Square, [t.medium, t.medium_text, t.medium_tint]),
                ("Low", Mark::RingDown, [t.low, t.low_text, t.low_tint]),
                ("Info", Mark::RingInfo, [t.info, t.info_text, t.info_tint]),
            ] {
                widgets::status_badge(ui, word, mark, colours);
            }
            widgets::badge_solid(ui, "Critical", Mark::Octagon);
        });
        ui.horizontal_wrapped(|ui| {
            for (i, word) in ["Low", "Moderate", "Strong", "Maximum"].into_iter().enumerate() {
                widgets::band_badge(ui, word, i + 1);
            }
        });
        ui.horizontal(|ui| {
            text::line(ui, "35.7%", t20(Weight::SemiBold), t.text1);
            widgets::change(ui, 6.0, "pp");
            text::line(ui, "29.8%", t20(Weight::SemiBold), t.text1);
            widgets::change(ui, -4.2, "pp");
        });
        ui.horizontal(|ui| {
            widgets::change(ui, 0.02, "pp");
            widgets::number_button(ui, "$2.7M", t13(Weight::SemiBold), t.text1, "White space");
        });
        let (rect, _) = ui.allocate_exact_size(vec2(300.0, 50.0), egui::Sense::hover());
        for (i, mark) in marks::ALL.into_iter().enumerate() {
            let at = rect.min + vec2(14.0 + 28.0 * (i % 10) as f32, 12.0 + 26.0 * (i / 10) as f32);
            inroads::ui::kit::paint_mark(ui.painter(), at, 16.0, mark, t.text1, t.panel);
        }
        widgets::rule(ui);
        widgets::meter(ui, vec2(280.0, 6.0), 0.889, t.active, "Penetration 88.9%");
        let bands = [(0.0, 25.0), (25.0, 50.0), (50.0, 75.0), (75.0, 100.0)]
            .map(|(from, to)| widgets::Band { from, to });
        widgets::RangeMeter { bands: &bands, value: Some(41.1), current: Some(1), name: "Score 41.1" }
            .show(ui, 96.0);
        let (rect, _) = ui.allocate_exact_size(vec2(280.0, 16.0), egui::Sense::hover());
        let segments: Vec<_> = [17.86, 6.06, 3.86, 3.64, 10.0]
            .into_iter()
            .zip(t.cat)
            .map(|(value, colour)| widgets::Segment { value, colour })
            .collect();
        widgets::stacked_bar(ui.painter(), rect, 60.0, &segments);
        let series = [Some(20.0), Some(24.0), None, Some(26.0), Some(25.0), Some(31.0), Some(36.0)];
        widgets::spark_line(ui, vec2(120.0, 32.0), &series, t.cat[0], "Penetration over seven quarters");
        let (rect, _) = ui.allocate_exact_size(vec2(297.0, 28.0), egui::Sense::hover());
        for step in 0..9 {
            let rate = 12.5 * f64::from(step);
            let cell = egui::Rect::from_min_size(rect.min + vec2(33.0 * step as f32, 0.0), vec2(33.0, 28.0));
            ui.painter().rect_filled(cell, 0.0, t.ramp_colour(rate));
            let words = format!("{rate:.0}");
            text::paint(
                ui.painter(),
                cell.center(),
                egui::Align2::CENTER_CENTER,
                words,
                t11(Weight::Medium),
                t.ramp_ink(rate),
            );
        }
        for (name, selected) in [("TechCorp", true), ("Borealis", false)] {
            let row = widgets::list_row(ui, 48.0, selected, name);
            text::paint_left(&row.painter, row.rect, 8.0, name, t13(Weight::Medium), t.text1);
            text::paint_right(&row.painter, row.rect, 8.0, "$2.7M", t13(Weight::Regular), t.text2);
        }
    });
}

fn frames(ui: &mut Ui, t: &Tokens) {
    widgets::panel_header(ui, "Frames", "what holds the rest, and is elided when long", |_| {});
    padded(ui, |ui| {
        let fill = t.info_tint;
        widgets::banner(ui, (Mark::RingInfo, t.info), fill, "3 edits were not saved.", |ui| {
            Button::outline("Restore").small().show(ui);
        });
        widgets::card_frame(t).show(ui, |ui| {
            ui.set_width(272.0);
            text::line(ui, "Digital Division", t13(Weight::SemiBold), t.text1);
            text::line(ui, "$800K of $900K", t11(Weight::Regular), t.text2);
        });
        widgets::popover_frame(t).show(ui, |ui| {
            widgets::Tip {
                title: "Health score",
                value: "41.1",
                lines: &["Σ weight × points, all five factors known"],
                keys: "F1",
            }
            .ui(ui);
        });
        widgets::popover_frame(t).inner_margin(egui::Margin::same(4)).show(ui, |ui| {
            ui.set_width(280.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            widgets::MenuItem::new("Undo move Retail under EMEA").icon(icons::UNDO_2).keys("Ctrl Z").show(ui);
            widgets::MenuItem::new("Paste")
                .icon(icons::CLIPBOARD_PASTE)
                .keys("Ctrl V")
                .enabled(false)
                .show(ui);
            widgets::menu_rule(ui);
            widgets::MenuItem::new("Show the future").selected(true).show(ui);
        });
        let (rect, _) = ui.allocate_exact_size(vec2(300.0, 180.0), egui::Sense::hover());
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        widgets::empty_state(
            &mut child,
            icons::USERS,
            "Add the people you know.",
            Some(("Add a person", Some(icons::PLUS))),
        );
    });
}
