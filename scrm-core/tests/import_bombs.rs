//! Files made to exhaust memory, streamed from a generator: memory stays bounded, every error names its line,
//! and no row is lost in silence. A binary of its own, so that nothing else counts.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files, and may panic")]

use std::io::Read;
use std::ops::ControlFlow;

use chrono::DateTime;
use scrm_core::import::csv::TextEncoding;
use scrm_core::import::{CsvImport, ImportConfig, ImportError, ImportOptions, ImportReport, RowOutcome};

/// A head, a piece over and over, a tail.
struct Endless<'a> {
    head: &'a [u8],
    piece: Vec<u8>,
    left: usize,
    place: usize,
    tail: &'a [u8],
}

impl<'a> Endless<'a> {
    fn new(head: &'a [u8], piece: &[u8], total: usize, tail: &'a [u8]) -> Self {
        let repeated = piece.repeat((65_536 / piece.len()).max(1));
        Self { head, left: total - total % piece.len(), piece: repeated, place: 0, tail }
    }
}

impl Read for Endless<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if !self.head.is_empty() {
            return self.head.read(out);
        }
        if self.left == 0 {
            return self.tail.read(out);
        }
        let source = &self.piece[self.place..];
        let length = source.len().min(out.len()).min(self.left);
        out[..length].copy_from_slice(&source[..length]);
        self.place = (self.place + length) % self.piece.len();
        self.left -= length;
        Ok(length)
    }
}

/// Resident memory in bytes.
fn resident() -> usize {
    let Ok(statm) = std::fs::read_to_string("/proc/self/statm") else { return 0 };
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4_096
}

struct Outcome {
    result: Result<bool, ImportError>,
    report: ImportReport,
    accepted: u64,
    rejected: Vec<(u64, String)>,
}

fn run(source: &mut dyn Read, options: &ImportOptions) -> Outcome {
    let idle = resident();
    let mut peak = idle;
    let mut import = CsvImport::new(options, &ImportConfig::standard(), DateTime::UNIX_EPOCH).unwrap();
    let (mut accepted, mut rejected) = (0, Vec::new());
    let mut watched = Watched { source, peak: &mut peak, reads: 0 };
    let result = import.read_rows(&mut watched, &mut |rows| {
        for row in rows {
            match row {
                RowOutcome::Accepted(_) => accepted += 1,
                RowOutcome::Rejected(row) => rejected.push((row.line, row.code.to_string())),
            }
        }
        ControlFlow::Continue(())
    });
    let peak = peak.max(resident());
    let grown = peak.saturating_sub(idle);
    assert!(grown <= 64 << 20, "memory grew by {} MiB", grown >> 20);
    let report = import.report();
    assert_eq!(report.counts.read, accepted + rejected.len() as u64);
    assert_eq!(report.counts.rejected, rejected.len() as u64);
    Outcome { result, report, accepted, rejected }
}

struct Watched<'a> {
    source: &'a mut dyn Read,
    peak: &'a mut usize,
    reads: u32,
}

impl Read for Watched<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        self.reads += 1;
        if self.reads.is_multiple_of(64) {
            *self.peak = (*self.peak).max(resident());
        }
        self.source.read(out)
    }
}

fn comma() -> ImportOptions {
    let mut options = ImportOptions::new("bombs");
    options.csv.delimiter = Some(',');
    options.csv.quote = Some('"');
    options
}

const MIB: usize = 1 << 20;

#[test]
fn trust_f2_bombs_stay_within_bounds_and_lose_no_row() {
    // An unclosed quote before a gigabyte of rows ends at the field's bound, not at the end of the file.
    let head = b"name,phone\nAnna,+886912000456\nIvan,\"";
    let outcome = run(&mut Endless::new(head, b"Eva,+886912000457\n", 1_024 * MIB, b""), &comma());
    assert_eq!(outcome.result, Err(ImportError::UnclosedQuote { line: 3 }));
    assert!(outcome.report.bytes < 4 << 20);
    assert_eq!(outcome.report.counts.read, outcome.accepted + outcome.rejected.len() as u64);

    // Without a line end in it the field is read to its end, and thrown away.
    let outcome = run(&mut Endless::new(head, b"x", 70 * MIB, b""), &comma());
    assert_eq!(outcome.result, Err(ImportError::UnclosedQuote { line: 3 }));

    // A field of 100 MB: its row is rejected, the rows around it are not.
    let outcome = run(
        &mut Endless::new(b"name,phone\nAnna,+886912000456\nIvan,", b"x", 100 * MIB, b"\nEva,\n"),
        &comma(),
    );
    assert_eq!(outcome.result, Ok(true));
    assert_eq!((outcome.accepted, outcome.rejected), (2, vec![(3, "import.row.field_too_long".to_owned())]));

    // A million columns.
    let outcome = run(&mut Endless::new(b"name,phone\nIvan", b",x", 2 * MIB, b"\nEva,\n"), &comma());
    assert_eq!(outcome.result, Ok(true));
    assert_eq!(
        (outcome.accepted, outcome.rejected),
        (1, vec![(2, "import.row.too_many_columns".to_owned())])
    );

    // Ten million empty rows, and as many rows of empty cells.
    let outcome = run(&mut Endless::new(b"name,phone\n", b"\n", 10_000_000, b"Eva,\n"), &comma());
    assert_eq!((outcome.result, outcome.accepted, outcome.report.counts.read), (Ok(true), 1, 1));
    let outcome = run(&mut Endless::new(b"name,phone\n", b",\r\n", 1_500_000, b"Eva,\n"), &comma());
    assert_eq!((outcome.result, outcome.accepted, outcome.report.counts.read), (Ok(true), 1, 1));

    // NULs, alone and between rows.
    let outcome = run(&mut Endless::new(b"name,phone\nEva,\n", b"\0", 4 * MIB, b"\nIvan,\n"), &comma());
    assert_eq!((outcome.result, outcome.accepted), (Ok(true), 2));
    assert_eq!(outcome.rejected, vec![(3, "import.row.field_too_long".to_owned())]);
    let outcome = run(&mut Endless::new(b"name,phone\n", b"E\0va,\n", 120_000, b""), &comma());
    assert_eq!((outcome.result, outcome.accepted), (Ok(true), 20_000));

    // Bytes that mean nothing: each row rejected with its line.
    let mut head = String::from("name,phone\n");
    head.push_str(&"Анна,+886912000456\n".repeat(4_000));
    let outcome = run(&mut Endless::new(head.as_bytes(), b"\xff\xfe\xff,\n", 1_000_000, b""), &comma());
    assert_eq!((outcome.result, outcome.accepted, outcome.rejected.len()), (Ok(true), 4_000, 200_000));
    assert_eq!(outcome.rejected[0], (4_002, "import.row.undecodable".to_owned()));
    assert_eq!(outcome.report.encoding, Some(TextEncoding::Utf8));

    // Line ends of every kind in one file, and byte order marks inside.
    let piece = "\u{feff}Eva,\r\nIvan,\nОльга,\r".as_bytes();
    let rounds = 20_000;
    let outcome = run(&mut Endless::new(b"name,phone\n", piece, piece.len() * rounds, b""), &comma());
    assert_eq!((outcome.result, outcome.accepted), (Ok(true), 3 * rounds as u64));

    // The same rows in every encoding.
    for (encoding, codec) in [("UTF-16LE", None), ("gb18030", Some(())), ("big5", Some(()))] {
        let piece: Vec<u8> = match (encoding, codec) {
            ("gb18030", _) => vec![0xcd, 0xf5, 0xd0, 0xa1, 0xc3, 0xf7, b',', b'\n'],
            ("big5", _) => vec![0xa4, 0xfd, 0xa4, 0x70, 0xa9, 0xfa, b',', b'\n'],
            _ => "王小明,\n".encode_utf16().flat_map(u16::to_le_bytes).collect(),
        };
        let head: Vec<u8> = match encoding {
            "UTF-16LE" => "name,phone\n".encode_utf16().flat_map(u16::to_le_bytes).collect(),
            _ => b"name,phone\n".to_vec(),
        };
        let rounds = 50_000;
        let outcome = run(&mut Endless::new(&head, &piece, piece.len() * rounds, b""), &comma());
        let accepted = (outcome.result, outcome.accepted);
        assert_eq!(accepted, (Ok(true), rounds as u64), "{encoding}");
        assert_eq!(outcome.report.encoding, TextEncoding::from_name(encoding));
    }
}
