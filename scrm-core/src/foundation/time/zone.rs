//! Zone rules from the bundled database: the same on every machine, never the system's.

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Timelike, Utc};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};

/// The rules of one zone. Outside the years -9999 to 9999 every zone is UTC.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    rules: TimeZone,
}

impl Zone {
    pub(super) const fn utc() -> Self {
        Self { rules: TimeZone::UTC }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        TimeZoneDatabase::bundled().get(name).ok().map(|rules| Self { rules })
    }

    pub(super) fn name(&self) -> &str {
        self.rules.iana_name().unwrap_or("UTC")
    }

    fn offset_at(&self, at: DateTime<Utc>) -> i32 {
        Timestamp::from_second(at.timestamp())
            .map_or(0, |timestamp| self.rules.to_offset(timestamp).seconds())
    }

    pub(super) fn to_local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        let utc = at.naive_utc();
        utc.checked_add_signed(TimeDelta::seconds(i64::from(self.offset_at(at)))).unwrap_or(utc)
    }

    /// How the zone reads a local time.
    pub(super) fn reading(&self, local: NaiveDateTime) -> Reading {
        let Some(civil) = civil_of(local) else {
            return Reading::Once(local.and_utc());
        };
        let before = |offset: jiff::tz::Offset| {
            let shift = TimeDelta::seconds(i64::from(offset.seconds()));
            local.checked_sub_signed(shift).unwrap_or(local).and_utc()
        };
        match self.rules.to_ambiguous_timestamp(civil).offset() {
            AmbiguousOffset::Unambiguous { offset } => Reading::Once(before(offset)),
            // With the offset from before the change, a skipped time lands later by what was skipped, and a
            // repeated time on its first pass.
            AmbiguousOffset::Gap { before: offset, .. } => Reading::Skipped(before(offset)),
            AmbiguousOffset::Fold { before: offset, .. } => Reading::Twice(before(offset)),
        }
    }

    /// The latest change of offset at or before an instant.
    pub(super) fn change_before(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let after = Timestamp::from_second(at.timestamp().saturating_add(1)).ok()?;
        let change = self.rules.preceding(after).next()?.timestamp();
        DateTime::from_timestamp(change.as_second(), 0)
    }

    /// The first change of offset after an instant.
    pub(super) fn change_after(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.changes_after(at).next()
    }

    /// The first local time after one from which local times are read by another offset: where a skipped or a repeated
    /// stretch ends.
    pub(super) fn reading_changes_after(&self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        // The change may have been before the time in UTC: zones lie within 26 hours of it.
        let before = local.checked_sub_signed(TimeDelta::hours(26))?.and_utc();
        let ends = self.changes_after(before).filter_map(|change| {
            let offsets = [change - TimeDelta::seconds(1), change].map(|at| self.offset_at(at));
            let latest = offsets.into_iter().max()?;
            change.naive_utc().checked_add_signed(TimeDelta::seconds(i64::from(latest)))
        });
        ends.into_iter().find(|end| *end > local)
    }

    fn changes_after(&self, at: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> + '_ {
        let from = Timestamp::from_second(at.timestamp()).ok();
        let changes = from.into_iter().flat_map(|from| self.rules.following(from));
        changes
            .filter_map(|change| DateTime::from_timestamp(change.timestamp().as_second(), 0))
            .filter(move |change| *change > at)
    }
}

/// What a local time means in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Clocks show it once.
    Once(DateTime<Utc>),
    /// Clocks skip it: the instant later by what was skipped.
    Skipped(DateTime<Utc>),
    /// Clocks show it twice: the first instant.
    Twice(DateTime<Utc>),
}

fn civil_of(local: NaiveDateTime) -> Option<civil::DateTime> {
    let small = |number: u32| i8::try_from(number).ok();
    let (date, time) = (local.date(), local.time());
    let date =
        civil::Date::new(i16::try_from(date.year()).ok()?, small(date.month())?, small(date.day())?).ok()?;
    let nanosecond = i32::try_from(time.nanosecond().min(999_999_999)).ok()?;
    let time =
        civil::Time::new(small(time.hour())?, small(time.minute())?, small(time.second())?, nanosecond)
            .ok()?;
    Some(date.to_datetime(time))
}
