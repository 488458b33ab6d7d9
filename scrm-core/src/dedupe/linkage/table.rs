//! The records that are linked, as rows of texts.

use std::fmt;

use compact_str::CompactString;

/// Bytes of a cell that are looked at: no name, number or address is longer, and a book in its place costs no more.
const LONGEST_CELL: usize = 1_000;

/// Records with the columns that all of them have. Nothing is required of the columns: the linker finds out what
/// they hold. `Debug` counts and shows no value.
///
/// ```
/// use scrm_core::dedupe::linkage::RecordTable;
/// let mut table = RecordTable::new(["first name", "phone"]);
/// table.push("c_1", ["Anna", "+44 7400 123456"]);
/// assert_eq!(table.len(), 1);
/// assert_eq!(table.row(0).collect::<Vec<_>>(), ["Anna", "+44 7400 123456"]);
/// ```
#[derive(Clone, Default)]
pub struct RecordTable {
    columns: Vec<String>,
    ids: Vec<CompactString>,
    /// All cells, row after row.
    text: String,
    /// Where each of them ends.
    ends: Vec<usize>,
    cells_cut: usize,
}

impl fmt::Debug for RecordTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordTable({} records of {} columns)", self.ids.len(), self.columns.len())
    }
}

impl RecordTable {
    /// A table without records.
    #[must_use]
    pub fn new<C: Into<String>>(columns: impl IntoIterator<Item = C>) -> Self {
        Self { columns: columns.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Adds a record under an id of the caller's. Cells that are missing at the end are empty, those beyond the
    /// columns are dropped; of a cell the first 1,000 bytes are kept.
    pub fn push<'c>(&mut self, id: impl AsRef<str>, cells: impl IntoIterator<Item = &'c str>) {
        let end = self.ends.len() + self.columns.len();
        for cell in cells.into_iter().take(self.columns.len()) {
            let cell = cell.trim();
            let kept = beginning(cell);
            self.cells_cut += usize::from(kept.len() < cell.len());
            self.text.push_str(kept);
            self.ends.push(self.text.len());
        }
        self.ends.resize(end, self.text.len());
        self.ids.push(id.as_ref().into());
    }

    /// Adds a record that is said by the names of columns. Those that it leaves out are empty, others are passed over.
    pub fn push_said(&mut self, id: impl AsRef<str>, said: &[(&str, &str)]) {
        let cell =
            |column: &String| said.iter().find(|(name, _)| name == column).map_or("", |(_, cell)| *cell);
        let cells: Vec<&str> = self.columns.iter().map(cell).collect();
        self.push(id, cells);
    }

    /// How many records there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The names of the columns.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The id of a record.
    #[must_use]
    pub fn id(&self, record: usize) -> Option<&str> {
        self.ids.get(record).map(CompactString::as_str)
    }

    /// The cells of a record.
    pub fn row(&self, record: usize) -> impl Iterator<Item = &str> {
        (0..self.columns.len()).map(move |column| self.cell(record, column))
    }

    /// How many cells were longer than what is kept of them.
    #[must_use]
    pub const fn cells_cut(&self) -> usize {
        self.cells_cut
    }

    /// A cell; empty where there is none.
    pub(super) fn cell(&self, record: usize, column: usize) -> &str {
        if column >= self.columns.len() {
            return "";
        }
        let place = record * self.columns.len() + column;
        let end_of = |place: usize| self.ends.get(place).copied().unwrap_or(self.text.len());
        let start = place.checked_sub(1).map_or(0, end_of);
        self.text.get(start..end_of(place)).unwrap_or_default()
    }
}

/// As much of a cell as is kept.
fn beginning(cell: &str) -> &str {
    // A character has four bytes at most.
    let end = (LONGEST_CELL.saturating_sub(3)..=LONGEST_CELL).rev().find(|end| cell.is_char_boundary(*end));
    end.filter(|_| cell.len() > LONGEST_CELL).and_then(|end| cell.get(..end)).unwrap_or(cell)
}
