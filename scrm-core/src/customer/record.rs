//! The customer aggregate: what is read and written as one.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::field::{Field, FieldName, FieldValue};
use super::identifier::{Identifier, IdentifierKey};
use crate::foundation::time::{Instant, OptionalInstant};
use crate::foundation::{CustomerId, FactValue, MergeId, Reason, RuleId, SegmentId, TagId};
use crate::trust::consent::ConsentEntry;

/// Where a tag is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TagPhase {
    /// Set and in its period.
    Active,
    /// Past its period and not closed by hand.
    Overdue,
}

/// A tag on a customer, with who set it, when and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AppliedTag {
    /// Which tag.
    pub tag: TagId,
    /// When it was set.
    #[serde(with = "Instant")]
    pub set_at: DateTime<Utc>,
    /// When a rule last confirmed it.
    #[serde(with = "Instant")]
    pub confirmed_at: DateTime<Utc>,
    /// The rule that set it; `None` means a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleId>,
    /// Why.
    pub reason: Reason,
    /// Where it is in its life.
    pub phase: TagPhase,
    /// When it ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "OptionalInstant")]
    pub expires_at: Option<DateTime<Utc>>,
}

impl AppliedTag {
    /// The code of the reason why a rule about the customer's state set a tag.
    pub(crate) const RULE_HOLDS: &'static str = "tag.rule_holds";
    /// The code of the reason why a person's tag is there.
    pub(crate) const SET_BY_PERSON: &'static str = "tag.set_by_person";

    /// That reason.
    pub(super) fn because_rule_holds(rule: &RuleId) -> Reason {
        Reason::new(Self::RULE_HOLDS).with("rule", rule.as_str())
    }

    /// Whether this is that reason, for this rule.
    pub(super) fn is_because_rule_holds(reason: &Reason, rule: &str) -> bool {
        reason.code == Self::RULE_HOLDS
            && matches!(reason.facts.as_slice(), [(name, FactValue::Text(text))] if name == "rule" && text == rule)
    }
}

/// A saved segment that a customer belongs to, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SegmentMembership {
    /// Which segment.
    pub segment: SegmentId,
    /// Since when its expression holds.
    #[serde(with = "Instant")]
    pub since: DateTime<Utc>,
}

/// A customer's place in the queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PriorityState {
    /// 1 (most urgent) to 3.
    pub level: u8,
    /// 0 to 100.
    pub score: f64,
    /// When the clock started.
    #[serde(with = "Instant")]
    pub since: DateTime<Utc>,
    /// When a person's answer is due.
    #[serde(with = "Instant")]
    pub respond_by: DateTime<Utc>,
    /// When a person answered, or closed the conversation.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "OptionalInstant")]
    pub responded_at: Option<DateTime<Utc>>,
    /// Why this level, and the parts of the score.
    pub reasons: Vec<Reason>,
}

impl PriorityState {
    /// Whether nobody has answered yet.
    pub(crate) const fn is_waiting(&self) -> bool {
        self.responded_at.is_none()
    }
}

/// A customer: fields with provenance, identifiers, tags, consents and priority, read and written as one.
///
/// `Debug` shows which fields there are, never their values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Customer {
    /// Format version of the stored record.
    pub v: u32,
    /// Identity, for ever.
    pub id: CustomerId,
    /// When the record was made.
    #[serde(with = "Instant")]
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    #[serde(with = "Instant")]
    pub updated_at: DateTime<Utc>,
    /// Fields in the order of [`FieldName`]; at most one per name.
    #[serde(default, with = "FieldMap")]
    pub fields: Vec<(FieldName, Field)>,
    /// What the customer is known by.
    #[serde(default)]
    pub identifiers: Vec<Identifier>,
    /// Tags, in the order in which they were set.
    #[serde(default)]
    pub tags: Vec<AppliedTag>,
    /// When time next asks something of the tags; the timer for it is set. What it asked before that instant is done.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "OptionalInstant")]
    pub tags_due: Option<DateTime<Utc>>,
    /// Tags that a person took away while their rule held: the rule does not bring them back until it has not held, or what it reads
    /// has changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags_taken: Vec<TagId>,
    /// The saved segments of the playbook that the customer belongs to, in the order in which they were entered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<SegmentMembership>,
    /// When time may next take the customer into a saved segment or out of one; the timer for it is set.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "OptionalInstant")]
    pub segments_due: Option<DateTime<Utc>>,
    /// The consent ledger, oldest first.
    #[serde(default)]
    pub consents: Vec<ConsentEntry>,
    /// Place in the queue, while something is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<PriorityState>,
    /// Whether the customer has been archived.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "OptionalInstant")]
    pub archived_at: Option<DateTime<Utc>>,
    /// Where the customer went, and by which merge, if another absorbed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<(CustomerId, MergeId)>,
}

impl Customer {
    /// A customer without fields.
    #[must_use]
    pub const fn new(id: CustomerId, now: DateTime<Utc>) -> Self {
        Self {
            v: 1,
            id,
            created_at: now,
            updated_at: now,
            fields: Vec::new(),
            identifiers: Vec::new(),
            tags: Vec::new(),
            tags_due: None,
            tags_taken: Vec::new(),
            segments: Vec::new(),
            segments_due: None,
            consents: Vec::new(),
            priority: None,
            archived_at: None,
            merged_into: None,
        }
    }

    /// A field with its provenance.
    #[must_use]
    pub fn field(&self, name: &FieldName) -> Option<&Field> {
        let position = self.fields.binary_search_by(|(present, _)| present.cmp(name)).ok()?;
        self.fields.get(position).map(|(_, field)| field)
    }

    /// A field's value.
    #[must_use]
    pub fn value(&self, name: &FieldName) -> Option<&FieldValue> {
        self.field(name).map(|field| &field.value)
    }

    /// A text field's words.
    #[must_use]
    pub fn text(&self, name: &FieldName) -> Option<&str> {
        match self.value(name)? {
            FieldValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Sets a field and gives back what was there.
    pub fn set_field(&mut self, name: FieldName, field: Field) -> Option<Field> {
        match self.fields.binary_search_by(|(present, _)| present.cmp(&name)) {
            Ok(position) => {
                self.fields.get_mut(position).map(|(_, present)| std::mem::replace(present, field))
            }
            Err(position) => {
                self.fields.insert(position, (name, field));
                None
            }
        }
    }

    /// Takes a field away and gives back what was there.
    pub fn remove_field(&mut self, name: &FieldName) -> Option<Field> {
        let position = self.fields.binary_search_by(|(present, _)| present.cmp(name)).ok()?;
        Some(self.fields.remove(position).1)
    }

    /// Whether the customer has an identifier with this key.
    #[must_use]
    pub fn has_identifier(&self, key: &IdentifierKey) -> bool {
        self.identifiers.iter().any(|identifier| identifier.key == *key)
    }

    /// A tag the customer carries.
    #[must_use]
    pub fn tag(&self, tag: &TagId) -> Option<&AppliedTag> {
        self.tags.iter().find(|applied| applied.tag == *tag)
    }

    /// Since when the customer belongs to a saved segment; nothing where it does not.
    #[must_use]
    pub fn in_segment_since(&self, segment: &SegmentId) -> Option<DateTime<Utc>> {
        self.segments.iter().find(|membership| membership.segment == *segment).map(|present| present.since)
    }
}

/// Fields as a JSON object in the order of the names.
#[derive(Debug)]
struct FieldMap;

impl FieldMap {
    fn serialize<S: Serializer>(fields: &[(FieldName, Field)], serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(fields.len()))?;
        for (name, field) in fields {
            map.serialize_entry(name.as_str(), field)?;
        }
        map.end()
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(FieldName, Field)>, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Vec<(FieldName, Field)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of customer fields")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::with_capacity(map.size_hint().unwrap_or(8));
                while let Some(entry) = map.next_entry::<FieldName, Field>()? {
                    fields.push(entry);
                }
                fields.sort_by(|a, b| a.0.cmp(&b.0));
                fields.dedup_by(|later, earlier| later.0 == earlier.0);
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for FieldMap {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FieldMap".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <std::collections::BTreeMap<String, Field>>::json_schema(generator)
    }
}
