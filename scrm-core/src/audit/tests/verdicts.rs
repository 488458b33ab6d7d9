use super::{asked, at, audit, audit_with, customer, named, replied, tagged};
use crate::audit::{
    AuditConfig, AuditError, AuditKind, BackupCheck, CheckId, CheckResult, Clock, Direction, Report,
    TagReview, Verdict, judge,
};
use crate::customer::{CustomerConfig, FieldName, FieldValue};
use crate::foundation::time::{Calendar, WeekdaySet};
use crate::foundation::{Coded, TagId};

use Verdict::{Fail, Pass, Watch};

fn check(report: &Report, id: CheckId) -> CheckResult {
    report.check(id).cloned().unwrap()
}

#[test]
fn both_sides_of_every_boundary() {
    for (target, tolerance, direction, cases) in [
        (95.0, 3.0, Direction::AtLeast, [(95.0, Pass), (94.99, Watch), (92.0, Watch), (91.99, Fail)]),
        (90.0, 5.0, Direction::AtLeast, [(90.0, Pass), (89.99, Watch), (85.0, Watch), (84.99, Fail)]),
        (80.0, 8.0, Direction::AtLeast, [(80.0, Pass), (79.99, Watch), (72.0, Watch), (71.99, Fail)]),
        (100.0, 0.0, Direction::AtLeast, [(100.0, Pass), (99.99, Fail), (99.0, Fail), (0.0, Fail)]),
        (15.0, 3.0, Direction::AtMost, [(15.0, Pass), (15.01, Watch), (18.0, Watch), (18.01, Fail)]),
        (40.0, 10.0, Direction::AtMost, [(40.0, Pass), (40.01, Watch), (50.0, Watch), (50.01, Fail)]),
    ] {
        for (value, verdict) in cases {
            assert_eq!(judge(value, target, tolerance, direction), verdict, "{value} against {target}");
        }
    }
    assert_eq!(judge(f64::NAN, 1.0, 1.0, Direction::AtLeast), Verdict::NoData);
    // 92 of 100 and 0.92 as a binary fraction are the same verdict.
    assert_eq!(judge(92.0 / 100.0 * 100.0, 95.0, 3.0, Direction::AtLeast), Watch);
}

/// One required field; `filled` of 100 customers have it.
fn completeness(filled: u32) -> CheckResult {
    let audit = audit_with(|_, customers| customers.completeness.required = vec![FieldName::Name]);
    let mut run = audit.begin(at(20, 10, 0));
    for number in 0..100 {
        let id = format!("c{number}");
        run.add_customer(&if number < filled {
            named(&id, "Анна Петрова")
        } else {
            customer(&id, &[])
        });
    }
    check(&run.finish(), CheckId::Completeness)
}

#[test]
fn completeness_is_judged_at_95_and_92() {
    for (filled, verdict) in [(96, Pass), (95, Pass), (94, Watch), (92, Watch), (91, Fail)] {
        assert_eq!(completeness(filled).verdict, verdict, "{filled} %");
    }
    let result = completeness(91);
    assert_eq!((result.sample, result.population, result.interval), (100, 100, None));
    assert_eq!(result.to_pass.map(|change| (change.count, change.of)), Some((4, 9)));
}

#[test]
fn completeness_looks_at_the_sample_only() {
    let audit = audit_with(|config, customers| {
        customers.completeness.required = vec![FieldName::Name];
        config.completeness.sample = 10;
    });
    let mut run = audit.begin(at(20, 10, 0));
    (0..200).for_each(|number| run.add_customer(&named(&format!("c{number}"), "王小明")));
    let report = run.finish();
    let result = check(&report, CheckId::Completeness);
    assert_eq!((result.sample, result.population), (10, 200));
    let interval = result.interval.unwrap();
    assert!(interval.low > 65.0 && interval.low < 80.0 && interval.high == 100.0, "{interval:?}");
    assert!(!result.is_certain(), "ten of ten may still be nine of ten");
    assert_eq!(report.customers.completeness, Some(100.0));
}

fn tag_accuracy(agreeing: u32, of: u32) -> CheckResult {
    let mut run = audit().begin(at(20, 10, 0));
    (0..20).for_each(|n| run.add_customer(&tagged(named(&format!("c{n}"), "Chen Yu"), "behaviour.quoted")));
    let sample = run.tag_sample();
    assert_eq!(sample.len(), 20);
    for number in 0..of {
        let customer = sample[number as usize % sample.len()].clone();
        let tag = TagId::new(format!("t{number}"));
        run.add_tag_review(TagReview { customer, tag, agrees: number < agreeing });
    }
    check(&run.finish(), CheckId::TagAccuracy)
}

#[test]
fn tag_accuracy_is_judged_at_90_and_85() {
    for (agreeing, verdict) in [(90, Pass), (89, Watch), (85, Watch), (84, Fail)] {
        assert_eq!(tag_accuracy(agreeing, 100).verdict, verdict, "{agreeing} %");
    }
    assert_eq!(tag_accuracy(0, 0).verdict, Verdict::NoData);
}

fn triggered(answered: u32, of: u32) -> Report {
    let mut run = audit().begin(at(20, 10, 0));
    for number in 0..of {
        let rule = (number < answered).then_some("price");
        let words = format!("question {number} of its own kind{}", "z".repeat(number as usize));
        run.add_message(&asked(&format!("m{number}"), &format!("v{number}"), &words, rule, at(10, 9, 0)));
    }
    run.finish()
}

#[test]
fn trigger_rate_is_judged_at_85_and_80() {
    for (answered, verdict) in [(85, Pass), (84, Watch), (80, Watch), (79, Fail)] {
        let result = check(&triggered(answered, 100), CheckId::TriggerRate);
        assert_eq!((result.verdict, result.sample), (verdict, 100), "{answered} %");
    }
}

#[test]
fn keyword_coverage_is_judged_at_80_and_72() {
    for (covered, verdict) in [(80, Pass), (79, Watch), (72, Watch), (71, Fail)] {
        let result = check(&triggered(covered, 100), CheckId::KeywordCoverage);
        assert_eq!((result.verdict, result.sample), (verdict, 100), "{covered} %");
    }
}

fn answered_after(seconds: i64, clock: Clock) -> CheckResult {
    let audit = audit_with(|config, _| config.response_time.measured_in = clock);
    let mut run = audit.begin(at(20, 10, 0));
    for number in 0..7_u32 {
        let (id, thread) = (format!("m{number}"), format!("v{number}"));
        run.add_message(&asked(&id, &thread, "चालान कब मिलेगा", None, at(10, 9, number)));
    }
    for number in 0..7_u32 {
        let (id, thread) = (format!("r{number}"), format!("v{number}"));
        let after = at(10, 9, number) + chrono::TimeDelta::seconds(seconds);
        run.add_message(&replied(&id, &thread, None, after));
    }
    check(&run.finish(), CheckId::ResponseTime)
}

#[test]
fn response_time_is_judged_at_15_and_18_minutes() {
    for (seconds, verdict) in [(900, Pass), (901, Watch), (1_080, Watch), (1_081, Fail)] {
        for clock in [Clock::Clock, Clock::Business] {
            let result = answered_after(seconds, clock);
            assert_eq!((result.verdict, result.sample), (verdict, 7), "{seconds} s");
        }
    }
    let result = answered_after(1_200, Clock::Clock);
    assert_eq!(result.value, Some(20.0));
    assert_eq!(result.to_pass.map(|change| (change.count, change.of)), Some((4, 7)));
}

#[test]
fn every_backup_must_be_intact() {
    for (broken, verdict) in [(0, Pass), (1, Fail)] {
        let mut run = audit().begin(at(20, 10, 0));
        for number in 0..100 {
            let backup = format!("b{number}");
            run.add_backup(BackupCheck { backup, at: at(10, 9, 0), intact: number >= broken });
        }
        assert_eq!(check(&run.finish(), CheckId::BackupIntegrity).verdict, verdict);
    }
}

#[test]
fn tag_share_is_judged_at_40_and_50() {
    for (with_tag, verdict) in [(40, Pass), (41, Watch), (50, Watch), (51, Fail)] {
        let mut run = audit().begin(at(20, 10, 0));
        for number in 0..100 {
            let customer = named(&format!("c{number}"), "محمد العلي");
            run.add_customer(&if number < with_tag { tagged(customer, "retail") } else { customer });
        }
        let report = run.finish();
        let result = check(&report, CheckId::TagShare);
        assert_eq!((result.verdict, result.sample, result.interval), (verdict, 100, None), "{with_tag} %");
        assert_eq!(result.to_pass.map_or(0, |change| change.count), with_tag - 40);
    }
}

#[test]
fn wrong_settings_are_named() {
    let field_of = |change: &dyn Fn(&mut AuditConfig)| {
        let mut config = AuditConfig::standard();
        change(&mut config);
        let error =
            crate::audit::Audit::new(&config, &CustomerConfig::standard(), Calendar::utc()).unwrap_err();
        assert!(crate::audit::ERRORS.iter().any(|entry| entry.code == error.code()), "{error}");
        error.field().unwrap()
    };
    assert_eq!(field_of(&|config| config.confidence = 1.0), "confidence");
    assert_eq!(field_of(&|config| config.tag_share.target = f64::NAN), "tag_share.target");
    assert_eq!(field_of(&|config| config.trigger_rate.tolerance = -1.0), "trigger_rate.tolerance");
    assert_eq!(field_of(&|config| config.response_time.target = -0.1), "response_time.target");
    assert_eq!(field_of(&|config| config.completeness.sample = 0), "completeness.sample");
    assert_eq!(field_of(&|config| config.seed.clear()), "seed");
    assert_eq!(field_of(&|config| config.schedule[0].weekdays = WeekdaySet::default()), "schedule[0]");
    assert_eq!(
        field_of(&|config| config.schedule[2].days_of_month = vec![32]),
        "schedule[2].days_of_month[0]"
    );
    let mut customers = CustomerConfig::standard();
    customers.completeness.required.clear();
    let error = crate::audit::Audit::new(&AuditConfig::standard(), &customers, Calendar::utc()).unwrap_err();
    assert_eq!(
        (error.code(), error.field().as_deref()),
        ("customer.config.invalid", Some("completeness.required"))
    );
    let mut config = AuditConfig::standard();
    config.schedule[1].weekdays = WeekdaySet::default();
    let error = crate::audit::Audit::new(&config, &CustomerConfig::standard(), Calendar::utc()).unwrap_err();
    assert_eq!(error, AuditError::NeverDue { field: "schedule[1]".to_owned() });
}

#[test]
fn the_schedule_is_the_standard_week_and_month() {
    use AuditKind::{FullCheck, KeywordWork, Review, Weekly};
    // Thursday, 1 January 2026.
    let next = audit().next_audits(at(1, 12, 0));
    assert_eq!(
        next,
        [
            (Weekly, at(5, 10, 0)),
            (FullCheck, at(5, 10, 0)),
            (Review, at(6, 10, 0)),
            (KeywordWork, at(7, 10, 0))
        ]
    );
    // Strictly after: the audit that runs now is not the next one.
    assert_eq!(audit().next_audits(at(5, 10, 0)).first(), Some(&(Review, at(6, 10, 0))));
    let last_day = audit_with(|config, _| {
        config.schedule.truncate(3);
        config.schedule.drain(..2);
        config.schedule[0].days_of_month = vec![31];
    });
    let february = chrono::TimeZone::with_ymd_and_hms(&chrono::Utc, 2026, 2, 28, 10, 0, 0).unwrap();
    assert_eq!(last_day.next_audits(at(31, 10, 0)), [(FullCheck, february)]);
}

#[test]
fn the_schedule_is_local_and_survives_a_skipped_hour() {
    let berlin = Calendar::utc().in_zone("Europe/Berlin").unwrap();
    let mut config = AuditConfig::standard();
    config.schedule.truncate(1);
    config.schedule[0].weekdays = WeekdaySet::WEEKEND;
    config.schedule[0].at = String::from("02:30").try_into().unwrap();
    let audit = crate::audit::Audit::new(&config, &CustomerConfig::standard(), berlin).unwrap();
    let march = |day, hour, minute| {
        chrono::TimeZone::with_ymd_and_hms(&chrono::Utc, 2026, 3, day, hour, minute, 0).unwrap()
    };
    assert_eq!(audit.next_audits(march(27, 0, 0)), [(AuditKind::Weekly, march(28, 1, 30))]);
    // On the 29th clocks skip 02:00 to 03:00: the audit runs at 03:30 local.
    assert_eq!(audit.next_audits(march(28, 12, 0)), [(AuditKind::Weekly, march(29, 1, 30))]);
}

#[test]
fn fields_are_of_every_kind() {
    let audit = audit_with(|_, customers| {
        customers.completeness.required =
            vec![FieldName::Name, FieldName::Products, FieldName::Custom("vat".into())];
    });
    let mut run = audit.begin(at(20, 10, 0));
    run.add_customer(&customer(
        "c1",
        &[
            (FieldName::Name, FieldValue::Text("प्रिया शर्मा".into())),
            (FieldName::Products, FieldValue::List(Vec::new())),
        ],
    ));
    let report = run.finish();
    let fields: Vec<&str> = report.customers.gaps.iter().map(|gap| gap.field.as_str()).collect();
    assert_eq!(fields, ["products", "vat"]);
}
