//! What an expression asks for.

use super::{SegmentTable, SegmentTableError};
use crate::segment::term::{Attribute, Term, Test};

impl SegmentTable {
    /// Refuses a condition that asks for what no column has.
    pub(super) fn check_needs(&self, test: &Test) -> Result<(), SegmentTableError> {
        match test {
            Test::All(of) | Test::Any(of) => of.iter().try_for_each(|test| self.check_needs(test)),
            Test::Not(of) => self.check_needs(of),
            Test::Holds(term) | Test::Has(term, _) | Test::Look(term, _) => self.check_term(term),
            Test::Compare(left, _, right) => self.check_term(left).and_then(|()| self.check_term(right)),
            Test::OneOf(term, choices) => {
                std::iter::once(term).chain(choices).try_for_each(|term| self.check_term(term))
            }
        }
    }

    fn check_term(&self, term: &Term) -> Result<(), SegmentTableError> {
        match term {
            Term::Attribute(attribute) | Term::Known(attribute) => self.check_attribute(attribute),
            Term::Since(time, _) => self.check_term(time),
            Term::HasTag(_) if self.has_tags => Ok(()),
            Term::HasTag(_) => Err(missing("tags".to_owned())),
            Term::TaggedAt(_) => Err(missing("when a tag was set".to_owned())),
            Term::HasIdentifier(_) => Err(missing("identifiers".to_owned())),
            Term::Consent(..) => Err(missing("consents".to_owned())),
            Term::Count(event, _) => Err(missing(format!("how often {event} happened"))),
            Term::Flag(_)
            | Term::Number(_)
            | Term::Text(_)
            | Term::Money(_)
            | Term::Instant(_)
            | Term::Date(_)
            | Term::Now(_) => Ok(()),
        }
    }

    fn check_attribute(&self, attribute: &Attribute) -> Result<(), SegmentTableError> {
        let is_told_by_tags = self.has_tags && matches!(attribute, Attribute::Group(_));
        if is_told_by_tags || self.given.contains(attribute) {
            return Ok(());
        }
        Err(missing(match (self.schema.name_of(attribute), attribute) {
            (Some(name), _) => name.to_owned(),
            (None, Attribute::First(event) | Attribute::Last(event)) => format!("when {event} happened"),
            (None, _) => "something".to_owned(),
        }))
    }
}

const fn missing(what: String) -> SegmentTableError {
    SegmentTableError::Missing { what }
}
