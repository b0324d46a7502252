//! Running a scan so that an interruption ends it, and lets the caller clean up.

use std::io::{self, Read};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};

/// How long to wait before looking again whether a scan has ended.
const PAUSE: Duration = Duration::from_millis(5);

/// What a scan gave.
#[derive(Debug)]
pub(crate) struct Scan {
    /// Its exit code; that of a signal is negative.
    pub(crate) code: i32,
    /// What it printed.
    pub(crate) output: Vec<u8>,
}

/// The signals that would end the program, noted instead as long as this lives.
#[derive(Debug)]
pub(crate) struct Interruptions {
    signal: Arc<AtomicUsize>,
    registered: Vec<signal_hook::SigId>,
}

impl Interruptions {
    /// Begins to note signals.
    pub(crate) fn listen() -> io::Result<Interruptions> {
        #[cfg(unix)]
        const SIGNALS: [i32; 3] = [SIGINT, SIGTERM, signal_hook::consts::SIGHUP];
        #[cfg(not(unix))]
        const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];
        let signal = Arc::new(AtomicUsize::new(0));
        let mut listening = Interruptions { signal: Arc::clone(&signal), registered: Vec::new() };
        for number in SIGNALS {
            let value = usize::try_from(number).unwrap_or_default();
            listening.registered.push(signal_hook::flag::register_usize(number, Arc::clone(&signal), value)?);
        }
        Ok(listening)
    }

    /// As if a signal had come.
    #[cfg(all(test, unix))]
    pub(crate) fn noted(signal: usize) -> Interruptions {
        Interruptions { signal: Arc::new(AtomicUsize::new(signal)), registered: Vec::new() }
    }

    /// The exit code of an interrupted program, if there was an interruption.
    pub(crate) fn exit_code(&self) -> Option<u8> {
        let signal = u8::try_from(self.signal.load(Ordering::SeqCst)).ok()?;
        (signal != 0).then(|| signal.saturating_add(128))
    }
}

impl Drop for Interruptions {
    fn drop(&mut self) {
        for id in self.registered.drain(..) {
            signal_hook::low_level::unregister(id);
        }
    }
}

/// Runs a scan to its end, or to an interruption.
pub(crate) fn run(command: &mut Command, interruptions: &Interruptions) -> io::Result<Scan> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let stdout = child.stdout.take();
    let reader = thread::spawn(move || {
        let mut output = Vec::new();
        match stdout {
            Some(mut stdout) => stdout.read_to_end(&mut output).map(|_| output),
            None => Ok(output),
        }
    });
    let status = loop {
        if interruptions.exit_code().is_some() {
            // It may have ended in between; what counts is that it has. Its output is nobody's concern any more, and
            // programs that it started may hold on to it.
            drop(child.kill());
            return Ok(Scan { code: signal_of(child.wait()?), output: Vec::new() });
        }
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(PAUSE);
    };
    let output =
        reader.join().unwrap_or_else(|_| Err(io::Error::other("reading the scan's output failed")))?;
    Ok(Scan { code: status.code().unwrap_or_else(|| signal_of(status)), output })
}

#[cfg(unix)]
fn signal_of(status: std::process::ExitStatus) -> i32 {
    std::os::unix::process::ExitStatusExt::signal(&status).map_or(2, |signal| -signal)
}

#[cfg(not(unix))]
fn signal_of(_: std::process::ExitStatus) -> i32 {
    2
}
