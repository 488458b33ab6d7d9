//! What is told late of a customer's tags: it undoes nothing that was decided about them later.

use chrono::{DateTime, Utc};

use super::record::INSTANT;
use super::unit_of_work::UnitOfWork;
use super::{Workspace, WorkspaceError};
use crate::customer::{AppliedTag, Customer};
use crate::foundation::{CustomerId, EventKind, TagId};
use crate::store::StoreResult;
use crate::tag::{PersonsChoice, RemovedTag, TagAction};

impl Workspace {
    /// Whether something later stands against what a person decided about a tag: the tag was set since, a person set another
    /// one of its group, or took it away.
    pub(super) fn is_overtaken(
        &self,
        unit: &UnitOfWork<'_>,
        customer: &Customer,
        choice: &PersonsChoice<'_>,
        now: DateTime<Utc>,
    ) -> Result<bool, WorkspaceError> {
        if choice.at >= now {
            return Ok(false);
        }
        let engines = self.engines();
        let group = |tag: &TagId| engines.tag.place(tag).and_then(|(_, group)| group.map(str::to_owned));
        let own_group = group(choice.tag).filter(|_| choice.action == TagAction::Set);
        let stands = |applied: &AppliedTag| {
            let instead =
                || applied.rule.is_none() && own_group.is_some() && group(&applied.tag) == own_group;
            applied.set_at > choice.at && (applied.tag == *choice.tag || instead())
        };
        if customer.tags.iter().any(stands) {
            return Ok(true);
        }
        let removed = removed_since(unit, &customer.id, choice.at, now)?;
        Ok(choice.action == TagAction::Set && removed.iter().any(|(_, tag)| tag == choice.tag))
    }

    /// Takes tags away again that an event of `at` set and a person took away later. `before` is the customer without the event.
    pub(super) fn take_away_again(
        &self,
        unit: &mut UnitOfWork<'_>,
        before: &Customer,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let Some(present) = unit.customer(&before.id)? else { return Ok(()) };
        let is_new = |tag: &TagId| before.tag(tag).is_none() && present.tag(tag).is_some();
        if at >= now || !present.tags.iter().any(|applied| is_new(&applied.tag)) {
            return Ok(());
        }
        for (removed_at, tag) in removed_since(unit, &before.id, at, now)? {
            if is_new(&tag) {
                let choice =
                    PersonsChoice { agent: None, tag: &tag, action: TagAction::Remove, at: removed_at };
                self.change_tag_by_person(unit, &before.id, &choice, now)?;
            }
        }
        Ok(())
    }
}

/// The tags that people took away from a customer after an instant, and when.
fn removed_since(
    unit: &UnitOfWork<'_>,
    customer: &CustomerId,
    after: DateTime<Utc>,
    now: DateTime<Utc>,
) -> StoreResult<Vec<(DateTime<Utc>, TagId)>> {
    let removed =
        unit.events_of(customer, after + INSTANT, now)?.into_iter().filter_map(|event| match event.kind {
            EventKind::TagRemoved { tag, cause, agent } => {
                (agent.is_some() || RemovedTag::is_by_person(&cause)).then_some((event.at, tag))
            }
            _ => None,
        });
    Ok(removed.collect())
}
