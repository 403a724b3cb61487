//! The sample workspaces that come with the program.

use super::workspace::parse;
use crate::domain::Workspace;

/// Text of the TechCorp sample, as [`super::workspace::to_text`] writes it.
pub const TECHCORP: &str = include_str!("../../assets/samples/techcorp.ron");

/// Text of the sample portfolio, as [`super::workspace::to_text`] writes it.
pub const PORTFOLIO: &str = include_str!("../../assets/samples/portfolio.ron");

/// One account over two quarters: the worked example of the documentation.
pub fn techcorp() -> Workspace {
    read(TECHCORP)
}

/// Fourteen accounts of different shapes over eight quarters, TechCorp among them.
pub fn portfolio() -> Workspace {
    read(PORTFOLIO)
}

fn read(text: &str) -> Workspace {
    // Embedded and read by a test: an error here is a fault of the build, not of the user's machine.
    parse(text.as_bytes()).unwrap_or_else(|error| unreachable!("the sample is damaged: {error}"))
}
