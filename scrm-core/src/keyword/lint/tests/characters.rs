//! Characters that are not seen or look like others.

use std::collections::BTreeSet;

use super::*;
use crate::keyword::lint::lookalike::look_alike;

/// Letters of other alphabets and the Latin ones that they look like, written down apart from the table of the engine.
const ALIKE: &[(char, char)] = &[
    ('а', 'a'),
    ('А', 'A'),
    ('В', 'B'),
    ('с', 'c'),
    ('С', 'C'),
    ('е', 'e'),
    ('Е', 'E'),
    ('һ', 'h'),
    ('Н', 'H'),
    ('і', 'i'),
    ('І', 'I'),
    ('ј', 'j'),
    ('Ј', 'J'),
    ('К', 'K'),
    ('к', 'k'),
    ('М', 'M'),
    ('о', 'o'),
    ('О', 'O'),
    ('р', 'p'),
    ('Р', 'P'),
    ('ԛ', 'q'),
    ('ѕ', 's'),
    ('Ѕ', 'S'),
    ('Т', 'T'),
    ('х', 'x'),
    ('Х', 'X'),
    ('у', 'y'),
    ('У', 'Y'),
    ('ѵ', 'v'),
    ('ԝ', 'w'),
    ('ԁ', 'd'),
    ('Α', 'A'),
    ('α', 'a'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('ι', 'i'),
    ('Κ', 'K'),
    ('κ', 'k'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('ν', 'v'),
    ('Ο', 'O'),
    ('ο', 'o'),
    ('Ρ', 'P'),
    ('ρ', 'p'),
    ('Τ', 'T'),
    ('Υ', 'Y'),
    ('υ', 'u'),
    ('Χ', 'X'),
    ('Ζ', 'Z'),
    ('օ', 'o'),
    ('ս', 'u'),
    ('ո', 'n'),
    ('հ', 'h'),
    ('ց', 'g'),
    ('Օ', 'O'),
    ('Տ', 'S'),
    ('Ꭺ', 'A'),
    ('Ᏼ', 'B'),
    ('Ꮯ', 'C'),
    ('Ꭼ', 'E'),
    ('Ꮋ', 'H'),
    ('Ꭻ', 'J'),
    ('Ꮶ', 'K'),
    ('Ꮮ', 'L'),
    ('Ꮇ', 'M'),
    ('Ꮲ', 'P'),
    ('Ꭱ', 'R'),
    ('Ꮪ', 'S'),
    ('Ꭲ', 'T'),
    ('Ꮩ', 'V'),
    ('Ꮃ', 'W'),
    ('Ꮓ', 'Z'),
    ('ɑ', 'a'),
    ('ɡ', 'g'),
];

const WORDS: &[&str] = &[
    "paypal", "refund", "delivery", "warranty", "whatsapp", "exchange", "quick", "booking", "jumbo", "prize",
];

const HIDDEN: &[char] = &[
    '\u{ad}',
    '\u{34f}',
    '\u{115f}',
    '\u{1160}',
    '\u{180e}',
    '\u{200b}',
    '\u{200c}',
    '\u{200d}',
    '\u{2060}',
    '\u{2061}',
    '\u{2062}',
    '\u{2063}',
    '\u{2064}',
    '\u{206a}',
    '\u{206f}',
    '\u{3164}',
    '\u{fe0e}',
    '\u{fe0f}',
    '\u{feff}',
    '\u{ffa0}',
    '\u{fff9}',
    '\u{1d173}',
    '\u{e0001}',
    '\u{e0041}',
    '\u{e0100}',
    '\u{1}',
    '\u{7f}',
];

const TURNING: &[char] = &[
    '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
    '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
];

/// A case: the phrase of a rule, that of a rule about something else, and what is to be found.
struct Case {
    first: String,
    second: String,
    code: &'static str,
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for word in WORDS {
        for (alike, latin) in ALIKE {
            let word = if latin.is_uppercase() { word.to_uppercase() } else { (*word).to_owned() };
            // At every place of the letter, one at a time.
            for (at, _) in word.char_indices().filter(|(_, letter)| letter == latin) {
                let mut changed = word.clone();
                changed.replace_range(at..at + latin.len_utf8(), alike.encode_utf8(&mut [0; 4]));
                let pair = |code| Case { first: word.clone(), second: changed.clone(), code };
                cases.extend([pair("confusable_characters"), pair("confusable_pair")]);
            }
        }
        for (character, code) in HIDDEN
            .iter()
            .map(|character| (character, "hidden_character"))
            .chain(TURNING.iter().map(|character| (character, "bidirectional_control")))
        {
            let (before, after) = word.split_at(2);
            cases.push(Case {
                first: "unlike".to_owned(),
                second: format!("{before}{character}{after}"),
                code,
            });
        }
    }
    // Whole words of one alphabet that look like words of another.
    for (first, second) in [
        ("cop", "сор"),
        ("rope", "горе"),
        ("BEC", "ВЕС"),
        ("HOT", "НОТ"),
        ("KOT", "КОТ"),
        ("PTA", "РТА"),
        ("XO", "ХО"),
        ("MOTO", "МОТО"),
        ("TOM", "ΤΟΜ"),
        ("NIKE", "ΝΙΚΕ"),
        ("paypal", "paypa1"),
        ("zoo", "z00"),
    ] {
        cases.push(Case { first: first.to_owned(), second: second.to_owned(), code: "confusable_pair" });
    }
    cases
}

#[test]
fn every_confusable_and_hidden_character_of_the_table_is_found() {
    let cases = cases();
    assert!(cases.len() >= 500, "{}", cases.len());
    let missed: Vec<String> = cases
        .iter()
        .filter(|case| {
            let lint = linted(vec![rule("a", &[&case.first]), rule("b", &[&case.second])]);
            !found(&lint, case.code).iter().any(|finding| finding.place.field == "rules[1].phrases[0]")
        })
        .map(|case| format!("{} {:?} {:?}", case.code, case.first, case.second))
        .collect();
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn all_cases_in_one_set_are_found_too() {
    let cases: Vec<Case> = cases();
    let rules: Vec<KeywordRule> =
        cases.iter().enumerate().map(|(number, case)| rule(&format!("r{number}"), &[&case.second])).collect();
    let thresholds = KeywordLintConfig { max_findings: usize::MAX, ..KeywordLintConfig::default() };
    let lint = lint(&config(rules), [], None, &thresholds).unwrap();
    let found: BTreeSet<(&str, &str)> = codes(&lint).into_iter().collect();
    for (number, case) in cases.iter().enumerate().filter(|(_, case)| case.code != "confusable_pair") {
        assert!(
            found.contains(&(case.code, format!("rules[{number}].phrases[0]").as_str())),
            "{:?}",
            case.second
        );
    }
}

#[test]
fn what_people_write_so_is_left_alone() {
    for phrase in [
        "iphone价格",
        "iPhone 15 Pro",
        "さくらの花",
        "カタカナ漢字",
        "Tシャツ",
        "USB-кабель",
        "SIM карта",
        "ｐｒｉｃｅ",
        "price2go",
        "café",
        "naïve",
        "straße",
        "μm",
        "5 мм",
        "می\u{200c}خواهم",
        "क्\u{200d}ष",
        "👩\u{200d}👩\u{200d}👧",
        "❤\u{fe0f}",
        "1\u{fe0f}\u{20e3}",
        "👍🏽",
        "葛\u{e0100}城",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        "السـعر",
        "السِّعر",
        "ελληνικά",
        "Привет",
        "tab\tand\nline",
        "nbsp\u{a0}here",
        "한국어",
        "ราคา",
        "ё",
        "й",
    ] {
        let lint = linted(vec![rule("a", &[phrase])]);
        let strange: Vec<_> = codes(&lint).into_iter().filter(|(code, _)| *code != "stop_word").collect();
        assert_eq!(strange, [], "{phrase:?}");
    }
}

#[test]
fn a_mixed_word_that_nobody_takes_for_another_is_only_noted() {
    let severity = |phrase: &str| linted(vec![rule("a", &[phrase])]).findings[0].severity;
    assert_eq!(severity("pаypal"), KeywordSeverity::Warning);
    assert_eq!(severity("vipовский"), KeywordSeverity::Note);
}

#[test]
fn a_pair_is_told_once_and_only_of_two_rules() {
    let lint = linted(vec![rule("a", &["КОТ", "KOT"])]);
    assert_eq!(codes(&lint), []);
    let lint = linted(vec![rule("a", &["кот"]), rule("b", &["kot", "other"])]);
    assert_eq!(codes(&lint), [("confusable_pair", "rules[1].phrases[0]")]);
    let same = KeywordRule { label: "a".to_owned(), ..rule("b", &["kot"]) };
    assert_eq!(linted(vec![rule("a", &["кот"]), same]).findings[0].severity, KeywordSeverity::Note);
    // Folding makes one word of these: they are the same, not alike.
    assert_eq!(
        codes(&linted(vec![rule("a", &["café"]), rule("b", &["cafe"])])),
        [("contradictory", "rules[1].phrases[0]")]
    );
    // Numbers are not words.
    assert_eq!(codes(&linted(vec![rule("a", &["100"]), rule("b", &["loo"])])), []);
}

#[test]
fn look_alikes_stand_in_the_table_once_each() {
    for (alike, latin) in ALIKE {
        assert_eq!(look_alike(*alike), Some(latin.to_ascii_lowercase()), "{alike}");
    }
}
