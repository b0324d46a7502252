//! A stream of text that is checked on the way: UTF-8 and, in JSON, no deeper nesting than a report can have.
//!
//! Readers skip what they do not know without looking into it, so neither can be left to them.

use std::io::{self, Read};

use super::MAX_DEPTH;

/// Checks what is read through it.
pub(super) struct Guard<R> {
    inner: R,
    /// Whether brackets are JSON's: in any other text they need not match.
    json: bool,
    depth: u32,
    in_string: bool,
    escaped: bool,
    /// The first bytes of a character whose others are still to come.
    begun: Vec<u8>,
    line: u64,
}

impl<R: Read> Guard<R> {
    /// Checks JSON.
    pub(super) fn json(inner: R) -> Guard<R> {
        Guard { json: true, ..Guard::text(inner) }
    }

    /// Checks any text, for its encoding alone.
    pub(super) fn text(inner: R) -> Guard<R> {
        Guard {
            inner,
            json: false,
            depth: 0,
            in_string: false,
            escaped: false,
            begun: Vec::with_capacity(4),
            line: 1,
        }
    }

    fn check_nesting(&mut self, bytes: &[u8]) -> io::Result<()> {
        if !self.json {
            self.line += bytes.iter().filter(|&&byte| byte == b'\n').count() as u64;
            return Ok(());
        }
        for &byte in bytes {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        let message = format!("line {}: nested deeper than {MAX_DEPTH} levels", self.line);
                        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
                    }
                }
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                b'\n' => self.line += 1,
                _ => {}
            }
        }
        Ok(())
    }

    fn check_text(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !self.begun.is_empty() {
            let Some((&first, rest)) = bytes.split_first() else { return Ok(()) };
            self.begun.push(first);
            bytes = rest;
            match std::str::from_utf8(&self.begun) {
                Ok(_) => self.begun.clear(),
                Err(error) if error.error_len().is_none() => {}
                Err(_) => return Err(self.no_text()),
            }
        }
        match std::str::from_utf8(bytes) {
            Ok(_) => Ok(()),
            Err(error) if error.error_len().is_none() => {
                self.begun.extend_from_slice(&bytes[error.valid_up_to()..]);
                Ok(())
            }
            Err(_) => Err(self.no_text()),
        }
    }

    fn no_text(&self) -> io::Error {
        let message = format!("near line {}: bytes that are no UTF-8", self.line);
        io::Error::new(io::ErrorKind::InvalidData, message)
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let bytes = &buffer[..count];
        self.check_nesting(bytes)?;
        self.check_text(bytes)?;
        if count == 0 && !buffer.is_empty() && !self.begun.is_empty() {
            return Err(self.no_text());
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use super::{Guard, MAX_DEPTH};

    fn read(bytes: &[u8], capacity: usize) -> Result<String, String> {
        let mut text = String::new();
        let mut guard = Guard::json(BufReader::with_capacity(capacity, bytes));
        let mut chunk = vec![0; capacity];
        loop {
            match guard.read(&mut chunk) {
                Ok(0) => return Ok(text),
                Ok(count) => text.push_str(&String::from_utf8_lossy(&chunk[..count])),
                Err(error) => return Err(error.to_string()),
            }
        }
    }

    #[test]
    fn text_passes_whatever_the_pieces() {
        for capacity in 1..9 {
            assert!(read("{\"a\": \"é日🦀\", \"[[[[\": [{}]}\n".as_bytes(), capacity).is_ok(), "{capacity}");
            assert!(read(b"\n\n\"\xe9\"", capacity).is_err_and(|error| error.contains("line 3")));
            assert!(read(b"\"\xe6\x97", capacity).is_err());
        }
    }

    #[test]
    fn nesting_has_a_limit() {
        let deep = |depth: u32| "[".repeat(depth as usize) + &"]".repeat(depth as usize);
        assert!(read(deep(MAX_DEPTH).as_bytes(), 64).is_ok());
        assert!(read(deep(MAX_DEPTH + 1).as_bytes(), 64).is_err_and(|error| error.contains("nested deeper")));
        let quoted = format!("\"{}\\\"[\"", "[".repeat(1000));
        assert!(read(quoted.as_bytes(), 64).is_ok());
        let mut text = String::new();
        let many = "[{\"".repeat(1000);
        assert_eq!(Guard::text(many.as_bytes()).read_to_string(&mut text).ok(), Some(many.len()));
    }
}
