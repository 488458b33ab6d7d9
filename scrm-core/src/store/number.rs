//! Numbers in searches.

use crate::foundation::text::{fold, words};

/// A query with fewer digits than this is not taken for the beginning of a number.
const FEWEST_DIGITS: usize = 5;

/// A query with fewer digits than this is not taken for the end of a number.
const FEWEST_LAST_DIGITS: usize = 4;

/// What is dialled before a calling code in most countries, in the place of a plus.
const INTERNATIONAL_PREFIX: &str = "00";

/// The digits of a search for a number, however it is written: with spaces, dashes or brackets, with a plus or `00` before the calling
/// code. Nothing where anything but a number stands in it. A store finds whose
/// [digits](crate::customer::Identifier::searched_digits) begin so.
///
/// ```
/// use scrm_core::store::searched_number;
/// assert_eq!(searched_number("8 (999) 123-45-67").as_deref(), Some("89991234567"));
/// assert_eq!(searched_number("0044 7400 123456").as_deref(), Some("447400123456"));
/// assert_eq!(searched_number("room 12345"), None);
/// assert_eq!(searched_number("2026"), None);
/// ```
#[must_use]
pub fn searched_number(query: &str) -> Option<String> {
    let mut digits = digits_alone(query)?;
    if let Some(international) = digits.strip_prefix(INTERNATIONAL_PREFIX) {
        digits = international.to_owned();
    }
    (digits.len() >= FEWEST_DIGITS).then_some(digits)
}

/// The digits of a search for the end of a number: people remember the last four. A store finds whose number, with its
/// calling code, ends so.
///
/// ```
/// use scrm_core::store::searched_last_digits;
/// assert_eq!(searched_last_digits("45-67").as_deref(), Some("4567"));
/// assert_eq!(searched_last_digits("٤٥٦٧").as_deref(), Some("4567"));
/// assert_eq!(searched_last_digits("567"), None);
/// assert_eq!(searched_last_digits("room 4567"), None);
/// ```
#[must_use]
pub fn searched_last_digits(query: &str) -> Option<String> {
    digits_alone(query).filter(|digits| digits.len() >= FEWEST_LAST_DIGITS)
}

/// The digits of a text that has nothing else in it but signs and spaces.
fn digits_alone(text: &str) -> Option<String> {
    let folded = fold(text);
    let mut digits = String::new();
    for word in words(&folded) {
        if !word.text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.push_str(word.text);
    }
    Some(digits)
}
