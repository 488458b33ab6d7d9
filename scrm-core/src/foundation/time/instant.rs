//! Instants as text: RFC 3339 in UTC, the form of every time in data.
//!
//! It is the text that chrono's own serde support writes and reads; records hold many instants, and
//! chrono's general formatter and parser took longer than everything else in a record together.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use serde::de::{Error, Visitor};
use serde::{Deserializer, Serialize, Serializer};

/// `2026-01-05T09:00:00.123456789Z`.
const LONGEST: usize = 30;

/// Writes an instant; for `#[serde(with = "…")]`.
pub(crate) fn serialize<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut text = [0_u8; LONGEST];
    match write(at, &mut text).and_then(|length| std::str::from_utf8(text.get(..length)?).ok()) {
        Some(text) => serializer.serialize_str(text),
        None => at.serialize(serializer),
    }
}

/// Reads an instant; for `#[serde(with = "…")]`.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    struct Text;
    impl Visitor<'_> for Text {
        type Value = DateTime<Utc>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a time such as 2026-01-05T09:00:00Z")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<DateTime<Utc>, E> {
            match read(text.as_bytes()) {
                Some(at) => Ok(at),
                None => text.parse().map_err(|_| E::custom(complaint(text))),
            }
        }
    }
    deserializer.deserialize_str(Text)
}

/// What is said of a time without an offset: nobody can know which instant it is.
pub(crate) const NAIVE: &str =
    "the time has no offset; add an offset, such as 2026-01-05T09:00:00+03:00 or Z";

/// What is wrong with a text that is no instant. The text itself may be a customer's, so it is not repeated.
fn complaint(text: &str) -> &'static str {
    let lacks_only = |rest: &str| format!("{text}{rest}").parse::<DateTime<Utc>>().is_ok();
    if ["Z", ":00Z", "T00:00:00Z"].into_iter().any(lacks_only) {
        NAIVE
    } else {
        "a time is written 2026-01-05T09:00:00Z, or with an offset"
    }
}

/// The same for instants that may be absent.
pub(crate) mod optional {
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Instant(#[serde(with = "super")] DateTime<Utc>);

    pub(crate) fn serialize<S: Serializer>(
        at: &Option<DateTime<Utc>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        at.map(Instant).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<DateTime<Utc>>, D::Error> {
        Ok(Option::<Instant>::deserialize(deserializer)?.map(|instant| instant.0))
    }
}

/// The form of an instant in data; for `#[serde(with = "Instant")]`, which the schema reads too.
#[derive(Debug)]
pub(crate) struct Instant;

impl Instant {
    pub(crate) fn serialize<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(at, serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
        deserialize(deserializer)
    }
}

/// The same for an instant that may be absent.
#[derive(Debug)]
pub(crate) struct OptionalInstant;

impl OptionalInstant {
    pub(crate) fn serialize<S: Serializer>(
        at: &Option<DateTime<Utc>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        optional::serialize(at, serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<DateTime<Utc>>, D::Error> {
        optional::deserialize(deserializer)
    }
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use chrono::{DateTime, Utc};
    use schemars::{JsonSchema, Schema, SchemaGenerator};

    macro_rules! same_schema {
        ($($adapter:ty => $type:ty),+) => {$(
            impl JsonSchema for $adapter {
                fn inline_schema() -> bool {
                    <$type>::inline_schema()
                }

                fn schema_name() -> Cow<'static, str> {
                    <$type>::schema_name()
                }

                fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                    <$type>::json_schema(generator)
                }
            }
        )+};
    }

    same_schema! { super::Instant => DateTime<Utc>, super::OptionalInstant => Option<DateTime<Utc>> }
}

/// Writes the usual form and gives its length; `None` for years beyond four digits and leap seconds.
fn write(at: &DateTime<Utc>, text: &mut [u8; LONGEST]) -> Option<usize> {
    let (date, time) = (at.date_naive(), at.time());
    let year = u32::try_from(date.year()).ok().filter(|year| *year <= 9_999)?;
    let nanoseconds = time.nanosecond();
    if nanoseconds >= 1_000_000_000 {
        return None;
    }
    let mut pen = Pen { text, place: 0 };
    pen.number(year, 4);
    pen.mark(b'-');
    pen.number(date.month(), 2);
    pen.mark(b'-');
    pen.number(date.day(), 2);
    pen.mark(b'T');
    pen.number(time.hour(), 2);
    pen.mark(b':');
    pen.number(time.minute(), 2);
    pen.mark(b':');
    pen.number(time.second(), 2);
    let (fraction, digits) = match nanoseconds {
        0 => (0, 0),
        n if n.is_multiple_of(1_000_000) => (n / 1_000_000, 3),
        n if n.is_multiple_of(1_000) => (n / 1_000, 6),
        n => (n, 9),
    };
    if digits > 0 {
        pen.mark(b'.');
        pen.number(fraction, digits);
    }
    pen.mark(b'Z');
    Some(pen.place)
}

struct Pen<'t> {
    text: &'t mut [u8; LONGEST],
    place: usize,
}

impl Pen<'_> {
    fn mark(&mut self, byte: u8) {
        if let Some(place) = self.text.get_mut(self.place) {
            *place = byte;
        }
        self.place += 1;
    }

    fn number(&mut self, number: u32, digits: usize) {
        let end = self.place + digits;
        let mut rest = number;
        for place in self.text.get_mut(self.place..end).into_iter().flatten().rev() {
            *place = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.place = end;
    }
}

/// Reads the form that [`write`] gives; `None` for anything else.
fn read(text: &[u8]) -> Option<DateTime<Utc>> {
    let (seconds, rest) = text.split_at_checked(19)?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', i1, i2, b':', s1, s2] = seconds
    else {
        return None;
    };
    let date = NaiveDate::from_ymd_opt(
        i32::try_from(number(&[*y1, *y2, *y3, *y4])?).ok()?,
        number(&[*m1, *m2])?,
        number(&[*d1, *d2])?,
    )?;
    let fraction = rest.strip_suffix(b"Z")?;
    let nanoseconds = match fraction.split_first() {
        None => 0,
        Some((b'.', digits)) if matches!(digits.len(), 1..=9) => {
            number(digits)? * 10_u32.pow(9 - u32::try_from(digits.len()).ok()?)
        }
        Some(_) => return None,
    };
    let time =
        date.and_hms_nano_opt(number(&[*h1, *h2])?, number(&[*i1, *i2])?, number(&[*s1, *s2])?, nanoseconds)?;
    Some(time.and_utc())
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Ours(
        #[serde(with = "super")] DateTime<Utc>,
        #[serde(with = "super::optional")] Option<DateTime<Utc>>,
    );

    fn check(at: DateTime<Utc>) {
        for (other, absent) in [(Some(at), false), (None, true)] {
            let written = serde_json::to_string(&Ours(at, other)).unwrap();
            let by_chrono = serde_json::to_string(&(at, other)).unwrap();
            assert_eq!(written, by_chrono);
            let read: Ours = serde_json::from_str(&written).unwrap();
            assert_eq!((read.0, read.1.is_none()), (at, absent));
        }
    }

    proptest! {
        #[test]
        fn instants_read_and_write_as_chrono_does(
            seconds in -70_000_000_000_i64..260_000_000_000,
            nanoseconds in prop_oneof![Just(0_u32), (0_u32..1_000).prop_map(|n| n * 1_000_000),
                (0_u32..1_000_000).prop_map(|n| n * 1_000), 0_u32..2_000_000_000],
        ) {
            if let Some(at) = DateTime::from_timestamp(seconds, nanoseconds) {
                check(at);
            }
        }

        #[test]
        fn what_we_read_chrono_reads_alike(text in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,10})?(Z|z|\\+00:00)?") {
            if let Some(at) = super::read(text.as_bytes()) {
                prop_assert_eq!(text.parse::<DateTime<Utc>>().ok(), Some(at));
            }
        }
    }

    #[test]
    fn ends_of_the_range_fall_back_to_chrono() {
        check(DateTime::<Utc>::MIN_UTC);
        check(DateTime::<Utc>::MAX_UTC);
        check("2016-12-31T23:59:60Z".parse().unwrap());
    }
}
