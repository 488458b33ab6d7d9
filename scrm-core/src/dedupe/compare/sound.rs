//! How a name sounds: what stays the same however it is spelled.

use compact_str::CompactString;

/// Pieces that spell one sound, longest first; what they become is no word of any language.
const SAME_SOUND: &[(&str, &str)] = &[
    ("shch", "s"),
    ("tsch", "c"),
    ("sch", "s"),
    ("tch", "c"),
    ("chh", "c"),
    ("dzh", "j"),
    ("iya", "a"),
    ("sh", "s"),
    ("ch", "c"),
    ("cz", "c"),
    ("zh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("bh", "b"),
    ("dh", "d"),
    ("jh", "j"),
    ("th", "t"),
    ("ck", "k"),
    ("ts", "s"),
    ("tz", "s"),
    ("dz", "s"),
    ("ks", "x"),
    ("qu", "k"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ea", "i"),
    ("ie", "i"),
    ("ij", "i"),
    ("iy", "i"),
    ("yi", "i"),
    ("ya", "a"),
    ("ia", "a"),
    ("yu", "u"),
    ("iu", "u"),
    ("ye", "i"),
    ("yo", "u"),
    ("io", "u"),
    ("c", "k"),
    ("q", "k"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
    ("z", "s"),
    ("o", "u"),
    ("e", "i"),
];

/// The sound of a word in Latin letters: spellings of one name have one sound, mostly.
pub(super) fn sound_of(word: &str) -> CompactString {
    let mut sound = CompactString::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let piece = SAME_SOUND.iter().find_map(|(piece, sound)| Some((rest.strip_prefix(piece)?, *sound)));
        let (after, spelled) = match piece {
            Some((after, spelled)) => (after, spelled),
            None => (&rest[first.len_utf8()..], &rest[..first.len_utf8()]),
        };
        // A letter is heard once, however often it stands.
        if !sound.ends_with(spelled) {
            sound.push_str(spelled);
        }
        rest = after;
    }
    // Between vowels and at the end an h is hardly heard.
    if sound.len() > 3 && sound.ends_with('h') {
        sound.pop();
    }
    sound
}

/// A sound without its vowels, for scripts that do not write them.
pub(super) fn consonants_of(sound: &str) -> CompactString {
    sound.chars().filter(|letter| !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'v' | 'h')).collect()
}

#[cfg(test)]
mod tests {
    use super::{consonants_of, sound_of};

    #[test]
    fn spellings_of_one_name_sound_alike() {
        for group in [
            &["schmidt", "shmidt"][..],
            &["yusuf", "youssouf"],
            &["mohammed", "mohamed"],
            &["philip", "filip"],
            &["katherine", "katerine"],
            &["zelensky", "selenskyi"],
            &["tchaikovsky", "chaikovskii"],
            &["natalia", "nataliya", "natalya"],
        ] {
            let sounds: Vec<_> = group.iter().map(|word| sound_of(word)).collect();
            assert!(sounds.windows(2).all(|pair| pair[0] == pair[1]), "{group:?} {sounds:?}");
        }
        assert_ne!(sound_of("anna"), sound_of("hanna"));
        assert_eq!(consonants_of(&sound_of("mohammed")), consonants_of(&sound_of("mhmd")));
    }
}
