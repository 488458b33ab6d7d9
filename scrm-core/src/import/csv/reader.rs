//! Bytes in, records out: decoded, parsed, and within bounds whatever the file holds.

use std::collections::VecDeque;
use std::fmt;

use csv_core::ReadRecordResult;
use encoding_rs::{Decoder, DecoderResult};

use super::dialect::{self, Dialect};
use super::encoding::{self, TextEncoding};
use super::record::{Record, RecordProblem};
use super::spaces::SpaceFilter;
use super::{CsvLimits, CsvOptions};
use crate::import::ImportError;
use crate::import::rejected::options_by_header;

/// Bytes decoded at a time; also what one malformed byte can cost.
const DECODED_AT_ONCE: usize = 16 * 1024;

/// Reads records from bytes that arrive in pieces of any size. Opens nothing: the host pushes bytes with
/// [`feed`](Self::feed), ends with [`finish`](Self::finish), and pulls records in between.
///
/// Memory stays within the sample, one record's bounds and the piece last fed, so pull until `None` before
/// feeding the next piece.
///
/// ```
/// use scrm_core::import::csv::{CsvOptions, RecordReader};
/// use scrm_core::import::ImportConfig;
/// let mut reader = RecordReader::new(&CsvOptions::default(), &ImportConfig::standard().limits)?;
/// reader.feed("\u{feff}имя;город\nАнна;Москва\n".as_bytes())?;
/// reader.finish()?;
/// let header: Vec<String> = reader.next_record()?.unwrap().cells().map(str::to_owned).collect();
/// assert_eq!(header, ["имя", "город"]);
/// let row = reader.next_record()?.unwrap();
/// assert_eq!((row.line, row.get(1)), (2, Some("Москва")));
/// assert!(reader.next_record()?.is_none());
/// # Ok::<(), scrm_core::import::ImportError>(())
/// ```
pub struct RecordReader {
    options: CsvOptions,
    limits: CsvLimits,
    sample: Vec<u8>,
    layout: Option<Layout>,
    /// Decoded text; what lies before `parsed` has been parsed.
    text: Vec<u8>,
    parsed: usize,
    /// Bytes of text that were dropped from the front of `text` so far.
    dropped: u64,
    /// Places in the whole text where bytes could not be decoded.
    malformed: VecDeque<u64>,
    record: Pending,
    line: u64,
    after_carriage_return: bool,
    fed: u64,
    finished: bool,
    failed: bool,
}

struct Layout {
    encoding: TextEncoding,
    dialect: Dialect,
    decoder: Decoder,
    parser: csv_core::Reader,
    spaces: Option<SpaceFilter>,
    scratch: Vec<u8>,
}

/// The record being read.
#[derive(Default)]
struct Pending {
    output: Vec<u8>,
    ends: Vec<usize>,
    written: usize,
    fields: usize,
    line: u64,
    begun: bool,
    /// The record is too big; the rest of it is read and thrown away.
    problem: Option<RecordProblem>,
    /// Line on which the field that was too long begins.
    long_field_line: u64,
}

impl Pending {
    fn clear(&mut self) {
        self.written = 0;
        self.fields = 0;
        self.begun = false;
        self.problem = None;
    }

    fn last_end(&self) -> usize {
        self.fields.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0)
    }

    fn open_field(&self) -> &[u8] {
        self.output.get(self.last_end()..self.written).unwrap_or_default()
    }
}

enum Step {
    Record,
    NeedsBytes,
    End,
}

impl RecordReader {
    /// A reader for one file.
    ///
    /// # Errors
    /// A delimiter, quote or comment character that is not ASCII, or two of them alike.
    pub fn new(options: &CsvOptions, limits: &CsvLimits) -> Result<Self, ImportError> {
        check_characters(options)?;
        Ok(Self {
            options: options.clone(),
            limits: *limits,
            sample: Vec::new(),
            layout: None,
            text: Vec::new(),
            parsed: 0,
            dropped: 0,
            malformed: VecDeque::new(),
            record: Pending::default(),
            line: 1,
            after_carriage_return: false,
            fed: 0,
            finished: false,
            failed: false,
        })
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// The file is compressed or a workbook, by its first bytes.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), ImportError> {
        self.fed = self.fed.saturating_add(bytes.len() as u64);
        if self.finished || self.failed {
            return Ok(());
        }
        self.drop_parsed();
        if self.layout.is_some() {
            self.decode(bytes, false);
            return Ok(());
        }
        let missing = self.limits.sample_bytes.saturating_sub(self.sample.len()).min(bytes.len());
        let (head, rest) = bytes.split_at(missing);
        self.sample.extend_from_slice(head);
        if self.sample.len() >= self.limits.sample_bytes {
            self.settle(false)?;
            self.decode(rest, false);
        }
        Ok(())
    }

    /// Says that the file ends here.
    ///
    /// # Errors
    /// As [`feed`](Self::feed), where the file was shorter than the sample.
    pub fn finish(&mut self) -> Result<(), ImportError> {
        if self.finished || self.failed {
            return Ok(());
        }
        if self.layout.is_none() {
            self.settle(true)?;
        }
        self.decode(&[], true);
        self.finished = true;
        Ok(())
    }

    /// The next record; `None` when more bytes are needed or the file is at its end.
    ///
    /// # Errors
    /// A quote that is never closed, with the line on which it opens. Nothing is read after an error.
    pub fn next_record(&mut self) -> Result<Option<Record<'_>>, ImportError> {
        if self.failed {
            return Ok(None);
        }
        match self.step() {
            Ok(Step::NeedsBytes | Step::End) => Ok(None),
            Ok(Step::Record) => self.current(),
            Err(error) => {
                self.failed = true;
                Err(error)
            }
        }
    }

    /// Encoding and dialect, once enough bytes are there to tell.
    #[must_use]
    pub fn layout(&self) -> Option<(TextEncoding, Dialect)> {
        self.layout.as_ref().map(|layout| (layout.encoding, layout.dialect))
    }

    /// Bytes fed so far: what a progress bar shows.
    #[must_use]
    pub const fn bytes_fed(&self) -> u64 {
        self.fed
    }

    /// The line that is read next, counted from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// Whether the end of the file was announced.
    pub(in crate::import) const fn is_finished(&self) -> bool {
        self.finished
    }

    fn settle(&mut self, whole: bool) -> Result<(), ImportError> {
        if let Some(format) = compressed_format(&self.sample) {
            self.failed = true;
            return Err(ImportError::Compressed { format });
        }
        if let Some(options) = options_by_header(&self.sample) {
            self.options = options;
        }
        let encoding = encoding::find(&self.sample, self.options.encoding, whole);
        let (text, _) = encoding.codec().decode_with_bom_removal(&self.sample);
        let lines = if whole { text.as_ref() } else { whole_lines(&text) };
        let dialect = dialect::find(lines, &self.options);
        self.layout = Some(Layout {
            encoding,
            dialect,
            decoder: encoding.codec().new_decoder_with_bom_removal(),
            parser: dialect.parser(),
            spaces: dialect.spaces_after_delimiter.then(|| SpaceFilter::new(&dialect)),
            scratch: vec![0; DECODED_AT_ONCE],
        });
        let sample = std::mem::take(&mut self.sample);
        self.decode(&sample, false);
        Ok(())
    }

    fn decode(&mut self, bytes: &[u8], last: bool) {
        let Some(layout) = self.layout.as_mut() else { return };
        let mut rest = bytes;
        loop {
            let (result, read, written) =
                layout.decoder.decode_to_utf8_without_replacement(rest, &mut layout.scratch, last);
            rest = rest.get(read..).unwrap_or_default();
            let begin = self.text.len();
            self.text.extend_from_slice(layout.scratch.get(..written).unwrap_or_default());
            if let Some(spaces) = layout.spaces.as_mut() {
                spaces.apply(&mut self.text, begin);
            }
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.malformed.push_back(self.dropped.saturating_add(self.text.len() as u64));
                    self.text.extend_from_slice("\u{fffd}".as_bytes());
                }
            }
        }
    }

    fn drop_parsed(&mut self) {
        self.text.drain(..self.parsed);
        self.dropped = self.dropped.saturating_add(self.parsed as u64);
        self.parsed = 0;
    }

    fn step(&mut self) -> Result<Step, ImportError> {
        loop {
            if !self.record.begun {
                self.skip_line_ends();
            }
            if self.parsed >= self.text.len() {
                if !self.finished {
                    return Ok(Step::NeedsBytes);
                }
                if !self.record.begun {
                    return Ok(Step::End);
                }
                return self.last_record();
            }
            if self.parse_some(None)? {
                return Ok(Step::Record);
            }
        }
    }

    /// Ends the last record with a line end of its own: inside quotes it would become part of the field.
    fn last_record(&mut self) -> Result<Step, ImportError> {
        for _ in 0..8 {
            let before = self.record.written;
            if self.parse_some(Some(b"\n"))? {
                return Ok(Step::Record);
            }
            if self.record.written > before || self.record.problem.is_some() {
                return Err(ImportError::UnclosedQuote { line: self.open_field_line() });
            }
        }
        // A comment without a line end is no record.
        self.record.clear();
        Ok(Step::End)
    }

    /// One call of the parser; true when a record is complete.
    fn parse_some(&mut self, probe: Option<&[u8]>) -> Result<bool, ImportError> {
        let Some(layout) = self.layout.as_mut() else { return Ok(false) };
        let record = &mut self.record;
        if record.output.is_empty() {
            record.output.resize(1024.min(self.limits.record_bytes.max(16)), 0);
            record.ends.resize(64.min(self.limits.columns.max(1)), 0);
        }
        if !record.begun {
            record.line = self.line;
            record.begun = true;
        }
        if record.problem.is_some() {
            // What belongs to a record that is too big is read over and over into the same place.
            record.written = 0;
            record.fields = 0;
        }
        let input = probe.unwrap_or_else(|| self.text.get(self.parsed..).unwrap_or_default());
        let output = record.output.get_mut(record.written..).unwrap_or_default();
        let ends = record.ends.get_mut(record.fields..).unwrap_or_default();
        let (result, read, written, fields) = layout.parser.read_record(input, output, ends);
        record.written += written;
        record.fields += fields;
        if probe.is_none() {
            let consumed = self.text.get(self.parsed..self.parsed + read).unwrap_or_default();
            self.line = self.line.saturating_add(line_ends(consumed, self.after_carriage_return));
            self.after_carriage_return = consumed.last() == Some(&b'\r');
            self.parsed += read;
        }
        if record.problem.is_some() {
            return self.throw_away(matches!(result, ReadRecordResult::Record));
        }
        self.check_bounds(&result)?;
        Ok(matches!(result, ReadRecordResult::Record))
    }

    /// A line end inside a field that is too long proves an open quote: it swallows everything after it.
    fn throw_away(&self, complete: bool) -> Result<bool, ImportError> {
        let written = self.record.output.get(..self.record.written).unwrap_or_default();
        if memchr::memchr2(b'\n', b'\r', written).is_some() {
            return Err(ImportError::UnclosedQuote { line: self.record.long_field_line });
        }
        Ok(complete)
    }

    fn check_bounds(&mut self, result: &ReadRecordResult) -> Result<(), ImportError> {
        let limits = self.limits;
        let record = &mut self.record;
        let open = record.written - record.last_end().min(record.written);
        let mut start = 0;
        let long_field = record.ends.get(..record.fields).unwrap_or_default().iter().position(|end| {
            let length = end.saturating_sub(start);
            start = *end;
            length > limits.field_bytes
        });
        let mut problem = None;
        if record.written > limits.field_bytes {
            problem = long_field.map(|column| RecordProblem::FieldTooLong(column + 1));
            if problem.is_none() && open > limits.field_bytes {
                problem = Some(RecordProblem::FieldTooLong(record.fields + 1));
            }
        }
        match result {
            ReadRecordResult::OutputFull if record.output.len() >= limits.record_bytes => {
                problem = problem.or(Some(RecordProblem::TooLong));
            }
            ReadRecordResult::OutputFull => {
                let wider = record.output.len().saturating_mul(2).min(limits.record_bytes);
                record.output.resize(wider, 0);
            }
            ReadRecordResult::OutputEndsFull if record.ends.len() >= limits.columns => {
                problem = problem.or(Some(RecordProblem::TooManyColumns));
            }
            ReadRecordResult::OutputEndsFull => {
                let wider = record.ends.len().saturating_mul(2).min(limits.columns);
                record.ends.resize(wider, 0);
            }
            _ => {}
        }
        if let Some(problem) = problem {
            let line = self.open_field_line();
            let quoted = memchr::memchr2(b'\n', b'\r', self.record.open_field()).is_some();
            if quoted && !matches!(result, ReadRecordResult::Record) {
                return Err(ImportError::UnclosedQuote { line });
            }
            self.record.problem = Some(problem);
            self.record.long_field_line = line;
        }
        Ok(())
    }

    /// The line on which the field being read begins.
    fn open_field_line(&self) -> u64 {
        if self.record.problem.is_some() {
            return self.record.long_field_line;
        }
        let before = self.record.output.get(..self.record.last_end()).unwrap_or_default();
        self.record.line.saturating_add(line_ends(before, false))
    }

    fn skip_line_ends(&mut self) {
        while let Some(byte) = self.text.get(self.parsed) {
            match byte {
                b'\n' if self.after_carriage_return => self.after_carriage_return = false,
                b'\n' => self.line = self.line.saturating_add(1),
                b'\r' => {
                    self.line = self.line.saturating_add(1);
                    self.after_carriage_return = true;
                }
                _ => {
                    self.after_carriage_return = false;
                    break;
                }
            }
            self.parsed += 1;
        }
    }

    fn current(&mut self) -> Result<Option<Record<'_>>, ImportError> {
        let until = self.dropped.saturating_add(self.parsed as u64);
        let mut undecodable = false;
        while self.malformed.front().is_some_and(|place| *place < until) {
            self.malformed.pop_front();
            undecodable = true;
        }
        let (line, problem) = (self.record.line, self.record.problem);
        let (written, fields) =
            if problem.is_some() { (0, 0) } else { (self.record.written, self.record.fields) };
        self.record.clear();
        let bytes = self.record.output.get(..written).unwrap_or_default();
        // The text was decoded to UTF-8 and the parser only cuts at ASCII characters.
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        let ends = self.record.ends.get(..fields).unwrap_or_default();
        let problem = problem.or(undecodable.then_some(RecordProblem::Undecodable));
        Ok(Some(Record { line, problem, text, ends }))
    }
}

impl fmt::Debug for RecordReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordReader")
            .field("layout", &self.layout())
            .field("line", &self.line)
            .field("fed", &self.fed)
            .field("finished", &self.finished)
            .finish_non_exhaustive()
    }
}

fn check_characters(options: &CsvOptions) -> Result<(), ImportError> {
    let named = [("delimiter", options.delimiter), ("quote", options.quote), ("comment", options.comment)];
    for (index, (field, character)) in named.iter().enumerate() {
        let Some(character) = character else { continue };
        let taken = named.iter().skip(index + 1).any(|(_, other)| other == &Some(*character));
        if !character.is_ascii() || matches!(character, '\n' | '\r' | '\\') || taken {
            return Err(ImportError::Separator { field });
        }
    }
    Ok(())
}

fn compressed_format(head: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 9] = [
        (&[0x1f, 0x8b], "gzip"),
        (b"PK\x03\x04", "zip or xlsx"),
        (b"PK\x05\x06", "zip or xlsx"),
        (&[0xfd, b'7', b'z', b'X', b'Z', 0], "xz"),
        (b"BZh", "bzip2"),
        (&[0x28, 0xb5, 0x2f, 0xfd], "zstd"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (&[0xd0, 0xcf, 0x11, 0xe0], "xls"),
        (b"%PDF-", "pdf"),
    ];
    MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, format)| *format)
}

/// The sample up to its last line end, so that no cut record misleads.
fn whole_lines(text: &str) -> &str {
    text.rfind(['\n', '\r']).and_then(|end| text.get(..=end)).unwrap_or(text)
}

/// Line ends in `bytes`: LF, CR, or both together.
fn line_ends(bytes: &[u8], after_carriage_return: bool) -> u64 {
    let mut lines = 0;
    for place in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let before = place.checked_sub(1).map(|previous| bytes.get(previous) == Some(&b'\r'));
        let closes_pair = bytes.get(place) == Some(&b'\n') && before.unwrap_or(after_carriage_return);
        lines += u64::from(!closes_pair);
    }
    lines
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
