//! Writing a text in folded form, and where it stops to advance with the original.

use unicode_normalization::char::compose;

use super::changes::Changes;
use super::character::{
    ANUSVARA, JOINER, VIRAMA, am_in_parts, begins_am, fold_character, is_invisible, is_joined_nasal,
    is_nasal, is_pictograph, may_join,
};
use super::fold::{Break, FoldRoom};
use super::may_have::{MayHave, Seen};
use super::table::fold_alone;

/// A text while it is folded.
pub(super) struct Folder<'t> {
    original: &'t str,
    pub(super) out: String,
    pub(super) breaks: Vec<Break>,
    /// Up to where the original has been written; what follows up to the next change is written together.
    done: usize,
    /// Where what is written together begins in the folded text, once some of it has been written.
    piece: Option<usize>,
    /// Where white space began that has not been written yet.
    space_from: Option<usize>,
    /// Where the character stood that wrote last.
    previous_from: usize,
    has_upper_case: bool,
    /// What the folded text may have.
    pub(super) may_have: MayHave,
}

/// Whether a character is one of those that begin with the punctuation of Chinese and Japanese: kana, Han and what follows.
const fn is_eastern(character: char) -> bool {
    character >= '\u{3000}'
}

/// Whether a nasal is joined to a consonant by the sign that a text begins with.
fn joins_nasal(nasal: char, text: &str) -> bool {
    next_visible(text).is_some_and(|consonant| is_joined_nasal(nasal, consonant))
}

/// The second character of a text that is seen.
fn next_visible(text: &str) -> Option<char> {
    text.chars().skip(1).find(|next| !is_invisible(*next))
}

impl<'t> Folder<'t> {
    pub(super) fn new(original: &'t str, room: &mut FoldRoom) -> Self {
        Self {
            original,
            out: std::mem::take(&mut room.text),
            breaks: std::mem::take(&mut room.breaks),
            done: 0,
            piece: None,
            space_from: None,
            previous_from: 0,
            has_upper_case: false,
            may_have: MayHave::ANYTHING,
        }
    }

    /// Gives its room back.
    pub(super) fn leave(self, room: &mut FoldRoom) {
        (room.text, room.breaks) = (self.out, self.breaks);
    }

    /// Whether the text is as it was.
    pub(super) const fn is_unchanged(&self) -> bool {
        self.done == 0
    }

    pub(super) fn run(&mut self) {
        let mut changes = Changes::of(self.original);
        self.take_spaces();
        let mut seen = self.done;
        if self.original.get(seen..).is_some_and(|rest| rest.starts_with(is_eastern)) {
            seen = self.take_eastern(seen);
            changes.pass_over(seen);
        }
        while let Some(at) = self.next_change(&mut changes, seen) {
            self.has_upper_case = changes.has_upper_case;
            let rest = self.original.get(at..).unwrap_or_default();
            let Some(character) = rest.chars().next() else { break };
            match self.alone(at, rest, character) {
                Some(folded) if folded == character => {}
                Some(folded) => self.replace(at, character, folded),
                None => {
                    self.finish_piece(at);
                    self.done = at + self.beginning_of(rest, at, character);
                    self.take_spaces();
                }
            }
            seen = self.done.max(at + character.len_utf8());
        }
        self.has_upper_case = changes.has_upper_case;
        let end = self.original.len();
        let ends_in_space = self.original.ends_with(' ');
        if self.done > 0 || self.has_upper_case || ends_in_space {
            self.finish_piece(end);
            self.done = end;
        }
    }

    /// The next character that may change, from a place on.
    #[inline]
    fn next_change(&mut self, changes: &mut Changes<'_>, mut from: usize) -> Option<usize> {
        if self.is_long_at(from) {
            from = self.take_long(from);
        }
        changes.pass_over(from);
        if self.is_long_at(from) { Some(from) } else { changes.next() }
    }

    /// Takes what stays as it is or folds to one character, whatever stands around it, as far as it is of ASCII or of
    /// characters of three bytes or more; where that ends.
    fn take_long(&mut self, from: usize) -> usize {
        let fold = |character, last: Option<char>| match character {
            VIRAMA if last.is_none_or(is_nasal) => None,
            '\u{800}'.. => fold_alone(character),
            _ => None,
        };
        self.take_while(from, fold, |_| {})
    }

    /// The same of characters as a text in Chinese or Japanese has them, from where it begins: if that is all of it, it is known
    /// what it has not.
    fn take_eastern(&mut self, from: usize) -> usize {
        let mut seen = Seen::nothing();
        let fold = |character, _| if is_eastern(character) { fold_alone(character) } else { None };
        let end = self.take_while(from, fold, |folded| seen.take(folded));
        if end == self.original.len() {
            self.may_have = seen.has;
        }
        end
    }

    /// Takes characters of ASCII that stay, and others as long as they fold to one, which may depend on what the last one
    /// folded to; where that ends.
    #[inline]
    fn take_while(
        &mut self,
        from: usize,
        fold: impl Fn(char, Option<char>) -> Option<char>,
        mut taken: impl FnMut(char),
    ) -> usize {
        let (mut last, mut end) = (None, from);
        let mut characters = self.original.get(from..).unwrap_or_default().char_indices();
        while let Some((offset, character)) = characters.next() {
            let at = from + offset;
            let folded = match character {
                '\u{80}'.. => fold(character, last),
                ' ' if at == end => continue,
                '!'..='~' if !character.is_ascii_uppercase() => Some(character),
                _ => None,
            };
            let Some(folded) = folded else { break };
            if folded != character {
                self.replace(at, character, folded);
            }
            taken(folded);
            last = Some(folded);
            end = from + characters.offset();
        }
        end
    }

    /// Whether a character of three bytes or more begins at a place.
    #[inline]
    fn is_long_at(&self, place: usize) -> bool {
        self.original.as_bytes().get(place).is_some_and(|byte| *byte >= 0xE0)
    }

    /// What a character at a place folds to, where that is one and nothing around it has to be looked at.
    #[inline]
    fn alone(&self, at: usize, rest: &str, character: char) -> Option<char> {
        if character.is_ascii() || (character == VIRAMA && self.may_join_nasal(at, rest)) {
            return None;
        }
        fold_alone(character)
    }

    /// Whether the sign that the rest of the text begins with may join a nasal before it: that is for
    /// [`Self::beginning_of`] to see, as it is where nothing stands before the sign that has not been finished.
    fn may_join_nasal(&self, at: usize, rest: &str) -> bool {
        let last = match self.original.get(self.done..at).and_then(|kept| kept.chars().next_back()) {
            Some(last) => Some(last),
            None => self.out.chars().next_back().filter(|_| self.piece.is_some()),
        };
        last.is_none_or(|last| joins_nasal(last, rest))
    }

    /// Writes what stands before a character, and another for it.
    fn replace(&mut self, at: usize, character: char, folded: char) {
        self.begin_kept();
        if self.done < at {
            self.out.push_str(self.original.get(self.done..at).unwrap_or_default());
        }
        let place = self.out.len();
        self.out.push(folded);
        self.done = at + character.len_utf8();
        if folded.len_utf8() != character.len_utf8() {
            self.push_break(place, at);
            self.push_break(self.out.len(), self.done);
        }
    }

    /// Takes the spaces that stand where the original has been written up to: whether one of them is written what
    /// follows tells.
    fn take_spaces(&mut self) {
        while self.original.as_bytes().get(self.done) == Some(&b' ') {
            self.character(self.done, ' ');
            self.done += 1;
        }
    }

    /// Begins to write what has not been written yet, if that is still to be done.
    fn begin_kept(&mut self) {
        if self.piece.is_none() {
            if self.out.is_empty() {
                self.out.reserve(self.original.len());
            }
            self.piece = Some(self.begin_piece(self.done));
        }
    }

    /// Writes what stands before a place as it is, but for a space at its end, which is taken.
    fn finish_piece(&mut self, at: usize) {
        let kept = self.original.get(self.done..at).unwrap_or_default();
        let without_space = kept.strip_suffix(' ').unwrap_or(kept);
        if !without_space.is_empty() {
            self.begin_kept();
            self.out.push_str(without_space);
        }
        if let Some(written) = self.piece.take().and_then(|piece| self.out.get_mut(piece..)) {
            if self.has_upper_case {
                written.make_ascii_lowercase();
            }
            let end = self.done + without_space.len();
            let written = self.original.get(..end).and_then(|written| written.chars().next_back());
            self.previous_from = end - written.map_or(0, char::len_utf8);
        }
        self.done += without_space.len();
        self.take_spaces();
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

    /// What is at a place of the original is written next; where it will stand.
    fn begin_piece(&mut self, at: usize) -> usize {
        self.write_space(at);
        let place = self.out.len();
        self.synchronise(place, at);
        place
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
