//! What belongs to the user and not to a file: theme, recent files, arrangement, reduced motion, first start.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    files::safety::{Disk, replace},
    ui::panels::{Arrangement, usage::View},
};

use super::tiles::Pane;

/// Which theme is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The user's own settings. Fields that an older or newer version does not know are left at their defaults.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Whether the program was started before.
    pub started_before: bool,
    /// Theme.
    pub theme: Theme,
    /// Whether movement is to be avoided.
    pub reduced_motion: bool,
    /// Files opened or saved last, newest first.
    pub recent: Vec<PathBuf>,
    /// Arrangement shown last.
    pub arrangement: Option<Arrangement>,
    /// How the usage grid is arranged.
    pub usage: View,
    /// The user's own arrangements of panels.
    pub tiles: Vec<(Arrangement, egui_tiles::Tree<Pane>)>,
}

impl Preferences {
    /// Recent files kept.
    const RECENT: usize = 10;

    /// Reads them from a folder. A missing or damaged file gives the defaults: nothing here is worth an error.
    pub fn load(disk: &dyn Disk, folder: Option<&Path>) -> Self {
        let text = folder.and_then(|folder| disk.read(&folder.join(FILE), 4 << 20).ok());
        text.and_then(|bytes| ron::de::from_bytes(&bytes).ok()).unwrap_or_default()
    }

    /// Writes them to a folder.
    ///
    /// # Errors
    /// A sentence, if the folder or file cannot be written.
    pub fn save(&self, disk: &dyn Disk, folder: &Path) -> Result<(), String> {
        let pretty = ron::ser::PrettyConfig::default().new_line("\n".to_owned());
        let text = ron::ser::to_string_pretty(self, pretty).map_err(|error| error.to_string())?;
        disk.create_folder(folder).map_err(|error| error.to_string())?;
        replace(disk, &folder.join(FILE), text.as_bytes()).map_err(|error| error.to_string())
    }

    /// Puts a file at the head of the recent ones.
    pub fn remember(&mut self, path: &Path) {
        self.recent.retain(|other| other != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(Self::RECENT);
    }
}

const FILE: &str = "preferences.ron";
