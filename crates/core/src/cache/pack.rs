//! A pack: many entries in one file that is written once.
//!
//! ```text
//! MAGIC   entry …   record …   start of the records, their number: 8 bytes each   seal: 32
//! ```
//!
//! Numbers are little-endian. A record of 64 bytes has the key (32), where its entry begins (8), how long it is (4) and the
//! beginning of the entry's hash (20); records are sorted by their keys. The seal is a hash of all that stands before it
//! except the entries, keyed by the context. So any other byte anywhere is noticed: in an entry when that is read, elsewhere
//! when the pack is opened, which reads the records alone.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::NamedTempFile;

use super::Hash;

const MAGIC: &[u8; 16] = b"stockade cache\r\n";
const RECORD: usize = 64;
const END: usize = 8 + 8 + 32;
/// How much of an entry's hash a record has: what chance does to a disk has none against it, and who can write a pack
/// can write its seal.
const HASH: usize = 20;
/// The ending of a pack's name.
pub(super) const ENDING: &str = "pack";
/// What names of packs that are being written begin with.
pub(super) const UNFINISHED: &str = ".unfinished-";

type Record = [u8; RECORD];

/// A pack that is open: its records are in memory, its entries are not.
#[derive(Debug)]
pub(super) struct Pack {
    number: usize,
    path: PathBuf,
    file: File,
    records: Vec<Record>,
    /// Where the entries end.
    end: u64,
    used: Vec<AtomicBool>,
    damaged: AtomicBool,
}

/// What was read of a pack last, by one thread: entries that are asked for in turn lie side by side.
#[derive(Debug, Default)]
pub(crate) struct Window {
    pack: Option<usize>,
    start: u64,
    bytes: Vec<u8>,
}

/// So much is read at a time, at least: more would be read once for each thread.
const AHEAD: usize = 8 * 1024;

impl Pack {
    /// Opens a pack of that context; none if it is not one or cannot be read. Its number tells it from others that are open.
    pub(super) fn open(path: &Path, context: &Hash, number: usize) -> Option<Pack> {
        let file = File::open(path).ok()?;
        let size = file.metadata().ok()?.len();
        let mut magic = [0; MAGIC.len()];
        read_at(&file, &mut magic, 0).ok()?;
        let mut end = [0; END];
        let behind = size.checked_sub(END as u64)?;
        read_at(&file, &mut end, behind).ok()?;
        let start = u64::from_le_bytes(end[..8].try_into().ok()?);
        let count = u64::from_le_bytes(end[8..16].try_into().ok()?);
        let length = count.checked_mul(RECORD as u64)?;
        if &magic != MAGIC || start < MAGIC.len() as u64 || start.checked_add(length)? != behind {
            return None;
        }
        let mut records = vec![[0; RECORD]; usize::try_from(count).ok()?];
        read_at(&file, records.as_flattened_mut(), start).ok()?;
        if seal(&records, &end[..16], context) != end[16..] {
            return None;
        }
        let used = records.iter().map(|_| AtomicBool::new(false)).collect();
        let damaged = AtomicBool::new(false);
        Some(Pack { number, path: path.to_owned(), file, records, end: start, used, damaged })
    }

    /// Which record has a key.
    pub(super) fn find(&self, key: &Hash) -> Option<usize> {
        self.records.binary_search_by(|record| record[..32].cmp(key)).ok()
    }

    /// The entry of a record, which then counts as used; none if its bytes are not what was written.
    pub(super) fn read<'w>(&self, at: usize, window: &'w mut Window) -> Option<&'w [u8]> {
        let entry = self.entry(at, window)?;
        self.used[at].store(true, Ordering::Relaxed);
        Some(entry)
    }

    fn entry<'w>(&self, at: usize, window: &'w mut Window) -> Option<&'w [u8]> {
        let record = &self.records[at];
        let (start, length) = place(record);
        let entry = window.read(self, start, length)?;
        (blake3::hash(entry).as_bytes()[..HASH] == record[44..]).then_some(entry)
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    /// How many bytes the entries have.
    pub(super) fn size(&self) -> u64 {
        self.end
    }

    /// How many entries were used.
    pub(super) fn used(&self) -> usize {
        self.used.iter().filter(|used| used.load(Ordering::Relaxed)).count()
    }

    /// Takes down that an entry cannot be used.
    pub(super) fn is_damaged(&self) {
        self.damaged.store(true, Ordering::Relaxed);
    }

    /// Whether an entry could not be used.
    pub(super) fn was_damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Copies the entries that are sound, or of these only those that were used.
    pub(super) fn copy_to(&self, draft: &mut Draft, only_used: bool) -> io::Result<()> {
        let wanted = |at: &usize| !only_used || self.used[*at].load(Ordering::Relaxed);
        let mut order: Vec<usize> = (0..self.records.len()).filter(wanted).collect();
        order.sort_by_key(|&at| place(&self.records[at]).0);
        let mut window = Window::default();
        for at in order {
            let Some(entry) = self.entry(at, &mut window) else { continue };
            let mut key = [0; 32];
            key.copy_from_slice(&self.records[at][..32]);
            draft.add(key, entry)?;
        }
        Ok(())
    }
}

/// Where the entry of a record begins, and how long it is.
fn place(record: &Record) -> (u64, usize) {
    let number = |range: std::ops::Range<usize>| {
        record[range].iter().rfold(0, |number, &byte| number << 8 | u64::from(byte))
    };
    (number(32..40), number(40..44) as usize)
}

impl Window {
    fn read(&mut self, pack: &Pack, start: u64, length: usize) -> Option<&[u8]> {
        let end = start.checked_add(length as u64).filter(|&end| end <= pack.end)?;
        if self.pack != Some(pack.number) || start < self.start || end > self.start + self.bytes.len() as u64
        {
            let wanted = length.max(AHEAD).min(usize::try_from(pack.end - start).ok()?);
            self.bytes.resize(wanted, 0);
            self.pack = None;
            read_at(&pack.file, &mut self.bytes, start).ok()?;
            (self.pack, self.start) = (Some(pack.number), start);
        }
        let from = usize::try_from(start - self.start).ok()?;
        self.bytes.get(from..from + length)
    }
}

/// A pack that is being written, under a name that nobody reads. It goes if it is not sealed.
#[derive(Debug)]
pub(super) struct Draft {
    file: BufWriter<NamedTempFile>,
    at: u64,
    records: Vec<Record>,
}

impl Draft {
    pub(super) fn new(folder: &Path) -> io::Result<Draft> {
        let file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
        let mut file = BufWriter::with_capacity(64 * 1024, file);
        file.write_all(MAGIC)?;
        Ok(Draft { file, at: MAGIC.len() as u64, records: Vec::new() })
    }

    pub(super) fn add(&mut self, key: Hash, entry: &[u8]) -> io::Result<()> {
        let length = u32::try_from(entry.len()).map_err(io::Error::other)?;
        self.file.write_all(entry)?;
        let mut record = [0; RECORD];
        record[..32].copy_from_slice(&key);
        record[32..40].copy_from_slice(&self.at.to_le_bytes());
        record[40..44].copy_from_slice(&length.to_le_bytes());
        record[44..].copy_from_slice(&blake3::hash(entry).as_bytes()[..HASH]);
        self.records.push(record);
        self.at += u64::from(length);
        Ok(())
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    /// How many bytes the entries have.
    pub(super) fn size(&self) -> u64 {
        self.at
    }

    /// Makes it a pack of the folder, whole or not at all, and tells where. It is not forced to the disk: what a crash of
    /// the system leaves of it is noticed.
    pub(super) fn seal(mut self, folder: &Path, context: &Hash) -> io::Result<PathBuf> {
        self.records.sort_unstable();
        self.records.dedup_by(|a, b| a[..32] == b[..32]);
        let mut end = [0; END];
        end[..8].copy_from_slice(&self.at.to_le_bytes());
        end[8..16].copy_from_slice(&(self.records.len() as u64).to_le_bytes());
        let seal = seal(&self.records, &end[..16], context);
        end[16..].copy_from_slice(&seal);
        self.file.write_all(self.records.as_flattened())?;
        self.file.write_all(&end)?;
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let name = blake3::Hash::from(seal).to_hex();
        let path = folder.join(&name[..32]).with_extension(ENDING);
        file.persist(&path)?;
        Ok(path)
    }
}

fn seal(records: &[Record], numbers: &[u8], context: &Hash) -> Hash {
    let mut hasher = blake3::Hasher::new_keyed(context);
    hasher.update(MAGIC).update(records.as_flattened()).update(numbers);
    hasher.finalize().into()
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, buffer, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => {
                buffer = &mut buffer[count..];
                at += count as u64;
            }
        }
    }
    Ok(())
}

#[cfg(not(any(unix, windows)))]
fn read_at(_: &File, _: &mut [u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
