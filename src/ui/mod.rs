//! The window: the only place that knows egui.
//!
//! [`kit`] holds look and small parts, [`panels`] one panel per subject, [`shell`] the application around them.

use std::{path::PathBuf, process::ExitCode, rc::Rc};

pub mod kit;
pub mod panels;
pub mod shell;

use shell::{App, NativeDialogs, Start, SystemClipboard, listen_to_log};

/// Name of the folder in which the user's own settings are kept.
const APP_ID: &str = "inroads";

/// Opens the window, with a file if one is given; returns when it is closed.
pub fn run(file: Option<PathBuf>) -> ExitCode {
    listen_to_log();
    let viewport = egui::ViewportBuilder::default()
        .with_app_id(APP_ID)
        .with_title("Inroads")
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([960.0, 600.0])
        .with_drag_and_drop(true);
    let options = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    let folder = std::env::var_os("INROADS_SETTINGS").map(PathBuf::from).or_else(settings_folder);
    let clipboard = Rc::new(SystemClipboard::default());
    let start = Start::new(file, folder, Box::new(NativeDialogs)).with_clipboard(clipboard);
    let create: eframe::AppCreator<'_> =
        Box::new(|creation| Ok(Box::new(App::new(&creation.egui_ctx, start))));
    match eframe::run_native(APP_ID, options, create) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!(
                "inroads: the window cannot be opened: {error}\nA window needs a display and OpenGL 2.0 or newer; \
                 on Linux the packages libegl1, libgl1-mesa-dri, libxkbcommon-x11-0 and libxcursor1 are needed. \
                 Without a window `inroads score FILE` works all the same."
            );
            ExitCode::from(4)
        }
    }
}

/// Where the system keeps a user's settings; `None` if the user has no home.
fn settings_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.config_dir().join(APP_ID))
}
