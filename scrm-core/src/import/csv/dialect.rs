//! Delimiter, quote, escapes and comments, found in a sample.

use csv_core::{ReadRecordResult, ReaderBuilder};
use serde::{Deserialize, Serialize};

use super::CsvOptions;

/// How a file separates and quotes its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dialect {
    /// Between fields.
    pub delimiter: char,
    /// Around fields.
    pub quote: char,
    /// Whether a backslash escapes a quote inside quotes, besides doubling.
    pub backslash_escapes: bool,
    /// Whether spaces after a delimiter are no part of the field.
    pub spaces_after_delimiter: bool,
    /// What comment lines begin with.
    pub comment: Option<char>,
}

/// Records of the sample that are looked at.
const SAMPLE_RECORDS: usize = 200;
const DELIMITERS: [u8; 5] = [b',', b';', b'\t', b'|', b':'];

impl Dialect {
    pub(super) fn parser(&self) -> csv_core::Reader {
        let mut builder = ReaderBuilder::new();
        builder
            .delimiter(ascii(self.delimiter, b','))
            .quote(ascii(self.quote, b'"'))
            .escape(self.backslash_escapes.then_some(b'\\'))
            .comment(self.comment.map(|comment| ascii(comment, b'#')));
        builder.build()
    }
}

fn ascii(c: char, otherwise: u8) -> u8 {
    u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(otherwise)
}

/// The dialect of `sample`, which ends with a whole line where `whole` is false.
pub(super) fn find(sample: &str, options: &CsvOptions) -> Dialect {
    let quote = options.quote.unwrap_or_else(|| find_quote(sample));
    let delimiter = options.delimiter.unwrap_or_else(|| char::from(find_delimiter(sample, quote)));
    let plain = Dialect {
        delimiter,
        quote,
        backslash_escapes: false,
        spaces_after_delimiter: has_spaces_before_quotes(sample, delimiter, quote),
        comment: options.comment,
    };
    let backslash_escapes =
        options.backslash_escapes.unwrap_or_else(|| has_backslash_escapes(sample, delimiter, quote));
    let comment = options.comment.or_else(|| has_comments(sample, &plain).then_some('#'));
    Dialect { backslash_escapes, comment, ..plain }
}

/// Single quotes count only where they stand on both sides of fields and double quotes never do.
fn find_quote(sample: &str) -> char {
    let bytes = sample.as_bytes();
    let (mut double, mut opened, mut closed) = (0_usize, 0_usize, 0_usize);
    let is_edge =
        |byte: Option<&u8>| byte.is_none_or(|b| matches!(b, b',' | b';' | b'\t' | b'|' | b'\n' | b'\r'));
    for (index, byte) in bytes.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|previous| bytes.get(previous));
        let after = bytes.get(index + 1);
        let (opens, closes) = (is_edge(before), is_edge(after));
        match byte {
            b'"' if opens || closes => double += 1,
            b'\'' => {
                opened += usize::from(opens);
                closed += usize::from(closes);
            }
            _ => {}
        }
    }
    // What only opens is the apostrophe that keeps a spreadsheet from running a cell.
    if double == 0 && opened >= 2 && opened == closed { '\'' } else { '"' }
}

fn find_delimiter(sample: &str, quote: char) -> u8 {
    let mut best = (b',', 0.0);
    for delimiter in DELIMITERS {
        let dialect = Dialect {
            delimiter: char::from(delimiter),
            quote,
            backslash_escapes: false,
            spaces_after_delimiter: false,
            comment: None,
        };
        let widths = widths(sample, &dialect);
        let mut score = consistency(&widths);
        // Times and addresses are full of colons.
        if delimiter == b':' && score < 1.23 {
            score = 0.0;
        }
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// The share of records with the commonest width above one, a little more for wide ones, and more again when
/// the first record has that width too.
fn consistency(widths: &[usize]) -> f64 {
    let Some(width) = modal_width(widths) else { return 0.0 };
    let with_it = widths.iter().filter(|other| **other == width).count();
    let share = with_it as f64 / widths.len().max(1) as f64;
    if share < 0.3 {
        return 0.0;
    }
    let first = widths.first().is_some_and(|first| *first == width);
    share * (1.0 + 0.02 * (width.min(20) as f64)) + if first { 0.2 } else { 0.0 }
}

fn modal_width(widths: &[usize]) -> Option<usize> {
    let mut sorted: Vec<usize> = widths.iter().copied().filter(|width| *width > 1).collect();
    sorted.sort_unstable();
    sorted.chunk_by(|a, b| a == b).max_by_key(|run| run.len()).and_then(|run| run.first().copied())
}

/// How many fields each record of the sample has.
fn widths(sample: &str, dialect: &Dialect) -> Vec<usize> {
    let mut parser = dialect.parser();
    let mut input = sample.as_bytes();
    let mut output = [0_u8; 4096];
    let mut ends = [0_usize; 256];
    let (mut widths, mut width) = (Vec::new(), 0);
    while widths.len() < SAMPLE_RECORDS {
        let (result, read, _, fields) = parser.read_record(input, &mut output, &mut ends);
        input = input.get(read..).unwrap_or_default();
        width += fields;
        match result {
            ReadRecordResult::Record => {
                widths.push(width);
                width = 0;
            }
            ReadRecordResult::End => break,
            _ => {}
        }
    }
    widths
}

fn has_spaces_before_quotes(sample: &str, delimiter: char, quote: char) -> bool {
    sample.match_indices(delimiter).any(|(at, found)| {
        let rest = sample.get(at + found.len()..).unwrap_or_default();
        let trimmed = rest.trim_start_matches(' ');
        trimmed.len() < rest.len() && trimmed.starts_with(quote)
    })
}

/// A backslash before a quote that does not end the field.
fn has_backslash_escapes(sample: &str, delimiter: char, quote: char) -> bool {
    sample.match_indices('\\').any(|(at, _)| {
        let mut after = sample.get(at + 1..).unwrap_or_default().chars();
        after.next() == Some(quote)
            && after
                .next()
                .is_some_and(|next| next != delimiter && !matches!(next, '\n' | '\r') && next != quote)
    })
}

/// Lines with a number sign in front are comments when none of them is a record of the usual width.
fn has_comments(sample: &str, dialect: &Dialect) -> bool {
    let mut marked = sample.lines().take(SAMPLE_RECORDS).filter(|line| line.starts_with('#')).peekable();
    if marked.peek().is_none() {
        return false;
    }
    let Some(usual) = modal_width(&widths(sample, dialect)) else { return false };
    marked.all(|line| widths(line, dialect).first().is_none_or(|width| *width != usual))
}
