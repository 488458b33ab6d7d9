//! Rejected rows as a file that is mended and fed again, and how such a file is known.

use super::csv::{CsvOptions, write_record};
use super::report::RejectedRow;

/// What the file says of each row beside its cells: its line, the column at fault and the reason.
const OWN_COLUMNS: [&str; 3] = ["scrm_line", "scrm_column", "scrm_reason"];

/// Writes rejected rows as a CSV to mend and feed again: the file's own columns, then line, column and
/// reason, which the import ignores. Cells for which there is no column come last.
#[derive(Clone, Debug)]
pub struct RejectedCsv {
    /// Which columns of the header are the file's: one that was fed again has those of the last time.
    is_kept: Vec<bool>,
}

impl RejectedCsv {
    /// Begins the file in `out` with the header of the import.
    ///
    /// ```
    /// use scrm_core::import::RejectedCsv;
    /// let mut out = String::new();
    /// RejectedCsv::begin(&["name".to_owned()], &mut out);
    /// assert_eq!(out, "name,scrm_line,scrm_column,scrm_reason\r\n");
    /// ```
    #[must_use]
    pub fn begin(header: &[String], out: &mut String) -> Self {
        let is_kept: Vec<bool> = header.iter().map(|name| !is_own(name)).collect();
        let kept = header.iter().map(String::as_str).filter(|name| !is_own(name));
        write_record(out, kept.chain(OWN_COLUMNS));
        Self { is_kept }
    }

    /// Appends a row.
    pub fn row(&self, rejected: &RejectedRow, out: &mut String) {
        let line = rejected.line.to_string();
        let column = rejected.column.as_deref().unwrap_or_default();
        let cell = |index: usize| rejected.record.get(index).map_or("", String::as_str);
        let kept = self.is_kept.iter().enumerate().filter(|(_, is_kept)| **is_kept);
        let surplus = rejected.record.iter().skip(self.is_kept.len()).map(String::as_str);
        let own = [line.as_str(), column, rejected.message.as_str()];
        write_record(out, kept.map(|(index, _)| cell(index)).chain(own).chain(surplus));
    }
}

fn is_own(name: &str) -> bool {
    OWN_COLUMNS.contains(&name.trim())
}

/// Whether a header is that of rejected rows.
pub(super) fn is_of_rejected_rows<'a>(header: impl IntoIterator<Item = &'a str>) -> bool {
    header.into_iter().filter(|name| is_own(name)).count() >= OWN_COLUMNS.len()
}

/// How a file of rejected rows is read, by its first bytes: not as the file that they come from, whose options are given again,
/// but as it was written, or saved by a spreadsheet since. Nothing where the file is another one.
pub(super) fn options_by_header(sample: &[u8]) -> Option<CsvOptions> {
    let [line, column, reason] = OWN_COLUMNS.map(str::as_bytes);
    let begin = memchr::memmem::find(sample, line)? + line.len();
    let behind = sample.get(begin..)?;
    let between = behind.get(..memchr::memmem::find(behind, column)?)?;
    memchr::memmem::find(behind, reason)?;
    // The names stand in quotes where a spreadsheet writes all cells so.
    let mut delimiters = between.iter().copied().filter(|byte| !matches!(byte, b'"' | b' '));
    let delimiter = delimiters.next().filter(u8::is_ascii)?;
    delimiters.next().is_none().then(|| CsvOptions {
        delimiter: Some(char::from(delimiter)),
        quote: Some('"'),
        backslash_escapes: Some(false),
        ..CsvOptions::default()
    })
}
