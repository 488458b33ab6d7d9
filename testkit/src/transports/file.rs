//! A transport to a file: one line of JSON for each message, on the disk before it counts as sent.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::Path;

use scrm_core::foundation::{ExternalId, OutboxId};
use scrm_core::transport::{
    MessageTransport, OutgoingMessage, SendFailure, SendOutcome, TransportCapabilities,
};
use serde_json::{Value, json};

/// Appends each message to a file as one line, `{"line":1,"key":"o_…","message":{…}}`, and waits until the
/// line is on the disk.
///
/// A line that was cut off by a crash is taken away when the file is opened: it was never acknowledged.
///
/// ```
/// use scrm_core::transport::{MessageTransport, SendOutcome};
/// use scrm_testkit::{samples::outgoing, transports::FileTransport};
/// let path = std::env::temp_dir().join(format!("scrm-file-transport-{}.jsonl", std::process::id()));
/// let mut transport = FileTransport::open(&path, true)?;
/// let first = transport.send(&outgoing("o_1", "c_1", 0));
/// assert_eq!(transport.send(&outgoing("o_1", "c_1", 0)), first, "the key is recognised");
/// assert_eq!(transport.lines(), 1);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct FileTransport {
    file: File,
    recognises_key: bool,
    /// The line of each key, where keys are recognised.
    keys: BTreeMap<OutboxId, u64>,
    lines: u64,
    /// Bytes up to the end of the last whole line.
    length: u64,
}

impl FileTransport {
    /// Opens or makes the file. With `recognises_key` a message whose key is in the file is not written again.
    ///
    /// # Errors
    /// What the operating system says, and [`io::ErrorKind::InvalidData`] for a file of another kind.
    pub fn open(path: impl AsRef<Path>, recognises_key: bool) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut transport = Self { file, recognises_key, keys: BTreeMap::new(), lines: 0, length: 0 };
        transport.read_back()?;
        transport.file.set_len(transport.length)?;
        transport.file.seek(SeekFrom::End(0))?;
        Ok(transport)
    }

    /// How many lines the file has.
    #[must_use]
    pub const fn lines(&self) -> u64 {
        self.lines
    }

    fn read_back(&mut self) -> io::Result<()> {
        let mut reader = BufReader::new(&self.file);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 && line.ends_with(b"\n") {
            let written: Value = serde_json::from_slice(&line)?;
            let key = written.get("key").and_then(Value::as_str);
            let key = key.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a line has no key"))?;
            self.lines += 1;
            self.length += line.len() as u64;
            self.keys.entry(OutboxId::new(key)).or_insert(self.lines);
            line.clear();
        }
        Ok(())
    }

    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        self.file.write_all(line)?;
        self.file.sync_data()
    }

    /// Takes a line away again that may be there in part; whether it is gone.
    fn take_back(&mut self) -> bool {
        let gone = self.file.set_len(self.length).and_then(|()| self.file.seek(SeekFrom::Start(self.length)));
        gone.and_then(|_| self.file.sync_data()).is_ok()
    }
}

impl MessageTransport for FileTransport {
    fn capabilities(&self) -> TransportCapabilities {
        super::unlimited("file", self.recognises_key)
    }

    fn send(&mut self, message: &OutgoingMessage) -> SendOutcome {
        let sent =
            |line: u64| SendOutcome::Sent { external_id: Some(ExternalId::new(format!("line.{line}"))) };
        if let Some(line) = self.keys.get(&message.id).filter(|_| self.recognises_key) {
            return sent(*line);
        }
        let number = self.lines + 1;
        let mut line = json!({ "line": number, "key": message.id, "message": message }).to_string();
        line.push('\n');
        if self.write(line.as_bytes()).is_err() {
            if !self.take_back() {
                return SendOutcome::Unknown;
            }
            let code = "transport.file_not_written".to_owned();
            let failure = SendFailure { code, retryable: true, retry_after: None, opted_out: false };
            return SendOutcome::Failed { failure };
        }
        self.lines = number;
        self.length += line.len() as u64;
        self.keys.entry(message.id.clone()).or_insert(number);
        sent(number)
    }
}
