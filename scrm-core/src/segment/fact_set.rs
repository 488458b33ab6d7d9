//! What of a customer an expression reads, and what of one changed: only expressions that read what changed are asked again.

use std::collections::BTreeSet;

use super::history::{HISTORY_EVENTS, name_of_message, names_of_event};
use super::term::{Attribute, Term, Test};
use crate::customer::{Customer, Field, FieldName};
use crate::desk::MessageRecord;
use crate::foundation::{EventKind, TagId};

/// Facts of a customer: those that an expression reads, or those that changed.
///
/// ```
/// use scrm_core::foundation::EventKind;
/// use scrm_core::segment::{FactSet, Segment, SegmentSchema};
/// let silent = Segment::parse(r#"count("sample_sent", days(30)) == 0"#, &SegmentSchema::standard())?;
/// let mut changed = FactSet::default();
/// changed.add_event(&EventKind::CustomerCreated {});
/// assert!(!silent.reads().meets(&changed));
/// changed.add_event(&EventKind::SampleSent {});
/// assert!(silent.reads().meets(&changed));
/// # Ok::<(), scrm_core::segment::SegmentError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactSet {
    /// One bit for each built-in field, one for all others.
    fields: u64,
    /// One bit for each of [`HISTORY_EVENTS`].
    events: u32,
    /// One bit for each [`Aspect`].
    aspects: u8,
    tags: BTreeSet<TagId>,
    /// Every fact there is.
    all: bool,
}

/// What there is of a customer beside fields, tags and events.
#[derive(Clone, Copy)]
enum Aspect {
    Identifiers,
    Consents,
    Priority,
    Archived,
    CreatedAt,
    UpdatedAt,
}

impl FactSet {
    /// Every fact: of a customer who is new, or not the same any more.
    #[must_use]
    pub fn all() -> Self {
        Self { all: true, ..Self::default() }
    }

    /// What is not the same in two states of one customer. Where a value came from is no fact that expressions read.
    ///
    /// ```
    /// use scrm_core::customer::Customer;
    /// use scrm_core::segment::{FactSet, Segment, SegmentSchema};
    /// let before = Customer::new("c_1".into(), chrono::DateTime::UNIX_EPOCH);
    /// let after = Customer { archived_at: Some(chrono::DateTime::UNIX_EPOCH), ..before.clone() };
    /// let changed = FactSet::between(&before, &after);
    /// let schema = SegmentSchema::standard();
    /// assert!(Segment::parse("!archived", &schema)?.reads().meets(&changed));
    /// assert!(!Segment::parse("company_size > 200", &schema)?.reads().meets(&changed));
    /// # Ok::<(), scrm_core::segment::SegmentError>(())
    /// ```
    #[must_use]
    pub fn between(before: &Customer, after: &Customer) -> Self {
        let mut changed = Self::default();
        let mut note = |differs: bool, aspect: Aspect| {
            if differs {
                changed.aspects |= aspect.bit();
            }
        };
        note(before.identifiers != after.identifiers, Aspect::Identifiers);
        note(before.consents != after.consents, Aspect::Consents);
        note(before.priority != after.priority, Aspect::Priority);
        note(before.archived_at.is_some() != after.archived_at.is_some(), Aspect::Archived);
        note(before.created_at != after.created_at, Aspect::CreatedAt);
        note(before.updated_at != after.updated_at, Aspect::UpdatedAt);
        for (one, other) in [(before, after), (after, before)] {
            let fields = one.fields.iter().filter(|(name, field)| !has_value(other, name, field));
            changed.fields = fields.fold(changed.fields, |bits, (name, _)| bits | name.bit());
            let tags =
                one.tags.iter().filter(|tag| other.tag(&tag.tag).map(|tag| tag.set_at) != Some(tag.set_at));
            changed.tags.extend(tags.map(|tag| tag.tag.clone()));
        }
        changed
    }

    /// These and others.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.fields |= other.fields;
        self.events |= other.events;
        self.aspects |= other.aspects;
        self.tags.extend(other.tags);
        self.all |= other.all;
        self
    }

    /// Adds something that happened.
    pub fn add_event(&mut self, kind: &EventKind) {
        names_of_event(kind).for_each(|name| self.events |= event_bit(name));
    }

    /// Adds a message that came, or whose status changed.
    pub fn add_message(&mut self, message: &MessageRecord) {
        if let Some(name) = name_of_message(message) {
            self.events |= event_bit(name);
        }
    }

    /// Whether the two have a fact in common.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        if self.all || other.all {
            return !self.is_empty() && !other.is_empty();
        }
        self.fields & other.fields != 0
            || self.events & other.events != 0
            || self.aspects & other.aspects != 0
            || !self.tags.is_disjoint(&other.tags)
    }

    /// Whether there is no fact among them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The fields among them, as [`FieldName::bit`] has them.
    pub(crate) const fn fields(&self) -> u64 {
        self.fields
    }

    /// Fields, as [`FieldName::bit`] has them.
    pub(crate) fn of_fields(fields: u64) -> Self {
        Self { fields, ..Self::default() }
    }

    /// Whether nothing but fields is among them.
    pub(super) fn has_fields_alone(&self) -> bool {
        *self == Self::of_fields(self.fields)
    }

    /// Whether tags are among them, or when the record last changed, which a change of tags changes too.
    pub(crate) fn has_marks(&self) -> bool {
        !self.tags.is_empty() || self.aspects & Aspect::UpdatedAt.bit() != 0
    }

    /// Whether something that happened is among them.
    #[must_use]
    pub const fn has_events(&self) -> bool {
        self.all || self.events != 0
    }
}

impl Aspect {
    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

fn has_value(customer: &Customer, name: &FieldName, field: &Field) -> bool {
    customer.value(name) == Some(&field.value)
}

fn event_bit(name: &str) -> u32 {
    HISTORY_EVENTS.iter().position(|(known, _)| *known == name).map_or(0, |position| 1 << position)
}

impl Test {
    /// Adds what the condition reads.
    pub(super) fn add_reads(&self, reads: &mut FactSet) {
        match self {
            Self::All(of) | Self::Any(of) => of.iter().for_each(|part| part.add_reads(reads)),
            Self::Not(of) => of.add_reads(reads),
            Self::Holds(term) | Self::Has(term, _) | Self::Look(term, _) => term.add_reads(reads),
            Self::Compare(left, _, right) => {
                left.add_reads(reads);
                right.add_reads(reads);
            }
            Self::OneOf(value, choices) => {
                value.add_reads(reads);
                choices.iter().for_each(|choice| choice.add_reads(reads));
            }
        }
    }

    /// Whether passing time may change the answer for some customer.
    pub(super) fn depends_on_time(&self) -> bool {
        match self {
            Self::All(of) | Self::Any(of) => of.iter().any(Self::depends_on_time),
            Self::Not(of) => of.depends_on_time(),
            Self::Holds(term) | Self::Has(term, _) | Self::Look(term, _) => term.depends_on_time(),
            Self::Compare(left, _, right) => left.depends_on_time() || right.depends_on_time(),
            Self::OneOf(value, choices) => {
                value.depends_on_time() || choices.iter().any(Term::depends_on_time)
            }
        }
    }
}

impl Term {
    fn add_reads(&self, reads: &mut FactSet) {
        match self {
            Self::Attribute(attribute) | Self::Known(attribute) => attribute.add_reads(reads),
            Self::HasTag(tag) | Self::TaggedAt(tag) => drop(reads.tags.insert(tag.clone())),
            Self::HasIdentifier(_) => reads.aspects |= Aspect::Identifiers.bit(),
            Self::Consent(..) => reads.aspects |= Aspect::Consents.bit(),
            Self::Count(event, _) => reads.events |= event_bit(event),
            Self::Since(time, _) => time.add_reads(reads),
            Self::Flag(_)
            | Self::Number(_)
            | Self::Text(_)
            | Self::Money(_)
            | Self::Instant(_)
            | Self::Date(_)
            | Self::Now(_) => {}
        }
    }

    const fn depends_on_time(&self) -> bool {
        matches!(
            self,
            Self::Now(_)
                | Self::Count(..)
                | Self::Since(..)
                | Self::Attribute(Attribute::RfmClass)
                | Self::Known(Attribute::RfmClass)
        )
    }
}

impl Attribute {
    fn add_reads(&self, reads: &mut FactSet) {
        let aspect = match self {
            Self::Field(name) | Self::Range(name, _) => {
                reads.fields |= name.bit();
                return;
            }
            Self::Group(tags) => {
                reads.tags.extend(tags.iter().map(|(tag, _)| tag.clone()));
                return;
            }
            Self::OrderCount | Self::TotalSpent | Self::RfmClass => {
                reads.events |= event_bit("order_placed");
                return;
            }
            Self::Last(event) | Self::First(event) => {
                reads.events |= event_bit(event);
                return;
            }
            Self::CreatedAt => Aspect::CreatedAt,
            Self::UpdatedAt => Aspect::UpdatedAt,
            Self::Archived => Aspect::Archived,
            Self::PriorityLevel | Self::PriorityScore | Self::RespondBy => Aspect::Priority,
        };
        reads.aspects |= aspect.bit();
    }
}
