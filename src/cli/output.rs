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

/// Whether headings may be emphasised: standard output is a terminal, and `NO_COLOR` is not set to anything.
pub fn has_colour() -> bool {
    io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Text that a spreadsheet would take for a formula gets a leading apostrophe.
pub fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
