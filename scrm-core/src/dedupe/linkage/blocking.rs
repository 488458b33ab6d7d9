//! Which records are looked at together: those that share a key. Comparing all with all would take years.
//!
//! There are many rules, each a kind of key; a pair has to share one key of any rule. A key that many records share says
//! little, and its pairs are many: each rule has a limit of records for a block, chosen by what the pairs of such blocks
//! promise on the table. What is left out is counted.

use rustc_hash::FxHashMap;

use serde::{Deserialize, Serialize};

use super::birthday::Birthday;
use super::field::{FieldKind, LinkField};
use super::record::{Record, Records};
use super::value::{Value, Words, code_end};
use crate::dedupe::compare::{Vocabulary, Word};
use crate::dedupe::fingerprint::{of_pair, of_text, of_two};

/// Two records, the earlier first.
pub(super) type Pair = (u32, u32);

/// Blocks are judged by their size: those of at most so many records together. A block of more than the last is left out:
/// its key says too little, and other keys find its pairs.
pub(super) const BANDS: [usize; 9] = [2, 3, 4, 6, 9, 14, 22, 36, 64];
/// Pairs that a rule may bring whatever they promise.
const PAIRS_OF_ANY_TABLE: usize = 50_000;
/// Beyond them, so many pairs of a rule have to be one person and found by no rule before.
const LEAST_YIELD: f64 = 0.02;
/// In a table of more records a rule is tried on a part of its keys first, one in so many.
const LARGE_TABLE: usize = 20_000;
const PROBED: u64 = 8;
/// Blocks of each band that are looked at to know it.
const SAMPLED_BLOCKS: usize = 1_000;

/// A kind of key; those that promise most stand first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Rule {
    CodeEnd,
    Mail,
    NameWords,
    NamesAndPlace,
    NamesAndYear,
    NameAndBirthday,
    NameAndCodeLast,
    NameAndPlace,
    YearAndName,
    YearMonthName,
    DayAndName,
    YearDayName,
    House,
    StreetWords,
    StreetAndName,
    ShortCodeAndName,
    ShortCodeAndNumber,
    MailLetters,
    MailBeginning,
    CodeLast,
    CodeBeginning,
    NameBeginnings,
    YearMonthPlace,
    DayAndPlace,
    Birthday,
    NameWord,
}

impl Rule {
    pub(super) const ALL: [Self; 26] = [
        Self::CodeEnd,
        Self::Mail,
        Self::NameWords,
        Self::NamesAndPlace,
        Self::NamesAndYear,
        Self::NameAndBirthday,
        Self::NameAndCodeLast,
        Self::NameAndPlace,
        Self::YearAndName,
        Self::YearMonthName,
        Self::DayAndName,
        Self::YearDayName,
        Self::House,
        Self::StreetWords,
        Self::StreetAndName,
        Self::ShortCodeAndName,
        Self::ShortCodeAndNumber,
        Self::MailLetters,
        Self::MailBeginning,
        Self::CodeLast,
        Self::CodeBeginning,
        Self::NameBeginnings,
        Self::YearMonthPlace,
        Self::DayAndPlace,
        Self::Birthday,
        Self::NameWord,
    ];

    /// Those whose pairs are enough to learn from; how the others do is judged by what was learned.
    pub(super) const STRONG: usize = 3;

    /// The kinds of field without which a rule has no keys: one of each group has to be there.
    const fn needs(self) -> [&'static [FieldKind]; 2] {
        const NAME: &[FieldKind] = &[FieldKind::PersonName, FieldKind::CompanyName];
        const PLACE: &[FieldKind] = &[FieldKind::Place];
        const BIRTHDAY: &[FieldKind] = &[FieldKind::Birthday];
        const CODE: &[FieldKind] =
            &[FieldKind::Phone, FieldKind::IdentityNumber, FieldKind::SystemId, FieldKind::PostalCode];
        const MAIL: &[FieldKind] = &[FieldKind::Email];
        const STREET: &[FieldKind] = &[FieldKind::Street];
        match self {
            Self::NameWord | Self::NameWords | Self::NameBeginnings => [NAME, NAME],
            Self::NameAndPlace | Self::NamesAndPlace => [NAME, PLACE],
            Self::NamesAndYear
            | Self::NameAndBirthday
            | Self::YearAndName
            | Self::YearMonthName
            | Self::DayAndName
            | Self::YearDayName => [NAME, BIRTHDAY],
            Self::NameAndCodeLast | Self::ShortCodeAndName => [NAME, CODE],
            Self::House | Self::StreetWords => [STREET, STREET],
            Self::StreetAndName => [STREET, NAME],
            Self::ShortCodeAndNumber => [CODE, STREET],
            Self::Mail | Self::MailLetters | Self::MailBeginning => [MAIL, MAIL],
            Self::CodeEnd | Self::CodeLast | Self::CodeBeginning => [CODE, CODE],
            Self::YearMonthPlace | Self::DayAndPlace => [BIRTHDAY, PLACE],
            Self::Birthday => [BIRTHDAY, BIRTHDAY],
        }
    }

    fn has_keys(self, fields: &[LinkField]) -> bool {
        let has = |kinds: &[FieldKind]| fields.iter().any(|field| kinds.contains(&field.kind));
        self.needs().iter().all(|kinds| has(kinds))
    }
}

/// The candidates of a table.
#[derive(Default)]
pub(super) struct Candidates {
    /// Each once, in order.
    pub(super) pairs: Vec<Pair>,
    /// By rule: blocks of more records are left out.
    pub(super) limits: Limits,
    /// Keys that too many records share.
    pub(super) blocks_left_out: usize,
}

/// By rule, how many records a block may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits([usize; Rule::ALL.len()]);

impl Default for Limits {
    fn default() -> Self {
        Self([1; Rule::ALL.len()])
    }
}

impl Limits {
    pub(super) fn of(&self, rule: Rule) -> usize {
        self.0.get(rule as usize).copied().unwrap_or(1)
    }

    pub(super) fn set(&mut self, rule: Rule, limit: usize) {
        if let Some(slot) = self.0.get_mut(rule as usize) {
            *slot = limit;
        }
    }

    /// Those of the rules that are in use.
    pub(super) fn above_one(&self) -> impl Iterator<Item = (Rule, usize)> + '_ {
        Rule::ALL.into_iter().map(|rule| (rule, self.of(rule))).filter(|(_, limit)| *limit > 1)
    }
}

/// What is read to find candidates.
#[derive(Clone, Copy)]
pub(super) struct Blocking<'b> {
    pub(super) fields: &'b [LinkField],
    pub(super) vocabulary: &'b Vocabulary<'b>,
    pub(super) records: &'b Records,
}

impl Blocking<'_> {
    /// Adds the pairs that share a key of some rules. `promise` says how probably a pair is one person.
    pub(super) fn add(self, rules: &[Rule], found: &mut Candidates, promise: impl Fn(Pair) -> f64) {
        let rules: Vec<Rule> = rules.iter().copied().filter(|rule| rule.has_keys(self.fields)).collect();
        let mut probes =
            if self.records.len() > LARGE_TABLE { self.probes(&rules) } else { Vec::new() }.into_iter();
        for rule in rules {
            if let Some(some) = probes.next()
                && largest_worthwhile(&some, 0, &found.pairs, &promise) == 1
            {
                found.blocks_left_out += some.chunk_by(|a, b| a.0 == b.0).count() * PROBED as usize;
                continue;
            }
            let keyed = self.shared_keys(rule);
            let limit = largest_worthwhile(&keyed, PAIRS_OF_ANY_TABLE, &found.pairs, &promise);
            found.limits.set(rule, limit);
            let mut pairs = Vec::new();
            for block in keyed.chunk_by(|a, b| a.0 == b.0) {
                if block.len() > limit {
                    found.blocks_left_out += 1;
                } else {
                    pairs.extend(pairs_of(block));
                }
            }
            pairs.sort_unstable();
            found.pairs = merged(&found.pairs, &pairs);
        }
    }

    /// Each record that says the same as an earlier one, with the first of these: they may be too many to be compared with
    /// each other.
    pub(super) fn repeated(self) -> Vec<Pair> {
        let mut first_with: FxHashMap<u64, u32> = FxHashMap::default();
        let mut pairs = Vec::new();
        for record in 0..self.records.len() as u32 {
            if self.records.get(record).values.is_empty() {
                continue;
            }
            let first = *first_with.entry(self.records.fingerprint(record)).or_insert(record);
            if first != record {
                pairs.push((first, record));
            }
        }
        pairs.sort_unstable();
        pairs
    }

    /// The pairs that share a key within limits that are known.
    pub(super) fn pairs_within(self, limits: &Limits) -> Vec<Pair> {
        let mut found = self.repeated();
        for rule in Rule::ALL.into_iter().filter(|rule| limits.of(*rule) > 1) {
            let keyed = self.shared_keys(rule);
            let small = keyed.chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() <= limits.of(rule));
            let mut pairs: Vec<Pair> = small.flat_map(pairs_of).collect();
            pairs.sort_unstable();
            found = merged(&found, &pairs);
        }
        found
    }

    /// The keys of a rule that several records have, with the records, in order.
    fn shared_keys(self, rule: Rule) -> Vec<(u64, u32)> {
        let mut keyed: Vec<(u64, u32)> = Vec::new();
        let (mut parts, mut keys) = (Parts::default(), Vec::new());
        for record in 0..self.records.len() as u32 {
            parts.read(self.fields, self.vocabulary, self.records.get(record));
            parts.keys_of(rule, &mut keys);
            keyed.extend(keys.drain(..).map(|key| (key, record)));
        }
        shared(keyed)
    }

    /// A part of the keys of each rule, as [`shared_keys`](Self::shared_keys).
    fn probes(self, rules: &[Rule]) -> Vec<Vec<(u64, u32)>> {
        let mut probes: Vec<Vec<(u64, u32)>> = vec![Vec::new(); rules.len()];
        let (mut parts, mut keys) = (Parts::default(), Vec::new());
        for record in 0..self.records.len() as u32 {
            parts.read(self.fields, self.vocabulary, self.records.get(record));
            for (rule, probe) in rules.iter().zip(&mut probes) {
                parts.keys_of(*rule, &mut keys);
                probe.extend(keys.drain(..).filter(|key| key % PROBED == 0).map(|key| (key, record)));
            }
        }
        probes.into_iter().map(shared).collect()
    }
}

/// The keys that several records have, in order.
fn shared(mut keyed: Vec<(u64, u32)>) -> Vec<(u64, u32)> {
    // A key whose slot was met once only is nobody else's: there is no need to sort it.
    let slots = (keyed.len() * 4).next_power_of_two().max(64);
    let slot = |key: u64| (key >> 20) as usize & (slots - 1);
    let mut met = vec![0_u8; slots];
    for (key, _) in &keyed {
        if let Some(times) = met.get_mut(slot(*key)) {
            *times = times.saturating_add(1);
        }
    }
    keyed.retain(|(key, _)| met.get(slot(*key)).is_some_and(|times| *times > 1));
    keyed.sort_unstable();
    keyed
}

/// The most records that a block of a rule may have: as many as bring the pairs that it may have anyway, and more where the
/// pairs of larger blocks, of which some are looked at, promise to be worth it.
fn largest_worthwhile(
    keyed: &[(u64, u32)],
    anyway: usize,
    found: &[Pair],
    promise: impl Fn(Pair) -> f64,
) -> usize {
    let mut bands: [Vec<&[(u64, u32)]>; BANDS.len()] = Default::default();
    for block in keyed.chunk_by(|a, b| a.0 == b.0) {
        let band = BANDS.iter().position(|most| block.len() <= *most);
        if let Some(blocks) = band.and_then(|band| bands.get_mut(band)) {
            blocks.push(block);
        }
    }
    let (mut pairs, mut limit) = (0, 1);
    for (blocks, most) in bands.iter().zip(BANDS) {
        pairs += blocks.iter().map(|block| block.len() * (block.len() - 1) / 2).sum::<usize>();
        if pairs > anyway && !blocks.is_empty() && yield_of(blocks, found, &promise) < LEAST_YIELD {
            return limit;
        }
        limit = most;
    }
    limit
}

/// The share of pairs in some blocks that are one person and are not found yet, as a sample promises.
fn yield_of(blocks: &[&[(u64, u32)]], found: &[Pair], promise: impl Fn(Pair) -> f64) -> f64 {
    let step = blocks.len().div_ceil(SAMPLED_BLOCKS).max(1);
    let (mut looked_at, mut promised) = (0.0, 0.0);
    for block in blocks.iter().step_by(step) {
        let Some(pair) = any_pair_of(block) else { continue };
        looked_at += 1.0;
        if found.binary_search(&pair).is_err() {
            promised += promise(pair);
        }
    }
    if looked_at > 0.0 { promised / looked_at } else { 0.0 }
}

/// One pair of a block, chosen by its key.
fn any_pair_of(block: &[(u64, u32)]) -> Option<Pair> {
    let (key, _) = block.first()?;
    let (at, others) = (*key as usize % block.len(), block.len() - 1);
    let other_at = (at + 1 + (*key >> 32) as usize % others.max(1)) % block.len();
    let (one, other) = (block.get(at)?.1, block.get(other_at)?.1);
    Some((one.min(other), one.max(other)))
}

/// Two sorted lists as one, each pair once.
fn merged(left: &[Pair], right: &[Pair]) -> Vec<Pair> {
    let mut all: Vec<Pair> = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.iter().copied().peekable(), right.iter().copied().peekable());
    while let Some(next) = match (left.peek(), right.peek()) {
        (Some(one), Some(other)) if one <= other => left.next(),
        (Some(_), None) => left.next(),
        _ => right.next(),
    } {
        if all.last() != Some(&next) {
            all.push(next);
        }
    }
    all
}

/// All pairs within a block.
fn pairs_of(block: &[(u64, u32)]) -> impl Iterator<Item = Pair> + '_ {
    let first = block.iter().enumerate();
    first.flat_map(|(place, (_, first))| block.iter().skip(place + 1).map(|(_, second)| (*first, *second)))
}

/// What keys are made of, by kind of field.
#[derive(Default)]
pub(super) struct Parts<'r> {
    names: Vec<&'r Word>,
    birthday: Option<Birthday>,
    codes: Vec<&'r str>,
    mails: Vec<&'r str>,
    streets: Vec<&'r Word>,
    numbers: Vec<&'r Word>,
    places: Vec<&'r Word>,
}

impl<'r> Parts<'r> {
    /// Takes what a record has, in place of what was here.
    pub(super) fn read(&mut self, fields: &[LinkField], vocabulary: &'r Vocabulary<'_>, record: Record<'r>) {
        self.names.clear();
        self.birthday = None;
        self.codes.clear();
        self.mails.clear();
        self.streets.clear();
        self.numbers.clear();
        self.places.clear();
        for (place, said) in record.said() {
            let words = |words: Words| {
                words.of(record).iter().map(|word| vocabulary.word(*word)).filter(|word| word.is_full())
            };
            match &said.said.value {
                Value::Name(name)
                    if fields.get(place).is_some_and(|field| field.kind == FieldKind::Place) =>
                {
                    self.places.extend(words(*name));
                }
                Value::Name(name) => self.names.extend(words(*name)),
                Value::Street { words: street, numbers } => {
                    self.streets.extend(words(*street));
                    self.numbers.extend(numbers.of(record).iter().map(|word| vocabulary.word(*word)));
                }
                Value::Code { text, .. } => self.codes.push(text.of(record)),
                Value::Birthday(birthday) => self.birthday = Some(*birthday),
                Value::Email { local, .. } => self.mails.push(local.of(record)),
                Value::Choice => {}
            }
        }
    }

    /// The keys by one rule, each once.
    pub(super) fn keys_of(&self, rule: Rule, keys: &mut Vec<u64>) {
        Keys { seed: rule as u64, keys, parts: self }.add_all(rule);
        if keys.len() > 1 {
            keys.sort_unstable();
            keys.dedup();
        }
    }
}

struct Keys<'k, 'r> {
    seed: u64,
    keys: &'k mut Vec<u64>,
    parts: &'k Parts<'r>,
}

impl Keys<'_, '_> {
    fn add(&mut self, key: u64) {
        self.keys.push(of_two(self.seed, key));
    }

    fn add_all(&mut self, rule: Rule) {
        match rule {
            Rule::NameWord => self.names(Word::heard),
            Rule::NameWords => self.pairs_of_names(Word::heard),
            Rule::NameBeginnings => self.pairs_of_names(|name| name.beginning(3)),
            Rule::NamesAndPlace => self.names_and_place(),
            Rule::NamesAndYear => self.names_and_year(),
            Rule::NameAndBirthday => self.birthday_and_name(2, Birthday::fingerprint),
            Rule::NameAndCodeLast => self.name_and_code_last(),
            Rule::NameAndPlace => self.name_and_place(),
            Rule::Birthday => self.birthday(|birthday| birthday.fingerprint()),
            Rule::YearAndName => self.birthday_and_name(3, |day| u64::from(day.year)),
            Rule::DayAndName => {
                self.birthday_and_name(2, |day| of_pair(u64::from(day.month), u64::from(day.day)));
            }
            Rule::YearMonthName => {
                self.birthday_and_name(1, |day| of_two(u64::from(day.year), u64::from(day.month)));
            }
            Rule::YearDayName => {
                self.birthday_and_name(1, |day| of_two(u64::from(day.year), u64::from(day.day)));
            }
            Rule::YearMonthPlace => {
                self.birthday_and_place(|day| of_two(u64::from(day.year), u64::from(day.month)));
            }
            Rule::DayAndPlace => {
                self.birthday_and_place(|day| of_two(u64::from(day.month), u64::from(day.day)));
            }
            Rule::Mail => self.mails(|mail| Some(of_text(mail))),
            Rule::MailLetters => self.mails(letters_of_mail),
            Rule::MailBeginning => {
                self.mails(|mail| (mail.chars().nth(5).is_some()).then(|| beginning(mail, 6)))
            }
            Rule::CodeEnd => self.long_codes(|code| of_text(code_end(code, 8))),
            Rule::CodeBeginning => self.long_codes(|code| beginning(code, 5)),
            Rule::CodeLast => self.long_codes(|code| of_text(code_end(code, 5))),
            Rule::ShortCodeAndName => self.short_code_and_name(),
            Rule::ShortCodeAndNumber => self.short_code_and_number(),
            Rule::House => self.house(),
            Rule::StreetWords => self.street_words(),
            Rule::StreetAndName => self.street_and_name(),
        }
    }

    fn names(&mut self, key: impl Fn(&Word) -> u64) {
        self.parts.names.iter().for_each(|name| self.add(key(name)));
    }

    fn pairs_of_names(&mut self, key: impl Fn(&Word) -> u64) {
        for (place, name) in self.parts.names.iter().enumerate() {
            for other in self.parts.names.iter().skip(place + 1) {
                self.add(of_pair(key(name), key(other)));
            }
        }
    }

    fn names_and_place(&mut self) {
        for (at, name) in self.parts.names.iter().enumerate() {
            for other in self.parts.names.iter().skip(at + 1) {
                for place in &self.parts.places {
                    self.add(of_two(of_pair(name.heard(), other.heard()), place.beginning(4)));
                }
            }
        }
    }

    fn names_and_year(&mut self) {
        let Some(birthday) = self.parts.birthday else { return };
        for (at, name) in self.parts.names.iter().enumerate() {
            for other in self.parts.names.iter().skip(at + 1) {
                self.add(of_two(of_pair(name.heard(), other.heard()), u64::from(birthday.year)));
            }
        }
    }

    fn name_and_code_last(&mut self) {
        for code in self.parts.codes.iter().filter(|code| is_long(code)) {
            for name in &self.parts.names {
                self.add(of_two(of_text(code_end(code, 5)), name.beginning(2)));
            }
        }
    }

    fn name_and_place(&mut self) {
        for name in &self.parts.names {
            for place in &self.parts.places {
                self.add(of_two(name.beginning(4), place.beginning(4)));
            }
        }
    }

    fn birthday(&mut self, key: impl Fn(Birthday) -> u64) {
        if let Some(birthday) = self.parts.birthday {
            self.add(key(birthday));
        }
    }

    fn birthday_and_name(&mut self, letters: usize, key: impl Fn(Birthday) -> u64) {
        let Some(birthday) = self.parts.birthday else { return };
        for name in &self.parts.names {
            self.add(of_two(key(birthday), name.beginning(letters)));
        }
    }

    fn birthday_and_place(&mut self, key: impl Fn(Birthday) -> u64) {
        let Some(birthday) = self.parts.birthday else { return };
        for place in &self.parts.places {
            self.add(of_two(key(birthday), place.beginning(4)));
        }
    }

    fn mails(&mut self, key: impl Fn(&str) -> Option<u64>) {
        for mail in &self.parts.mails {
            if let Some(key) = key(mail) {
                self.add(key);
            }
        }
    }

    fn long_codes(&mut self, key: impl Fn(&str) -> u64) {
        self.parts.codes.iter().filter(|code| is_long(code)).for_each(|code| self.add(key(code)));
    }

    fn short_code_and_name(&mut self) {
        for code in self.parts.codes.iter().filter(|code| !is_long(code)) {
            for name in &self.parts.names {
                self.add(of_two(of_text(code), name.beginning(3)));
            }
        }
    }

    fn short_code_and_number(&mut self) {
        for code in self.parts.codes.iter().filter(|code| !is_long(code)) {
            for number in &self.parts.numbers {
                self.add(of_two(of_text(code), number.heard()));
            }
        }
    }

    fn house(&mut self) {
        for number in &self.parts.numbers {
            for street in &self.parts.streets {
                self.add(of_two(number.heard(), street.beginning(4)));
            }
        }
    }

    fn street_words(&mut self) {
        for (place, street) in self.parts.streets.iter().enumerate() {
            for other in self.parts.streets.iter().skip(place + 1) {
                self.add(of_pair(street.heard(), other.heard()));
            }
        }
    }

    fn street_and_name(&mut self) {
        for street in &self.parts.streets {
            for name in &self.parts.names {
                self.add(of_two(street.beginning(3), name.beginning(3)));
            }
        }
    }
}

fn is_long(code: &str) -> bool {
    code.len() >= 5
}

fn letters_of_mail(mail: &str) -> Option<u64> {
    let letters: compact_str::CompactString = mail.chars().filter(|letter| letter.is_alphabetic()).collect();
    (letters.chars().count() >= 5).then(|| of_text(&letters))
}

/// The first characters of a text, as a number.
fn beginning(text: &str, characters: usize) -> u64 {
    let end = text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at);
    of_text(text.get(..end).unwrap_or(text))
}
