//! Mining: from messages that nothing answered, and what people then replied, to keyword groups that a person may accept.
//!
//! How it is done, all of it without a list of words and the same on every run:
//!
//! 1. Messages become stretches of stems, or of characters in scripts without spaces; equal ones are one.
//! 2. Each is a point: its terms weighed by rarity, and pieces of its words, in the directions in which messages differ
//!    most (latent semantic analysis). Answered messages help to tell which words are common.
//! 3. Points are joined to a tree of groups within groups (Ward).
//! 4. For every node, phrases are learnt that select it and little else, of those answered too. A node that few phrases
//!    select, and whose messages are alike, is a topic; a cut through the tree takes those worth most.
//! 5. Phrases are counted in everything kept, put into people's own words, and confronted with the rules in force.
//!
//! ```
//! use scrm_core::keyword::mine::{MiningConfig, mine};
//! let ask = ["do you repair watches", "can you repair my watch", "watch repair please", "my watch needs repair"];
//! let other = ["hello there", "is it raining", "thanks a lot", "see you tomorrow", "good morning", "ok"];
//! let messages: Vec<(&str, Option<&str>)> =
//!     (0..10).flat_map(|_| ask.into_iter().chain(other)).map(|message| (message, Some("Yes, bring it in."))).collect();
//! let proposals = mine(&messages, &[], &|_| Vec::new(), &MiningConfig::default());
//! assert!(proposals.iter().any(|proposal| proposal.samples.iter().all(|sample| sample.contains("watch"))));
//! ```

mod answer;
mod config;
mod documents;
mod groups;
mod keep;
mod proposal;
mod propose;
mod rules;
mod tree;
mod vectors;
mod wording;

use std::fmt;

pub use config::MiningConfig;
pub use proposal::{DraftAnswer, KeywordProposal, ProposalConflict};

use crate::foundation::text::Folded;
use keep::Keep;

/// Which rules in force fire on a message, by name.
pub type ExistingRules<'e> = dyn Fn(&Folded<'_>) -> Vec<String> + 'e;

/// An unanswered message, and what a person then replied.
struct Unanswered {
    text: Box<str>,
    reply: Option<Box<str>>,
}

/// A message that a rule answered.
struct Answered {
    text: Box<str>,
    rule: Box<str>,
}

/// Gathers messages one at a time, and proposes keyword groups when asked.
///
/// Memory is bounded by [`MiningConfig::most_kept`] messages of each kind with their replies. Where more are added, a
/// sample stays in which each had the same chance; it depends on the messages' order only, not on when they came. `Debug`
/// shows counts only.
pub struct KeywordMiner {
    config: MiningConfig,
    unanswered: Keep<Unanswered>,
    answered: Keep<Answered>,
    elsewhere: u64,
}

impl fmt::Debug for KeywordMiner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeywordMiner({} unanswered, {} answered)", self.unanswered.seen(), self.answered.seen())
    }
}

impl KeywordMiner {
    /// A miner that has seen nothing.
    #[must_use]
    pub fn new(config: &MiningConfig) -> Self {
        let most = config.most_kept;
        Self { config: config.clone(), unanswered: Keep::new(most), answered: Keep::new(most), elsewhere: 0 }
    }

    /// Adds a message that no rule answered, and what a person replied to it. Linear in their lengths.
    pub fn add(&mut self, message: &str, reply: Option<&str>) {
        let longest = self.config.longest_message;
        self.unanswered.add(|| Unanswered {
            text: cut(message, longest),
            reply: reply.map(|reply| cut(reply, longest)),
        });
    }

    /// Adds a message that a rule answered: new phrases should leave it alone. Linear in its length.
    pub fn add_answered(&mut self, message: &str, rule: &str) {
        let longest = self.config.longest_message;
        self.answered.add(|| Answered { text: cut(message, longest), rule: rule.into() });
    }

    /// Counts messages that were answered and are not shown: they are part of all messages, of which
    /// [`coverage_gain`](KeywordProposal::coverage_gain) speaks.
    pub const fn count_answered(&mut self, messages: u64) {
        self.elsewhere = self.elsewhere.saturating_add(messages);
    }

    /// The groups worth proposing, those first that answer most and conflict least: by points of coverage gained, times
    /// the fourth power of cohesion, less three tenths of the points in conflict. `existing` says which rules in force fire
    /// on a message.
    ///
    /// Time grows linearly with what is kept, and with the square of [`MiningConfig::most_compared`].
    ///
    /// ```
    /// use scrm_core::keyword::mine::{KeywordMiner, MiningConfig};
    /// let mut miner = KeywordMiner::new(&MiningConfig::default());
    /// for number in 0..20 {
    ///     miner.add(&format!("can I pay by card, order {number}"), Some("Yes, every card is welcome."));
    ///     miner.add_answered("how much is it", "price");
    /// }
    /// let proposals = miner.proposals(&|_| Vec::new());
    /// assert_eq!(proposals[0].messages, 20);
    /// assert_eq!(proposals[0].coverage_gain, 50.0);
    /// assert_eq!(proposals[0].draft_answer.as_ref().unwrap().text, "Yes, every card is welcome.");
    /// ```
    #[must_use]
    pub fn proposals(&self, existing: &ExistingRules<'_>) -> Vec<KeywordProposal> {
        propose::propose(self, existing)
    }

    /// All messages asked about: unanswered, answered, and counted elsewhere.
    const fn total(&self) -> u64 {
        self.unanswered.seen().saturating_add(self.answered.seen()).saturating_add(self.elsewhere)
    }
}

/// Proposes keyword groups in one call: `messages` that no rule answered with what a person replied, and messages with the
/// rule that did answer. See [`KeywordMiner::proposals`].
#[must_use]
pub fn mine(
    messages: &[(&str, Option<&str>)],
    answered: &[(&str, &str)],
    existing: &ExistingRules<'_>,
    config: &MiningConfig,
) -> Vec<KeywordProposal> {
    let mut miner = KeywordMiner::new(config);
    for (message, reply) in messages {
        miner.add(message, *reply);
    }
    for (message, rule) in answered {
        miner.add_answered(message, rule);
    }
    miner.proposals(existing)
}

/// The first characters of a text.
fn cut(text: &str, characters: usize) -> Box<str> {
    let end = text.char_indices().nth(characters).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or_default().into()
}

#[cfg(test)]
mod tests;
