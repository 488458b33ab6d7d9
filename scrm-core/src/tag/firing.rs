//! What a tag's timer does when it fires: remind, prompt, end the tag, mark it overdue, ask again.

use chrono::{DateTime, Utc};

use super::lifecycle::Step;
use super::rules::{Run, about};
use super::taxonomy::{CompiledTag, planted};
use crate::customer::{AppliedTag, TagPhase};
use crate::foundation::{Effect, Notice, NoticeKind, Reason};
use crate::store::{Timer, TimerPurpose};

impl Run<'_> {
    pub(super) fn timer(&mut self, timer: &Timer) {
        if timer.purpose == (TimerPurpose::TagsDue {}) {
            self.tags_due(timer);
            return;
        }
        let Some((step, id)) = Step::of(timer) else {
            self.decision.reasons.push(Reason::new("tag.other_timer"));
            return;
        };
        let taxonomy = self.taxonomy;
        let Some(tag) = taxonomy.tag(id) else {
            self.decision.reasons.push(about("tag.unknown", id));
            return;
        };
        if timer.due > self.now && !planted("b2") {
            self.decision.reasons.push(about("tag.timer_early", id).with("due", timer.due));
            self.decision.effects.push(Effect::SetTimer { timer: timer.clone() });
            return;
        }
        let Some(applied) = self.customer.tag(id).cloned() else {
            self.decision.reasons.push(about("tag.gone", id));
            return;
        };
        match step {
            Step::Task | Step::Review => self.recur(step, tag, &applied, timer.due),
            _ => self.once(step, tag, &applied, timer.due),
        }
    }

    fn recur(&mut self, step: Step, tag: &CompiledTag, applied: &AppliedTag, due: DateTime<Utc>) {
        let calendar = &self.taxonomy.calendar;
        let Some(next) = tag.lifecycle.due(step, applied, calendar, self.now) else {
            self.decision.reasons.push(about("tag.timer_retired", &tag.id));
            return;
        };
        // A period that began anew counts from its new beginning.
        if due > applied.set_at {
            let (kind, code) = match step {
                Step::Task => (NoticeKind::TagPrompt, "tag.task_due"),
                _ => (NoticeKind::TagReview, "tag.review_due"),
            };
            self.notify(step, tag, kind, code, due, None);
        }
        let timer = step.timer(&self.customer.id, &tag.id, next);
        self.decision.effects.push(Effect::SetTimer { timer });
    }

    fn once(&mut self, step: Step, tag: &CompiledTag, applied: &AppliedTag, due: DateTime<Utc>) {
        let calendar = &self.taxonomy.calendar;
        let Some(expected) = tag.lifecycle.due(step, applied, calendar, self.now) else {
            self.decision.reasons.push(about("tag.timer_retired", &tag.id));
            return;
        };
        if expected > self.now {
            // The period began anew after this timer was set.
            let timer = step.timer(&self.customer.id, &tag.id, expected);
            self.decision.reasons.push(about("tag.timer_moved", &tag.id).with("due", expected));
            self.decision.effects.push(Effect::SetTimer { timer });
            return;
        }
        let end = tag.lifecycle.end(applied.set_at, calendar);
        match step {
            Step::Reminder => self.notify(step, tag, NoticeKind::TagReminder, "tag.ends_soon", due, end),
            Step::Prompt => self.notify(step, tag, NoticeKind::TagPrompt, "tag.action_due", due, end),
            _ if tag.lifecycle.expires_after.is_some() => self.remove(&tag.id, "tag.expired"),
            _ => {
                if let Some(applied) = self.customer.tags.iter_mut().find(|applied| applied.tag == tag.id) {
                    applied.phase = TagPhase::Overdue;
                }
                self.decision.value.overdue.push(tag.id.clone());
                self.notify(step, tag, NoticeKind::TagOverdue, "tag.overdue", due, None);
            }
        }
    }

    fn notify(
        &mut self,
        step: Step,
        tag: &CompiledTag,
        kind: NoticeKind,
        code: &'static str,
        due: DateTime<Utc>,
        deadline: Option<DateTime<Utc>>,
    ) {
        let reason = about(code, &tag.id).with("due", due);
        let notice = Notice {
            key: step.notice_key(&self.customer.id, &tag.id, due),
            kind,
            customer: self.customer.id.clone(),
            audience: self.taxonomy.audience.clone(),
            at: self.now,
            deadline,
            reason: reason.clone(),
        };
        self.decision.reasons.push(reason);
        self.decision.effects.push(Effect::Notify { notice });
    }
}
