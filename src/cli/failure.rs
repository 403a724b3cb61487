//! Why a command did not do its work, and with which exit status the program says so.

use std::{fmt, io, process::ExitCode};

/// Why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// A finding is as severe as the command was asked to fail on: status 1, and nothing more to say.
    Finding,
    /// The command line is wrong: status 2.
    Usage(String),
    /// The input cannot be read or is not valid: status 3.
    Input(String),
    /// The output could not be written: status 4.
    Output(String),
    /// Whoever read our output has closed the pipe: nothing to say, status 0.
    PipeClosed,
}

impl Failure {
    /// The exit status.
    pub fn status(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Finding => 1,
            Self::Usage(_) => 2,
            Self::Input(_) => 3,
            Self::Output(_) => 4,
            Self::PipeClosed => 0,
        })
    }

    /// What to print on standard error; `None` = nothing.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Usage(text) | Self::Input(text) | Self::Output(text) => Some(text),
            Self::Finding | Self::PipeClosed => None,
        }
    }

    /// What happened while writing to standard output.
    pub fn from_stdout(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::PipeClosed
        } else {
            Self::Output(format!("standard output could not be written ({error}); check where it leads to"))
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().unwrap_or(match self {
            Self::Finding => "a finding is as severe as --fail-on",
            _ => "the pipe was closed",
        }))
    }
}
