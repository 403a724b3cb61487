//! Standard output and standard error: buffered, quiet when the reader goes away, colour only on a terminal.

use std::{
    env,
    io::{self, BufWriter, IsTerminal, Write},
};

use super::failure::Failure;

/// Writes a command's data to standard output in one go.
pub fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out).and_then(|()| out.flush()).map_err(|error| Failure::from_stdout(&error))
}

/// Says on standard error why a command failed.
pub fn message(failure: &Failure) {
    if let Some(text) = failure.text() {
        say("error", text);
    }
}

/// Says something on standard error. A closed standard error is nobody's loss.
pub fn say(kind: &str, text: &str) {
    let _ = writeln!(io::stderr().lock(), "{kind}: {text}");
}

/// Shows on a terminal how far long work has come; elsewhere nothing.
pub struct Progress {
    what: &'static str,
    shown: bool,
}

impl Progress {
    /// Nothing is shown before the first step.
    pub fn new(what: &'static str) -> Self {
        Self { what, shown: false }
    }

    /// `done` of `all` is done.
    pub fn step(&mut self, done: u32, all: u32) {
        let mut err = io::stderr().lock();
        if err.is_terminal() {
            let percent = 100 * u64::from(done) / u64::from(all.max(1));
            let _ = write!(err, "\r{} {percent} %", self.what);
            let _ = err.flush();
            self.shown = true;
        }
    }
}

impl Drop for Progress {
    /// Takes the line away.
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr().lock(), "\r{}\r", " ".repeat(self.what.chars().count() + 6));
        }
    }
}

/// Whether headings may be emphasised: standard output is a terminal, and `NO_COLOR` is not set to anything.
pub fn has_colour() -> bool {
    io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
