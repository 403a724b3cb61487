//! Every status can be told from every other without its colour: in grey, and as somebody sees who lacks the pigment for
//! green or for red, in all three views, at every level of detail of the tree, and in both themes.

use egui::{Theme, vec2};
use egui_kittest::{Harness, kittest::Queryable};
use image::RgbaImage;
use inroads::{
    domain::{Account, OrgUnit, Status, UnitKind, Workspace},
    ui::panels::map::MapPanel,
};

use super::support::{
    build::{Fields, NOW, rec, workspace},
    gui::{THEMES, word},
    panel::{Stage, harness},
};

/// What is looked at, and how often one zooms out for it: cards with words, with names, with shapes alone; areas; rows.
const VIEWS: [(&str, usize); 5] = [("Tree", 0), ("Tree", 2), ("Tree", 5), ("Treemap", 0), ("Outline", 0)];

/// The card, cell or row of a status: what shows it, without its word.
fn seen(status: Status, (view, steps): (&str, usize), theme: Theme) -> RgbaImage {
    let mut account = Account::new("one", "One");
    let unit = OrgUnit::new("unit", Some("".into()), "Unit", UnitKind::Division);
    account.push_unit(unit, vec![(NOW, rec().status(status).arr(50.0).potential(100.0))]);
    let workspace: Workspace = workspace([account]);
    let stage = Stage::new(MapPanel::default(), workspace).on("one");
    let mut map: Harness<'static, Stage<MapPanel>> = harness(stage, vec2(640.0, 420.0), theme, MapPanel::ui);
    for _ in 0..steps {
        map.get_by_label("Zoom out").click();
        map.run();
    }
    if view != "Tree" {
        map.get_by_label(&format!("View: {view}")).click();
        map.run();
    }
    let label = |node: &egui_kittest::Node<'_>| {
        use egui_kittest::kittest::NodeT as _;
        node.accesskit_node().label().is_some_and(|label| label.starts_with("Unit,"))
    };
    let found = map.get_all_by_role(egui::accesskit::Role::TreeItem).find(label).unwrap().rect();
    // The words of a row or a card are not what is tested.
    let part = match (view, steps) {
        ("Outline", _) => egui::Rect::from_min_size(found.min, vec2(120.0, found.height())),
        ("Tree", 0 | 2) => egui::Rect::from_min_size(found.min, vec2(26.0, found.height())),
        _ => found,
    };
    let picture = map.render().unwrap();
    let (x, y) = (part.left().max(0.0) as u32, part.top().max(0.0) as u32);
    image::imageops::crop_imm(&picture, x, y, part.width() as u32, part.height() as u32).to_image()
}

/// Brightness of a colour as all see it: Rec. 709.
fn grey([r, g, b]: [f64; 3]) -> [f64; 3] {
    [0.2126 * r + 0.7152 * g + 0.0722 * b; 3]
}

/// What is seen without the pigment for green, after Viénot, Brettel and Mollon (1999), on linear light.
fn without_green([r, g, b]: [f64; 3]) -> [f64; 3] {
    [0.29275 * r + 0.70725 * g, 0.29275 * r + 0.70725 * g, -0.02234 * r + 0.02234 * g + b]
}

/// The same without the pigment for red.
fn without_red([r, g, b]: [f64; 3]) -> [f64; 3] {
    [0.11238 * r + 0.88762 * g, 0.11238 * r + 0.88762 * g, 0.00401 * r - 0.00401 * g + b]
}

/// What some eyes make of a colour.
type Eyes = fn([f64; 3]) -> [f64; 3];

const EYES: [(Eyes, &str); 3] =
    [(grey, "grey"), (without_green, "without green"), (without_red, "without red")];

/// Pixels of two pictures that differ clearly through some eyes.
fn difference(a: &RgbaImage, b: &RgbaImage, eyes: Eyes) -> usize {
    let linear = |value: u8| (f64::from(value) / 255.0).powf(2.2);
    let look = |pixel: &image::Rgba<u8>| {
        let [r, g, b, _] = pixel.0;
        eyes([linear(r), linear(g), linear(b)]).map(|value| value.max(0.0).powf(1.0 / 2.2))
    };
    let pairs = a.pixels().zip(b.pixels());
    pairs.filter(|(a, b)| look(a).iter().zip(look(b)).any(|(a, b)| (a - b).abs() > 0.12)).count()
}

#[test]
fn every_status_is_told_without_its_colour() {
    for theme in THEMES {
        for view in VIEWS {
            let pictures: Vec<_> =
                Status::ALL.iter().map(|status| (*status, seen(*status, view, theme))).collect();
            for (at, (one, a)) in pictures.iter().enumerate() {
                for (other, b) in &pictures[at + 1..] {
                    for (eyes, name) in EYES {
                        let pixels = difference(a, b, eyes);
                        let place = format!("{view:?} {} {name}: {one:?} and {other:?}", word(theme));
                        assert!(pixels >= 12, "{place} differ in {pixels} pixels");
                    }
                }
            }
        }
    }
}
