//! The report as Markdown: the same order, for a chat, a wiki or a mail.

use std::fmt::Write as _;

use super::Report;
use super::value_words as said;
use super::words;
use crate::audit::check::CheckId;

impl Report {
    /// The report as Markdown (CommonMark with tables). Inserted names are escaped.
    ///
    /// ```
    /// # use scrm_core::audit::{Audit, AuditConfig};
    /// # use scrm_core::customer::CustomerConfig;
    /// # use scrm_core::foundation::time::Calendar;
    /// let audit = Audit::new(&AuditConfig::standard(), &CustomerConfig::standard(), Calendar::utc())?;
    /// let text = audit.begin(chrono::DateTime::UNIX_EPOCH).finish().to_markdown();
    /// assert!(text.starts_with("# There is nothing to check yet"));
    /// # Ok::<(), scrm_core::audit::AuditError>(())
    /// ```
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut out = String::with_capacity(8 * 1_024);
        self.markdown_head(&mut out);
        self.markdown_remedies(&mut out);
        self.markdown_checks(&mut out);
        self.markdown_figures(&mut out);
        self.markdown_value(&mut out);
        self.markdown_lists(&mut out);
        self.markdown_notes(&mut out);
        out
    }

    fn markdown_head(&self, out: &mut String) {
        let _ = writeln!(out, "# {}\n", words::headline(self));
        let name = self.workspace.as_deref().map(|name| format!("{}, ", plain(name))).unwrap_or_default();
        let _ = writeln!(
            out,
            "{name}audit of {}; {} to {}, {} time. {}\n",
            words::day_and_time(self, self.at),
            words::day(self, self.window.from),
            words::day(self, self.window.to),
            plain(&self.time_zone),
            words::subline(self)
        );
    }

    fn markdown_remedies(&self, out: &mut String) {
        if self.remedies.is_empty() {
            return;
        }
        out.push_str("## What to do now\n\n");
        for (number, remedy) in (1..).zip(&self.remedies) {
            let (action, detail) = words::remedy(remedy);
            let _ = writeln!(
                out,
                "{number}. **{}** – {} by {}. {}",
                plain(&action),
                plain(&words::owner(&remedy.owner)),
                words::day_and_time(self, remedy.deadline),
                plain(&detail)
            );
        }
        out.push('\n');
    }

    fn markdown_checks(&self, out: &mut String) {
        out.push_str("## The checks\n\n| Check | Verdict | Value | Target | How sure | Looked at |\n");
        out.push_str("|---|---|---:|---|---|---|\n");
        for check in &self.checks {
            let value = check.value.map_or_else(|| "–".to_owned(), |value| words::value(value, check.unit));
            let _ = writeln!(
                out,
                "| {} | {} | {value} | {} | {} | {} |",
                words::check_title(check.check),
                words::verdict(check.verdict),
                words::goal(check),
                words::certainty(check),
                words::sample(check)
            );
        }
        out.push('\n');
    }

    fn markdown_figures(&self, out: &mut String) {
        let customers = &self.customers;
        let _ = writeln!(
            out,
            "## Customers\n\n{}, {} new, {} merged, {} to look at, {} with complete records, {} due, {}.\n",
            words::counted(customers.active, "customer", "customers"),
            words::count(customers.created),
            words::counted(customers.merged, "duplicate", "duplicates"),
            words::counted(customers.duplicates_in_review, "possible duplicate", "possible duplicates"),
            words::count(customers.complete),
            words::counted(customers.follow_ups_due, "follow-up", "follow-ups"),
            words::counted(customers.opt_outs, "opt-out", "opt-outs")
        );
        if !customers.gaps.is_empty() {
            out.push_str("| Missing field | Customers |\n|---|---:|\n");
            for gap in &customers.gaps {
                let field = plain(&words::field(gap.field.as_str()));
                let _ = writeln!(out, "| {field} | {} |", words::count(gap.missing));
            }
            out.push('\n');
        }
        let talks = &self.conversations;
        let _ = writeln!(
            out,
            "## Conversations\n\n{} from customers in {}: {} answered by a rule, {} by a person, {} not yet, \
             {} needed no answer. {} waiting now.\n",
            words::counted(talks.incoming, "message", "messages"),
            words::counted(talks.conversations, "thread", "threads"),
            words::count(talks.answered_by.rule),
            words::count(talks.answered_by.person),
            words::count(talks.answered_by.nobody),
            words::count(talks.answered_by.not_needed),
            words::counted(talks.waiting_now, "thread is", "threads are")
        );
        out.push_str(
            "| First answer | Waits | P50 | P90 | P50, business hours |\n|---|---:|---:|---:|---:|\n",
        );
        for (name, response) in [
            ("all", talks.response),
            ("by a rule", talks.response_by_rules),
            ("by a person", talks.response_by_people),
        ] {
            let cell = |seconds: Option<f64>| seconds.map_or_else(|| "–".to_owned(), words::duration);
            let _ = writeln!(
                out,
                "| {name} | {} | {} | {} | {} |",
                words::count(response.clock.count),
                cell(response.clock.median),
                cell(response.clock.p90),
                cell(response.business.median)
            );
        }
        out.push('\n');
    }

    fn markdown_value(&self, out: &mut String) {
        let figures = &self.value;
        if figures.buyers == 0 {
            return;
        }
        let _ = writeln!(
            out,
            "## What customers are worth\n\n{} ordered, {} of them on more than one day.\n",
            words::counted(figures.buyers, "customer", "customers"),
            words::count(figures.repeat_buyers)
        );
        if !figures.classes.is_empty() {
            out.push_str("| Class | Customers | Share | Share of spending | |\n|---|---:|---:|---:|---|\n");
            for class in &figures.classes {
                let _ = writeln!(
                    out,
                    "| {} | {} | {} | {} | {} |",
                    words::value_class(class.class),
                    words::count(class.customers),
                    words::percent(class.percent),
                    class.spent_percent.map_or_else(|| "–".to_owned(), words::percent),
                    said::class_meaning(class.class)
                );
            }
            out.push('\n');
        }
        let paragraphs = figures.still_buying.iter().map(said::still_buying);
        let paragraphs = paragraphs.chain(figures.expectation.iter().map(said::expectation));
        let left_out = figures.left_out.iter().map(|why| said::left_out(figures, why));
        for paragraph in paragraphs.chain(left_out) {
            let _ = writeln!(out, "{}\n", plain(&paragraph));
        }
    }

    fn markdown_lists(&self, out: &mut String) {
        if !self.questions.groups.is_empty() {
            out.push_str("## Asked without a rule\n\n| Asked | First message |\n|---:|---|\n");
            for group in &self.questions.groups {
                let what = group.example.as_deref().unwrap_or(group.message.as_str());
                let _ = writeln!(out, "| {} | {} |", words::count(group.messages), plain(what));
            }
            out.push('\n');
        }
        if !self.tags.tags.is_empty() {
            out.push_str("## Tags\n\n| Tag | Customers | Share |\n|---|---:|---:|\n");
            for tag in self.tags.tags.iter().take(12) {
                let _ = writeln!(
                    out,
                    "| {} | {} | {} |",
                    plain(tag.name.as_deref().unwrap_or(tag.tag.as_str())),
                    words::count(tag.customers),
                    words::percent(tag.percent)
                );
            }
            out.push('\n');
        }
        if !self.priorities.queue.is_empty() {
            out.push_str("## Answer first\n\n| Customer | Level | Score | Due |\n|---|---|---:|---|\n");
            for row in &self.priorities.queue {
                let late = if row.overdue { " (late)" } else { "" };
                let _ = writeln!(
                    out,
                    "| {} {} | P{} | {:.0} | {}{late} |",
                    plain(&row.name),
                    plain(row.customer.as_str()),
                    row.level,
                    row.score,
                    words::day_and_time(self, row.respond_by)
                );
            }
            out.push('\n');
        }
    }

    fn markdown_notes(&self, out: &mut String) {
        out.push_str("## How this was measured\n\n");
        for note in &self.notes {
            let _ = writeln!(out, "- {}", words::note(note));
        }
        for check in CheckId::ALL {
            let _ = writeln!(
                out,
                "- **{}** (`{}`): {}",
                words::check_title(check),
                check.definition(),
                words::definition(check)
            );
        }
    }
}

/// Text that Markdown shows as it is, in a table cell too.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(character);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\t' => out.push(' '),
            hidden if words::misleads(hidden) => {}
            other => out.push(other),
        }
    }
    out
}
