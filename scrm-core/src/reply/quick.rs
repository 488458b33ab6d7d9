//! Quick replies: texts that an agent calls up by `/code`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::config::Texts;
use super::engine::ReplyEngine;
use super::error::ReplyError;
use super::texts::TextSet;
use crate::foundation::text::{Language, fold};

/// A quick reply as it is offered to an agent who types its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuickReply {
    /// Without the slash.
    pub code: String,
    /// The variables of its text, each once, in the order in which they stand.
    pub variables: Vec<String>,
    /// Its text with the variables in braces.
    pub text: String,
}

/// The quick replies by folded code.
#[derive(Clone, Debug)]
pub(super) struct QuickReplies {
    by_code: BTreeMap<String, (String, TextSet)>,
}

impl QuickReplies {
    pub(super) fn compile(quick: &BTreeMap<String, Texts>, default: Language) -> Result<Self, ReplyError> {
        let mut by_code = BTreeMap::new();
        for (code, texts) in quick {
            let field = format!("quick.{code}");
            let typed = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
            if code.is_empty() || !code.chars().all(typed) {
                return Err(ReplyError::BadCode { field });
            }
            let set = TextSet::compile(texts, &field, default, None)?;
            by_code.insert(fold(code), (code.clone(), set));
        }
        Ok(Self { by_code })
    }
}

/// A code as agents type it: with or without the slash, in any case.
fn typed(code: &str) -> String {
    let folded = fold(code);
    folded.strip_prefix('/').map(str::to_owned).unwrap_or(folded)
}

impl ReplyEngine {
    /// The text of a quick reply, filled in. `{workspace}` and `{hotline}` need not be given. In a language
    /// that the reply does not have, it is in the default language.
    ///
    /// # Errors
    /// [`ReplyError::UnknownCode`]; [`ReplyError::MissingVariable`] where a variable has neither a value nor
    /// words for that case.
    ///
    /// ```
    /// # use scrm_core::foundation::time::Calendar;
    /// # use scrm_core::keyword::{KeywordConfig, KeywordMatcher};
    /// # use scrm_core::reply::{ReplyConfig, ReplyEngine};
    /// # use scrm_core::trust::{OptOutWords, TrustConfig};
    /// use scrm_core::foundation::text::Language;
    /// # let engine = ReplyEngine::new(
    /// #     &ReplyConfig::standard(), KeywordMatcher::new(&KeywordConfig::standard())?,
    /// #     OptOutWords::new(&TrustConfig::standard())?, Calendar::utc(), "Blue Lamp")?;
    /// let variables = [("order".to_owned(), "A-17".to_owned()), ("tracking".to_owned(), "99".to_owned())];
    /// let text = engine.quick_reply("/track", Language::En, &variables.into())?;
    /// assert_eq!(text, "Your order A-17 is on its way. Tracking number: 99.");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn quick_reply(
        &self,
        code: &str,
        language: Language,
        variables: &BTreeMap<String, String>,
    ) -> Result<String, ReplyError> {
        let rules = &self.rules;
        let found = rules.quick.by_code.get(&typed(code));
        let (code, texts) = found.ok_or_else(|| ReplyError::UnknownCode { code: code.to_owned() })?;
        let values = |name: &str| {
            let given = variables.get(name).map(|value| Cow::from(value.as_str()));
            given.or_else(|| match name {
                "workspace" => Some(Cow::from(rules.workspace.as_str())),
                "hotline" => rules.hotline.as_deref().map(Cow::from),
                _ => None,
            })
        };
        texts
            .in_language(language)
            .fill(&values, rules.longest_text)
            .map_err(|missing| ReplyError::MissingVariable { code: code.clone(), variable: missing.name })
    }

    /// The quick replies whose code begins with `prefix` (with or without the slash, in any case), by code.
    ///
    /// ```
    /// # use scrm_core::foundation::time::Calendar;
    /// # use scrm_core::keyword::{KeywordConfig, KeywordMatcher};
    /// # use scrm_core::reply::{ReplyConfig, ReplyEngine};
    /// # use scrm_core::trust::{OptOutWords, TrustConfig};
    /// use scrm_core::foundation::text::Language;
    /// # let engine = ReplyEngine::new(
    /// #     &ReplyConfig::standard(), KeywordMatcher::new(&KeywordConfig::standard())?,
    /// #     OptOutWords::new(&TrustConfig::standard())?, Calendar::utc(), "Blue Lamp")?;
    /// let codes: Vec<_> = engine.complete("/pr", Language::En).into_iter().map(|r| r.code).collect();
    /// assert_eq!(codes, ["price"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn complete(&self, prefix: &str, language: Language) -> Vec<QuickReply> {
        let prefix = typed(prefix);
        let from = self.rules.quick.by_code.range(prefix.clone()..);
        from.take_while(|(folded, _)| folded.starts_with(&prefix))
            .map(|(_, (code, set))| {
                let template = set.in_language(language);
                let mut variables: Vec<String> = Vec::new();
                for name in template.variables() {
                    if variables.iter().all(|present| present != name) {
                        variables.push(name.to_owned());
                    }
                }
                QuickReply { code: code.clone(), variables, text: template.to_string() }
            })
            .collect()
    }
}
