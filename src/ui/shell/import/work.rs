//! Long work of the import on a thread of its own: it says how far it is, and ends soon after it is cancelled.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
        mpsc::{Receiver, TryRecvError, channel},
    },
};

use crate::{
    document::{
        Edit, Entry, Line, Table, applied,
        clipboard::{Numbers, rows_of},
        usage::{self, Decimals, Fate, Head, Plan, Setup},
    },
    domain::{AccountKey, Period, Workspace},
    files::{
        dataset::{Cell, Outside},
        safety::{Disk, RealDisk},
    },
};

/// The largest file that is read: what the readers of datasets take.
const LARGEST: u64 = 256 * 1024 * 1024;

/// What a thread says of its work, and hears.
#[derive(Default)]
pub struct Progress {
    share: AtomicU32,
    rows: AtomicU64,
    is_cancelled: AtomicBool,
}

impl Progress {
    /// How much is done, 0 to 1; `None` = nobody knows.
    pub fn share(&self) -> Option<f32> {
        let thousandths = self.share.load(Ordering::Relaxed);
        (thousandths > 0).then_some(thousandths as f32 / 1000.0)
    }

    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    fn tell(&self, share: f32) -> bool {
        self.share.store((share * 1000.0) as u32, Ordering::Relaxed);
        !self.is_cancelled.load(Ordering::Relaxed)
    }
}

/// Work in progress. Dropping it cancels it.
pub struct Work<T> {
    progress: Arc<Progress>,
    done: Receiver<T>,
}

impl<T> Drop for Work<T> {
    fn drop(&mut self) {
        self.progress.is_cancelled.store(true, Ordering::Relaxed);
    }
}

impl<T: Send + 'static> Work<T> {
    fn start(
        thread: &str,
        repaint: egui::Context,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> Self {
        let (send, done) = channel();
        let progress = Arc::new(Progress::default());
        let own = Arc::clone(&progress);
        let run = move || {
            // Nobody waits any more if it was cancelled.
            let _ = send.send(work(&own));
            repaint.request_repaint();
        };
        // Without a thread the channel is closed at once, which `poll` reports.
        let _ = std::thread::Builder::new().name(thread.to_owned()).spawn(run);
        Self { progress, done }
    }

    /// The result once it is there; `Err` = the thread ended without one.
    pub fn poll(&self) -> Option<Result<T, String>> {
        match self.done.try_recv() {
            Ok(done) => Some(Ok(done)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                Some(Err("The work did not finish; nothing was changed. Try again.".to_owned()))
            }
        }
    }

    /// How far it is.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }
}

/// Where a table comes from.
pub enum Source {
    /// A file.
    File(PathBuf),
    /// What stands on the clipboard.
    Clipboard {
        /// As text.
        text: String,
        /// As HTML, if another program put it there so.
        html: Option<String>,
    },
    /// What was opened before.
    Open(Box<Outside>, Numbers),
}

/// What of a source is wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The sheet; `None` = the first one with rows.
    pub sheet: Option<String>,
    /// The sign between cells; `None` = as found.
    pub separator: Option<u8>,
    /// Where the headings stand.
    pub head: Head,
}

/// A table that was read, and what it seems to mean.
pub struct Loaded {
    /// The source, to be read again.
    pub outside: Box<Outside>,
    /// What the clipboard knows beyond its text.
    pub numbers: Numbers,
    /// Names of the sheets; none if it is text.
    pub sheets: Vec<String>,
    /// The sheet that was read.
    pub sheet: String,
    /// The sign between cells; `None` for a workbook.
    pub separator: Option<u8>,
    /// The table.
    pub table: Arc<Table>,
    /// What it seems to mean.
    pub setup: Setup,
    /// What its numbers show.
    pub decimals: Decimals,
}

/// For whom a table is read.
#[derive(Clone)]
pub struct Place {
    /// The workspace as it stands.
    pub workspace: Arc<Workspace>,
    /// The account selected.
    pub account: Option<AccountKey>,
    /// The period shown.
    pub period: Period,
}

/// Reads a table. An error is a sentence.
pub fn read(
    source: Source,
    wanted: Wanted,
    place: Place,
    repaint: egui::Context,
) -> Work<Result<Box<Loaded>, String>> {
    Work::start("read table", repaint, move |progress| {
        let (mut outside, numbers) = match source {
            Source::Clipboard { text, html } => {
                let numbers = html.map_or_else(Numbers::default, |html| Numbers::of(&html, &rows_of(&text)));
                (Box::new(Outside::text(text)), numbers)
            }
            Source::Open(outside, numbers) => (outside, numbers),
            Source::File(path) => {
                let bytes = RealDisk.read(&path, LARGEST).map_err(|error| error.to_string())?;
                (Box::new(Outside::open(&path, bytes)?), Numbers::default())
            }
        };
        let sheets = outside.sheets();
        let separator = wanted.separator.or_else(|| outside.separator());
        let mut tried = wanted.sheet.clone().map_or_else(|| sheets.clone(), |sheet| vec![sheet]).into_iter();
        let mut sheet = tried.next().unwrap_or_default();
        let mut table = rows(&mut outside, &sheet, separator, progress)?;
        // A cover sheet often stands before the figures.
        while table.lines.is_empty() {
            let Some(next) = tried.next() else { break };
            table = rows(&mut outside, &next, separator, progress)?;
            sheet = next;
        }
        if table.lines.is_empty() {
            return Err("There is no row with content; choose another file or sheet.".to_owned());
        }
        if separator == Some(b'\t') {
            exact(&mut table, &numbers);
        }
        let setup =
            usage::suggest(&table, &place.workspace, place.account.as_ref(), place.period, wanted.head);
        let decimals = usage::decimals(&table, &setup);
        let table = Arc::new(table);
        Ok(Box::new(Loaded { outside, numbers, sheets, sheet, separator, table, setup, decimals }))
    })
}

fn rows(
    outside: &mut Outside,
    sheet: &str,
    separator: Option<u8>,
    progress: &Progress,
) -> Result<Table, String> {
    let mut lines = Vec::new();
    let mut goes_on = true;
    outside.rows(sheet, separator, &mut |number, cells| {
        lines.push(Line { number, entries: cells.iter().map(entry).collect() });
        progress.rows.store(lines.len() as u64, Ordering::Relaxed);
        goes_on = !progress.is_cancelled.load(Ordering::Relaxed);
        goes_on
    })?;
    if !goes_on {
        return Err("Cancelled.".to_owned());
    }
    Ok(Table { lines, is_comma_separated: separator == Some(b',') })
}

/// Puts what stands behind a rounded number in its place.
fn exact(table: &mut Table, numbers: &Numbers) {
    for line in &mut table.lines {
        let row = (line.number as usize).saturating_sub(1);
        for (column, entry) in line.entries.iter_mut().enumerate() {
            if let Entry::Text(shown) = entry
                && let Some(number) = numbers.at(row, column, shown)
            {
                *entry = Entry::Number(number);
            }
        }
    }
}

fn entry(cell: &Cell) -> Entry {
    match cell {
        Cell::Empty => Entry::Blank,
        Cell::Text(text) => Entry::text_of(text),
        Cell::Number(number) => Entry::Number(*number),
        Cell::Bool(yes) => Entry::Flag(*yes),
        Cell::Date(day) => Entry::Day(*day),
        Cell::Broken(text) => Entry::Broken(text.as_str().into()),
    }
}

/// A plan with what the workspace would be.
pub struct Planned {
    /// How the table was read.
    pub setup: Setup,
    /// What it comes to.
    pub plan: Plan,
    /// The rows that change something.
    pub changes: Vec<usize>,
    /// The workspace afterwards; `None` = nothing changes. The error says why it cannot be taken.
    pub next: Option<Result<Arc<Workspace>, String>>,
}

/// Works out what a table comes to; `None` = it was cancelled.
pub fn plan(
    table: Arc<Table>,
    setup: Setup,
    workspace: Arc<Workspace>,
    source: String,
    repaint: egui::Context,
) -> Work<Option<Box<Planned>>> {
    Work::start("plan import", repaint, move |progress| {
        let plan = usage::plan(&table, &setup, &workspace, &source, &|share| progress.tell(share * 0.9))?;
        let made = |edit: &Edit| applied(&workspace, edit).map(Arc::new).map_err(|error| error.to_string());
        let next = plan.edit.as_ref().map(made);
        let changes = changed_rows(&plan);
        progress.tell(1.0).then(|| Box::new(Planned { setup, plan, changes, next }))
    })
}

/// Rows that change something.
fn changed_rows(plan: &Plan) -> Vec<usize> {
    let changes = |line: &usize| {
        (0..plan.columns.len()).any(|nth| matches!(plan.fate(*line, nth), Fate::New | Fate::Changed))
    };
    (0..plan.lines.len()).filter(|line| !plan.lines[*line].is_refused && changes(line)).collect()
}
