//! Applies an edit to a copy of the workspace; the invariants of what it touched are checked before it counts.

use std::{collections::HashSet, sync::Arc};

use thiserror::Error;

use crate::{
    domain::{
        Account, AccountKey, Acknowledgement, Fault, Period, PeriodKind, Region, ScoringModel, Target,
        UnitKey, UnitRecord, Workspace, validate,
    },
    engine::{rules, scoring::presets},
};

use super::{
    apply_branch as branch, apply_cells as cells, apply_structure as structure,
    edit::{Edit, SettingChange},
};

/// Why an edit was refused. The workspace is as it was.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum EditError {
    /// Something named in the edit does not exist.
    #[error("there is no {0}; it may have been deleted")]
    Missing(String),
    /// The edit makes no sense as it stands.
    #[error("{0}")]
    Refused(String),
    /// The result would break a rule of the workspace.
    #[error("{0}")]
    Invalid(Fault),
}

/// Applies to a workspace that is thrown away on error. `Ok(false)` = nothing changed.
pub(super) fn apply(workspace: &mut Workspace, edit: &Edit) -> Result<bool, EditError> {
    match edit {
        Edit::AddAccount { key, name } => {
            if workspace.find_account(key).is_some() {
                return Err(EditError::Refused(format!("an account with the key `{key}` exists already")));
            }
            workspace.accounts.push_back(Arc::new(Account::new(key.clone(), named(name)?)));
            Ok(true)
        }
        Edit::RenameAccount { account, name } => {
            let name = named(name)?;
            with_account(workspace, account, |account| Ok(replace(&mut account.name, name)))
        }
        Edit::SetAccount { account, change } => {
            let regions = Arc::clone(&workspace.regions);
            with_account(workspace, account, |account| structure::set_account(account, change, &regions))
        }
        Edit::DeleteAccount { account } => {
            let index = account_index(workspace, account)?;
            workspace.accounts.remove(index);
            let owners: Vec<_> =
                workspace.owners.iter().filter(|o| o.account.as_ref() != Some(account)).cloned().collect();
            let acknowledged: Vec<_> = workspace
                .acknowledgements
                .iter()
                .filter(|a| a.account.as_ref() != Some(account))
                .cloned()
                .collect();
            replace_list(&mut workspace.owners, owners);
            replace_list(&mut workspace.acknowledgements, acknowledged);
            Ok(true)
        }
        Edit::AddUnit { account, unit } => {
            with_account(workspace, account, |account| structure::add_unit(account, unit))?;
            check_account(workspace, account)
        }
        Edit::AddBranch { account, units, .. } => {
            let regions = Arc::clone(&workspace.regions);
            with_account(workspace, account, |account| branch::add_branch(account, units, &regions))
        }
        Edit::MergeUnits { account, units, into, period } => {
            let merged = with_account(workspace, account, |account| {
                branch::merge_units(account, units, into, *period)
            })?;
            forget_gone_units(workspace, account)?;
            Ok(merged)
        }
        Edit::AddRegion { region } => {
            if workspace.regions.iter().any(|other| other.key == region.key) {
                return Err(EditError::Refused(format!(
                    "a region with the key `{}` exists already",
                    region.key
                )));
            }
            let region = Region { name: named(&region.name)?, ..region.clone() };
            Arc::make_mut(&mut workspace.regions).push(region);
            check_shared(workspace)
        }
        Edit::Several { edits, .. } => {
            let mut changed = false;
            for edit in edits {
                changed |= apply(workspace, edit)?;
            }
            Ok(changed)
        }
        Edit::DeleteBranches { account, units } => {
            let deleted = with_account(workspace, account, |a| structure::delete_branches(a, units))?;
            forget_gone_units(workspace, account)?;
            Ok(deleted)
        }
        Edit::MoveUnits { account, units, parent, before } => {
            with_account(workspace, account, |a| structure::move_units(a, units, parent, before.as_ref()))
        }
        Edit::SetUnits { account, units, change } => {
            let regions = Arc::clone(&workspace.regions);
            with_account(workspace, account, |a| structure::set_units(a, units, change, &regions))
        }
        Edit::SetCells { account, cells } => cells::set_cells(workspace, account, cells),
        Edit::OpenPeriod { period } => open_period(workspace, *period),
        Edit::Confirm { account, units, period } => with_account(workspace, account, |account| {
            let wanted: HashSet<&UnitKey> = units.iter().collect();
            let open: Vec<usize> = (0..account.units.len())
                .filter(|index| account.record(*index, *period).is_some_and(|record| !record.confirmed))
                .filter(|index| wanted.contains(&account.units[*index].key))
                .collect();
            for index in &open {
                record_mut(account, *index, *period).confirmed = true;
            }
            Ok(!open.is_empty())
        }),
        Edit::SetWeights { model, weights, .. } => with_model(workspace, model, |model| {
            if weights.len() != model.factors.len() {
                return Err(EditError::Refused(
                    "the model's factors have changed meanwhile; try again".to_owned(),
                ));
            }
            let mut changed = false;
            for (factor, weight) in model.factors.iter_mut().zip(weights) {
                changed |= replace(&mut factor.weight_raw, *weight);
            }
            Ok(changed)
        }),
        Edit::SetLock { model, factor, locked } => with_model(workspace, model, |model| {
            let found = model.factors.iter_mut().find(|f| f.key == *factor);
            let found = found.ok_or_else(|| EditError::Missing(format!("factor `{factor}`")))?;
            Ok(replace(&mut found.locked, *locked))
        }),
        Edit::SetModel { model } => {
            put_model(workspace, ScoringModel::clone(model));
            check_shared(workspace)
        }
        Edit::SetBaseline { model } => {
            let model = model.as_deref().cloned().map(Arc::new);
            Ok(replace(&mut workspace.baseline, model) && check_shared(workspace)?)
        }
        Edit::SetTarget { account, metric, target } => {
            let put = |targets: &mut Arc<Vec<Target>>| {
                let mut next: Vec<Target> = targets.iter().filter(|t| t.metric != *metric).cloned().collect();
                next.extend(target.clone());
                Ok(replace_list(targets, next))
            };
            match account {
                Some(account) => with_account(workspace, account, |account| put(&mut account.targets)),
                None => put(&mut workspace.portfolio_targets),
            }
        }
        Edit::Acknowledge(done) => {
            check_acknowledgement(workspace, done)?;
            let is_of = |other: &Acknowledgement| {
                (&other.account, &other.rule, &other.unit) == (&done.account, &done.rule, &done.unit)
            };
            let others = workspace.acknowledgements.iter().filter(|other| !is_of(other));
            let next = others.chain([&**done]).cloned().collect();
            Ok(replace_list(&mut workspace.acknowledgements, next))
        }
        Edit::Reopen(done) => {
            let others = workspace.acknowledgements.iter().filter(|other| *other != &**done);
            let next = others.cloned().collect();
            Ok(replace_list(&mut workspace.acknowledgements, next))
        }
        Edit::Set(change) => set(workspace, change),
    }
}

/// What a workspace would be after an edit, without making it.
///
/// # Errors
/// As [`super::Document::apply`].
pub fn applied(workspace: &Workspace, edit: &Edit) -> Result<Workspace, EditError> {
    let mut next = workspace.clone();
    apply(&mut next, edit).map(|_| next)
}

/// Puts a new value in place; whether it differs.
pub(super) fn replace<T: PartialEq>(slot: &mut T, value: T) -> bool {
    let differs = *slot != value;
    *slot = value;
    differs
}

fn replace_list<T: PartialEq>(list: &mut Arc<Vec<T>>, next: Vec<T>) -> bool {
    let differs = **list != next;
    if differs {
        *list = Arc::new(next);
    }
    differs
}

/// A name without surrounding blanks, not empty.
pub(super) fn named(name: &str) -> Result<String, EditError> {
    let name = name.trim();
    if name.is_empty() {
        Err(EditError::Refused("a name cannot be empty".to_owned()))
    } else {
        Ok(name.to_owned())
    }
}

pub(super) fn account_index(workspace: &Workspace, key: &AccountKey) -> Result<usize, EditError> {
    workspace.find_account(key).ok_or_else(|| EditError::Missing(format!("account `{key}`")))
}

fn with_account(
    workspace: &mut Workspace,
    key: &AccountKey,
    change: impl FnOnce(&mut Account) -> Result<bool, EditError>,
) -> Result<bool, EditError> {
    let index = account_index(workspace, key)?;
    change(Arc::make_mut(&mut workspace.accounts[index]))
}

fn with_model(
    workspace: &mut Workspace,
    key: &crate::domain::ModelKey,
    change: impl FnOnce(&mut ScoringModel) -> Result<bool, EditError>,
) -> Result<bool, EditError> {
    let model = workspace.model(key).ok_or_else(|| EditError::Missing(format!("model `{key}`")))?;
    let mut model = ScoringModel::clone(&model);
    let before = model.clone();
    let changed = change(&mut model)?;
    if changed && workspace.baseline.is_none() {
        // The first change of a weight freezes what was there, so that rank moves have something to be seen against.
        workspace.baseline = Some(Arc::new(before));
    }
    if changed {
        put_model(workspace, model);
    }
    Ok(changed)
}

fn put_model(workspace: &mut Workspace, model: ScoringModel) {
    let models = Arc::make_mut(&mut workspace.models);
    match models.iter_mut().find(|other| other.key == model.key) {
        Some(slot) => *slot = Arc::new(model),
        None => models.push(Arc::new(model)),
    }
}

/// Drops what was said of findings about units that the account no longer has: a unit that gets such a key later would
/// have its findings put aside unseen.
fn forget_gone_units(workspace: &mut Workspace, key: &AccountKey) -> Result<(), EditError> {
    let account = &workspace.accounts[account_index(workspace, key)?];
    let is_gone = |done: &Acknowledgement| {
        done.account.as_ref() == Some(key)
            && done.unit.as_ref().is_some_and(|unit| account.find_unit(unit).is_none())
    };
    let left = workspace.acknowledgements.iter().filter(|done| !is_gone(done)).cloned().collect();
    replace_list(&mut workspace.acknowledgements, left);
    Ok(())
}

/// An acknowledgement is of a rule that exists, and of an account and unit that do.
fn check_acknowledgement(workspace: &Workspace, done: &Acknowledgement) -> Result<(), EditError> {
    if rules::rule(done.rule.as_str()).is_none() {
        return Err(EditError::Missing(format!("rule `{}`", done.rule)));
    }
    let Some(key) = &done.account else { return Ok(()) };
    let account = &workspace.accounts[account_index(workspace, key)?];
    match &done.unit {
        Some(unit) if account.find_unit(unit).is_none() => Err(EditError::Missing(format!("unit `{unit}`"))),
        _ => Ok(()),
    }
}

/// Checks settings, models and schemes; accounts are left out because the edit did not touch them.
fn check_shared(workspace: &Workspace) -> Result<bool, EditError> {
    let rest = Workspace { accounts: imbl::Vector::new(), ..workspace.clone() };
    let about_accounts = |fault: &Fault| matches!(fault.place.section, "owners" | "acknowledgements");
    match validate(&rest).into_iter().find(|fault| !about_accounts(fault)) {
        Some(fault) => Err(EditError::Invalid(fault)),
        None => Ok(true),
    }
}

fn check_account(workspace: &Workspace, key: &AccountKey) -> Result<bool, EditError> {
    let account = &workspace.accounts[account_index(workspace, key)?];
    let added = account.units.len() - 1;
    let region = account.units[added].region.as_ref();
    if let Some(region) = region.filter(|region| !workspace.regions.iter().any(|r| r.key == **region)) {
        return Err(EditError::Missing(format!("region `{region}`")));
    }
    Ok(true)
}

/// The record of a unit in a period, made if there is none. Copies one unit's periods.
pub(super) fn record_mut(account: &mut Account, unit: usize, period: Period) -> &mut UnitRecord {
    let records = Arc::make_mut(&mut account.records[unit]);
    let at = match records.binary_search_by_key(&period, |(at, _)| *at) {
        Ok(at) => at,
        Err(at) => {
            records.insert(at, (period, UnitRecord::default()));
            at
        }
    };
    &mut records[at].1
}

/// Copies the latest earlier record of every unit that still exists, as carried and unconfirmed.
fn open_period(workspace: &mut Workspace, period: Period) -> Result<bool, EditError> {
    if workspace.latest_period().is_some_and(|latest| period > latest.plus(1)) {
        return Err(EditError::Refused(format!(
            "open {} first; periods are opened one after another",
            workspace
                .latest_period()
                .map_or_else(String::new, |latest| workspace.period_text(latest.plus(1)))
        )));
    }
    for at in 0..workspace.accounts.len() {
        let account = Arc::make_mut(&mut workspace.accounts[at]);
        for index in 0..account.units.len() {
            if !account.units[index].is_valid_in(period) {
                continue;
            }
            let records = &account.records[index];
            let Some((from, last)) = records.iter().rfind(|(at, _)| *at < period) else { continue };
            if records.iter().any(|(at, _)| *at == period) {
                continue;
            }
            let carried = UnitRecord { confirmed: false, carried_from: Some(*from), ..last.clone() };
            *record_mut(account, index, period) = carried;
        }
    }
    let settings = Arc::make_mut(&mut workspace.settings);
    settings.current_period = Some(period);
    // The day of judgement moves with the period; a fixed day in the past would keep every recency rule in the past.
    settings.as_of = None;
    Ok(true)
}

fn set(workspace: &mut Workspace, change: &SettingChange) -> Result<bool, EditError> {
    if let SettingChange::ActiveModel(key) = change
        && workspace.model(key).is_none()
        && let Some(shipped) = presets::find_model(workspace, key)
    {
        put_model(workspace, ScoringModel::clone(&shipped));
    }
    let has_records = workspace.latest_period().is_some();
    let settings = Arc::make_mut(&mut workspace.settings);
    let changed = match change {
        SettingChange::Name(name) => replace(&mut settings.name, named(name)?),
        SettingChange::Notes(notes) => replace(&mut settings.notes, notes.clone()),
        SettingChange::CurrentPeriod(period) => replace(&mut settings.current_period, Some(*period)),
        SettingChange::AsOf(date) => replace(&mut settings.as_of, *date),
        SettingChange::HeadlineAxis(axis) => replace(&mut settings.headline_axis, *axis),
        SettingChange::ActivityRule(rule) => replace(&mut settings.activity_rule, *rule),
        SettingChange::ActiveModel(model) => replace(&mut settings.active_model, model.clone()),
        SettingChange::Currency(code, symbol) => {
            let mut currency = settings.currency.clone();
            currency.code.clone_from(code);
            currency.symbol.clone_from(symbol);
            replace(&mut settings.currency, currency)
        }
        SettingChange::PeriodKind(kind) => {
            if has_records && settings.period_kind != *kind {
                let word = if *kind == PeriodKind::Month { "months" } else { "quarters" };
                return Err(EditError::Refused(format!(
                    "figures are already entered; start a new workspace to plan in {word}"
                )));
            }
            settings.current_period = None;
            replace(&mut settings.period_kind, *kind)
        }
        SettingChange::Samples(samples) => replace(&mut settings.analysis.smaa_samples, *samples),
        SettingChange::Seed(seed) => replace(&mut settings.analysis.smaa_seed, *seed),
        SettingChange::Spread(spread) => replace(&mut settings.analysis.smaa_spread, *spread),
        SettingChange::KeepOrder(keep) => replace(&mut settings.analysis.smaa_keep_order, *keep),
        SettingChange::DataUncertainty(vary) => replace(&mut settings.analysis.smaa_data_uncertainty, *vary),
    };
    Ok(changed && check_shared(workspace)?)
}
