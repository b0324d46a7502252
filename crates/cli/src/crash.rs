//! What becomes of a panic: one line and exit code 2, never Rust's 101 with a backtrace.

use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether panics are told at once, also those that only cost a file.
static TRACED: AtomicBool = AtomicBool::new(false);

/// What the last panic said and where.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// Tells of every panic as it happens.
pub(crate) fn trace() {
    TRACED.store(true, Ordering::Relaxed);
}

/// Runs the program; a panic that nothing else catches ends it with a message and exit code 2.
pub(crate) fn guard(program: impl FnOnce() -> u8) -> u8 {
    std::panic::set_hook(Box::new(remember));
    catch_unwind(AssertUnwindSafe(program)).unwrap_or_else(|_| {
        let last = LAST.lock().map(|mut last| last.take()).ok().flatten();
        eprintln!(
            "stockade: internal error: {}. This is a defect of Stockade: please report it with the command and, if you \
             can, the file that it was given.",
            last.as_deref().unwrap_or("no message")
        );
        2
    })
}

fn remember(panic: &PanicHookInfo<'_>) {
    let text = panic.payload_as_str().unwrap_or("no message");
    let place = panic.location().map(|place| format!(" at {place}")).unwrap_or_default();
    let said = format!("{text}{place}");
    if TRACED.load(Ordering::Relaxed) {
        eprintln!("stockade: {said}");
    }
    if let Ok(mut last) = LAST.lock() {
        *last = Some(said);
    }
}

#[cfg(test)]
mod tests {
    use super::guard;

    #[test]
    fn a_panic_is_exit_code_2() {
        assert_eq!(guard(|| 1), 1);
        assert_eq!(guard(|| panic!("for the test")), 2);
        drop(std::panic::take_hook());
    }
}
