//! How complete customer records are, and where the gaps are.

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::config::CustomerConfig;
use super::custom_field::CustomFields;
use super::error::CustomerError;
use super::field::{FieldName, FieldValue};
use super::name::check_name;
use super::record::Customer;
use super::survivorship::is_empty;
use crate::foundation::CustomerId;
use crate::foundation::text::fold;

/// How complete one record is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Completeness {
    /// Share of required fields that are present and valid, 0 to 1.
    pub share: f64,
    /// Required fields without a value, in the order of the configuration.
    pub missing: Vec<FieldName>,
    /// Required fields whose value cannot be right, in the same order.
    pub invalid: Vec<FieldName>,
}

/// What is to be said of one required field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FieldState {
    Valid,
    Missing,
    Invalid,
}

#[derive(Debug)]
struct Rules {
    required: Vec<FieldName>,
    most_gaps: usize,
    max_products: usize,
    /// Ids by id and by every name, lower-case.
    industries: FxHashMap<String, CompactString>,
    custom_fields: CustomFields,
}

/// Judges records against the playbook. Immutable, cheap to clone.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use scrm_core::customer::{Customer, CompletenessEngine, CustomerConfig, FieldName};
/// use scrm_core::foundation::CustomerId;
///
/// let engine = CompletenessEngine::new(&CustomerConfig::standard()).unwrap();
/// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
/// let blank = engine.evaluate(&Customer::new(CustomerId::new("c_1"), now));
/// assert_eq!(blank.share, 0.0);
/// assert_eq!(blank.missing.first(), Some(&FieldName::Name));
/// ```
#[derive(Clone, Debug)]
pub struct CompletenessEngine {
    rules: Arc<Rules>,
}

impl CompletenessEngine {
    /// Checks and compiles the section.
    ///
    /// # Errors
    /// [`CustomerError::Config`] with the field's path: no required field, one listed twice, no product allowed,
    /// an industry without id or one name for two industries.
    pub fn new(config: &CustomerConfig) -> Result<Self, CustomerError> {
        let wrong = |field: String, problem| Err(CustomerError::Config { field, problem });
        let required = &config.completeness.required;
        if required.is_empty() {
            return wrong("completeness.required".to_owned(), "lists no field");
        }
        for (position, name) in required.iter().enumerate() {
            if required.iter().take(position).any(|earlier| earlier == name) {
                return wrong(format!("completeness.required[{position}]"), "is listed twice");
            }
        }
        if config.max_products == 0 {
            return wrong("max_products".to_owned(), "must be at least 1");
        }
        let mut industries: FxHashMap<String, CompactString> = FxHashMap::default();
        for (position, industry) in config.industries.iter().enumerate() {
            if industry.id.trim().is_empty() {
                return wrong(format!("industries[{position}].id"), "is empty");
            }
            let id = CompactString::new(&industry.id);
            for name in std::iter::once(&industry.id).chain(&industry.names) {
                let known = industries.insert(fold(name), id.clone());
                if known.is_some_and(|other| other != id) {
                    return wrong(format!("industries[{position}].names"), "has a name of another industry");
                }
            }
        }
        let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        Ok(Self {
            rules: Arc::new(Rules {
                required: required.clone(),
                most_gaps: size(config.completeness.most_gaps),
                max_products: size(config.max_products),
                industries,
                custom_fields: config.custom_fields.clone(),
            }),
        })
    }

    /// The playbook's id of an industry written in any of its names.
    ///
    /// ```
    /// use scrm_core::customer::{CompletenessEngine, CustomerConfig};
    /// let engine = CompletenessEngine::new(&CustomerConfig::standard()).unwrap();
    /// assert_eq!(engine.industry("製造業"), Some("manufacturing"));
    /// assert_eq!(engine.industry("alchemy"), None);
    /// ```
    #[must_use]
    pub fn industry(&self, text: &str) -> Option<&str> {
        self.rules.industries.get(fold(text).as_str()).map(CompactString::as_str)
    }

    /// Share, missing and invalid fields of one record.
    #[must_use]
    pub fn evaluate(&self, customer: &Customer) -> Completeness {
        let having = |wanted: FieldState| {
            let of_state = move |name: &&FieldName| self.state(customer, name) == wanted;
            self.rules.required.iter().filter(of_state).cloned().collect::<Vec<_>>()
        };
        let (missing, invalid) = (having(FieldState::Missing), having(FieldState::Invalid));
        let required = self.rules.required.len();
        let valid = required - missing.len() - invalid.len();
        Completeness { share: valid as f64 / required as f64, missing, invalid }
    }

    /// Whether a value can be right for a field, required or not.
    #[must_use]
    pub fn is_valid(&self, name: &FieldName, value: &FieldValue) -> bool {
        if is_empty(value) {
            return false;
        }
        match (name, value) {
            (FieldName::Name, FieldValue::Text(text)) => check_name(text).is_ok(),
            (FieldName::Industry, FieldValue::Text(text)) => {
                self.rules.industries.is_empty() || self.industry(text).is_some()
            }
            (FieldName::Products, FieldValue::List(products)) => {
                products.len() <= self.rules.max_products
                    && products.iter().all(|product| !product.trim().is_empty())
            }
            (FieldName::FirstContact, FieldValue::Instant(_))
            | (FieldName::LastFollowUp, FieldValue::Date(_) | FieldValue::Instant(_))
            | (FieldName::Birthday, FieldValue::Date(_))
            | (FieldName::Position, FieldValue::Position(_))
            | (FieldName::Stage, FieldValue::Stage(_))
            | (
                FieldName::Company | FieldName::Owner | FieldName::Address | FieldName::Remark,
                FieldValue::Text(_),
            ) => true,
            (FieldName::Custom(_), value) => self.rules.custom_fields.check(name, value).is_ok(),
            (FieldName::Budget, FieldValue::Budget(budget)) => {
                is_range(budget.low, budget.high) && budget.low.or(budget.high).is_some_and(|end| end >= 0)
            }
            (FieldName::HeadCount, FieldValue::HeadCount(count)) => {
                is_range(count.low, count.high) && count.high != Some(0)
            }
            (FieldName::PreferredTimes, FieldValue::Windows(windows)) => {
                windows.iter().all(|window| !window.days.is_empty())
            }
            (FieldName::Language, FieldValue::Text(tag)) => is_language_tag(tag),
            (FieldName::TimeZone, FieldValue::Text(zone)) => is_zone_name(zone),
            (FieldName::Region, FieldValue::Text(region)) => {
                region.len() == 2 && region.bytes().all(|letter| letter.is_ascii_uppercase())
            }
            (FieldName::DealProbability, FieldValue::Number(share)) => (0.0..=1.0).contains(share),
            (FieldName::ExpectedAnnualPurchase, FieldValue::Money(money)) => money.minor >= 0,
            _ => false,
        }
    }

    fn state(&self, customer: &Customer, name: &FieldName) -> FieldState {
        match customer.value(name) {
            None => FieldState::Missing,
            Some(value) if is_empty(value) => FieldState::Missing,
            Some(value) if self.is_valid(name, value) => FieldState::Valid,
            Some(_) => FieldState::Invalid,
        }
    }

    /// An empty summary, to be filled with [`CompletenessSummary::add`].
    #[must_use]
    pub fn summary(&self) -> CompletenessSummary {
        let fields = self.rules.required.iter().map(|name| (name.clone(), FieldCounts::default()));
        CompletenessSummary {
            customers: 0,
            complete: 0,
            slots: 0,
            valid: 0,
            fields: fields.collect(),
            owners: BTreeMap::new(),
            sources: BTreeMap::new(),
            gaps: Vec::new(),
            most_gaps: self.rules.most_gaps,
        }
    }
}

fn is_range<T: PartialOrd>(low: Option<T>, high: Option<T>) -> bool {
    low.zip(high).is_none_or(|(low, high)| low <= high)
}

/// Well formed by BCP 47: a language of two or three letters (or a registered one of up to eight), then subtags.
fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split(['-', '_']);
    let language = subtags.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.bytes().all(|letter| letter.is_ascii_alphabetic())
        && subtags.all(|subtag| {
            (1..=8).contains(&subtag.len()) && subtag.bytes().all(|letter| letter.is_ascii_alphanumeric())
        })
}

/// Formed like an IANA name: `UTC`, `Asia/Taipei`, `America/Argentina/Ushuaia`.
fn is_zone_name(zone: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-+".contains(&byte))
    };
    (zone.contains('/') || zone == "UTC") && zone.split('/').all(is_part)
}

/// How often a required field is in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldCounts {
    /// Present and valid.
    pub valid: u64,
    /// Without a value.
    pub missing: u64,
    /// With a value that cannot be right.
    pub invalid: u64,
}

/// Completeness of some of the customers: those of one owner, those from one source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupCounts {
    /// How many customers.
    pub customers: u64,
    /// Required fields of all of them.
    pub slots: u64,
    /// Those present and valid.
    pub valid: u64,
}

impl GroupCounts {
    /// Share of required fields present and valid; `None` without customers.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.slots > 0).then(|| self.valid as f64 / self.slots as f64)
    }

    const fn merge(&mut self, other: &Self) {
        self.customers += other.customers;
        self.slots += other.slots;
        self.valid += other.valid;
    }
}

/// A customer with gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Who.
    pub customer: CustomerId,
    /// Fields without a value.
    pub missing: Vec<FieldName>,
    /// Fields whose value cannot be right.
    pub invalid: Vec<FieldName>,
}

impl Gap {
    /// Orders by the number of gaps, most first, then by id.
    fn order(&self) -> (std::cmp::Reverse<usize>, &CustomerId) {
        (std::cmp::Reverse(self.missing.len() + self.invalid.len()), &self.customer)
    }
}

/// Completeness of many records, gathered one by one. Summaries of parts add up to that of the whole, in any
/// order. Memory grows with the number of owners and sources, not of customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletenessSummary {
    /// How many customers were added; archived and merged-away ones are not.
    pub customers: u64,
    /// How many have no gap.
    pub complete: u64,
    /// Required fields of all of them.
    pub slots: u64,
    /// Those present and valid.
    pub valid: u64,
    /// By field.
    pub fields: BTreeMap<FieldName, FieldCounts>,
    /// By owner; customers without one under the empty name.
    pub owners: BTreeMap<CompactString, GroupCounts>,
    /// By where the record came from: the source of the name, or else of the first identifier.
    pub sources: BTreeMap<CompactString, GroupCounts>,
    /// The customers with the most gaps, most first, then by id.
    pub gaps: Vec<Gap>,
    /// How many customers `gaps` lists at most.
    most_gaps: usize,
}

impl CompletenessSummary {
    /// Share of required fields present and valid; `None` without customers.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.slots > 0).then(|| self.valid as f64 / self.slots as f64)
    }

    /// Adds one customer; archived and merged-away ones do not count.
    pub fn add(&mut self, customer: &Customer, engine: &CompletenessEngine) {
        if customer.archived_at.is_some() || customer.merged_into.is_some() {
            return;
        }
        let required = engine.rules.required.len() as u64;
        let mut valid = 0;
        let mut gap_count = 0;
        for name in &engine.rules.required {
            let Some(counts) = self.fields.get_mut(name) else { continue };
            match engine.state(customer, name) {
                FieldState::Valid => {
                    counts.valid += 1;
                    valid += 1;
                }
                FieldState::Missing => {
                    counts.missing += 1;
                    gap_count += 1;
                }
                FieldState::Invalid => {
                    counts.invalid += 1;
                    gap_count += 1;
                }
            }
        }
        let group = GroupCounts { customers: 1, slots: required, valid };
        merge_group(&mut self.owners, customer.text(&FieldName::Owner).unwrap_or_default(), &group);
        merge_group(&mut self.sources, origin(customer), &group);
        self.customers += 1;
        self.complete += u64::from(gap_count == 0);
        self.slots += required;
        self.valid += valid;
        if gap_count > 0 && self.has_room_for(gap_count, &customer.id) {
            let Completeness { missing, invalid, .. } = engine.evaluate(customer);
            self.insert_gap(Gap { customer: customer.id.clone(), missing, invalid });
        }
    }

    /// Adds the summary of other customers.
    pub fn merge(&mut self, other: &Self) {
        self.customers += other.customers;
        self.complete += other.complete;
        self.slots += other.slots;
        self.valid += other.valid;
        for (name, counts) in &other.fields {
            let own = self.fields.entry(name.clone()).or_default();
            own.valid += counts.valid;
            own.missing += counts.missing;
            own.invalid += counts.invalid;
        }
        for (own, others) in [(&mut self.owners, &other.owners), (&mut self.sources, &other.sources)] {
            others.iter().for_each(|(name, group)| merge_group(own, name, group));
        }
        other.gaps.iter().for_each(|gap| self.insert_gap(gap.clone()));
    }

    fn has_room_for(&self, gap_count: usize, customer: &CustomerId) -> bool {
        self.gaps.len() < self.most_gaps
            || self.gaps.last().is_some_and(|last| (std::cmp::Reverse(gap_count), customer) < last.order())
    }

    fn insert_gap(&mut self, gap: Gap) {
        let position = self.gaps.partition_point(|present| present.order() < gap.order());
        self.gaps.insert(position, gap);
        self.gaps.truncate(self.most_gaps);
    }
}

fn merge_group(groups: &mut BTreeMap<CompactString, GroupCounts>, name: &str, group: &GroupCounts) {
    match groups.get_mut(name) {
        Some(present) => present.merge(group),
        None => {
            groups.insert(CompactString::new(name), *group);
        }
    }
}

/// Where the record came from.
fn origin(customer: &Customer) -> &str {
    let name = customer.field(&FieldName::Name).map(|field| field.source.as_str());
    name.or_else(|| customer.identifiers.first().map(|identifier| identifier.source.as_str()))
        .unwrap_or_default()
}
