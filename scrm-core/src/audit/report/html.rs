//! The report as one self-contained page: no scripts, nothing loaded from anywhere. Written for a phone
//! first; wide screens get more columns. Every chart has its numbers in a table behind it.

use std::fmt::Write as _;

use super::Report;
use super::chart::{self, Entry, IntervalBar, Series, escape};
use super::words;
use crate::audit::check::{CheckId, CheckResult, Direction, Unit, Verdict};

const STYLE: &str = include_str!("style.css");

const BY_RULE: Series = Series { name: "by a rule", class: "rule" };
const BY_PERSON: Series = Series { name: "by a person", class: "person" };
const BY_NOBODY: Series = Series { name: "not yet", class: "nobody" };
const PLAIN: [Series; 1] = [Series { name: "", class: "accent" }];

impl Report {
    /// The report as one HTML page.
    ///
    /// ```
    /// # use scrm_core::audit::{Audit, AuditConfig};
    /// # use scrm_core::customer::CustomerConfig;
    /// # use scrm_core::foundation::time::Calendar;
    /// let audit = Audit::new(&AuditConfig::standard(), &CustomerConfig::standard(), Calendar::utc())?;
    /// let page = audit.begin(chrono::DateTime::UNIX_EPOCH).finish().to_html();
    /// assert!(page.starts_with("<!doctype html>"));
    /// assert!(!page.contains("<script") && !page.contains("://"));
    /// # Ok::<(), scrm_core::audit::AuditError>(())
    /// ```
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut page = Page { report: self, out: String::with_capacity(64 * 1_024) };
        page.head();
        page.remedies();
        page.checks();
        page.customers();
        page.conversations();
        page.questions();
        page.tags();
        page.queue();
        page.sales_and_sending();
        page.notes();
        page.out.push_str("</main></body></html>\n");
        page.out
    }
}

struct Page<'a> {
    report: &'a Report,
    out: String,
}

macro_rules! put {
    ($page:expr, $($part:tt)*) => {{ let _ = write!($page.out, $($part)*); }};
}

const fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Watch => "watch",
        Verdict::Fail => "fail",
        Verdict::NoData => "none",
    }
}

/// A table behind a chart.
fn table(headers: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = String::from("<details><summary>Numbers</summary><div class=\"scroll\"><table><thead><tr>");
    for (position, header) in headers.iter().enumerate() {
        let class = if position == 0 { "" } else { " class=\"n\"" };
        let _ = write!(out, "<th{class} scope=\"col\">{}</th>", escape(header));
    }
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        out.push_str("<tr>");
        for (position, cell) in row.iter().enumerate() {
            let class = if position == 0 { "" } else { " class=\"n\"" };
            let _ = write!(out, "<td{class} dir=\"auto\">{}</td>", escape(cell));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div></details>");
    out
}

impl Page<'_> {
    fn head(&mut self) {
        let report = self.report;
        let title = report.workspace.as_deref().unwrap_or("Audit");
        put!(
            self,
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
             <meta name=\"robots\" content=\"noindex\"><title>{} – audit of {}</title><style>{STYLE}</style></head>\
             <body><main><header><p class=\"muted small\"><bdi>{}</bdi> · audit of {} · {} to {}, {} time</p>",
            escape(title),
            escape(&words::day(report, report.at)),
            escape(title),
            escape(&words::day_and_time(report, report.at)),
            escape(&words::day(report, report.window.from)),
            escape(&words::day(report, report.window.to)),
            escape(&report.time_zone)
        );
        put!(
            self,
            "<h1>{}</h1><p class=\"muted\">{}</p>",
            escape(&words::headline(report)),
            escape(&words::subline(report))
        );
        self.out.push_str("<div class=\"strip\" aria-hidden=\"true\">");
        let mut verdicts: Vec<Verdict> = report.checks.iter().map(|check| check.verdict).collect();
        verdicts.sort_unstable();
        for verdict in verdicts {
            put!(self, "<i class=\"{}\"></i>", class(verdict));
        }
        self.out.push_str("</div></header>");
    }

    fn remedies(&mut self) {
        let report = self.report;
        if report.remedies.is_empty() {
            return;
        }
        self.out.push_str("<section><h2>What to do now</h2><ol class=\"todo\">");
        for remedy in &report.remedies {
            let (action, detail) = words::remedy(remedy);
            put!(
                self,
                "<li class=\"{}\"><b>{}</b><p>{}</p><p class=\"who\"><span>Who: <strong>{}</strong></span>\
                 <span>By: <strong>{}</strong></span><span>For: {}</span></p></li>",
                class(remedy.verdict),
                escape(&action),
                escape(&detail),
                escape(&words::owner(&remedy.owner)),
                escape(&words::day_and_time(report, remedy.deadline)),
                words::check_title(remedy.check)
            );
        }
        self.out.push_str("</ol></section>");
    }

    fn checks(&mut self) {
        self.out.push_str("<section><h2>The checks</h2><div class=\"cards three\">");
        for check in &self.report.checks {
            self.check(check);
        }
        self.out.push_str(
            "</div><p class=\"muted small\">In each bar: green is good, yellow is close, the line is the target, \
             the dot is the value and the whisker how sure it is.</p></section>",
        );
    }

    fn check(&mut self, check: &CheckResult) {
        let title = words::check_title(check.check);
        put!(
            self,
            "<article class=\"card\"><div class=\"head\"><h3>{title}</h3><span class=\"pill {}\">{}</span></div>",
            class(check.verdict),
            words::verdict(check.verdict)
        );
        if let Some(value) = check.value {
            put!(
                self,
                "<p class=\"value\">{}</p><p class=\"muted small goal\">Target: {}</p>",
                escape(&words::value(value, check.unit)),
                escape(&words::goal(check))
            );
            self.interval(check, value);
            if !check.past.is_empty() {
                let values: Vec<f64> = check.past.iter().map(|past| past.value).chain([value]).collect();
                let label = format!("{title}: the last {} values", values.len());
                let line = chart::line(&label, &values, check.target, class(check.verdict));
                put!(self, "<p class=\"muted small\">So far</p>{line}");
            }
        } else {
            put!(self, "<p class=\"muted small\">Target: {}</p>", escape(&words::goal(check)));
        }
        let certainty = words::certainty(check);
        let separator = if certainty.is_empty() { "" } else { " · " };
        put!(
            self,
            "<p class=\"muted small\">{}{separator}{}</p>",
            escape(&words::sample(check)),
            escape(&certainty)
        );
        if let Some(change) = words::to_pass(check) {
            let mut change = change;
            if let Some(first) = change.get_mut(0..1) {
                first.make_ascii_uppercase();
            }
            put!(self, "<p class=\"small\">{}.</p>", escape(&change));
        }
        self.out.push_str("</article>");
    }

    fn interval(&mut self, check: &CheckResult, value: f64) {
        let at_least = check.direction == Direction::AtLeast;
        let limit = if at_least { check.target - check.tolerance } else { check.target + check.tolerance };
        let highest = [value, limit, check.interval.map_or(0.0, |interval| interval.high)];
        let highest = highest.into_iter().fold(0.0, f64::max);
        let lowest = value.min(limit).min(check.interval.map_or(100.0, |interval| interval.low));
        let (from, to) = match check.unit {
            // A scale from 0 would squeeze what happens between 80 and 100.
            Unit::Percent if at_least && lowest > 52.0 => (50.0, 100.0),
            Unit::Percent => (0.0, 100.0),
            Unit::Minutes => (0.0, (highest * 1.15).max(check.target * 2.0)),
        };
        let (from_label, to_label) = (words::value(from, check.unit), words::value(to, check.unit));
        let target = words::value(check.target, check.unit);
        let bar = chart::interval_bar(
            &format!(
                "{}: {}, target {}",
                words::check_title(check.check),
                words::value(value, check.unit),
                words::goal(check)
            ),
            &IntervalBar {
                from,
                to,
                value,
                interval: check.interval.map(|interval| (interval.low, interval.high)),
                target: check.target,
                limit,
                at_least,
                class: class(check.verdict),
                from_label: &from_label,
                to_label: &to_label,
                target_label: &target,
            },
        );
        self.out.push_str(&bar);
    }

    fn tiles(&mut self, tiles: &[(String, &str)]) {
        self.out.push_str("<div class=\"tiles\">");
        for (number, label) in tiles {
            put!(self, "<div class=\"tile\"><b>{}</b><span>{}</span></div>", escape(number), escape(label));
        }
        self.out.push_str("</div>");
    }

    /// A card with a chart of single bars and its table.
    fn bar_card(&mut self, title: &str, entries: &[Entry], full: Option<f64>) {
        if entries.is_empty() {
            return;
        }
        let rows: Vec<Vec<String>> =
            entries.iter().map(|entry| vec![entry.label.clone(), entry.shown.clone()]).collect();
        put!(
            self,
            "<article class=\"card\"><h3>{}</h3>{}{}</article>",
            escape(title),
            chart::bars(title, &PLAIN, entries, full),
            table(&["", ""], &rows)
        );
    }

    fn customers(&mut self) {
        let figures = &self.report.customers;
        self.out.push_str("<section><h2>Customers</h2>");
        self.tiles(&[
            (words::count(figures.active), "customers"),
            (words::count(figures.created), "new in this time"),
            (words::count(figures.merged), "duplicates merged"),
            (words::count(figures.duplicates_in_review), "possible duplicates to look at"),
            (words::count(figures.complete), "with complete records"),
            (words::count(figures.follow_ups_due), "follow-ups due"),
            (words::count(figures.opt_outs), "opted out of offers"),
            (words::count(figures.archived), "archived"),
        ]);
        self.out.push_str("<div class=\"cards\">");
        let active = figures.active.max(1) as f64;
        let gaps: Vec<Entry> = figures
            .gaps
            .iter()
            .map(|gap| {
                let shown = format!(
                    "{} · {}",
                    words::count(gap.missing),
                    words::percent(gap.missing as f64 * 100.0 / active)
                );
                Entry::single(words::field(gap.field.as_str()), gap.missing as f64, shown)
            })
            .collect();
        self.bar_card("What records lack", &gaps, Some(active));
        let groups = |groups: &[super::GroupCompleteness]| -> Vec<Entry> {
            groups
                .iter()
                .map(|group| {
                    let name = if group.name == "-" { "nobody" } else { &group.name };
                    let customers = words::counted(group.customers, "customer", "customers");
                    let shown = format!("{} · {customers}", words::percent(group.percent));
                    Entry::single(name, group.percent, shown)
                })
                .collect()
        };
        self.bar_card("Complete by owner", &groups(&figures.by_owner), Some(100.0));
        self.bar_card("Complete by source", &groups(&figures.by_source), Some(100.0));
        let stages: Vec<Entry> = figures
            .stages
            .iter()
            .map(|(stage, number)| Entry::single(words::stage(*stage), *number as f64, words::count(*number)))
            .collect();
        self.bar_card("By stage", &stages, None);
        let languages: Vec<Entry> = figures
            .languages
            .iter()
            .map(|(language, number)| {
                let name = if language == "-" { "not stated" } else { language.as_str() };
                Entry::single(name, *number as f64, words::count(*number))
            })
            .collect();
        self.bar_card("By language", &languages, None);
        self.imports();
        self.out.push_str("</div></section>");
    }

    fn imports(&mut self) {
        let report = self.report;
        if report.imports.is_empty() {
            return;
        }
        self.out.push_str(
            "<article class=\"card wide\"><h3>Imports</h3><div class=\"scroll\"><table><thead><tr>\
             <th scope=\"col\">Source</th><th class=\"n\" scope=\"col\">Rows</th><th class=\"n\" scope=\"col\">New</th>\
             <th class=\"n\" scope=\"col\">Merged</th><th class=\"n\" scope=\"col\">Unchanged</th>\
             <th class=\"n\" scope=\"col\">Refused</th></tr></thead><tbody>",
        );
        for import in &report.imports {
            put!(self, "<tr><td dir=\"auto\">{}</td>", escape(&import.source));
            for number in [import.rows, import.created, import.merged, import.unchanged, import.rejected] {
                put!(self, "<td class=\"n\">{}</td>", words::count(number));
            }
            self.out.push_str("</tr>");
        }
        self.out.push_str("</tbody></table></div></article>");
    }

    fn conversations(&mut self) {
        let figures = &self.report.conversations;
        self.out.push_str("<section><h2>Conversations</h2>");
        let share =
            |part: u64| words::percent(part as f64 * 100.0 / figures.answered_by.total().max(1) as f64);
        let median = |distribution: super::Distribution| {
            distribution.median.map_or_else(|| "–".to_owned(), words::duration)
        };
        let longest = figures.longest_wait.map_or_else(|| "–".to_owned(), |s| words::duration(s as f64));
        self.tiles(&[
            (words::count(figures.incoming), "messages from customers"),
            (share(figures.answered_by.rule), "answered by a rule"),
            (share(figures.answered_by.person), "answered by a person"),
            (share(figures.answered_by.nobody), "not answered yet"),
            (median(figures.response_by_rules.clock), "wait for a rule, in the middle"),
            (median(figures.response_by_people.clock), "wait for a person, in the middle"),
            (words::count(figures.waiting_now), "threads waiting now"),
            (longest, "longest wait now"),
        ]);
        if figures.incoming > 0 {
            self.out.push_str("<div class=\"cards\">");
            self.days();
            self.hours();
            self.waits();
            self.out.push_str("</div>");
        }
        self.out.push_str("</section>");
    }

    fn days(&mut self) {
        let series = [BY_RULE, BY_PERSON, BY_NOBODY];
        let days = &self.report.conversations.days;
        let entries: Vec<Entry> = days
            .iter()
            .map(|day| Entry {
                label: day.date.format("%-d %b").to_string(),
                values: vec![
                    day.messages.rule as f64,
                    day.messages.person as f64,
                    day.messages.nobody as f64,
                ],
                shown: String::new(),
            })
            .collect();
        let rows: Vec<Vec<String>> = days
            .iter()
            .map(|day| {
                let answered = day.messages;
                vec![
                    day.date.to_string(),
                    words::count(answered.rule),
                    words::count(answered.person),
                    words::count(answered.nobody),
                ]
            })
            .collect();
        put!(
            self,
            "<article class=\"card wide\"><h3>Messages a day, by who answered</h3>{}{}{}</article>",
            chart::legend(&series),
            chart::columns("Messages a day, by who answered", &series, &entries),
            table(&["Day", "By a rule", "By a person", "Not yet"], &rows)
        );
    }

    fn hours(&mut self) {
        let grid = &self.report.conversations.hours;
        let rows: Vec<Vec<String>> = words::WEEKDAYS
            .iter()
            .zip(grid)
            .map(|(name, counts)| {
                let mut row = vec![(*name).to_owned()];
                row.extend(counts.iter().map(|number| words::count(*number)));
                row
            })
            .collect();
        let hours: Vec<String> = (0..24).map(|hour| format!("{hour:02}")).collect();
        let mut headers = vec![""];
        headers.extend(hours.iter().map(String::as_str));
        put!(
            self,
            "<article class=\"card\"><h3>When customers write</h3>{}{}</article>",
            chart::heat_map("Messages by weekday and hour", &words::WEEKDAYS, grid),
            table(&headers, &rows)
        );
    }

    fn waits(&mut self) {
        let figures = &self.report.conversations;
        let series = [BY_RULE, BY_PERSON];
        let mut previous = None;
        let mut entries = Vec::new();
        for class in &figures.wait_classes {
            let total = class.rule + class.person;
            entries.push(Entry {
                label: words::wait_class(class.up_to, previous),
                values: vec![class.rule as f64, class.person as f64],
                shown: words::count(total),
            });
            previous = class.up_to;
        }
        let mut rows = Vec::new();
        for (name, response) in [
            ("All", figures.response),
            ("By a rule", figures.response_by_rules),
            ("By a person", figures.response_by_people),
        ] {
            let cell = |seconds: Option<f64>| seconds.map_or_else(|| "–".to_owned(), words::duration);
            rows.push(vec![
                name.to_owned(),
                words::count(response.clock.count),
                cell(response.clock.median),
                cell(response.clock.p90),
                cell(response.business.median),
                cell(response.business.p90),
            ]);
        }
        put!(
            self,
            "<article class=\"card\"><h3>How long customers waited</h3>{}{}{}</article>",
            chart::legend(&series),
            chart::bars("First answers by waiting time", &series, &entries, None),
            table(&["Answer", "Waits", "P50", "P90", "P50, business hours", "P90, business hours"], &rows)
        );
    }

    fn questions(&mut self) {
        let figures = &self.report.questions;
        if figures.answerable == 0 {
            return;
        }
        self.out.push_str("<section><h2>Questions and rules</h2><div class=\"cards\">");
        let rules: Vec<Entry> = figures
            .rules
            .iter()
            .take(12)
            .map(|rule| {
                let label = words::rule(rule.rule.as_str());
                Entry::single(label, rule.messages as f64, words::count(rule.messages))
            })
            .collect();
        self.bar_card("Rules that answered", &rules, None);
        if !figures.groups.is_empty() {
            put!(
                self,
                "<article class=\"card\"><h3>Asked without a rule</h3><p class=\"muted small\">{} in {}. \
                 The largest:</p><div class=\"scroll\"><table><thead><tr><th class=\"n\" scope=\"col\">Asked</th>\
                 <th scope=\"col\">First message</th><th scope=\"col\">Last</th></tr></thead><tbody>",
                words::counted(figures.uncovered, "question", "questions"),
                words::counted(figures.uncovered_types, "type", "types")
            );
            for group in &figures.groups {
                let what = match &group.example {
                    Some(example) => format!("<bdi>{}</bdi>", escape(example)),
                    None => format!("<code>{}</code>", escape(group.message.as_str())),
                };
                put!(
                    self,
                    "<tr><td class=\"n\">{}</td><td dir=\"auto\">{what}</td><td class=\"date\">{}</td></tr>",
                    words::count(group.messages),
                    escape(&words::local(self.report, group.last_at).format("%-d %b").to_string())
                );
            }
            self.out.push_str("</tbody></table></div></article>");
        }
        self.out.push_str("</div></section>");
    }

    fn tags(&mut self) {
        let figures = &self.report.tags;
        if figures.tags.is_empty() {
            return;
        }
        self.out.push_str("<section><h2>Tags</h2>");
        self.tiles(&[
            (words::count(figures.tagged), "customers with tags"),
            (words::count(figures.untagged), "without any"),
            (words::count(figures.set), "tags set in this time"),
            (words::count(figures.removed), "tags removed"),
        ]);
        let entries: Vec<Entry> = figures
            .tags
            .iter()
            .take(12)
            .map(|tag| {
                let overdue = if tag.overdue > 0 {
                    format!(" · {} overdue", words::count(tag.overdue))
                } else {
                    String::new()
                };
                let shown =
                    format!("{} · {}{overdue}", words::count(tag.customers), words::percent(tag.percent));
                Entry::single(words::field(tag.tag.as_str()), tag.percent, shown)
            })
            .collect();
        self.out.push_str("<div class=\"cards\">");
        self.bar_card("Customers by tag", &entries, Some(100.0));
        self.out.push_str("</div></section>");
    }

    fn queue(&mut self) {
        let figures = &self.report.priorities;
        if figures.levels.is_empty() {
            return;
        }
        self.out.push_str(
            "<section><h2>The queue</h2><div class=\"cards\"><article class=\"card\"><h3>By urgency</h3>\
             <div class=\"scroll\"><table><thead><tr><th scope=\"col\">Level</th><th class=\"n\" scope=\"col\">Waiting</th>\
             <th class=\"n\" scope=\"col\">Overdue</th><th class=\"n\" scope=\"col\">In time</th>\
             <th class=\"n\" scope=\"col\">Late</th></tr></thead><tbody>",
        );
        for level in &figures.levels {
            put!(
                self,
                "<tr><td>P{}</td><td class=\"n\">{}</td><td class=\"n{}\">{}</td><td class=\"n\">{}</td>\
                 <td class=\"n\">{}</td></tr>",
                level.level,
                words::count(level.open),
                if level.overdue > 0 { " late" } else { "" },
                words::count(level.overdue),
                words::count(level.in_time),
                words::count(level.late)
            );
        }
        self.out.push_str("</tbody></table></div></article>");
        if !figures.queue.is_empty() {
            self.queue_rows();
        }
        self.out.push_str("</div></section>");
    }

    fn queue_rows(&mut self) {
        self.out.push_str(
            "<article class=\"card\"><h3>Answer first</h3><div class=\"scroll\"><table><thead><tr>\
             <th scope=\"col\">Customer</th><th scope=\"col\">Level</th><th class=\"n\" scope=\"col\">Score</th>\
             <th scope=\"col\">Due</th></tr></thead><tbody>",
        );
        for row in &self.report.priorities.queue {
            put!(
                self,
                "<tr><td><bdi>{}</bdi> <code class=\"muted\">{}</code></td><td>P{}</td><td class=\"n\">{:.0}</td>\
                 <td class=\"{}\">{}</td></tr>",
                escape(&row.name),
                escape(row.customer.as_str()),
                row.level,
                row.score,
                if row.overdue { "late" } else { "" },
                escape(&words::day_and_time(self.report, row.respond_by))
            );
        }
        self.out.push_str("</tbody></table></div></article>");
    }

    fn sales_and_sending(&mut self) {
        let report = self.report;
        let funnel = report.funnel;
        let has_sales = funnel.inquired + funnel.quoted + funnel.sampled + funnel.ordered > 0;
        if !has_sales && report.outbox.states.is_empty() {
            return;
        }
        self.out.push_str("<section><h2>Sales and sending</h2><div class=\"cards\">");
        if has_sales {
            let steps = [
                ("wrote", funnel.inquired),
                ("got a quote", funnel.quoted),
                ("got a sample", funnel.sampled),
                ("ordered", funnel.ordered),
            ];
            let entries: Vec<Entry> = steps
                .iter()
                .map(|(name, number)| Entry::single(*name, *number as f64, words::count(*number)))
                .collect();
            self.bar_card("Customers from inquiry to order", &entries, None);
        }
        let named = |counts: &std::collections::BTreeMap<String, u64>| -> Vec<Entry> {
            counts
                .iter()
                .map(|(name, number)| {
                    Entry::single(words::field(name), *number as f64, words::count(*number))
                })
                .collect()
        };
        self.bar_card("Outgoing messages", &named(&report.outbox.states), None);
        self.bar_card("Why sending failed", &named(&report.outbox.failures), None);
        self.out.push_str("</div></section>");
    }

    fn notes(&mut self) {
        let report = self.report;
        self.out.push_str("<section><h2>How this was measured</h2>");
        if !report.notes.is_empty() {
            self.out.push_str("<ul class=\"small\">");
            for note in &report.notes {
                put!(self, "<li>{}</li>", escape(&words::note(note)));
            }
            self.out.push_str("</ul>");
        }
        self.out.push_str("<details><summary>Definitions</summary><dl>");
        for check in CheckId::ALL {
            put!(
                self,
                "<dt>{} <code class=\"muted\">{}</code></dt><dd>{}</dd>",
                words::check_title(check),
                check.definition(),
                escape(words::definition(check))
            );
        }
        self.out.push_str(
            "<dt>How sure</dt><dd>Shares: Wilson’s score interval. Median: between two order statistics by \
             binomial ranks. On target is good; beside it by no more than the tolerance, watch; beyond, not \
             good.</dd></dl></details>",
        );
        if !report.next_audits.is_empty() {
            let next: Vec<String> = report
                .next_audits
                .iter()
                .map(|audit| {
                    format!("{} {}", words::audit_kind(audit.kind), words::day_and_time(report, audit.at))
                })
                .collect();
            put!(self, "<p class=\"muted small\">Next: {}.</p>", escape(&next.join("; ")));
        }
        self.out.push_str("</section>");
    }
}
