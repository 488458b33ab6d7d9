//! How much is proposed, and from how much.

use serde::{Deserialize, Serialize};

use crate::foundation::text::StemLanguage;
use crate::keyword::config::usual_distance;
use crate::keyword::error::{KeywordError, check_some};

/// How much is proposed, and from how much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MiningConfig {
    /// Most proposals at once, the best first.
    pub most_proposals: usize,
    /// Fewest unanswered messages that a group has to answer.
    pub least_messages: usize,
    /// Most phrases of one group.
    pub most_phrases: usize,
    /// Words (characters in scripts without spaces) between a phrase and each of its companions, at most.
    pub within: u8,
    /// Most samples of one proposal.
    pub samples: usize,
    /// Most messages kept of the unanswered, and as many of the answered. Where more are added, those stay whose hash is
    /// lowest, so that each had the same chance.
    pub most_kept: usize,
    /// Most distinct messages among which groups are looked for; time grows with its square. Phrases are counted in all
    /// that are kept.
    pub most_compared: usize,
    /// Characters of a message or a reply that are read; the rest is dropped.
    pub longest_message: usize,
    /// Fewest replies that say the same for a draft answer.
    pub least_replies: usize,
    /// The language of words in Latin letters; English where nothing is said. Other scripts say it themselves. The rules that
    /// the terms become need the same.
    pub language: Option<StemLanguage>,
}

impl Default for MiningConfig {
    /// What a person can read in a week.
    ///
    /// ```
    /// assert_eq!(scrm_core::keyword::mine::MiningConfig::default().most_proposals, 10);
    /// ```
    fn default() -> Self {
        Self {
            most_proposals: 10,
            least_messages: 5,
            most_phrases: 6,
            within: usual_distance(),
            samples: 5,
            most_kept: 100_000,
            most_compared: 5_000,
            longest_message: 600,
            least_replies: 3,
            language: None,
        }
    }
}

impl MiningConfig {
    /// Whether groups can be mined so; what came from outside is asked first.
    ///
    /// ```
    /// use scrm_core::foundation::Coded;
    /// use scrm_core::keyword::mine::MiningConfig;
    /// let wrong = MiningConfig { most_phrases: 0, ..MiningConfig::default() }.check().unwrap_err();
    /// assert_eq!((wrong.code(), wrong.field().as_deref()), ("keyword.option", Some("most_phrases")));
    /// assert!(MiningConfig::default().check().is_ok());
    /// ```
    ///
    /// # Errors
    /// [`KeywordError::Option`]: a number that leaves nothing to propose, or nothing to propose it from.
    pub fn check(&self) -> Result<(), KeywordError> {
        check_some("most_proposals", self.most_proposals)?;
        check_some("least_messages", self.least_messages)?;
        check_some("most_phrases", self.most_phrases)?;
        check_some("most_kept", self.most_kept)?;
        check_some("most_compared", self.most_compared)?;
        check_some("longest_message", self.longest_message)?;
        check_some("least_replies", self.least_replies)
    }
}
