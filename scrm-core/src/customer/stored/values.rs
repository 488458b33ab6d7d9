//! Fields as they are kept.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use compact_str::CompactString;
use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::pen::Pen;
use super::{Origins, Place};
use crate::customer::field::{Field, FieldName, FieldValue, HeadCount, Position, Stage};
use crate::customer::record::Customer;
use crate::foundation::time::{WeeklyWindow, instant};
use crate::foundation::{Budget, Currency, Money};

/// Whether the value is of the kind that its field usually has, other than text.
fn is_usual(name: &FieldName, value: &FieldValue) -> bool {
    !matches!(value, FieldValue::Text(_)) && name.usual_kind() == value.kind()
}

/// Values of the usual kind that are read back by the name of their field.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct UsualValues {
    products: Option<Vec<CompactString>>,
    first_contact: Option<ReadInstant>,
    last_follow_up: Option<NaiveDate>,
    budget: Option<(Option<i64>, Option<i64>, Currency)>,
    preferred_times: Option<Vec<WindowForm>>,
    head_count: Option<(Option<u32>, Option<u32>)>,
    position: Option<Position>,
    birthday: Option<NaiveDate>,
    stage: Option<Stage>,
    deal_probability: Option<f64>,
    expected_annual_purchase: Option<(i64, Currency)>,
}

#[derive(Deserialize)]
struct ReadInstant(#[serde(with = "instant")] DateTime<Utc>);

impl UsualValues {
    pub(super) fn into_fields(self) -> impl Iterator<Item = (FieldName, FieldValue)> {
        let windows =
            |windows: Vec<WindowForm>| windows.into_iter().map(|WindowForm(window)| window).collect();
        let budget = |(low, high, currency)| FieldValue::Budget(Budget { low, high, currency });
        let head_count = |(low, high)| FieldValue::HeadCount(HeadCount { low, high });
        let money = |(minor, currency)| FieldValue::Money(Money { minor, currency });
        [
            (FieldName::Products, self.products.map(FieldValue::List)),
            (FieldName::FirstContact, self.first_contact.map(|ReadInstant(at)| FieldValue::Instant(at))),
            (FieldName::LastFollowUp, self.last_follow_up.map(FieldValue::Date)),
            (FieldName::Budget, self.budget.map(budget)),
            (FieldName::PreferredTimes, self.preferred_times.map(windows).map(FieldValue::Windows)),
            (FieldName::HeadCount, self.head_count.map(head_count)),
            (FieldName::Position, self.position.map(FieldValue::Position)),
            (FieldName::Birthday, self.birthday.map(FieldValue::Date)),
            (FieldName::Stage, self.stage.map(FieldValue::Stage)),
            (FieldName::DealProbability, self.deal_probability.map(FieldValue::Number)),
            (FieldName::ExpectedAnnualPurchase, self.expected_annual_purchase.map(money)),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }
}

/// A window of the week, `"12345 09:00-12:00"`: the days on which it begins by their numbers, Monday being 1.
struct WindowForm(WeeklyWindow);

impl<'de> Deserialize<'de> for WindowForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = WindowForm;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a window such as 12345 09:00-12:00")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<WindowForm, E> {
                let window = WeeklyWindow::from_short(text);
                window.map(WindowForm).ok_or_else(|| E::custom("a window is written 12345 09:00-12:00"))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// Writes the fields: those that need to say more than their value among `fields`, the others among `values`.
pub(super) fn write_fields(
    pen: &mut Pen<'_>,
    customer: &Customer,
    origins: &Origins<'_>,
) -> Result<(), serde_json::Error> {
    let mut usual: Vec<(&FieldName, &FieldValue)> = Vec::with_capacity(customer.fields.len());
    pen.key("fields");
    pen.open(b'{');
    for (name, Field { value, source, at }) in &customer.fields {
        let origin = origins.place(source, *at);
        match value {
            value if origin.is_first() && is_usual(name, value) => usual.push((name, value)),
            FieldValue::Text(text) if origin.is_first() => {
                pen.foreign_key(name.as_str())?;
                pen.text(text)?;
            }
            value => {
                pen.foreign_key(name.as_str())?;
                write_with_kind(pen, value, origin)?;
            }
        }
    }
    pen.close(b'}');
    if usual.is_empty() {
        return Ok(());
    }
    pen.key("values");
    pen.open(b'{');
    for (name, value) in usual {
        pen.key(name.as_str());
        write_short(pen, value)?;
    }
    pen.close(b'}');
    Ok(())
}

/// `[kind, value]`, or with the place of its origin `[kind, value, place]`.
fn write_with_kind(pen: &mut Pen<'_>, value: &FieldValue, origin: Place) -> Result<(), serde_json::Error> {
    pen.open(b'[');
    pen.text(value.kind())?;
    match value {
        FieldValue::Text(value) => pen.text(value)?,
        FieldValue::List(value) => pen.value(value)?,
        FieldValue::Date(value) => pen.date(*value)?,
        FieldValue::Instant(value) => pen.instant(*value)?,
        FieldValue::Budget(value) => pen.value(value)?,
        FieldValue::Windows(value) => pen.value(value)?,
        FieldValue::HeadCount(value) => pen.value(value)?,
        FieldValue::Position(value) => pen.value(value)?,
        FieldValue::Stage(value) => pen.value(value)?,
        FieldValue::Number(value) => pen.value(value)?,
        FieldValue::Money(value) => pen.value(value)?,
        FieldValue::Flag(value) => pen.value(value)?,
    }
    if !origin.is_first() {
        pen.value(&origin)?;
    }
    pen.close(b']');
    Ok(())
}

/// A value without its kind.
fn write_short(pen: &mut Pen<'_>, value: &FieldValue) -> Result<(), serde_json::Error> {
    match value {
        FieldValue::Text(value) => pen.text(value),
        FieldValue::List(list) => {
            pen.open(b'[');
            list.iter().try_for_each(|text| pen.text(text))?;
            pen.close(b']');
            Ok(())
        }
        FieldValue::Date(value) => pen.date(*value),
        FieldValue::Instant(value) => pen.instant(*value),
        FieldValue::Budget(Budget { low, high, currency }) => pen.value(&(low, high, currency.as_str())),
        FieldValue::Windows(windows) => {
            pen.open(b'[');
            windows.iter().try_for_each(|window| pen.text(&window.short()))?;
            pen.close(b']');
            Ok(())
        }
        FieldValue::HeadCount(HeadCount { low, high }) => pen.value(&(low, high)),
        FieldValue::Position(value) => pen.text(value.as_str()),
        FieldValue::Stage(value) => pen.text(value.as_str()),
        FieldValue::Number(value) => pen.value(value),
        FieldValue::Money(Money { minor, currency }) => pen.value(&(minor, currency.as_str())),
        FieldValue::Flag(value) => pen.value(value),
    }
}

/// The fields that were read, with the places of their origins.
pub(super) struct ReadFields(pub(super) Vec<(FieldName, FieldValue, Place)>);

impl<'de> Deserialize<'de> for ReadFields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = ReadFields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of customer fields")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::with_capacity(map.size_hint().unwrap_or(16));
                while let Some((name, ReadField { value, origin })) = map.next_entry()? {
                    fields.push((name, value, origin));
                }
                Ok(ReadFields(fields))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

struct ReadField {
    value: FieldValue,
    origin: Place,
}

impl<'de> Deserialize<'de> for ReadField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts;
        impl<'de> Visitor<'de> for Parts {
            type Value = ReadField;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text, or a kind, a value and perhaps the place of an origin")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(ReadField { value: FieldValue::Text(CompactString::new(text)), origin: Place::default() })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
                let kind: CompactString = part(&mut parts)?;
                let value = match kind.as_str() {
                    "text" => FieldValue::Text(part(&mut parts)?),
                    "list" => FieldValue::List(part(&mut parts)?),
                    "date" => FieldValue::Date(part(&mut parts)?),
                    "instant" => FieldValue::Instant(part::<ReadInstant, A>(&mut parts)?.0),
                    "budget" => FieldValue::Budget(part(&mut parts)?),
                    "windows" => FieldValue::Windows(part(&mut parts)?),
                    "head_count" => FieldValue::HeadCount(part(&mut parts)?),
                    "position" => FieldValue::Position(part(&mut parts)?),
                    "stage" => FieldValue::Stage(part(&mut parts)?),
                    "number" => FieldValue::Number(part(&mut parts)?),
                    "money" => FieldValue::Money(part(&mut parts)?),
                    "flag" => FieldValue::Flag(part(&mut parts)?),
                    _ => return Err(A::Error::custom("a field's value is of a kind that is not known")),
                };
                let origin = parts.next_element()?.unwrap_or_default();
                while parts.next_element::<IgnoredAny>()?.is_some() {}
                Ok(ReadField { value, origin })
            }
        }
        deserializer.deserialize_any(Parts)
    }
}

/// The next part of an array, which must be there.
pub(super) fn part<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(parts: &mut A) -> Result<T, A::Error> {
    parts.next_element()?.ok_or_else(|| A::Error::custom("something in the record is cut short"))
}
