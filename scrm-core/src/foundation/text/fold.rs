//! Folding a text, and finding the way back to the text as it was written.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::block::{
    BLOCK, Block, begins_four, beyond_ascii, blocks, equal_to, first_bits, follows, is_control, is_upper_case,
};
use super::character::{is_trailing_decoration, may_begin_trailing_decoration};
use super::folder::Folder;
use super::may_have::MayHave;

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
pub(super) struct Break {
    pub(super) folded: usize,
    pub(super) original: usize,
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
    may_have: MayHave,
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
    pub(super) text: String,
    pub(super) breaks: Vec<Break>,
}

impl<'t> Folded<'t> {
    /// Folds a text.
    #[must_use]
    pub fn new(original: &'t str) -> Self {
        Self::in_room(original, &mut FoldRoom::default())
    }

    /// The same in room that a text before has left.
    pub(crate) fn in_room(original: &'t str, room: &mut FoldRoom) -> Self {
        let borrowed = |ascii, may_have| Self {
            original,
            text: Cow::Borrowed(original),
            breaks: Vec::new(),
            ascii,
            may_have,
        };
        match survey(original) {
            Survey::Folded => borrowed(true, MayHave::ANYTHING),
            Survey::UpperCase => {
                let mut text = std::mem::take(&mut room.text);
                text.push_str(original);
                text.make_ascii_lowercase();
                let may_have = MayHave::ANYTHING;
                Self { original, text: Cow::Owned(text), breaks: Vec::new(), ascii: true, may_have }
            }
            Survey::Other => {
                let mut folder = Folder::new(original, room);
                folder.run();
                let may_have = folder.may_have;
                if folder.is_unchanged() {
                    folder.leave(room);
                    return borrowed(false, may_have);
                }
                let Folder { out, breaks, .. } = folder;
                Self { original, text: Cow::Owned(out), breaks, ascii: false, may_have }
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

    /// What the folded text may have.
    pub(crate) const fn may_have(&self) -> MayHave {
        self.may_have
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
        // Most pieces end where a word does, or before more Han.
        if !self.original.as_bytes().get(place).is_some_and(|byte| may_begin_trailing_decoration(*byte)) {
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
    counted: Option<CountedBlock>,
}

impl<'f, 't> SpanCursor<'f, 't> {
    pub(crate) const fn new(folded: &'f Folded<'t>) -> Self {
        Self { folded, counted: None }
    }

    /// The span of a place. Linear in the distance from the start of the place asked for before.
    pub(crate) fn span(&mut self, place: Range<usize>) -> TextSpan {
        let bytes = self.folded.original_bytes(place);
        if self.folded.ascii {
            return TextSpan { chars: bytes.clone(), utf16: bytes.clone(), bytes };
        }
        let text = self.folded.original.as_bytes();
        let counted = self.counted.take().filter(|counted| counted.from <= bytes.start);
        let counted = counted.unwrap_or_else(|| CountedBlock::first(text)).moved_to(text, bytes.start);
        self.counted = Some(counted);
        let ending = counted.moved_to(text, bytes.end);
        let (start, end) = (counted.before(bytes.start), ending.before(bytes.end));
        TextSpan { bytes, chars: start.0..end.0, utf16: start.1..end.1 }
    }
}

/// A block of a text in which characters are counted by their first bytes.
#[derive(Clone, Copy, Debug)]
struct CountedBlock {
    from: usize,
    /// The first bytes of characters, and of those of four bytes, which take two UTF-16 units.
    first: u64,
    of_four: u64,
    /// How many characters begin before the block, and how many of four bytes.
    characters: usize,
    characters_of_four: usize,
}

impl CountedBlock {
    fn first(text: &[u8]) -> Self {
        Self::at(text, 0, 0, 0)
    }

    #[inline]
    fn at(text: &[u8], from: usize, characters: usize, characters_of_four: usize) -> Self {
        let block = Block::of(text, from);
        let first = !block.bits(follows);
        let of_four = block.bits(begins_four);
        Self { from, first, of_four, characters, characters_of_four }
    }

    /// The block that a place stands in or at the end of.
    #[inline]
    fn moved_to(mut self, text: &[u8], place: usize) -> Self {
        while place > self.from + BLOCK {
            let characters = self.characters + self.first.count_ones() as usize;
            let characters_of_four = self.characters_of_four + self.of_four.count_ones() as usize;
            self = Self::at(text, self.from + BLOCK, characters, characters_of_four);
        }
        self
    }

    /// How many characters, and how many UTF-16 units, stand before a place of the block.
    #[inline]
    fn before(&self, place: usize) -> (usize, usize) {
        let within = first_bits(place - self.from);
        let characters = self.characters + (self.first & within).count_ones() as usize;
        let of_four = if self.of_four == 0 { 0 } else { (self.of_four & within).count_ones() as usize };
        (characters, characters + self.characters_of_four + of_four)
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
    // Before the text as after a space: none may begin it.
    let (mut after_space, mut has_upper_case) = (1, false);
    for block in blocks(bytes) {
        if block.any(|bytes| beyond_ascii(bytes) | is_control(bytes)) {
            return Survey::Other;
        }
        let spaces = block.bits(|bytes| equal_to(bytes, b' '));
        if spaces & (spaces << 1 | after_space) != 0 {
            return Survey::Other;
        }
        has_upper_case |= block.any(is_upper_case);
        after_space = spaces >> (BLOCK - 1);
    }
    match (bytes.last(), has_upper_case) {
        (Some(b' '), _) => Survey::Other,
        (_, true) => Survey::UpperCase,
        (_, false) => Survey::Folded,
    }
}
