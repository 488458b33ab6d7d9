//! Functions.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Checked, Checker, arguments_of, bad, wrong};
use crate::customer::IdentifierKind;
use crate::foundation::{Currency, Money, TagId};
use crate::segment::error::SegmentError;
use crate::segment::history::HISTORY_EVENTS;
use crate::segment::located::Part;
use crate::segment::schema::{NOW, event, nearest};
use crate::segment::syntax::Expression;
use crate::segment::term::{Attribute, SegmentType, Term};
use crate::transport::Channel;
use crate::trust::consent::Purpose;

const FUNCTIONS: [&str; 19] = [
    "has_tag",
    "tagged_at",
    "has",
    "has_identifier",
    "consent",
    "count",
    "first",
    "last",
    "days_since",
    "hours_since",
    "money",
    "date",
    "timestamp",
    "minutes",
    "hours",
    "days",
    "weeks",
    "months",
    "years",
];

const DAY: f64 = 86_400.0;
const HOUR: f64 = 3_600.0;

impl Checker<'_> {
    /// The value of a function, and its type.
    pub(super) fn call(
        &self,
        part: &Part<'_>,
        function: &str,
        arguments: &[Part<'_>],
    ) -> Checked<(Term, SegmentType)> {
        use SegmentType::{Date, Duration, Flag, Instant, Money, Number};
        let wrong_count = |expected| Err(arguments_of(part, function, expected, arguments.len()));
        Ok(match (function, arguments) {
            ("has_tag", [tag]) => (Term::HasTag(self.tag(tag)?), Flag),
            ("tagged_at", [tag]) => (Term::TaggedAt(self.tag(tag)?), Instant),
            ("has_tag" | "tagged_at", _) => return wrong_count("one tag"),
            ("has", [name]) => (self.known(name)?, Flag),
            ("has", _) => return wrong_count("one name"),
            ("has_identifier", [kind]) => (Term::HasIdentifier(identifier_kind(self.text(kind)?)), Flag),
            ("has_identifier", _) => return wrong_count("one kind of identifier"),
            ("consent", [purpose]) => (Term::Consent(self.purpose(purpose)?, None), Flag),
            ("consent", [purpose, channel]) => {
                (Term::Consent(self.purpose(purpose)?, Some(self.channel(channel)?)), Flag)
            }
            ("consent", _) => return wrong_count("a purpose and, if wanted, a channel"),
            ("count", [of]) => (Term::Count(self.event(of)?, None), Number),
            ("count", [of, window]) => (Term::Count(self.event(of)?, Some(self.duration(window)?)), Number),
            ("count", _) => return wrong_count("an event and, if wanted, a length of time"),
            ("first", [of]) => (Term::Attribute(Attribute::First(self.event(of)?)), Instant),
            ("last", [of]) => (Term::Attribute(Attribute::Last(self.event(of)?)), Instant),
            ("first" | "last", _) => return wrong_count("one event"),
            ("days_since", [time]) => (self.since(time, DAY)?, Number),
            ("hours_since", [time]) => (self.since(time, HOUR)?, Number),
            ("days_since" | "hours_since", _) => return wrong_count("one time"),
            ("money", [amount, currency]) => (self.money(amount, currency)?, Money),
            ("money", _) => return wrong_count("a number and a currency"),
            ("date", [day]) => (self.date(day)?, Date),
            ("timestamp", [instant]) => (self.timestamp(instant)?, Instant),
            ("date" | "timestamp", _) => return wrong_count("one text"),
            ("minutes" | "hours" | "days" | "weeks" | "months" | "years", _) => {
                self.duration(part)?;
                return Err(wrong(part, "a time, a number or a text", Duration));
            }
            _ => {
                return Err(SegmentError::Unknown {
                    place: part.place.clone(),
                    what: "function",
                    name: function.to_owned(),
                    nearest: nearest(function, FUNCTIONS.into_iter()),
                });
            }
        })
    }

    fn tag(&self, part: &Part<'_>) -> Checked<TagId> {
        let id = self.text(part)?;
        self.schema.tag(id).ok_or_else(|| unknown(part, "tag", id, self.schema.nearest_tag(id)))
    }

    fn event(&self, part: &Part<'_>) -> Checked<&'static str> {
        let name = self.text(part)?;
        let nearest = || nearest(name, HISTORY_EVENTS.iter().map(|(known, _)| *known));
        event(name).ok_or_else(|| unknown(part, "event", name, nearest()))
    }

    /// Whether something is known.
    fn known(&self, part: &Part<'_>) -> Checked<Term> {
        match part.expression {
            Expression::Name { name } if name != NOW => {
                self.attribute(part, name).map(|(attribute, _)| Term::Known(attribute.clone()))
            }
            _ => Err(wrong(part, "the name of a value", self.term(part)?.1)),
        }
    }

    fn purpose(&self, part: &Part<'_>) -> Checked<Purpose> {
        let name = self.text(part)?;
        let found = Purpose::ALL.into_iter().find(|purpose| purpose.as_str() == name);
        found.ok_or_else(|| {
            unknown(part, "purpose", name, nearest(name, Purpose::ALL.iter().map(|purpose| purpose.as_str())))
        })
    }

    fn channel(&self, part: &Part<'_>) -> Checked<Channel> {
        let name = self.text(part)?;
        let found = Channel::ALL.into_iter().find(|channel| channel.as_str() == name);
        found.ok_or_else(|| {
            unknown(part, "channel", name, nearest(name, Channel::ALL.iter().map(|channel| channel.as_str())))
        })
    }

    fn since(&self, part: &Part<'_>, seconds: f64) -> Checked<Term> {
        match self.term(part)? {
            (term, SegmentType::Instant | SegmentType::Date) => Ok(Term::Since(Box::new(term), seconds)),
            (_, found) => Err(wrong(part, "a time", found)),
        }
    }

    fn money(&self, amount: &Part<'_>, currency: &Part<'_>) -> Checked<Term> {
        let number = self.number(amount)?;
        let known = Currency::parse(self.text(currency)?);
        let known = known.ok_or_else(|| bad(currency, "a currency is three letters, such as TWD"))?;
        let minor = (number * 10_f64.powi(known.exponent().cast_signed())).round();
        if minor.abs() > 9.0e15 {
            return Err(bad(amount, "the amount is too large"));
        }
        let base = self.schema.in_base(Money { minor: minor as i64, currency: known });
        base.map(Term::Money).ok_or_else(|| bad(currency, "there is no rate for this currency"))
    }

    fn date(&self, part: &Part<'_>) -> Checked<Term> {
        let day = self.text(part)?.parse::<NaiveDate>();
        day.map(Term::Date).map_err(|_| bad(part, "a day is written as 2026-01-31"))
    }

    fn timestamp(&self, part: &Part<'_>) -> Checked<Term> {
        let instant =
            DateTime::parse_from_rfc3339(self.text(part)?).map(|instant| instant.with_timezone(&Utc));
        instant.map(Term::Instant).map_err(|_| bad(part, "an instant is written as 2026-01-31T10:00:00Z"))
    }
}

fn unknown(part: &Part<'_>, what: &'static str, name: &str, nearest: Option<String>) -> SegmentError {
    SegmentError::Unknown { place: part.place.clone(), what, name: name.to_owned(), nearest }
}

fn identifier_kind(name: &str) -> IdentifierKind {
    use IdentifierKind::{Email, ParentScopedUserId, Phone, ScopedUserId, System, WecomUserId, WhatsappId};
    let known = [Phone, WhatsappId, ScopedUserId, ParentScopedUserId, Email, WecomUserId];
    known.into_iter().find(|kind| kind.as_str() == name).unwrap_or_else(|| System(name.into()))
}
