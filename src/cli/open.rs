//! Reading a workspace for a command, and finding the accounts, the period and the model that were asked for.

use std::{collections::HashSet, path::Path, sync::Arc};

use crate::{
    domain::{Account, Period, ScoringModel, Workspace},
    engine::scoring,
    files::{
        safety::RealDisk,
        workspace::{self, ReadError},
    },
};

use super::{Selection, failure::Failure, text::clean};

/// A workspace and what was selected from it.
pub struct Opened {
    /// The whole workspace.
    pub workspace: Workspace,
    /// The accounts asked for, in the workspace's order.
    pub accounts: Vec<Arc<Account>>,
    /// The period asked for.
    pub period: Period,
    /// The model asked for.
    pub model: Arc<ScoringModel>,
}

impl Opened {
    /// First line of a table: name of the workspace and the period.
    pub fn title(&self) -> String {
        let name = Some(clean(&self.workspace.settings.name)).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| "Workspace".to_owned());
        format!("{name} · {}", self.workspace.period_text(self.period))
    }
}

/// Reads a workspace file.
pub fn read(path: &Path) -> Result<Workspace, Failure> {
    workspace::read(&RealDisk, path).map_err(|error| {
        Failure::Input(match error {
            // What the disk says names the file already.
            ReadError::Disk(error) => error.to_string(),
            other => format!("{}: {other}", path.display()),
        })
    })
}

/// Reads the file and resolves every option; an option that names nothing is a wrong command line.
pub fn open(selection: &Selection) -> Result<Opened, Failure> {
    let mut workspace = read(&selection.file)?;
    pin(&mut workspace);
    let period = period(&workspace, selection.period.as_deref())?;
    let model = match &selection.model {
        None => workspace.active_model(),
        Some(key) => scoring::find_model(&workspace, &key.as_str().into()).ok_or_else(|| {
            let own = workspace.models.iter().map(|model| model.key.to_string());
            let shipped = scoring::presets::models().into_iter().map(|model| model.key.to_string());
            unknown("--model", key, "model", own.chain(shipped))
        })?,
    };
    for key in &selection.accounts {
        if workspace.find_account(&key.as_str().into()).is_none() {
            let keys = workspace.accounts.iter().map(|account| account.key.to_string());
            return Err(unknown("--account", key, "account", keys));
        }
    }
    let wanted = |account: &&Arc<Account>| {
        selection.accounts.is_empty() || selection.accounts.iter().any(|key| key == account.key.as_str())
    };
    let accounts = workspace.accounts.iter().filter(wanted).cloned().collect();
    Ok(Opened { workspace, accounts, period, model })
}

/// The period that an option names; without it the current one.
pub fn period(workspace: &Workspace, option: Option<&str>) -> Result<Period, Failure> {
    let Some(text) = option else { return Ok(workspace.current_period()) };
    Period::parse(text, workspace.settings.period_kind)
        .map_err(|error| Failure::Usage(format!("--period: {error}")))
}

/// Writes down the period in hand and the day where the file leaves them open: finding them takes a look at every record,
/// which would otherwise happen for each account anew.
pub fn pin(workspace: &mut Workspace) {
    let (period, day) = (workspace.current_period(), workspace.as_of());
    let settings = Arc::make_mut(&mut workspace.settings);
    settings.current_period = Some(period);
    settings.as_of = Some(day);
}

/// At most ten of the keys that would have been understood.
fn unknown(option: &str, found: &str, noun: &str, keys: impl Iterator<Item = String>) -> Failure {
    // An own model may have the key of a shipped one.
    let mut seen = HashSet::new();
    let mut keys: Vec<String> = keys.filter(|key| seen.insert(key.clone())).collect();
    let more = keys.len().saturating_sub(10);
    keys.truncate(10);
    let known = if keys.is_empty() { "there are none".to_owned() } else { keys.join(", ") };
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    Failure::Usage(format!("{option}: there is no {noun} `{found}` in the workspace; known: {known}{rest}"))
}
