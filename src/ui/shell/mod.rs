//! The window itself: it owns the open session, applies what panels ask for, and frames everything.
//!
//! Data flows one way: [`App`] paints panels from the session, gathers their actions, and applies them after the pass.

mod answers;
mod app;
mod clipboard;
mod commands;
mod dialogs;
mod dividers;
mod exchange;
mod explain_view;
mod export;
mod frame_times;
mod guard;
mod headline;
mod import;
mod jobs;
mod menu;
mod modals;
mod names;
mod palette;
mod periods;
mod preferences;
mod requests;
mod sentence;
mod session;
mod start;
mod status;
mod tiles;
mod welcome;
mod workspace_files;

pub use app::App;
pub use clipboard::{SystemClipboard, TextOnly};
pub use dialogs::{FileDialogs, Format, NativeDialogs, Outcome, Pending, Purpose, listen_to_log};
pub use import::{Asked, Place, Wizard};
pub use start::Start;
