//! The audit over everything the store holds.

use chrono::{DateTime, TimeDelta, Utc};

use super::order_book::OrderBook;
use super::pages::visit_pages;
use super::record::INSTANT;
use super::{Workspace, WorkspaceError};
use crate::audit::{AuditRun, ImportFigures, Report, TagReview};
use crate::customer::{Customer, follow_up_due};
use crate::desk::MessageRecord;
use crate::foundation::CustomerId;
use crate::store::Page;
use crate::tag::TagTrigger;
use crate::transport::OutboxMessage;

/// Rows read at once.
const PAGE: usize = 2_000;

/// Where the figures of past imports are kept.
pub(super) const IMPORTS: &str = "audit.imports";

/// Where the report before this one is kept: two weeks under target ask for more than one.
const LAST_REPORTS: &str = "audit.reports";

/// Imports and reports remembered.
pub(super) const REMEMBERED: usize = 12;

/// Half an hour less than a week: a report of last Monday counts as last week's, one of this morning does
/// not.
const REPORT_INTERVAL: TimeDelta = TimeDelta::minutes(7 * 24 * 60 - 30);

impl Workspace {
    /// Checks the workspace over the window of the playbook that ends at `now`: what is good, what is not,
    /// what to do, by whom and until when. Reads everything once; changes nothing.
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] where the store fails.
    pub fn audit(&self, now: DateTime<Utc>) -> Result<Report, WorkspaceError> {
        let engines = self.engines();
        let mut run = engines.audit.begin(now);
        run.set_workspace(engines.workspace());
        run.name_tags(engines.tag_names().clone());
        run.score_queue_by(&engines.priority);
        let mut orders = OrderBook::new(&engines, self.absorbed()?);
        self.visit_customers(|customer| {
            run.add_customer(customer);
            orders.add_customer(customer);
        })?;
        let from = run.window().from;
        // What happened at `now` itself belongs to the audit.
        let to = now + INSTANT;
        self.visit_outbox(|message| run.add_outbox(message))?;
        let mut replies = engines.reply.health(from, now);
        self.visit_messages(from, now, |message| {
            run.add_message(message);
            replies.add(message);
        })?;
        run.set_reply_health(replies.finish());
        self.read_events(&mut run, &mut orders, now)?;
        run.set_value(orders.figures(now));
        run.set_newly_at_risk(orders.newly_at_risk(self, from, now)?);
        for notice in self.store.list_notices(from, to, usize::MAX)? {
            run.add_notice(&notice);
        }
        let open = self.open_reviews()?;
        run.set_duplicates_in_review(open.len() as u64);
        open.iter().for_each(|pair| run.add_possible_duplicate(pair));
        for figures in self.remembered::<ImportFigures>(IMPORTS)? {
            run.add_import(figures);
        }
        for report in self.remembered::<Report>(LAST_REPORTS)? {
            run.add_past_report(&report);
        }
        self.review_tags(&mut run, now)?;
        Ok(run.finish())
    }

    /// The [`audit`](Self::audit), remembered: a check that stays under its target for two weeks asks for
    /// more than one that slipped once.
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] and [`WorkspaceError::Contended`] where the store fails.
    pub fn report(&self, now: DateTime<Utc>) -> Result<Report, WorkspaceError> {
        let report = self.audit(now)?;
        let mut past = self.remembered::<Report>(LAST_REPORTS)?;
        if past.last().is_none_or(|last| now - last.at >= REPORT_INTERVAL) {
            past.push(report.clone());
            self.remember(LAST_REPORTS, past, now)?;
        }
        Ok(report)
    }

    /// Customers whom nobody has followed up for longer than the playbook allows.
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] where the store fails.
    pub fn follow_ups_due(&self, now: DateTime<Utc>) -> Result<Vec<CustomerId>, WorkspaceError> {
        let mut due = Vec::new();
        let engines = self.engines();
        self.visit_customers(|customer| {
            if follow_up_due(customer, None, engines.follow_up(), &engines.calendar, now).value {
                due.push(customer.id.clone());
            }
        })?;
        Ok(due)
    }

    /// Calls `visit` with every message from `from` to `now`, in the order of their times.
    pub(super) fn visit_messages(
        &self,
        from: DateTime<Utc>,
        now: DateTime<Utc>,
        mut visit: impl FnMut(&MessageRecord),
    ) -> Result<(), WorkspaceError> {
        visit_pages(
            PAGE,
            |after| self.store.list_messages(from, now + INSTANT, &page(after)),
            |stored| (stored.value.at, stored.value.id.to_string()),
            |stored| visit(&stored.value),
        )
    }

    /// Reads the events of the window, and orders as far back as they count.
    fn read_events(
        &self,
        run: &mut AuditRun,
        orders: &mut OrderBook<'_>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let engines = self.engines();
        let (window, to) = (run.window(), now + INSTANT);
        let from = engines.calendar.subtract(now, engines.audit.value_rules().look_back).min(window.from);
        visit_pages(
            PAGE,
            |after| self.store.list_events(from, to, &page(after)),
            |event| (event.at, event.id.to_string()),
            |event| {
                orders.add_event(&event);
                if event.at >= window.from {
                    run.add_event(&event);
                }
            },
        )
    }

    /// Calls `visit` with every message of the outbox.
    pub(super) fn visit_outbox(&self, mut visit: impl FnMut(&OutboxMessage)) -> Result<(), WorkspaceError> {
        visit_pages(
            PAGE,
            |after| self.store.list_outbox(after, PAGE),
            |stored| stored.value.message.id.clone(),
            |stored| visit(&stored.value),
        )
    }

    /// Looks at the sampled customers' tags again: a tag is right where its rule still holds, and one that is
    /// missing although its rule holds is wrong.
    fn review_tags(&self, run: &mut AuditRun, now: DateTime<Utc>) -> Result<(), WorkspaceError> {
        let sample = run.tag_sample();
        for stored in self.store.customers(&sample)?.into_iter().flatten() {
            self.tag_reviews(&stored.value, now).into_iter().for_each(|review| run.add_tag_review(review));
        }
        Ok(())
    }

    fn tag_reviews(&self, customer: &Customer, now: DateTime<Utc>) -> Vec<TagReview> {
        let mut again = customer.clone();
        let changes = self.engines().tag.refresh(&mut again, TagTrigger::Imported, now).value;
        let review = |tag: &crate::foundation::TagId, agrees| TagReview {
            customer: customer.id.clone(),
            tag: tag.clone(),
            agrees,
        };
        let kept = customer
            .tags
            .iter()
            .map(|applied| review(&applied.tag, changes.removed.iter().all(|gone| gone.tag != applied.tag)));
        // What a person took away is missing on purpose.
        let missing = changes.set.iter().filter(|tag| !customer.tags_taken.contains(tag));
        kept.chain(missing.map(|tag| review(tag, false))).collect()
    }

    /// A list that is kept as one setting; unreadable content counts as none.
    pub(super) fn remembered<T: serde::de::DeserializeOwned>(
        &self,
        key: &str,
    ) -> Result<Vec<T>, WorkspaceError> {
        let text = self.store.setting(key)?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// Keeps the newest of a list as one setting.
    pub(super) fn remember<T: serde::Serialize>(
        &self,
        key: &str,
        mut list: Vec<T>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let surplus = list.len().saturating_sub(REMEMBERED);
        list.drain(..surplus);
        let text = serde_json::to_string(&list).unwrap_or_default();
        self.commit_decided(now, |unit| {
            unit.set_setting(key, text.clone());
            Ok(())
        })
    }
}

fn page(after: Option<&(DateTime<Utc>, String)>) -> Page {
    Page { after: after.cloned(), limit: PAGE }
}
