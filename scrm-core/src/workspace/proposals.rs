//! Keyword groups that mining proposes: listed, accepted, declined.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::accepted::{self, all_proposals, engines_in_force, lay_over, rule_id, rule_of};
use super::unanswered::Unanswered;
use super::{Engines, NamedId, Workspace, WorkspaceError};
use crate::foundation::text::Folded;
use crate::foundation::{ProposalId, RuleId};
use crate::keyword::mine::{KeywordProposal, MiningConfig};
use crate::keyword::{KeywordConfig, KeywordMatcher, KeywordRule, KeywordTerm};
use crate::playbook::{Playbook, PlaybookError};
use crate::store::{ProposalRecord, ProposalState};
use crate::trust::mask_text;

/// A keyword group that may be accepted.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProposedKeywords {
    /// What it is accepted or declined by. The same terms have the same id.
    pub id: ProposalId,
    /// When it was first proposed.
    pub at: DateTime<Utc>,
    /// What is proposed. Phone numbers and the like in the samples are masked; the draft answer is as it was sent.
    pub proposal: KeywordProposal,
}

impl Workspace {
    /// Keyword groups for what customers asked and no rule answered, from `since` on (the audit's window where nothing is said),
    /// the best first. What was accepted or declined is not proposed again, nor are messages that its terms select. Reads
    /// every message of the window once; memory is bounded. The same messages give the same proposals.
    ///
    /// A message counts where a rule was allowed to answer it, it asks something, and none did; a welcome alone is no answer. What a
    /// person wrote in the conversation within a day after it is its reply.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// assert!(workspace.proposals(None, chrono::DateTime::UNIX_EPOCH)?.is_empty(), "nobody has asked anything");
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] and [`WorkspaceError::Contended`] where the store fails.
    pub fn proposals(
        &self,
        since: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<Vec<ProposedKeywords>, WorkspaceError> {
        let engines = self.engines();
        let known = all_proposals(self.store.as_ref())?;
        let config = MiningConfig { language: engines.keyword.language(), ..MiningConfig::default() };
        let mut unanswered = Unanswered::new(&engines.reply, decided_matcher(&engines, &known)?, &config);
        self.visit_messages(engines.window_start(since, now), now, |message| unanswered.add(message))?;
        let mut proposals = unanswered.finish().proposals(&|message| rules_that_fire(&engines, message));
        // What was declined is no rule that a new one could meet.
        for proposal in &mut proposals {
            proposal.conflicts.retain(|conflict| engines.has_rule(&RuleId::new(&conflict.rule)));
        }
        self.note_proposals(proposals, now)
    }

    /// Remembers what is proposed, so that it can be accepted by its id.
    fn note_proposals(
        &self,
        proposals: Vec<KeywordProposal>,
        now: DateTime<Utc>,
    ) -> Result<Vec<ProposedKeywords>, WorkspaceError> {
        self.commit_decided(now, |unit| {
            let mut open = Vec::with_capacity(proposals.len());
            for proposal in &proposals {
                let id = id_of(&proposal.terms);
                let at = match unit.proposal(&id)? {
                    Some(known) if known.state != ProposalState::Open => continue,
                    Some(known) => known.at,
                    None => {
                        unit.put_proposal(ProposalRecord {
                            v: 1,
                            id: id.clone(),
                            at: now,
                            name: proposal.name.clone(),
                            terms: proposal.terms.clone(),
                            state: ProposalState::Open,
                            decided_at: None,
                            answer: None,
                        });
                        now
                    }
                };
                open.push(ProposedKeywords { id, at, proposal: masked(proposal) });
            }
            Ok(open)
        })
    }

    /// Makes a proposal a keyword rule of this workspace, and gives the rule: messages are answered by it from now on, after a
    /// restart too. `answer` is what it says, with the variables of replies; blank or nothing makes a rule that only tells the
    /// topic. Accepting it again replaces the answer; [`decline_proposal`](Self::decline_proposal) takes the rule back, and a
    /// declined one may be accepted after all.
    ///
    /// Other processes over the same store learn of it when they open it again.
    ///
    /// # Errors
    /// [`WorkspaceError::NotFound`] where nothing of this id was proposed; [`WorkspaceError::Reply`] where the answer is no
    /// template; [`WorkspaceError::Playbook`] where the playbook's limits leave no room for the rule.
    pub fn accept_proposal(
        &self,
        id: &ProposalId,
        answer: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<KeywordRule, WorkspaceError> {
        let answer = answer.map(str::trim).filter(|answer| !answer.is_empty());
        if let Some(answer) = answer {
            self.engines().reply.check_answer(answer, "answer")?;
        }
        let accepted = self.decide_proposal(id, ProposalState::Accepted, answer, now)?;
        Ok(rule_of(&accepted))
    }

    /// Says that a proposal is not wanted, and takes its rule back where it was accepted. Messages that its terms select are not
    /// proposed again.
    ///
    /// # Errors
    /// [`WorkspaceError::NotFound`] where nothing of this id was proposed.
    pub fn decline_proposal(&self, id: &ProposalId, now: DateTime<Utc>) -> Result<(), WorkspaceError> {
        self.decide_proposal(id, ProposalState::Declined, None, now).map(drop)
    }

    /// The playbook in force: the document that the workspace was opened with, and over it the rules that people accepted. A
    /// workspace that is opened with this one works as this does.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// assert_eq!(workspace.playbook()?, Playbook::standard());
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] where the store fails.
    pub fn playbook(&self) -> Result<Playbook, WorkspaceError> {
        let engines = self.engines();
        let mut accepted = accepted::load(self.store.as_ref())?;
        accepted.retain(|record| engines.has_rule(&rule_id(&record.id)));
        Ok(lay_over(&self.playbook, &accepted))
    }

    /// Writes a decision, and puts what then holds in force.
    fn decide_proposal(
        &self,
        id: &ProposalId,
        state: ProposalState,
        answer: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<ProposalRecord, WorkspaceError> {
        // Of two people who decide at once, the second compiles what the first has written.
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let (record, engines) = self.commit_decided(now, |unit| {
            let Some(present) = unit.proposal(id)? else {
                return Err(WorkspaceError::NotFound { what: "proposal", id: NamedId::new(id.as_str()) });
            };
            let decided_at = match present.state {
                // The order of acceptance stays when an answer is replaced.
                before if before == state => present.decided_at,
                _ => Some(now),
            };
            let answer = answer.map(str::to_owned);
            let record = ProposalRecord { state, decided_at, answer, ..present.as_ref().clone() };
            let mut accepted = accepted::load(self.store.as_ref())?;
            accepted.retain(|other| other.id != record.id);
            let engines = if state == ProposalState::Accepted {
                accepted.push(Arc::new(record.clone()));
                accepted::in_order(&mut accepted);
                Engines::new(&lay_over(&self.playbook, &accepted))?
            } else {
                engines_in_force(&self.playbook, &accepted)?
            };
            if record != *present {
                unit.put_proposal(record.clone());
            }
            Ok((record, engines))
        })?;
        *self.engines.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(engines);
        Ok(record)
    }
}

/// The identity of a group: its terms, whatever their order.
fn id_of(terms: &[KeywordTerm]) -> ProposalId {
    let mut parts: Vec<Vec<u8>> =
        terms.iter().map(|term| serde_json::to_vec(term).unwrap_or_default()).collect();
    parts.sort_unstable();
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    ProposalId::of_content(&parts)
}

/// A matcher of all that was decided, to keep it from being proposed again.
fn decided_matcher(
    engines: &Engines,
    known: &[Arc<ProposalRecord>],
) -> Result<Option<KeywordMatcher>, WorkspaceError> {
    let decided = known.iter().filter(|record| record.state != ProposalState::Open);
    let rules: Vec<KeywordRule> = decided.map(|record| rule_of(record)).collect();
    if rules.is_empty() {
        return Ok(None);
    }
    // These rules answer nobody: the playbook's bounds on how many there are do not hold for them.
    let KeywordConfig { mut limits, language, .. } = engines.keyword.config();
    (limits.max_rules, limits.max_phrases, limits.max_phrase_characters) =
        (usize::MAX, usize::MAX, usize::MAX);
    let matcher = KeywordMatcher::new(&KeywordConfig { limits, language, rules });
    Ok(Some(matcher.map_err(|error| PlaybookError::of_keywords(&error))?))
}

fn rules_that_fire(engines: &Engines, message: &Folded<'_>) -> Vec<String> {
    let hits = engines.keyword.find_folded(message);
    hits.into_iter().map(|hit| hit.rule.to_string()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// A proposal whose samples show no number and no address.
fn masked(proposal: &KeywordProposal) -> KeywordProposal {
    let mask = |samples: &mut Vec<String>| {
        samples.iter_mut().for_each(|sample| *sample = mask_text(sample));
    };
    let mut shown = proposal.clone();
    mask(&mut shown.samples);
    shown.conflicts.iter_mut().for_each(|conflict| mask(&mut conflict.samples));
    shown
}
