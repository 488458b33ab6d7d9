//! Rules that people accepted, laid over the playbook.
//!
//! The playbook is the document that the workspace was opened with; an accepted proposal is a record of the store. Its rule
//! comes after those of the playbook, so of equals the playbook's wins, and a rule of the playbook with the same id stands in
//! its place: who copies the playbook in force into the document, and changes the rule there, is followed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pages::visit_pages;
use super::{Engines, WorkspaceError};
use crate::foundation::{ProposalId, RuleId};
use crate::keyword::KeywordRule;
use crate::playbook::Playbook;
use crate::store::{ProposalRecord, ProposalState, Store};

/// Proposals read at once.
const PAGE: usize = 500;

/// Every proposal that was ever made, by id.
pub(super) fn all_proposals(store: &dyn Store) -> Result<Vec<Arc<ProposalRecord>>, WorkspaceError> {
    let mut all = Vec::new();
    visit_pages(
        PAGE,
        |after: Option<&ProposalId>| store.list_proposals(after, PAGE),
        |stored| stored.value.id.clone(),
        |stored| all.push(stored.value),
    )?;
    Ok(all)
}

/// The accepted proposals, in the order in which they were accepted.
pub(super) fn load(store: &dyn Store) -> Result<Vec<Arc<ProposalRecord>>, WorkspaceError> {
    let mut accepted = all_proposals(store)?;
    accepted.retain(|record| record.state == ProposalState::Accepted);
    in_order(&mut accepted);
    Ok(accepted)
}

/// In the order of acceptance, then of ids: of equals the earlier rule wins, after a restart too.
pub(super) fn in_order(accepted: &mut [Arc<ProposalRecord>]) {
    accepted.sort_by(|one, other| (one.decided_at, &one.id).cmp(&(other.decided_at, &other.id)));
}

/// The name of a proposal's rule.
pub(super) fn rule_id(proposal: &ProposalId) -> RuleId {
    RuleId::from(format!("keyword.{proposal}"))
}

/// A proposal's rule.
pub(super) fn rule_of(record: &ProposalRecord) -> KeywordRule {
    let id = rule_id(&record.id);
    KeywordRule { terms: record.terms.clone(), ..KeywordRule::new(id, &record.name, [""; 0]) }
}

/// The playbook with accepted rules and their answers over it. An answer is one text, said in every language.
pub(super) fn lay_over(playbook: &Playbook, accepted: &[Arc<ProposalRecord>]) -> Playbook {
    let mut whole = playbook.clone();
    for record in accepted {
        let rule = rule_of(record);
        if whole.keywords.rules.iter().any(|present| present.id == rule.id) {
            continue;
        }
        if let Some(answer) = &record.answer {
            let texts = BTreeMap::from([(whole.replies.language, answer.clone())]);
            whole.replies.keyword.insert(rule.id.clone(), texts);
        }
        whole.keywords.rules.push(rule);
    }
    whole
}

/// The engines of the playbook with what was accepted. An accepted rule that the playbook's limits leave no room for is left
/// out: a workspace that cannot be opened could not be mended either.
pub(super) fn engines_in_force(
    playbook: &Playbook,
    accepted: &[Arc<ProposalRecord>],
) -> Result<Engines, WorkspaceError> {
    if let Ok(engines) = Engines::new(&lay_over(playbook, accepted)) {
        return Ok(engines);
    }
    let mut engines = Engines::new(playbook)?;
    let mut kept = Vec::new();
    for record in accepted {
        kept.push(Arc::clone(record));
        match Engines::new(&lay_over(playbook, &kept)) {
            Ok(more) => engines = more,
            Err(_) => drop(kept.pop()),
        }
    }
    Ok(engines)
}
