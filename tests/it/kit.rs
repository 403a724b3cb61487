//! The kit: contrast of the tokens, glyphs of the fonts, and the controls by their accessible names.

use egui::accesskit::{Role, Toggled};
use egui::{Color32, Key, Modifiers, Ui, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use inroads::ui::kit::number::NumberKind;
use inroads::ui::kit::widgets::{self, Chip, NumberField, Toast, Toasts};
use inroads::ui::kit::{Crossing, SliderEvent, Tokens, Weight, WeightSlider, fonts, icons, t13, text};

use super::support::gui::{harness, harness_with, look};

// --- contrast -----------------------------------------------------------------------------------------------------

/// Relative luminance after WCAG 2.x.
fn luminance(colour: Color32) -> f64 {
    let [r, g, b] = [colour.r(), colour.g(), colour.b()].map(|c| {
        let c = f64::from(c) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn assert_contrast(t: &Tokens, floor: f64, pairs: &[(&str, Color32, &str, Color32)]) {
    for (ink_name, ink, ground_name, ground) in pairs {
        let ratio = contrast(*ink, *ground);
        assert!(ratio >= floor, "{ink_name} on {ground_name}, dark {}: {ratio:.2} < {floor}", t.dark);
    }
}

fn all_pairs<'a>(
    inks: &[(&'a str, Color32)],
    grounds: &[(&'a str, Color32)],
) -> Vec<(&'a str, Color32, &'a str, Color32)> {
    inks.iter().flat_map(|(i, ink)| grounds.iter().map(move |(g, ground)| (*i, *ink, *g, *ground))).collect()
}

#[test]
fn text_is_readable_on_every_ground_it_stands_on() {
    for t in [Tokens::light(), Tokens::dark()] {
        let surfaces = [
            ("panel", t.panel),
            ("canvas", t.canvas),
            ("card", t.card),
            ("raised", t.raised),
            ("hover", t.hover),
            ("selected", t.selected),
        ];
        let tints = [
            ("active_tint", t.active_tint),
            ("expansion_tint", t.expansion_tint),
            ("pilot_tint", t.pilot_tint),
            ("competitor_tint", t.competitor_tint),
            ("lost_tint", t.lost_tint),
            ("medium_tint", t.medium_tint),
            ("info_tint", t.info_tint),
        ];
        let plain = [("text1", t.text1), ("text2", t.text2)];
        assert_contrast(t, 4.5, &all_pairs(&plain, &surfaces));
        assert_contrast(t, 4.5, &all_pairs(&plain, &tints));
        assert_contrast(t, 4.5, &all_pairs(&plain, &[("desk", t.desk), ("pressed", t.pressed)]));
        assert_contrast(
            t,
            4.5,
            &all_pairs(&[("text3", t.text3)], &[surfaces.as_slice(), &[("desk", t.desk)]].concat()),
        );
        assert_contrast(t, 4.5, &all_pairs(&[("accent_text", t.accent_text)], &surfaces));
        let filled = [
            ("on_accent", t.on_accent, "accent", t.accent),
            ("on_accent", t.on_accent, "accent_hover", t.accent_hover),
            ("on_critical", t.on_critical, "critical_solid", t.critical_solid),
            ("open_text", t.open_text, "open_tint", t.open_tint),
            ("low_text", t.low_text, "low_tint", t.low_tint),
        ];
        assert_contrast(t, 4.5, &filled);
        for step in 0..9 {
            assert_contrast(t, 4.5, &[("on_ramp", t.on_ramp[step], "ramp", t.ramp[step])]);
        }
        let meanings = [
            ("active_text", t.active_text, t.active_tint),
            ("expansion_text", t.expansion_text, t.expansion_tint),
            ("pilot_text", t.pilot_text, t.pilot_tint),
            ("competitor_text", t.competitor_text, t.competitor_tint),
            ("lost_text", t.lost_text, t.lost_tint),
            ("critical_text", t.critical_text, t.critical_tint),
            ("high_text", t.high_text, t.high_tint),
            ("medium_text", t.medium_text, t.medium_tint),
            ("info_text", t.info_text, t.info_tint),
            ("up_text", t.up_text, t.up_tint),
            ("down_text", t.down_text, t.down_tint),
        ];
        let grounds = [
            ("panel", t.panel),
            ("canvas", t.canvas),
            ("card", t.card),
            ("hover", t.hover),
            ("selected", t.selected),
        ];
        for (name, ink, tint) in meanings {
            assert_contrast(t, 4.5, &all_pairs(&[(name, ink)], &grounds));
            assert_contrast(t, 4.5, &[(name, ink, "its tint", tint)]);
        }
    }
}

#[test]
fn shapes_stand_out_from_every_ground_they_stand_on() {
    for t in [Tokens::light(), Tokens::dark()] {
        let quiet = [("panel", t.panel), ("canvas", t.canvas), ("card", t.card)];
        let raised = [quiet.as_slice(), &[("raised", t.raised)]].concat();
        assert_contrast(t, 3.0, &all_pairs(&[("control", t.control)], &raised));
        let everywhere =
            [raised.as_slice(), &[("hover", t.hover), ("selected", t.selected), ("desk", t.desk)]].concat();
        assert_contrast(t, 3.0, &all_pairs(&[("focus", t.focus)], &everywhere));
        let slider = [("leader_zone", t.leader_zone), ("rank_zone", t.rank_zone), ("track", t.track)];
        assert_contrast(t, 3.0, &all_pairs(&[("text1", t.text1)], &slider));
        let under_accent = [quiet.as_slice(), &[("leader_zone", t.leader_zone)]].concat();
        assert_contrast(t, 3.0, &all_pairs(&[("accent", t.accent)], &under_accent));
        let marks = [
            ("active", t.active, t.active_tint),
            ("expansion", t.expansion, t.expansion_tint),
            ("pilot", t.pilot, t.pilot_tint),
            ("open", t.open, t.open_tint),
            ("competitor", t.competitor, t.competitor_tint),
            ("lost", t.lost, t.lost_tint),
            ("critical", t.critical, t.critical_tint),
            ("high", t.high, t.high_tint),
            ("medium", t.medium, t.medium_tint),
            ("low", t.low, t.low_tint),
            ("info", t.info, t.info_tint),
            ("up", t.up, t.up_tint),
            ("down", t.down, t.down_tint),
        ];
        for (name, mark, tint) in marks {
            assert_contrast(t, 3.0, &all_pairs(&[(name, mark)], &quiet));
            assert_contrast(t, 3.0, &[(name, mark, "its tint", tint)]);
        }
        for colour in t.cat {
            let grounds = [("panel", t.panel), ("canvas", t.canvas), ("hover", t.hover)];
            assert_contrast(t, 3.0, &all_pairs(&[("cat", colour)], &grounds));
        }
    }
}

// --- fonts --------------------------------------------------------------------------------------------------------

#[test]
fn the_fonts_have_every_sign_the_window_writes() {
    let signs = "→←↑↓▲▼–−…×÷±≥≤≠≈•·✓Σ€£¥₹₩₽₺₿₫₪“”‘’äöüßçñøłčžğАБВΩλ½‰∞";
    let mut harness = harness(vec2(900.0, 300.0), egui::Theme::Light, |ui| {
        for weight in [Weight::Regular, Weight::Medium, Weight::SemiBold] {
            text::line(ui, signs, t13(weight), Color32::BLACK);
        }
        ui.horizontal_wrapped(|ui| {
            for icon in icons::ALL {
                ui.label(inroads::ui::kit::icon_text(*icon, 16.0, Color32::BLACK));
            }
        });
    });
    // The harness panics on a glyph that is missing.
    harness.run();
    look(&mut harness, "kit-glyphs");
}

#[test]
fn digits_and_signs_are_as_wide_in_every_number() {
    let harness = harness(vec2(100.0, 100.0), egui::Theme::Light, |_| {});
    for weight in [Weight::Regular, Weight::Medium, Weight::SemiBold] {
        let widths: Vec<f32> = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
            .iter()
            .map(|digit| {
                let text = digit.repeat(16);
                harness.ctx.fonts_mut(|f| f.layout_no_wrap(text, t13(weight), Color32::BLACK).size().x)
            })
            .collect();
        // A few cuts kern a digit with itself by a hundredth of a point; columns do not show that.
        assert!(widths.iter().all(|w| (w - widths[0]).abs() < 0.02 * 16.0), "{weight:?}: {widths:?}");
    }
    assert_eq!(fonts::line_height(13.0), 20.0);
}

// --- controls -----------------------------------------------------------------------------------------------------

#[derive(Default)]
struct Field {
    value: Option<f64>,
    taken: Vec<Option<f64>>,
}

fn money_field(ui: &mut Ui, state: &mut Field) {
    let field =
        NumberField::new("Revenue", state.value, NumberKind::Money).prefix("$").optional().range(0.0..=1e9);
    if let Some(taken) = field.show(ui).taken {
        state.value = taken;
        state.taken.push(taken);
    }
    widgets::button(ui, "Elsewhere");
}

#[test]
fn a_number_is_shown_as_read_and_taken_by_enter() {
    let state = Field { value: Some(800_000.0), ..Field::default() };
    let mut harness = harness_with(vec2(400.0, 200.0), egui::Theme::Light, state, money_field);
    harness.get_by_role_and_label(Role::TextInput, "Revenue").focus();
    harness.run();
    // Typing replaces what was there, as in a spreadsheet.
    harness.get_by_role_and_label(Role::TextInput, "Revenue").type_text("1.2M");
    harness.run();
    assert!(harness.query_by_label("$1,200,000").is_some(), "the reading is shown");
    assert!(harness.state().taken.is_empty());
    look(&mut harness, "kit-number-reading");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().taken, [Some(1_200_000.0)]);
    assert_eq!(
        harness.get_by_role_and_label(Role::TextInput, "Revenue").value().as_deref(),
        Some("1,200,000")
    );
}

/// A click and letters, as a slow machine hands them to one pass.
fn click_and_type<S>(harness: &mut egui_kittest::Harness<'_, S>, at: egui::Pos2, letters: &[&str]) {
    let button = |pressed| egui::Event::PointerButton {
        pos: at,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: egui::Modifiers::NONE,
    };
    let events = &mut harness.input_mut().events;
    events.extend([egui::Event::PointerMoved(at), button(true), button(false)]);
    events.extend(letters.iter().map(|text| egui::Event::Text((*text).to_owned())));
    harness.run();
}

#[test]
fn a_click_and_letters_in_one_slow_pass_lose_nothing() {
    let state = Field { value: Some(800_000.0), ..Field::default() };
    let mut number = harness_with(vec2(400.0, 200.0), egui::Theme::Light, state, money_field);
    let at = number.get_by_role_and_label(Role::TextInput, "Revenue").rect().center();
    click_and_type(&mut number, at, &["1", "5"]);
    number.get_by_role_and_label(Role::TextInput, "Revenue").type_text("0");
    number.run();
    number.key_press(Key::Enter);
    number.run();
    assert_eq!(number.state().taken, [Some(150.0)]);
    // In a field that has the keyboard already the letters land where the click sets the cursor.
    let show = |ui: &mut Ui, text: &mut String| drop(widgets::text_field(ui, text, "Name", 200.0));
    let mut name = harness_with(vec2(400.0, 200.0), egui::Theme::Light, "bcd".to_owned(), show);
    name.get_by_role_and_label(Role::TextInput, "Name").focus();
    name.run();
    let place = name.get_by_role_and_label(Role::TextInput, "Name").rect();
    click_and_type(&mut name, place.left_center() + vec2(1.0, 0.0), &["a"]);
    assert_eq!(name.state(), "abcd");
}

#[test]
fn escape_keeps_the_old_number() {
    let state = Field { value: Some(5.0), ..Field::default() };
    let mut harness = harness_with(vec2(400.0, 200.0), egui::Theme::Light, state, money_field);
    harness.get_by_role_and_label(Role::TextInput, "Revenue").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Revenue").type_text("77");
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.state().taken.is_empty());
    assert_eq!(harness.get_by_role_and_label(Role::TextInput, "Revenue").value().as_deref(), Some("5"));
}

#[test]
fn nonsense_is_kept_and_explained_but_never_taken() {
    let state = Field { value: Some(5.0), ..Field::default() };
    let mut harness = harness_with(vec2(400.0, 200.0), egui::Theme::Light, state, money_field);
    harness.get_by_role_and_label(Role::TextInput, "Revenue").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Revenue").type_text("12x");
    harness.run();
    assert!(harness.query_by_label_contains("is not part of a number").is_some());
    look(&mut harness, "kit-number-nonsense");
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.state().taken.is_empty());
    assert_eq!(harness.get_by_role_and_label(Role::TextInput, "Revenue").value().as_deref(), Some("12x"));
    // Below the range there is a sentence as well, and an empty text takes the number away.
    for (typed, expected) in [("-3", None), ("", Some(None))] {
        harness.get_by_role_and_label(Role::TextInput, "Revenue").focus();
        harness.run();
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.key_press(Key::Delete);
        harness.run();
        if !typed.is_empty() {
            harness.get_by_role_and_label(Role::TextInput, "Revenue").type_text(typed);
        }
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().taken.last().copied(), expected, "{typed}");
    }
}

#[derive(Default)]
struct Slider {
    value: f64,
    events: Vec<SliderEvent>,
    before: f64,
}

fn slider(ui: &mut Ui, state: &mut Slider) {
    let crossings = [Crossing { at: 7.0, is_lead: true }, Crossing { at: 43.0, is_lead: false }];
    let shown = WeightSlider::new("Revenue weight", state.value)
        .leader_zone(Some((7.0, 43.0)))
        .rank_zone(Some((24.7, 37.2)))
        .wall(90.0)
        .crossings(&crossings)
        .description("Ranking holds 25–37%, leader 7–43%")
        .show(ui);
    for event in shown.events {
        match event {
            SliderEvent::Began => state.before = state.value,
            SliderEvent::Changed(value) => state.value = value,
            SliderEvent::Cancelled => state.value = state.before,
            SliderEvent::Ended | SliderEvent::Typed(_) => {}
        }
        state.events.push(event);
    }
}

#[test]
fn the_slider_moves_by_keys() {
    let state = Slider { value: 35.0, ..Slider::default() };
    let mut harness = harness_with(vec2(400.0, 100.0), egui::Theme::Light, state, slider);
    harness.get_by_role_and_label(Role::Slider, "Revenue weight").focus();
    harness.run();
    for (modifiers, key, value) in [
        (Modifiers::NONE, Key::ArrowRight, 36.0),
        (Modifiers::SHIFT, Key::ArrowRight, 41.0),
        (Modifiers::NONE, Key::ArrowLeft, 40.0),
        (Modifiers::NONE, Key::PageUp, 50.0),
        (Modifiers::NONE, Key::PageDown, 40.0),
        (Modifiers::NONE, Key::End, 90.0),
        (Modifiers::NONE, Key::ArrowRight, 90.0),
        (Modifiers::NONE, Key::Home, 0.0),
    ] {
        harness.key_press_modifiers(modifiers, key);
        harness.run();
        assert_eq!(harness.state().value, value, "{modifiers:?} {key:?}");
    }
    let node = harness.get_by_role_and_label(Role::Slider, "Revenue weight");
    assert_eq!(node.accesskit_node().numeric_value(), Some(0.0));
    assert_eq!(node.accesskit_node().max_numeric_value(), Some(90.0));
    assert_eq!(node.accesskit_node().description().as_deref(), Some("Ranking holds 25–37%, leader 7–43%"));
    node.increment_accesskit();
    harness.run();
    assert_eq!(harness.state().value, 1.0);
}

#[test]
fn a_held_key_is_one_gesture() {
    let state = Slider { value: 35.0, ..Slider::default() };
    let mut harness = harness_with(vec2(400.0, 100.0), egui::Theme::Light, state, slider);
    harness.get_by_role_and_label(Role::Slider, "Revenue weight").focus();
    harness.run();
    let arrow = |pressed, repeat| egui::Event::Key {
        key: Key::ArrowRight,
        physical_key: None,
        pressed,
        repeat,
        modifiers: Modifiers::NONE,
    };
    for (pressed, repeat) in [(true, false), (true, true), (true, true), (false, false)] {
        harness.event(arrow(pressed, repeat));
        harness.run();
    }
    let changed = SliderEvent::Changed;
    assert_eq!(
        harness.state().events,
        [SliderEvent::Began, changed(36.0), changed(37.0), changed(38.0), SliderEvent::Ended]
    );
}

#[test]
fn a_pointer_that_rests_asks_for_nothing() {
    // The value cannot follow the pointer: it stays a little off, as a share among locked weights does.
    let mut harness =
        harness_with(vec2(424.0, 100.0), egui::Theme::Light, (50.0, Vec::new()), |ui, (value, events)| {
            for event in WeightSlider::new("Revenue weight", *value).show(ui).events {
                if let SliderEvent::Changed(asked) = event {
                    *value = asked - 0.04;
                }
                events.push(event);
            }
        });
    let rect = harness.get_by_role_and_label(Role::Slider, "Revenue weight").rect();
    harness.drag_at(rect.center());
    harness.run();
    harness.hover_at(rect.center() + vec2(80.0, 0.0));
    harness.run();
    let asked = harness.state().1.len();
    for _ in 0..5 {
        harness.step();
    }
    assert_eq!(harness.state().1.len(), asked, "{:?}", harness.state().1);
}

#[test]
fn the_slider_is_dragged_and_escape_takes_the_drag_back() {
    let state = Slider { value: 50.0, ..Slider::default() };
    let mut harness = harness_with(vec2(424.0, 100.0), egui::Theme::Light, state, slider);
    let rect = harness.get_by_role_and_label(Role::Slider, "Revenue weight").rect();
    let at = |value: f32| {
        egui::pos2(rect.left() + 12.0 + (rect.width() - 24.0) * value / 100.0, rect.top() + 15.0)
    };
    // Taking the handle off its middle does not move it.
    harness.drag_at(at(50.0) + vec2(3.0, 0.0));
    harness.run();
    assert_eq!(harness.state().events, [SliderEvent::Began]);
    harness.hover_at(at(60.0) + vec2(3.0, 0.0));
    harness.run();
    assert!((harness.state().value - 60.0).abs() < 0.11, "{}", harness.state().value);
    look(&mut harness, "kit-slider-held");
    harness.drop_at(at(60.0) + vec2(3.0, 0.0));
    harness.run();
    assert_eq!(harness.state().events.last(), Some(&SliderEvent::Ended));

    harness.drag_at(at(60.0));
    harness.run();
    harness.hover_at(at(20.0));
    harness.run();
    assert!((harness.state().value - 20.0).abs() < 0.11);
    harness.key_press(Key::Escape);
    harness.run();
    assert!((harness.state().value - 60.0).abs() < 0.11);
    // Still held: nothing moves any more, and letting go closes nothing twice.
    harness.hover_at(at(80.0));
    harness.run();
    harness.drop_at(at(80.0));
    harness.run();
    assert!((harness.state().value - 60.0).abs() < 0.11);
    assert_eq!(harness.state().events.last(), Some(&SliderEvent::Cancelled));
}

#[test]
fn a_locked_slider_says_so_and_does_not_move() {
    let mut harness = harness_with(vec2(400.0, 100.0), egui::Theme::Dark, Vec::new(), |ui, events| {
        events.extend(WeightSlider::new("Trend weight", 10.0).locked(true).show(ui).events);
    });
    let node = harness.get_by_role_and_label(Role::Slider, "Trend weight, locked");
    let centre = node.rect().center();
    node.focus();
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.drag_at(centre);
    harness.run();
    harness.drop_at(centre);
    harness.run();
    assert!(harness.state().is_empty());
}

#[test]
fn choices_report_their_state_and_work_by_keyboard() {
    let mut harness =
        harness_with(vec2(500.0, 200.0), egui::Theme::Light, (false, true, 0_u8, true), |ui, state| {
            widgets::checkbox(ui, &mut state.0, "Only open");
            widgets::toggle(ui, &mut state.1, "Reduced motion");
            if let Some(choice) = widgets::segmented(ui, "Colour by", state.2, &[(0, "Status"), (1, "Rate")])
            {
                state.2 = choice;
            }
            if Chip::new("Lost", state.3).count(2).show(ui).clicked() {
                state.3 = !state.3;
            }
        });
    let toggled = |role, label: &str, harness: &egui_kittest::Harness<'_, (bool, bool, u8, bool)>| {
        harness.get_by_role_and_label(role, label).accesskit_node().toggled()
    };
    assert_eq!(toggled(Role::CheckBox, "Only open", &harness), Some(Toggled::False));
    harness.get_by_label("Only open").focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    assert_eq!(toggled(Role::CheckBox, "Only open", &harness), Some(Toggled::True));
    harness.get_by_label("Reduced motion").click();
    harness.run();
    harness.get_by_label("Colour by: Rate").click();
    harness.run();
    harness.get_by_label("Lost, 2").click();
    harness.run();
    assert_eq!(*harness.state(), (true, false, 1, false));
    for node in
        harness.get_all(egui_kittest::kittest::By::new().predicate(|n| {
            matches!(n.role(), Role::CheckBox | Role::Switch | Role::RadioButton | Role::Button)
        }))
    {
        assert!(node.rect().width() >= 24.0 && node.rect().height() >= 24.0, "{:?}", node.rect());
    }
}

#[test]
fn a_list_opens_and_gives_the_choice() {
    let options = [(1, "Conservative"), (2, "Balanced"), (3, "Bold")];
    let mut harness = harness_with(vec2(400.0, 240.0), egui::Theme::Dark, 2, move |ui, state| {
        widgets::choose(ui, "Strategy", state, 160.0, &options);
    });
    harness.get_by_label("Strategy: Balanced").click();
    harness.run();
    look(&mut harness, "kit-list-dark");
    harness.get_by_label("Bold").click();
    harness.run();
    assert_eq!(*harness.state(), 3);
    assert!(harness.query_by_label("Conservative").is_none(), "the list is closed");
}

#[test]
fn a_toast_is_announced_and_gives_its_action_back() {
    let mut toasts = Toasts::default();
    toasts.push(Toast::done("Deleted Spain Operations").action("Undo", 7));
    let mut harness =
        harness_with(vec2(600.0, 200.0), egui::Theme::Light, (toasts, None), |ui, (toasts, pressed)| {
            if let Some(action) = toasts.show(ui.ctx(), 32.0) {
                *pressed = Some(action);
            }
        });
    harness.run();
    let node = harness.get_by_role_and_label(Role::Status, "Deleted Spain Operations");
    assert_eq!(node.accesskit_node().live(), egui::accesskit::Live::Polite);
    look(&mut harness, "kit-toast-light");
    harness.get_by_label("Undo").click();
    harness.run();
    assert_eq!(harness.state().1, Some(7));
    assert!(harness.state().0.is_empty());
}

#[test]
fn a_toast_goes_by_itself() {
    let mut toasts = Toasts::<()>::default();
    toasts.push(Toast::done("Saved"));
    let mut harness = harness_with(vec2(600.0, 200.0), egui::Theme::Light, toasts, |ui, toasts| {
        toasts.show(ui.ctx(), 32.0);
    });
    for _ in 0..40 {
        harness.step();
    }
    assert!(harness.state().is_empty(), "steps of a quarter of a second add up to ten seconds");
}

#[test]
fn a_question_is_answered_by_keys() {
    use inroads::ui::kit::widgets::{Answer, Dialog};
    for (key, answer) in [(Key::Enter, Answer::Primary), (Key::Escape, Answer::Cancel)] {
        let mut harness = harness_with(vec2(700.0, 400.0), egui::Theme::Light, None, |ui, answer| {
            if answer.is_none() {
                *answer = Dialog::new(
                    "close",
                    "Save the changes to TechCorp?",
                    "Three edits since 14:02 are protected, but not in the file.",
                    "Save",
                )
                .destructive("Discard")
                .show(ui.ctx());
            }
        });
        harness.run();
        assert!(harness.query_by_role_and_label(Role::Dialog, "Save the changes to TechCorp?").is_some());
        look(&mut harness, "kit-dialog-light");
        harness.key_press(key);
        harness.run();
        assert_eq!(*harness.state(), Some(answer));
    }
}

#[test]
fn a_table_sorts_by_its_header_and_draws_only_what_is_seen() {
    use inroads::ui::kit::grid::{self, Column, Origin, Sorting, State, Width};
    #[derive(Default)]
    struct Table {
        sorting: Option<Sorting>,
        drawn: usize,
    }
    let columns = [
        Column::words("Unit", Width::Fill(80.0)).sortable(),
        Column::numbers("Revenue", 110.0).sortable(),
        Column::numbers("Rate", 110.0).group(),
    ];
    let state = Table::default();
    let mut harness = harness_with(vec2(520.0, 300.0), egui::Theme::Light, state, move |ui, table| {
        let t = Tokens::of(ui);
        let width = ui.available_width();
        widgets::panel_frame(t).show(ui, |ui| {
            let ranges = grid::column_ranges(&columns, ui.cursor().left(), width);
            if let Some(sorting) = grid::header(ui, &columns, &ranges, table.sorting) {
                table.sorting = Some(sorting);
            }
            table.drawn = 0;
            grid::rows(ui, "rows", 32.0, 5000, None, |ui, i, rect| {
                table.drawn += 1;
                let looks = [
                    (Origin::Entered, State::Rest, false),
                    (Origin::Carried, State::Rest, false),
                    (Origin::Entered, State::Active, false),
                    (Origin::RollUp, State::Rest, false),
                    (Origin::Entered, State::NotUnderstood, false),
                    (Origin::Entered, State::Rest, true),
                    (Origin::Entered, State::Copied, false),
                    (Origin::Unknown, State::Hovered, false),
                ];
                let (origin, state, guardrail) = looks[i % looks.len()];
                let at = |c: usize| egui::Rect::from_x_y_ranges(ranges[c], rect.y_range());
                let name = format!("Unit {i}");
                grid::cell(ui.painter(), at(0), &name, false, Origin::Entered, State::Rest, false, t);
                grid::cell(ui.painter(), at(1), "800,000", true, origin, state, guardrail, t);
                grid::cell(ui.painter(), at(2), "88.9%", true, Origin::Calculated, State::Rest, false, t);
                grid::row_rule(ui.painter(), rect, t);
            });
        });
    });
    harness.get_by_label("Sort by Revenue").click();
    harness.run();
    assert_eq!(harness.state().sorting, Some(Sorting { column: 1, descending: true }));
    harness.get_by_label("Revenue, sorted, largest first").click();
    harness.run();
    assert_eq!(harness.state().sorting, Some(Sorting { column: 1, descending: false }));
    assert!((5..=12).contains(&harness.state().drawn), "{}", harness.state().drawn);
    look(&mut harness, "kit-table-light");
}
