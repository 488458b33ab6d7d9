//! Events, notices, merges, pairs for review, proposals, settings.

use rusqlite::params;
use scrm_core::foundation::{Event, Notice};
use scrm_core::store::{Collection, DuplicateReview, MergeRecord, ProposalRecord, StoreResult, Versioned};

use super::Writer;
use crate::fault::conflict;
use crate::record::{Encoder, Instant, Record, version_key};

/// Appends events; a known id is a conflict.
pub(super) fn append_events(writer: Writer<'_>, encoder: &mut Encoder, events: &[Event]) -> StoreResult<()> {
    if events.is_empty() {
        return Ok(());
    }
    let mut insert = writer.prepare(
        "INSERT INTO events (id, customer, at, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING",
    )?;
    for event in events {
        let id = event.id.as_str();
        let customer = event.customer.as_ref().map(|customer| customer.as_str());
        let body = encoder.encode(id, event)?;
        if writer.run(&mut insert, params![id, customer, Instant::of(event.at), body])? == 0 {
            return Err(conflict(Collection::Events, id));
        }
    }
    Ok(())
}

/// Adds notices; a known key is left as it was.
pub(super) fn add_notices(writer: Writer<'_>, encoder: &mut Encoder, notices: &[Notice]) -> StoreResult<()> {
    if notices.is_empty() {
        return Ok(());
    }
    let mut insert = writer
        .prepare("INSERT INTO notices (key, at, body) VALUES (?1, ?2, ?3) ON CONFLICT (key) DO NOTHING")?;
    for notice in notices {
        let body = encoder.encode(&notice.key, notice)?;
        writer.run(&mut insert, params![notice.key, Instant::of(notice.at), body])?;
    }
    Ok(())
}

/// Writes merges.
pub(super) fn write_merges(
    writer: Writer<'_>,
    encoder: &mut Encoder,
    merges: &[Versioned<MergeRecord>],
) -> StoreResult<()> {
    write_versioned(
        writer,
        encoder,
        merges,
        |merge| merge.id.to_string(),
        "INSERT INTO merges (id, version, body) VALUES (?1, 1, ?2) ON CONFLICT (id) DO NOTHING",
        "UPDATE merges SET version = ?2 + 1, body = ?3 WHERE id = ?1 AND version = ?2",
    )
}

/// Writes pairs for review.
pub(super) fn write_reviews(
    writer: Writer<'_>,
    encoder: &mut Encoder,
    reviews: &[Versioned<DuplicateReview>],
) -> StoreResult<()> {
    write_versioned(
        writer,
        encoder,
        reviews,
        DuplicateReview::key,
        "INSERT INTO reviews (id, version, body) VALUES (?1, 1, ?2) ON CONFLICT (id) DO NOTHING",
        "UPDATE reviews SET version = ?2 + 1, body = ?3 WHERE id = ?1 AND version = ?2",
    )
}

/// Writes proposals.
pub(super) fn write_proposals(
    writer: Writer<'_>,
    encoder: &mut Encoder,
    proposals: &[Versioned<ProposalRecord>],
) -> StoreResult<()> {
    write_versioned(
        writer,
        encoder,
        proposals,
        |proposal| proposal.id.to_string(),
        "INSERT INTO proposals (id, version, body) VALUES (?1, 1, ?2) ON CONFLICT (id) DO NOTHING",
        "UPDATE proposals SET version = ?2 + 1, body = ?3 WHERE id = ?1 AND version = ?2",
    )
}

fn write_versioned<T: Record>(
    writer: Writer<'_>,
    encoder: &mut Encoder,
    changes: &[Versioned<T>],
    id: impl Fn(&T) -> String,
    insert: &'static str,
    update: &'static str,
) -> StoreResult<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let mut insert = writer.prepare(insert)?;
    let mut update = writer.prepare(update)?;
    for change in changes {
        let id = id(&change.value);
        let body = encoder.encode(&id, &*change.value)?;
        let written = if change.expected == 0 {
            writer.run(&mut insert, params![id, body])?
        } else {
            writer.run(&mut update, params![id, version_key(change.expected), body])?
        };
        if written == 0 {
            return Err(conflict(T::COLLECTION, &id));
        }
    }
    Ok(())
}

/// Writes settings.
pub(super) fn write_settings(writer: Writer<'_>, settings: &[(String, String)]) -> StoreResult<()> {
    if settings.is_empty() {
        return Ok(());
    }
    let mut set = writer.prepare(
        "INSERT INTO settings (key, value) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )?;
    for (key, value) in settings {
        writer.run(&mut set, params![key, value])?;
    }
    Ok(())
}
