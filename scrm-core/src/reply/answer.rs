//! The answer to a keyword: one text, or two of which each customer always gets the same.

use std::collections::BTreeMap;

use super::config::ReplyConfig;
use super::error::ReplyError;
use super::texts::{TextSet, VARIABLES};
use crate::foundation::{CustomerId, RuleId, TextVariant, fingerprint};
use crate::keyword::KeywordMatcher;

/// Which of a rule's two texts a customer gets: the first bit of the [`fingerprint`] of `reply.text`, the rule and the
/// customer, 0 for A. The same in every language, on every machine and after every upgrade; a merged customer goes by the id
/// that stays.
///
/// ```
/// use scrm_core::foundation::TextVariant;
/// use scrm_core::reply::text_variant;
/// let variant = |customer: &str| text_variant(&"keyword.price".into(), &customer.into());
/// assert_eq!([variant("c_1"), variant("c_2")], [variant("c_1"), variant("c_2")]);
/// let second = (0..1000).filter(|number| variant(&format!("c_{number}")) == TextVariant::B).count();
/// assert!((450..550).contains(&second));
/// ```
#[must_use]
pub fn text_variant(rule: &RuleId, customer: &CustomerId) -> TextVariant {
    let content = fingerprint(&[b"reply.text", rule.as_str().as_bytes(), customer.as_str().as_bytes()]);
    if content.as_u64() >> 63 == 0 { TextVariant::A } else { TextVariant::B }
}

/// What a keyword rule answers.
#[derive(Clone, Debug)]
pub(super) struct KeywordAnswer {
    first: TextSet,
    second: Option<TextSet>,
}

impl KeywordAnswer {
    pub(super) const fn has_two_texts(&self) -> bool {
        self.second.is_some()
    }

    pub(super) fn variant_for(&self, rule: &RuleId, customer: &CustomerId) -> TextVariant {
        if self.has_two_texts() { text_variant(rule, customer) } else { TextVariant::A }
    }

    pub(super) fn text(&self, variant: TextVariant) -> &TextSet {
        match (variant, &self.second) {
            (TextVariant::B, Some(second)) => second,
            _ => &self.first,
        }
    }
}

/// The answers of the section, each for a rule that `matcher` has.
pub(super) fn compile_answers(
    config: &ReplyConfig,
    matcher: &KeywordMatcher,
) -> Result<BTreeMap<RuleId, KeywordAnswer>, ReplyError> {
    if let Some((rule, _)) = config.second_text.iter().find(|(rule, _)| !config.keyword.contains_key(*rule)) {
        return Err(ReplyError::UnknownKeyword { field: format!("second_text.\"{rule}\"") });
    }
    config
        .keyword
        .iter()
        .map(|(rule, texts)| {
            let field = format!("keyword.\"{rule}\"");
            if !matcher.rules().iter().any(|known| known.id == *rule) {
                return Err(ReplyError::UnknownKeyword { field });
            }
            let first = TextSet::compile(texts, &field, config.language, Some(VARIABLES))?;
            Ok((rule.clone(), KeywordAnswer { first, second: second_text(config, rule)? }))
        })
        .collect()
}

fn second_text(config: &ReplyConfig, rule: &RuleId) -> Result<Option<TextSet>, ReplyError> {
    let (Some(first), Some(second)) = (config.keyword.get(rule), config.second_text.get(rule)) else {
        return Ok(None);
    };
    let field = format!("second_text.\"{rule}\"");
    // A customer must not be answered in another language because the lot fell on the second text.
    if let Some(language) = first.keys().find(|language| !second.contains_key(language)) {
        return Err(ReplyError::SecondTextLanguage { field, language: *language });
    }
    TextSet::compile(second, &field, config.language, Some(VARIABLES)).map(Some)
}
