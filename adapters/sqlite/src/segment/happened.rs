//! Times and counts that are not in a field: of the record, of its tags, of what happened.

use chrono::{DateTime, TimeDelta, Utc};
use scrm_core::segment::{Between, StoredTime, event_marks};

use super::ranges::{instant_bound, instant_key};
use super::text::SqlParameter;
use super::write::{Said, TAG, Unsaid, Writer};

/// The column of an event's time is cut to microseconds, and a leap second is the second after it there: the events between two
/// bounds are among those within so much more.
const BLUR: TimeDelta = TimeDelta::seconds(2);

/// What Rust takes for white space: SQLite trims spaces alone.
const WHITE_SPACE: &str = "\t\n\u{B}\u{C}\r \u{85}\u{A0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}";

impl Writer {
    pub(super) fn time(&mut self, of: &StoredTime, ranges: &[Between<DateTime<Utc>>]) -> Said {
        let key = match of {
            StoredTime::CreatedAt => instant_key("c.body ->> '$.created_at'"),
            StoredTime::UpdatedAt => {
                instant_key("coalesce(c.body ->> '$.updated_at', c.body ->> '$.created_at')")
            }
            StoredTime::RespondBy => instant_key("c.body ->> '$.priority.respond_by'"),
            StoredTime::Tagged(tag) => {
                let tag = self.bind(SqlParameter::Text(tag.as_str().to_owned()));
                let set_at = instant_key(
                    "coalesce(iif(t.type = 'object', t.value ->> '$.set_at', NULL), c.body ->> '$.created_at')",
                );
                let from = format!(
                    "SELECT {set_at} AS at FROM json_each(c.body, '$.tags') AS t \
                     WHERE {TAG} = {tag} ORDER BY t.key LIMIT 1"
                );
                return self.found(&from, ranges);
            }
            StoredTime::First(event) => return self.extreme("min", event, ranges),
            StoredTime::Last(event) => return self.extreme("max", event, ranges),
            StoredTime::Field(_) => return Err(Unsaid),
        };
        let within = self.within(&key, ranges, instant_bound)?;
        self.text.push_str(&format!("coalesce({within}, 0)"));
        Ok(())
    }

    fn extreme(&mut self, function: &str, event: &str, ranges: &[Between<DateTime<Utc>>]) -> Said {
        let events = self.events(event, None, None)?;
        self.found(&format!("SELECT {function}({}) AS at {events}", instant_key(EVENT_TIME)), ranges)
    }

    /// Whether the time that a query finds lies in one of the ranges; not where it finds none.
    fn found(&mut self, query: &str, ranges: &[Between<DateTime<Utc>>]) -> Said {
        let within = self.within("at", ranges, instant_bound)?;
        self.text.push_str(&format!("coalesce((SELECT {within} FROM ({query})), 0)"));
        Ok(())
    }

    /// How many events of a kind there are after one instant and up to another.
    pub(super) fn count(
        &mut self,
        event: &str,
        after: Option<DateTime<Utc>>,
        until: Option<DateTime<Utc>>,
    ) -> Result<String, Unsaid> {
        let events = self.events(event, after, until)?;
        Ok(format!("(SELECT count(*) {events})"))
    }

    /// How many orders there are: events of one number tell of one, and one without a number is one of its own.
    pub(super) fn count_orders(&mut self) -> Result<String, Unsaid> {
        let events = self.events("order_placed", None, None)?;
        let blanks = self.bind(SqlParameter::Text(WHITE_SPACE.to_owned()));
        let number = format!("nullif(trim(e.body ->> '$.order.number', {blanks}), '')");
        Ok(format!("(SELECT count(DISTINCT {number}) + count(*) FILTER (WHERE {number} IS NULL) {events})"))
    }

    fn events(
        &mut self,
        event: &str,
        after: Option<DateTime<Utc>>,
        until: Option<DateTime<Utc>>,
    ) -> Result<String, Unsaid> {
        let marks: Vec<String> = event_marks(event)
            .iter()
            .map(|mark| match mark.status {
                None => format!("e.body ->> '$.kind' = '{}'", mark.kind),
                Some(status) => {
                    format!("e.body ->> '$.kind' = '{}' AND e.body ->> '$.status' = '{status}'", mark.kind)
                }
            })
            .collect();
        if marks.is_empty() {
            return Err(Unsaid);
        }
        let mut from = "FROM events AS e WHERE e.customer = c.id".to_owned();
        let key = instant_key(EVENT_TIME);
        for (bound, operator, blurred) in [
            (after, ">", after.and_then(|at| at.checked_sub_signed(BLUR))),
            (until, "<=", until.and_then(|at| at.checked_add_signed(BLUR))),
        ] {
            let Some(bound) = bound else { continue };
            if let Some(blurred) = blurred {
                let column = self.bind(SqlParameter::Integer(blurred.timestamp_micros()));
                from.push_str(&format!(" AND e.at {operator} {column}"));
            }
            let bound = self.bind(instant_bound(bound)?);
            from.push_str(&format!(" AND {key} {operator} {bound}"));
        }
        from.push_str(&format!(" AND ({})", marks.join(" OR ")));
        Ok(from)
    }
}

const EVENT_TIME: &str = "e.body ->> '$.at'";

#[cfg(test)]
mod tests {
    #[test]
    fn white_space_is_what_rust_takes_for_it() {
        let all: String = ('\0'..=char::MAX).filter(|character| character.is_whitespace()).collect();
        assert_eq!(super::WHITE_SPACE, all);
    }
}
