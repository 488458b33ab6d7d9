//! Conversations: who answered, when customers write, how long they waited, and what no rule knew.

use std::fmt::Write as _;

use super::{Page, table};
use crate::audit::report::Distribution;
use crate::audit::report::chart::{self, Entry, Series, escape};
use crate::audit::report::words;

const BY_RULE: Series = Series { name: "by a rule", class: "rule" };
const BY_PERSON: Series = Series { name: "by a person", class: "person" };
const BY_NOBODY: Series = Series { name: "not yet", class: "nobody" };

impl Page<'_> {
    pub(super) fn conversations(&mut self) {
        let figures = &self.report.conversations;
        self.out.push_str("<section><h2>Conversations</h2>");
        let share =
            |part: u64| words::percent(part as f64 * 100.0 / figures.answered_by.wanted().max(1) as f64);
        let median =
            |distribution: Distribution| distribution.median.map_or_else(|| "–".to_owned(), words::duration);
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
                    words::count(answered.not_needed),
                ]
            })
            .collect();
        put!(
            self,
            "<article class=\"card wide\"><h3>Messages a day, by who answered</h3>{}{}{}</article>",
            chart::legend(&series),
            chart::columns("Messages a day, by who answered", &series, &entries),
            table(&["Day", "By a rule", "By a person", "Not yet", "No answer needed"], &rows)
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

    pub(super) fn questions(&mut self) {
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
}
