//! From process start to the second frame: the program with its sample against windows of the same toolkit with
//! nothing in them. Each round starts all of them once, in turn, so that whatever else the machine does falls on
//! all alike.
//!
//! Each closes in its third frame without painting it, so that the second is on the screen when the process ends.
//! Needs a display; without one it says so and measures nothing.

use std::{
    process::Command,
    time::{Duration, Instant},
};

/// The frame after which the window closes.
const LEAVE: (&str, &str) = ("INROADS_LEAVE_AT_FRAME", "2");

const ROUNDS: usize = 20;

struct Peer {
    frames: u32,
    /// Whether it paints its background and a line of text. With nothing to paint, the renderer does not even make
    /// its drawing program, which no real window goes without.
    paints: bool,
}

impl eframe::App for Peer {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.frames += 1;
        if self.frames == 2 {
            ui.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        if self.paints && self.frames <= 2 {
            ui.painter().rect_filled(ui.max_rect(), 0.0, ui.visuals().panel_fill);
            ui.label("Nothing here.");
        }
        ui.request_repaint();
    }
}

/// As `inroads::ui::run` opens it.
fn peer(paints: bool) {
    let viewport = egui::ViewportBuilder::default().with_inner_size([1440.0, 900.0]).with_drag_and_drop(true);
    let options = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    let create: eframe::AppCreator<'_> = Box::new(move |creation| {
        inroads::ui::kit::install(&creation.egui_ctx);
        Ok(Box::new(Peer { frames: 0, paints }))
    });
    eframe::run_native("peer", options, create).expect("the window opens");
}

fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) {
        f64::midpoint(values[middle - 1], values[middle])
    } else {
        values[middle]
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("--empty-window") => return peer(false),
        Some("--plain-window") => return peer(true),
        _ => {}
    }
    if arguments.iter().any(|argument| !argument.starts_with('-') && !"start/second_frame".contains(argument))
    {
        return;
    }
    if !has_display() {
        println!("start/second_frame skipped: no display (run under a desktop or Xvfb)");
        return;
    }
    let settings = tempfile::tempdir().expect("a folder for settings");
    let own = std::env::current_exe().expect("own path");
    let start = |at: usize| {
        let mut command = match at {
            0 | 1 => Command::new(&own),
            _ => Command::new(env!("CARGO_BIN_EXE_inroads")),
        };
        match at {
            0 => command.arg("--empty-window"),
            1 => command.arg("--plain-window"),
            _ => command.env(LEAVE.0, LEAVE.1).env("INROADS_SETTINGS", settings.path()),
        };
        // Every start is the first one, which opens the sample.
        let _ = std::fs::remove_file(settings.path().join("preferences.ron"));
        let begun = Instant::now();
        assert!(command.status().expect("the program starts").success());
        begun.elapsed()
    };
    let rounds = if arguments.iter().any(|argument| argument == "--test") { 1 } else { ROUNDS };
    // The first round fills the caches of the disk and of the renderer.
    let rounds: Vec<[Duration; 3]> = (0..=rounds).map(|_| std::array::from_fn(start)).skip(1).collect();
    for (at, name) in ["empty_window", "plain_window", "second_frame"].iter().enumerate() {
        let times = || rounds.iter().map(|round| milliseconds(round[at]));
        let (least, most) = (times().fold(f64::INFINITY, f64::min), times().fold(0.0, f64::max));
        let middle = median(times());
        let ratio = median(rounds.iter().map(|round| milliseconds(round[at]) / milliseconds(round[0])));
        println!(
            "start/{name:<13} time: [{least:.0} ms {middle:.0} ms {most:.0} ms]   {ratio:.2} x the empty window"
        );
    }
}
