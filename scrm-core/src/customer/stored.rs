//! The form in which stores keep customers: what repeats within a record is written once.
//!
//! A customer of one import has a dozen fields that all came from the same file at the same instant, and tags
//! whose rules are named like them. Written out as in [`Customer`]'s own JSON, four fifths of the record say
//! that again and again; a store would spend its time on moving them.
//!
//! ```json
//! {"v":1,"id":"c_1","created_at":"2026-01-05T09:00:00Z",
//!  "origins":[["import:fair","2026-01-05T09:00:00Z"]],
//!  "fields":{"name":"Anna Walker","stage":["stage","quoted"]},
//!  "identifiers":[{"kind":"phone","value":"+447400123456"}],
//!  "tags":[{"tag":"behaviour.quoted"}]}
//! ```
//!
//! - A record was changed last when it was made, unless it says otherwise.
//! - An origin is where something came from and when. Fields and identifiers name theirs by its position;
//!   the first one is not named. A field that is a bare string is text from the first origin.
//! - An identifier's key is its namespace and its value, unless it says otherwise.
//! - A tag was set when the record was made and confirmed when it was set, unless it says otherwise, by the
//!   rule that is named like it because that rule holds, unless it says otherwise.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, Utc};
use compact_str::{CompactString, format_compact};
use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::field::{Field, FieldName, FieldValue};
use super::identifier::{Identifier, IdentifierKey, IdentifierKind};
use super::record::{AppliedTag, Customer, PriorityState, SegmentMembership, TagPhase};
use crate::foundation::time::instant;
use crate::foundation::{CustomerId, MergeId, Reason, RuleId, TagId};
use crate::trust::consent::ConsentEntry;

impl Customer {
    /// Appends the customer in the form in which stores keep it, which takes a third of the space and time
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
        serde_json::to_writer(out, &Form::of(self))
    }

    /// Reads what [`write_stored`](Self::write_stored) wrote. Keys that this version does not know are
    /// passed over.
    ///
    /// # Errors
    /// Where the bytes are not JSON, or not a customer's.
    pub fn read_stored(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice::<Form<'_>>(bytes)?.into_customer()
    }
}

/// Where something came from, and when.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Origin<'c>(Cow<'c, str>, #[serde(with = "instant")] DateTime<Utc>);

/// The position of an origin; the first is the usual one.
#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
struct Place(u32);

impl Place {
    fn is_first(&self) -> bool {
        self.0 == 0
    }
}

/// Origins in the order of their first use.
#[derive(Default)]
struct Origins<'c>(Vec<Origin<'c>>);

impl<'c> Origins<'c> {
    fn place(&mut self, source: &'c str, at: DateTime<Utc>) -> Place {
        let found = self.0.iter().position(|origin| origin.1 == at && origin.0 == source);
        let position = found.unwrap_or_else(|| {
            self.0.push(Origin(Cow::Borrowed(source), at));
            self.0.len() - 1
        });
        Place(u32::try_from(position).unwrap_or(u32::MAX))
    }
}

#[derive(Serialize, Deserialize)]
struct Form<'c> {
    v: u32,
    id: Cow<'c, CustomerId>,
    #[serde(with = "instant")]
    created_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "instant::optional")]
    updated_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", borrow)]
    origins: Vec<Origin<'c>>,
    #[serde(with = "field_map")]
    fields: Vec<(Cow<'c, FieldName>, FieldForm<'c>)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", borrow)]
    identifiers: Vec<IdentifierForm<'c>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", borrow)]
    tags: Vec<TagForm<'c>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "instant::optional")]
    tags_due: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "<[SegmentMembership]>::is_empty")]
    segments: Cow<'c, [SegmentMembership]>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "instant::optional")]
    segments_due: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "<[ConsentEntry]>::is_empty")]
    consents: Cow<'c, [ConsentEntry]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    priority: Option<Cow<'c, PriorityState>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "instant::optional")]
    archived_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    merged_into: Option<Cow<'c, (CustomerId, MergeId)>>,
}

/// `[kind, value]`, or with the place of its origin `[kind, value, place]`; text from the first origin alone.
struct FieldForm<'c> {
    value: Cow<'c, FieldValue>,
    origin: Place,
}

#[derive(Serialize, Deserialize)]
struct IdentifierForm<'c> {
    kind: Cow<'c, IdentifierKind>,
    value: Cow<'c, CompactString>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raw: Option<Cow<'c, CompactString>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<Cow<'c, IdentifierKey>>,
    #[serde(default, skip_serializing_if = "Place::is_first")]
    origin: Place,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    undeliverable: bool,
}

#[derive(Serialize, Deserialize)]
struct TagForm<'c> {
    tag: Cow<'c, TagId>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "instant::optional")]
    set_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "instant::optional")]
    confirmed_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Setter<'c>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<Cow<'c, Reason>>,
    #[serde(default, skip_serializing_if = "is_active")]
    phase: Option<TagPhase>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "instant::optional")]
    expires_at: Option<DateTime<Utc>>,
}

#[allow(clippy::ref_option)] // The form that serde calls.
fn is_active(phase: &Option<TagPhase>) -> bool {
    matches!(phase, None | Some(TagPhase::Active))
}

/// Who set a tag, where it was not the rule that is named like it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Setter<'c> {
    Person,
    Rule(Cow<'c, RuleId>),
}

impl<'c> Form<'c> {
    fn of(customer: &'c Customer) -> Self {
        let mut origins = Origins::default();
        let fields = customer.fields.iter().map(|(name, field)| {
            let origin = origins.place(&field.source, field.at);
            (Cow::Borrowed(name), FieldForm { value: Cow::Borrowed(&field.value), origin })
        });
        let fields = fields.collect();
        let identifiers =
            customer.identifiers.iter().map(|identifier| IdentifierForm::of(identifier, &mut origins));
        let identifiers = identifiers.collect();
        Self {
            v: customer.v,
            id: Cow::Borrowed(&customer.id),
            created_at: customer.created_at,
            updated_at: (customer.updated_at != customer.created_at).then_some(customer.updated_at),
            origins: origins.0,
            fields,
            identifiers,
            tags: customer.tags.iter().map(|tag| TagForm::of(tag, customer.created_at)).collect(),
            tags_due: customer.tags_due,
            segments: Cow::Borrowed(&customer.segments),
            segments_due: customer.segments_due,
            consents: Cow::Borrowed(&customer.consents),
            priority: customer.priority.as_ref().map(Cow::Borrowed),
            archived_at: customer.archived_at,
            merged_into: customer.merged_into.as_ref().map(Cow::Borrowed),
        }
    }

    fn into_customer(self) -> Result<Customer, serde_json::Error> {
        let origins: Vec<(CompactString, DateTime<Utc>)> =
            self.origins.into_iter().map(|Origin(source, at)| (CompactString::from(source), at)).collect();
        let origin = |place: Place| {
            origins
                .get(place.0 as usize)
                .cloned()
                .ok_or_else(|| serde_json::Error::custom("a value names an origin that is not listed"))
        };
        let field = |(name, form): (Cow<'_, FieldName>, FieldForm<'_>)| {
            let (source, at) = origin(form.origin)?;
            Ok((name.into_owned(), Field { value: form.value.into_owned(), source, at }))
        };
        let identifier = |form: IdentifierForm<'_>| {
            let (source, at) = origin(form.origin)?;
            form.into_identifier(source, at)
        };
        let mut fields = self.fields.into_iter().map(field).collect::<Result<Vec<_>, serde_json::Error>>()?;
        fields.sort_by(|a, b| a.0.cmp(&b.0));
        fields.dedup_by(|later, earlier| later.0 == earlier.0);
        Ok(Customer {
            v: self.v,
            id: self.id.into_owned(),
            created_at: self.created_at,
            updated_at: self.updated_at.unwrap_or(self.created_at),
            fields,
            identifiers: self
                .identifiers
                .into_iter()
                .map(identifier)
                .collect::<Result<_, serde_json::Error>>()?,
            tags: self.tags.into_iter().map(|tag| tag.into_tag(self.created_at)).collect(),
            tags_due: self.tags_due,
            segments: self.segments.into_owned(),
            segments_due: self.segments_due,
            consents: self.consents.into_owned(),
            priority: self.priority.map(Cow::into_owned),
            archived_at: self.archived_at,
            merged_into: self.merged_into.map(Cow::into_owned),
        })
    }
}

/// What comes before an identifier's value in its key, for kinds that are nearly always found under their
/// value.
const fn usual_namespace(kind: &IdentifierKind) -> Option<&'static str> {
    match kind {
        IdentifierKind::Phone => Some("tel:"),
        IdentifierKind::WhatsappId => Some("tel:+"),
        IdentifierKind::Email => Some("email:"),
        _ => None,
    }
}

fn usual_key(kind: &IdentifierKind, value: &str) -> Option<IdentifierKey> {
    let namespace = usual_namespace(kind)?;
    Some(IdentifierKey::from_stored(format_compact!("{namespace}{value}")))
}

fn is_usual_key(identifier: &Identifier) -> bool {
    let value = usual_namespace(&identifier.kind)
        .and_then(|namespace| identifier.key.as_str().strip_prefix(namespace));
    value == Some(identifier.value.as_str())
}

impl<'c> IdentifierForm<'c> {
    fn of(identifier: &'c Identifier, origins: &mut Origins<'c>) -> Self {
        Self {
            kind: Cow::Borrowed(&identifier.kind),
            value: Cow::Borrowed(&identifier.value),
            raw: identifier.raw.as_ref().map(Cow::Borrowed),
            key: (!is_usual_key(identifier)).then_some(Cow::Borrowed(&identifier.key)),
            origin: origins.place(&identifier.source, identifier.at),
            undeliverable: identifier.undeliverable,
        }
    }

    fn into_identifier(
        self,
        source: CompactString,
        at: DateTime<Utc>,
    ) -> Result<Identifier, serde_json::Error> {
        let key = match self.key {
            Some(key) => key.into_owned(),
            None => usual_key(&self.kind, &self.value)
                .ok_or_else(|| serde_json::Error::custom("an identifier of this kind needs a key"))?,
        };
        Ok(Identifier {
            kind: self.kind.into_owned(),
            value: self.value.into_owned(),
            raw: self.raw.map(Cow::into_owned),
            key,
            source,
            at,
            undeliverable: self.undeliverable,
        })
    }
}

impl<'c> TagForm<'c> {
    fn of(tag: &'c AppliedTag, created_at: DateTime<Utc>) -> Self {
        let by = match &tag.rule {
            None => Some(Setter::Person),
            Some(rule) if rule.as_str() == tag.tag.as_str() => None,
            Some(rule) => Some(Setter::Rule(Cow::Borrowed(rule))),
        };
        let usual = by.is_none() && AppliedTag::is_because_rule_holds(&tag.reason, tag.tag.as_str());
        Self {
            tag: Cow::Borrowed(&tag.tag),
            set_at: (tag.set_at != created_at).then_some(tag.set_at),
            confirmed_at: (tag.confirmed_at != tag.set_at).then_some(tag.confirmed_at),
            by,
            reason: (!usual).then_some(Cow::Borrowed(&tag.reason)),
            phase: Some(tag.phase),
            expires_at: tag.expires_at,
        }
    }

    fn into_tag(self, created_at: DateTime<Utc>) -> AppliedTag {
        let tag = self.tag.into_owned();
        let set_at = self.set_at.unwrap_or(created_at);
        let namesake = RuleId::new(tag.as_str());
        let reason = match self.reason {
            Some(reason) => reason.into_owned(),
            None => AppliedTag::because_rule_holds(&namesake),
        };
        let rule = match self.by {
            None => Some(namesake),
            Some(Setter::Rule(rule)) => Some(rule.into_owned()),
            Some(Setter::Person) => None,
        };
        AppliedTag {
            set_at,
            confirmed_at: self.confirmed_at.unwrap_or(set_at),
            rule,
            reason,
            phase: self.phase.unwrap_or(TagPhase::Active),
            expires_at: self.expires_at,
            tag,
        }
    }
}

impl Serialize for FieldForm<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let (FieldValue::Text(text), true) = (&*self.value, self.origin.is_first()) {
            return serializer.serialize_str(text);
        }
        let mut parts = serializer.serialize_seq(None)?;
        parts.serialize_element(self.value.kind())?;
        match &*self.value {
            FieldValue::Text(value) => parts.serialize_element(value)?,
            FieldValue::List(value) => parts.serialize_element(value)?,
            FieldValue::Date(value) => parts.serialize_element(value)?,
            FieldValue::Instant(value) => parts.serialize_element(&At(*value))?,
            FieldValue::Budget(value) => parts.serialize_element(value)?,
            FieldValue::Windows(value) => parts.serialize_element(value)?,
            FieldValue::HeadCount(value) => parts.serialize_element(value)?,
            FieldValue::Position(value) => parts.serialize_element(value)?,
            FieldValue::Stage(value) => parts.serialize_element(value)?,
            FieldValue::Number(value) => parts.serialize_element(value)?,
            FieldValue::Money(value) => parts.serialize_element(value)?,
        }
        if !self.origin.is_first() {
            parts.serialize_element(&self.origin)?;
        }
        parts.end()
    }
}

impl<'de> Deserialize<'de> for FieldForm<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts;
        impl<'de> Visitor<'de> for Parts {
            type Value = FieldForm<'static>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text, or a kind, a value and perhaps the place of an origin")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
                let value = Cow::Owned(FieldValue::Text(CompactString::new(text)));
                Ok(FieldForm { value, origin: Place::default() })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
                let kind: Cow<'de, str> = part(&mut parts)?;
                let value = match &*kind {
                    "text" => FieldValue::Text(part(&mut parts)?),
                    "list" => FieldValue::List(part(&mut parts)?),
                    "date" => FieldValue::Date(part(&mut parts)?),
                    "instant" => FieldValue::Instant(part::<At, A>(&mut parts)?.0),
                    "budget" => FieldValue::Budget(part(&mut parts)?),
                    "windows" => FieldValue::Windows(part(&mut parts)?),
                    "head_count" => FieldValue::HeadCount(part(&mut parts)?),
                    "position" => FieldValue::Position(part(&mut parts)?),
                    "stage" => FieldValue::Stage(part(&mut parts)?),
                    "number" => FieldValue::Number(part(&mut parts)?),
                    "money" => FieldValue::Money(part(&mut parts)?),
                    _ => return Err(A::Error::custom("a field's value is of a kind that is not known")),
                };
                let origin = parts.next_element()?.unwrap_or_default();
                while parts.next_element::<IgnoredAny>()?.is_some() {}
                Ok(FieldForm { value: Cow::Owned(value), origin })
            }
        }
        deserializer.deserialize_any(Parts)
    }
}

/// The next part of a field, which must be there.
fn part<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(parts: &mut A) -> Result<T, A::Error> {
    parts.next_element()?.ok_or_else(|| A::Error::custom("a field without a value"))
}

#[derive(Serialize, Deserialize)]
struct At(#[serde(with = "instant")] DateTime<Utc>);

/// Fields as a JSON object.
mod field_map {
    use super::{Cow, Deserializer, FieldForm, FieldName, MapAccess, SerializeMap, Serializer, Visitor, fmt};

    type Fields<'c> = Vec<(Cow<'c, FieldName>, FieldForm<'c>)>;

    pub(super) fn serialize<S: Serializer>(fields: &Fields<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(fields.len()))?;
        for (name, field) in fields {
            map.serialize_entry(name.as_str(), field)?;
        }
        map.end()
    }

    pub(super) fn deserialize<'de, 'c, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Fields<'c>, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Fields<'static>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of customer fields")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::with_capacity(map.size_hint().unwrap_or(16));
                while let Some((name, field)) = map.next_entry::<FieldName, FieldForm<'static>>()? {
                    fields.push((Cow::Owned(name), field));
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Entries)
    }
}
