//! Whose row it is: a new customer's, or one that is known.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashSet;

use super::super::unit_of_work::UnitOfWork;
use super::super::{Workspace, WorkspaceError};
use super::reader::PreparedRow;
use crate::customer::{
    Customer, FieldName, FieldValue, absorb_fields, contradicted, same_value, tidy, would_absorb,
};
use crate::dedupe::{EarlierNames, Newcomer, Resolution, is_doubt};
use crate::foundation::{CustomerId, Decision, Fingerprint};
use crate::import::ImportCounts;
use crate::trust::consent::ConsentAction;
use crate::trust::{agrees_everywhere, overrules_withdrawal};

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
        let ids: Vec<CustomerId> = new.iter().filter_map(|row| row.id.clone()).collect();
        unit.load_customers(&ids)?;
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
        if let Some(known) = self.named(unit, row, &holders)? {
            let changed =
                self.absorb(unit, &known.id, &exported(&known, &row.newcomer), row.row, gave_way)?;
            unit.add_imported_row(row.fingerprint, known.id.clone());
            return Ok(if changed { Placed::Merged } else { Placed::Unchanged });
        }
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
        let mut decision = dedupe.resolve(&newcomer, &references, &apart, &EarlierNames::default());
        if decision.reasons.iter().any(is_doubt) {
            let names = unit.earlier_names(&related, self.now)?;
            if !names.is_empty() {
                decision = dedupe.resolve(&newcomer, &references, &apart, &names);
            }
        }
        let Decision { value, reasons, .. } = decision;
        let (id, changed) = match value.joined() {
            None => (self.create(unit, row)?, None),
            Some(id) => (id.clone(), Some(self.absorb(unit, id, &row.newcomer, row.row, gave_way)?)),
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

    /// The customer whom a row of an export names, where it says nothing of anybody else: the identifiers of others are
    /// deduplication's business.
    fn named(
        &self,
        unit: &mut UnitOfWork<'_>,
        row: &PreparedRow,
        holders: &[CustomerId],
    ) -> Result<Option<Arc<Customer>>, WorkspaceError> {
        let Some(id) = &row.id else { return Ok(None) };
        let named = unit.customer(id)?;
        let shares = |customer: &Customer| {
            row.newcomer.identifiers.iter().all(|identifier| customer.has_identifier(&identifier.key))
        };
        Ok(named.filter(|customer| holders.iter().all(|holder| *holder == customer.id) || shares(customer)))
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
        row: &Customer,
        number: u64,
        gave_way: &mut Vec<(u64, FieldName)>,
    ) -> Result<bool, WorkspaceError> {
        let engines = self.workspace.engines();
        let policy = engines.survivorship();
        let Some(present) = unit.customer(id)? else { return Ok(false) };
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
        let mut effects = engines.tag.tag_imported(&mut changed, self.now);
        if let Some((priority, due)) = engines.priority.raise(&changed, self.now) {
            changed.priority = Some(priority);
            effects.extend(due);
        }
        unit.put_customer(changed);
        self.workspace.settle(unit, effects, self.now)?;
        Ok(true)
    }
}

/// What a row of an export says anew of the customer whom it names: an export writes seconds, one spelling of each text, and
/// what the ledger of consents comes to.
fn exported(known: &Customer, row: &Customer) -> Customer {
    let mut row = row.clone();
    row.fields.retain(|(name, field)| {
        !known.field(name).is_some_and(|present| is_exported_as(&present.value, &field.value))
    });
    row.consents.retain(|entry| {
        let given = entry.action == ConsentAction::Given;
        entry.purpose.and_then(|purpose| agrees_everywhere(&known.consents, purpose)) != Some(given)
    });
    row
}

/// Whether an export of the one value is read as the other.
fn is_exported_as(present: &FieldValue, read: &FieldValue) -> bool {
    match (present, read) {
        (FieldValue::Text(present), FieldValue::Text(read)) => tidy(present) == tidy(read),
        (FieldValue::Instant(present), FieldValue::Instant(read)) => present.timestamp() == read.timestamp(),
        (FieldValue::Number(present), FieldValue::Number(read)) => (present - read).abs() <= f64::EPSILON,
        (FieldValue::List(present), FieldValue::List(read)) => {
            present.iter().map(|entry| tidy(entry)).eq(read.iter().cloned())
        }
        _ => same_value(present, read),
    }
}
