//! Texts of replies: templates and quick replies.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::info;
use super::operation::operations;
use crate::foundation::text::Language;
use crate::foundation::{CustomerId, ErrorInfo, RuleId, TextVariant};
use crate::reply::{QuickReply, ReplyError, Template, text_variant};
use crate::workspace::Engines;

operations! { Engines;
    /// Lists the quick replies whose code begins so, for an agent who types it.
    "reply.complete"("prefix", "language") = complete: CompleteRequest => Vec<QuickReply>;
    /// Fills in a quick reply of the playbook.
    "reply.quick"("code", "language") = quick: QuickRequest => ReplyText;
    /// Fills in a text with variables such as `{name}` or `{name|there}`.
    "reply.template"("text", "values") = template: TemplateRequest => FilledTemplate;
    /// Tells which of a rule's two texts a customer gets: always the same, in every language and on every machine.
    "reply.text_variant"("rule", "customer_id") = variant: VariantRequest => ChosenText;
}

/// The beginning of a code.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct CompleteRequest {
    /// As typed, with or without the slash.
    prefix: String,
    /// The language of the texts.
    language: Language,
}

fn complete(engines: &Engines, request: CompleteRequest) -> Result<Vec<QuickReply>, ErrorInfo> {
    Ok(engines.reply.complete(&request.prefix, request.language))
}

/// A quick reply to fill in.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct QuickRequest {
    /// As typed, with or without the slash.
    code: String,
    /// The language of the text; the playbook's own where the reply is not written in it.
    language: Language,
    /// What its variables stand for.
    #[serde(default)]
    variables: BTreeMap<String, String>,
}

/// The text of a reply.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ReplyText {
    /// Ready to send.
    text: String,
}

fn quick(engines: &Engines, request: QuickRequest) -> Result<ReplyText, ErrorInfo> {
    let text = engines.reply.quick_reply(&request.code, request.language, &request.variables);
    Ok(ReplyText { text: text.map_err(info)? })
}

/// A text with variables, and what they stand for.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TemplateRequest {
    /// The text; `{{` and `}}` are braces.
    text: String,
    /// What the variables stand for.
    #[serde(default)]
    values: BTreeMap<String, String>,
    /// Most characters of the text; the playbook's longest text where left out.
    #[serde(default)]
    limit: Option<usize>,
}

/// A text that was filled in.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct FilledTemplate {
    /// The text.
    text: String,
    /// Its length in characters.
    characters: usize,
}

fn template(engines: &Engines, request: TemplateRequest) -> Result<FilledTemplate, ErrorInfo> {
    let parsed = Template::parse(&request.text)
        .map_err(|cause| info(ReplyError::Template { field: "text".to_owned(), cause }))?;
    let given = |name: &str| request.values.get(name).map(|value| Cow::from(value.as_str()));
    let limit = request.limit.unwrap_or(engines.reply.longest_text());
    let text = parsed.fill(&given, limit).map_err(|missing| {
        info(ReplyError::MissingVariable { code: "template".to_owned(), variable: missing.name })
    })?;
    Ok(FilledTemplate { characters: text.chars().count(), text })
}

/// A rule with two texts, and a customer.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct VariantRequest {
    /// The rule.
    rule: RuleId,
    /// The customer.
    customer_id: CustomerId,
}

/// One of two texts.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ChosenText {
    /// Which.
    variant: TextVariant,
}

fn variant(_: &Engines, request: VariantRequest) -> Result<ChosenText, ErrorInfo> {
    Ok(ChosenText { variant: text_variant(&request.rule, &request.customer_id) })
}
