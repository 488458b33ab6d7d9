//! Recognising a customer who wants no more messages, or wants them again.

use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::config::TrustConfig;
use super::error::TrustError;
use crate::foundation::text::{Folded, Language, fold, is_unspaced_script, words};
use crate::foundation::{Coded, RuleId};
use crate::keyword::{Hits, KeywordConfig, KeywordMatcher, KeywordRule, MatchMode, Wanted, shortened_texts};

/// What the customer wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum OptOutKind {
    /// No more messages.
    Stop,
    /// Messages again.
    Resume,
}

/// A recognised opt-out or opt-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptOutHit {
    /// The language of the word.
    pub language: Language,
    /// What the customer wants.
    pub kind: OptOutKind,
}

/// Recognises opt-out words in every language at once. Immutable and cheap to clone.
///
/// A word such as STOP counts when the message says nothing else: punctuation, emoji, courtesies ("please")
/// and repetition around it do not matter, "bus stop" does. A phrase that can mean nothing else ("take me off
/// your list") counts anywhere. If a message both stops and resumes, it stops. One pass over the message;
/// linear.
///
/// ```
/// use scrm_core::foundation::text::{Folded, Language};
/// use scrm_core::trust::{OptOutHit, OptOutKind, OptOutWords, TrustConfig};
///
/// let words = OptOutWords::new(&TrustConfig::standard())?;
/// let stop = |language| Some(OptOutHit { language, kind: OptOutKind::Stop });
/// assert_eq!(words.recognise(&Folded::new("Stop, please!")), stop(Language::En));
/// assert_eq!(words.recognise(&Folded::new("Отпишите меня от рассылки")), stop(Language::Ru));
/// assert_eq!(words.recognise(&Folded::new("退訂")), stop(Language::ZhHans));
/// assert_eq!(words.recognise(&Folded::new("where is the bus stop?")), None);
/// # Ok::<(), scrm_core::trust::TrustError>(())
/// ```
#[derive(Clone)]
pub struct OptOutWords {
    inner: Arc<Inner>,
}

struct Inner {
    matcher: KeywordMatcher,
    /// What each rule of the matcher stands for.
    rules: Vec<Meaning>,
    /// Whole messages, as words joined by single spaces.
    messages: FxHashMap<String, OptOutHit>,
    courtesies: Vec<String>,
}

#[derive(Clone, Copy)]
struct Meaning {
    hit: OptOutHit,
    /// Whether the phrase counts anywhere, or only hints at a whole message.
    anywhere: bool,
}

impl fmt::Debug for OptOutWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OptOutWords").field("messages", &self.inner.messages.len()).finish_non_exhaustive()
    }
}

impl OptOutWords {
    /// Compiles the words.
    ///
    /// # Errors
    /// If an entry is blank, or one word both stops and resumes.
    pub fn new(config: &TrustConfig) -> Result<Self, TrustError> {
        let mut builder = Builder::default();
        for (language, texts) in &config.opt_out.words {
            let lists = [
                (OptOutKind::Stop, false, "stop_messages", &texts.stop_messages),
                (OptOutKind::Stop, true, "stop_phrases", &texts.stop_phrases),
                (OptOutKind::Resume, false, "resume_messages", &texts.resume_messages),
                (OptOutKind::Resume, true, "resume_phrases", &texts.resume_phrases),
            ];
            for (kind, anywhere, name, list) in lists {
                let meaning = Meaning { hit: OptOutHit { language: *language, kind }, anywhere };
                builder.add(meaning, name, list)?;
            }
            builder.add_courtesies(*language, &texts.courtesies)?;
        }
        builder.finish()
    }

    /// Whether a message stops or resumes messages.
    #[must_use]
    pub fn recognise(&self, message: &Folded<'_>) -> Option<OptOutHit> {
        self.recognise_hits(message, &self.inner.matcher.scan(message, Wanted::Places))
    }

    /// The words as a set of keywords: what [`recognise_hits`](Self::recognise_hits) wants is every place.
    pub(crate) fn matcher(&self) -> &KeywordMatcher {
        &self.inner.matcher
    }

    /// As [`recognise`](Self::recognise), of a message in which the words have been looked for already.
    pub(crate) fn recognise_hits(&self, message: &Folded<'_>, hits: &Hits) -> Option<OptOutHit> {
        #[cfg(plant)]
        if crate::foundation::plant::is_active("a5_words") {
            // The defect: letters are compared as they were written, and anywhere.
            let spelled = |(word, hit): (&String, &OptOutHit)| {
                message.original().contains(word.as_str()).then_some(*hit)
            };
            return self.inner.messages.iter().find_map(spelled);
        }
        if hits.is_empty() {
            return None;
        }
        let meanings = hits.rules().filter_map(|rule| self.inner.rules.get(rule));
        let anywhere = meanings.filter(|meaning| meaning.anywhere).map(|meaning| meaning.hit);
        anywhere
            .min_by_key(|hit| (hit.kind, hit.language))
            .or_else(|| self.inner.whole_or_drawn_out(message.text()))
    }
}

impl Inner {
    /// What the whole message says, also where its letters are drawn out.
    fn whole_or_drawn_out(&self, text: &str) -> Option<OptOutHit> {
        let shortened = || shortened_texts(text).find_map(|text| self.whole(&text));
        self.whole(text).or_else(shortened)
    }

    fn whole(&self, text: &str) -> Option<OptOutHit> {
        let joined = join_words(text);
        let mut core = joined.as_str();
        loop {
            if let Some(hit) = self.messages.get(core).or_else(|| self.messages.get(repeated(core)?)) {
                return Some(*hit);
            }
            core = self.courtesies.iter().find_map(|courtesy| without_courtesy(core, courtesy))?;
        }
    }
}

/// The words of a text, joined by single spaces.
fn join_words(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for word in words(text) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word.text);
    }
    joined
}

/// The word that a text repeats and nothing else: `stop` for `stop stop stop`, `退订` for `退订退订`.
fn repeated(core: &str) -> Option<&str> {
    let Some((first, rest)) = core.split_once(' ') else { return repeated_unspaced(core) };
    rest.split(' ').all(|word| word == first).then_some(first)
}

fn repeated_unspaced(core: &str) -> Option<&str> {
    if !core.chars().all(is_unspaced_script) {
        return None;
    }
    let beginnings = core.char_indices().skip(1).filter_map(|(end, _)| core.get(..end));
    let of_halves = beginnings.take_while(|beginning| beginning.len() * 2 <= core.len());
    of_halves
        .filter(|beginning| core.len().is_multiple_of(beginning.len()))
        .find(|beginning| core.replace(beginning, "").is_empty())
}

/// A text without a courtesy at its end or beginning.
fn without_courtesy<'t>(core: &'t str, courtesy: &str) -> Option<&'t str> {
    let cut = |rest: &'t str, at_edge: bool| {
        let unspaced = courtesy.chars().next().is_some_and(is_unspaced_script);
        (at_edge || unspaced).then(|| rest.trim()).filter(|rest| !rest.is_empty())
    };
    // `停了` says that something has stopped.
    let is_word = |rest: &&str| rest.ends_with(' ') || rest.chars().nth(1).is_some();
    let end = core.strip_suffix(courtesy).filter(is_word).and_then(|rest| cut(rest, rest.ends_with(' ')));
    end.or_else(|| core.strip_prefix(courtesy).and_then(|rest| cut(rest, rest.starts_with(' '))))
}

#[derive(Default)]
struct Builder {
    keywords: Vec<KeywordRule>,
    rules: Vec<Meaning>,
    messages: FxHashMap<String, OptOutHit>,
    courtesies: Vec<String>,
}

impl Builder {
    fn add(&mut self, meaning: Meaning, name: &str, list: &[String]) -> Result<(), TrustError> {
        if list.is_empty() {
            return Ok(());
        }
        for (index, text) in list.iter().enumerate() {
            let field = || format!("opt_out.words.{}.{name}[{index}]", meaning.hit.language);
            let joined = join_words(&fold(text));
            if joined.is_empty() {
                return Err(TrustError::BlankWord { field: field() });
            }
            if !meaning.anywhere {
                let known = *self.messages.entry(joined).or_insert(meaning.hit);
                if known.kind != meaning.hit.kind {
                    return Err(TrustError::Contradiction { field: field() });
                }
            }
        }
        self.keywords.push(KeywordRule {
            mode: MatchMode::AsWritten,
            ..KeywordRule::new(
                RuleId::new(format!("{}.{name}", meaning.hit.language)),
                String::new(),
                list.iter().cloned(),
            )
        });
        self.rules.push(meaning);
        Ok(())
    }

    fn add_courtesies(&mut self, language: Language, list: &[String]) -> Result<(), TrustError> {
        for (index, text) in list.iter().enumerate() {
            let joined = join_words(&fold(text));
            if joined.is_empty() {
                let field = format!("opt_out.words.{language}.courtesies[{index}]");
                return Err(TrustError::BlankWord { field });
            }
            self.courtesies.push(joined);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<OptOutWords, TrustError> {
        // "thank you" before "you", so that nothing is left of it.
        self.courtesies.sort_by_key(|courtesy| std::cmp::Reverse(courtesy.len()));
        let keywords =
            KeywordConfig { limits: KeywordConfig::standard().limits, language: None, rules: self.keywords };
        let matcher =
            KeywordMatcher::new(&keywords).map_err(|error| TrustError::Words { cause: error.code() })?;
        Ok(OptOutWords {
            inner: Arc::new(Inner {
                matcher,
                rules: self.rules,
                messages: self.messages,
                courtesies: self.courtesies,
            }),
        })
    }
}
