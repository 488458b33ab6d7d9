//! Folding a text, and finding the way back to the text as it was written.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_normalization::char::compose;

use super::character::{
    ANUSVARA, JOINER, VIRAMA, am_in_parts, begins_am, fold_character, is_invisible, is_joined_nasal,
    is_pictograph, is_trailing_decoration, may_join,
};
use super::eights::{any, at_least, count_lowest_bits, eights, eights_within, equal};
use super::table::fold_alone;

/// A place in a text as it was written, in the three units that languages count in. All three are
/// half-open ranges over the same characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TextSpan {
    /// In UTF-8 bytes: Rust, Go, C.
    pub bytes: Range<usize>,
    /// In characters (code points): Python.
    pub chars: Range<usize>,
    /// In UTF-16 units: JavaScript, Kotlin, Swift's `NSRange`.
    pub utf16: Range<usize>,
}

/// From `folded` on, up to the next break, the folded and the original text advance byte by byte — or, if
/// the next break is not as far away in both, the piece between them belongs together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Break {
    folded: usize,
    original: usize,
}

/// A text in folded form, with the way back to what was written. What folding does is described in
/// [`foundation::text`](super).
///
/// Made once per message and shared by everything that reads it. Plain lower-case text is borrowed, not
/// copied. Linear in time and memory. `Debug` hides the text.
///
/// ```
/// use scrm_core::foundation::text::Folded;
/// let folded = Folded::new("Ｐｒｉｃｅ — 價\u{200b}格?");
/// assert_eq!(folded.text(), "price - 价格?");
/// let span = folded.original_span(8..14);
/// assert_eq!(&folded.original()[span.bytes.clone()], "價\u{200b}格");
/// assert_eq!(span.chars, 8..11);
/// ```
#[derive(Clone)]
pub struct Folded<'t> {
    original: &'t str,
    text: Cow<'t, str>,
    breaks: Vec<Break>,
    ascii: bool,
}

impl fmt::Debug for Folded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Folded({} bytes)", self.text.len())
    }
}

/// A text in folded form. See [`foundation::text`](super) for what that means, and [`Folded`] where places
/// matter.
///
/// ```
/// use scrm_core::foundation::text::fold;
/// assert_eq!(fold("  Сколько СТОИТ ещё  один?"), "сколько стоит еще один?");
/// assert_eq!(fold("كَمِ السِّعْرُ؟ ١٢٣"), "كم السعر? 123");
/// assert_eq!(fold("क़ीमत"), fold("कीमत"));
/// assert_eq!(fold("請問價錢"), "请问价钱");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    Folded::new(text).into_text()
}

/// What folding one message leaves for the next, so that it need not ask for memory.
#[derive(Debug, Default)]
pub(crate) struct FoldRoom {
    text: String,
    breaks: Vec<Break>,
}

impl<'t> Folded<'t> {
    /// Folds a text.
    #[must_use]
    pub fn new(original: &'t str) -> Self {
        Self::in_room(original, &mut FoldRoom::default())
    }

    /// The same in room that a text before has left.
    pub(crate) fn in_room(original: &'t str, room: &mut FoldRoom) -> Self {
        let borrowed = |ascii| Self { original, text: Cow::Borrowed(original), breaks: Vec::new(), ascii };
        match survey(original) {
            Survey::Folded => borrowed(true),
            Survey::UpperCase => {
                let mut text = std::mem::take(&mut room.text);
                text.push_str(original);
                text.make_ascii_lowercase();
                Self { original, text: Cow::Owned(text), breaks: Vec::new(), ascii: true }
            }
            Survey::Other => {
                let kept = Kept::at_the_beginning_of(original);
                if kept.end == original.len() && !kept.has_upper_case {
                    return borrowed(false);
                }
                let mut folder =
                    Folder::new(std::mem::take(&mut room.text), std::mem::take(&mut room.breaks));
                folder.out.reserve(original.len());
                folder.run(original, kept);
                Self { original, text: Cow::Owned(folder.out), breaks: folder.breaks, ascii: false }
            }
        }
    }

    /// Leaves its room to the next.
    pub(crate) fn leave(self, room: &mut FoldRoom) {
        if let Cow::Owned(mut text) = self.text {
            text.clear();
            room.text = text;
        }
        if self.breaks.capacity() > 0 {
            room.breaks = self.breaks;
            room.breaks.clear();
        }
    }

    /// The folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The folded text, taken out.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text.into_owned()
    }

    /// The text as it was written.
    #[must_use]
    pub const fn original(&self) -> &'t str {
        self.original
    }

    /// Where a piece of the folded text, given in bytes, stood in the text as it was written. Always on
    /// character boundaries; a piece that came from part of a character gives the whole character, and marks
    /// that folding dropped stay with their letter. Linear in the distance from the start of the text.
    #[must_use]
    pub fn original_span(&self, folded: Range<usize>) -> TextSpan {
        SpanCursor::new(self).span(folded)
    }

    fn original_bytes(&self, folded: Range<usize>) -> Range<usize> {
        let limit = self.text.len();
        let (start, end) = (folded.start.min(limit), folded.end.min(limit));
        if self.ascii {
            return start..end.max(start);
        }
        if end <= start {
            let place = self.floor(self.original_start(start));
            return place..place;
        }
        let (start, end) = if end <= self.same_until() {
            (start, end)
        } else {
            (self.original_start(start), self.original_end(end))
        };
        let start = self.floor(start);
        let end = self.ceil(end).max(start);
        start..end + self.decoration_at(end)
    }

    /// Up to where both texts advance byte by byte.
    fn same_until(&self) -> usize {
        let first = self.breaks.first().copied();
        let same = first.is_none_or(|first| first.folded == first.original);
        if same { first.map_or(self.text.len(), |first| first.folded) } else { 0 }
    }

    /// How many bytes at a place of the original belong to what stands before them.
    fn decoration_at(&self, place: usize) -> usize {
        // Most pieces end where a word does.
        if self.original.as_bytes().get(place).is_none_or(u8::is_ascii) {
            return 0;
        }
        let rest = self.original.get(place..).unwrap_or_default().chars();
        rest.take_while(|character| is_trailing_decoration(*character)).map(char::len_utf8).sum()
    }

    fn original_start(&self, folded: usize) -> usize {
        let after = self.breaks.partition_point(|point| point.folded <= folded);
        let from = after.checked_sub(1).and_then(|index| self.breaks.get(index)).copied();
        let Break { folded: from_folded, original: from_original } =
            from.unwrap_or(Break { folded: 0, original: 0 });
        match self.breaks.get(after) {
            Some(next) if next.folded - from_folded != next.original - from_original => from_original,
            _ => from_original + (folded - from_folded),
        }
    }

    fn original_end(&self, folded: usize) -> usize {
        let at = self.breaks.partition_point(|point| point.folded < folded);
        let from = at.checked_sub(1).and_then(|index| self.breaks.get(index)).copied();
        let Break { folded: from_folded, original: from_original } =
            from.unwrap_or(Break { folded: 0, original: 0 });
        match self.breaks.get(at) {
            Some(next)
                if next.folded == folded || next.folded - from_folded != next.original - from_original =>
            {
                next.original
            }
            _ => from_original + (folded - from_folded),
        }
    }

    fn floor(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.original.len());
        while !self.original.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }

    fn ceil(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.original.len());
        while !self.original.is_char_boundary(byte) {
            byte += 1;
        }
        byte
    }
}

/// Turns places in folded text into spans, walking the original once when the places come in order.
pub(crate) struct SpanCursor<'f, 't> {
    folded: &'f Folded<'t>,
    bytes: usize,
    chars: usize,
    utf16: usize,
}

impl<'f, 't> SpanCursor<'f, 't> {
    pub(crate) const fn new(folded: &'f Folded<'t>) -> Self {
        Self { folded, bytes: 0, chars: 0, utf16: 0 }
    }

    /// The span of a place. Linear in the distance from the start of the place asked for before.
    pub(crate) fn span(&mut self, place: Range<usize>) -> TextSpan {
        let bytes = self.folded.original_bytes(place);
        if self.folded.ascii {
            return TextSpan { chars: bytes.clone(), utf16: bytes.clone(), bytes };
        }
        if bytes.start < self.bytes {
            (self.bytes, self.chars, self.utf16) = (0, 0, 0);
        }
        let (chars, utf16) = self.count(self.bytes..bytes.start);
        self.bytes = bytes.start;
        self.chars += chars;
        self.utf16 += utf16;
        let (chars, utf16) = self.count(bytes.clone());
        TextSpan { bytes, chars: self.chars..self.chars + chars, utf16: self.utf16..self.utf16 + utf16 }
    }

    fn count(&self, bytes: Range<usize>) -> (usize, usize) {
        // A character is its first byte; four-byte characters take two UTF-16 units.
        eights_within(self.folded.original.as_bytes(), bytes, FOLLOWING_BYTE).fold(
            (0, 0),
            |(chars, utf16), eight| {
                let first = count_lowest_bits(!eight >> 7 | eight >> 6);
                let long = count_lowest_bits(eight >> 7 & eight >> 6 & eight >> 5 & eight >> 4);
                (chars + first, utf16 + first + long)
            },
        )
    }
}

/// A byte with which no character begins.
const FOLLOWING_BYTE: u8 = 0x80;

enum Survey {
    /// ASCII that folds to itself.
    Folded,
    /// ASCII that only has to become lower case.
    UpperCase,
    /// Anything else.
    Other,
}

fn survey(text: &str) -> Survey {
    let bytes = text.as_bytes();
    if bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') {
        return Survey::Other;
    }
    let (mut other, mut upper, mut before) = (0, 0, 0);
    for eight in eights(bytes, b'a') {
        if any(eight) {
            return Survey::Other;
        }
        let space = equal(eight, b' ');
        // A control, or a space after a space.
        other |= !at_least(eight, b' ') | at_least(eight, 0x7F) | (space & (space << 8 | before));
        upper |= at_least(eight, b'A') & !at_least(eight, b'Z' + 1);
        before = space >> 56;
    }
    match (any(other), any(upper)) {
        (true, _) => Survey::Other,
        (false, true) => Survey::UpperCase,
        (false, false) => Survey::Folded,
    }
}

struct Folder {
    out: String,
    breaks: Vec<Break>,
    /// Where white space began that has not been written yet.
    space_from: Option<usize>,
    /// Where the character stood that wrote last.
    previous_from: usize,
}

/// A piece of a text that folding leaves as it is, but for ASCII letters that become lower case.
#[derive(Clone, Copy, Debug)]
struct Kept {
    end: usize,
    /// Where its last character begins.
    last: usize,
    has_upper_case: bool,
}

impl Kept {
    /// Such a piece, of which neither end is a space: as much as there is of it.
    fn at_the_beginning_of(text: &str) -> Self {
        Self::but_for(text, |_, _| false)
    }

    /// The same with characters that fold to another of as many bytes, as long as these are `taken`: their place, and what
    /// they fold to.
    #[inline]
    fn but_for(text: &str, mut taken: impl FnMut(Range<usize>, char) -> bool) -> Self {
        let mut kept = Self { end: 0, last: 0, has_upper_case: false };
        let mut last = None;
        for (at, character) in text.char_indices() {
            let end = at + character.len_utf8();
            let folded = match character {
                '!'..='~' => {
                    kept.has_upper_case |= character.is_ascii_uppercase();
                    character
                }
                ' ' if at == kept.end && at > 0 => continue,
                // Whether it joins a nasal is for the folder to see.
                VIRAMA if last.is_none_or(|last| joins_nasal(last, text.get(at..).unwrap_or_default())) => {
                    break;
                }
                '\u{80}'.. => match fold_alone(character) {
                    Some(folded)
                        if folded == character
                            || (folded.len_utf8() == character.len_utf8() && taken(at..end, folded)) =>
                    {
                        folded
                    }
                    _ => break,
                },
                _ => break,
            };
            last = Some(folded);
            kept.last = at;
            kept.end = end;
        }
        kept
    }
}

/// Whether a nasal is joined to a consonant by the sign that a text begins with.
fn joins_nasal(nasal: char, text: &str) -> bool {
    next_visible(text).is_some_and(|consonant| is_joined_nasal(nasal, consonant))
}

/// The second character of a text that is seen.
fn next_visible(text: &str) -> Option<char> {
    text.chars().skip(1).find(|next| !is_invisible(*next))
}

impl Folder {
    const fn new(out: String, breaks: Vec<Break>) -> Self {
        Self { out, breaks, space_from: None, previous_from: 0 }
    }

    /// Folds a text, of which the beginning is known to stay as it is.
    fn run(&mut self, original: &str, beginning: Kept) {
        let mut at = beginning.end;
        self.keep(original, beginning);
        while let Some(character) = original.get(at..).and_then(|rest| rest.chars().next()) {
            at += self.beginning_of(original.get(at..).unwrap_or_default(), at, character);
            at += self.go_on(original.get(at..).unwrap_or_default(), at);
        }
    }

    /// Writes the first character of the rest of a text, with others where they are one together; how long that was.
    fn beginning_of(&mut self, rest: &str, at: usize, character: char) -> usize {
        let length = character.len_utf8();
        let last = self.out.chars().next_back().filter(|_| self.space_from.is_none());
        match character {
            VIRAMA if last.is_some_and(|nasal| joins_nasal(nasal, rest)) => {
                self.rewrite_last(ANUSVARA, at + length);
                return length;
            }
            // It is seen where it makes one emoji of two.
            JOINER if last.is_some_and(is_pictograph) && next_visible(rest).is_some_and(is_pictograph) => {
                self.written_in_parts(at, length, std::iter::once(JOINER));
                return length;
            }
            _ => {}
        }
        match begins_am(character).then(|| am_in_parts(rest)).flatten() {
            Some((length, tone, vowel)) => {
                self.written_in_parts(at, length, tone.into_iter().chain([vowel]));
                length
            }
            None => {
                self.character(at, character);
                length
            }
        }
    }

    /// Writes the beginning of a text as it is.
    fn keep(&mut self, original: &str, kept: Kept) {
        self.out.push_str(original.get(..kept.end).unwrap_or_default());
        self.finish_piece(0, 0, kept);
    }

    /// Writes what the rest of a text begins with as long as each character is one of as many bytes; how long that was.
    fn go_on(&mut self, rest: &str, at: usize) -> usize {
        let (mut begun_at, mut written) = (None, 0);
        let kept = Kept::but_for(rest, |place, folded| {
            begun_at.get_or_insert_with(|| self.begin_piece(at));
            self.out.push_str(rest.get(written..place.start).unwrap_or_default());
            self.out.push(folded);
            written = place.end;
            true
        });
        if kept.end > 0 {
            let begun_at = begun_at.unwrap_or_else(|| self.begin_piece(at));
            self.out.push_str(rest.get(written..kept.end).unwrap_or_default());
            self.finish_piece(begun_at, at, kept);
        }
        kept.end
    }

    /// What is at a place of the original is written next; where it will stand.
    fn begin_piece(&mut self, at: usize) -> usize {
        self.write_space(at);
        let place = self.out.len();
        self.synchronise(place, at);
        place
    }

    /// What has been written from a place on is finished; in the original it begins at another.
    fn finish_piece(&mut self, place: usize, at: usize, kept: Kept) {
        if kept.has_upper_case
            && let Some(written) = self.out.get_mut(place..)
        {
            written.make_ascii_lowercase();
        }
        self.previous_from = at + kept.last;
    }

    fn character(&mut self, at: usize, character: char) {
        // White space and what nobody sees are not in question among those.
        if let Some(folded) = fold_alone(character).filter(|_| !character.is_ascii()) {
            let place = self.begin_piece(at);
            self.out.push(folded);
            self.previous_from = at;
            if folded.len_utf8() != character.len_utf8() {
                self.push_break(place, at);
                self.push_break(self.out.len(), at + character.len_utf8());
            }
        } else if character.is_whitespace() {
            self.space_from.get_or_insert(at);
        } else if !is_invisible(character) {
            self.visible(at, character);
        }
    }

    /// Writes what several characters are together.
    fn written_in_parts(&mut self, at: usize, length: usize, letters: impl Iterator<Item = char>) {
        let place = self.begin_piece(at);
        self.out.extend(letters);
        self.previous_from = at;
        self.push_break(place, at);
        self.push_break(self.out.len(), at + length);
    }

    fn visible(&mut self, at: usize, character: char) {
        let mut written = 0_usize;
        let mut composed = false;
        let mut begun_at = self.out.len();
        fold_character(character, &mut |part| {
            if part.is_whitespace() {
                let from = if written == 0 { at } else { at + character.len_utf8() };
                self.space_from.get_or_insert(from);
                return;
            }
            if self.space_from.is_none() && self.compose_with_last(part) {
                composed = true;
                return;
            }
            // Alone, a breve is one of the marks that go.
            if part == '\u{306}' {
                return;
            }
            if written == 0 {
                begun_at = self.begin_piece(at);
            } else if self.space_from.take().is_some() {
                self.out.push(' ');
            }
            self.out.push(part);
            self.previous_from = at;
            written += 1;
        });
        if written == 0 && !composed {
            return;
        }
        let length = character.len_utf8();
        let end = self.out.len();
        if composed || written > 1 || end - begun_at != length {
            if !composed {
                self.push_break(begun_at, at);
            }
            self.push_break(end, at + length);
        }
    }

    /// Joins a mark to the letter before it where the two are one letter: й, が, 가.
    fn compose_with_last(&mut self, mark: char) -> bool {
        if !may_join(mark) {
            return false;
        }
        let Some(last) = self.out.chars().next_back() else { return false };
        if mark == '\u{306}' && !matches!(last, 'и' | 'у') {
            return false;
        }
        let Some(joined) = compose(last, mark) else { return false };
        self.replace_last(joined);
        true
    }

    /// Writes another character for the last one, which what ends at a place of the original belongs to.
    fn rewrite_last(&mut self, character: char, end: usize) {
        self.replace_last(character);
        self.push_break(self.out.len(), end);
    }

    fn replace_last(&mut self, character: char) {
        self.out.pop();
        let place = self.out.len();
        while self.breaks.last().is_some_and(|point| point.folded > place) {
            self.breaks.pop();
        }
        self.push_break(place, self.previous_from);
        self.out.push(character);
    }

    fn write_space(&mut self, next_at: usize) {
        let Some(from) = self.space_from.take() else { return };
        let place = self.out.len();
        if place == 0 {
            return;
        }
        let from = from.max(self.expected(place)).min(next_at);
        self.synchronise(place, from);
        self.out.push(' ');
        if next_at - from != 1 {
            self.push_break(place, from);
            self.push_break(place + 1, next_at);
        }
    }

    /// Where the original would be if nothing had been dropped since the last break.
    fn expected(&self, folded: usize) -> usize {
        let last = self.breaks.last().copied().unwrap_or(Break { folded: 0, original: 0 });
        last.original + (folded - last.folded)
    }

    fn synchronise(&mut self, folded: usize, original: usize) {
        let expected = self.expected(folded);
        if expected != original {
            self.push_break(folded, expected);
            self.push_break(folded, original);
        }
    }

    fn push_break(&mut self, folded: usize, original: usize) {
        let point = Break { folded, original };
        if self.breaks.last() != Some(&point) {
            self.breaks.push(point);
        }
    }
}
