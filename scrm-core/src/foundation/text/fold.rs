//! Folding a text, and finding the way back to the text as it was written.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_normalization::char::compose;

use super::character::{fold_character, fold_quickly, is_invisible, is_trailing_decoration};

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

impl<'t> Folded<'t> {
    /// Folds a text.
    #[must_use]
    pub fn new(original: &'t str) -> Self {
        match survey(original) {
            Survey::Folded => {
                Self { original, text: Cow::Borrowed(original), breaks: Vec::new(), ascii: true }
            }
            Survey::UpperCase => Self {
                original,
                text: Cow::Owned(original.to_ascii_lowercase()),
                breaks: Vec::new(),
                ascii: true,
            },
            Survey::Other => {
                let mut folder = Folder::with_capacity(original.len());
                folder.run(original);
                Self { original, text: Cow::Owned(folder.out), breaks: folder.breaks, ascii: false }
            }
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
        let start_byte = self.floor(self.original_start(start));
        if end <= start {
            return start_byte..start_byte;
        }
        let mut end_byte = self.ceil(self.original_end(end)).max(start_byte);
        if !self.ascii {
            let rest = self.original.get(end_byte..).unwrap_or_default();
            end_byte += rest
                .chars()
                .take_while(|character| is_trailing_decoration(*character))
                .map(char::len_utf8)
                .sum::<usize>();
        }
        start_byte..end_byte
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
        let piece = self.folded.original.get(bytes).unwrap_or_default();
        piece.bytes().fold((0, 0), |(chars, utf16), byte| {
            // A character is its first byte; four-byte characters take two UTF-16 units.
            let first = usize::from(byte & 0xC0 != 0x80);
            (chars + first, utf16 + first + usize::from(byte >= 0xF0))
        })
    }
}

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
    let mut plain = true;
    let mut upper = false;
    let mut previous = b' ';
    for byte in bytes {
        plain &= (b' '..0x7F).contains(byte) & !((*byte == b' ') & (previous == b' '));
        upper |= byte.is_ascii_uppercase();
        previous = *byte;
    }
    let ends_well = previous != b' ' || bytes.is_empty();
    match (plain && ends_well, upper) {
        (true, false) => Survey::Folded,
        (true, true) => Survey::UpperCase,
        (false, _) => Survey::Other,
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

impl Folder {
    fn with_capacity(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes), breaks: Vec::new(), space_from: None, previous_from: 0 }
    }

    fn run(&mut self, original: &str) {
        let bytes = original.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if matches!(byte, b'!'..=b'~') {
                let rest = bytes.get(at..).unwrap_or_default();
                let length = rest.iter().position(|byte| !matches!(byte, b'!'..=b'~')).unwrap_or(rest.len());
                self.ascii(at, original.get(at..at + length).unwrap_or_default());
                at += length;
                continue;
            }
            let Some(character) = original.get(at..).and_then(|rest| rest.chars().next()) else { return };
            self.character(at, character);
            at += character.len_utf8();
        }
    }

    /// Visible ASCII characters, as many as stand together.
    fn ascii(&mut self, at: usize, piece: &str) {
        self.write_space(at);
        self.synchronise(self.out.len(), at);
        let place = self.out.len();
        self.out.push_str(piece);
        if let Some(written) = self.out.get_mut(place..) {
            written.make_ascii_lowercase();
        }
        self.previous_from = at + piece.len() - 1;
    }

    fn character(&mut self, at: usize, character: char) {
        if let Some(folded) = fold_quickly(character) {
            self.write_space(at);
            let place = self.out.len();
            self.synchronise(place, at);
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
                self.write_space(at);
                begun_at = self.out.len();
                self.synchronise(begun_at, at);
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
        if !matches!(mark, '\u{306}' | '\u{3099}' | '\u{309A}' | '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}')
        {
            return false;
        }
        let Some(last) = self.out.chars().next_back() else { return false };
        if mark == '\u{306}' && !matches!(last, 'и' | 'у') {
            return false;
        }
        let Some(joined) = compose(last, mark) else { return false };
        self.out.pop();
        let place = self.out.len();
        while self.breaks.last().is_some_and(|point| point.folded > place) {
            self.breaks.pop();
        }
        self.push_break(place, self.previous_from);
        self.out.push(joined);
        true
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
