//! Customers: a record in one call, names, identifiers, completeness, follow-ups.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::error::info;
use super::operation::operations;
use crate::customer::{
    Completeness, Customer, Field, FieldName, FieldValue, Identifier, IdentifierKey, IdentifierKind,
    check_name, follow_up_deadline, follow_up_due,
};
use crate::foundation::time::{Instant, OptionalInstant};
use crate::foundation::{CustomerId, ErrorInfo, Money, Reason};
use crate::workspace::Engines;

operations! { Engines;
    /// Says how complete a customer's record is, and which required fields are missing or cannot be right.
    "completeness.evaluate"("customer") = completeness: CompletenessRequest => Completeness;
    /// Makes a customer's record of plain values: every value gets the same source and time, and identifiers are
    /// normalised.
    "customer.new"("id") = new_customer: NewCustomerRequest => Customer;
    /// Says whether nobody has been in touch with a customer for longer than the playbook allows.
    "follow_up.due"("customer") = follow_up: FollowUpRequest => FollowUp;
    /// Normalises an identifier and gives the key that customers are found by.
    "identifier.key"("kind", "raw") = identifier: IdentifierRequest => NormalisedIdentifier;
    /// Finds the industry of the playbook's list that a text names, in any of its languages.
    "industry.find"("text") = industry: IndustryRequest => FoundIndustry;
    /// Converts an amount to the workspace's currency by the playbook's table.
    "money.to_base"("minor", "currency") = to_base: Money => BaseMoney;
    /// Tidies a name, and refuses what can be none.
    "name.check"("raw") = name: NameRequest => CheckedName;
    /// Normalises a phone number from any spelling to E.164.
    "phone.normalize"("raw", "region") = phone: PhoneRequest => NormalisedPhone;
}

/// Provenance of values that are only normalised and handed back.
const NOWHERE: (&str, DateTime<Utc>) = ("", DateTime::UNIX_EPOCH);

/// A customer.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct CompletenessRequest {
    /// The record.
    customer: Customer,
}

fn completeness(engines: &Engines, request: CompletenessRequest) -> Result<Completeness, ErrorInfo> {
    Ok(engines.completeness.evaluate(&request.customer))
}

/// What is known of a customer, as plain values.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct NewCustomerRequest {
    /// Its id, for ever.
    id: CustomerId,
    /// When the record is made; also the time of its values.
    #[serde(with = "Instant")]
    created_at: DateTime<Utc>,
    /// Values by field; a field that the engine does not know is kept as one of the workspace's own, and one that the playbook
    /// declares has values of its type.
    #[serde(default)]
    fields: BTreeMap<FieldName, FieldValue>,
    /// What the customer is known by.
    #[serde(default)]
    identifiers: Vec<PlainIdentifier>,
    /// Where the values come from, such as `import:fair` or `agent:anna`.
    #[serde(default = "host")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    source: CompactString,
}

/// The source of values that the host gives without saying more.
fn host() -> CompactString {
    CompactString::const_new("host")
}

/// An identifier as it is written.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct PlainIdentifier {
    /// What it is.
    kind: IdentifierKind,
    /// In any spelling.
    value: String,
}

fn new_customer(engines: &Engines, request: NewCustomerRequest) -> Result<Customer, ErrorInfo> {
    let NewCustomerRequest { id, created_at: at, fields, identifiers, source } = request;
    let mut customer = Customer::new(id, at);
    let declared = engines.custom_fields();
    fields.iter().try_for_each(|(name, value)| declared.check(name, value)).map_err(info)?;
    customer.fields =
        fields.into_iter().map(|(name, value)| (name, Field { value, source: source.clone(), at })).collect();
    for (plain, place) in identifiers.iter().zip(0_usize..) {
        let read = Identifier::from_raw(&plain.kind, &plain.value, engines.region(), &source, at);
        let field = || Some(format!("identifiers[{place}].value"));
        customer.identifiers.push(read.map_err(|error| ErrorInfo { field: field(), ..info(error) })?);
    }
    Ok(customer)
}

/// A customer whose follow-up is in question.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct FollowUpRequest {
    /// The record.
    customer: Customer,
    /// The latest message or call from the workspace, where one is known.
    #[serde(default, with = "OptionalInstant")]
    last_activity: Option<DateTime<Utc>>,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// Whether a follow-up is due.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct FollowUp {
    /// Whether it is.
    due: bool,
    /// The last instant at which it is not.
    deadline: DateTime<Utc>,
    /// Why.
    reason: Option<Reason>,
}

fn follow_up(engines: &Engines, request: FollowUpRequest) -> Result<FollowUp, ErrorInfo> {
    let FollowUpRequest { customer, last_activity, now } = request;
    let (config, calendar) = (engines.follow_up(), &engines.calendar);
    let decision = follow_up_due(&customer, last_activity, config, calendar, now);
    Ok(FollowUp {
        due: decision.value,
        deadline: follow_up_deadline(&customer, last_activity, config, calendar),
        reason: decision.reasons.into_iter().next(),
    })
}

/// An identifier to normalise.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct IdentifierRequest {
    /// What it is.
    kind: IdentifierKind,
    /// In any spelling.
    raw: String,
}

/// A normalised identifier.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct NormalisedIdentifier {
    /// E.164, a lower-case domain, or as the other system spells it.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    value: CompactString,
    /// The key that customers are found by.
    key: IdentifierKey,
    /// What was written, where it differs.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    raw: Option<CompactString>,
}

fn identifier(engines: &Engines, request: IdentifierRequest) -> Result<NormalisedIdentifier, ErrorInfo> {
    let (source, at) = NOWHERE;
    let Identifier { value, key, raw, .. } =
        Identifier::from_raw(&request.kind, &request.raw, engines.region(), source, at).map_err(info)?;
    Ok(NormalisedIdentifier { value, key, raw })
}

/// A text that may name an industry.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct IndustryRequest {
    /// As it was written.
    text: String,
}

/// An industry of the playbook.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct FoundIndustry {
    /// Its id; null where the list does not have it.
    industry: Option<String>,
}

fn industry(engines: &Engines, request: IndustryRequest) -> Result<FoundIndustry, ErrorInfo> {
    Ok(FoundIndustry { industry: engines.completeness.industry(&request.text).map(str::to_owned) })
}

/// An amount in the workspace's currency.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct BaseMoney {
    /// Null where the table has no rate.
    money: Option<Money>,
}

fn to_base(engines: &Engines, request: Money) -> Result<BaseMoney, ErrorInfo> {
    Ok(BaseMoney { money: engines.currency().to_base(request) })
}

/// A name to check.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct NameRequest {
    /// As it was written.
    raw: String,
}

/// A name that can be one.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct CheckedName {
    /// Without spaces around it and marks that nobody sees.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    name: CompactString,
}

fn name(_: &Engines, request: NameRequest) -> Result<CheckedName, ErrorInfo> {
    Ok(CheckedName { name: check_name(&request.raw).map_err(info)? })
}

/// A phone number to normalise.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct PhoneRequest {
    /// In any spelling.
    raw: String,
    /// Country (ISO 3166-1 alpha-2) of numbers without calling code; none where left out.
    #[serde(default)]
    region: String,
}

/// A normalised phone number.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct NormalisedPhone {
    /// In E.164.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    value: CompactString,
    /// The key that customers are found by.
    key: IdentifierKey,
}

fn phone(_: &Engines, request: PhoneRequest) -> Result<NormalisedPhone, ErrorInfo> {
    let (source, at) = NOWHERE;
    let Identifier { value, key, .. } =
        Identifier::phone(&request.raw, &request.region, source, at).map_err(info)?;
    Ok(NormalisedPhone { value, key })
}
