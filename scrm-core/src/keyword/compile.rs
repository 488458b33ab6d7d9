//! From rules as data to patterns: folding, variants, regular expressions, and every check.

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use rustc_hash::FxHashSet;

use super::automaton::PhraseAutomaton;
use super::config::{KeywordConfig, KeywordLimits, KeywordRule, MatchMode};
use super::error::KeywordError;
use crate::foundation::text::{fold, fold_to_one};

/// What a pattern of the automaton stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pattern {
    pub(super) rule: usize,
    pub(super) phrase: usize,
    pub(super) mode: MatchMode,
    pub(super) negative: bool,
    /// Length in folded characters, for "the longest phrase wins".
    pub(super) characters: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Expression {
    pub(super) rule: usize,
    pub(super) phrase: usize,
    pub(super) regex: Regex,
}

#[derive(Clone, Debug)]
pub(super) struct Expressions {
    pub(super) set: RegexSet,
    pub(super) list: Vec<Expression>,
}

pub(super) struct Compiled {
    /// The phrases of the automaton, folded, in the order of the patterns.
    pub(super) texts: Vec<String>,
    pub(super) automaton: Option<PhraseAutomaton>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) expressions: Option<Expressions>,
}

pub(super) fn compile(config: &KeywordConfig) -> Result<Compiled, KeywordError> {
    check_counts(config)?;
    let limits = &config.limits;
    let mut texts = Vec::new();
    let mut patterns = Vec::new();
    let mut expressions = Vec::new();
    let mut ids = FxHashSet::default();
    for (index, rule) in config.rules.iter().enumerate() {
        if !ids.insert(&rule.id) {
            return Err(KeywordError::DuplicateRule { rule: index, id: rule.id.clone() });
        }
        if rule.phrases.is_empty() {
            return Err(KeywordError::NoPhrases { rule: index });
        }
        compile_rule(index, rule, limits, &mut texts, &mut patterns, &mut expressions)?;
    }
    Ok(Compiled {
        automaton: PhraseAutomaton::new(&texts, limits.fast_automaton_bytes)?,
        texts,
        patterns,
        expressions: join_expressions(expressions, limits)?,
    })
}

fn check_counts(config: &KeywordConfig) -> Result<(), KeywordError> {
    let limits = &config.limits;
    let count = config.rules.len();
    if count > limits.max_rules {
        return Err(KeywordError::TooManyRules { count, limit: limits.max_rules });
    }
    let count = config.rules.iter().map(|rule| rule.phrases.len() + rule.negative.len()).sum();
    if count > limits.max_phrases {
        return Err(KeywordError::TooManyPhrases { count, limit: limits.max_phrases });
    }
    Ok(())
}

fn compile_rule(
    index: usize,
    rule: &KeywordRule,
    limits: &KeywordLimits,
    texts: &mut Vec<String>,
    patterns: &mut Vec<Pattern>,
    expressions: &mut Vec<Expression>,
) -> Result<(), KeywordError> {
    let mut seen = FxHashSet::default();
    let phrases = rule.phrases.iter().enumerate().map(|(phrase, text)| (phrase, text, false));
    let negatives = rule.negative.iter().enumerate().map(|(phrase, text)| (phrase, text, true));
    for (phrase, text, negative) in phrases.chain(negatives) {
        let list = if negative { "negative" } else { "phrases" };
        let field = || format!("rules[{index}].{list}[{phrase}]");
        let characters = text.chars().count();
        if characters > limits.max_phrase_characters {
            return Err(KeywordError::LongPhrase {
                field: field(),
                characters,
                limit: limits.max_phrase_characters,
            });
        }
        if rule.mode == MatchMode::Regex && !negative {
            let regex = compile_regex(text, &field(), limits)?;
            expressions.push(Expression { rule: index, phrase, regex });
            continue;
        }
        let mode = if negative { MatchMode::Auto } else { rule.mode };
        let folded = fold(text);
        if folded.is_empty() {
            return Err(KeywordError::BlankPhrase { field: field() });
        }
        for variant in variants(folded) {
            let characters = variant.chars().count();
            if seen.insert((variant.clone(), negative)) {
                texts.push(variant);
                patterns.push(Pattern { rule: index, phrase, mode, negative, characters });
            }
        }
    }
    Ok(())
}

/// A phrase as it was written, and without its apostrophes: many people leave them out.
fn variants(folded: String) -> impl Iterator<Item = String> {
    let without = folded.contains('\'').then(|| folded.replace('\'', ""));
    std::iter::once(folded).chain(without.filter(|text| !text.trim().is_empty()))
}

fn compile_regex(text: &str, field: &str, limits: &KeywordLimits) -> Result<Regex, KeywordError> {
    if text.trim().is_empty() {
        return Err(KeywordError::BlankPhrase { field: field.to_owned() });
    }
    RegexBuilder::new(&fold_expression(text))
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

/// Folds the letters of an expression one by one and leaves its syntax, which is ASCII, alone.
fn fold_expression(expression: &str) -> String {
    let mut out = String::with_capacity(expression.len());
    for character in expression.chars() {
        if character.is_ascii() {
            out.push(character);
            continue;
        }
        match fold_to_one(character) {
            // A full-width `？` is a question mark in the message, not an operator.
            Some(folded) if folded.is_ascii_punctuation() => out.extend(['\\', folded]),
            Some(folded) => out.push(folded),
            None if fold(character.encode_utf8(&mut [0; 4])).is_empty() => {}
            None => out.push(character),
        }
    }
    out
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
