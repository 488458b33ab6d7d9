//! Texts: folding, languages, keywords, templates, quick replies.

use std::borrow::Cow;
use std::collections::BTreeMap;

use scrm_core::foundation::ErrorInfo;
use scrm_core::foundation::text::{
    Folded, Language, detect_language, fold, sketch, sketch_similarity, words,
};
use scrm_core::reply::{ReplyError, Template};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Operation, operation};
use crate::context::{Context, answer, info, input};

pub(super) const OPERATIONS: &[Operation] = &[
    operation("text.fold", fold_text),
    operation("text.language", language),
    operation("text.words", split_words),
    operation("text.similarity", similarity),
    operation("keyword.find", find),
    operation("keyword.best", best),
    operation("keyword.labels", labels),
    operation("reply.template", template),
    operation("reply.quick", quick),
    operation("reply.complete", complete),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    text: String,
}

fn fold_text(_: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Text { text } = input(value)?;
    Ok(json!({"text": fold(&text)}))
}

fn language(_: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Text { text } = input(value)?;
    Ok(json!({"language": detect_language(&text)}))
}

fn split_words(_: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Text { text } = input(value)?;
    Ok(json!({"words": words(&text).map(|word| word.text).collect::<Vec<_>>()}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    left: String,
    right: String,
    at_least: f64,
}

fn similarity(_: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Pair { left, right, at_least } = input(value)?;
    let similarity = sketch_similarity(&sketch(&Folded::new(&left)), &sketch(&Folded::new(&right)));
    Ok(json!({"alike": similarity >= at_least}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    message: String,
}

fn find(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Message { message } = input(value)?;
    let hits = context.compiled.engines.keyword.find(&message);
    let written = |bytes: &std::ops::Range<usize>| message.get(bytes.clone()).map(str::to_owned);
    let hits: Vec<Value> = hits
        .iter()
        .map(|hit| {
            json!({
                "rule": hit.rule,
                "written": written(&hit.span.bytes),
                "bytes": [hit.span.bytes.start, hit.span.bytes.end],
                "chars": [hit.span.chars.start, hit.span.chars.end],
                "utf16": [hit.span.utf16.start, hit.span.utf16.end],
            })
        })
        .collect();
    Ok(json!({"hits": hits}))
}

fn best(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Message { message } = input(value)?;
    let best = context.compiled.engines.keyword.best(&Folded::new(&message));
    Ok(json!({"rule": best.map(|hit| hit.rule)}))
}

fn labels(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Message { message } = input(value)?;
    Ok(json!({"labels": context.compiled.engines.keyword.labels(&message)}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filling {
    text: String,
    #[serde(default)]
    values: BTreeMap<String, String>,
    #[serde(default)]
    limit: Option<usize>,
}

fn template(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Filling { text, values, limit } = input(value)?;
    let parsed = Template::parse(&text)
        .map_err(|cause| info(ReplyError::Template { field: "text".to_owned(), cause }))?;
    let given = |name: &str| values.get(name).map(|value| Cow::from(value.as_str()));
    let longest = usize::try_from(context.compiled.playbook.replies.longest_text).unwrap_or(usize::MAX);
    let limit = limit.unwrap_or(longest);
    let filled = parsed.fill(&given, limit).map_err(|missing| {
        info(ReplyError::MissingVariable { code: "template".to_owned(), variable: missing.name })
    })?;
    Ok(json!({"characters": filled.chars().count(), "text": filled}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quick {
    code: String,
    language: Language,
    #[serde(default)]
    variables: BTreeMap<String, String>,
}

fn quick(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Quick { code, language, variables } = input(value)?;
    let text = context.compiled.engines.reply.quick_reply(&code, language, &variables).map_err(info)?;
    Ok(json!({"text": text}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prefix {
    prefix: String,
    language: Language,
}

fn complete(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Prefix { prefix, language } = input(value)?;
    answer(context.compiled.engines.reply.complete(&prefix, language))
}
