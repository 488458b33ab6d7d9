//! Customers, written one line each.

use serde::{Deserialize, Serialize, Serializer};

use super::cell::Cell;
use super::column::ExportColumn;
use super::error::ExportError;
use crate::customer::Customer;
use crate::import::csv::write_record;
use crate::trust::Masker;

/// In which form customers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ExportFormat {
    /// Commas, double quotes, a header; no cell is taken for a formula by a spreadsheet. Several values of one cell are parted
    /// by semicolons.
    #[default]
    Csv,
    /// One JSON object per line, without what a customer does not have.
    JsonLines,
}

/// Writes customers. Immutable, and the same for every customer.
///
/// ```
/// use scrm_core::customer::Customer;
/// use scrm_core::export::{ExportColumn, ExportFormat, Exporter};
/// use scrm_core::trust::{Masker, TrustConfig};
///
/// let columns = vec![ExportColumn::parse("id")?, ExportColumn::parse("tags")?];
/// let masker = Masker::new(&TrustConfig::standard().masking)?;
/// let exporter = Exporter::new(ExportFormat::Csv, columns, Some(masker))?;
/// let mut text = String::new();
/// exporter.write_header(&mut text);
/// exporter.write(&Customer::new("c_1".into(), chrono::DateTime::UNIX_EPOCH), &mut text);
/// assert_eq!(text, "id,tags\r\nc_1,\r\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Exporter {
    format: ExportFormat,
    columns: Vec<(String, ExportColumn)>,
    masker: Option<Masker>,
}

impl Exporter {
    /// An exporter of these columns; of the [usual](ExportColumn::usual) ones where there are none. Without a masker everything
    /// is written as it is.
    ///
    /// # Errors
    /// [`ExportError::DuplicateColumn`].
    pub fn new(
        format: ExportFormat,
        columns: Vec<ExportColumn>,
        masker: Option<Masker>,
    ) -> Result<Self, ExportError> {
        let columns = if columns.is_empty() { ExportColumn::usual() } else { columns };
        let columns: Vec<(String, ExportColumn)> =
            columns.into_iter().map(|column| (column.to_string(), column)).collect();
        for (place, (name, _)) in columns.iter().enumerate() {
            if columns.iter().take(place).any(|(before, _)| before == name) {
                return Err(ExportError::DuplicateColumn { name: name.clone() });
            }
        }
        Ok(Self { format, columns, masker })
    }

    /// Writes what stands before the first customer: the names of the columns in CSV, nothing in JSON lines.
    pub fn write_header(&self, out: &mut String) {
        if self.format == ExportFormat::Csv {
            write_record(out, self.columns.iter().map(|(name, _)| name));
        }
    }

    /// Writes one customer.
    pub fn write(&self, customer: &Customer, out: &mut String) {
        let cells =
            self.columns.iter().map(|(name, column)| (name, column.cell(customer, self.masker.as_ref())));
        match self.format {
            ExportFormat::Csv => {
                write_record(out, cells.map(|(_, cell)| cell.map_or_else(String::new, Cell::into_text)));
            }
            ExportFormat::JsonLines => {
                let known = Line(cells.filter_map(|(name, cell)| Some((name.as_str(), cell?))).collect());
                // Texts and numbers under texts are always written.
                out.push_str(&serde_json::to_string(&known).unwrap_or_default());
                out.push('\n');
            }
        }
    }
}

/// What is known of one customer, in the order of the columns.
struct Line<'n>(Vec<(&'n str, Cell)>);

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, cell)| (*name, cell)))
    }
}
