//! A bug in a panel costs no work: the panic is caught at the panel, reported in words, and the rest goes on.

use std::{
    any::Any,
    backtrace::Backtrace,
    cell::RefCell,
    panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind},
};

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the message and the place of a panic for the report. Call once.
pub fn install_hook() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        let place = info.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        let report = format!("{}{place}\n{}", message(info.payload()), Backtrace::force_capture());
        LAST.with(|last| *last.borrow_mut() = Some(report));
        before(info);
    }));
}

/// Runs a painter; `Err` = it panicked, with the report.
pub fn guarded<T>(paint: impl FnOnce() -> T) -> Result<T, String> {
    // What a panel had half done is thrown away with its actions, so nothing half valid is seen afterwards.
    catch_unwind(AssertUnwindSafe(paint))
        .map_err(|payload| LAST.with(|last| last.borrow_mut().take()).unwrap_or_else(|| message(&*payload)))
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown problem".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_report() {
        assert_eq!(guarded(|| 3), Ok(3));
        let report = guarded(|| -> u8 { panic!("no such unit") }).unwrap_err();
        assert!(report.contains("no such unit"), "{report}");
    }
}
