//! What a panel's own memo was made from: the models and every account's derived values, by pointer.

use std::sync::Arc;

use imbl::Vector;

use crate::domain::ScoringModel;

use super::{AccountDerived, Derived};

/// Keeps what a memo was made from alive, so that an equal pointer always means the same content.
#[derive(Debug, Clone)]
pub struct Stamp {
    model: Arc<ScoringModel>,
    baseline: Arc<ScoringModel>,
    accounts: Vector<Arc<AccountDerived>>,
}

impl Stamp {
    /// Of everything derived.
    pub fn of(derived: &Derived) -> Self {
        Self {
            model: Arc::clone(&derived.model),
            baseline: Arc::clone(&derived.baseline),
            accounts: derived.accounts.clone(),
        }
    }

    /// Whether nothing changed since; a pointer comparison for each account.
    pub fn is_current(&self, derived: &Derived) -> bool {
        Arc::ptr_eq(&self.model, &derived.model)
            && Arc::ptr_eq(&self.baseline, &derived.baseline)
            && derived.has_accounts(&self.accounts)
    }
}
