//! Which value of a field survives when two sources speak of one customer.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::field::{Field, FieldName, FieldValue};
use super::identifier::Identifier;
use super::record::Customer;
use crate::trust::consent::ConsentEntry;

/// How one of two different values of a field is chosen. Where a policy finds both equally good, the newer
/// one survives, and of two at one instant the one that was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FieldPolicy {
    /// The value that was said last.
    Newest,
    /// The value that says more: more words, more list entries, both ends of a range.
    MostComplete,
    /// The value from the source that stands first in `source_order`.
    SourceOrder,
    /// The value that most records of the same customer agree on.
    MostFrequent,
    /// The earlier date, whoever said it.
    Earliest,
    /// The later date, whoever said it.
    Latest,
}

/// Which value of a field survives, by field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SurvivorshipConfig {
    /// Policy of every field that `fields` does not name.
    pub default: FieldPolicy,
    /// Policies by field name.
    pub fields: BTreeMap<FieldName, FieldPolicy>,
    /// Sources, the most trusted first. `import` stands for every `import:…`; a source that is not listed
    /// comes last.
    pub source_order: Vec<String>,
}

impl SurvivorshipConfig {
    /// The policy of a field.
    ///
    /// ```
    /// use scrm_core::customer::{FieldName, FieldPolicy};
    /// use scrm_core::dedupe::DedupeConfig;
    /// let survivorship = DedupeConfig::standard().survivorship;
    /// assert_eq!(survivorship.policy(&FieldName::FirstContact), FieldPolicy::Earliest);
    /// assert_eq!(survivorship.policy(&FieldName::Company), FieldPolicy::Newest);
    /// ```
    #[must_use]
    pub fn policy(&self, name: &FieldName) -> FieldPolicy {
        self.fields.get(name).copied().unwrap_or(self.default)
    }

    fn source_rank(&self, source: &str) -> usize {
        let listed = self.source_order.iter().position(|entry| {
            source.strip_prefix(entry.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        });
        listed.unwrap_or(self.source_order.len())
    }
}

/// Why a value survived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SurvivalCause {
    /// There was no other.
    OnlyValue,
    /// Both said the same.
    Equal,
    /// It was said later.
    Newer,
    /// Both were said at one instant: the one that was there stays.
    AlreadyThere,
    /// It says more.
    MoreComplete,
    /// Its source is trusted more.
    BetterSource,
    /// More records agree on it.
    MoreFrequent,
    /// It is the earlier date.
    EarlierDate,
    /// It is the later date.
    LaterDate,
}

/// Which of two values survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Survival {
    /// Whether the value that was there gives way.
    pub(crate) replaced: bool,
    /// Why.
    pub(crate) cause: SurvivalCause,
}

/// Chooses between the value that is there and another. `votes` counts how many records agree with each.
pub(crate) fn survive(
    name: &FieldName,
    present: &Field,
    other: &Field,
    votes: (usize, usize),
    config: &SurvivorshipConfig,
) -> Survival {
    if is_empty(&other.value) {
        return Survival { replaced: false, cause: SurvivalCause::OnlyValue };
    }
    if is_empty(&present.value) {
        return Survival { replaced: true, cause: SurvivalCause::OnlyValue };
    }
    if same_value(&present.value, &other.value) {
        return Survival { replaced: false, cause: SurvivalCause::Equal };
    }
    let (order, cause) = match config.policy(name) {
        FieldPolicy::Newest => (Ordering::Equal, SurvivalCause::Newer),
        FieldPolicy::MostComplete => {
            (richness(&other.value).cmp(&richness(&present.value)), SurvivalCause::MoreComplete)
        }
        FieldPolicy::SourceOrder => (
            config.source_rank(&present.source).cmp(&config.source_rank(&other.source)),
            SurvivalCause::BetterSource,
        ),
        FieldPolicy::MostFrequent => (votes.1.cmp(&votes.0), SurvivalCause::MoreFrequent),
        FieldPolicy::Earliest => (moment(present).cmp(&moment(other)), SurvivalCause::EarlierDate),
        FieldPolicy::Latest => (moment(other).cmp(&moment(present)), SurvivalCause::LaterDate),
    };
    match order.then_with(|| other.at.cmp(&present.at)) {
        Ordering::Equal => Survival { replaced: false, cause: SurvivalCause::AlreadyThere },
        decided => Survival {
            replaced: decided == Ordering::Greater,
            cause: if order == Ordering::Equal { SurvivalCause::Newer } else { cause },
        },
    }
}

/// Whether a value says nothing.
pub(crate) fn is_empty(value: &FieldValue) -> bool {
    match value {
        FieldValue::Text(text) => text.trim().is_empty(),
        FieldValue::List(entries) => entries.iter().all(|entry| entry.trim().is_empty()),
        FieldValue::Windows(windows) => windows.is_empty(),
        FieldValue::Budget(budget) => budget.low.is_none() && budget.high.is_none(),
        FieldValue::HeadCount(count) => count.low.is_none() && count.high.is_none(),
        FieldValue::Number(number) => number.is_nan(),
        _ => false,
    }
}

/// Whether two values say the same. Not a number equals itself here, so that it is no endless change.
pub(crate) fn same_value(left: &FieldValue, right: &FieldValue) -> bool {
    match (left, right) {
        (FieldValue::Number(left), FieldValue::Number(right)) if left.is_nan() => right.is_nan(),
        _ => left == right,
    }
}

/// How much a value says: parts first, then length.
fn richness(value: &FieldValue) -> (usize, usize) {
    match value {
        FieldValue::Text(text) => (text.split_whitespace().count(), text.chars().count()),
        FieldValue::List(entries) => (entries.len(), entries.iter().map(|entry| entry.chars().count()).sum()),
        FieldValue::Windows(windows) => (windows.len(), 0),
        FieldValue::Budget(budget) => {
            (usize::from(budget.low.is_some()) + usize::from(budget.high.is_some()), 0)
        }
        FieldValue::HeadCount(count) => {
            (usize::from(count.low.is_some()) + usize::from(count.high.is_some()), 0)
        }
        _ => (1, 0),
    }
}

/// The time a field speaks of; for a field without dates, when it was said.
fn moment(field: &Field) -> DateTime<Utc> {
    match &field.value {
        FieldValue::Instant(at) => *at,
        FieldValue::Date(day) => day.and_time(NaiveTime::MIN).and_utc(),
        _ => field.at,
    }
}

/// What a row, a message or a form changed on a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldChanges {
    /// Whether anything changed: the row is "merged" when it did, "unchanged" when not.
    pub changed: bool,
    /// Fields that were added or replaced, in the order of the input.
    pub fields: Vec<FieldName>,
    /// How many identifiers are new.
    pub identifiers: usize,
    /// How many consent entries are new.
    pub consents: usize,
}

/// Whether [`absorb_fields`] would change `existing`: asked first by callers who share the record and
/// copy it only to write. Allocates nothing.
#[must_use]
pub fn would_absorb(
    existing: &Customer,
    incoming: &[(FieldName, Field)],
    identifiers: &[Identifier],
    consents: &[ConsentEntry],
    policy: &SurvivorshipConfig,
) -> bool {
    incoming.iter().any(|(name, field)| takes(existing, name, field, policy))
        || identifiers.iter().any(|identifier| !existing.has_identifier(&identifier.key))
        || consents.iter().any(|entry| !existing.consents.contains(entry))
}

/// Takes over what a row, a message or a form says about a customer who is known already.
///
/// Each field goes by its policy; a list is one value. An equal or empty value is no change, and keeps the
/// provenance that was there. Identifiers are united by key, consent entries by equality and kept oldest
/// first. `updated_at` becomes `now` when anything changed. Allocates nothing when nothing changes.
///
/// A single record has one vote, so `most_frequent` falls back to the newer value here.
///
/// ```
/// use chrono::{Duration, TimeZone, Utc};
/// use scrm_core::customer::{Customer, Field, FieldName, FieldValue, absorb_fields};
/// use scrm_core::dedupe::DedupeConfig;
/// use scrm_core::foundation::CustomerId;
///
/// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
/// let policy = DedupeConfig::standard().survivorship;
/// let company = |name: &str, at| {
///     let value = FieldValue::Text(name.into());
///     (FieldName::Company, Field { value, source: "import:fair".into(), at })
/// };
/// let mut customer = Customer::new(CustomerId::new("c_1"), now);
/// assert!(absorb_fields(&mut customer, &[company("Acme", now)], &[], &[], &policy, now).changed);
/// let older = company("Old Acme", now - Duration::days(1));
/// assert!(!absorb_fields(&mut customer, &[older], &[], &[], &policy, now).changed);
/// assert_eq!(customer.text(&FieldName::Company), Some("Acme"));
/// ```
pub fn absorb_fields(
    existing: &mut Customer,
    incoming: &[(FieldName, Field)],
    identifiers: &[Identifier],
    consents: &[ConsentEntry],
    policy: &SurvivorshipConfig,
    now: DateTime<Utc>,
) -> FieldChanges {
    let mut changes = FieldChanges::default();
    for (name, field) in incoming {
        if takes(existing, name, field, policy) {
            existing.set_field(name.clone(), field.clone());
            changes.fields.push(name.clone());
        }
    }
    for identifier in identifiers {
        if !existing.has_identifier(&identifier.key) {
            existing.identifiers.push(identifier.clone());
            changes.identifiers += 1;
        }
    }
    for entry in consents {
        if !existing.consents.contains(entry) {
            insert_consent(&mut existing.consents, entry.clone());
            changes.consents += 1;
        }
    }
    changes.changed = !changes.fields.is_empty() || changes.identifiers > 0 || changes.consents > 0;
    if changes.changed {
        existing.updated_at = now;
    }
    changes
}

/// The fields of a row that contradict what was said of the customer at the same instant: nothing decides between two rows of one
/// file, so the value that is there stays.
pub(crate) fn contradicted<'r>(
    existing: &Customer,
    incoming: &'r [(FieldName, Field)],
    policy: &SurvivorshipConfig,
) -> impl Iterator<Item = &'r FieldName> {
    let is_contradicted = |(name, field): &&(FieldName, Field)| {
        existing.field(name).is_some_and(|present| {
            survive(name, present, field, (1, 1), policy).cause == SurvivalCause::AlreadyThere
        })
    };
    incoming.iter().filter(is_contradicted).map(|(name, _)| name)
}

fn takes(existing: &Customer, name: &FieldName, field: &Field, policy: &SurvivorshipConfig) -> bool {
    match existing.field(name) {
        Some(present) => survive(name, present, field, (1, 1), policy).replaced,
        None => !is_empty(&field.value),
    }
}

/// Adds an entry behind those of the same or an earlier time.
pub(crate) fn insert_consent(ledger: &mut Vec<ConsentEntry>, entry: ConsentEntry) {
    let position = ledger.iter().rposition(|present| present.at <= entry.at).map_or(0, |last| last + 1);
    ledger.insert(position, entry);
}
