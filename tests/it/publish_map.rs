//! Pictures of the map: the same classes, counts and colours as on screen, in SVG, PNG and PDF; equal bytes every time.

use std::{collections::BTreeSet, sync::Arc};

use super::support::build::{Fields, NOW, account, rec, unit, workspace};
use inroads::{
    domain::{Account, OrgUnit, UnitKey, UnitKind, Workspace},
    engine::{rules, shading::ColourBy},
    files::samples,
    layout::{Point, Rect, Size},
    look::{
        Rgb,
        palette::{DARK, LIGHT},
    },
    publish::{
        drawing::{Drawing, Shape},
        map::{Form, MapPicture, Seen, Source},
        pdf, png, svg,
    },
};
use resvg::usvg::{Options, Tree, roxmltree::Document};

const TREE: Form = Form::Tree(None);
const AREAS: Form = Form::Treemap { branch: None, size: None };

fn picture_of(workspace: &Workspace, account: usize, by: ColourBy, form: Form) -> MapPicture {
    let period = workspace.current_period();
    let findings = rules::check(workspace, &workspace.active_model(), period, &[account]);
    let account = &workspace.accounts[account];
    Source { workspace, account, period, findings: &findings }.picture(by, form)
}

fn techcorp(by: ColourBy, form: Form) -> MapPicture {
    picture_of(&samples::techcorp(), 0, by, form)
}

/// What stands in the drawing.
fn texts(drawing: &Drawing) -> Vec<&str> {
    let all = drawing.shapes.iter();
    all.filter_map(|shape| if let Shape::Text { text, .. } = shape { Some(text.as_str()) } else { None })
        .collect()
}

/// What its groups say to readers.
fn titles(drawing: &Drawing) -> BTreeSet<&str> {
    let all = drawing.shapes.iter();
    all.filter_map(|shape| if let Shape::Open { title, .. } = shape { Some(title.as_str()) } else { None })
        .filter(|title| !title.is_empty())
        .collect()
}

/// A unit without an owner of its own has that of the nearest unit above, or of the account, as in the hierarchy by owner.
#[test]
fn units_have_the_colour_of_who_looks_after_them() {
    let mut workspace = samples::portfolio();
    let classes = |workspace: &Workspace| {
        let picture = picture_of(workspace, 0, ColourBy::Owner, TREE);
        let classes = picture.shades.classes.iter();
        classes.map(|class| (class.word.clone(), class.count)).collect::<Vec<_>>()
    };
    let of = |name: &str, count| (name.to_owned(), count);
    assert_eq!(classes(&workspace), [of("Mara Lindqvist", 5), of("No owner", 0)]);
    let account = std::sync::Arc::make_mut(&mut workspace.accounts[0]);
    let region = account.find_unit(&"na".into()).unwrap();
    std::sync::Arc::make_mut(&mut account.units[region]).owner = Some("Ines Duarte".to_owned());
    assert_eq!(classes(&workspace), [of("Mara Lindqvist", 3), of("Ines Duarte", 2), of("No owner", 0)]);
    std::sync::Arc::make_mut(&mut workspace.accounts[0]).owner = None;
    assert_eq!(classes(&workspace), [of("Ines Duarte", 2), of("No owner", 3)]);
}

/// ARR over budget ceiling; where no budget is known nothing is said of how much of it we have.
#[test]
fn units_have_the_colour_of_their_share_of_the_budget() {
    let records =
        [("a", rec().arr(50.0).budget(200.0)), ("b", rec().arr(90.0).budget(100.0)), ("c", rec().arr(1.0))];
    let mut account = account();
    for (key, record) in records {
        account.push_unit(unit(key, "", UnitKind::Division), vec![(NOW, record)]);
    }
    let picture = picture_of(&workspace([account]), 0, ColourBy::Spend, TREE);
    let counts: Vec<_> =
        picture.shades.classes.iter().map(|class| (class.word.as_str(), class.count)).collect();
    let wanted =
        [("Under 20%", 0), ("20–40%", 1), ("40–60%", 0), ("60–80%", 0), ("80% and more", 1), ("Unknown", 1)];
    assert_eq!(counts, wanted);
    assert_eq!(ColourBy::Spend.key(), "spend_penetration");
    let text = ron::to_string(&ColourBy::ALL).unwrap();
    assert_eq!(ron::from_str::<[ColourBy; 18]>(&text).unwrap(), ColourBy::ALL);
}

/// The axes of penetration that are counted: the account's own class is that of its metric, and a branch has its own.
#[test]
fn branches_have_the_colour_of_what_is_counted_in_them() {
    let workspace = samples::techcorp();
    let class = |by: ColourBy, key: &str| {
        let picture = picture_of(&workspace, 0, by, TREE);
        let unit = picture.index.index(&key.into()).unwrap();
        picture.shades.class(unit).unwrap().word.clone()
    };
    // 3 of 9 divisions, 2 of 3 regions, 2 of 4 products; no department anywhere.
    for (by, root, na, apac) in [
        (ColourBy::Divisions, "20–40%", "60–80%", "Under 20%"),
        (ColourBy::Geography, "60–80%", "80% and more", "Under 20%"),
        (ColourBy::Products, "40–60%", "40–60%", "Under 20%"),
        (ColourBy::Departments, "Unknown", "Unknown", "Unknown"),
    ] {
        assert_eq!([class(by, ""), class(by, "na"), class(by, "apac")], [root, na, apac], "{by:?}");
    }
    let mut early = workspace.clone();
    std::sync::Arc::make_mut(&mut early.settings).current_period = Some(NOW.plus(-40));
    let picture = picture_of(&early, 0, ColourBy::Units, TREE);
    assert_eq!(picture.shades.class(0).unwrap().word, "Unknown", "nothing is recorded then");
}

/// Every colouring, both forms, both themes: a file that the strict reader takes, twice the same.
#[test]
fn every_colouring_gives_a_well_formed_picture_and_equal_bytes() {
    let workspace = samples::techcorp();
    for by in ColourBy::ALL {
        for form in [TREE, AREAS] {
            let picture = picture_of(&workspace, 0, by, form.clone());
            for dark in [false, true] {
                let file = svg::file(&picture.drawing(dark));
                Document::parse(&file).unwrap();
                Tree::from_str(&file, &Options::default()).unwrap();
                assert_eq!(file, svg::file(&picture_of(&workspace, 0, by, form.clone()).drawing(dark)));
            }
            let drawing = picture.drawing(false);
            let said = texts(&drawing);
            assert!(said.contains(&"TechCorp"), "{by:?}");
            assert!(said.iter().any(|text| text.contains(&by.word().to_lowercase())), "{by:?}");
        }
    }
}

/// Annex A.1: three active units, one pilot, four unpenetrated, one held by a competitor, with their figures.
#[test]
fn the_picture_says_what_the_screen_says() {
    let picture = techcorp(ColourBy::Status, TREE);
    let drawing = picture.drawing(false);
    let titles = titles(&drawing);
    for entry in [
        "Active, 3 units",
        "Expansion, 0 units",
        "Pilot, 1 unit",
        "Unpenetrated, 4 units",
        "Competitor-held, 1 unit",
        "Lost, 0 units",
    ] {
        assert!(titles.contains(entry), "{entry}");
    }
    assert!(titles.contains("Digital Division, Active, 88.9% of $900K, $100K open"));
    let said = texts(&drawing);
    for text in ["35.7%", "$2.7M", "$1.5M", "88.9%", "$100K open", "until 2026-09-30", "Legacy system"] {
        assert!(said.contains(&text), "{text} in {said:?}");
    }
    assert!(said.iter().any(|text| text.contains("as of 2025-12-31") && text.contains("white space $2.7M")));
}

/// In each colouring the classes of the legend hold every counted unit once, and the legend shows these counts.
#[test]
fn counts_of_the_legend_are_those_of_the_map() {
    let workspace = samples::portfolio();
    for account in 0..workspace.accounts.len().min(4) {
        for by in ColourBy::ALL {
            let picture = picture_of(&workspace, account, by, TREE);
            let counted: usize = picture.shades.classes.iter().map(|class| class.count).sum();
            // A region that counts would be a group without a class of its own; the samples have none.
            assert_eq!(counted, picture.facts.counted.len(), "{by:?}");
            let drawing = picture.drawing(false);
            let titles = titles(&drawing);
            for at in picture.shades.listed() {
                let class = &picture.shades.classes[at];
                let units = if class.count == 1 { "unit" } else { "units" };
                let entry = format!("{}, {} {units}", class.word, class.count);
                assert!(titles.contains(entry.as_str()), "{by:?}: {entry}");
            }
        }
    }
}

#[test]
fn a_png_has_its_size_and_the_colours_of_the_statuses() {
    for (dark, palette) in [(false, &LIGHT), (true, &DARK)] {
        let drawing = techcorp(ColourBy::Status, TREE).drawing(dark);
        for scale in [1.0, 2.0] {
            let file = png::file(&drawing, scale).unwrap();
            assert_eq!(file, png::file(&drawing, scale).unwrap());
            let pixels = image::load_from_memory(&file).unwrap().to_rgb8();
            let size = [drawing.width, drawing.height].map(|side| (side * scale).ceil() as u32);
            assert_eq!([pixels.width(), pixels.height()], size);
            let mut bars = 0;
            for shape in &drawing.shapes {
                if let Shape::Rect { rect, fill: Some(paint), .. } = shape
                    && paint.colour == palette.active
                {
                    let at = rect.center();
                    let found = pixels.get_pixel((at.x * scale) as u32, (at.y * scale) as u32);
                    assert_eq!(Rgb(found.0), palette.active);
                    bars += 1;
                }
            }
            assert_eq!(bars, 3, "one bar for each active unit");
        }
    }
}

#[test]
fn a_picture_that_is_too_large_says_what_to_do() {
    let mut drawing = techcorp(ColourBy::Status, TREE).drawing(false);
    drawing.width = 30_000.0;
    let said = png::file(&drawing, 1.0).unwrap_err();
    assert!(said.contains("30000") && said.contains("SVG or PDF"), "{said}");
    drawing.width = 6_000.0;
    let said = png::file(&drawing, 4.0).unwrap_err();
    assert!(said.contains("choose scale 2, SVG or PDF"), "{said}");
}

/// Pages as large as their drawings, fonts inside, the same bytes every time and no time of making.
#[test]
fn a_pdf_has_a_page_for_each_drawing_and_its_fonts() {
    let drawings =
        [techcorp(ColourBy::Status, TREE).drawing(false), techcorp(ColourBy::Risk, AREAS).drawing(true)];
    let file = pdf::file("Two <maps>", &drawings).unwrap();
    assert_eq!(file, pdf::file("Two <maps>", &drawings).unwrap());
    let text = String::from_utf8_lossy(&file);
    assert!(text.starts_with("%PDF-1.") && text.trim_end().ends_with("%%EOF"));
    assert_eq!(text.matches("/MediaBox").count(), 2);
    assert!(text.contains("Inter") && text.contains("/ToUnicode") && text.contains("/FontFile3"));
    assert!(!text.contains("CreationDate") && !text.contains("/JavaScript") && !text.contains("/URI"));
}

/// What is seen: the window of the screen with its zoom, collapsed branches, and what a filter fades.
#[test]
fn what_is_seen_is_cut_and_collapsed_and_faded() {
    let whole = techcorp(ColourBy::Status, TREE);
    let window = Rect::at(Point::new(-10.0, -10.0), Size::new(500.0, 300.0));
    let mut seen = whole.clone();
    seen.form = Form::Tree(Some(Seen { window, zoom: 0.5 }));
    let drawing = seen.drawing(false);
    assert!(titles(&drawing).len() < titles(&whole.drawing(false)).len());
    let clip = |shape: &Shape| matches!(shape, Shape::Open { clip: Some(_), .. });
    assert_eq!(drawing.shapes.iter().filter(|shape| clip(shape)).count(), 1);

    let na = whole.account.units.iter().position(|unit| unit.name == "NA").unwrap() as u32;
    let under = |unit: &u32| whole.facts.units[*unit as usize].parent == Some(na);
    let mut shut = whole.clone();
    shut.units.retain(|unit| !under(unit));
    shut.hidden = shut.units.iter().map(|unit| if *unit == na { 3 } else { 0 }).collect();
    let drawing = shut.drawing(false);
    assert!(texts(&drawing).contains(&"+3"));
    assert!(!texts(&drawing).contains(&"Digital Division"));
    assert!(texts(&drawing).iter().any(|text| text.contains("3 units in collapsed branches")));

    let mut faded = whole.clone();
    let words = BTreeSet::from(["Pilot".to_owned()]);
    faded.matches = whole.shades.matching(&whole.account, &whole.facts, &words).map(Arc::new);
    faded.filter = words.into_iter().collect();
    let drawing = faded.drawing(false);
    let is_faded = |shape: &&Shape| matches!(shape, Shape::Open { opacity, .. } if *opacity < 0.5);
    // Nine units of which one matches, and three regions of which one leads to it.
    assert_eq!(drawing.shapes.iter().filter(is_faded).count(), 8 + 2);
    assert!(texts(&drawing).iter().any(|text| text.contains("others than Pilot faded")));
}

/// An account with very many units: areas for all, shapes for all in SVG and PDF, a sentence for PNG.
#[test]
fn forty_thousand_units_have_an_answer() {
    let mut account = Account::new("vast", "Vast");
    for group in 0..400 {
        let key = format!("g{group}");
        account.push_unit(
            OrgUnit::new(key.as_str(), Some(UnitKey::from("")), "Group", UnitKind::Division),
            Vec::new(),
        );
        for at in 0..99 {
            let unit = format!("u{group}-{at}");
            let up = Some(UnitKey::from(key.as_str()));
            account.push_unit(OrgUnit::new(unit.as_str(), up, "Unit", UnitKind::Department), Vec::new());
        }
    }
    let mut workspace = Workspace::default();
    workspace.accounts.push_back(Arc::new(account));
    let whole = picture_of(&workspace, 0, ColourBy::Status, TREE);
    assert_eq!(whole.units.len(), 40_001);
    let drawing = whole.drawing(false);
    assert!(png::file(&drawing, 1.0).unwrap_err().contains("choose SVG or PDF"));
    assert!(svg::file(&drawing).matches("<g>").count() > 40_000);
    let areas = picture_of(&workspace, 0, ColourBy::Status, AREAS).drawing(false);
    assert!(png::file(&areas, 1.0).unwrap().starts_with(b"\x89PNG"));
    let mut small = whole.clone();
    let window = Rect::at(Point::default(), Size::new(drawing.width, drawing.height));
    small.form = Form::Tree(Some(Seen { window, zoom: 0.01 }));
    assert!(png::file(&small.drawing(false), 1.0).unwrap().starts_with(b"\x89PNG"));
}
