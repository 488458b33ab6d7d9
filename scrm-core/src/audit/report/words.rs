//! The report's sentences in English. Everything that the views say is worded here, from data alone, so
//! that another language is another file.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::Report;
use crate::audit::check::{ChangeUnit, CheckId, CheckResult, Counted, Direction, Unit, Verdict};
use crate::audit::config::AuditKind;
use crate::audit::remedy::{BusyHour, Remedy, RemedyAction};
use crate::customer::Stage;
use crate::foundation::{CustomerId, Reason};
use crate::reply::RewriteRemedy;
use crate::value::RfmClass;

use super::DataNote;

pub(crate) const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A check's short name.
pub(crate) const fn check_title(check: CheckId) -> &'static str {
    match check {
        CheckId::Completeness => "Complete customer records",
        CheckId::TagAccuracy => "Right tags",
        CheckId::TriggerRate => "Answered by a rule",
        CheckId::KeywordCoverage => "Questions with a rule",
        CheckId::ResponseTime => "Waiting for an answer",
        CheckId::BackupIntegrity => "Sound backups",
        CheckId::TagShare => "Largest tag",
    }
}

/// How a check is measured, with its numbers.
pub(crate) fn definition(check: CheckId) -> &'static str {
    match check {
        CheckId::Completeness => {
            "Required fields with a valid value, as a share of all required fields of customers drawn at \
             random. The interval allows for the fields of one customer hanging together."
        }
        CheckId::TagAccuracy => {
            "Tags that agree with a fresh evaluation of their rule, or with what a person found, among the \
             tags of quoted customers drawn at random and of the customers followed up last."
        }
        CheckId::TriggerRate => {
            "Messages answered by a rule, as a share of the messages that a rule was allowed to answer. \
             Messages sent one after the other are answered together. A fallback is no answer; messages met \
             by an away notice or handed to a person are left out."
        }
        CheckId::KeywordCoverage => {
            "Messages whose type of question has a keyword rule, as a share of all questions. Questions \
             without a rule are put together by similar wording. Left out: messages too short to be \
             questions, and those met by a welcome or an away notice before keywords were looked at."
        }
        CheckId::ResponseTime => {
            "Time from a customer's first unanswered message to the first answer of a person or a rule, in \
             the median. Away notices, fallbacks and hand-overs do not end the waiting; of waits that are not over \
             those longer than the target count with the time waited so far."
        }
        CheckId::BackupIntegrity => "Backups that passed their verification, as a share of those verified.",
        CheckId::TagShare => {
            "Customers that carry the most used tag, as a share of all active customers. A tag that nearly \
             everybody carries tells nobody apart."
        }
    }
}

pub(crate) const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "Good",
        Verdict::Watch => "Watch",
        Verdict::Fail => "Not good",
        Verdict::NoData => "No data",
    }
}

/// The report's first sentence.
pub(crate) fn headline(report: &Report) -> String {
    let sum = report.headline;
    let judged = sum.passed + sum.watched + sum.failed;
    if judged == 0 {
        return "There is nothing to check yet".to_owned();
    }
    let checks = if judged == 1 { "check is" } else { "checks are" };
    let passed = format!("{} of {judged} {checks} good", sum.passed);
    match (sum.failed, sum.watched) {
        (0, 0) => passed,
        (0, watched) => format!("{passed}; keep an eye on {}", count_word(watched)),
        (failed, 0) => format!("{passed}; fix {} first", count_word(failed)),
        (failed, watched) => {
            format!("{passed}; fix {} first, keep an eye on {}", count_word(failed), count_word(watched))
        }
    }
}

fn count_word(count: u32) -> String {
    match count {
        1 => "one".to_owned(),
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        4 => "four".to_owned(),
        5 => "five".to_owned(),
        6 => "six".to_owned(),
        7 => "seven".to_owned(),
        other => other.to_string(),
    }
}

/// What follows the headline: the names of what failed or is watched.
pub(crate) fn subline(report: &Report) -> String {
    let named = |wanted: Verdict| {
        let titles: Vec<&str> = report
            .checks
            .iter()
            .filter(|check| check.verdict == wanted)
            .map(|check| check_title(check.check))
            .collect();
        titles.join(", ")
    };
    let mut parts = Vec::new();
    for (wanted, label) in
        [(Verdict::Fail, "To fix"), (Verdict::Watch, "To watch"), (Verdict::NoData, "No data")]
    {
        let titles = named(wanted);
        if !titles.is_empty() {
            parts.push(format!("{label}: {titles}."));
        }
    }
    parts.join(" ")
}

/// A number in a check's unit.
pub(crate) fn value(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Percent => percent(value),
        Unit::Minutes => duration(value * 60.0),
    }
}

/// A percentage; rounding never turns "nearly all" into "all" or "a few" into "none".
pub(crate) fn percent(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if value > 0.0 && rounded < 0.1 {
        "<0.1 %".to_owned()
    } else if value < 100.0 && rounded >= 100.0 {
        ">99.9 %".to_owned()
    } else if rounded.fract() == 0.0 {
        format!("{rounded:.0} %")
    } else {
        format!("{rounded:.1} %")
    }
}

/// A length of time as people say it.
pub(crate) fn duration(seconds: f64) -> String {
    let seconds = seconds.max(0.0);
    if seconds < 59.5 {
        format!("{seconds:.0} s")
    } else if seconds < 3_570.0 {
        let minutes = seconds / 60.0;
        if minutes < 9.95 && (minutes - minutes.round()).abs() > 0.05 {
            format!("{minutes:.1} min")
        } else {
            format!("{minutes:.0} min")
        }
    } else if seconds < 171_000.0 {
        let minutes = (seconds / 60.0).round() as u64;
        if minutes.is_multiple_of(60) {
            format!("{} h", minutes / 60)
        } else {
            format!("{} h {} min", minutes / 60, minutes % 60)
        }
    } else {
        format!("{:.1} days", seconds / 86_400.0)
    }
}

/// A count with thousands apart.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 message`, `2 messages`.
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

pub(crate) fn goal(check: &CheckResult) -> String {
    let sign = match check.direction {
        Direction::AtLeast => "at least",
        Direction::AtMost => "at most",
    };
    let target = value(check.target, check.unit);
    if check.tolerance == 0.0 {
        return format!("{sign} {target}");
    }
    let tolerance = match check.unit {
        Unit::Percent => format!("{} points", trimmed(check.tolerance)),
        Unit::Minutes => duration(check.tolerance * 60.0),
    };
    format!("{sign} {target}, ±{tolerance}")
}

fn trimmed(number: f64) -> String {
    if number.fract() == 0.0 { format!("{number:.0}") } else { format!("{number:.1}") }
}

/// What was looked at.
pub(crate) fn sample(check: &CheckResult) -> String {
    let (one, many) = match check.counted {
        Counted::Customers => ("customer", "customers"),
        Counted::Tags => ("tag", "tags"),
        Counted::Messages => ("message", "messages"),
        Counted::Waits => ("wait", "waits"),
        Counted::Backups => ("backup", "backups"),
    };
    if check.verdict == Verdict::NoData {
        return match check.check {
            CheckId::BackupIntegrity => "no backup has been verified".to_owned(),
            CheckId::TagAccuracy => "nobody has looked at the sampled tags".to_owned(),
            CheckId::TagShare => "no customer carries a tag".to_owned(),
            CheckId::Completeness => "no customers".to_owned(),
            CheckId::ResponseTime => "no answered messages in this time".to_owned(),
            CheckId::TriggerRate => "no messages that a rule may answer".to_owned(),
            CheckId::KeywordCoverage => "no questions in this time".to_owned(),
        };
    }
    if check.sample < check.population {
        format!("{} of {} {many}", count(check.sample), count(check.population))
    } else if check.sample == 1 {
        format!("1 {one}")
    } else {
        format!("{} {many}", count(check.sample))
    }
}

/// How sure the value is.
pub(crate) fn certainty(check: &CheckResult) -> String {
    match (check.value, check.interval) {
        (None, _) => String::new(),
        (Some(_), Some(interval)) => format!(
            "{} to {} ({:.0} % sure)",
            value(interval.low, check.unit),
            value(interval.high, check.unit),
            interval.confidence * 100.0
        ),
        (Some(_), None) if check.check == CheckId::ResponseTime => "too few to say how sure".to_owned(),
        (Some(_), None) => "everything counted".to_owned(),
    }
}

/// What would make the check pass.
pub(crate) fn to_pass(check: &CheckResult) -> Option<String> {
    let change = check.to_pass?;
    let (n, of) = (count(change.count), count(change.of));
    Some(match change.what {
        ChangeUnit::MissingFields => format!("{n} of {of} missing fields filled in would reach the target"),
        ChangeUnit::WrongTags => format!("{n} of {of} wrong tags mended would reach the target"),
        ChangeUnit::UnansweredMessages => {
            format!("{n} of {of} unanswered messages answered by a rule would reach the target")
        }
        ChangeUnit::UncoveredQuestions => {
            format!("rules for {n} of {of} uncovered questions would reach the target")
        }
        ChangeUnit::LongWaits => format!("{n} of {of} long waits made short would reach the target"),
        ChangeUnit::BrokenBackups => format!("{n} of {of} broken backups replaced would reach the target"),
        ChangeUnit::TaggedCustomers => {
            format!("{n} of {of} customers moved to a finer tag would reach the target")
        }
    })
}

pub(crate) fn owner(role: &str) -> String {
    let mut words = role.replace('_', " ");
    if let Some(first) = words.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// What to do, in one line and with a sentence of detail.
pub(crate) fn remedy(remedy: &Remedy) -> (String, String) {
    match &remedy.action {
        RemedyAction::FillGaps { gaps, customers, fields } => (
            format!("Fill in {} of the sampled customers", counted(*gaps, "missing field", "missing fields")),
            format!(
                "{} with gaps. Most often missing: {}.",
                counted(*customers, "customer", "customers"),
                list(fields.iter().take(4).map(|gap| format!(
                    "{} ({})",
                    field(gap.field.as_str()),
                    gap.missing
                )))
            ),
        ),
        RemedyAction::PlanGaps { gaps, per_day, daily_share } => (
            format!("Fill in {} a day", counted(*per_day, "missing field", "missing fields")),
            format!(
                "{} over all customers; {} of them a day.",
                counted(*gaps, "gap", "gaps"),
                percent(*daily_share)
            ),
        ),
        RemedyAction::MendTags { wrong, reviewed, tags } => (
            format!("Mend {}", counted(*wrong, "wrong tag", "wrong tags")),
            format!(
                "{} of {} tags looked at do not agree: {}.",
                count(*wrong),
                count(*reviewed),
                list(tags.iter().take(5).map(|(tag, count)| format!("{tag} ({count})")))
            ),
        ),
        RemedyAction::ReviewTags { customers } => (
            format!("Look at the tags of {}", counted(customers.len() as u64, "customer", "customers")),
            "Nobody has yet, so nothing can be said of the tags. The sample is in the report's data."
                .to_owned(),
        ),
        RemedyAction::AddKeywords { at_least, at_most, unanswered, days_under_target } => (
            format!("Add {at_least} to {at_most} keywords"),
            format!(
                "Under target for {}; {} had no answer by a rule.",
                counted(u64::try_from(*days_under_target).unwrap_or_default(), "day", "days"),
                counted(*unanswered, "message", "messages")
            ),
        ),
        RemedyAction::WidenCoverage { at_least, at_most, types, messages, listed_share } => (
            format!("Add {at_least} to {at_most} keywords for questions without a rule"),
            format!(
                "{} in {}; the groups listed below hold {} of them.",
                counted(*messages, "question", "questions"),
                counted(*types, "type", "types"),
                percent(*listed_share)
            ),
        ),
        RemedyAction::PlanStaffing { long_waits, hours } => (
            "Plan people for the hours in which customers wait".to_owned(),
            format!(
                "{} longer than the target. Busiest: {}.",
                counted(*long_waits, "wait", "waits"),
                list(hours.iter().map(busy_hour))
            ),
        ),
        RemedyAction::SplitTag { tag, name, customers, percent: share } => (
            format!("Split the tag “{}”", name.as_deref().unwrap_or(tag.as_str())),
            format!(
                "{} carry it, {}: too many to tell them apart.",
                counted(*customers, "customer", "customers"),
                percent(*share)
            ),
        ),
        RemedyAction::WinBack { customers, at_risk } => (
            format!("Win back {}", counted(*at_risk, "regular customer", "regular customers")),
            format!(
                "They have not ordered for much longer than they used to, and do less than before: {}{}. Ask how they are, \
                 and make an offer that fits what they ordered.",
                list(customers.iter().map(masked)),
                match at_risk.saturating_sub(customers.len() as u64) {
                    0 => String::new(),
                    more => format!(" and {} more", count(more)),
                }
            ),
        ),
        RemedyAction::RewriteAnswer { rule: name, fired, reasons } => (
            format!("Write the answer of “{}” anew", rule(name.as_str())),
            format!(
                "Sent with {}. {}",
                counted(*fired, "message", "messages"),
                reasons.iter().filter_map(shortfall).collect::<Vec<_>>().join(" ")
            ),
        ),
        RemedyAction::SettleOutbox { not_sent } => {
            let total = not_sent.values().sum();
            (
                format!(
                    "Settle {} that {} not sent",
                    counted(total, "message", "messages"),
                    if total == 1 { "was" } else { "were" }
                ),
                format!(
                    "{}. Nobody was answered with them. Find out what became of those that are unknown, look at what was set aside, \
                     and mend what keeps the others from leaving.",
                    list(not_sent.iter().map(|(why, messages)| format!("{} {}", count(*messages), why)))
                ),
            )
        }
        RemedyAction::SetUpBackups {} => (
            "Set up backups and have them verified".to_owned(),
            "No backup has been verified, so nobody knows whether the data could be restored.".to_owned(),
        ),
        RemedyAction::MendBackups { broken } => (
            format!("Replace {}", counted(*broken, "broken backup", "broken backups")),
            "Make a new backup now and find out why the verification failed.".to_owned(),
        ),
    }
}

/// In what an answer falls short; nothing for a reason of another kind.
fn shortfall(reason: &Reason) -> Option<String> {
    let (share, threshold) = (percent(reason.number("percent")?), percent(reason.number("threshold")?));
    let of = count(reason.number("of")? as u64);
    let sentence = match reason.code.as_ref() {
        RewriteRemedy::HANDED_OVER => {
            format!("Of {of}, {share} ended with a person; at most {threshold} should.")
        }
        RewriteRemedy::CLICKED => {
            format!("Of {of} with a link, {share} were followed; at least {threshold} should be.")
        }
        RewriteRemedy::SATISFIED => {
            format!("Of {of} that were rated, {share} were liked; at least {threshold} should be.")
        }
        _ => return None,
    };
    Some(if reason.flag("certain")? { sentence } else { format!("{sentence} That may be chance.") })
}

fn busy_hour(hour: &BusyHour) -> String {
    let day = WEEKDAYS.get(usize::from(hour.weekday)).copied().unwrap_or_default();
    format!("{day} {:02}–{:02} h ({})", hour.hour, (hour.hour + 1) % 24, hour.count)
}

fn list(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

/// A field's or any other snake_case name, for people.
pub(crate) fn field(name: &str) -> String {
    name.replace('_', " ")
}

/// A rule's name, for people.
pub(crate) fn rule(name: &str) -> String {
    field(name.strip_prefix("reply.").unwrap_or(name))
}

pub(crate) const fn stage(stage: Option<Stage>) -> &'static str {
    match stage {
        None => "not stated",
        Some(Stage::NewInquiry) => "new inquiry",
        Some(Stage::Quoted) => "quoted",
        Some(Stage::SampleSent) => "sample sent",
        Some(Stage::LongTermFollowUp) => "long-term follow-up",
        Some(Stage::Customer) => "customer",
        Some(Stage::Lost) => "lost",
    }
}

pub(crate) const fn audit_kind(kind: AuditKind) -> &'static str {
    match kind {
        AuditKind::Weekly => "weekly audit",
        AuditKind::KeywordWork => "keyword work",
        AuditKind::FullCheck => "monthly full check",
        AuditKind::Review => "monthly review",
    }
}

pub(crate) fn note(note: &DataNote) -> String {
    match note {
        DataNote::OutsideWindow { messages } => {
            format!("{} outside of this time left out.", counted(*messages, "message", "messages"))
        }
        DataNote::OutOfOrder { messages } => format!(
            "{} came out of order; waiting times may be wrong.",
            counted(*messages, "message", "messages")
        ),
        DataNote::StillWaiting { waits } => format!(
            "{} not over yet: counted with the time waited so far where that is longer than the target.",
            if *waits == 1 { "1 wait is".to_owned() } else { format!("{} waits are", count(*waits)) }
        ),
        DataNote::TypesCut { messages } => format!(
            "{} in rare types of questions counted as one type.",
            counted(*messages, "message", "messages")
        ),
        DataNote::ReviewsOutsideSample { reviews } => {
            format!("{} of tags outside of the sample left out.", counted(*reviews, "review", "reviews"))
        }
        DataNote::SampleFilledUp { customers } => format!(
            "Too few quoted customers: {} drawn at random besides.",
            counted(*customers, "other tagged customer", "other tagged customers")
        ),
    }
}

/// Whether a character would steer what readers see instead of showing itself: a control, or an invisible
/// change of direction.
pub(crate) fn misleads(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// An instant on the workspace's clocks, with the offset of the report's day.
pub(crate) fn local(report: &Report, at: DateTime<Utc>) -> NaiveDateTime {
    let offset = TimeDelta::seconds(i64::from(report.utc_offset_seconds));
    at.naive_utc().checked_add_signed(offset).unwrap_or(at.naive_utc())
}

pub(crate) fn day(report: &Report, at: DateTime<Utc>) -> String {
    local(report, at).format("%-d %b %Y").to_string()
}

pub(crate) fn day_and_time(report: &Report, at: DateTime<Utc>) -> String {
    local(report, at).format("%a %-d %b, %H:%M").to_string()
}

/// The end of a class of waiting times.
pub(crate) fn wait_class(up_to: Option<u32>, previous: Option<u32>) -> String {
    match (up_to, previous) {
        (Some(end), _) => format!("≤ {}", duration(f64::from(end))),
        (None, Some(previous)) => format!("> {}", duration(f64::from(previous))),
        (None, None) => "all".to_owned(),
    }
}

/// What a remedy is for.
pub(crate) fn purpose(remedy: &Remedy) -> &'static str {
    remedy.check.map_or("Keeping customers", check_title)
}

/// Characters at the end of an id that are shown: enough to find it.
const SHOWN: usize = 6;

/// The end of an id.
pub(crate) fn masked(id: &CustomerId) -> String {
    let count = id.as_str().chars().count();
    let end: String = id.as_str().chars().skip(count.saturating_sub(SHOWN)).collect();
    if count > SHOWN { format!("…{end}") } else { end }
}

pub(crate) const fn value_class(class: RfmClass) -> &'static str {
    match class {
        RfmClass::HighValue => "high value",
        RfmClass::Potential => "potential",
        RfmClass::Ordinary => "ordinary",
        RfmClass::ChurnRisk => "churn risk",
    }
}
