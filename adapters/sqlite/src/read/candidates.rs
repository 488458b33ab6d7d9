//! Customers of whom a condition holds, or may hold.

use std::sync::Arc;

use rusqlite::{ErrorCode, ToSql};
use scrm_core::customer::Customer;
use scrm_core::foundation::CustomerId;
use scrm_core::segment::StoreCondition;
use scrm_core::store::{Candidate, Collection, StoreResult, Stored};

use crate::fault::{OrMedium, medium};
use crate::record::{Record, unreadable};
use crate::segment::SegmentSql;
use crate::store::Open;

/// What became of a question.
#[derive(Debug)]
pub(super) enum Asked {
    /// Its answer.
    Answered(Vec<Candidate>),
    /// A row that it reads is no JSON, or an event is set aside, which SQL does not know: nothing can be said of anybody.
    Unreadable,
}

pub(super) fn candidates(
    open: &Open,
    condition: &StoreCondition,
    after: Option<&CustomerId>,
    limit: usize,
) -> StoreResult<Asked> {
    if open.parked.has_any(Collection::Events) {
        return Ok(Asked::Unreadable);
    }
    let sql = SegmentSql::of(condition);
    let mut statement = open.connection.prepare(&sql.listing()).or_medium()?;
    let after = after.map_or("", CustomerId::as_str);
    let parameters: Vec<&dyn ToSql> = sql
        .parameters()
        .iter()
        .map(|parameter| parameter as &dyn ToSql)
        .chain([&after as &dyn ToSql])
        .collect();
    let mut rows = statement.query(parameters.as_slice()).or_medium()?;
    let mut found = Vec::new();
    while found.len() < limit {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            // The general error, which here means malformed JSON.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => {
                return Ok(Asked::Unreadable);
            }
            Err(error) => return Err(medium(&error)),
        };
        let id: &str = row.get_ref(0).or_medium()?.as_str().unwrap_or_default();
        if open.parked.contains(Collection::Customers, id) {
            continue;
        }
        let value = Customer::of_row(row, 2).map_err(|cause| unreadable::<Customer>(id, cause))?;
        let version: i64 = row.get(1).or_medium()?;
        let customer = Stored { version: version.unsigned_abs(), value: Arc::new(value) };
        let is_certain = row.get::<_, Option<bool>>(3).or_medium()? == Some(true);
        found.push(Candidate { customer, is_certain });
    }
    Ok(Asked::Answered(found))
}
