//! Reading and writing files on a named thread, so that the window never waits for a disk.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, TryRecvError, channel},
    },
};

use crate::{
    domain::Workspace,
    files::{
        safety::{RealDisk, replace},
        workspace,
    },
};

use super::dialogs::Purpose;

/// What a job ended with.
pub enum Done {
    /// A file was read.
    Opened(PathBuf, Result<Box<Workspace>, String>),
    /// A state was written for a purpose.
    Saved(PathBuf, Purpose, Arc<Workspace>, Result<(), String>),
    /// Something else than a workspace was written.
    Exported(PathBuf, Result<(), String>),
}

/// A job in progress; one at a time.
pub struct Job {
    /// What the status bar says meanwhile.
    pub label: String,
    done: Receiver<Done>,
}

impl Job {
    /// Reads a workspace.
    pub fn open(path: PathBuf, repaint: egui::Context) -> Self {
        let label = format!("Opening {}", name(&path));
        Self::start("open file", label, repaint, move || {
            let read = workspace::read(&RealDisk, &path).map(Box::new).map_err(|error| error.to_string());
            Done::Opened(path, read)
        })
    }

    /// Writes a workspace.
    pub fn save(path: PathBuf, purpose: Purpose, state: Arc<Workspace>, repaint: egui::Context) -> Self {
        let label = format!("Saving {}", name(&path));
        Self::start("save file", label, repaint, move || {
            let saved = workspace::save(&RealDisk, &path, &state).map_err(|error| error.to_string());
            Done::Saved(path, purpose, state, saved)
        })
    }

    /// Writes something else than a workspace; `make` gives its bytes.
    pub fn export(
        path: PathBuf,
        make: impl FnOnce() -> Result<Vec<u8>, String> + Send + 'static,
        repaint: egui::Context,
    ) -> Self {
        let label = format!("Exporting {}", name(&path));
        Self::start("export", label, repaint, move || {
            let write = |bytes: Vec<u8>| replace(&RealDisk, &path, &bytes).map_err(|error| error.to_string());
            let written = make().and_then(write);
            Done::Exported(path, written)
        })
    }

    fn start(
        thread: &str,
        label: String,
        repaint: egui::Context,
        work: impl FnOnce() -> Done + Send + 'static,
    ) -> Self {
        let (send, done) = channel();
        let run = move || {
            let result = work();
            // The window may be gone by now; then nobody waits for the answer.
            let _ = send.send(result);
            repaint.request_repaint();
        };
        // If no thread can be had the channel is closed at once, which `poll` reports.
        let _ = std::thread::Builder::new().name(thread.to_owned()).spawn(run);
        Self { label, done }
    }

    /// The result once it is there; `Err` = the thread ended without one.
    pub fn poll(&self) -> Option<Result<Done, String>> {
        match self.done.try_recv() {
            Ok(done) => Some(Ok(done)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                Some(Err(format!("{} did not finish; nothing was changed. Try again.", self.label)))
            }
        }
    }
}

/// File name of a path for messages.
pub fn name(path: &std::path::Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
