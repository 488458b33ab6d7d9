//! Tags as they are kept.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::pen::Pen;
use super::reasons::ReasonForm;
use crate::customer::record::{AppliedTag, TagPhase};
use crate::foundation::time::instant;
use crate::foundation::{RuleId, TagId};

/// Writes a tag's name, or an object where there is more to say.
pub(super) fn write(
    pen: &mut Pen<'_>,
    tag: &AppliedTag,
    created_at: DateTime<Utc>,
) -> Result<(), serde_json::Error> {
    let form = TagForm::of(tag, created_at);
    if form.is_its_name() { pen.text(tag.tag.as_str()) } else { pen.value(&form) }
}

/// A tag that was read.
pub(super) struct ReadTag(TagForm<'static>);

impl ReadTag {
    pub(super) fn into_tag(self, created_at: DateTime<Utc>) -> AppliedTag {
        self.0.into_tag(created_at)
    }
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
    reason: Option<ReasonForm<'c>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phase: Option<TagPhase>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "instant::optional")]
    expires_at: Option<DateTime<Utc>>,
}

/// Who set a tag, where it was not the rule that is named like it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Setter<'c> {
    Person,
    Rule(Cow<'c, RuleId>),
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
            reason: (!usual).then_some(ReasonForm(Cow::Borrowed(&tag.reason))),
            phase: (tag.phase != TagPhase::Active).then_some(tag.phase),
            expires_at: tag.expires_at,
        }
    }

    const fn named(tag: TagId) -> Self {
        Self {
            tag: Cow::Owned(tag),
            set_at: None,
            confirmed_at: None,
            by: None,
            reason: None,
            phase: None,
            expires_at: None,
        }
    }

    const fn is_its_name(&self) -> bool {
        matches!(
            self,
            Self {
                tag: _,
                set_at: None,
                confirmed_at: None,
                by: None,
                reason: None,
                phase: None,
                expires_at: None
            }
        )
    }

    fn into_tag(self, created_at: DateTime<Utc>) -> AppliedTag {
        let tag = self.tag.into_owned();
        let set_at = self.set_at.unwrap_or(created_at);
        let namesake = RuleId::new(tag.as_str());
        let reason = match self.reason {
            Some(ReasonForm(reason)) => reason.into_owned(),
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

impl<'de> Deserialize<'de> for ReadTag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts;
        impl<'de> Visitor<'de> for Parts {
            type Value = ReadTag;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a tag's name, or an object")
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(ReadTag(TagForm::named(TagId::new(name))))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                TagForm::deserialize(MapAccessDeserializer::new(map)).map(ReadTag)
            }
        }
        deserializer.deserialize_any(Parts)
    }
}
