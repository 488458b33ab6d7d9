//! A record: its cells, and what is wrong with it.

use std::fmt;

/// What is wrong with one record while the records after it are fine. Its cells are no data then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordProblem {
    /// It holds bytes that mean nothing in the file's encoding.
    Undecodable,
    /// A field is longer than the limit; its column, counted from 1.
    FieldTooLong(usize),
    /// The record is longer than the limit.
    TooLong,
    /// The record has more columns than the limit.
    TooManyColumns,
}

/// One record: its cells and the line on which it begins. `Debug` shows no cell.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    /// Line on which the record begins, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub problem: Option<RecordProblem>,
    pub(super) text: &'a str,
    /// Where each cell ends in `text`.
    pub(super) ends: &'a [usize],
}

impl<'a> Record<'a> {
    /// A record whose cells lie one after the other in `text`, each until its end.
    pub(in crate::import) const fn of_cells(
        line: u64,
        problem: Option<RecordProblem>,
        text: &'a str,
        ends: &'a [usize],
    ) -> Self {
        Self { line, problem, text, ends }
    }

    /// How many cells.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no cells.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A cell, counted from 0.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&'a str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(Some(0), |previous| self.ends.get(previous).copied())?;
        self.text.get(start..end)
    }

    /// The cells in order.
    #[must_use]
    pub const fn cells(&self) -> Cells<'a> {
        Cells { text: self.text, ends: self.ends, start: 0 }
    }
}

impl fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("line", &self.line)
            .field("problem", &self.problem)
            .field("cells", &self.ends.len())
            .finish()
    }
}

/// A record kept for later.
pub(crate) struct OwnedRecord {
    line: u64,
    problem: Option<RecordProblem>,
    text: String,
    ends: Vec<usize>,
}

impl OwnedRecord {
    pub(crate) fn new(record: &Record<'_>) -> Self {
        Self {
            line: record.line,
            problem: record.problem,
            text: record.text.to_owned(),
            ends: record.ends.to_vec(),
        }
    }

    pub(crate) fn as_record(&self) -> Record<'_> {
        Record { line: self.line, problem: self.problem, text: &self.text, ends: &self.ends }
    }

    pub(crate) const fn size(&self) -> usize {
        self.text.len().saturating_add(self.ends.len().saturating_mul(8))
    }
}

/// The cells of a [`Record`]. `Debug` shows no cell.
#[derive(Clone)]
pub struct Cells<'a> {
    text: &'a str,
    ends: &'a [usize],
    start: usize,
}

impl<'a> Iterator for Cells<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let (end, rest) = self.ends.split_first()?;
        let cell = self.text.get(self.start..*end).unwrap_or_default();
        self.start = *end;
        self.ends = rest;
        Some(cell)
    }
}

impl fmt::Debug for Cells<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cells", self.ends.len())
    }
}
