//! Texts compiled once: a template per language, with a way back to one that is always there.

use std::borrow::Cow;

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};

use super::config::{Texts, Wording};
use super::error::ReplyError;
use super::template::{MissingVariable, Template};
use crate::foundation::text::Language;
use crate::foundation::time::Calendar;

/// What may stand in a text of the engine's own.
pub(super) const VARIABLES: &[&str] = &["name", "company", "workspace", "hotline", "average_wait", "back_at"];

/// One text in several languages.
#[derive(Clone, Debug)]
pub(super) struct TextSet {
    fallback: Template,
    by_language: Vec<(Language, Template)>,
}

impl TextSet {
    /// Compiles a text. `variables` is what it may name; `None` lets it name anything.
    pub(super) fn compile(
        texts: &Texts,
        field: &str,
        default: Language,
        variables: Option<&[&str]>,
    ) -> Result<Self, ReplyError> {
        let by_language = texts
            .iter()
            .map(|(language, text)| {
                Ok((*language, compile_template(text, &format!("{field}.{language}"), variables)?))
            })
            .collect::<Result<Vec<_>, ReplyError>>()?;
        let fallback = by_language.iter().find(|(language, _)| *language == default);
        let Some((_, fallback)) = fallback.cloned() else {
            return Err(ReplyError::MissingLanguage { field: field.to_owned(), language: default });
        };
        Ok(Self { fallback, by_language })
    }

    /// The template of a language, of the other way to write the same language, or of the default.
    pub(super) fn in_language(&self, language: Language) -> &Template {
        let exact = |wanted| self.by_language.iter().find(|(present, _)| *present == wanted);
        let sibling = match language {
            Language::ZhHans => Some(Language::ZhHant),
            Language::ZhHant => Some(Language::ZhHans),
            _ => None,
        };
        exact(language).or_else(|| sibling.and_then(exact)).map_or(&self.fallback, |(_, template)| template)
    }
}

pub(super) fn compile_template(
    text: &str,
    field: &str,
    variables: Option<&[&str]>,
) -> Result<Template, ReplyError> {
    let template =
        Template::parse(text).map_err(|cause| ReplyError::Template { field: field.to_owned(), cause })?;
    if template.may_be_blank() {
        return Err(ReplyError::BlankText { field: field.to_owned() });
    }
    let unknown = template.variables().find(|name| variables.is_some_and(|known| !known.contains(name)));
    if let Some(unknown) = unknown {
        return Err(ReplyError::UnknownVariable { field: field.to_owned(), variable: unknown.to_owned() });
    }
    Ok(template)
}

/// How one language says instants and lengths of time.
#[derive(Clone, Debug)]
pub(super) struct Speech {
    today: Template,
    tomorrow: Template,
    later: Template,
    months: Vec<String>,
    minutes: Template,
    hours: Template,
    pub(super) join: String,
}

impl Speech {
    pub(super) fn compile(wording: &Wording, language: Language) -> Result<Self, ReplyError> {
        let field = |name: &str| format!("wording.{language}.{name}");
        if wording.months.len() != 12 {
            return Err(ReplyError::OutOfRange { field: field("months"), wanted: "twelve names" });
        }
        let template =
            |text: &str, name: &str, known: &[&str]| compile_template(text, &field(name), Some(known));
        Ok(Self {
            today: template(&wording.today, "today", &["time"])?,
            tomorrow: template(&wording.tomorrow, "tomorrow", &["time"])?,
            later: template(&wording.later, "later", &["day", "month", "time"])?,
            months: wording.months.clone(),
            minutes: template(&wording.minutes, "minutes", &["minutes"])?,
            hours: template(&wording.hours, "hours", &["hours", "minutes"])?,
            join: wording.join.clone(),
        })
    }

    /// An instant as people say it from `now`: a time today or tomorrow, else with its day.
    pub(super) fn instant(
        &self,
        calendar: &Calendar,
        instant: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<String, MissingVariable> {
        let local = calendar.to_local(instant);
        let today = calendar.local_date(now);
        let template = if local.date() == today {
            &self.today
        } else if today.succ_opt() == Some(local.date()) {
            &self.tomorrow
        } else {
            &self.later
        };
        template.fill(
            &|name| match name {
                "time" => Some(format!("{:02}:{:02}", local.hour(), local.minute()).into()),
                "day" => Some(local.day().to_string().into()),
                "month" => self.months.get(local.month0() as usize).map(|name| Cow::from(name.as_str())),
                _ => None,
            },
            usize::MAX,
        )
    }

    /// A length of time, rounded up to whole minutes; never less than one.
    pub(super) fn length(&self, length: TimeDelta) -> Result<String, MissingVariable> {
        let minutes = length.num_seconds().max(1).saturating_add(59) / 60;
        let template = if minutes < 60 { &self.minutes } else { &self.hours };
        template.fill(
            &|name| match name {
                "minutes" if minutes < 60 => Some(minutes.to_string().into()),
                "minutes" => Some((minutes % 60).to_string().into()),
                "hours" => Some((minutes / 60).to_string().into()),
                _ => None,
            },
            usize::MAX,
        )
    }
}
