//! What mining proposes.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::keyword::KeywordTerm;

/// A keyword group that people may want: phrases for a topic that nothing answers yet.
///
/// Holds messages of customers on purpose, for people who decide; `Debug` shows counts only.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordProposal {
    /// Its most telling words as people write them.
    pub name: String,
    /// The terms of a rule for it; a message belongs where one of them fires.
    pub terms: Vec<KeywordTerm>,
    /// Typical messages, all different, the most typical first.
    pub samples: Vec<String>,
    /// How many of the unanswered messages the phrases would answer. Where more were added than are kept, the count
    /// among those kept, scaled up.
    pub messages: u64,
    /// Points (0 to 100) of all messages, answered or not, that it would answer: `100 × messages / all`.
    pub coverage_gain: f64,
    /// How alike the messages are that the phrases select, from 0 to 1: the expected share that are about the topic. An
    /// estimate from their words; see docs/benchmarks.md for how true it is.
    pub cohesion: f64,
    /// Rules in force that it would meet, the most serious first.
    pub conflicts: Vec<ProposalConflict>,
    /// What people answered most in this group; none where no reply recurs.
    pub draft_answer: Option<DraftAnswer>,
}

impl fmt::Debug for KeywordProposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeywordProposal")
            .field("terms", &self.terms.len())
            .field("samples", &self.samples.len())
            .field("messages", &self.messages)
            .field("coverage_gain", &self.coverage_gain)
            .field("cohesion", &self.cohesion)
            .field("conflicts", &self.conflicts)
            .field("draft_answer", &self.draft_answer)
            .finish()
    }
}

/// A rule in force that a proposal would meet. `Debug` shows counts only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProposalConflict {
    /// The rule.
    pub rule: String,
    /// Messages that the rule answered and that the new phrases would fire on too (scaled up as `messages` is).
    pub taken: u64,
    /// Unanswered messages of the proposal on which the rule's own phrases fire (scaled up likewise).
    pub shared: u64,
    /// Some of both.
    pub samples: Vec<String>,
}

impl fmt::Debug for ProposalConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProposalConflict({}, {} taken, {} shared)", self.rule, self.taken, self.shared)
    }
}

/// The reply that people gave most. `Debug` shows counts only.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DraftAnswer {
    /// Its most usual wording, as it was sent: it may name the customer it was sent to.
    pub text: String,
    /// How many kept replies of the group say the same, apart from numbers and names.
    pub count: u64,
    /// Their share of the group's replies, from 0 to 1.
    pub share: f64,
}

impl fmt::Debug for DraftAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DraftAnswer({} times, {:.2})", self.count, self.share)
    }
}
