//! How long the frames of the running program take, told to whoever measures it in a real window.

use std::io::{Write, stderr};

/// One line for each frame on the error output: its number, when it was over in seconds of the window's clock, and how many
/// milliseconds of work it took, waiting for the screen aside.
pub struct FrameTimes {
    wanted: bool,
}

impl FrameTimes {
    /// If the environment asks for it.
    pub fn from_environment() -> Self {
        Self { wanted: std::env::var_os("INROADS_FRAME_TIMES").is_some() }
    }

    /// Tells of the frame before this one. If nobody reads it any more, nothing more is told.
    pub fn tell(&mut self, context: &egui::Context, frame: &eframe::Frame) {
        let Some(seconds) = frame.info().cpu_usage.filter(|_| self.wanted) else { return };
        let (number, now) = (context.cumulative_frame_nr(), context.input(|input| input.time));
        let line = writeln!(stderr(), "frame {number} at {now:.3} took {:.3}", f64::from(seconds) * 1e3);
        self.wanted = line.is_ok();
    }
}
