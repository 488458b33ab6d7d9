//! What a step of a tag's life does when it is due: remind, prompt, end the tag, mark it overdue, ask again.

use chrono::{DateTime, Utc};

use super::lifecycle::TagStep;
use super::rules::{Run, about};
use super::taxonomy::CompiledTag;
use crate::customer::TagPhase;
use crate::foundation::{Effect, Notice, NoticeKind};

impl Run<'_> {
    pub(super) fn carry_out_step(&mut self, step: TagStep, tag: &CompiledTag, due: DateTime<Utc>) {
        let Some(applied) = self.customer.tag(&tag.id) else { return };
        let end = tag.lifecycle.end(applied.set_at, &self.taxonomy.calendar);
        match step {
            TagStep::Reminder => self.notify(step, tag, NoticeKind::TagReminder, "tag.ends_soon", due, end),
            TagStep::Prompt => self.notify(step, tag, NoticeKind::TagPrompt, "tag.action_due", due, end),
            TagStep::Task => self.notify(step, tag, NoticeKind::TagPrompt, "tag.task_due", due, None),
            TagStep::Review => self.notify(step, tag, NoticeKind::TagReview, "tag.review_due", due, None),
            TagStep::Expiry if tag.lifecycle.expires_after.is_some() => self.remove(&tag.id, "tag.expired"),
            TagStep::Expiry => {
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
        step: TagStep,
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
