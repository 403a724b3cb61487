//! What the window's tests share: a harness with our fonts, theme and renderer, and pictures to look at.

use egui::{Theme, Ui, Vec2};
use egui_kittest::{Harness, HarnessBuilder};

use super::cpu_renderer::CpuRenderer;

/// Both themes, for tests that run in each.
pub const THEMES: [Theme; 2] = [Theme::Light, Theme::Dark];

/// A builder with our renderer, fonts and theme. Missing glyphs and unnamed inputs fail the test.
pub fn builder<S>(size: impl Into<Vec2>, theme: Theme) -> HarnessBuilder<S> {
    Harness::<S>::builder()
        .with_size(size)
        .with_theme(theme)
        .with_render_cursor(false)
        .renderer(CpuRenderer::default())
        .with_context_setup(inroads::ui::kit::install)
}

/// A harness around a piece of user interface. It stands on the window's ground, without margins.
pub fn harness<'a>(size: impl Into<Vec2>, theme: Theme, ui: impl FnMut(&mut Ui) + 'a) -> Harness<'a> {
    let mut ui = ui;
    builder(size, theme).build_ui(move |root| {
        ground(root);
        ui(root);
    })
}

/// A harness around a piece of user interface and the state it works on.
pub fn harness_with<'a, S: 'a>(
    size: impl Into<Vec2>,
    theme: Theme,
    state: S,
    ui: impl FnMut(&mut Ui, &mut S) + 'a,
) -> Harness<'a, S> {
    let mut ui = ui;
    builder(size, theme).build_ui_state(
        move |root, state| {
            ground(root);
            ui(root, state);
        },
        state,
    )
}

fn ground(root: &Ui) {
    root.painter().rect_filled(root.ctx().content_rect(), 0.0, inroads::ui::kit::Tokens::of(root).desk);
}

/// Saves what the harness shows as `NAME.png` into the directory `INROADS_PICTURES`, if that is set. For people.
pub fn look<S>(harness: &mut Harness<'_, S>, name: &str) {
    let Some(directory) = std::env::var_os("INROADS_PICTURES") else { return };
    let picture = harness.render().expect("the picture can be painted");
    let path = std::path::Path::new(&directory).join(format!("{name}.png"));
    std::fs::create_dir_all(&directory).expect("the directory for pictures can be made");
    picture.save(&path).expect("the picture can be written");
}

/// The word for a theme in file names.
pub fn word(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}
