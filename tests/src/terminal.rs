//! Runs a command with its standard output on a terminal of its own.

use std::fs::File;
use std::io::{self, Read};
use std::process::{Command, Output, Stdio};
use std::thread;

use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};

/// Runs the command; what it writes on the terminal is its standard output, line ends as the terminal makes them.
pub(crate) fn run(mut command: Command) -> io::Result<Output> {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    let terminal = openpt(flags)?;
    grantpt(&terminal)?;
    unlockpt(&terminal)?;
    let child = command.stdout(ioctl_tiocgptpeer(&terminal, flags)?).stderr(Stdio::piped()).spawn()?;
    // The command holds the other side of the terminal too: once it and the child are gone, reading ends.
    drop(command);
    let reader = thread::spawn(move || {
        let mut text = Vec::new();
        // At the end a terminal reports an error where a pipe reports nothing more to read.
        let _ = File::from(terminal).read_to_end(&mut text);
        text
    });
    let mut output = child.wait_with_output()?;
    output.stdout = reader.join().unwrap_or_default();
    Ok(output)
}
