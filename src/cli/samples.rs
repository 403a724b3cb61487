//! The workspaces that are built into the program.

use clap::ValueEnum;

use crate::{
    domain::{Settings, Workspace},
    files::workspace,
};

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
    /// The text of the workspace file. `name` is the name of an empty workspace; samples have their own.
    pub fn text(self, name: &str) -> String {
        match self {
            Self::Techcorp => include_str!("../../assets/samples/techcorp.ron").to_owned(),
            Self::Portfolio => include_str!("../../assets/samples/portfolio.ron").to_owned(),
            Self::Empty => {
                let settings = Settings { name: name.to_owned(), ..Settings::default() };
                workspace::to_text(&Workspace { settings: settings.into(), ..Workspace::default() })
            }
        }
    }
}
