//! Native file dialogs on their own thread, so that the window never freezes; an in-app path field where no dialog
//! backend answers.

use std::{
    path::PathBuf,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, channel},
    },
};

/// What a chosen path is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Open this file.
    Open,
    /// Save here and go on with this file.
    SaveAs,
    /// Save here and stay with the present file.
    SaveCopy,
    /// Write a picture of the map here.
    ExportMap(Format),
    /// Write the report here.
    ExportReport,
    /// Import this table.
    ImportUsage,
    /// Write the usage grid here.
    ExportGrid,
}

/// Form of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Pixels.
    Png,
    /// Shapes that stay sharp in every size.
    Svg,
    /// A page.
    Pdf,
}

impl Purpose {
    /// Title of the dialog.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Open => "Open a workspace",
            Self::SaveAs => "Save the workspace as",
            Self::SaveCopy => "Save a copy of the workspace",
            Self::ExportMap(_) => "Export the map",
            Self::ExportReport => "Export the report",
            Self::ImportUsage => "Import usage",
            Self::ExportGrid => "Export the usage grid",
        }
    }

    /// Whether the file is written.
    pub const fn is_save(self) -> bool {
        !matches!(self, Self::Open | Self::ImportUsage)
    }

    /// What kind of files it is about: what they are called, and how they end; the first ending is the usual one.
    pub const fn kinds(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Self::Open | Self::SaveAs | Self::SaveCopy => &[("Inroads workspace", &["ron"])],
            Self::ImportUsage => &[("Tables", &["xlsx", "csv", "tsv", "txt"])],
            Self::ExportGrid => &[("Excel workbook", &["xlsx"]), ("CSV", &["csv"])],
            Self::ExportMap(Format::Png) => &[("PNG picture", &["png"])],
            Self::ExportMap(Format::Svg) => &[("SVG picture", &["svg"])],
            Self::ExportMap(Format::Pdf) => &[("PDF page", &["pdf"])],
            Self::ExportReport => &[("HTML page", &["html"])],
        }
    }

    /// The ending that a name without one gets.
    pub const fn ending(self) -> &'static str {
        self.kinds()[0].1[0]
    }
}

/// What a dialog ended with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A file was chosen.
    Chosen(PathBuf),
    /// The user closed it.
    Cancelled,
    /// No dialog could be shown; a path must be typed.
    NoDialog,
}

/// A dialog on the screen.
pub struct Pending {
    /// What the path is for.
    pub purpose: Purpose,
    outcome: Receiver<Outcome>,
}

impl Pending {
    /// A dialog that has ended already.
    pub fn answered(purpose: Purpose, outcome: Outcome) -> Self {
        let (send, answer) = channel();
        // The receiver is at hand, so that this cannot fail.
        let _ = send.send(outcome);
        Self { purpose, outcome: answer }
    }

    /// The outcome, once there is one.
    pub fn poll(&self) -> Option<Outcome> {
        match self.outcome.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(std::sync::mpsc::TryRecvError::Empty) => None,
            Err(std::sync::mpsc::TryRecvError::Disconnected) => Some(Outcome::NoDialog),
        }
    }
}

/// Something that can ask for a path; tests put their own in place of the native dialog.
pub trait FileDialogs {
    /// Shows a dialog; `repaint` is called when it has ended.
    fn ask(
        &self,
        purpose: Purpose,
        folder: Option<PathBuf>,
        name: &str,
        frame: Option<&eframe::Frame>,
        repaint: egui::Context,
    ) -> Pending;
}

/// The system's dialogs.
pub struct NativeDialogs;

impl FileDialogs for NativeDialogs {
    fn ask(
        &self,
        purpose: Purpose,
        folder: Option<PathBuf>,
        name: &str,
        frame: Option<&eframe::Frame>,
        repaint: egui::Context,
    ) -> Pending {
        let (send, outcome) = channel();
        let mut dialog = rfd::AsyncFileDialog::new().set_title(purpose.title());
        for (name, endings) in purpose.kinds() {
            dialog = dialog.add_filter(*name, endings);
        }
        if let Some(folder) = folder {
            dialog = dialog.set_directory(folder);
        }
        if purpose.is_save() {
            dialog = dialog.set_file_name(name);
        }
        if let Some(frame) = frame {
            dialog = dialog.set_parent(frame);
        }
        // The dialog must be built on the thread of the window, and waited for on another one.
        let future: std::pin::Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>> =
            if purpose.is_save() { Box::pin(dialog.save_file()) } else { Box::pin(dialog.pick_file()) };
        DIALOG_FAILED.store(false, Ordering::SeqCst);
        let wait = move || {
            let chosen = pollster::block_on(future);
            let outcome = match chosen {
                Some(handle) => Outcome::Chosen(handle.path().to_owned()),
                // No backend answers exactly like Cancel, except for what it writes to the log.
                None if DIALOG_FAILED.load(Ordering::SeqCst) => Outcome::NoDialog,
                None => Outcome::Cancelled,
            };
            // The window may be gone by now; then nobody waits for the answer.
            let _ = send.send(outcome);
            repaint.request_repaint();
        };
        // Without a thread the receiver is disconnected at once, which reads as "no dialog".
        let _ = std::thread::Builder::new().name("file dialog".to_owned()).spawn(wait);
        Pending { purpose, outcome }
    }
}

static DIALOG_FAILED: AtomicBool = AtomicBool::new(false);
static LAST_PROBLEM: Mutex<Option<String>> = Mutex::new(None);

/// Listens to the log: the dialog library reports there, and only there, that no backend answers.
struct Listener;

impl log::Log for Listener {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.level() <= log::Level::Warn
    }

    fn log(&self, record: &log::Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        if record.target().starts_with("rfd") && record.level() == log::Level::Error {
            DIALOG_FAILED.store(true, Ordering::SeqCst);
        }
        if let Ok(mut last) = LAST_PROBLEM.lock() {
            *last = Some(format!("{}: {}", record.target(), record.args()));
        }
    }

    fn flush(&self) {}
}

/// Starts listening. Later calls do nothing.
pub fn listen_to_log() {
    static LISTENER: Listener = Listener;
    if log::set_logger(&LISTENER).is_ok() {
        log::set_max_level(log::LevelFilter::Warn);
    }
}

/// The last warning of a library, for problem reports.
pub fn last_problem() -> Option<String> {
    LAST_PROBLEM.lock().ok().and_then(|last| last.clone())
}
