//! Phone numbers: from what people and spreadsheets write to E.164, and from E.164 to one key per subscriber.

use compact_str::CompactString;
use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, Region};

use super::identifier::{IdentifierError, IdentifierKey};
use super::name::text_digit;
use crate::foundation::text::is_unspaced_script;

/// Longest raw text that is looked at; a phone number with every ornament stays far below.
const LONGEST_RAW: usize = 250;
/// Digits of the longest E.164 number.
const LONGEST_E164: usize = 15;
/// Digits of the shortest number that can be dialled from abroad.
const SHORTEST_INTERNATIONAL: usize = 7;

/// Digits that a remark behind a number may hold, as an extension does; one with more is a second number.
const DIGITS_OF_REMARK: usize = 6;
/// What stands before the number in a link that opens a chat with it.
const CHAT_LINKS: &[&str] = &["wa.me/", "whatsapp.com/send?phone=", "whatsapp.com/send/?phone="];

/// Mobile numbers that need no parsing once they are written with their calling code: calling code, digits
/// after it, and the digits they may begin with. None of these is a national prefix of its country, so the
/// parser would give back the same digits; a test holds the two against each other.
const PLAIN_MOBILES: &[(&str, usize, &str)] = &[
    ("7", 10, "9"),
    ("20", 10, "1"),
    ("33", 9, "67"),
    ("34", 9, "67"),
    ("44", 10, "7"),
    ("49", 11, "1"),
    ("60", 9, "1"),
    ("62", 11, "8"),
    ("65", 8, "89"),
    ("66", 9, "689"),
    ("81", 10, "789"),
    ("84", 9, "35789"),
    ("86", 11, "1"),
    ("90", 10, "5"),
    ("91", 10, "6789"),
    ("92", 10, "3"),
    ("380", 9, "69"),
    ("852", 8, "569"),
    ("853", 8, "6"),
    ("880", 10, "1"),
    ("886", 9, "9"),
    ("962", 9, "7"),
    ("965", 8, "569"),
    ("966", 9, "5"),
    ("968", 8, "79"),
    ("971", 9, "5"),
    ("974", 8, "3567"),
];

/// A phone number in E.164 from any spelling.
pub(super) fn normalise(raw: &str, default_region: &str) -> Result<CompactString, IdentifierError> {
    if let Some(number) = plain_international(raw) {
        return Ok(number);
    }
    let text = prepare(raw)?;
    if text.lost_digits {
        return Err(IdentifierError::PhoneDigitsLost);
    }
    let whole = || read(&text.written, text.international, default_region);
    let Some((number, remark)) = split_remark(&text.written) else { return whole() };
    let is_letter_of_it = text.written.get(number.len()..).is_some_and(is_part_of_number);
    let without_remark = read(number, text.international, default_region);
    // Latin letters dial digits, and what a slash parts may be one number: both are a remark for sure only behind a
    // number that somebody can have.
    let is_valid =
        || without_remark.as_ref().is_ok_and(|number| international(number, Acceptance::Valid).is_some());
    let settled = match remark {
        Remark::Words => !is_letter_of_it || is_valid(),
        Remark::LatinWordsOrEnding => is_valid(),
        Remark::Ending => false,
    };
    match settled {
        true => without_remark,
        false if is_letter_of_it => whole(),
        false => whole().or(without_remark),
    }
}

/// A number without a remark.
fn read(
    written: &str,
    is_international: bool,
    default_region: &str,
) -> Result<CompactString, IdentifierError> {
    let digits = || written.bytes().filter(u8::is_ascii_digit);
    if is_one_digit(digits()) || has_stray_letters(written) {
        return Err(IdentifierError::PhoneUnreadable);
    }
    if is_international {
        let with_plus = with_plus(written);
        return international(&with_plus, Acceptance::Possible).ok_or(IdentifierError::PhoneUnreadable);
    }
    let after_zeros = written.strip_prefix("00").map(with_plus);
    if let Some(number) = after_zeros.and_then(|number| international(&number, Acceptance::Possible)) {
        return Ok(number);
    }
    national(written, default_region, digits().count())
}

/// Whether what stands behind digits is more of their number, covered or mistyped: 0912 345 67X, 0912 345 XXX.
fn is_part_of_number(behind: &str) -> bool {
    let mut characters = behind.chars().filter(|c| c.is_alphanumeric()).peekable();
    behind.starts_with(|c: char| c.is_alphabetic() && !is_unspaced_script(c))
        || (characters.peek().is_some() && characters.all(is_like_digit))
}

/// Whether a letter is taken for a digit, or covers one.
const fn is_like_digit(letter: char) -> bool {
    matches!(letter.to_ascii_lowercase(), 'o' | 'i' | 'l' | 'x')
}

/// Letters of a word that is dialled.
const LETTERS_DIALLED: usize = 3;

/// Whether letters stand in the place of digits: 0912O45679 has a slip, and what is left of it is another number. A word
/// among the digits that touches none, as (TW), is none of them, and 1-800-FLOWERS has one that is dialled.
fn has_stray_letters(written: &str) -> bool {
    let begin = written.find(|c: char| c.is_ascii_digit()).unwrap_or(written.len());
    let digits = written.get(begin..).unwrap_or_default();
    let latin = || digits.chars().filter(char::is_ascii_alphabetic);
    if latin().count() >= LETTERS_DIALLED && !latin().all(is_like_digit) {
        return false;
    }
    digits.split(|c: char| !c.is_alphanumeric()).any(|part| {
        let letters = || part.chars().filter(|c| c.is_alphabetic());
        let touches_digits = part.contains(|c: char| c.is_ascii_digit());
        letters().next().is_some() && (touches_digits || letters().all(is_like_digit))
    })
}

/// What may stand behind a number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Remark {
    /// Words that dial nothing: in brackets, or of another script than Latin.
    Words,
    /// Words in Latin letters, which may dial digits, or the other ending of a second number.
    LatinWordsOrEnding,
    /// The other ending of a second number, or the last digits of the only one.
    Ending,
}

/// The number and what kind of remark stands behind it: whose it is, where it rings, an extension, how the number next
/// to it ends. None behind a text that holds a second number, an address or a figure.
fn split_remark(written: &str) -> Option<(&str, Remark)> {
    let mut digits = 0_usize;
    let mut before = None;
    let begins = |(place, c): (usize, char)| {
        let previous = before.replace(c);
        if c.is_ascii_digit() {
            digits += 1;
            return None;
        }
        if digits < SHORTEST_INTERNATIONAL {
            return None;
        }
        let rest = written.get(place + c.len_utf8()..)?;
        let is_spaced = previous.is_some_and(char::is_whitespace) || rest.starts_with(char::is_whitespace);
        let remark = match c {
            '(' | '[' | '{' if !in_brackets(rest).contains(|c: char| c.is_ascii_digit()) => Remark::Words,
            '/' | '\\' if is_spaced => Remark::LatinWordsOrEnding,
            '/' | '\\' => Remark::Ending,
            '@' if previous.is_some_and(char::is_whitespace) => Remark::Words,
            _ if c.is_ascii_alphabetic() => Remark::LatinWordsOrEnding,
            _ if !c.is_ascii() => Remark::Words,
            _ => return None,
        };
        Some((place, remark))
    };
    let (place, remark) = written.char_indices().find_map(begins)?;
    let (number, behind) = written.split_at_checked(place)?;
    let exponent = behind.strip_prefix(['e', 'E']).map(|exponent| exponent.trim_start_matches(['+', '-']));
    let is_figure = exponent.is_some_and(|exponent| exponent.starts_with(|c: char| c.is_ascii_digit()));
    let digits_in = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let has_second_number = behind.split(char::is_alphabetic).any(|part| digits_in(part) > DIGITS_OF_REMARK);
    let is_address = written
        .match_indices('@')
        .any(|(place, _)| written.get(..place).is_some_and(|before| before.ends_with(char::is_alphanumeric)));
    if is_figure || has_second_number || is_address {
        return None;
    }
    Some((number.trim_end_matches(|c: char| !c.is_ascii_digit()), remark))
}

/// The text up to the bracket that closes it.
fn in_brackets(rest: &str) -> &str {
    rest.split([')', ']', '}']).next().unwrap_or(rest)
}

/// Whether there are digits and all are the same: what people type where they want to give no number. No digits at
/// all are no number either.
fn is_one_digit(mut digits: impl Iterator<Item = u8>) -> bool {
    digits.next().is_none_or(|first| digits.all(|digit| digit == first))
}

/// What was dialled before ten digits in Mexico until 2019, and still stands in lists: a mobile from a fixed line, or a long
/// distance.
const FORMER_PREFIXES: [(&str, usize, &[&str]); 1] = [("MX", 10, &["044", "045", "01"])];

/// The digits of a number without a prefix that its region dials no more.
fn without_former_prefix(written: &str, region: &str) -> Option<CompactString> {
    let (_, length, prefixes) = FORMER_PREFIXES.iter().find(|(other, ..)| *other == region)?;
    let digits: CompactString = written.chars().filter(char::is_ascii_digit).collect();
    let number = prefixes.iter().find_map(|prefix| digits.strip_prefix(prefix))?;
    (number.len() == *length).then(|| CompactString::new(number))
}

/// Whether a word stands before the first digit.
fn has_label(written: &str) -> bool {
    written.chars().take_while(|c| !c.is_ascii_digit()).any(char::is_alphabetic)
}

/// A number without `+`: the region's own numbers first, then the same digits with the calling code in front.
fn national(written: &str, default_region: &str, digits: usize) -> Result<CompactString, IdentifierError> {
    let region = Region::from_code(default_region).ok();
    let today = without_former_prefix(written, default_region);
    let written = today.as_deref().unwrap_or(written);
    let local = region.and_then(|region| PHONE_NUMBER_UTIL.parse(written, Some(region)).ok());
    if let Some(number) = local.as_ref().filter(|number| is_accepted(number, Acceptance::Valid)) {
        return Ok(e164(number));
    }
    if let Some(number) = international(&with_plus(written), Acceptance::Valid) {
        return Ok(number);
    }
    match local {
        // The number of a room, behind its word, is none of the telephone's.
        Some(number) if !has_label(written) && is_accepted(&number, Acceptance::Possible) => {
            Ok(e164(&number))
        }
        _ if digits > LONGEST_E164 => Err(IdentifierError::PhoneUnreadable),
        Some(_) => Err(IdentifierError::PhoneUnreadable),
        None if region.is_none() => Err(IdentifierError::PhoneWithoutCountry),
        None => Err(IdentifierError::PhoneUnreadable),
    }
}

/// Whether a number that was written without its calling code is none that its region is known to use. It was taken
/// because its length fits, and because plans change; but the region may be another.
pub(crate) fn may_be_of_another_region(raw: &str, number: &str) -> bool {
    !has_calling_code(raw)
        && !is_plain_mobile(number.strip_prefix('+').unwrap_or(number))
        && international(number, Acceptance::Valid).is_none()
}

/// Whether a number is another one in another region: it is written without its calling code.
pub(crate) fn is_read_by_region(raw: &str) -> bool {
    plain_international(raw).is_none() && !has_calling_code(raw)
}

fn has_calling_code(raw: &str) -> bool {
    prepare(raw).is_ok_and(|text| text.international || text.written.starts_with("00"))
}

#[derive(Clone, Copy, PartialEq)]
enum Acceptance {
    /// The numbering plan's length fits: plans change faster than any copy of them.
    Possible,
    /// The numbering plan knows the range.
    Valid,
}

fn international(with_plus: &str, acceptance: Acceptance) -> Option<CompactString> {
    let number = PHONE_NUMBER_UTIL.parse(with_plus, None).ok();
    if let Some(number) = number.filter(|number| is_accepted(number, acceptance)) {
        return Some(e164(&number));
    }
    // Mexican mobiles were written +52 1 … until 2019, and WhatsApp still does.
    let digits: CompactString = with_plus.chars().filter(char::is_ascii_digit).collect();
    let subscriber = digits.strip_prefix("521").filter(|rest| rest.len() == 10)?;
    let number = PHONE_NUMBER_UTIL.parse(compact_str::format_compact!("+52{subscriber}"), None).ok()?;
    is_accepted(&number, Acceptance::Possible).then(|| e164(&number))
}

fn is_accepted(number: &PhoneNumber, acceptance: Acceptance) -> bool {
    let fits = match acceptance {
        Acceptance::Possible => {
            matches!(
                PHONE_NUMBER_UTIL.is_possible_number_with_reason(number),
                Ok(NumberLengthType::IsPossible)
            )
        }
        Acceptance::Valid => PHONE_NUMBER_UTIL.is_valid_number(number),
    };
    // People pay for numbers of one digit, where the plan has them.
    fits && (!has_one_digit(number.national_number) || PHONE_NUMBER_UTIL.is_valid_number(number))
}

/// Whether all digits of a number are the same.
const fn has_one_digit(mut number: u64) -> bool {
    let last = number % 10;
    while number >= 10 {
        if number % 10 != last {
            return false;
        }
        number /= 10;
    }
    number == last
}

fn e164(number: &PhoneNumber) -> CompactString {
    CompactString::new(PHONE_NUMBER_UTIL.format(number, PhoneNumberFormat::E164))
}

fn with_plus(written: &str) -> CompactString {
    let mut text = CompactString::with_capacity(written.len() + 1);
    text.push('+');
    text.push_str(written.trim_start_matches(['+', ' ']));
    text
}

/// The common case at the cost of a look at each byte: `+`, then digits with ordinary separators, of a
/// country whose mobile numbers need no rewriting.
fn plain_international(raw: &str) -> Option<CompactString> {
    let rest = raw.trim_ascii().strip_prefix('+')?;
    let mut number = [0_u8; LONGEST_E164 + 1];
    let mut length = 1;
    *number.first_mut()? = b'+';
    for byte in rest.bytes() {
        match byte {
            b'0'..=b'9' => {
                *number.get_mut(length)? = byte;
                length += 1;
            }
            b' ' | b'-' | b'(' | b')' | b'.' => {}
            _ => return None,
        }
    }
    let number = std::str::from_utf8(number.get(..length)?).ok()?;
    is_plain_mobile(number.get(1..)?).then(|| CompactString::new(number))
}

fn is_plain_mobile(digits: &str) -> bool {
    PLAIN_MOBILES.iter().any(|(calling_code, length, first)| {
        digits.strip_prefix(calling_code).is_some_and(|national| {
            national.len() == *length && national.chars().next().is_some_and(|digit| first.contains(digit))
        })
    })
}

struct Prepared {
    /// ASCII digits, separators and whatever else stood there; no leading `+`.
    written: CompactString,
    /// It began with `+` or came from a source that always writes the calling code.
    international: bool,
    /// A spreadsheet rounded it.
    lost_digits: bool,
}

/// Strips what spreadsheets, lead forms and chat tools put around a number.
fn prepare(raw: &str) -> Result<Prepared, IdentifierError> {
    if raw.len() > LONGEST_RAW {
        return Err(IdentifierError::PhoneUnreadable);
    }
    let folded: CompactString = raw.chars().filter_map(fold).collect();
    let mut text = folded.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '=' | '`'));
    if text.is_empty() {
        return Err(IdentifierError::Blank);
    }
    let mut international = false;
    for prefix in ["tel:", "whatsapp:", "phone:", "mobile:", "wa:", "p:", "sms:"] {
        if let Some(rest) = strip_prefix_ignoring_case(text, prefix) {
            text = rest.trim_start();
            break;
        }
    }
    if let Some(number) = chat_link(text) {
        let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let digits = number.get(..end).unwrap_or_default();
        return Ok(Prepared { written: CompactString::new(digits), international: true, lost_digits: false });
    }
    for host in ["@c.us", "@s.whatsapp.net"] {
        if let Some(rest) = text.strip_suffix(host) {
            text = rest;
            international = true;
        }
    }
    if let Some(scientific) = scientific(text) {
        let (digits, lost_digits) = scientific;
        return Ok(Prepared { written: digits, international: false, lost_digits });
    }
    if let Some(rest) = text.strip_prefix('+').or_else(|| text.strip_prefix("(+")) {
        text = rest;
        international = true;
    }
    let text = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).unwrap_or(text);
    Ok(Prepared { written: CompactString::new(text), international, lost_digits: false })
}

/// Full-width and native digits become ASCII, invisible characters vanish.
fn fold(c: char) -> Option<char> {
    if c.is_ascii() {
        return (!c.is_ascii_control()).then_some(c);
    }
    match c {
        '＋' | '﹢' => Some('+'),
        '－' | '‐'..='―' | '−' | 'ー' => Some('-'),
        '（' => Some('('),
        '）' => Some(')'),
        '．' => Some('.'),
        '／' => Some('/'),
        '\u{a0}' | '\u{3000}' | '\u{202f}' | '\u{2000}'..='\u{200a}' => Some(' '),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => None,
        other => Some(text_digit(other).map_or(other, |digit| char::from(b'0' + digit))),
    }
}

/// The number in a link that opens a chat with it, and what follows: such numbers always have their calling code.
fn chat_link(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let end = CHAT_LINKS.iter().find_map(|link| lower.find(link).map(|place| place + link.len()))?;
    let number = text.get(end..)?;
    Some(
        number
            .strip_prefix('+')
            .or_else(|| number.strip_prefix("%2B"))
            .or_else(|| number.strip_prefix("%2b"))
            .unwrap_or(number),
    )
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..)).flatten()
}

/// Reads `7.9123456789E+10`: the digits, and whether some of them were rounded away.
fn scientific(text: &str) -> Option<(CompactString, bool)> {
    let (mantissa, exponent) = text.split_once(['E', 'e'])?;
    let exponent: usize = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let mantissa = mantissa.strip_prefix('+').unwrap_or(mantissa);
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 1 || !all_digits(whole) || !all_digits(fraction) || exponent > 30 {
        return None;
    }
    let mut digits = CompactString::new(whole);
    digits.push_str(fraction);
    Some((digits, fraction.len() != exponent))
}

/// A WhatsApp number id: digits, as WhatsApp spells it.
pub(super) fn normalise_whatsapp_id(raw: &str) -> Result<CompactString, IdentifierError> {
    let prepared = prepare(raw)?;
    if prepared.lost_digits {
        return Err(IdentifierError::PhoneDigitsLost);
    }
    let Some((number, remark)) = split_remark(&prepared.written) else {
        return digits_of_id(&prepared.written);
    };
    let acceptance = match remark {
        Remark::Words => Acceptance::Possible,
        Remark::LatinWordsOrEnding => Acceptance::Valid,
        Remark::Ending => return Err(IdentifierError::PhoneUnreadable),
    };
    let digits = digits_of_id(number)?;
    let is_somebodys = international(&with_plus(&digits), acceptance).is_some();
    is_somebodys.then_some(digits).ok_or(IdentifierError::PhoneUnreadable)
}

/// The digits of an id without a remark.
fn digits_of_id(written: &str) -> Result<CompactString, IdentifierError> {
    let mut digits = CompactString::default();
    for c in written.chars() {
        match c {
            '0'..='9' if digits.len() < LONGEST_E164 => digits.push(c),
            ' ' | '-' | '(' | ')' | '.' => {}
            _ => return Err(IdentifierError::PhoneUnreadable),
        }
    }
    if digits.len() < SHORTEST_INTERNATIONAL || digits.starts_with('0') || is_one_digit(digits.bytes()) {
        return Err(IdentifierError::PhoneUnreadable);
    }
    Ok(digits)
}

/// The key of an international number given as digits: one key for every country variant of a subscriber.
///
/// Brazil added a 9 in front of mobile numbers, Argentina writes a 9 and Mexico wrote a 1 between calling
/// code and number on mobiles dialled from abroad; WhatsApp ids come with and without them.
pub(super) fn key(digits: &str) -> IdentifierKey {
    let mut key = CompactString::const_new("tel:+");
    #[cfg(plant)]
    if crate::foundation::plant::is_active("d1") {
        key.push_str(digits);
        return IdentifierKey(key);
    }
    let bytes = digits.as_bytes();
    match bytes {
        [b'5', b'5', _, _, b'6'..=b'9', ..] if bytes.len() == 12 => {
            key.push_str(digits.get(..4).unwrap_or_default());
            key.push('9');
            key.push_str(digits.get(4..).unwrap_or_default());
        }
        [b'5', b'4', b'9', ..] if bytes.len() == 13 => {
            key.push_str("54");
            key.push_str(digits.get(3..).unwrap_or_default());
        }
        [b'5', b'2', b'1', ..] if bytes.len() == 13 => {
            key.push_str("52");
            key.push_str(digits.get(3..).unwrap_or_default());
        }
        _ => key.push_str(digits),
    }
    IdentifierKey(key)
}

/// The digits of an international number as it is dialled within its country, and without the prefix that is dialled before it
/// there. Nothing where the number is of no plan.
pub(super) fn national_digits(digits: &str) -> Option<[CompactString; 2]> {
    let number = PHONE_NUMBER_UTIL.parse(with_plus(digits), None).ok()?;
    let dialled = PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::National);
    let dialled = dialled.chars().filter(char::is_ascii_digit).collect();
    Some([dialled, number.get_national_significant_number().into()])
}

/// Whether `code` is a region that phone numbers can be read for.
#[must_use]
pub(crate) fn is_region(code: &str) -> bool {
    Region::from_code(code)
        .is_ok_and(|region| PHONE_NUMBER_UTIL.get_country_code_for_region(region).is_some())
}

#[cfg(test)]
pub(super) fn normalise_by_parser(digits: &str) -> Option<CompactString> {
    international(&with_plus(digits), Acceptance::Possible)
}

#[cfg(test)]
pub(super) fn plain_mobile_shapes() -> &'static [(&'static str, usize, &'static str)] {
    PLAIN_MOBILES
}
