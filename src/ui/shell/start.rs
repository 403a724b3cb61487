//! What the window begins with, fetched while the system makes the window.

use std::{
    path::PathBuf,
    rc::Rc,
    thread::{Builder, JoinHandle},
};

use crate::{
    files::{safety::RealDisk, samples},
    ui::panels::Clipboard,
};

use super::{clipboard::TextOnly, dialogs::FileDialogs, preferences::Preferences, session::Session};

/// How the window begins. Make it before the window: the system needs a tenth of a second for that.
pub struct Start {
    /// File given on the command line.
    pub(super) file: Option<PathBuf>,
    /// Folder of the user's own settings; `None` = none can be had, and none are kept.
    pub(super) folder: Option<PathBuf>,
    /// Where paths come from.
    pub(super) dialogs: Box<dyn FileDialogs>,
    /// What the clipboard can beyond plain text.
    pub(super) clipboard: Rc<dyn Clipboard>,
    /// What the folder holds.
    pub(super) preferences: Preferences,
    /// The sample on its way; `None` if no thread was to be had or the sample is not wanted.
    reading: Option<JoinHandle<Session>>,
}

impl Start {
    /// Reads the settings, and begins to read the sample if it will be shown.
    pub fn new(file: Option<PathBuf>, folder: Option<PathBuf>, dialogs: Box<dyn FileDialogs>) -> Self {
        let preferences = Preferences::load(&RealDisk, folder.as_deref());
        let clipboard = Rc::new(TextOnly);
        let mut start = Self { file, folder, dialogs, clipboard, preferences, reading: None };
        if start.shows_sample() {
            start.reading = Builder::new().name("read sample".to_owned()).spawn(sample).ok();
        }
        start
    }

    /// With a clipboard that carries more than plain text.
    #[must_use]
    pub fn with_clipboard(mut self, clipboard: Rc<dyn Clipboard>) -> Self {
        self.clipboard = clipboard;
        self
    }

    /// The sample with everything computed; `None` if something else is shown.
    pub(super) fn sample(&mut self) -> Option<Session> {
        let read = self.reading.take().and_then(|reading| reading.join().ok());
        read.or_else(|| self.shows_sample().then(sample))
    }

    fn shows_sample(&self) -> bool {
        self.file.is_none() && !self.preferences.started_before
    }
}

fn sample() -> Session {
    let mut session = Session::sample(samples::portfolio());
    session.derived();
    session
}
