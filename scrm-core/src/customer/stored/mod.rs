//! The form in which stores keep customers: what repeats within a record is written once, and what is usual is
//! written short.
//!
//! A customer of one import has a dozen fields that all came from the same file at the same instant, and tags
//! whose rules are named like them. Written out as in [`Customer`]'s own JSON, four fifths of the record say
//! that again and again; a store would spend its time on moving them.
//!
//! ```json
//! {"v":1,"id":"c_1","created_at":"2026-01-05T09:00:00Z","origins":["import:fair"],
//!  "fields":{"name":"Anna Walker"},
//!  "values":{"stage":"quoted","head_count":[20,50],"preferred_times":["12345 09:00-12:00"]},
//!  "identifiers":[["phone","+447400123456"]],
//!  "tags":["behaviour.quoted"],
//!  "priority":{"level":2,"score":41.5,"respond_by":"2026-01-05T13:00:00Z","reasons":[["priority.level","level",2]]}}
//! ```
//!
//! - A record was changed last, and its clock of priority started, when it was made, unless it says otherwise.
//! - An origin is where something came from and when: when the record was made, unless it says otherwise. Fields
//!   and identifiers name theirs by its position; the first one is not named.
//! - A field that is a bare string among `fields` is text from the first origin; any other says its kind. Values
//!   of the kind that their field usually has, from the first origin, stand among `values` instead, without their kind.
//! - An identifier's key is its namespace and its value, unless it says otherwise. One of the first origin that has
//!   nothing else to say is its kind and its value, and what was written where that differs.
//! - A tag was set when the record was made and confirmed when it was set, unless it says otherwise, by the
//!   rule that is named like it because that rule holds, unless it says otherwise. One that says nothing else is its
//!   name.
//! - A reason is its code, with the names and values of its facts in turn.
//!
//! Records are read as they were written: everything that is written short may also be written out, as it was before
//! there was a short form for it.

mod identifiers;
mod pen;
mod reasons;
mod tags;
#[cfg(test)]
mod tests;
mod values;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use self::identifiers::ReadIdentifier;
use self::pen::Pen;
use self::reasons::PriorityForm;
use self::tags::ReadTag;
use self::values::{ReadFields, UsualValues};
use super::field::Field;
use super::record::{Customer, SegmentMembership};
use crate::foundation::time::instant;
use crate::foundation::{CustomerId, MergeId, TagId};
use crate::trust::consent::ConsentEntry;

impl Customer {
    /// Appends the customer in the form in which stores keep it, which takes a quarter of the space and time
    /// that its own JSON takes.
    ///
    /// # Errors
    /// None that a customer can cause: `out` grows, and everything in a customer can be written.
    ///
    /// ```
    /// use scrm_core::customer::Customer;
    /// let customer = Customer::new("c_1".into(), chrono::DateTime::UNIX_EPOCH);
    /// let mut kept = Vec::new();
    /// customer.write_stored(&mut kept)?;
    /// assert_eq!(Customer::read_stored(&kept)?, customer);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn write_stored(&self, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        out.push(b'{');
        Written { customer: self, origins: Origins::of(self) }.write(&mut Pen::new(out))?;
        out.push(b'}');
        Ok(())
    }

    /// Reads what [`write_stored`](Self::write_stored) wrote, now or in an earlier version. Keys that this version
    /// does not know are passed over.
    ///
    /// # Errors
    /// Where the bytes are not JSON, or not a customer's.
    pub fn read_stored(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice::<Form>(bytes)?.into_customer()
    }
}

/// The position of an origin; the first is the usual one.
#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
struct Place(u32);

impl Place {
    fn is_first(&self) -> bool {
        self.0 == 0
    }
}

/// Where things came from and when, in the order of their first use.
struct Origins<'c>(Vec<(&'c str, DateTime<Utc>)>);

impl<'c> Origins<'c> {
    fn of(customer: &'c Customer) -> Self {
        let fields = customer.fields.iter().map(|(_, field)| (field.source.as_str(), field.at));
        let identifiers = customer.identifiers.iter().map(|known| (known.source.as_str(), known.at));
        let mut origins = Self(Vec::with_capacity(1));
        for (source, at) in fields.chain(identifiers) {
            if origins.position(source, at).is_none() {
                origins.0.push((source, at));
            }
        }
        origins
    }

    fn position(&self, source: &str, at: DateTime<Utc>) -> Option<usize> {
        self.0.iter().position(|origin| origin.1 == at && origin.0 == source)
    }

    fn place(&self, source: &str, at: DateTime<Utc>) -> Place {
        let position = self.position(source, at).and_then(|position| u32::try_from(position).ok());
        Place(position.unwrap_or(u32::MAX))
    }
}

/// A customer to write.
struct Written<'c> {
    customer: &'c Customer,
    origins: Origins<'c>,
}

impl Written<'_> {
    fn write(&self, pen: &mut Pen<'_>) -> Result<(), serde_json::Error> {
        let customer = self.customer;
        pen.key("v");
        pen.value(&customer.v)?;
        pen.key("id");
        pen.text(customer.id.as_str())?;
        pen.key("created_at");
        pen.instant(customer.created_at)?;
        if customer.updated_at != customer.created_at {
            pen.key("updated_at");
            pen.instant(customer.updated_at)?;
        }
        self.write_origins(pen)?;
        values::write_fields(pen, customer, &self.origins)?;
        self.write_identifiers(pen)?;
        self.write_tags(pen)?;
        self.write_rest(pen)
    }

    fn write_origins(&self, pen: &mut Pen<'_>) -> Result<(), serde_json::Error> {
        if self.origins.0.is_empty() {
            return Ok(());
        }
        pen.key("origins");
        pen.open(b'[');
        for (source, at) in &self.origins.0 {
            if *at == self.customer.created_at {
                pen.text(source)?;
            } else {
                pen.open(b'[');
                pen.text(source)?;
                pen.instant(*at)?;
                pen.close(b']');
            }
        }
        pen.close(b']');
        Ok(())
    }

    fn write_identifiers(&self, pen: &mut Pen<'_>) -> Result<(), serde_json::Error> {
        if self.customer.identifiers.is_empty() {
            return Ok(());
        }
        pen.key("identifiers");
        pen.open(b'[');
        for identifier in &self.customer.identifiers {
            identifiers::write(pen, identifier, &self.origins)?;
        }
        pen.close(b']');
        Ok(())
    }

    fn write_tags(&self, pen: &mut Pen<'_>) -> Result<(), serde_json::Error> {
        if self.customer.tags.is_empty() {
            return Ok(());
        }
        pen.key("tags");
        pen.open(b'[');
        for tag in &self.customer.tags {
            tags::write(pen, tag, self.customer.created_at)?;
        }
        pen.close(b']');
        Ok(())
    }

    fn write_rest(&self, pen: &mut Pen<'_>) -> Result<(), serde_json::Error> {
        let customer = self.customer;
        if let Some(due) = customer.tags_due {
            pen.key("tags_due");
            pen.instant(due)?;
        }
        if !customer.tags_taken.is_empty() {
            pen.key("tags_taken");
            pen.value(&customer.tags_taken)?;
        }
        if !customer.segments.is_empty() {
            pen.key("segments");
            pen.value(&customer.segments)?;
        }
        if let Some(due) = customer.segments_due {
            pen.key("segments_due");
            pen.instant(due)?;
        }
        if !customer.consents.is_empty() {
            pen.key("consents");
            pen.value(&customer.consents)?;
        }
        if let Some(priority) = &customer.priority {
            pen.key("priority");
            reasons::write_priority(pen, priority, customer.created_at)?;
        }
        if let Some(at) = customer.archived_at {
            pen.key("archived_at");
            pen.instant(at)?;
        }
        if let Some(merged) = &customer.merged_into {
            pen.key("merged_into");
            pen.value(merged)?;
        }
        Ok(())
    }
}

/// Where something came from, and when, where that is not when the record was made.
struct ReadOrigin(CompactString, Option<DateTime<Utc>>);

impl<'de> Deserialize<'de> for ReadOrigin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct WithTime(CompactString, #[serde(with = "instant")] DateTime<Utc>);

        struct Parts;
        impl<'de> Visitor<'de> for Parts {
            type Value = ReadOrigin;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an origin, or an origin with its time")
            }

            fn visit_str<E>(self, source: &str) -> Result<Self::Value, E> {
                Ok(ReadOrigin(source.into(), None))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<Self::Value, A::Error> {
                let WithTime(source, at) = WithTime::deserialize(SeqAccessDeserializer::new(parts))?;
                Ok(ReadOrigin(source, Some(at)))
            }
        }
        deserializer.deserialize_any(Parts)
    }
}

/// A customer that was read.
#[derive(Deserialize)]
struct Form {
    v: u32,
    id: CustomerId,
    #[serde(with = "instant")]
    created_at: DateTime<Utc>,
    #[serde(default, with = "instant::optional")]
    updated_at: Option<DateTime<Utc>>,
    #[serde(default)]
    origins: Vec<ReadOrigin>,
    fields: ReadFields,
    #[serde(default)]
    values: UsualValues,
    #[serde(default)]
    identifiers: Vec<ReadIdentifier>,
    #[serde(default)]
    tags: Vec<ReadTag>,
    #[serde(default, with = "instant::optional")]
    tags_due: Option<DateTime<Utc>>,
    #[serde(default)]
    tags_taken: Vec<TagId>,
    #[serde(default)]
    segments: Vec<SegmentMembership>,
    #[serde(default, with = "instant::optional")]
    segments_due: Option<DateTime<Utc>>,
    #[serde(default)]
    consents: Vec<ConsentEntry>,
    #[serde(default)]
    priority: Option<PriorityForm>,
    #[serde(default, with = "instant::optional")]
    archived_at: Option<DateTime<Utc>>,
    #[serde(default)]
    merged_into: Option<(CustomerId, MergeId)>,
}

impl Form {
    fn into_customer(self) -> Result<Customer, serde_json::Error> {
        let created_at = self.created_at;
        let origins =
            self.origins.into_iter().map(|ReadOrigin(source, at)| (source, at.unwrap_or(created_at)));
        let origins: Vec<(CompactString, DateTime<Utc>)> = origins.collect();
        let origin = |place: Place| {
            origins
                .get(place.0 as usize)
                .cloned()
                .ok_or_else(|| serde_json::Error::custom("a value names an origin that is not listed"))
        };
        let usual = self.values.into_fields().map(|(name, value)| (name, value, Place::default()));
        let fields = self.fields.0.into_iter().chain(usual).map(|(name, value, place)| {
            let (source, at) = origin(place)?;
            Ok((name, Field { value, source, at }))
        });
        let mut fields = fields.collect::<Result<Vec<_>, serde_json::Error>>()?;
        fields.sort_by(|a, b| a.0.cmp(&b.0));
        fields.dedup_by(|later, earlier| later.0 == earlier.0);
        let identifiers = self.identifiers.into_iter().map(|read| {
            let (source, at) = origin(read.origin)?;
            read.into_identifier(source, at)
        });
        Ok(Customer {
            v: self.v,
            id: self.id,
            created_at,
            updated_at: self.updated_at.unwrap_or(created_at),
            fields,
            identifiers: identifiers.collect::<Result<_, serde_json::Error>>()?,
            tags: self.tags.into_iter().map(|tag| tag.into_tag(created_at)).collect(),
            tags_due: self.tags_due,
            tags_taken: self.tags_taken,
            segments: self.segments,
            segments_due: self.segments_due,
            consents: self.consents,
            priority: self.priority.map(|priority| priority.into_state(created_at)),
            archived_at: self.archived_at,
            merged_into: self.merged_into,
        })
    }
}
