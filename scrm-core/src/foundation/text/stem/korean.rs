//! Light stems of Korean words.
//!
//! Particles are written to the noun before them, and so is `하다`, which makes a verb of it. Which particle follows depends on
//! whether a syllable ends in a consonant: `가격이`, `배송비가`; so `전문가`, where none of them is one, stays as it is.

/// What the syllable before a particle ends in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Anything,
    Consonant,
    Vowel,
    /// A vowel or `ㄹ`: `서울로`.
    VowelOrRieul,
}

/// Particles, the longer before those that they end in.
const PARTICLES: &[(&[&str], After)] = &[
    (&["이었나요", "인가요", "이에요", "이예요", "입니다", "입니까"], After::Anything),
    (&["예요", "에요", "인데", "인지", "인가", "일까"], After::Anything),
    (
        &["에서", "에게", "한테", "부터", "까지", "만큼", "처럼", "마다", "밖에", "보다", "하고"],
        After::Anything,
    ),
    (&["으로", "이나", "이랑", "이요", "이고", "이면", "이란"], After::Consonant),
    (&["이", "은", "을", "과"], After::Consonant),
    (&["가", "는", "를", "와", "나", "랑"], After::Vowel),
    (&["로"], After::VowelOrRieul),
    (&["의", "에", "도", "만", "요", "들"], After::Anything),
];
/// Particles that a word has at most, one after the other.
const MOST_PARTICLES: usize = 3;
/// Syllables of a noun at the least: what is shorter ends as particles do too often, as `고양이` and `나이` do.
const LEAST: usize = 2;

/// The syllables that make a verb of a noun, and those that may follow each; `.` is the end of the word, `*` anything.
const VERBS: &[(char, &str)] = &[
    ('하', ".고나는니다려면지자세셔시십실신게길기던더러라여였구네"),
    ('해', ".요주줘줄드도서야보봐볼달줬라놓두버"),
    ('했', "*"),
    ('합', "니시"),
    ('할', ".게까수거건때려지래텐"),
    ('한', ".다데지대거건가"),
    ('함', "."),
    ('되', "*"),
    ('돼', "*"),
    ('됐', "*"),
    ('됩', "*"),
    ('될', "*"),
    ('된', ".다거건지"),
    ('받', "고은을아았기나는으습게지"),
];

/// Nouns that are written to a noun and make another of it, for which the first one is asked about: `환불문의`, `교환가능`.
const SECOND_NOUNS: [&str; 21] = [
    "문의", "가능", "여부", "방법", "기간", "정보", "안내", "조회", "신청", "요청", "완료", "취소", "비용",
    "관련", "불가", "상담", "지연", "날짜", "시간", "예정", "문제",
];
/// The same of one syllable: what it costs, a list of it: `배송비`, `가격표`.
const SECOND_SYLLABLES: [&str; 4] = ["비", "료", "금", "표"];

/// The light stem of a word: what stands before the verb that is made of it, or before its particles.
pub(super) fn stem(word: &str) -> &str {
    if let Some(noun) = noun_of_verb(word) {
        return noun;
    }
    let mut rest = word;
    for _ in 0..MOST_PARTICLES {
        let Some(shorter) = without_particle(rest) else { break };
        rest = shorter;
    }
    rest
}

/// The noun that a word of two nouns begins with.
pub(super) fn first_noun(word: &str) -> Option<&str> {
    let stem = stem(word);
    before_second(stem, &SECOND_NOUNS).or_else(|| before_second(stem, &SECOND_SYLLABLES))
}

fn before_second<'w>(word: &'w str, second: &[&str]) -> Option<&'w str> {
    second.iter().find_map(|second| word.strip_suffix(second)).filter(|first| is_noun(first))
}

fn noun_of_verb(word: &str) -> Option<&str> {
    word.char_indices().skip(LEAST).find_map(|(at, syllable)| {
        let (_, may_follow) = VERBS.iter().find(|(verb, _)| *verb == syllable)?;
        let next = word.get(at..)?.chars().nth(1).unwrap_or('.');
        (*may_follow == "*" || may_follow.contains(next)).then(|| word.get(..at)).flatten()
    })
}

fn without_particle(word: &str) -> Option<&str> {
    // The last syllable of `문의` is no particle.
    if before_second(word, &SECOND_NOUNS).is_some() {
        return None;
    }
    PARTICLES.iter().find_map(|(particles, after)| {
        let rest = particles.iter().find_map(|particle| word.strip_suffix(particle))?;
        let last = final_consonant(rest.chars().next_back()?)?;
        let stands = match after {
            After::Anything => true,
            After::Consonant => last != NO_CONSONANT,
            After::Vowel => last == NO_CONSONANT,
            After::VowelOrRieul => matches!(last, NO_CONSONANT | RIEUL),
        };
        (stands && is_noun(rest)).then_some(rest)
    })
}

fn is_noun(word: &str) -> bool {
    word.chars().nth(LEAST - 1).is_some()
}

const NO_CONSONANT: u32 = 0;
const RIEUL: u32 = 8;
/// Consonants that a syllable may end in, with none.
const FINAL_CONSONANTS: u32 = 28;

/// The number of the consonant that a syllable ends in.
const fn final_consonant(syllable: char) -> Option<u32> {
    match syllable {
        '가'..='힣' => Some((syllable as u32 - '가' as u32) % FINAL_CONSONANTS),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{first_noun, stem};

    #[test]
    fn forms_have_one_stem() {
        for forms in [
            &["가격", "가격이", "가격은", "가격을", "가격도", "가격이요", "가격인가요", "가격으로는"][..],
            &[
                "환불",
                "환불해주세요",
                "환불은",
                "환불하고",
                "환불받고",
                "환불할게요",
                "환불되나요",
                "환불했어요",
            ],
            &["배송", "배송이", "배송돼요", "배송까지", "배송합니다"],
            &["서울", "서울로", "서울에서는"],
            &["사이즈", "사이즈가", "사이즈는", "사이즈예요"],
        ] {
            assert!(forms.windows(2).all(|pair| stem(pair[0]) == stem(pair[1])), "{forms:?}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (one, other) in [
            ("사이", "사이즈"),
            ("전문", "전문가"),
            ("신용", "신용카드"),
            ("나", "나이"),
            ("특별", "특별할인"),
        ] {
            assert_ne!(stem(one), stem(other), "{one} {other}");
        }
    }

    #[test]
    fn a_word_of_two_nouns_begins_with_one() {
        for (word, first) in [
            ("배송비", Some("배송")),
            ("배송비는", Some("배송")),
            ("환불문의", Some("환불")),
            ("환불문의는", Some("환불")),
            ("교환가능한가요", Some("교환")),
            ("음료", None),
            ("사이즈", None),
        ] {
            assert_eq!(first_noun(word), first, "{word}");
        }
    }
}
