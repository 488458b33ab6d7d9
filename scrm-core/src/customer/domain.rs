//! Domain names in any script, and as the name system carries them: labels that begin with `xn--` (RFC 5890), which hold
//! the letters of other scripts in Punycode (RFC 3492).

use compact_str::CompactString;
use unicode_normalization::UnicodeNormalization;

/// What a label begins with that holds another script.
const CARRIED: &str = "xn--";
/// Bytes of the longest label, as the name system carries it.
const LONGEST_LABEL: usize = 63;

// The parameters of Punycode (RFC 3492, section 5).
const BASE: u32 = 36;
const LEAST_THRESHOLD: u32 = 1;
const GREATEST_THRESHOLD: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST_NON_ASCII: u32 = 0x80;

/// A domain in lower case and composed, each label in its own script: one spelling for a name and for how it is carried.
pub(super) fn in_its_script(domain: &str) -> CompactString {
    let lower = in_lower_case(domain);
    if !lower.contains(CARRIED) {
        return lower;
    }
    let mut name = CompactString::with_capacity(lower.len());
    for (place, label) in lower.split('.').enumerate() {
        if place > 0 {
            name.push('.');
        }
        match label.strip_prefix(CARRIED).and_then(decoded).filter(|letters| is_settled(letters)) {
            Some(letters) => name.push_str(&letters),
            None => name.push_str(label),
        }
    }
    name
}

/// Lower case and composed.
pub(super) fn in_lower_case(text: &str) -> CompactString {
    if text.is_ascii() {
        let mut lower = CompactString::new(text);
        lower.make_ascii_lowercase();
        return lower;
    }
    text.nfc().flat_map(char::to_lowercase).collect()
}

/// Bytes of a label as the name system carries it; nothing where it is longer than it carries.
pub(super) fn carried_length(label: &str) -> Option<usize> {
    let length =
        if label.is_ascii() { label.len() } else { CARRIED.len() + encoded_length(&in_its_script(label))? };
    (length <= LONGEST_LABEL).then_some(length)
}

/// Whether letters are what they would be read as again: else a label only looks like one that holds them.
fn is_settled(letters: &str) -> bool {
    !letters.is_ascii()
        && in_its_script(letters) == letters
        && letters.chars().all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '.' | '@'))
}

/// The letters that Punycode stands for.
fn decoded(code: &str) -> Option<CompactString> {
    let (plain, deltas) = code.rsplit_once('-').unwrap_or(("", code));
    let mut letters: Vec<char> = plain.chars().filter(char::is_ascii).collect();
    let mut digits = deltas.bytes().map(digit);
    let (mut letter, mut place, mut bias) = (FIRST_NON_ASCII, 0_u32, FIRST_BIAS);
    while digits.len() > 0 {
        if letters.len() >= LONGEST_LABEL {
            return None;
        }
        let before = place;
        let (mut weight, mut position) = (1_u32, BASE);
        loop {
            let digit = digits.next()??;
            place = place.checked_add(digit.checked_mul(weight)?)?;
            let threshold = threshold(position, bias);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            position += BASE;
        }
        let count = u32::try_from(letters.len()).ok()? + 1;
        bias = adapted(place - before, count, before == 0);
        letter = letter.checked_add(place / count)?;
        place %= count;
        letters.insert(usize::try_from(place).ok()?, char::from_u32(letter)?);
        place += 1;
    }
    Some(letters.into_iter().collect())
}

/// Bytes of the Punycode of a label.
fn encoded_length(label: &str) -> Option<usize> {
    let plain = label.chars().filter(char::is_ascii).count();
    let mut length = if plain > 0 { plain + 1 } else { 0 };
    let (mut letter, mut delta, mut bias) = (FIRST_NON_ASCII, 0_u32, FIRST_BIAS);
    let mut handled = u32::try_from(plain).ok()?;
    while let Some(next) = label.chars().map(u32::from).filter(|code| *code >= letter).min() {
        delta = delta.checked_add((next - letter).checked_mul(handled + 1)?)?;
        letter = next;
        for code in label.chars().map(u32::from) {
            if code < letter {
                delta = delta.checked_add(1)?;
            }
            if code == letter {
                length += digits_of(delta, bias);
                bias = adapted(delta, handled + 1, u32::try_from(plain) == Ok(handled));
                delta = 0;
                handled += 1;
            }
        }
        delta = delta.checked_add(1)?;
        letter += 1;
    }
    Some(length)
}

/// How many digits a delta takes.
fn digits_of(mut delta: u32, bias: u32) -> usize {
    let (mut count, mut position) = (1, BASE);
    loop {
        let threshold = threshold(position, bias);
        if delta < threshold {
            return count;
        }
        delta = (delta - threshold) / (BASE - threshold);
        position += BASE;
        count += 1;
    }
}

fn threshold(position: u32, bias: u32) -> u32 {
    position.saturating_sub(bias).clamp(LEAST_THRESHOLD, GREATEST_THRESHOLD)
}

/// The bias behind a delta, when so many letters are in place.
const fn adapted(delta: u32, letters: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / letters;
    let mut bias = 0;
    while delta > (BASE - LEAST_THRESHOLD) * GREATEST_THRESHOLD / 2 {
        delta /= BASE - LEAST_THRESHOLD;
        bias += BASE;
    }
    bias + (BASE - LEAST_THRESHOLD + 1) * delta / (delta + SKEW)
}

fn digit(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names, and how the registries write them.
    const NAMES: [(&str, &str); 12] = [
        ("почта.рф", "xn--80a1acny.xn--p1ai"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("faß.example", "xn--fa-hia.example"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("例子.公司", "xn--fsqu00a.xn--55qx5d"),
        ("台灣.tw", "xn--kpry57d.tw"),
        ("مثال.السعودية", "xn--mgbh0fb.xn--mgberp4a5d4ar"),
        ("उदाहरण.भारत", "xn--p1b6ci4b4b3a.xn--h2brj9c"),
        ("ตัวอย่าง.ไทย", "xn--72c1a1bt4awk9o.xn--o3cw4h"),
        ("việt-nam.vn", "xn--vit-nam-zv4c.vn"),
        ("łódź.pl", "xn--d-uga0v4h.pl"),
        ("💌.example", "xn--rr8h.example"),
    ];

    #[test]
    fn a_name_and_how_it_is_carried_are_one() {
        for (name, carried) in NAMES {
            assert_eq!(in_its_script(carried), name, "{carried}");
            assert_eq!(in_its_script(&carried.to_uppercase()), name, "{carried}");
            assert_eq!(in_its_script(name), name);
            let lengths: Option<Vec<usize>> = name.split('.').map(carried_length).collect();
            assert_eq!(lengths, Some(carried.split('.').map(str::len).collect()), "{name}");
        }
    }

    #[test]
    fn what_only_looks_carried_stays_what_it_is() {
        for name in
            ["xn--", "xn--a.example", "xn--99999999.example", "xn--abc-.example", "xn--bücher.example"]
        {
            assert_eq!(in_its_script(name), name);
        }
        let long = format!("xn--{}", "z".repeat(300));
        assert_eq!(in_its_script(&long), long);
    }

    #[test]
    fn a_label_is_as_long_as_it_is_carried() {
        assert_eq!(carried_length(&"a".repeat(63)), Some(63));
        assert_eq!(carried_length(&"a".repeat(64)), None);
        // Two bytes each as people write them, one digit as they are carried.
        assert_eq!(carried_length(&"я".repeat(50)).map(|length| length < 63), Some(true));
        assert_eq!(carried_length(&"я".repeat(64)), None);
    }
}
