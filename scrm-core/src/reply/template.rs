//! Texts with variables. What a variable stands for is put in as it is and never read as a template again.

use std::borrow::Cow;
use std::fmt;

use thiserror::Error;

use crate::foundation::text::is_invisible;

/// A text with variables: `{name}`, `{name|there}` with words for when the value is missing, `{{` and `}}`
/// for the braces themselves. Parsed once, filled in linear time.
///
/// Two things happen to a value on its way in, and no more: control characters and marks that change the
/// direction of writing are taken out (line ends become spaces), and a value that runs in another direction
/// than the text around it is set between the marks U+2068 and U+2069, so that a phone number inside an
/// Arabic sentence keeps its digits in order. A value in the text's own direction gets no marks.
///
/// ```
/// use scrm_core::reply::Template;
/// let greeting = Template::parse("Hi {name|there}, {{ok}}").unwrap();
/// let filled = greeting.fill(&|_| None, 4_096).unwrap();
/// assert_eq!(filled, "Hi there, {ok}");
/// let filled = greeting.fill(&|_| Some("{name}".into()), 4_096).unwrap();
/// assert_eq!(filled, "Hi {name}, {ok}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Box<[Part]>,
    right_to_left: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(Box<str>),
    Variable { name: Box<str>, fallback: Option<Box<str>> },
}

impl Part {
    /// How much room it will most likely take.
    fn usual_bytes(&self) -> usize {
        const VALUE: usize = 24;
        match self {
            Self::Literal(literal) => literal.len(),
            Self::Variable { .. } => VALUE,
        }
    }
}

/// Why a text is no template.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TemplateError {
    /// A `{` without its `}`.
    #[error("a brace at character {at} is not closed")]
    Unclosed {
        /// Where, in characters from 1.
        at: usize,
    },
    /// A variable without a proper name.
    #[error("the variable at character {at} needs a name of a-z, 0-9 and _")]
    BadName {
        /// Where, in characters from 1.
        at: usize,
    },
}

/// A variable that has no value and no words for that case: the text must not be sent.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("the variable {name} has no value")]
pub struct MissingVariable {
    /// Its name.
    pub name: String,
}

/// Sets off a value that runs in another direction.
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

impl Template {
    /// Reads a text.
    ///
    /// # Errors
    /// [`TemplateError`] with the place of the brace that is wrong.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(brace) = rest.find(['{', '}']) {
            let (before, from_brace) = rest.split_at(brace);
            literal.push_str(before);
            let at = || {
                let before = text.len().saturating_sub(from_brace.len());
                text.get(..before).unwrap_or_default().chars().count() + 1
            };
            if let Some(after) = from_brace.strip_prefix("{{") {
                literal.push('{');
                rest = after;
            } else if let Some(after) = from_brace.strip_prefix("}}").or(from_brace.strip_prefix('}')) {
                literal.push('}');
                rest = after;
            } else {
                let inside = from_brace.strip_prefix('{').unwrap_or(from_brace);
                let (variable, after) =
                    inside.split_once('}').ok_or_else(|| TemplateError::Unclosed { at: at() })?;
                let (name, fallback) = match variable.split_once('|') {
                    Some((name, fallback)) => (name, Some(fallback)),
                    None => (variable, None),
                };
                let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
                if name.is_empty() || !name.chars().all(is_name) {
                    return Err(TemplateError::BadName { at: at() });
                }
                // `{name|there, see {company}`: whoever has a name would be told nothing of the rest.
                if fallback.is_some_and(|words| words.contains('{')) {
                    return Err(TemplateError::Unclosed { at: at() });
                }
                if !literal.is_empty() {
                    parts.push(Part::Literal(std::mem::take(&mut literal).into()));
                }
                parts.push(Part::Variable { name: name.into(), fallback: fallback.map(Into::into) });
                rest = after;
            }
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(Part::Literal(literal.into()));
        }
        let right_to_left = parts
            .iter()
            .find_map(|part| match part {
                Part::Literal(literal) => first_direction(literal),
                Part::Variable { .. } => None,
            })
            .is_some_and(|direction| direction == Direction::RightToLeft);
        Ok(Self { parts: parts.into(), right_to_left })
    }

    /// The names of the variables, in the order in which they stand.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Literal(_) => None,
            Part::Variable { name, .. } => Some(&**name),
        })
    }

    /// Whether nothing can be seen of the text where its variables have no value: it has no words of its own.
    pub(super) fn may_be_blank(&self) -> bool {
        self.parts.iter().all(|part| match part {
            Part::Literal(text) => text.chars().all(is_blank),
            Part::Variable { fallback, .. } => {
                fallback.as_ref().is_some_and(|fallback| fallback.chars().all(is_blank))
            }
        })
    }

    /// Puts values in. The result has at most `limit` characters (Unicode scalar values); what is longer is
    /// cut and ends in `…`. A value of blanks counts as missing.
    ///
    /// # Errors
    /// [`MissingVariable`] where a value is missing and the text names no words for that case.
    pub fn fill<'v>(
        &self,
        values: &dyn Fn(&str) -> Option<Cow<'v, str>>,
        limit: usize,
    ) -> Result<String, MissingVariable> {
        let mut out = String::with_capacity(self.parts.iter().map(Part::usual_bytes).sum());
        for part in &self.parts {
            match part {
                Part::Literal(literal) => out.push_str(literal),
                Part::Variable { name, fallback } => {
                    let value = values(name).filter(|value| !clean(value).all(is_blank));
                    match (value, fallback) {
                        (Some(value), _) => self.push_value(&mut out, &value),
                        (None, Some(fallback)) => out.push_str(fallback),
                        (None, None) => return Err(MissingVariable { name: name.to_string() }),
                    }
                }
            }
        }
        Ok(cut(out, limit))
    }

    fn push_value(&self, out: &mut String, value: &str) {
        #[cfg(plant)]
        if crate::foundation::plant::is_active("f5") {
            // The defect: a value is read as a template again.
            let again = Self::parse(value).ok().and_then(|value| value.fill(&|_| Some("x".into()), 99).ok());
            return out.push_str(again.as_deref().unwrap_or(value));
        }
        let isolated = if self.right_to_left {
            first_direction(value) != Some(Direction::RightToLeft)
        } else {
            value.chars().any(is_right_to_left)
        };
        if isolated {
            out.push(FIRST_STRONG_ISOLATE);
        }
        out.extend(clean(value));
        if isolated {
            out.push(POP_ISOLATE);
        }
    }
}

/// The text again, as it would be parsed.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Literal(literal) => {
                    f.write_str(&literal.replace('{', "{{").replace('}', "}}"))?;
                }
                Part::Variable { name, fallback: Some(fallback) } => write!(f, "{{{name}|{fallback}}}")?,
                Part::Variable { name, fallback: None } => write!(f, "{{{name}}}")?,
            }
        }
        Ok(())
    }
}

/// Cuts a text to `limit` characters, the last of which is then `…`.
pub(crate) fn cut(mut text: String, limit: usize) -> String {
    // A text has at most as many characters as bytes: the usual case needs no count.
    if text.len() <= limit {
        return text;
    }
    if text.char_indices().nth(limit).is_some() {
        let end = text.char_indices().nth(limit.saturating_sub(1)).map_or(0, |(end, _)| end);
        text.truncate(end);
        if limit > 0 {
            text.push('…');
        }
    }
    text
}

/// White space, and characters that show nothing.
fn is_blank(c: char) -> bool {
    const BRAILLE_BLANK: char = '\u{2800}';
    c.is_whitespace() || is_invisible(c) || c == BRAILLE_BLANK
}

/// A value without what could change the text around it.
fn clean(value: &str) -> impl Iterator<Item = char> + '_ {
    value.trim().chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => None,
        c => Some(c),
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    LeftToRight,
    RightToLeft,
}

fn first_direction(text: &str) -> Option<Direction> {
    text.chars().find_map(|c| {
        if is_right_to_left(c) {
            Some(Direction::RightToLeft)
        } else if c.is_alphabetic() {
            Some(Direction::LeftToRight)
        } else {
            None
        }
    })
}

/// Letters of the scripts that are written from right to left.
fn is_right_to_left(c: char) -> bool {
    let in_blocks = matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}');
    in_blocks && c.is_alphabetic()
}
