//! Recognising a customer who wants no more messages, or wants them again.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::config::TrustConfig;
use super::error::TrustError;
use crate::foundation::text::{Folded, Language, Word, fold, is_unspaced_script, words};
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
/// A word such as END counts when the message says nothing else: punctuation, emoji, courtesies ("please")
/// and repetition around it do not matter, "the end" does. STOP counts as a sentence among others too, or between
/// commas. A phrase that can mean nothing else ("take me off your list") counts anywhere, but for where it is refused
/// ("do not take me off your list"). If a message both stops and resumes, it stops. One pass over the message; linear.
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
/// assert_eq!(words.recognise(&Folded::new("STOP, I want to talk to an operator")), stop(Language::En));
/// assert_eq!(words.recognise(&Folded::new("I don't want to unsubscribe")), None);
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
    /// What can be all that is said, by its key.
    sayings: FxHashMap<String, Meaning>,
    courtesies: Vec<String>,
}

#[derive(Clone, Copy)]
struct Meaning {
    hit: OptOutHit,
    scope: Scope,
}

/// How much else a message may say where a text counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    /// Nothing.
    Message,
    /// Other sentences.
    Sentence,
    /// Anything.
    Anywhere,
    /// Takes back what it overlaps.
    Exception,
}

impl fmt::Debug for OptOutWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OptOutWords").field("sayings", &self.inner.sayings.len()).finish_non_exhaustive()
    }
}

impl OptOutWords {
    /// Compiles the words.
    ///
    /// # Errors
    /// If an entry is blank, or the same text both stops and resumes.
    pub fn new(config: &TrustConfig) -> Result<Self, TrustError> {
        let mut builder = Builder::default();
        for (language, texts) in &config.opt_out.words {
            let lists = [
                (OptOutKind::Stop, Scope::Message, "stop_messages", &texts.stop_messages),
                (OptOutKind::Stop, Scope::Sentence, "stop_sentences", &texts.stop_sentences),
                (OptOutKind::Stop, Scope::Anywhere, "stop_phrases", &texts.stop_phrases),
                (OptOutKind::Resume, Scope::Message, "resume_messages", &texts.resume_messages),
                (OptOutKind::Resume, Scope::Anywhere, "resume_phrases", &texts.resume_phrases),
                (OptOutKind::Stop, Scope::Exception, "except", &texts.except),
            ];
            for (kind, scope, name, list) in lists {
                let meaning = Meaning { hit: OptOutHit { language: *language, kind }, scope };
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
            let spelled = |(word, saying): (&String, &Meaning)| {
                message.original().contains(word.as_str()).then_some(saying.hit)
            };
            return self.inner.sayings.iter().find_map(spelled);
        }
        let whole = self.inner.said(message.text(), hits);
        if !message.original().contains('\n') {
            return whole;
        }
        let lines = message.original().lines().filter_map(|line| {
            let line = Folded::new(line);
            self.inner.said(line.text(), &self.inner.matcher.scan(&line, Wanted::Places))
        });
        lines.chain(whole).min_by_key(|hit| (hit.kind, hit.language))
    }
}

impl Inner {
    fn said(&self, text: &str, hits: &Hits) -> Option<OptOutHit> {
        if hits.is_empty() && !is_set_apart(text) {
            return None;
        }
        let is = |rule: usize, scope| self.rules.get(rule).is_some_and(|meaning| meaning.scope == scope);
        let counting = hits.counting(|rule| is(rule, Scope::Anywhere), |rule| is(rule, Scope::Exception));
        let anywhere = counting.filter_map(|rule| self.rules.get(rule)).map(|meaning| meaning.hit);
        anywhere.min_by_key(|hit| (hit.kind, hit.language)).or_else(|| {
            let shortened = || shortened_texts(text).find_map(|text| self.alone(&text));
            self.alone(text).or_else(shortened)
        })
    }

    /// What the whole text says, or one of its sentences.
    fn alone(&self, text: &str) -> Option<OptOutHit> {
        if let Some(saying) = self.saying(text) {
            return Some(saying.hit);
        }
        let sentences = self.sentences(text).filter_map(|sentence| self.saying(sentence));
        let alone = sentences.filter(|saying| saying.scope >= Scope::Sentence).map(|saying| saying.hit);
        alone.min_by_key(|hit| (hit.kind, hit.language))
    }

    /// What a text says that says nothing else.
    fn saying(&self, text: &str) -> Option<Meaning> {
        let key = key(text);
        let mut core = key.as_str();
        loop {
            if let Some(saying) = self.sayings.get(core).or_else(|| self.sayings.get(repeated(core)?)) {
                return Some(*saying);
            }
            core = self.courtesies.iter().find_map(|courtesy| without_courtesy(core, courtesy))?;
        }
    }

    /// The sentences of a text, cut at their commas. A comma beside a courtesy divides nothing: "please" stands between two
    /// in the midst of a Russian sentence.
    fn sentences<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let mut sentences: Vec<(Range<usize>, bool)> = Vec::new();
        for (mark, piece) in pieces(text) {
            let is_courtesy = self.courtesies.contains(&key(text.get(piece.clone()).unwrap_or_default()));
            match sentences.last_mut() {
                Some((sentence, after_courtesy)) if mark == ',' && (is_courtesy || *after_courtesy) => {
                    sentence.end = piece.end;
                    *after_courtesy = is_courtesy;
                }
                _ => sentences.push((piece, is_courtesy)),
            }
        }
        sentences.into_iter().filter_map(|(sentence, _)| text.get(sentence))
    }
}

/// What stands between the marks that end sentences and parts of them, each with the mark before it.
fn pieces(text: &str) -> impl Iterator<Item = (char, Range<usize>)> {
    let marks = text.char_indices().filter(|(at, mark)| divides(text, *at, *mark));
    let (mut start, mut before) = (0, '.');
    marks.chain(std::iter::once((text.len(), '.'))).map(move |(at, mark)| {
        let piece = (before, start..at);
        (start, before) = (at + mark.len_utf8(), mark);
        piece
    })
}

fn divides(text: &str, at: usize, mark: char) -> bool {
    let previous = || text.get(..at)?.chars().next_back();
    let next = || text.get(at + mark.len_utf8()..)?.chars().next();
    match mark {
        // An address and a number hold marks that end nothing.
        '.' | ',' | '!' | '?' | ';' => {
            let in_word = |character: Option<char>| character.is_some_and(|c| c.is_ascii_alphanumeric());
            !(in_word(previous()) && in_word(next()))
        }
        '-' => previous() == Some(' ') && next() == Some(' '),
        '\u{964}' => true,
        _ => false,
    }
}

/// The words of a text alone: joined by single spaces, but for Chinese and the like, and without apostrophes, which are
/// left out as often as not. Letters that are set apart, `s t o p`, are one word.
fn key(text: &str) -> String {
    let joined = |is_apart: bool| {
        let mut key = String::with_capacity(text.len());
        let mut before: Option<Word<'_>> = None;
        for word in words(text) {
            if before.is_some_and(|before| is_apart && !are_one(text, &before, &word)) {
                key.push(' ');
            }
            key.push_str(word.text);
            before = Some(word);
        }
        key
    };
    let are_letters = words(text).all(|word| word.text.chars().nth(1).is_none());
    joined(!are_letters)
}

/// Whether nothing that matters stands between two words.
fn are_one(text: &str, before: &Word<'_>, word: &Word<'_>) -> bool {
    let between = text.get(before.start + before.text.len()..word.start);
    between == Some("'") || before.unspaced && word.unspaced
}

/// Whether a text has parts of words with spaces between them, among which no word is found: `退 订`, `s t o p`.
fn is_set_apart(text: &str) -> bool {
    const LONGEST: usize = 64;
    let is_part = |word: &Word<'_>| word.unspaced || word.text.chars().nth(1).is_none();
    let may_be_part = |piece: &str| match piece.is_ascii() {
        true => piece.bytes().filter(u8::is_ascii_alphanumeric).nth(1).is_none(),
        false => piece.chars().nth(2).is_none() || piece.contains(is_unspaced_script),
    };
    // Asked of every message: most are told by how their words begin.
    let mut before = false;
    let mut follows_one = |piece| std::mem::replace(&mut before, may_be_part(piece)) && before;
    text.len() <= LONGEST
        && text.split(' ').any(&mut follows_one)
        && words(text).zip(words(text).skip(1)).any(|(word, next)| is_part(&word) && is_part(&next))
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
    sayings: FxHashMap<String, Meaning>,
    courtesies: Vec<String>,
}

impl Builder {
    fn add(&mut self, meaning: Meaning, name: &str, list: &[String]) -> Result<(), TrustError> {
        if list.is_empty() {
            return Ok(());
        }
        for (index, text) in list.iter().enumerate() {
            let field = || format!("opt_out.words.{}.{name}[{index}]", meaning.hit.language);
            let key = key(&fold(text));
            if key.is_empty() {
                return Err(TrustError::BlankWord { field: field() });
            }
            if meaning.scope == Scope::Exception {
                continue;
            }
            let known = self.sayings.entry(key).or_insert(meaning);
            if known.hit.kind != meaning.hit.kind {
                return Err(TrustError::Contradiction { field: field() });
            }
            // What counts among other sentences in one list may stand alone in another.
            known.scope = known.scope.max(meaning.scope);
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
            let key = key(&fold(text));
            if key.is_empty() {
                let field = format!("opt_out.words.{language}.courtesies[{index}]");
                return Err(TrustError::BlankWord { field });
            }
            self.courtesies.push(key);
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
                sayings: self.sayings,
                courtesies: self.courtesies,
            }),
        })
    }
}
