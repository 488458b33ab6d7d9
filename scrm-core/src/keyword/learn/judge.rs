//! Answering messages by learned rules: what keyword rules of the same content do.

use std::cmp::Reverse;

use super::units::{Lexicon, Line, UNKNOWN};
use super::{LearnedMode, LearnedPhrase, LearnedRule, LearnedRules};

/// Learned rules, ready to answer messages.
#[derive(Clone, Debug)]
pub struct RuleJudge<'r> {
    learned: &'r LearnedRules,
    lexicon: Lexicon,
    /// Rules in the order of decision.
    rules: Vec<JudgedRule<'r>>,
}

#[derive(Clone, Debug)]
struct JudgedRule<'r> {
    rule: &'r LearnedRule,
    phrases: Vec<(Piece, Vec<Piece>, usize)>,
    negative: Vec<Piece>,
}

/// Words to look for.
#[derive(Clone, Debug)]
enum Piece {
    /// Units, side by side.
    Units(Vec<u32>),
    /// A part of a word.
    Part(String),
}

impl Piece {
    /// Where it stands in a message, in tokens.
    fn places<'p>(&'p self, line: &'p Line) -> impl Iterator<Item = (usize, usize)> + 'p {
        (0..line.tokens.len()).filter_map(move |start| match self {
            Self::Units(units) => {
                let here = line.tokens.get(start..start + units.len())?;
                let joined = here.iter().skip(1).all(|token| token.joined);
                let same =
                    here.iter().zip(units).all(|(token, unit)| token.unit == *unit && *unit != UNKNOWN);
                (joined && same && !units.is_empty()).then_some((start, start + units.len()))
            }
            Self::Part(part) => {
                let spaced = line.tokens.get(start).is_some_and(|token| !token.unspaced);
                let word = line.slice(start, 1).filter(|_| spaced)?;
                word.contains(part.as_str()).then_some((start, start + 1))
            }
        })
    }
}

impl<'r> RuleJudge<'r> {
    pub(super) fn new(learned: &'r LearnedRules) -> Self {
        let mut lexicon = Lexicon::default();
        let mut units = |text: &str| {
            let line = lexicon.learn(text, learned.language);
            Piece::Units(line.tokens.iter().map(|token| token.unit).collect())
        };
        let mut rules: Vec<JudgedRule<'r>> = learned
            .rules
            .iter()
            .map(|rule| JudgedRule {
                rule,
                phrases: rule
                    .phrases
                    .iter()
                    .map(|phrase: &LearnedPhrase| {
                        let text = match phrase.mode {
                            LearnedMode::Stem => units(&phrase.text),
                            LearnedMode::Substring if is_unspaced(&phrase.text) => units(&phrase.text),
                            LearnedMode::Substring => Piece::Part(phrase.text.clone()),
                        };
                        let near = phrase.near.iter().map(|near| units(near)).collect();
                        (text, near, usize::from(phrase.within))
                    })
                    .collect(),
                negative: rule.negative.iter().map(|negative| units(negative)).collect(),
            })
            .collect();
        rules.sort_by_key(|judged| Reverse(judged.rule.priority));
        Self { learned, lexicon, rules }
    }

    /// The rule that answers a message, where one does. Linear in the message and in the number of phrases.
    ///
    /// ```
    /// use scrm_core::keyword::learn::{LabelledMessage, LearnOptions, learn_rules};
    /// let price = ["what is the price", "price please", "prices?", "send me your price list"];
    /// let thanks = ["thanks", "thank you", "many thanks!", "thanks a lot"];
    /// let message = |label| move |text| LabelledMessage { text, label: Some(label) };
    /// let messages: Vec<_> =
    ///     price.into_iter().map(message("price")).chain(thanks.into_iter().map(message("thanks"))).collect();
    /// let learned = learn_rules(&messages, &LearnOptions::default());
    /// assert_eq!(learned.judge().answer("The PRICE of this one?").unwrap().label, "price");
    /// ```
    #[must_use]
    pub fn answer(&self, message: &str) -> Option<&'r LearnedRule> {
        let line = self.lexicon.read(message, self.learned.language);
        self.rules.iter().find(|rule| rule.fires(&line)).map(|rule| rule.rule)
    }
}

impl JudgedRule<'_> {
    fn fires(&self, line: &Line) -> bool {
        let fires = self.phrases.iter().any(|(phrase, near, within)| {
            phrase.places(line).any(|(start, end)| {
                near.iter().all(|near| {
                    near.places(line).any(|(from, to)| {
                        (to <= start && start - to <= *within) || (from >= end && from - end <= *within)
                    })
                })
            })
        });
        fires && !self.negative.iter().any(|negative| negative.places(line).next().is_some())
    }
}

fn is_unspaced(text: &str) -> bool {
    text.chars().next().is_some_and(crate::foundation::text::is_unspaced_script)
}
