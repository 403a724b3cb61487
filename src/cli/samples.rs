//! The workspaces that are built into the program.

use clap::ValueEnum;
use jiff::civil::Date;

use crate::{domain::Workspace, files::workspace};

/// What a new workspace holds at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Sample {
    /// One customer, worked through in the manual.
    Techcorp,
    /// Several customers, to see rankings.
    Portfolio,
    /// Nothing.
    Empty,
}

impl Sample {
    /// The text of the workspace file. `name` is the name of an empty workspace, which begins with the period of `today`;
    /// samples have their own.
    pub fn text(self, name: &str, today: Date) -> String {
        match self {
            Self::Techcorp => include_str!("../../assets/samples/techcorp.ron").to_owned(),
            Self::Portfolio => include_str!("../../assets/samples/portfolio.ron").to_owned(),
            Self::Empty => workspace::to_text(&Workspace::begun(name, today)),
        }
    }
}
