//! Until when an answer is sure to stay as it is while nothing happens but the passing of time.
//!
//! Every value has a course: it stands still, steps at known instants, grows as time passes, or moves along with the
//! present. Two courses say until when their order stays. What is said may come before a change, never after one: a bound of the
//! length of a month or of a change of clocks stands in where the calendar is not asked day by day.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::evaluate::{Evaluation, Value, in_units};
use super::record::Record;
use super::term::{Attribute, Term, Test};
use crate::foundation::time::{Calendar, Span, earlier};
use crate::value::DatedOrder;

/// Zones lie within this of UTC.
const FURTHEST_ZONE: TimeDelta = TimeDelta::hours(26);

/// The smallest step of time.
const MOMENT: TimeDelta = TimeDelta::nanoseconds(1);

/// Milliseconds in this many years are beyond any calendar.
const LONGEST_MS: f64 = 9.0e15;

impl Test {
    /// The first instant after now at which passing time may change the answer; nothing where it never does.
    pub(super) fn may_change_at(&self, evaluation: &Evaluation<'_, Record<'_>>) -> Option<DateTime<Utc>> {
        match self {
            Self::All(of) => any_may_change_at(of, evaluation, false),
            Self::Any(of) => any_may_change_at(of, evaluation, true),
            Self::Not(of) => of.may_change_at(evaluation),
            Self::Compare(left, _, right) => evaluation.order_may_change_at(left, right),
            Self::OneOf(value, choices) => {
                let orders =
                    choices.iter().filter_map(|choice| evaluation.order_may_change_at(value, choice));
                earlier(evaluation.class_may_change_at(value), orders.min())
            }
            Self::Holds(term) | Self::Look(term, _) => evaluation.class_may_change_at(term),
            Self::Has(..) => None,
        }
    }
}

/// When the answer of parts that are joined may change. As long as one part decides, the others do not matter.
fn any_may_change_at(
    of: &[Test],
    evaluation: &Evaluation<'_, Record<'_>>,
    decisive: bool,
) -> Option<DateTime<Utc>> {
    let deciding = of.iter().filter(|part| part.holds(evaluation) == Some(decisive));
    let mut ends: Option<DateTime<Utc>> = None;
    for part in deciding {
        let end = part.may_change_at(evaluation)?;
        ends = Some(ends.map_or(end, |latest| latest.max(end)));
    }
    ends.or_else(|| of.iter().filter_map(|part| part.may_change_at(evaluation)).min())
}

/// What becomes of a value as time passes.
enum Course<'a> {
    /// It stays.
    Still(Value<'a>),
    /// A number that stays until an instant.
    Stepping(f64, Option<DateTime<Utc>>),
    /// How long ago an instant is, in units of so many seconds.
    Ageing(DateTime<Utc>, f64),
    /// How many days ago a day is, in units of so many seconds.
    AgeingDays(NaiveDate, f64),
    /// An instant that moves along with the present.
    Moving(Moving),
}

/// An instant that moves along with the present.
#[derive(Clone, Copy)]
struct Moving {
    at: DateTime<Utc>,
    /// Until when it stays behind the present by the same length.
    evenly_until: Option<DateTime<Utc>>,
    /// It is at least and at most so far behind the present, ever.
    lag: (TimeDelta, TimeDelta),
}

impl Evaluation<'_, Record<'_>> {
    /// The first instant after now at which the order of two values may change.
    fn order_may_change_at(&self, left: &Term, right: &Term) -> Option<DateTime<Utc>> {
        let classes = earlier(self.class_may_change_at(left), self.class_may_change_at(right));
        earlier(classes, self.known_order_may_change_at(left, right))
    }

    /// The first instant after now at which the class of value may change, where a term is that. Where no purchase is known, one
    /// may be dated later.
    fn class_may_change_at(&self, term: &Term) -> Option<DateTime<Utc>> {
        let (Term::Attribute(Attribute::RfmClass) | Term::Known(Attribute::RfmClass)) = term else {
            return None;
        };
        let rfm = self.schema.rfm()?;
        let orders = self.facts.dated_orders();
        let standing = rfm.standing(&orders, self.schema.day_of(self.now));
        let days = orders.iter().map(DatedOrder::day);
        let days = days.chain(standing.into_iter().flat_map(|standing| rfm.less_recent_on(standing)));
        let today = Moving { at: self.now, evenly_until: None, lag: (TimeDelta::zero(), TimeDelta::zero()) };
        let may_change = days.filter_map(|day| {
            let day = NaiveDate::default().checked_add_signed(TimeDelta::try_days(day.into())?)?;
            self.begins_day(&today, day)
        });
        may_change.min().map(|at| at.max(self.now + MOMENT))
    }

    /// The same of two values that are known.
    fn known_order_may_change_at(&self, left: &Term, right: &Term) -> Option<DateTime<Utc>> {
        use Course::{Ageing, AgeingDays, Moving, Stepping, Still};
        let (left, right) = (self.course(left)?, self.course(right)?);
        let at = match (&left, &right) {
            (Still(_), Still(_)) => None,
            (Moving(one), Moving(other)) => together(one, other),
            (Moving(moving), Still(value)) | (Still(value), Moving(moving)) => self.meets(moving, value),
            (Stepping(_, one), Stepping(_, other)) => earlier(*one, *other),
            (Stepping(_, until), Still(_)) | (Still(_), Stepping(_, until)) => *until,
            (Ageing(from, unit), Stepping(number, until)) | (Stepping(number, until), Ageing(from, unit)) => {
                earlier(*until, self.is_as_old_at(*from, *unit, *number))
            }
            (Ageing(from, unit), Still(Value::Number(number)))
            | (Still(Value::Number(number)), Ageing(from, unit)) => self.is_as_old_at(*from, *unit, *number),
            (AgeingDays(day, unit), Stepping(number, until))
            | (Stepping(number, until), AgeingDays(day, unit)) => {
                earlier(*until, self.is_as_many_days_old_at(*day, *unit, *number))
            }
            (AgeingDays(day, unit), Still(Value::Number(number)))
            | (Still(Value::Number(number)), AgeingDays(day, unit)) => {
                self.is_as_many_days_old_at(*day, *unit, *number)
            }
            // Both count the same days.
            (AgeingDays(_, one), AgeingDays(_, other)) if one == other => None,
            (AgeingDays(..), AgeingDays(..)) => self.schema.calendar.day_lasts_until(self.now),
            (Ageing(from, unit), AgeingDays(day, days_unit))
            | (AgeingDays(day, days_unit), Ageing(from, unit)) => {
                let days = self.schema.since(&Value::Date(*day), *days_unit, self.now);
                let midnight = self.schema.calendar.day_lasts_until(self.now);
                earlier(midnight, self.is_as_old_at(*from, *unit, days))
            }
            (Ageing(one, unit), Ageing(other, other_unit)) => {
                Some(self.overtakes_at((*one, *unit), (*other, *other_unit)))
            }
            _ => None,
        };
        // What is said of an instant that has come is said of the next one.
        at.map(|at| at.max(self.now + MOMENT))
    }

    fn course<'t>(&'t self, term: &'t Term) -> Option<Course<'t>> {
        Some(match term {
            Term::Now(moves) => Course::Moving(self.moving(moves)),
            Term::Count(event, window) => {
                let number = self.count(event, *window) as f64;
                Course::Stepping(number, self.count_changes_at(event, *window))
            }
            Term::Since(time, unit) => match self.course(time)? {
                Course::Still(Value::Instant(from)) => Course::Ageing(from, *unit),
                Course::Still(Value::Date(day)) => Course::AgeingDays(day, *unit),
                Course::Moving(moving) => {
                    let number = self.schema.since(&Value::Instant(moving.at), *unit, self.now);
                    Course::Stepping(number, moving.evenly_until)
                }
                _ => return None,
            },
            _ => Course::Still(self.value(term)?),
        })
    }

    fn moving(&self, moves: &[(bool, Span)]) -> Moving {
        let calendar = &self.schema.calendar;
        let mut moving =
            Moving { at: self.now, evenly_until: None, lag: (TimeDelta::zero(), TimeDelta::zero()) };
        for (later, by) in moves {
            let evenly_until = calendar.moves_evenly_until(moving.at, *later, *by);
            let ahead = self.now - moving.at;
            let evenly_until = evenly_until.and_then(|until| until.checked_add_signed(ahead));
            moving.evenly_until = earlier(moving.evenly_until, evenly_until);
            let (least, most) = Calendar::bounds_of(*by);
            moving.lag = match later {
                true => (moving.lag.0 - most, moving.lag.1 - least),
                false => (moving.lag.0 + least, moving.lag.1 + most),
            };
            moving.at = match later {
                true => calendar.add(moving.at, *by),
                false => calendar.subtract(moving.at, *by),
            };
        }
        moving
    }

    /// When an instant that moves may pass a value that stays.
    fn meets(&self, moving: &Moving, value: &Value<'_>) -> Option<DateTime<Utc>> {
        match value {
            Value::Instant(instant) => self.passes(moving, *instant),
            Value::Date(day) => {
                let end = day.succ_opt().and_then(|next| self.begins_day(moving, next));
                earlier(self.begins_day(moving, *day), end)
            }
            _ => None,
        }
    }

    /// When an instant that moves may come to stand before, at or after another one.
    fn passes(&self, moving: &Moving, other: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let earliest = other.checked_add_signed(moving.lag.0)?;
        let latest = other.checked_add_signed(moving.lag.1);
        if self.now < earliest {
            return Some(earliest);
        }
        if latest.is_some_and(|latest| self.now > latest) {
            return None;
        }
        let meeting = other.checked_add_signed(self.now - moving.at);
        let meeting = meeting.filter(|meeting| *meeting >= self.now);
        earlier(meeting, moving.evenly_until)
    }

    /// When an instant that moves may come to a day, or leave it again.
    fn begins_day(&self, moving: &Moving, day: NaiveDate) -> Option<DateTime<Utc>> {
        let midnight = day.and_time(NaiveTime::MIN).and_utc();
        let earliest = midnight.checked_sub_signed(FURTHEST_ZONE)?.checked_add_signed(moving.lag.0)?;
        let latest =
            midnight.checked_add_signed(FURTHEST_ZONE).and_then(|at| at.checked_add_signed(moving.lag.1));
        if self.now < earliest {
            return Some(earliest);
        }
        if latest.is_some_and(|latest| self.now > latest) {
            return None;
        }
        let lasts = self.schema.calendar.day_lasts_until(moving.at);
        let lasts = lasts.and_then(|until| until.checked_add_signed(self.now - moving.at));
        earlier(lasts, moving.evenly_until)
    }

    /// When an event may enter a window that ends with the present, or leave it.
    fn count_changes_at(&self, event: &str, window: Option<Span>) -> Option<DateTime<Utc>> {
        let times = self.facts.history.times(event);
        let enters = times.get(times.partition_point(|at| *at <= self.now)).copied();
        let Some(window) = window else { return enters };
        let begin = self.moving(&[(false, window)]);
        let before = times.partition_point(|at| *at <= begin.at);
        let leaves = times.get(before).and_then(|oldest| self.passes(&begin, *oldest));
        // Where clocks go back, the window may begin earlier again.
        let gone = before.checked_sub(1).and_then(|index| times.get(index));
        let returns = gone.and_then(|gone| self.passes(&begin, *gone));
        [enters, leaves, returns].into_iter().flatten().min()
    }

    /// When an age comes to be a number of units, and when it comes to be more.
    fn is_as_old_at(&self, from: DateTime<Utc>, unit: f64, number: f64) -> Option<DateTime<Utc>> {
        let guess = number * unit * 1_000.0;
        if !(-LONGEST_MS..=LONGEST_MS).contains(&guess) {
            return None;
        }
        let first = |reached: &dyn Fn(f64) -> bool| {
            let mut milliseconds = guess as i64;
            while reached(in_units(milliseconds - 1, unit)) {
                milliseconds -= 1;
            }
            while !reached(in_units(milliseconds, unit)) {
                milliseconds += 1;
            }
            from.checked_add_signed(first_instant(milliseconds)).filter(|at| *at > self.now)
        };
        earlier(first(&|age| age >= number), first(&|age| age > number))
    }

    /// When an age in days comes to be a number of units, and when it comes to be more.
    fn is_as_many_days_old_at(&self, day: NaiveDate, unit: f64, number: f64) -> Option<DateTime<Utc>> {
        let days = number * unit / 86_400.0;
        if !(-LONGEST_MS..=LONGEST_MS).contains(&days) {
            return None;
        }
        let today = Moving { at: self.now, evenly_until: None, lag: (TimeDelta::zero(), TimeDelta::zero()) };
        // Rounding may put the number on either side of a day.
        let around = (-1..=2).filter_map(|more| {
            let ahead = TimeDelta::try_days((days.floor() as i64).checked_add(more)?)?;
            self.begins_day(&today, day.checked_add_signed(ahead)?)
        });
        around.min()
    }

    /// When one of two ages in different units may overtake the other: not before the time that the sum of their paces
    /// needs for what is between them.
    fn overtakes_at(&self, one: (DateTime<Utc>, f64), other: (DateTime<Utc>, f64)) -> DateTime<Utc> {
        const BLINK: TimeDelta = TimeDelta::milliseconds(1);
        let age =
            |(from, unit): (DateTime<Utc>, f64)| self.schema.since(&Value::Instant(from), unit, self.now);
        let pace = 1.0 / one.1 + 1.0 / other.1;
        let seconds = (age(one) - age(other)).abs() / pace - 0.003;
        let wait = TimeDelta::try_milliseconds((seconds * 1_000.0) as i64).unwrap_or(BLINK);
        self.now.checked_add_signed(wait.max(BLINK)).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

/// When two instants that move may change their order.
fn together(one: &Moving, other: &Moving) -> Option<DateTime<Utc>> {
    let apart = one.lag.1 < other.lag.0 || other.lag.1 < one.lag.0;
    if apart { None } else { earlier(one.evenly_until, other.evenly_until) }
}

/// How long after its beginning an age is so many whole milliseconds for the first time; parts of one are cut off.
fn first_instant(milliseconds: i64) -> TimeDelta {
    match milliseconds {
        1.. => TimeDelta::milliseconds(milliseconds),
        0 => MOMENT - TimeDelta::milliseconds(1),
        _ => TimeDelta::milliseconds(milliseconds - 1) + MOMENT,
    }
}
