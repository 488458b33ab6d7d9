//! Records from rows that somebody reads: a data frame, a file, the answer to a query.

use super::RecordTable;
use crate::import::{ImportError, TableRow, TableSource};

impl RecordTable {
    /// Reads a table to its end. The column at `id` holds the ids and is not compared; where there is none, records are
    /// called by their numbers, from 0.
    ///
    /// ```
    /// use scrm_core::dedupe::linkage::RecordTable;
    /// use scrm_core::import::TextTable;
    /// let mut rows = TextTable::new(&["no", "name"], &[&["c_7", "Anna"], &["c_9", "Omar"]]);
    /// let table = RecordTable::from_source(&mut rows, Some(0))?;
    /// assert_eq!((table.columns(), table.id(1)), (["name".to_owned()].as_slice(), Some("c_9")));
    /// # Ok::<(), scrm_core::import::ImportError>(())
    /// ```
    ///
    /// # Errors
    /// Those of the table.
    pub fn from_source(source: &mut dyn TableSource, id: Option<usize>) -> Result<Self, ImportError> {
        let is_compared = |place: usize| Some(place) != id;
        let header = source.header().into_iter().enumerate();
        let columns = header.filter(|(place, _)| is_compared(*place)).map(|(_, name)| name);
        let mut table = Self::new(columns);
        let mut row = TableRow::default();
        while source.next_row(&mut row)? {
            let said = id.map(|id| row.cells().nth(id).unwrap_or_default().trim().to_owned());
            let said = said.unwrap_or_else(|| table.len().to_string());
            let cells = row.cells().enumerate();
            table.push(said, cells.filter(|(place, _)| is_compared(*place)).map(|(_, cell)| cell));
            row.clear();
        }
        Ok(table)
    }
}
