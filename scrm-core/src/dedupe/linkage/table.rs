//! The records that are linked, as rows of texts.

use std::fmt;

/// Records with the columns that all of them have. Nothing is required of the columns: the linker finds out what
/// they hold. `Debug` counts and shows no value.
///
/// ```
/// use scrm_core::dedupe::linkage::RecordTable;
/// let mut table = RecordTable::new(["first name", "phone"]);
/// table.push("c_1", ["Anna", "+44 7400 123456"]);
/// assert_eq!(table.len(), 1);
/// ```
#[derive(Clone, Default)]
pub struct RecordTable {
    columns: Vec<String>,
    ids: Vec<String>,
    /// Row after row.
    cells: Vec<String>,
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
    /// columns are dropped.
    pub fn push<'c>(&mut self, id: impl Into<String>, cells: impl IntoIterator<Item = &'c str>) {
        let width = self.columns.len();
        let end = self.cells.len() + width;
        self.cells.extend(cells.into_iter().take(width).map(|cell| cell.trim().to_owned()));
        self.cells.resize(end, String::new());
        self.ids.push(id.into());
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
        self.ids.get(record).map(String::as_str)
    }

    /// The cells of a record.
    pub fn row(&self, record: usize) -> impl Iterator<Item = &str> {
        (0..self.columns.len()).map(move |column| self.cell(record, column))
    }

    /// The records in the order of what they say, so that nothing depends on the order in which they came.
    pub(super) fn in_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by(|a, b| {
            self.row(*a).cmp(self.row(*b)).then_with(|| self.ids.get(*a).cmp(&self.ids.get(*b)))
        });
        order
    }

    /// A cell; empty where there is none.
    pub(super) fn cell(&self, record: usize, column: usize) -> &str {
        let place = record * self.columns.len() + column;
        if column < self.columns.len() { self.cells.get(place).map_or("", String::as_str) } else { "" }
    }
}
