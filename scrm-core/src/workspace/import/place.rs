//! Whose row it is: a new customer's, or one that is known.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashSet;

use super::super::unit_of_work::UnitOfWork;
use super::super::{Workspace, WorkspaceError};
use super::reader::PreparedRow;
use crate::customer::{Customer, FieldName, absorb_fields, contradicted, would_absorb};
use crate::dedupe::{Newcomer, Resolution};
use crate::foundation::{CustomerId, Decision, Fingerprint};
use crate::import::ImportCounts;
use crate::trust::overrules_withdrawal;

/// What became of a good row.
enum Placed {
    Created,
    Merged,
    Unchanged,
}

/// What became of a batch of good rows.
#[derive(Default)]
pub(super) struct Placements {
    pub(super) counts: ImportCounts,
    /// Fields, with the rows whose values gave way to those of earlier rows of the same import.
    pub(super) gave_way: Vec<(u64, FieldName)>,
}

/// One batch of good rows on their way to their customers.
pub(super) struct Placing<'b> {
    pub(super) workspace: &'b Workspace,
    pub(super) rows: &'b [PreparedRow],
    pub(super) now: DateTime<Utc>,
}

impl Placing<'_> {
    /// Puts every row in its place within the unit. `seen` holds the rows that the unit has, and that the
    /// store does not know yet.
    pub(super) fn decide(
        &self,
        unit: &mut UnitOfWork<'_>,
        seen: &mut FxHashSet<Fingerprint>,
    ) -> Result<Placements, WorkspaceError> {
        let fingerprints: Vec<Fingerprint> = self.rows.iter().map(|row| row.fingerprint).collect();
        let known = unit.store().imported_rows(&fingerprints)?;
        let new: Vec<&PreparedRow> = self
            .rows
            .iter()
            .zip(known)
            .filter(|(row, known)| !known && seen.insert(row.fingerprint))
            .map(|(row, _)| row)
            .collect();
        let keys = || new.iter().flat_map(|row| &row.newcomer.identifiers).map(|identifier| &identifier.key);
        unit.load_keys(keys())?;
        unit.load_customers(&unit.holders(keys()))?;
        let unchanged = (self.rows.len() - new.len()) as u64;
        let mut placements = Placements::default();
        placements.counts.unchanged = unchanged;
        for row in new {
            let placed = self.place(unit, row, &mut placements.gave_way)?;
            let counts = &mut placements.counts;
            match placed {
                Placed::Created => counts.created += 1,
                Placed::Merged => counts.merged += 1,
                Placed::Unchanged => counts.unchanged += 1,
            }
        }
        Ok(placements)
    }

    /// Finds out whose row it is, and puts it there.
    fn place(
        &self,
        unit: &mut UnitOfWork<'_>,
        row: &PreparedRow,
        gave_way: &mut Vec<(u64, FieldName)>,
    ) -> Result<Placed, WorkspaceError> {
        let holders = unit.holders(row.newcomer.identifiers.iter().map(|identifier| &identifier.key));
        if holders.is_empty() {
            let id = self.create(unit, row)?;
            unit.add_imported_row(row.fingerprint, id);
            return Ok(Placed::Created);
        }
        let known: Vec<Arc<Customer>> =
            holders.iter().filter_map(|id| unit.customer(id).transpose()).collect::<Result<_, _>>()?;
        let references: Vec<&Customer> = known.iter().map(AsRef::as_ref).collect();
        let newcomer = Newcomer { fields: &row.newcomer.fields, identifiers: &row.newcomer.identifiers };
        let engines = self.workspace.engines();
        let dedupe = &engines.dedupe;
        let related = dedupe.related(&newcomer, &references);
        let related: Vec<CustomerId> = related.into_iter().map(|customer| customer.id.clone()).collect();
        let apart = unit.pairs_told_apart(&related)?;
        let Decision { value, reasons, .. } = dedupe.resolve(&newcomer, &references, &apart);
        let (id, changed) = match value.joined() {
            None => (self.create(unit, row)?, None),
            Some(id) => (id.clone(), Some(self.absorb(unit, id, row, gave_way)?)),
        };
        for pair in value.reviews(&id, &reasons, self.now) {
            unit.add_review(pair)?;
        }
        let absorbed = match value {
            Resolution::JoinAndMerge { absorb, .. } => absorb,
            _ => Vec::new(),
        };
        for other in &absorbed {
            self.workspace.merge_in(unit, &id, other, reasons.clone(), self.now)?;
        }
        unit.add_imported_row(row.fingerprint, id);
        Ok(match changed {
            None => Placed::Created,
            Some(changed) if changed || !absorbed.is_empty() => Placed::Merged,
            Some(_) => Placed::Unchanged,
        })
    }

    fn create(&self, unit: &mut UnitOfWork<'_>, row: &PreparedRow) -> Result<CustomerId, WorkspaceError> {
        unit.put_prepared_customer(Arc::clone(&row.newcomer), row.stored.clone());
        self.workspace.settle(unit, row.effects.clone(), self.now)?;
        Ok(row.newcomer.id.clone())
    }

    /// Completes a known customer; whether anything was new.
    fn absorb(
        &self,
        unit: &mut UnitOfWork<'_>,
        id: &CustomerId,
        row: &PreparedRow,
        gave_way: &mut Vec<(u64, FieldName)>,
    ) -> Result<bool, WorkspaceError> {
        let engines = self.workspace.engines();
        let policy = engines.survivorship();
        let Some(present) = unit.customer(id)? else { return Ok(false) };
        let (number, row) = (row.row, &row.newcomer);
        let fields = contradicted(&present, &row.fields, policy);
        gave_way.extend(fields.map(|field| (number, field.clone())));
        // A list is older than what somebody said since: it gives back nothing that was withdrawn.
        let mut consents = Cow::Borrowed(row.consents.as_slice());
        if consents.iter().any(|entry| overrules_withdrawal(&present.consents, entry)) {
            consents.to_mut().retain(|entry| !overrules_withdrawal(&present.consents, entry));
        }
        if !would_absorb(&present, &row.fields, &row.identifiers, &consents, policy) {
            return Ok(false);
        }
        let mut changed = present.as_ref().clone();
        absorb_fields(&mut changed, &row.fields, &row.identifiers, &consents, policy, self.now);
        let effects = engines.tag.tag_imported(&mut changed, self.now);
        unit.put_customer(changed);
        self.workspace.settle(unit, effects, self.now)?;
        Ok(true)
    }
}
