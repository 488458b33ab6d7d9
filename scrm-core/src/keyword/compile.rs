//! From rules as data to patterns: folding, modes, variants, regular expressions, and every check.

use std::borrow::Cow;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use rustc_hash::FxHashSet;

use super::config::{KeywordConfig, KeywordLimits, KeywordRule, MatchMode};
use super::contraction::with_apostrophes;
use super::elongation::{RUN, Shortened, has_runs};
use super::error::KeywordError;
use super::expression::folded_expression;
use super::finder::{PhraseFinder, Sought};
use super::mode::{beside, chosen};
use super::romanised::RomanisedPhrases;
use super::standing::Standing;
use super::typo::{TypoPhrase, TypoPhrases};
use super::word_phrase::has_forms;
use crate::foundation::text::{MayHave, StemLanguage, fold, is_unspaced_script};

/// What a phrase is to its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It makes the rule fire.
    Keyword,
    /// It silences the rule.
    Negative,
    /// It must stand near a term: which of the term's companions it is.
    Companion(u16),
}

/// What is looked for, and for which rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pattern {
    pub(super) rule: u32,
    /// Of a companion, the number of its term.
    pub(super) phrase: u32,
    pub(super) role: Role,
    /// Whether it is a hit only beside its companions.
    pub(super) has_companions: bool,
    pub(super) standing: Standing,
    /// Length in folded characters, for "the longest phrase wins".
    pub(super) characters: u32,
}

#[derive(Clone, Debug)]
pub(super) struct Expression {
    /// The number of its pattern.
    pub(super) pattern: usize,
    pub(super) regex: Regex,
}

#[derive(Clone, Debug)]
pub(super) struct Expressions {
    pub(super) set: RegexSet,
    pub(super) list: Vec<Expression>,
}

pub(super) struct Compiled {
    /// The text of each pattern.
    pub(super) sought: Vec<Sought>,
    pub(super) finder: PhraseFinder,
    pub(super) patterns: Vec<Pattern>,
    pub(super) typos: TypoPhrases,
    pub(super) romanised: RomanisedPhrases,
    pub(super) expressions: Option<Expressions>,
    /// Whether some terms count only beside others.
    pub(super) has_companions: bool,
    /// Whether some phrases are drawn out themselves.
    pub(super) has_runs: bool,
    /// How each phrase of each rule stands.
    pub(super) modes: Vec<Vec<MatchMode>>,
}

pub(super) fn compile(config: &KeywordConfig) -> Result<Compiled, KeywordError> {
    check_counts(config)?;
    let mut compiling = Compiling::of(config);
    let mut ids = FxHashSet::default();
    for (index, rule) in config.rules.iter().enumerate() {
        if !ids.insert(&rule.id) {
            return Err(KeywordError::DuplicateRule { rule: index, id: rule.id.clone() });
        }
        if rule.phrases.is_empty() && rule.terms.is_empty() {
            return Err(KeywordError::NoPhrases { rule: index });
        }
        compiling.add_rule(index, rule)?;
    }
    compiling.finish()
}

fn check_counts(config: &KeywordConfig) -> Result<(), KeywordError> {
    let limits = &config.limits;
    let count = config.rules.len();
    if count > limits.max_rules {
        return Err(KeywordError::TooManyRules { count, limit: limits.max_rules });
    }
    let of_terms = |rule: &KeywordRule| rule.terms.iter().map(|term| 1 + term.near.len()).sum::<usize>();
    let of_rule = |rule: &KeywordRule| rule.phrases.len() + rule.negative.len() + of_terms(rule);
    let count = config.rules.iter().map(of_rule).sum();
    if count > limits.max_phrases {
        return Err(KeywordError::TooManyPhrases { count, limit: limits.max_phrases });
    }
    Ok(())
}

/// A set on its way to patterns.
struct Compiling<'c> {
    config: &'c KeywordConfig,
    sought: Vec<Sought>,
    patterns: Vec<Pattern>,
    typos: TypoPhrases,
    romanised: RomanisedPhrases,
    expressions: Vec<Expression>,
    has_runs: bool,
    modes: Vec<Vec<MatchMode>>,
}

/// A phrase of a rule on its way to patterns.
#[derive(Clone, Copy)]
struct Given<'r> {
    rule: usize,
    phrase: usize,
    text: &'r str,
    mode: MatchMode,
    language: Option<StemLanguage>,
    romanised: bool,
    short_i_as_i: bool,
    role: Role,
    has_companions: bool,
}

impl<'c> Compiling<'c> {
    fn of(config: &'c KeywordConfig) -> Self {
        Self {
            config,
            sought: Vec::new(),
            patterns: Vec::new(),
            typos: TypoPhrases::default(),
            romanised: RomanisedPhrases::default(),
            expressions: Vec::new(),
            has_runs: false,
            modes: Vec::new(),
        }
    }

    fn add_rule(&mut self, index: usize, rule: &KeywordRule) -> Result<(), KeywordError> {
        let given = |phrase, text, mode, role| Given {
            rule: index,
            phrase,
            text,
            mode,
            language: self.config.language_of(rule),
            romanised: rule.romanised,
            short_i_as_i: rule.short_i_as_i,
            role,
            has_companions: false,
        };
        let mut seen = FxHashSet::default();
        let mut modes = Vec::with_capacity(rule.phrases.len() + rule.terms.len());
        for (phrase, text) in rule.phrases.iter().enumerate() {
            let field = || format!("rules[{index}].phrases[{phrase}]");
            modes.push(self.add(given(phrase, text, rule.mode, Role::Keyword), &mut seen, field)?);
        }
        for (number, term) in rule.terms.iter().enumerate() {
            let phrase = rule.phrases.len() + number;
            let field = || format!("rules[{index}].terms[{number}].text");
            let keyword = Given {
                has_companions: !term.near.is_empty(),
                romanised: rule.romanises(term),
                ..given(phrase, &term.text, term.mode.unwrap_or(rule.mode), Role::Keyword)
            };
            modes.push(self.add(keyword, &mut seen, field)?);
            for (companion, text) in term.near.iter().enumerate() {
                let field = || format!("rules[{index}].terms[{number}].near[{companion}]");
                let role = Role::Companion(u16::try_from(companion).unwrap_or(u16::MAX));
                let companion = given(phrase, text, beside(rule, Some(term), text), role);
                let companion = Given { romanised: rule.romanises(term), ..companion };
                self.add(companion, &mut seen, field)?;
            }
        }
        for (number, text) in rule.negative.iter().enumerate() {
            let field = || format!("rules[{index}].negative[{number}]");
            self.add(given(number, text, beside(rule, None, text), Role::Negative), &mut seen, field)?;
        }
        self.modes.push(modes);
        Ok(())
    }

    /// Compiles one phrase, and says how it stands. `seen` holds what the rule looks for already.
    fn add(
        &mut self,
        given: Given<'_>,
        seen: &mut FxHashSet<(String, MatchMode, Option<usize>, bool, bool)>,
        field: impl Fn() -> String,
    ) -> Result<MatchMode, KeywordError> {
        let characters = given.text.chars().count();
        let limit = self.config.limits.max_phrase_characters;
        if characters > limit {
            return Err(KeywordError::LongPhrase { field: field(), characters, limit });
        }
        if given.mode == MatchMode::Regex {
            let regex = compile_regex(given, &field(), &self.config.limits)?;
            self.expressions.push(Expression { pattern: self.patterns.len(), regex });
            self.sought.push(Sought::elsewhere());
            self.patterns.push(given.pattern(Standing::Substring, characters));
            return Ok(MatchMode::Regex);
        }
        let folded = fold(given.text);
        if folded.is_empty() {
            return Err(KeywordError::BlankPhrase { field: field() });
        }
        self.has_runs |= has_runs(&folded, MayHave::ANYTHING);
        let mode = chosen(given.mode, &folded, given.language);
        for variant in variants(folded, given.short_i_as_i, given.language) {
            // What stands alone is found once for a rule, however often it is written; companions belong to their term.
            let companioned = given.has_companions || matches!(given.role, Role::Companion(_));
            let companioned = companioned.then_some(given.phrase);
            let key = (variant, mode, companioned, given.role == Role::Negative, given.romanised);
            if !matches!(given.role, Role::Companion(_)) && !seen.insert(key.clone()) {
                continue;
            }
            self.add_variant(given, &key.0, mode);
        }
        Ok(mode)
    }

    fn add_variant(&mut self, given: Given<'_>, text: &str, mode: MatchMode) {
        let pattern = self.patterns.len();
        if given.romanised {
            self.romanised.add(pattern, text, mode == MatchMode::Stem, given.language);
        }
        self.sought.push(match mode {
            MatchMode::Typo if !text.contains(is_unspaced_script) => {
                self.typos.add(pattern, TypoPhrase::new(text));
                Sought::elsewhere()
            }
            MatchMode::Substring => Sought::anywhere(text),
            MatchMode::Stem => Sought::inflected(text, given.language),
            _ => Sought::as_written(text),
        });
        let standing = match mode {
            MatchMode::WholeMessage => Standing::WholeMessage,
            MatchMode::Word => Standing::Word,
            MatchMode::Substring => Standing::Substring,
            MatchMode::Stem if has_forms(text) => Standing::Inflected,
            MatchMode::Auto | MatchMode::AsWritten | MatchMode::Stem | MatchMode::Typo | MatchMode::Regex => {
                Standing::AsWritten
            }
        };
        self.patterns.push(given.pattern(standing, text.chars().count()));
    }

    fn finish(self) -> Result<Compiled, KeywordError> {
        Ok(Compiled {
            finder: PhraseFinder::new(&self.sought, self.config.limits.fast_automaton_bytes)?,
            has_companions: self.patterns.iter().any(|pattern| pattern.has_companions),
            has_runs: self.has_runs,
            sought: self.sought,
            patterns: self.patterns,
            typos: self.typos,
            romanised: self.romanised,
            expressions: join_expressions(self.expressions, &self.config.limits)?,
            modes: self.modes,
        })
    }
}

impl Given<'_> {
    fn pattern(&self, standing: Standing, characters: usize) -> Pattern {
        let Self { role, has_companions, .. } = *self;
        let [rule, phrase, characters] = [self.rule, self.phrase, characters].map(number);
        Pattern { rule, phrase, role, has_companions, standing, characters }
    }
}

/// A number that the limits keep small.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A phrase as it was written, and as people write who leave letters and signs out that it takes longer to type.
fn variants(folded: String, short_i_as_i: bool, language: Option<StemLanguage>) -> Vec<String> {
    // In another language `dont` is a word of its own.
    let is_english = language.is_none_or(|language| language == StemLanguage::En);
    let with_signs = is_english.then(|| with_apostrophes(&folded)).filter(|with| *with != folded);
    let with_signs = with_signs.map(Cow::into_owned);
    let mut variants = vec![folded];
    let shortcuts = [("'", "")].into_iter().chain(short_i_as_i.then_some(("й", "и")));
    for (sign, instead) in shortcuts {
        let with_sign = variants.iter().filter(|text| text.contains(sign));
        let without: Vec<String> = with_sign.map(|text| text.replace(sign, instead)).collect();
        variants.extend(without.into_iter().filter(|text| !text.trim().is_empty()));
    }
    variants.extend(with_signs);
    // What is drawn out is met however far it is.
    let shortened: Vec<String> = variants
        .iter()
        .filter_map(|text| Shortened::new(text, RUN))
        .map(|shortened| shortened.text)
        .collect();
    variants.extend(shortened);
    variants
}

fn compile_regex(given: Given<'_>, field: &str, limits: &KeywordLimits) -> Result<Regex, KeywordError> {
    if given.text.trim().is_empty() {
        return Err(KeywordError::BlankPhrase { field: field.to_owned() });
    }
    RegexBuilder::new(&folded_expression(given.text, given.short_i_as_i))
        .case_insensitive(true)
        .size_limit(limits.regex_bytes)
        .dfa_size_limit(limits.regex_total_bytes)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(limit) => {
                KeywordError::LargeRegex { field: field.to_owned(), limit }
            }
            other => {
                KeywordError::InvalidRegex { field: field.to_owned(), cause: last_line(&other.to_string()) }
            }
        })
}

/// The parser draws the expression with a pointer below it; the last line says what is wrong.
fn last_line(message: &str) -> String {
    message.lines().last().unwrap_or(message).trim_start_matches("error: ").to_owned()
}

fn join_expressions(
    list: Vec<Expression>,
    limits: &KeywordLimits,
) -> Result<Option<Expressions>, KeywordError> {
    if list.is_empty() {
        return Ok(None);
    }
    let set = RegexSetBuilder::new(list.iter().map(|expression| expression.regex.as_str()))
        .case_insensitive(true)
        .size_limit(limits.regex_total_bytes)
        .dfa_size_limit(limits.regex_total_bytes)
        .build()
        .map_err(|_| KeywordError::LargeRegex {
            field: "rules".to_owned(),
            limit: limits.regex_total_bytes,
        })?;
    Ok(Some(Expressions { set, list }))
}
