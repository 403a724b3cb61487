//! One macro for the closed vocabularies of the field: key in files, word on screen, and all values in order.

use thiserror::Error;

/// A text that names no value of a vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{found}` is not known here; use one of: {expected}")]
pub struct UnknownWord {
    /// What was found.
    pub found: String,
    /// Every accepted key, separated by commas.
    pub expected: String,
}

/// Declares an enum whose variants have a stable key (files, command line) and a word (screen).
macro_rules! text_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $key:literal, $word:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $key)] $variant,)+ }

        impl $name {
            /// Every value, in the order of the specification.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable key used in files and on the command line.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }

            /// The word shown on screen, sentence case.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.key() == text).ok_or_else(|| {
                    $crate::domain::UnknownWord {
                        found: text.to_owned(),
                        expected: Self::ALL.iter().map(|value| value.key()).collect::<Vec<_>>().join(", "),
                    }
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.word()) }
        }
    };
}

pub(crate) use text_enum;
