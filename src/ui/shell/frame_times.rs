//! How long the frames of the running program take, written to a file for whoever measures it in a real window.

use std::{
    fs::File,
    io::{BufWriter, Write},
};

/// One line for each frame: its number, when it was over in seconds of the window's clock, and how many milliseconds of
/// work it took, waiting for the screen aside.
#[derive(Default)]
pub struct FrameTimes(Option<BufWriter<File>>);

impl FrameTimes {
    /// Into the file that the environment names, if it names one.
    pub fn from_environment() -> Self {
        let path = std::env::var_os("INROADS_FRAME_TIMES");
        Self(path.and_then(|path| File::create(path).ok()).map(BufWriter::new))
    }

    /// Adds the frame before this one. A file that cannot be written is let go.
    pub fn note(&mut self, context: &egui::Context, frame: &eframe::Frame) {
        let (Some(file), Some(seconds)) = (&mut self.0, frame.info().cpu_usage) else { return };
        let (number, now) = (context.cumulative_frame_nr(), context.input(|input| input.time));
        let line = writeln!(file, "{number} {now:.3} {:.3}", f64::from(seconds) * 1e3);
        if line.and_then(|()| file.flush()).is_err() {
            self.0 = None;
        }
    }
}
