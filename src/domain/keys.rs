//! Text keys. Every entity is named by a key that the user's own systems may supply; sharing makes clones cheap.

use std::{borrow::Borrow, fmt, sync::Arc};

use serde::{Deserialize, Serialize};

macro_rules! key {
    ($($(#[$meta:meta])* $name:ident;)+) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The key as text.
            pub fn as_str(&self) -> &str { &self.0 }

            /// Whether both are the same text in the same place, which is seen without reading it. Equal keys mostly
            /// are, but need not be.
            pub fn shares_text_with(&self, other: &Self) -> bool { Arc::ptr_eq(&self.0, &other.0) }

            /// Where the text lies. Keys of one address are equal while one of them lives; equal keys may have several.
            pub fn address(&self) -> usize { self.0.as_ptr().addr() }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self { Self(text.into()) }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self { Self(text.into()) }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str { &self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
    )+ };
}

key! {
    /// Names an account, unique in the workspace.
    AccountKey;
    /// Names a unit, unique in its account. The root of every account has the empty key.
    UnitKey;
    /// Names a region, unique in the workspace.
    RegionKey;
    /// Names a product, unique in the workspace.
    ProductKey;
    /// Names a stakeholder, unique in the account.
    StakeholderKey;
    /// Names a signal, unique in the account.
    SignalKey;
    /// Names a roadmap item, unique in the account.
    ItemKey;
    /// Names a scoring model, unique in the workspace.
    ModelKey;
    /// Names a factor, unique in its model.
    FactorKey;
    /// Names a band scheme, unique in the workspace.
    SchemeKey;
    /// Names a metric of the engine's table, for example `revenue_penetration`.
    MetricKey;
    /// Names a rule, for example `R-11`.
    RuleKey;
}

impl UnitKey {
    /// The key of every account's root.
    pub fn root() -> Self {
        Self::from("")
    }

    /// Whether this is the root of its account.
    pub fn is_root(&self) -> bool {
        self.as_str().is_empty()
    }
}
