//! What expressions may name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::history::HISTORY_EVENTS;
use super::term::{Attribute, Part, SegmentType};
use crate::customer::{CustomFieldType, CustomFields, FieldName};
use crate::foundation::text::edits_within;
use crate::foundation::time::Calendar;
use crate::foundation::{CurrencyTable, Money, Order, TagId};
use crate::tag::TagConfig;
use crate::value::{DatedOrder, RfmEngine, day_number};

/// What expressions may name, and the calendar and rates by which they are answered. Immutable, cheap to clone.
///
/// ```
/// use scrm_core::segment::{SegmentSchema, SegmentType};
/// let schema = SegmentSchema::standard();
/// assert_eq!(schema.type_of("budget.max"), Some(SegmentType::Money));
/// assert_eq!(schema.type_of("tier"), Some(SegmentType::Text));
/// assert_eq!(schema.type_of("shoe_size"), None);
/// ```
#[derive(Clone, Debug)]
pub struct SegmentSchema {
    known: Arc<Known>,
    pub(super) calendar: Calendar,
    pub(super) currencies: Arc<CurrencyTable>,
    /// Where its classes depend on nobody else.
    rfm: Option<Arc<RfmEngine>>,
}

/// The name of the present.
pub(super) const NOW: &str = "now";

/// The name of the class of value.
pub(super) const RFM_CLASS: &str = "rfm_class";

/// What there is to name.
#[derive(Clone, Debug)]
struct Known {
    attributes: BTreeMap<String, (Attribute, SegmentType)>,
    tags: BTreeSet<TagId>,
}

impl SegmentSchema {
    /// What the standard playbook knows.
    #[must_use]
    pub fn standard() -> Self {
        let playbook = crate::playbook::Playbook::standard();
        let calendar = Calendar::new(&playbook.calendar).unwrap_or_else(|_| Calendar::utc());
        Self::new(&playbook.tags, &CustomFields::default(), &calendar, &playbook.currency)
    }

    /// What a workspace knows: its tags, and the fields of its own. A field with the name of something that every customer has is
    /// not reached by that name; a playbook refuses such a field.
    ///
    /// ```
    /// use scrm_core::customer::{CustomFieldType, CustomFields};
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::segment::{SegmentSchema, SegmentType};
    /// let playbook = Playbook::standard();
    /// let own = CustomFields::from_iter([("shoe_size", CustomFieldType::Number)]);
    /// let schema = SegmentSchema::new(&playbook.tags, &own, &Calendar::utc(), &playbook.currency);
    /// assert_eq!(schema.type_of("shoe_size"), Some(SegmentType::Number));
    /// ```
    #[must_use]
    pub fn new(
        tags: &TagConfig,
        custom_fields: &CustomFields,
        calendar: &Calendar,
        currencies: &CurrencyTable,
    ) -> Self {
        let mut attributes: BTreeMap<String, (Attribute, SegmentType)> = custom_fields
            .iter()
            .map(|(name, kind)| (name.to_owned(), (Attribute::Field(FieldName::from(name)), own(kind))))
            .collect();
        attributes.extend(
            groups(tags).into_iter().map(|(name, of)| (name, (Attribute::Group(of), SegmentType::Text))),
        );
        attributes
            .extend(FieldName::BUILT_IN.iter().filter_map(|name| Some((name.to_string(), field(name)?))));
        attributes.extend(
            ranges()
                .into_iter()
                .chain(state())
                .map(|(name, attribute, kind)| (name.to_owned(), (attribute, kind))),
        );
        let tags = tags.tags().map(|tag| TagId::new(&tag.id)).collect();
        Self {
            known: Arc::new(Known { attributes, tags }),
            calendar: calendar.clone(),
            currencies: Arc::new(currencies.clone()),
            rfm: None,
        }
    }

    /// The same with classes of value, `rfm_class`, as far as somebody's depends on nobody else: by thresholds. By quantiles,
    /// expressions that name it are refused.
    ///
    /// ```
    /// use scrm_core::segment::{Segment, SegmentSchema, SegmentType};
    /// use scrm_core::value::{RfmEngine, ScoreBy, ValueConfig};
    /// let mut rfm = ValueConfig::standard().rfm;
    /// let by_quantiles = SegmentSchema::standard().with_rfm(&RfmEngine::new(&rfm)?);
    /// let error = Segment::parse("rfm_class == 'high_value'", &by_quantiles).unwrap_err();
    /// assert!(error.to_string().starts_with("line 1, column 1: rfm_class depends on everybody else"));
    /// rfm.score_by = ScoreBy::Thresholds;
    /// let by_thresholds = SegmentSchema::standard().with_rfm(&RfmEngine::new(&rfm)?);
    /// assert_eq!(by_thresholds.type_of("rfm_class"), Some(SegmentType::Text));
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    #[must_use]
    pub fn with_rfm(mut self, rfm: &RfmEngine) -> Self {
        if rfm.scores_by_thresholds() {
            let class = (Attribute::RfmClass, SegmentType::Text);
            Arc::make_mut(&mut self.known).attributes.insert(RFM_CLASS.to_owned(), class);
            self.rfm = Some(Arc::new(rfm.clone()));
        }
        self
    }

    /// The type of what has a name; nothing where nothing has it.
    #[must_use]
    pub fn type_of(&self, name: &str) -> Option<SegmentType> {
        self.known.attributes.get(name).map(|(_, kind)| *kind)
    }

    /// Every name with its type, in the order of the names.
    pub fn names(&self) -> impl Iterator<Item = (&str, SegmentType)> {
        self.known.attributes.iter().map(|(name, (_, kind))| (name.as_str(), *kind))
    }

    /// What classes of value are made by, where they depend on nobody else.
    pub(super) fn rfm(&self) -> Option<&RfmEngine> {
        self.rfm.as_deref()
    }

    /// An order as classes of value count it; nothing where there is no rate, or nobody asks for classes.
    pub(super) fn dated(&self, at: DateTime<Utc>, order: &Order) -> Option<DatedOrder> {
        self.rfm.as_ref()?;
        DatedOrder::of(at, order, &self.calendar, &self.currencies)
    }

    /// The day of an instant, as classes of value count days.
    pub(super) fn day_of(&self, at: DateTime<Utc>) -> i32 {
        day_number(self.calendar.local_date(at))
    }

    /// The calendar by which expressions are answered.
    pub(crate) const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The rates by which expressions are answered.
    pub(crate) fn currencies(&self) -> &CurrencyTable {
        &self.currencies
    }

    /// An amount in minor units of the workspace's currency; nothing where there is no rate.
    pub(super) fn in_base(&self, money: Money) -> Option<f64> {
        self.currencies.to_base(money).map(|base| base.minor as f64)
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&(Attribute, SegmentType)> {
        self.known.attributes.get(name)
    }

    /// The first name that leads to something.
    pub(super) fn name_of(&self, attribute: &Attribute) -> Option<&str> {
        let mut named = self.known.attributes.iter();
        named.find(|(_, (present, _))| present == attribute).map(|(name, _)| name.as_str())
    }

    /// Minor units of a whole unit of the workspace's currency.
    pub(super) fn units(&self) -> f64 {
        10_f64.powi(self.currencies.base.exponent().cast_signed())
    }

    /// What names lead to.
    pub(super) fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.known.attributes.values().map(|(attribute, _)| attribute)
    }

    pub(super) fn nearest_name(&self, name: &str) -> Option<String> {
        nearest(name, self.known.attributes.keys().map(String::as_str))
    }

    /// The tag with an id.
    pub(super) fn tag(&self, id: &str) -> Option<TagId> {
        let tag = TagId::new(id);
        self.known.tags.contains(&tag).then_some(tag)
    }

    pub(super) fn nearest_tag(&self, id: &str) -> Option<String> {
        let dotted = id.replace('/', ".");
        nearest(&dotted, self.known.tags.iter().map(TagId::as_str))
    }
}

/// The known name of a kind of event.
pub(super) fn event(name: &str) -> Option<&'static str> {
    HISTORY_EVENTS.iter().map(|(known, _)| *known).find(|known| *known == name)
}

/// The name that is most like one: by slips of the pen, or as its end.
pub(super) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<String> {
    let known: Vec<&str> = known.collect();
    let by_slips = (1..=name.len().div_ceil(3).min(3))
        .find_map(|slips| known.iter().find(|known| edits_within(name, known, slips)));
    let by_end = || known.iter().find(|known| known.rsplit(['.', '_']).next() == Some(name));
    by_slips.or_else(by_end).map(|known| (*known).to_owned())
}

/// The exclusive groups of a taxonomy: their tags, each by what its id adds to the name of the group.
fn groups(tags: &TagConfig) -> BTreeMap<String, Vec<(TagId, String)>> {
    let mut groups: BTreeMap<String, Vec<(TagId, String)>> = BTreeMap::new();
    for tag in tags.tags() {
        let Some(group) = &tag.exclusive_group else { continue };
        let own = tag.id.rsplit('.').next().unwrap_or_default();
        let own = own.strip_prefix(group.as_str()).map_or(own, |rest| rest.trim_start_matches('_'));
        groups.entry(group.clone()).or_default().push((TagId::new(&tag.id), own.to_owned()));
    }
    groups
}

/// What expressions take the values of a field of the workspace's own for.
const fn own(kind: CustomFieldType) -> SegmentType {
    match kind {
        CustomFieldType::Text => SegmentType::Text,
        CustomFieldType::List => SegmentType::Texts,
        CustomFieldType::Number => SegmentType::Number,
        CustomFieldType::Money => SegmentType::Money,
        CustomFieldType::Flag => SegmentType::Flag,
        CustomFieldType::Date => SegmentType::Date,
        CustomFieldType::Instant => SegmentType::Instant,
    }
}

/// A field of every customer; nothing where expressions reach it otherwise.
fn field(name: &FieldName) -> Option<(Attribute, SegmentType)> {
    let kind = match name {
        FieldName::Products => SegmentType::Texts,
        FieldName::FirstContact => SegmentType::Instant,
        FieldName::LastFollowUp | FieldName::Birthday => SegmentType::Date,
        FieldName::Budget => return Some((Attribute::Range(name.clone(), Part::High), SegmentType::Money)),
        FieldName::HeadCount => {
            return Some((Attribute::Range(name.clone(), Part::High), SegmentType::Number));
        }
        FieldName::DealProbability => SegmentType::Number,
        FieldName::ExpectedAnnualPurchase => SegmentType::Money,
        FieldName::PreferredTimes => return None,
        _ => SegmentType::Text,
    };
    Some((Attribute::Field(name.clone()), kind))
}

/// The ends of ranges.
fn ranges() -> Vec<(&'static str, Attribute, SegmentType)> {
    use SegmentType::{Money, Number};
    let range = |name, part| Attribute::Range(name, part);
    vec![
        ("budget.min", range(FieldName::Budget, Part::Low), Money),
        ("budget.max", range(FieldName::Budget, Part::High), Money),
        ("head_count.min", range(FieldName::HeadCount, Part::Low), Number),
        ("head_count.max", range(FieldName::HeadCount, Part::High), Number),
        ("company_size", range(FieldName::HeadCount, Part::High), Number),
    ]
}

/// What the engine knows of a customer.
fn state() -> Vec<(&'static str, Attribute, SegmentType)> {
    use SegmentType::{Flag, Instant, Money, Number};
    vec![
        ("created_at", Attribute::CreatedAt, Instant),
        ("updated_at", Attribute::UpdatedAt, Instant),
        ("archived", Attribute::Archived, Flag),
        ("priority.level", Attribute::PriorityLevel, Number),
        ("priority.score", Attribute::PriorityScore, Number),
        ("respond_by", Attribute::RespondBy, Instant),
        ("order_count", Attribute::OrderCount, Number),
        ("total_spent", Attribute::TotalSpent, Money),
        ("first_order", Attribute::First("order_placed"), Instant),
        ("last_order", Attribute::Last("order_placed"), Instant),
        ("last_inbound", Attribute::Last("message_received"), Instant),
        ("last_outbound", Attribute::Last("message_sent"), Instant),
        ("last_read", Attribute::Last("message_read"), Instant),
        ("last_quote", Attribute::Last("quote_sent"), Instant),
    ]
}
