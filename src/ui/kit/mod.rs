//! Look and small parts that know nothing of accounts.
