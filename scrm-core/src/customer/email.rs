//! E-mail addresses: the address as it is written to, and the key that its spellings share.

use compact_str::CompactString;

use super::domain::{carried_length, in_its_script, in_lower_case};
use super::identifier::{IdentifierError, IdentifierKey};

/// Bytes of the longest address (RFC 5321, 4.5.3.1.3 less the brackets).
const LONGEST_ADDRESS: usize = 254;
/// Bytes of the longest local part.
const LONGEST_LOCAL_PART: usize = 64;

/// Longest raw text that is looked at: an address with its remark.
const LONGEST_RAW: usize = 1_000;

/// An address with its domain in lower case; the local part stays as it was written.
pub(super) fn normalise(raw: &str) -> Result<CompactString, IdentifierError> {
    let cleaned: CompactString =
        if raw.is_ascii() { CompactString::new(raw) } else { raw.chars().filter_map(fold).collect() };
    let text = cleaned.trim();
    if text.is_empty() {
        return Err(IdentifierError::Blank);
    }
    read(text).or_else(|error| without_remarks(text).map_or(Err(error), read))
}

fn read(mut text: &str) -> Result<CompactString, IdentifierError> {
    if let (Some(open), Some(close)) = (text.rfind('<'), text.rfind('>')) {
        text = text.get(open + 1..close).ok_or(IdentifierError::EmailUnreadable)?.trim();
    }
    if text.get(..7).is_some_and(|head| head.eq_ignore_ascii_case("mailto:")) {
        text = text.get(7..).unwrap_or_default();
    }
    let text = text.trim_matches(|c: char| matches!(c, ',' | ';' | '\'' | '"') || c.is_whitespace());
    let text = text.trim_end_matches('.');
    let (local, domain) = text.rsplit_once('@').ok_or(IdentifierError::EmailUnreadable)?;
    let domain_length = carried_domain(domain).ok_or(IdentifierError::EmailUnreadable)?;
    if local.len() + "@".len() + domain_length > LONGEST_ADDRESS || !is_local_part(local) {
        return Err(IdentifierError::EmailUnreadable);
    }
    let mut address = CompactString::with_capacity(text.len());
    address.push_str(local);
    address.push('@');
    domain.chars().flat_map(char::to_lowercase).for_each(|c| address.push(c));
    Ok(address)
}

/// The one address in a text that says something about it besides: "e-mail: a@b.c", "a@b.c (work)". Plain words beside an
/// address may be pieces of it that a space cut off, so they are a remark only in another script than the address.
fn without_remarks(text: &str) -> Option<&str> {
    if text.len() > LONGEST_RAW || text.bytes().filter(|byte| *byte == b'@').count() != 1 {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || "()[]{}<>,;:|\"【】«»“”".contains(c);
    let at = text.find('@')?;
    let begin = text
        .get(..at)?
        .char_indices()
        .rev()
        .find(|(_, c)| ends(*c))
        .map_or(0, |(place, c)| place + c.len_utf8());
    let end = text.get(at..)?.find(ends).map_or(text.len(), |length| at + length);
    let (before, address, behind) = (text.get(..begin)?, text.get(begin..end)?, text.get(end..)?);
    let is_other_script = |c: char| c.is_alphabetic() && !c.is_ascii() && address.is_ascii();
    let before = before.trim_end();
    let is_label = before.is_empty()
        || before.ends_with([':', '(', '[', '{', '<', '"', '【', '«', '“', '-', '–', '—'])
        || before.ends_with(is_other_script);
    let is_spaced = behind.starts_with(char::is_whitespace);
    let behind = behind.trim_start();
    let is_remark = behind.is_empty()
        || behind.starts_with(['(', '[', '{', ')', ']', '}', '>', '"', '【', '】', '»', '”'])
        || behind.starts_with(is_other_script)
        || (is_spaced && behind.starts_with(['-', '–', '—', '/', '|']))
        || behind.strip_prefix([',', ';']).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    (is_label && is_remark).then_some(address)
}

/// The key: lower case throughout, and the domain in its own script; Gmail ignores dots and everything after `+`, so the key
/// does too.
pub(super) fn key(address: &str) -> IdentifierKey {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let (local, domain) = (in_lower_case(local), in_its_script(domain));
    let mut key = CompactString::const_new("email:");
    if matches!(domain.as_str(), "gmail.com" | "googlemail.com") {
        let mailbox = local.split('+').next().unwrap_or_default();
        mailbox.chars().filter(|c| *c != '.').for_each(|c| key.push(c));
        key.push_str("@gmail.com");
    } else {
        key.push_str(&local);
        key.push('@');
        key.push_str(&domain);
    }
    IdentifierKey(key)
}

fn fold(c: char) -> Option<char> {
    match c {
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => None,
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0),
        '\u{3000}' | '\u{a0}' => Some(' '),
        '。' | '｡' => Some('.'),
        other => Some(other),
    }
}

fn is_local_part(local: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || (c.is_ascii_graphic() && !"()<>[]:;@\\,\"".contains(c));
    !local.is_empty()
        && local.len() <= LONGEST_LOCAL_PART
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(allowed)
}

/// Bytes of a domain as the name system carries it; nothing where it is no domain.
fn carried_domain(domain: &str) -> Option<usize> {
    let last_is_name = domain.rsplit('.').next().is_some_and(|top| !top.bytes().all(|b| b.is_ascii_digit()));
    if !domain.contains('.') || !last_is_name || !domain.split('.').all(is_label) {
        return None;
    }
    let labels = domain.split('.').map(carried_length);
    labels.reduce(|length, label| Some(length? + ".".len() + label?)).flatten()
}

fn is_label(label: &str) -> bool {
    let is_of_label =
        |c: char| matches!(c, '-' | '_') || c.is_alphanumeric() || !(c.is_ascii() || c.is_whitespace());
    !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(is_of_label)
}
