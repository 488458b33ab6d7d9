//! What leaves the workspace of those who belong to an expression: their records, texts for files, samples.

use std::collections::BinaryHeap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::{Workspace, WorkspaceError};
use crate::customer::{CustomFields, Customer, FieldName};
use crate::export::{ExportColumn, ExportError, ExportFormat, Exporter};
use crate::foundation::{CustomerId, Fingerprint, fingerprint};

/// How customers are exported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// In which form.
    pub format: ExportFormat,
    /// The columns by [name](ExportColumn::parse), declared fields by theirs too; where left out the usual ones, with all declared
    /// fields behind them.
    pub columns: Vec<String>,
    /// Whether phone numbers, addresses, names and the like are written as they are: they are masked unless this is said.
    pub unmasked: bool,
}

/// Some of the customers of an export.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExportedPage {
    /// What belongs at the end of the file: whole lines, on the first page with the header before them.
    pub text: String,
    /// How many customers are in it.
    pub customers: u64,
    /// Where the next page begins; nothing after the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<CustomerId>,
}

impl std::fmt::Debug for ExportedPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format_args!("<{} bytes>", self.text.len());
        f.debug_struct("ExportedPage")
            .field("text", &text)
            .field("customers", &self.customers)
            .field("after", &self.after)
            .finish()
    }
}

/// The columns with these names; the usual ones where there are none. Declared fields go by their own names too.
fn export_columns(names: &[String], declared: &CustomFields) -> Result<Vec<ExportColumn>, ExportError> {
    if names.is_empty() {
        let own = declared.iter().map(|(name, _)| ExportColumn::of_field(FieldName::from(name)));
        return Ok(ExportColumn::usual().into_iter().chain(own).collect());
    }
    let column = |name: &String| {
        let field = FieldName::from(name.as_str());
        match declared.type_of(&field) {
            Some(_) => Ok(ExportColumn::of_field(field)),
            None => ExportColumn::parse(name),
        }
    };
    names.iter().map(column).collect()
}

impl Workspace {
    /// Customers who belong to an expression, whole, in the order of their ids: at most `limit` of those after `after`. A list
    /// shorter than `limit` is the last one.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    ///
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// assert!(workspace.segment_customers("!archived", None, 100, chrono::DateTime::UNIX_EPOCH)?.is_empty());
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// As [`segment`](Self::segment).
    pub fn segment_customers(
        &self,
        expression: &str,
        after: Option<&CustomerId>,
        limit: usize,
        now: DateTime<Utc>,
    ) -> Result<Vec<Arc<Customer>>, WorkspaceError> {
        let ids = self.segment(expression, after, limit, now)?;
        let stored = self.store.customers(&ids)?;
        Ok(stored.into_iter().flatten().map(|stored| stored.value).collect())
    }

    /// Customers who belong to an expression as text for a file, in the order of their ids: at most `limit` of those after
    /// `after`. Append the text of each page and go on where it says, until it says nothing. What tells who somebody is, is
    /// masked as the playbook says, unless the options say otherwise.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::{ExportOptions, Workspace};
    ///
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// let options = ExportOptions { columns: vec!["id".into(), "phone".into()], ..ExportOptions::default() };
    /// let page = workspace.export_segment("!archived", &options, None, 1_000, chrono::DateTime::UNIX_EPOCH)?;
    /// assert_eq!((page.text.as_str(), page.after), ("id,phone\r\n", None));
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// As [`segment`](Self::segment), and [`WorkspaceError::Export`] where a column is unknown or named twice.
    pub fn export_segment(
        &self,
        expression: &str,
        options: &ExportOptions,
        after: Option<&CustomerId>,
        limit: usize,
        now: DateTime<Utc>,
    ) -> Result<ExportedPage, WorkspaceError> {
        let engines = self.engines();
        let columns = export_columns(&options.columns, engines.custom_fields())?;
        let masker = (!options.unmasked).then(|| engines.masker.clone());
        let exporter = Exporter::new(options.format, columns, masker)?;
        let customers = self.segment_customers(expression, after, limit, now)?;
        let mut text = String::new();
        if after.is_none() {
            exporter.write_header(&mut text);
        }
        for customer in &customers {
            exporter.write(customer, &mut text);
        }
        let last = customers.last().filter(|_| customers.len() >= limit);
        Ok(ExportedPage {
            text,
            customers: customers.len() as u64,
            after: last.map(|customer| customer.id.clone()),
        })
    }

    /// Some of those who belong to an expression, as if by chance, in the order of their ids: the same for the same `seed`, and
    /// everybody as likely as everybody else. A larger sample has everybody of a smaller one.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    ///
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// assert!(workspace.sample_segment("!archived", 20, "", chrono::DateTime::UNIX_EPOCH)?.is_empty());
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// As [`segment`](Self::segment).
    pub fn sample_segment(
        &self,
        expression: &str,
        count: usize,
        seed: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<CustomerId>, WorkspaceError> {
        let segment = self.read_segment(expression)?;
        let mut sample = Sample { count, seed, chosen: BinaryHeap::new() };
        let from_index = self.with_index(|index| {
            let selection = index.select(&segment, now);
            index.ids(&selection).for_each(|id| sample.offer(id));
        })?;
        if from_index.is_none() {
            self.visit_segment(&segment, None, now, |customer| {
                sample.offer(customer.id.as_str());
                true
            })?;
        }
        Ok(sample.into_ids())
    }
}

/// Those with the least fingerprints of seed and id.
struct Sample<'s> {
    count: usize,
    seed: &'s str,
    chosen: BinaryHeap<(Fingerprint, CustomerId)>,
}

impl Sample<'_> {
    fn offer(&mut self, id: &str) {
        let lot = fingerprint(&[self.seed.as_bytes(), id.as_bytes()]);
        let is_full = self.chosen.len() >= self.count;
        if is_full && self.chosen.peek().is_none_or(|(greatest, _)| *greatest <= lot) {
            return;
        }
        self.chosen.push((lot, CustomerId::new(id)));
        if is_full {
            self.chosen.pop();
        }
    }

    fn into_ids(self) -> Vec<CustomerId> {
        let mut ids: Vec<CustomerId> = self.chosen.into_iter().map(|(_, id)| id).collect();
        ids.sort_unstable();
        ids
    }
}
