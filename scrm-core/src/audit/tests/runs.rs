use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::{asked, at, audit, audit_with, customer, message, named, replied, tagged};
use crate::audit::{AuditRun, CheckId, DataNote, ImportFigures, RemedyAction, Report, TagReview, Verdict};
use crate::customer::{Customer, FieldName, FieldValue, Identifier, IdentifierKind, PriorityState};
use crate::desk::{Author, MessageRecord};
use crate::foundation::time::{Calendar, CalendarConfig};
use crate::foundation::{CustomerId, Event, EventId, EventKind, Reason, TagId};

fn event(id: &str, customer: &str, day: u32, kind: EventKind) -> Event {
    Event {
        v: 1,
        id: EventId::new(id),
        at: at(day, 9, 0),
        customer: Some(CustomerId::new(customer)),
        conversation: None,
        kind,
    }
}

fn remedy(report: &Report, check: CheckId) -> Vec<&RemedyAction> {
    report.remedies.iter().filter(|remedy| remedy.check == Some(check)).map(|remedy| &remedy.action).collect()
}

#[test]
fn an_empty_workspace_has_nothing_to_judge() {
    let report = audit().begin(at(20, 10, 0)).finish();
    assert_eq!(report.headline.no_data, 7);
    assert!(report.checks.iter().all(|check| check.verdict == Verdict::NoData && check.value.is_none()));
    assert!(report.customers.completeness.is_none());
    // The only thing to do is what does not need data.
    assert!(matches!(report.remedies.as_slice(), [only] if only.action == RemedyAction::SetUpBackups {}));
    assert_eq!(report.next_audits.len(), 4);
}

/// A mixed workspace; `order` permutes everything but the messages.
fn mixed(order: impl Fn(usize) -> usize) -> Report {
    let mut run = audit_with(|config, _| config.completeness.sample = 20).begin(at(20, 10, 0));
    let count = 60;
    for position in 0..count {
        let number = order(position) % count;
        let id = format!("c{number:02}");
        let mut one =
            if number.is_multiple_of(3) { customer(&id, &[]) } else { named(&id, "Анна Петрова") };
        if number.is_multiple_of(2) {
            one = tagged(one, "behaviour.quoted");
        }
        let date = NaiveDate::from_ymd_opt(2026, 1, 1 + u32::try_from(number % 9).unwrap()).unwrap();
        let field = crate::customer::Field {
            value: FieldValue::Date(date),
            source: "agent:mei".into(),
            at: at(1, 9, 0),
        };
        one.set_field(FieldName::LastFollowUp, field);
        one.priority = Some(PriorityState {
            level: u8::try_from(number % 3 + 1).unwrap(),
            score: f64::from(u32::try_from(number % 7).unwrap()) * 10.0,
            since: at(19, 9, 0),
            respond_by: at(20, 9, 0),
            responded_at: number.is_multiple_of(5).then(|| at(19, 10, 0)),
            reasons: vec![Reason::new("priority.test")],
        });
        run.add_customer(&one);
        run.add_event(&event(&format!("e{number}"), &id, 10, EventKind::QuoteSent { total: None }));
    }
    for customer in run.tag_sample() {
        let agrees = customer.as_str() != "c00";
        run.add_tag_review(TagReview { customer, tag: TagId::new("behaviour.quoted"), agrees });
    }
    feed_messages(&mut run);
    run.finish()
}

fn feed_messages(run: &mut AuditRun) {
    for number in 0..40_u32 {
        let thread = format!("v{:02}", number % 8);
        let rule = (number % 3 == 0).then_some("price");
        let asked_at = at(10 + number / 10, 9 + number % 10, 0);
        run.add_message(&asked(&format!("m{number:02}"), &thread, "多少錢可以打折嗎", rule, asked_at));
        if number % 4 != 3 {
            let after = asked_at + TimeDelta::minutes(i64::from(number));
            run.add_message(&replied(&format!("r{number:02}"), &thread, rule, after));
        }
    }
}

#[test]
fn the_order_of_customers_and_events_does_not_matter() {
    let forwards = mixed(|position| position);
    assert_eq!(forwards, mixed(|position| 59 - position));
    assert_eq!(forwards, mixed(|position| position * 7));
    assert_eq!(forwards.to_html(), mixed(|position| position * 11).to_html());
    assert_eq!(forwards.funnel.quoted, 60);
    // Overdue ones of equal score stand in the order of their ids.
    let queue: Vec<&str> = forwards.priorities.queue.iter().map(|row| row.customer.as_str()).collect();
    assert_eq!(queue, ["c06", "c13", "c27", "c34", "c41", "c48", "c12", "c19", "c26", "c33"]);
}

#[test]
fn whoever_has_no_name_is_told_apart_by_an_identifier() {
    let queued = |mut one: Customer| {
        let since = at(19, 9, 0);
        let reasons = Vec::new();
        let respond_by = at(20, 9, 0);
        one.priority =
            Some(PriorityState { level: 1, score: 0.0, since, respond_by, responded_at: None, reasons });
        one
    };
    let mut run = audit().begin(at(20, 10, 0));
    let mut with_number = customer("c2", &[]);
    let kind = IdentifierKind::WhatsappId;
    let number = Identifier::from_raw(&kind, "886912345456", "TW", "message", at(19, 9, 0)).unwrap();
    with_number.identifiers.push(number);
    for one in [named("c1", "林美玲"), with_number, customer("c3", &[])] {
        run.add_customer(&queued(one));
    }
    let report = run.finish();
    let names: Vec<&str> = report.priorities.queue.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["林***", "8869***456", ""]);
}

#[test]
fn the_report_survives_json() {
    let report = mixed(|position| position);
    let text = serde_json::to_string(&report).unwrap();
    assert!(text.starts_with(r#"{"v":1,"#));
    let back: Report = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&back).unwrap(), text);
    // Stored reports of later versions may say more.
    let more = text.replacen(r#""v":1,"#, r#""v":1,"later":true,"#, 1);
    assert!(serde_json::from_str::<Report>(&more).is_ok());
}

#[test]
fn messages_sent_one_after_the_other_are_answered_together() {
    let mut run = audit().begin(at(20, 10, 0));
    run.add_message(&asked("m1", "v1", "hello", None, at(10, 9, 0)));
    run.add_message(&asked("m2", "v1", "what does the vase cost", Some("price"), at(10, 9, 1)));
    run.add_message(&replied("r1", "v1", Some("price"), at(10, 9, 1)));
    // Two minutes later is another question.
    run.add_message(&asked("m3", "v1", "and can it be engraved", None, at(10, 9, 3)));
    let report = run.finish();
    assert_eq!(report.questions.answerable, 3);
    assert_eq!(report.check(CheckId::TriggerRate).unwrap().value, Some(66.6667));
    assert_eq!((report.questions.covered, report.questions.uncovered), (2, 1));
    assert_eq!(report.questions.groups[0].message.as_str(), "m3");
}

#[test]
fn notices_are_no_answers() {
    let mut run = audit().begin(at(20, 10, 0));
    for (number, rule) in
        (0..).zip(["price", "reply.welcome", "reply.fallback", "reply.away", "reply.human_request"])
    {
        let (id, thread) = (format!("m{number}"), format!("v{number}"));
        run.add_message(&asked(&id, &thread, "когда привезут заказ", Some(rule), at(10, 9, number)));
    }
    for (number, rule) in
        (0..).zip(["price", "reply.welcome", "reply.fallback", "reply.away", "reply.human_request"])
    {
        run.add_message(&replied(&format!("r{number}"), &format!("v{number}"), Some(rule), at(10, 10, 0)));
    }
    let report = run.finish();
    // Answered: price and welcome. Not answered: fallback. Left out: the away notice and the hand-over.
    assert_eq!(report.check(CheckId::TriggerRate).unwrap().sample, 3);
    assert_eq!((report.questions.covered, report.questions.uncovered), (1, 1));
    assert_eq!(report.conversations.response.clock.count, 2);
    assert_eq!(report.conversations.waiting_now, 3);
    assert_eq!(report.conversations.answered_by.nobody, 3);
    assert!(report.notes.contains(&DataNote::StillWaiting { waits: 3 }));
}

#[test]
fn who_still_waits_longer_than_the_target_counts_with_the_time_so_far() {
    let live = |message: MessageRecord| MessageRecord {
        reasons: vec![Reason::new("reply.fallback")].into(),
        ..message
    };
    let check = |threads: u32, answered: bool| {
        let mut run = audit().begin(at(20, 10, 0));
        for thread in 0..threads {
            let id = format!("v{thread}");
            run.add_message(&live(asked(&format!("m{thread}"), &id, "operator", None, at(15, 10, thread))));
        }
        if answered {
            run.add_message(&replied("r", "v0", None, at(15, 10, 5)));
        }
        let thanks = MessageRecord {
            reasons: vec![Reason::new("reply.courtesy")].into(),
            ..asked("t", "v0", "ok, thank you", None, at(15, 10, 6))
        };
        run.add_message(&thanks);
        run.finish()
    };
    let report = check(4, true);
    let judged = report.check(CheckId::ResponseTime).unwrap();
    assert_eq!((judged.verdict, judged.sample), (Verdict::Fail, 4), "{judged:?}");
    assert_eq!(report.conversations.response.clock.count, 1, "nobody else was answered");
    let answered_by = report.conversations.answered_by;
    assert_eq!((answered_by.person, answered_by.nobody, answered_by.not_needed), (1, 3, 1));
    assert!(
        report.to_markdown().contains("5 messages from customers")
            && report.to_markdown().contains("1 needed no answer")
    );
    let nobody = check(2, false);
    assert_eq!(nobody.check(CheckId::ResponseTime).unwrap().verdict, Verdict::Fail);
    assert_eq!(
        check(1, true).check(CheckId::ResponseTime).unwrap().verdict,
        Verdict::Pass,
        "thanks wait for nothing"
    );
    // Whoever asked a moment ago may still be answered in time, and imported history waits for nobody.
    let mut run = audit().begin(at(20, 10, 0));
    run.add_message(&asked("old", "v0", "operator", None, at(15, 10, 0)));
    run.add_message(&live(asked("new", "v1", "operator", None, at(20, 9, 59))));
    assert_eq!(run.finish().check(CheckId::ResponseTime).unwrap().verdict, Verdict::NoData);
}

#[test]
fn questions_in_other_words_are_one_type_in_every_script() {
    let mut run = audit().begin(at(20, 10, 0));
    let asked_so = [
        "можно вернуть вазу если разбилась",
        "Можно вернуть вазу, если она разбилась?",
        "可以開三聯式發票嗎",
        "請問可以開三聯式發票嗎？",
        "هل يمكن الدفع عند الاستلام",
        "هل يمكن الدفع عند الاستلام؟؟",
        "क्या उपहार पैकिंग मिलेगी",
        "क्या उपहार पैकिंग मिलेगी?",
        "ok",
        "👍",
    ];
    for (number, words) in (0..).zip(asked_so) {
        let (id, thread) = (format!("m{number}"), format!("v{number}"));
        run.add_message(&asked(&id, &thread, words, None, at(10, 9, number)));
    }
    let report = run.finish();
    assert_eq!(report.questions.uncovered_types, 4);
    assert!(report.questions.groups.iter().all(|group| group.messages == 2), "{:?}", report.questions.groups);
    assert_eq!(report.questions.too_short, 2);
    assert_eq!(report.conversations.waiting_now, 9, "a thumbs-up waits for nothing");
}

#[test]
fn types_beyond_the_limit_count_together() {
    let mut run = audit_with(|config, _| config.keyword_coverage.max_groups = 2).begin(at(20, 10, 0));
    for (number, words) in (0..).zip(["alpha one", "beta two", "gamma three", "delta four", "alpha one"]) {
        run.add_message(&asked(&format!("m{number}"), &format!("v{number}"), words, None, at(10, 9, number)));
    }
    let report = run.finish();
    assert_eq!((report.questions.uncovered, report.questions.uncovered_types), (5, 3));
    assert!(report.notes.contains(&DataNote::TypesCut { messages: 2 }));
}

#[test]
fn people_and_rules_are_measured_apart_in_both_clocks() {
    let calendar = Calendar::new(&CalendarConfig::standard()).unwrap();
    let customers = crate::customer::CustomerConfig::standard();
    let audit =
        crate::audit::Audit::new(&crate::audit::AuditConfig::standard(), &customers, calendar).unwrap();
    let mut run = audit.begin(at(20, 10, 0));
    // Friday the 9th, 17:30 in Taipei; answered on Monday at 09:30 after half an hour of business each.
    run.add_message(&asked("m1", "v1", "Is it in stock?", None, at(9, 9, 30)));
    run.add_message(&asked("m2", "v2", "price?", Some("price"), at(9, 9, 31)));
    run.add_message(&replied("r2", "v2", Some("price"), at(9, 9, 32)));
    run.add_message(&replied("r1", "v1", None, at(12, 1, 30)));
    let report = run.finish();
    let talks = &report.conversations;
    assert_eq!(talks.response_by_rules.clock.median, Some(60.0));
    assert_eq!(talks.response_by_people.clock.median, Some(230_400.0));
    assert_eq!(talks.response_by_people.business.median, Some(3_600.0));
    assert_eq!(talks.response.clock.count, 2);
    assert_eq!(talks.hours[4][17], 2, "Friday, five in the afternoon");
    assert_eq!(talks.days[0].date.to_string(), "2026-01-09");
    assert_eq!((talks.days[0].messages.rule, talks.days[0].messages.person), (1, 1));
    assert_eq!(talks.wait_classes.iter().map(|class| class.rule + class.person).sum::<u64>(), 2);
}

#[test]
fn only_the_window_counts() {
    let mut run = audit_with(|config, _| config.window = "7d".parse().unwrap()).begin(at(20, 10, 0));
    run.add_message(&asked("m1", "v1", "long ago", None, at(13, 9, 59)));
    run.add_message(&asked("m2", "v2", "just inside", None, at(13, 10, 0)));
    run.add_message(&asked("m3", "v3", "from tomorrow", None, at(21, 10, 0)));
    run.add_message(&message("m4", "v2", Author::Customer, "earlier than the last", at(15, 10, 0)));
    run.add_message(&message("m5", "v2", Author::Customer, "out of order", at(14, 10, 0)));
    run.add_event(&event("e1", "c1", 12, EventKind::CustomerMerged { absorbed: CustomerId::new("c9") }));
    run.add_event(&event("e2", "c1", 15, EventKind::CustomerMerged { absorbed: CustomerId::new("c8") }));
    run.add_event(&event("e3", "c1", 15, EventKind::ConsentWithdrawn { purpose: None, channel: None }));
    run.add_event(&event("e4", "c1", 16, EventKind::ConsentWithdrawn { purpose: None, channel: None }));
    run.add_import(ImportFigures {
        source: "b.csv".to_owned(),
        at: at(2, 9, 0),
        rows: 3,
        created: 1,
        merged: 1,
        unchanged: 0,
        rejected: 1,
    });
    let report = run.finish();
    assert_eq!(report.conversations.incoming, 3);
    assert_eq!(report.funnel.inquired, 1);
    assert_eq!((report.customers.merged, report.customers.opt_outs), (1, 1));
    assert_eq!(report.imports.len(), 1);
    assert!(report.notes.contains(&DataNote::OutsideWindow { messages: 2 }));
    assert!(report.notes.contains(&DataNote::OutOfOrder { messages: 1 }));
}

#[test]
fn the_tag_sample_is_quoted_then_followed_up_then_filled() {
    let mut run = audit().begin(at(20, 10, 0));
    let follow_up = |day| (FieldName::LastFollowUp, FieldValue::Date(at(day, 0, 0).date_naive()));
    for number in 0..40 {
        run.add_customer(&tagged(customer(&format!("q{number}"), &[]), "behaviour.quoted"));
    }
    for number in 0..12_u32 {
        run.add_customer(&tagged(customer(&format!("f{number:02}"), &[follow_up(1 + number)]), "retail"));
    }
    (0..40).for_each(|number| run.add_customer(&customer(&format!("n{number}"), &[])));
    let sample = run.tag_sample();
    let count = |first: char| sample.iter().filter(|id| id.as_str().starts_with(first)).count();
    assert_eq!((sample.len(), count('q'), count('f'), count('n')), (30, 20, 10, 0));
    assert!(!sample.contains(&CustomerId::new("f00")) && sample.contains(&CustomerId::new("f11")));
    run.add_tag_review(TagReview { customer: "f11".into(), tag: "retail".into(), agrees: false });
    run.add_tag_review(TagReview { customer: "f11".into(), tag: "retail".into(), agrees: true });
    run.add_tag_review(TagReview { customer: "f00".into(), tag: "retail".into(), agrees: false });
    let report = run.finish();
    let check = report.check(CheckId::TagAccuracy).unwrap();
    assert_eq!((check.value, check.sample), (Some(100.0), 1));
    assert!(report.notes.contains(&DataNote::ReviewsOutsideSample { reviews: 1 }));
}

#[test]
fn gaps_are_filled_in_four_business_hours_and_planned_at_thirty_percent() {
    let calendar = Calendar::new(&CalendarConfig::standard()).unwrap();
    let mut config = crate::audit::AuditConfig::standard();
    config.completeness.sample = 10;
    let mut customers = crate::customer::CustomerConfig::standard();
    customers.completeness.required = vec![FieldName::Name];
    let audit = crate::audit::Audit::new(&config, &customers, calendar.clone()).unwrap();
    // Friday, 16:00 in Taipei: two hours are left.
    let now = at(9, 8, 0);
    let mut run = audit.begin(now);
    (0..21).for_each(|number| run.add_customer(&customer(&format!("c{number}"), &[])));
    let report = run.finish();
    let [fill, plan] = remedy(&report, CheckId::Completeness)[..] else { panic!("{:?}", report.remedies) };
    assert!(matches!(fill, RemedyAction::FillGaps { gaps: 10, customers: 10, .. }), "{fill:?}");
    assert!(matches!(plan, RemedyAction::PlanGaps { gaps: 21, per_day: 7, .. }), "{plan:?}");
    let deadline = |position: usize| calendar.to_local(report.remedies[position].deadline).to_string();
    assert_eq!(report.remedies[0].owner, "customer_owner");
    assert_eq!(deadline(0), "2026-01-12 11:00:00");
    assert_eq!(deadline(1), "2026-01-12 16:00:00");
}

fn trigger_report(day: u32, past: &[Report]) -> Report {
    let mut run = audit().begin(at(day, 10, 0));
    past.iter().for_each(|report| run.add_past_report(report));
    run.add_message(&asked("m1", "v1", "nobody knows", None, at(2, 9, 0)));
    run.finish()
}

#[test]
fn keywords_are_added_after_two_weeks_under_target() {
    let first = trigger_report(5, &[]);
    assert!(remedy(&first, CheckId::TriggerRate).is_empty(), "once is not two weeks");
    let later = trigger_report(18, std::slice::from_ref(&first));
    assert!(remedy(&later, CheckId::TriggerRate).is_empty(), "thirteen days are not two weeks");
    let due = trigger_report(19, &[later.clone(), first.clone()]);
    let actions = remedy(&due, CheckId::TriggerRate);
    assert!(
        matches!(
            actions[..],
            [RemedyAction::AddKeywords { at_least: 5, at_most: 10, unanswered: 1, days_under_target: 14 }]
        ),
        "{actions:?}"
    );
    assert_eq!(due.check(CheckId::TriggerRate).unwrap().past.len(), 2);
    // A pass in between begins the count anew.
    let mut good = later;
    for check in &mut good.checks {
        check.verdict = Verdict::Pass;
    }
    assert!(remedy(&trigger_report(19, &[first.clone(), good]), CheckId::TriggerRate).is_empty());
    // Another definition is another figure, and the future is no past.
    let mut other = first.clone();
    other.checks.iter_mut().for_each(|check| check.definition.push('x'));
    assert!(trigger_report(19, &[other]).check(CheckId::TriggerRate).unwrap().past.is_empty());
    assert!(trigger_report(5, &[first]).check(CheckId::TriggerRate).unwrap().past.is_empty());
}

#[test]
fn the_other_remedies_name_their_numbers() {
    let mut run = audit().begin(at(20, 10, 0));
    for number in 0..10 {
        run.add_customer(&tagged(named(&format!("c{number}"), "Chen Yu"), "behaviour.quoted"));
        let tag = TagId::new("behaviour.quoted");
        run.add_tag_review(TagReview { customer: format!("c{number}").into(), tag, agrees: number > 4 });
    }
    for number in 0..8 {
        let thread = format!("v{number}");
        run.add_message(&asked(&format!("m{number}"), &thread, "where is it", None, at(10, 9, number)));
    }
    for number in 0..8 {
        run.add_message(&replied(&format!("r{number}"), &format!("v{number}"), None, at(10, 12, 0)));
    }
    let report = run.finish();
    assert!(matches!(
        remedy(&report, CheckId::TagAccuracy)[..],
        [RemedyAction::MendTags { wrong: 5, reviewed: 10, .. }]
    ));
    assert!(matches!(
        remedy(&report, CheckId::KeywordCoverage)[..],
        [RemedyAction::WidenCoverage { at_least: 15, at_most: 20, types: 1, messages: 8, .. }]
    ));
    let [RemedyAction::PlanStaffing { long_waits: 8, hours }] = remedy(&report, CheckId::ResponseTime)[..]
    else {
        panic!("{:?}", report.remedies)
    };
    // The 10th of January 2026 is a Saturday.
    assert_eq!((hours[0].weekday, hours[0].hour, hours[0].count), (5, 9, 8));
    assert!(matches!(remedy(&report, CheckId::TagShare)[..], [RemedyAction::SplitTag { customers: 10, .. }]));
    let mend = report.remedies.iter().find(|remedy| remedy.check == Some(CheckId::TagAccuracy)).unwrap();
    assert_eq!(mend.deadline, at(22, 10, 0));
    let verdicts: Vec<Verdict> = report.remedies.iter().map(|remedy| remedy.verdict).collect();
    assert!(verdicts.windows(2).all(|pair| pair[0] != Verdict::NoData || pair[1] == Verdict::NoData));
}

#[test]
fn notices_and_the_outbox_are_counted_by_kind_and_state() {
    use crate::customer::IdentifierKey;
    use crate::foundation::{Notice, NoticeKind};
    use crate::transport::{
        Channel, MessageBody, OnUnknown, OutboxMessage, OutboxState, OutgoingMessage, SendFailure,
    };
    let mut run = audit().begin(at(20, 10, 0));
    for (number, day) in [(1, 10), (2, 11), (3, 1)] {
        run.add_notice(&Notice {
            key: format!("n{number}"),
            kind: NoticeKind::HandOver,
            customer: "c1".into(),
            audience: "support".to_owned(),
            at: at(day, 9, 0) - TimeDelta::days(if day == 1 { 30 } else { 0 }),
            deadline: None,
            reason: Reason::new("reply.asked_for_a_person"),
        });
    }
    let failure =
        SendFailure { code: "131026".to_owned(), retryable: false, retry_after: None, opted_out: false };
    let states = [
        OutboxState::Pending,
        OutboxState::Sent { at: at(2, 9, 0), external_id: None },
        OutboxState::Sent { at: at(3, 9, 0), external_id: None },
        OutboxState::Failed { at: at(2, 9, 0), failure },
    ];
    for (number, state) in (0..).zip(states) {
        let message = OutgoingMessage {
            id: format!("o{number}").into(),
            customer: "c1".into(),
            conversation: "v1".into(),
            channel: Channel::Whatsapp,
            account: "main".into(),
            to: IdentifierKey::from_stored("tel:+886912000456"),
            body: MessageBody::text("…"),
            purpose: crate::trust::consent::Purpose::Service,
            rule: "price".into(),
            not_before: at(2, 9, 0),
            expires_at: None,
            on_unknown: OnUnknown::Park,
            answers: Vec::new(),
        };
        run.add_outbox(&OutboxMessage {
            v: 1,
            message,
            state,
            created_at: at(2, 9, 0),
            due: None,
            attempts: 0,
            generation: 0,
            message_record: None,
            taken_back: None,
        });
    }
    let report = run.finish();
    assert_eq!(report.conversations.notices.get("hand_over"), Some(&2));
    assert_eq!(report.outbox.states.get("sent"), Some(&2));
    assert_eq!(report.outbox.states.get("failed"), Some(&1));
    assert_eq!(report.outbox.failures.get("131026"), Some(&1));
}

#[test]
fn archived_and_merged_customers_do_not_count() {
    let mut run = audit().begin(at(20, 10, 0));
    let archived = Customer { archived_at: Some(at(2, 9, 0)), ..named("c1", "王小明") };
    let merged = Customer {
        merged_into: Some(("c3".into(), crate::foundation::MergeId::new("g"))),
        ..named("c2", "王小明")
    };
    run.add_customer(&archived);
    run.add_customer(&merged);
    let report = run.finish();
    assert_eq!((report.customers.active, report.customers.archived), (0, 1));
    assert_eq!(report.check(CheckId::Completeness).unwrap().verdict, Verdict::NoData);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_is_said_is_counted_once_and_shown(
        words in prop::collection::vec(("\\PC{0,20}", 0_u32..6, 0_i64..50_000, 0_u8..5), 0..40),
    ) {
        let mut words = words;
        words.sort_by_key(|(_, _, minute, _)| *minute);
        let mut run = audit().begin(at(28, 10, 0));
        let (mut incoming, mut outgoing) = (0, 0);
        for (number, (text, thread, minute, kind)) in words.iter().enumerate() {
            let (id, thread) = (format!("m{number}"), format!("v{thread}"));
            let sent = at(1, 0, 0) + TimeDelta::minutes(*minute);
            let record = match kind {
                0 => asked(&id, &thread, text, Some("price"), sent),
                1 => asked(&id, &thread, text, None, sent),
                2 => message(&id, &thread, Author::Customer, text, sent),
                3 => replied(&id, &thread, Some("price"), sent),
                _ => replied(&id, &thread, None, sent),
            };
            if sent <= at(28, 10, 0) {
                if *kind < 3 { incoming += 1 } else { outgoing += 1 }
            }
            run.add_message(&record);
        }
        let report = run.finish();
        let talks = &report.conversations;
        prop_assert_eq!(talks.incoming, incoming);
        prop_assert_eq!(talks.by_people + talks.by_engine, outgoing);
        prop_assert_eq!(talks.hours.iter().flatten().sum::<u64>(), incoming);
        prop_assert_eq!(talks.answered_by.total(), incoming);
        let questions = &report.questions;
        prop_assert_eq!(questions.covered + questions.uncovered + questions.too_short, questions.answerable);
        for text in [report.to_html(), report.to_markdown(), report.to_terminal()] {
            prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{}", text);
        }
    }
}
