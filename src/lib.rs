//! Inroads: plan how to grow inside a large customer.
//!
//! The crate is a house of floors; a room imports only rooms on floors below it, and a test keeps it so.
//!
//! | Floor | Room | What it is |
//! |---|---|---|
//! | 1 | [`domain`] | what a workspace is: plain data, keys, invariants |
//! | 1 | [`number`] | numbers as people type and read them |
//! | 1 | [`markup`] | text for pages and pictures, in which nothing can end the text |
//! | 1 | [`look`] | colours, shapes and letters, for the window and for pictures |
//! | 1 | [`layout`] | geometry without pixels: the tidy tree, culling |
//! | 2 | [`engine`] | what the numbers mean: pure functions of a workspace |
//! | 2 | [`files`] | the only place that touches the disk |
//! | 3 | [`publish`] | what leaves the house: workbooks with live formulas, pictures of the map, the report |
//! | 3 | [`document`] | the open workspace: edits, undo, derived values |
//! | 4 | [`cli`] | subcommands: read, compute, print |
//! | 4 | `ui` | the only place that knows egui (feature `gui`) |
//!
//! Data flows one way:
//!
//! ```text
//! file ──read, validate──▶ Workspace ──▶ Document ──refresh──▶ Derived ──▶ panels paint
//!                              ▲                                              │
//!                              └──────── apply(Edit) ◀── Actions ◀────────────┘
//! ```
//!
//! Read in this order: [`domain::Workspace`], [`engine::metrics::facts()`], [`engine::scoring::score()`],
//! [`document::Document`], [`document::Derived`], and then the window: `ui::shell::App`.

#![warn(missing_docs)]

pub mod cli;
pub mod document;
pub mod domain;
pub mod engine;
pub mod files;
pub mod layout;
pub mod look;
pub mod markup;
pub mod number;
pub mod publish;
#[cfg(feature = "gui")]
pub mod ui;
