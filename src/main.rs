//! Reads the command line; opens the window or runs one command.

use std::{path::PathBuf, process::ExitCode};

use inroads::cli;

fn main() -> ExitCode {
    let arguments = cli::parse();
    match arguments.command {
        Some(command) => cli::run(command),
        None => window(arguments.file),
    }
}

#[cfg(feature = "gui")]
fn window(file: Option<PathBuf>) -> ExitCode {
    inroads::ui::run(file)
}

#[cfg(not(feature = "gui"))]
fn window(_file: Option<PathBuf>) -> ExitCode {
    cli::no_window()
}
