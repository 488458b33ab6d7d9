//! The ways in which people and keyboards write one and the same word.

use scrm_core::trust::TrustConfig;

use crate::SeededRandom;

/// Characters that are not seen.
const UNSEEN: [&str; 8] =
    ["\u{200b}", "\u{200d}", "\u{200c}", "\u{2060}", "\u{feff}", "\u{200f}", "\u{ad}", "\u{fe0f}"];
const BEFORE: [&str; 8] = ["", " ", "!", "«", "“", "\u{202e}", "\u{2067}", "🙏 "];
const AFTER: [&str; 10] = ["", " ", "!!!", ".", "。", "؟", "»", "\u{202c}", " 🙏🏽", "…\n"];
/// What lengthens an Arabic word or gives it its vowels.
const OVER_ARABIC: [char; 3] = ['\u{640}', '\u{64e}', '\u{651}'];
const SPACES: [&str; 4] = [" ", "\u{a0}", "\t", "\u{3000}"];

#[derive(Clone, Copy)]
enum Style {
    AsGiven,
    Capitals,
    FullWidth,
    SomeCapitals,
}

/// One way to write a text: in another case or width, with characters that are not seen, vowel signs, other spaces, without
/// its apostrophes, and with signs around it. It still says the same.
///
/// ```
/// use scrm_testkit::{SeededRandom, disguise};
/// let mut random = SeededRandom::new(7);
/// let written: Vec<String> = (0..3).map(|_| disguise("stop", &mut random)).collect();
/// assert_ne!(written[0], written[1]);
/// assert_eq!(disguise("stop", &mut SeededRandom::new(7)), written[0]);
/// ```
#[must_use]
pub fn disguise(text: &str, random: &mut SeededRandom) -> String {
    let styles = [Style::AsGiven, Style::Capitals, Style::FullWidth, Style::SomeCapitals];
    let style = random.pick(&styles).copied().unwrap_or(Style::AsGiven);
    let mut out = random.word(&BEFORE).to_owned();
    let leaves_out_apostrophes = random.happens(1.0 / 3.0);
    for character in text.chars().filter(|character| *character != '\'' || !leaves_out_apostrophes) {
        write_character(character, style, random, &mut out);
        if matches!(character, '\u{620}'..='\u{64a}') && random.happens(1.0 / 3.0) {
            out.extend(random.pick(&OVER_ARABIC));
        }
        if random.happens(0.25) {
            out.push_str(random.word(&UNSEEN));
        }
        if character == ' ' && random.happens(1.0 / 3.0) {
            out.push_str(random.word(&SPACES));
        }
    }
    out + random.word(&AFTER)
}

fn write_character(character: char, style: Style, random: &mut SeededRandom, out: &mut String) {
    let capital = match style {
        Style::Capitals => true,
        Style::SomeCapitals => random.happens(0.5),
        Style::AsGiven | Style::FullWidth => false,
    };
    match style {
        _ if capital => out.extend(character.to_uppercase()),
        Style::FullWidth if character.is_ascii_graphic() => {
            out.extend(char::from_u32(character as u32 + 0xFEE0));
        }
        _ => out.push(character),
    }
}

/// Messages that ask for no more messages, without end: every word and phrase of a configuration in turn, each written in
/// another way; sentences and phrases that count beside others also within other words.
///
/// ```
/// use scrm_core::foundation::text::Folded;
/// use scrm_core::trust::{OptOutWords, TrustConfig};
/// let config = TrustConfig::standard();
/// let words = OptOutWords::new(&config)?;
/// let mut messages = scrm_testkit::disguised_opt_outs(&config, 7);
/// assert!(messages.by_ref().take(100).all(|message| words.recognise(&Folded::new(&message)).is_some()));
/// # Ok::<(), scrm_core::trust::TrustError>(())
/// ```
pub fn disguised_opt_outs(config: &TrustConfig, seed: u64) -> impl Iterator<Item = String> {
    let texts = config.opt_out.words.values().flat_map(|texts| {
        let alone = texts.stop_messages.iter().map(|text| (text.as_str(), false));
        let beside = texts.stop_sentences.iter().chain(&texts.stop_phrases);
        alone.chain(beside.map(|text| (text.as_str(), true)))
    });
    let texts: Vec<(&str, bool)> = texts.collect();
    let mut random = SeededRandom::new(seed);
    texts.into_iter().cycle().map(move |(text, beside_others)| {
        let message = disguise(text, &mut random);
        match beside_others && random.happens(1.0 / 3.0) {
            true => format!("ok, {message} , ok"),
            false => message,
        }
    })
}
