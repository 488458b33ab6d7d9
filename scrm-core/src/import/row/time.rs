//! Days and times of a row, and which of them can be meant.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use super::{Building, Cell, ColumnReading, RowReader, note};
use crate::import::value::date::{self, DateSettings, ReadDate};

/// Nothing that a business keeps is dated before, or so far ahead: such a year is of another calendar, as 1445 of the Hijra, 1403 of
/// Iran and 2567 of Thailand.
const EARLIEST_YEAR: i32 = 1_600;
const YEARS_AHEAD: i32 = 200;

/// Nobody who was born before is a customer; such a year is a slip or of another calendar.
const EARLIEST_YEAR_OF_BIRTH: i32 = 1_850;

const MONTHS_OF_A_CENTURY: u32 = 1_200;

impl RowReader {
    pub(super) fn instant(&self, building: &mut Building<'_>, cell: Cell<'_>) -> Option<DateTime<Utc>> {
        let read = self.date(building, cell)?;
        if read.offset.is_some() {
            return read.instant();
        }
        building.assumed.time_zone = true;
        self.to_utc(read.local())
    }

    pub(super) fn date(&self, building: &mut Building<'_>, cell: Cell<'_>) -> Option<ReadDate> {
        let read = date::read(cell.raw, self.date_settings(cell.reading))?;
        let this_year = self.today?.year();
        let is_of_this_calendar =
            (EARLIEST_YEAR..=this_year.saturating_add(YEARS_AHEAD)).contains(&read.date.year());
        self.note_order(building, cell, read);
        is_of_this_calendar.then_some(read)
    }

    /// The day that a text says. An instant is of the day on which it is here; one at midnight is a day that was written as an
    /// instant.
    pub(super) fn day(&self, building: &mut Building<'_>, cell: Cell<'_>) -> Option<NaiveDate> {
        let read = self.date(building, cell)?;
        self.day_here(building, read)
    }

    /// An instant that has been, as a first contact has.
    pub(super) fn instant_that_was(
        &self,
        building: &mut Building<'_>,
        cell: Cell<'_>,
    ) -> Option<DateTime<Utc>> {
        let at = self.instant(building, cell)?;
        self.has_been(day_in(&self.time_zone, at)?).then_some(at)
    }

    /// A day that has been, as the last follow-up has.
    pub(super) fn day_that_was(&self, building: &mut Building<'_>, cell: Cell<'_>) -> Option<NaiveDate> {
        self.day(building, cell).filter(|day| self.has_been(*day))
    }

    /// Whether a day has come. Who wrote it may be where it is tomorrow already; an export says what a workspace holds.
    fn has_been(&self, day: NaiveDate) -> bool {
        self.is_export
            || self.today.and_then(|today| today.succ_opt()).is_some_and(|tomorrow| day <= tomorrow)
    }

    fn day_here(&self, building: &mut Building<'_>, read: ReadDate) -> Option<NaiveDate> {
        let instant = read.instant().filter(|_| read.time != Some(NaiveTime::MIN));
        building.assumed.time_zone |= instant.is_some();
        instant.map_or(Some(read.date), |instant| day_in(&self.time_zone, instant))
    }

    /// What a date that can be read in two ways was taken for; the caller knows where they said which it is.
    fn note_order(&self, building: &mut Building<'_>, cell: Cell<'_>, read: ReadDate) {
        if read.ambiguous || read.year_may_be_elsewhere {
            building.assumed.order = Some(cell.reading.order.order);
        }
        let is_open = read.ambiguous || (read.year_may_be_elsewhere && !cell.reading.order.is_year_proved);
        if is_open && !self.is_date_order_given {
            note(building, cell.header, "import.value.ambiguous_date", "date");
        }
    }

    const fn date_settings(&self, reading: ColumnReading) -> DateSettings {
        DateSettings { order: reading.order.order, century_pivot: self.century_pivot }
    }

    /// A day on which somebody was born: it has been, and not in another age. A year of two digits is of the last century
    /// where this one has not come to the day.
    pub(super) fn birthday(&self, building: &mut Building<'_>, cell: Cell<'_>) -> Option<NaiveDate> {
        let read = date::read(cell.raw, self.date_settings(cell.reading))?;
        let today = self.today?;
        let date = self.day_here(building, read)?;
        let day = if read.short_year && date > today {
            date.checked_sub_months(Months::new(MONTHS_OF_A_CENTURY))?
        } else {
            date
        };
        if day > today || day.year() < EARLIEST_YEAR_OF_BIRTH {
            return None;
        }
        self.note_order(building, cell, read);
        Some(day)
    }

    /// Local time to an instant: what a clock change skips moves later, what it repeats is the earlier one.
    fn to_utc(&self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        let small = |value: u32| i8::try_from(value).ok();
        let civil = jiff::civil::DateTime::new(
            i16::try_from(local.year()).ok()?,
            small(local.month())?,
            small(local.day())?,
            small(local.hour())?,
            small(local.minute())?,
            small(local.second())?,
            0,
        )
        .ok()?;
        let instant = self.time_zone.to_ambiguous_timestamp(civil).compatible().ok()?;
        DateTime::from_timestamp(instant.as_second(), 0)
    }
}

/// The day of an instant in a time zone.
pub(in crate::import) fn day_in(zone: &jiff::tz::TimeZone, at: DateTime<Utc>) -> Option<NaiveDate> {
    let day = zone.to_datetime(jiff::Timestamp::from_second(at.timestamp()).ok()?).date();
    NaiveDate::from_ymd_opt(day.year().into(), day.month().try_into().ok()?, day.day().try_into().ok()?)
}
