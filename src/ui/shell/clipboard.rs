//! The system's clipboard, where a table goes and comes as HTML too: egui itself carries plain text alone.

use std::cell::RefCell;

use crate::{document::clipboard::Copied, ui::panels::Clipboard};

/// The clipboard of the system, opened when it is first needed and kept: on X11 what was copied lives in this program.
#[derive(Default)]
pub struct SystemClipboard(RefCell<Option<arboard::Clipboard>>);

impl SystemClipboard {
    /// Does something with the clipboard; `None` = it cannot be opened, or does not do it.
    fn with<T>(&self, work: impl FnOnce(&mut arboard::Clipboard) -> Result<T, arboard::Error>) -> Option<T> {
        let mut board = self.0.borrow_mut();
        if board.is_none() {
            *board = arboard::Clipboard::new().ok();
        }
        work(board.as_mut()?).ok()
    }
}

impl Clipboard for SystemClipboard {
    fn html(&self) -> Option<String> {
        self.with(|board| board.get().html())
    }

    fn put(&self, copied: &Copied) -> bool {
        let Some(html) = copied.html.as_deref().filter(|_| !is_wayland()) else { return false };
        self.with(|board| board.set_html(html, Some(&copied.text))).is_some()
    }
}

/// Whether the window is one of Wayland, by the signs that winit goes by. There egui puts text by way of the window itself,
/// which always works; what another connection puts may never arrive.
fn is_wayland() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(target_os = "linux") && (is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET"))
}

/// A clipboard of plain text, for a window without a system.
pub struct TextOnly;

impl Clipboard for TextOnly {
    fn html(&self) -> Option<String> {
        None
    }

    fn put(&self, _: &Copied) -> bool {
        false
    }
}
