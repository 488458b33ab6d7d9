//! A source whose bytes come from JavaScript, piece by piece.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::mpsc::Receiver;

use super::Watcher;

/// Reads what JavaScript hands over, and asks for the next piece as soon as it begins with one.
#[derive(Debug)]
pub(super) struct Pieces {
    pieces: Receiver<Vec<u8>>,
    watcher: Watcher,
    /// The present piece, or everything so far where it will be read twice.
    bytes: Vec<u8>,
    position: usize,
    keep: bool,
    asked: bool,
}

impl Pieces {
    /// `keep` holds on to all pieces, so that they can be read again from the start.
    pub(super) const fn new(pieces: Receiver<Vec<u8>>, watcher: Watcher, keep: bool) -> Self {
        Self { pieces, watcher, bytes: Vec::new(), position: 0, keep, asked: false }
    }

    /// Waits for the next piece; whether there is one.
    fn next(&mut self) -> io::Result<bool> {
        if !self.asked {
            self.watcher.want();
            self.asked = true;
        }
        let piece = self.pieces.recv();
        if self.watcher.is_stopped() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let Ok(piece) = piece else { return Ok(false) };
        self.watcher.want();
        if self.keep {
            self.bytes.extend_from_slice(&piece);
        } else {
            self.bytes = piece;
            self.position = 0;
        }
        Ok(true)
    }
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.position >= self.bytes.len() {
            if !self.next()? {
                return Ok(0);
            }
        }
        let mut rest = self.bytes.get(self.position..).unwrap_or_default();
        let read = rest.read(buffer)?;
        self.position += read;
        Ok(read)
    }
}

impl Seek for Pieces {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if self.keep && to == SeekFrom::Start(0) {
            self.position = 0;
            return Ok(0);
        }
        Err(io::ErrorKind::Unsupported.into())
    }
}
