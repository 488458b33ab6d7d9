//! Numbers in searches.

use crate::foundation::text::{fold, words};

/// A query with fewer digits than this is not taken for a number.
const FEWEST_DIGITS: usize = 5;

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
    let folded = fold(query);
    let mut digits = String::new();
    for word in words(&folded) {
        if !word.text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.push_str(word.text);
    }
    if let Some(international) = digits.strip_prefix(INTERNATIONAL_PREFIX) {
        digits = international.to_owned();
    }
    (digits.len() >= FEWEST_DIGITS).then_some(digits)
}
