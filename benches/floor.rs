//! What no scanner can do without: reads, decodes, parses and drops every file that is named, one a line, on standard
//! input. Same parser, allocator and threads as the command, and nothing else; it prints how many files it was, and
//! with `--timed` the nanoseconds of the processor that each step took.

#![allow(clippy::print_stdout, reason = "it is a command")]

use std::error::Error;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use rustix::time::{ClockId, clock_gettime};
use stockade_core::parse;
use stockade_core::source::{self, ReadError, Source};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// As much as the command's workers have: dropping a tree recurses.
const STACK: usize = 64 << 20;

fn main() -> Result<(), Box<dyn Error>> {
    let timed = std::env::args().nth(1).is_some_and(|word| word == "--timed");
    let list = io::read_to_string(io::stdin())?;
    let files: Vec<&Path> = list.lines().map(Path::new).collect();
    let (next, steps) = (AtomicUsize::new(0), [const { AtomicU64::new(0) }; 4]);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(0).stack_size(STACK).build()?;
    let failed = pool.broadcast(|_| {
        let mut buffer = Vec::new();
        while let Some(file) = files.get(next.fetch_add(1, Relaxed)) {
            work(file, &mut buffer, timed.then_some(&steps))
                .map_err(|error| format!("{}: {error}", file.display()))?;
        }
        Ok::<(), String>(())
    });
    failed.into_iter().collect::<Result<(), String>>()?;
    println!("files {}", files.len());
    if timed {
        for (name, spent) in ["read", "decode", "parse", "drop"].into_iter().zip(&steps) {
            println!("{name} {}", spent.load(Relaxed));
        }
    }
    Ok(())
}

/// Nanoseconds of the processor that this thread has had: the clock would go on while others have it.
fn spent() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec.unsigned_abs() * 1_000_000_000 + time.tv_nsec.unsigned_abs()
}

fn work(file: &Path, buffer: &mut Vec<u8>, steps: Option<&[AtomicU64; 4]>) -> Result<(), ReadError> {
    let mut since = if steps.is_some() { spent() } else { 0 };
    let mut step = |at: usize| {
        if let Some(steps) = steps {
            let now = spent();
            steps[at].fetch_add(now - since, Relaxed);
            since = now;
        }
    };
    let bytes = source::read_into(file, buffer)?;
    step(0);
    // What is no text in its own encoding is parsed by nobody.
    let Ok(source) = Source::decode(bytes) else { return Ok(()) };
    step(1);
    let tree = parse::parse(&source.text);
    step(2);
    drop(tree);
    step(3);
    Ok(())
}
