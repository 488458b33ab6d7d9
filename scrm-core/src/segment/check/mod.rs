//! From a tree to conditions: every name is looked up, and every type has to fit.

mod calls;

use regex::RegexBuilder;

use super::error::SegmentError;
use super::located::Part;
use super::schema::{NOW, RFM_CLASS, SegmentSchema, nearest};
use super::syntax::{Comparison, Expression};
use super::term::{Attribute, Look, SegmentType, Term, Test};
use crate::customer::{FieldName, Position, Stage};
use crate::foundation::text::fold;
use crate::foundation::time::Span;
use crate::keyword::folded_expression;
use crate::value::RfmClass;

/// Largest compiled form of a regular expression, in bytes.
const REGEX_BYTES: usize = 1 << 20;

/// The functions that look at a text.
const METHODS: [&str; 4] = ["contains", "starts_with", "ends_with", "matches"];

/// Checks expressions against what a workspace knows.
pub(super) struct Checker<'s> {
    pub(super) schema: &'s SegmentSchema,
}

type Checked<T> = Result<T, SegmentError>;

impl Checker<'_> {
    /// A condition.
    pub(super) fn test(&self, part: &Part<'_>) -> Checked<Test> {
        let tests = || part.parts.iter().map(|part| self.test(part)).collect::<Checked<Vec<Test>>>();
        match (part.expression, part.parts.as_slice()) {
            (Expression::All { .. } | Expression::Any { .. }, []) => Err(bad(part, "it has no parts")),
            (Expression::All { .. }, _) => tests().map(Test::All),
            (Expression::Any { .. }, _) => tests().map(Test::Any),
            (Expression::Not { .. }, [of]) => Ok(Test::Not(Box::new(self.test(of)?))),
            (Expression::Compare { operator, .. }, [left, right]) => self.compare(left, *operator, right),
            (Expression::In { .. }, [value, list]) => self.one_of(value, list),
            (Expression::Method { function, .. }, [of, arguments @ ..]) => {
                self.look(part, function, of, arguments)
            }
            _ => match self.term(part)? {
                (term, SegmentType::Flag) => Ok(Test::Holds(term)),
                (_, found) => Err(wrong(part, "a condition", found)),
            },
        }
    }

    /// A value, or how it is found, with its type.
    fn term(&self, part: &Part<'_>) -> Checked<(Term, SegmentType)> {
        Ok(match (part.expression, part.parts.as_slice()) {
            (Expression::Text { value }, _) => (Term::Text(fold(value)), SegmentType::Text),
            (Expression::Number { value }, _) if value.is_finite() => {
                (Term::Number(*value), SegmentType::Number)
            }
            (Expression::Number { .. }, _) => return Err(bad(part, "it is no finite number")),
            (Expression::Flag { value }, _) => (Term::Flag(*value), SegmentType::Flag),
            (Expression::Name { name }, _) if name == NOW => (Term::Now(Vec::new()), SegmentType::Instant),
            (Expression::Name { name }, _) => {
                let (attribute, kind) = self.attribute(part, name)?;
                (Term::Attribute(attribute.clone()), *kind)
            }
            (Expression::Later { .. } | Expression::Earlier { .. }, [time, by]) => {
                let later = matches!(part.expression, Expression::Later { .. });
                (self.moved(time, later, by)?, SegmentType::Instant)
            }
            (Expression::Call { function, .. }, arguments) => self.call(part, function, arguments)?,
            (Expression::List { .. }, _) => return Err(wrong(part, "a single value", SegmentType::Texts)),
            _ => return Err(wrong(part, "a value", SegmentType::Flag)),
        })
    }

    fn attribute(&self, part: &Part<'_>, name: &str) -> Checked<&(Attribute, SegmentType)> {
        self.schema.attribute(name).ok_or_else(|| match name {
            RFM_CLASS => SegmentError::ByQuantiles { place: part.place.clone() },
            _ => SegmentError::Unknown {
                place: part.place.clone(),
                what: "value",
                name: name.to_owned(),
                nearest: self.schema.nearest_name(name),
            },
        })
    }

    /// The present, moved.
    fn moved(&self, time: &Part<'_>, later: bool, by: &Part<'_>) -> Checked<Term> {
        let mut moves = match self.term(time)? {
            (Term::Now(moves), _) => moves,
            (_, found) => return Err(wrong(time, "now", found)),
        };
        moves.push((later, self.duration(by)?));
        Ok(Term::Now(moves))
    }

    fn compare(&self, left: &Part<'_>, operator: Comparison, right: &Part<'_>) -> Checked<Test> {
        use SegmentType::{Date, Flag, Instant, Money, Number, Text};
        let (l, l_type) = self.term(left)?;
        let (r, r_type) = self.term(right)?;
        let is_ordered = !matches!(operator, Comparison::Equal | Comparison::NotEqual);
        let (l, r) = match (l_type, r_type) {
            (Text | Flag, _) if is_ordered && l_type == r_type => {
                return Err(bad(left, "texts and flags are compared with == and != only"));
            }
            (Text, Text) => {
                self.check_choice(&l, right, &r)?;
                self.check_choice(&r, left, &l)?;
                (l, r)
            }
            (Number, Number) if self.are_ages_of_instants([(left, &l), (right, &r)])? => (began(r), began(l)),
            (Flag, Flag) | (Number, Number) | (Money, Money) | (Instant | Date, Instant | Date) => (l, r),
            (Money, Number) => (l, self.in_base(right, &r)?),
            (Number, Money) => (self.in_base(left, &l)?, r),
            _ => return Err(wrong(right, l_type.name(), r_type)),
        };
        Ok(Test::Compare(l, operator, r))
    }

    /// Whether two numbers are how long ago two instants were, in the same unit: what began earlier is older.
    fn are_ages_of_instants(&self, numbers: [(&Part<'_>, &Term); 2]) -> Checked<bool> {
        let mut units = Vec::with_capacity(2);
        for (part, term) in numbers {
            if let (Term::Since(_, unit), [time]) = (term, part.parts.as_slice())
                && self.term(time)?.1 == SegmentType::Instant
            {
                units.push(*unit);
            }
        }
        Ok(matches!(units.as_slice(), [one, other] if one == other))
    }

    /// A plain number as an amount of the workspace's currency.
    fn in_base(&self, part: &Part<'_>, term: &Term) -> Checked<Term> {
        match term {
            Term::Number(number) => Ok(Term::Money(number * self.schema.units())),
            _ => Err(wrong(part, SegmentType::Money.name(), SegmentType::Number)),
        }
    }

    /// Refuses a text that something never is.
    fn check_choice(&self, of: &Term, part: &Part<'_>, text: &Term) -> Checked<()> {
        let (Term::Attribute(attribute), Term::Text(folded)) = (of, text) else { return Ok(()) };
        let Some(choices) = choices(attribute) else { return Ok(()) };
        if choices.iter().any(|choice| fold(choice) == *folded) {
            return Ok(());
        }
        Err(SegmentError::Unknown {
            place: part.place.clone(),
            what: "choice",
            name: folded.clone(),
            nearest: nearest(folded, choices.iter().copied())
                .or_else(|| Some(format!("one of {}", choices.join(", ")))),
        })
    }

    fn one_of(&self, value: &Part<'_>, list: &Part<'_>) -> Checked<Test> {
        if !matches!(list.expression, Expression::List { .. }) {
            let text = self.text(value)?;
            return match self.term(list)? {
                (term, SegmentType::Texts) => Ok(Test::Has(term, fold(text))),
                (_, found) => Err(wrong(list, "a list", found)),
            };
        }
        let (term, kind) = self.term(value)?;
        let mut of = Vec::with_capacity(list.parts.len());
        for part in &list.parts {
            let (choice, found) = self.term(part)?;
            self.check_choice(&term, part, &choice)?;
            of.push(match (kind, found) {
                (SegmentType::Money, SegmentType::Number) => self.in_base(part, &choice)?,
                (SegmentType::Instant | SegmentType::Texts | SegmentType::Duration, _) => {
                    return Err(wrong(value, "a text, a number, an amount or a day", kind));
                }
                _ if kind == found => choice,
                _ => return Err(wrong(part, kind.name(), found)),
            });
        }
        Ok(Test::OneOf(term, of))
    }

    fn look(&self, part: &Part<'_>, function: &str, of: &Part<'_>, arguments: &[Part<'_>]) -> Checked<Test> {
        let name = match function {
            "startsWith" => "starts_with",
            "endsWith" => "ends_with",
            other => other,
        };
        if !METHODS.contains(&name) {
            return Err(SegmentError::Unknown {
                place: part.place.clone(),
                what: "function of a value",
                name: function.to_owned(),
                nearest: nearest(name, METHODS.into_iter()),
            });
        }
        let [argument] = arguments else {
            return Err(arguments_of(part, function, "one text", arguments.len()));
        };
        let (term, kind) = self.term(of)?;
        if kind != SegmentType::Text {
            return Err(wrong(of, SegmentType::Text.name(), kind));
        }
        let text = self.text(argument)?;
        let look = match name {
            "contains" => Look::Contains(fold(text)),
            "starts_with" => Look::StartsWith(fold(text)),
            "ends_with" => Look::EndsWith(fold(text)),
            _ => {
                // The text is folded, and so are the letters that are to be found in it.
                let folded = folded_expression(text, false);
                let built = RegexBuilder::new(&folded).case_insensitive(true).size_limit(REGEX_BYTES).build();
                Look::Matches(
                    built.map_err(|_| {
                        bad(argument, "it is no regular expression, or one that is too large")
                    })?,
                )
            }
        };
        Ok(Test::Look(term, look))
    }

    /// A text that is written out.
    fn text<'e>(&self, part: &Part<'e>) -> Checked<&'e str> {
        match part.expression {
            Expression::Text { value } => Ok(value),
            _ => Err(wrong(part, "a text between quotes", self.term(part)?.1)),
        }
    }

    /// A number that is written out.
    fn number(&self, part: &Part<'_>) -> Checked<f64> {
        match self.term(part)? {
            (Term::Number(number), _) => Ok(number),
            (_, found) => Err(wrong(part, "a number that is written out", found)),
        }
    }

    /// A length of time: `days(30)`.
    fn duration(&self, part: &Part<'_>) -> Checked<Span> {
        const LONGEST_DAYS: f64 = 36_500.0;
        let Expression::Call { function, .. } = part.expression else {
            return Err(wrong(part, "a length of time such as days(30)", self.term(part)?.1));
        };
        let (days, span): (f64, fn(u32) -> Span) = match function.as_str() {
            "minutes" => (1.0 / 1_440.0, |count| Span::minutes(count.into())),
            "hours" => (1.0 / 24.0, |count| Span::hours(count.into())),
            "days" => (1.0, Span::days),
            "weeks" => (7.0, |count| Span::days(count * 7)),
            "months" => (30.0, Span::months),
            "years" => (365.0, |count| Span::months(count * 12)),
            _ => return Err(wrong(part, "a length of time such as days(30)", self.term(part)?.1)),
        };
        let [count] = part.parts.as_slice() else {
            return Err(arguments_of(part, function, "one number", part.parts.len()));
        };
        let number = self.number(count)?;
        if number.fract() != 0.0 || number < 0.0 || number * days > LONGEST_DAYS {
            return Err(bad(count, "a length of time is a whole number from 0 to a hundred years"));
        }
        Ok(span(number as u32))
    }
}

/// What an attribute can be, where it is one of a few.
fn choices(attribute: &Attribute) -> Option<Vec<&str>> {
    Some(match attribute {
        Attribute::Field(FieldName::Stage) => Stage::ALL.into_iter().map(Stage::as_str).collect(),
        Attribute::Field(FieldName::Position) => Position::ALL.into_iter().map(Position::as_str).collect(),
        Attribute::Group(tags) => tags.iter().map(|(_, name)| name.as_str()).collect(),
        Attribute::RfmClass => RfmClass::ALL.into_iter().map(RfmClass::as_str).collect(),
        _ => return None,
    })
}

/// When that began whose age a number is.
fn began(term: Term) -> Term {
    match term {
        Term::Since(time, _) => *time,
        other => other,
    }
}

fn wrong(part: &Part<'_>, expected: &str, found: SegmentType) -> SegmentError {
    SegmentError::WrongType { place: part.place.clone(), expected: expected.to_owned(), found: found.name() }
}

fn bad(part: &Part<'_>, cause: &str) -> SegmentError {
    SegmentError::BadValue { place: part.place.clone(), cause: cause.to_owned() }
}

fn arguments_of(part: &Part<'_>, function: &str, expected: &'static str, found: usize) -> SegmentError {
    SegmentError::Arguments { place: part.place.clone(), function: function.to_owned(), expected, found }
}
