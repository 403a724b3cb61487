//! Whole panels of the sample workspaces in pictures, in both themes.

use egui::{Key, Modifiers, Theme, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable};
use inroads::{
    document::{Cell, Edit, FieldValue},
    domain::{Amount, Count, Period, Workspace},
    files::samples::{portfolio, techcorp},
    ui::panels::{
        InspectorPanel, MapPanel, PanelContext, RankingPanel, ScoringPanel, TrendsPanel, UsagePanel,
    },
};

use super::support::{
    gui::{self, THEMES, word},
    kept::Kept,
    panel::{Stage, harness},
};

/// A panel on a sample with TechCorp and perhaps one of its units selected.
fn panel<P: Default + 'static>(
    sample: Workspace,
    unit: Option<&str>,
    size: [f32; 2],
    theme: Theme,
    show: impl Fn(&mut P, &mut PanelContext<'_>, &mut egui::Ui) + 'static,
) -> Harness<'static, Stage<P>> {
    let mut stage = Stage::new(P::default(), sample).on("techcorp");
    stage.selection.units = unit.map(Into::into).into_iter().collect();
    harness(stage, size, theme, show)
}

/// Compares one panel in both themes, after `before` was done to it.
fn compare<P: Default + 'static>(
    name: &str,
    sample: fn() -> Workspace,
    unit: Option<&str>,
    size: [f32; 2],
    show: impl Fn(&mut P, &mut PanelContext<'_>, &mut egui::Ui) + Copy + 'static,
    before: impl Fn(&mut Harness<'static, Stage<P>>),
) {
    let mut kept = Kept::default();
    for theme in THEMES {
        let mut panel = panel(sample(), unit, size, theme, show);
        before(&mut panel);
        kept.compare(&mut panel, &format!("{name}-{}", word(theme)));
    }
    kept.finish();
}

#[test]
fn the_map_looks_as_kept() {
    compare("map", techcorp, Some("germany"), [852.0, 560.0], MapPanel::ui, |_| {});
}

/// Chooses an entry of a menu of the map's header.
fn choose(map: &mut Harness<'static, Stage<MapPanel>>, menu: &str, entry: &str) {
    map.get_by_label(menu).click();
    map.run();
    map.get_by_role_and_label(Role::MenuItemRadio, entry).click();
    map.run();
    map.run();
}

#[test]
fn the_views_of_the_map_look_as_kept() {
    for (name, view) in [("treemap", "Treemap"), ("outline", "Outline")] {
        compare(name, techcorp, Some("germany"), [852.0, 560.0], MapPanel::ui, |map| {
            map.get_by_label(&format!("View: {view}")).click();
            map.run();
        });
    }
    compare("map-middle", techcorp, None, [852.0, 560.0], MapPanel::ui, |map| {
        map.get_by_label("Zoom out").click();
        map.run();
        map.get_by_label("Zoom out").click();
        map.run();
        choose(map, "Colour by", "White space");
    });
    compare("map-far", techcorp, None, [852.0, 560.0], MapPanel::ui, |map| {
        for _ in 0..5 {
            map.get_by_label("Zoom out").click();
            map.run();
        }
    });
    compare("map-by-region", techcorp, None, [852.0, 560.0], MapPanel::ui, |map| {
        choose(map, "Hierarchy", "Region");
        choose(map, "Colour by", "Region");
    });
}

#[test]
fn the_usage_grid_looks_as_kept() {
    compare("usage", techcorp, Some("germany"), [1100.0, 460.0], UsagePanel::ui, |_| {});
}

#[test]
fn the_usage_grid_over_time_looks_as_kept() {
    compare("usage-over-time", techcorp, Some("germany"), [1100.0, 460.0], UsagePanel::ui, |panel| {
        panel.get_by_label("Show: One field over time").click();
        panel.run();
    });
}

#[test]
fn products_and_carried_over_time_look_as_kept() {
    for (name, field) in [("products", "Products"), ("carried", "Carried")] {
        let name = format!("usage-over-time-{name}");
        compare(&name, techcorp, Some("germany"), [760.0, 360.0], UsagePanel::ui, |panel| {
            let next = Period::quarter(2026, 1);
            panel.state_mut().document.apply(&Edit::OpenPeriod { period: next }).unwrap();
            let units = ["digital", "uk"].map(Into::into).to_vec();
            let confirm = Edit::Confirm { account: "techcorp".into(), units, period: next };
            panel.state_mut().document.apply(&confirm).unwrap();
            panel.run();
            panel.get_by_label("Show: Over time").click();
            panel.run();
            panel.get_by_label("Field: ARR, $").click();
            panel.run();
            panel.get_by_role_and_label(Role::MenuItemRadio, field).click_accesskit();
            panel.run();
            panel.run();
        });
    }
}

/// Figures that find no room are short and never cut: billions, a narrow column, a figure of its own beside the sum.
#[test]
fn billions_in_the_usage_grid_look_as_kept() {
    compare("usage-billions", techcorp, None, [1100.0, 300.0], UsagePanel::ui, |panel| {
        let columns = [
            "unit",
            "status",
            "arr",
            "potential",
            "penetration",
            "white_space",
            "licensed_seats",
            "active_users",
        ];
        let view = format!("(columns: {columns:?}, widths: [(\"active_users\", 56.0), (\"status\", 88.0)])");
        let stage = panel.state_mut();
        stage.panel = UsagePanel::arranged(ron::from_str(&view).unwrap());
        let value = |unit: &str, value| Cell { unit: unit.into(), period: Period::quarter(2025, 4), value };
        let money = |value| Some(Amount::new(value).unwrap());
        let cells = vec![
            value("digital", FieldValue::Arr(money(7_277_063_112.0))),
            value("digital", FieldValue::PotentialValue(money(9_812_345_678.25))),
            value("digital", FieldValue::LicensedSeats(Some(Count::new(1_234_567).unwrap()))),
            value("digital", FieldValue::ActiveUsers(Some(Count::new(1_200_345).unwrap()))),
            value("na", FieldValue::Arr(money(1_050_000_000.0))),
            value("na", FieldValue::LicensedSeats(Some(Count::new(2_345_678).unwrap()))),
        ];
        stage.document.apply(&Edit::SetCells { account: "techcorp".into(), cells }).unwrap();
        panel.run();
    });
}

/// As in the design: a newly opened quarter, a guardrail, a range, and an edit with its reading.
#[test]
fn an_opened_quarter_in_the_usage_grid_looks_as_kept() {
    compare("usage-editing", techcorp, None, [1424.0, 480.0], UsagePanel::ui, |panel| {
        let next = Period::quarter(2026, 1);
        let document = &mut panel.state_mut().document;
        document.apply(&Edit::OpenPeriod { period: next }).unwrap();
        let account = || "techcorp".into();
        let units = ["digital", "uk"].map(Into::into).to_vec();
        document.apply(&Edit::Confirm { account: account(), units, period: next }).unwrap();
        let value = |unit: &str, value| Cell { unit: unit.into(), period: next, value };
        let cells = vec![
            value("retail", FieldValue::ActiveUsers(Some(Count::new(62).unwrap()))),
            value("na", FieldValue::Arr(Some(Amount::new(50_000.0).unwrap()))),
        ];
        document.apply(&Edit::SetCells { account: account(), cells }).unwrap();
        panel.state_mut().period = next;
        panel.run();
        panel.get_by_label("Digital Division, ARR: 800,000").click();
        panel.run();
        for key in [Key::ArrowDown, Key::ArrowDown, Key::ArrowRight] {
            panel.key_press_modifiers(Modifiers::SHIFT, key);
        }
        panel.run();
        for key in [Key::Tab, Key::Tab, Key::Tab] {
            panel.key_press(key);
        }
        panel.run();
        panel.event(egui::Event::Text("1.2M".to_owned()));
        panel.run();
    });
}

#[test]
fn a_narrow_usage_grid_with_a_filter_and_a_total_looks_as_kept() {
    compare("usage-arranged", techcorp, Some("uk"), [760.0, 520.0], UsagePanel::ui, |panel| {
        let document = &mut panel.state_mut().document;
        let account = || "techcorp".into();
        let change = inroads::document::UnitChange::EntryMode(inroads::domain::EntryMode::Total);
        document.apply(&Edit::SetUnits { account: account(), units: vec!["emea".into()], change }).unwrap();
        let value = FieldValue::Arr(Some(Amount::new(600_000.0).unwrap()));
        let cells = vec![Cell { unit: "emea".into(), period: Period::quarter(2025, 4), value }];
        document.apply(&Edit::SetCells { account: account(), cells }).unwrap();
        panel.run();
        panel.get_by_role_and_label(Role::ColumnHeader, "ARR").click();
        panel.run();
        panel.get_by_label("Filter…").click();
        panel.run();
        panel.event(egui::Event::Text(">= 0".to_owned()));
        panel.run();
        panel.key_press(Key::Enter);
        panel.run();
        panel.get_by_role_and_label(Role::ColumnHeader, "ARR, filtered").click();
        panel.run();
    });
}

#[test]
fn a_block_before_it_is_pasted_looks_as_kept() {
    compare("usage-paste", techcorp, Some("france"), [1100.0, 560.0], UsagePanel::ui, |panel| {
        panel.get_by_label_contains("Digital Division, ARR").click();
        panel.run();
        let text = "812K\t950,000\t\n1.2m\tabout a million\t\n0\t210000\t\n\t\t\n455K\t-3\t\n";
        panel.event(egui::Event::Paste(text.to_owned()));
        panel.run();
    });
}

#[test]
fn the_scoring_panel_looks_as_kept() {
    compare("scoring", portfolio, None, [432.0, 760.0], ScoringPanel::ui, |_| {});
}

#[test]
fn the_ranking_looks_as_kept() {
    compare("ranking", portfolio, None, [960.0, 440.0], RankingPanel::ui, |_| {});
}

#[test]
fn the_ranking_of_units_looks_as_kept() {
    let units = |panel: &mut Harness<'static, Stage<RankingPanel>>| {
        panel.state_mut().panel = RankingPanel::of_units();
        panel.run();
    };
    compare("ranking-units", techcorp, Some("germany"), [960.0, 440.0], RankingPanel::ui, units);
    compare("ranking-units-portfolio", portfolio, None, [960.0, 440.0], RankingPanel::ui, |panel| {
        panel.state_mut().selection.account = None;
        units(panel);
    });
}

#[test]
fn the_trends_look_as_kept() {
    compare("trends", portfolio, None, [1100.0, 460.0], TrendsPanel::ui, |_| {});
}

#[test]
fn the_inspector_looks_as_kept() {
    compare("inspector-unit", techcorp, Some("germany"), [312.0, 1060.0], InspectorPanel::ui, |_| {});
    compare("inspector-account", techcorp, None, [312.0, 900.0], InspectorPanel::ui, |_| {});
}

#[test]
fn a_carried_potential_being_taken_apart_looks_as_kept() {
    compare("inspector-potential", techcorp, Some("uk"), [312.0, 760.0], InspectorPanel::ui, |panel| {
        let next = Period::quarter(2026, 1);
        panel.state_mut().document.apply(&Edit::OpenPeriod { period: next }).unwrap();
        panel.state_mut().period = next;
        panel.run();
        panel.get_by_role(Role::DisclosureTriangle).click();
        panel.run();
        panel.get_by_label("Additional to ARR").click();
        panel.run();
        panel.get_by_label("Additional to ARR").type_text("150K");
        panel.run();
    });
}

#[test]
fn pictures_know_the_embedded_fonts_only() {
    let mut harness = gui::harness([200.0, 40.0], Theme::Light, |ui| {
        ui.label("Inroads");
    });
    harness.run();
    harness.key_press(Key::Escape);
    let mut names: Vec<String> =
        harness.ctx.fonts(|fonts| fonts.definitions().font_data.keys().cloned().collect());
    names.sort();
    assert_eq!(names, ["inter-medium", "inter-regular", "inter-semibold", "lucide"]);
}
