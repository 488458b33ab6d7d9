//! Endings as Snowball's algorithms know them.
//!
//! They know some endings by an accent (`-ções`, `-ée`), which folding takes because people leave it out, and some of one form
//! alone (`-il`, not `-eis`). Before a word goes to them, such an ending becomes one that they take off, or that of the other
//! forms of the word.

use std::borrow::Cow;

use super::StemLanguage;

/// Of an ending of folded words: what it is spelled as instead, and the letters that have to stand before it.
type Respelling = (&'static str, &'static str, usize);

const FRENCH: &[Respelling] = &[
    ("yees", "yé", 2),
    ("yee", "yé", 2),
    ("yes", "yé", 2),
    ("ye", "yé", 2),
    ("ees", "e", 2),
    ("ee", "e", 2),
];
const POLISH: &[Respelling] = &[("ow", "ów", 2)];
const PORTUGUESE: &[Respelling] = &[
    ("oes", "ao", 2),
    ("aes", "ao", 2),
    ("ais", "al", 2),
    ("eis", "el", 2),
    ("ois", "ol", 2),
    ("uis", "ul", 2),
    ("il", "el", 2),
    ("ns", "m", 2),
    ("as", "a", 2),
    ("os", "o", 2),
];
const ROMANIAN: &[Respelling] = &[
    ("arilor", "are", 3),
    ("arii", "are", 3),
    ("ari", "are", 3),
    ("urile", "", 3),
    ("uri", "", 3),
    ("ese", "esa", 2),
    ("use", "us", 3),
    ("oare", "or", 2),
    ("ori", "or", 2),
];
const SPANISH: &[Respelling] = &[("eses", "es", 2), ("as", "a", 2), ("os", "o", 2)];
const SWEDISH: &[Respelling] = &[("nser", "ns", 3), ("nsen", "ns", 3), ("nserna", "ns", 3)];

/// Endings of Finnish words in -us and -ys, of which `s` is `ks` before most: `tilaus`, `tilauksen`. That of `tilausta` is also
/// one of words in -u, `maksusta`.
const FINNISH: [&str; 12] = [
    "ksista", "ksissa", "ksella", "ksille", "ksesta", "ksessa", "ksien", "kseen", "ksiin", "kset", "ksen",
    "ksia",
];

fn finnish(word: &str) -> Option<String> {
    let rest = FINNISH.iter().find_map(|ending| word.strip_suffix(ending))?;
    (rest.ends_with(['u', 'y']) && rest.chars().nth(3).is_some()).then(|| format!("{rest}s"))
}

/// What is given and to whom, written to a Spanish verb, and what stands before: of two together Snowball knows those in `se`.
const SPANISH_PRONOUNS: [(&str, &[&str]); 3] =
    [("me", &["r", "ndo", "n", "a", "e"]), ("te", &["r", "ndo"]), ("nos", &["r", "ndo", "n", "a", "e"])];

/// A Spanish verb without two pronouns: `enviármelo`, `envíenmelo`, `mándamelo`; but `caramelo` is no verb.
fn without_spanish_pronouns(word: &str) -> &str {
    let given = ["los", "las", "lo", "la"].into_iter().find_map(|given| word.strip_suffix(given));
    let verb = given.and_then(|rest| {
        SPANISH_PRONOUNS.iter().find_map(|(to_whom, before)| {
            let verb = rest.strip_suffix(to_whom)?;
            let ending = before.iter().find(|ending| verb.ends_with(*ending))?;
            let least = if matches!(*ending, "a" | "e") { 5 } else { 4 };
            (verb.chars().nth(least - 1).is_some()).then_some(verb)
        })
    });
    verb.unwrap_or(word)
}

/// A folded word of a language with the ending that its forms have in common.
pub(super) fn respelled(language: StemLanguage, word: &str) -> Cow<'_, str> {
    let mut word = word;
    let respellings = match language {
        StemLanguage::Es => {
            word = without_spanish_pronouns(word);
            SPANISH
        }
        StemLanguage::Fi => return finnish(word).map_or(Cow::Borrowed(word), Cow::Owned),
        StemLanguage::Fr => FRENCH,
        StemLanguage::Pl => POLISH,
        StemLanguage::Pt => PORTUGUESE,
        StemLanguage::Ro => ROMANIAN,
        StemLanguage::Sv => SWEDISH,
        _ => return Cow::Borrowed(word),
    };
    let instead = respellings.iter().find_map(|(ending, instead, least)| {
        let rest = word.strip_suffix(ending)?;
        rest.chars().nth(least - 1)?;
        Some(format!("{rest}{instead}"))
    });
    instead.map_or(Cow::Borrowed(word), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::StemLanguage;
    use crate::foundation::text::fold;

    #[test]
    fn forms_that_differ_by_an_accent_or_a_plural_have_one_stem() {
        for (language, forms) in [
            (StemLanguage::Pt, &["informação", "informações", "informacoes", "INFORMAÇÃO"][..]),
            (StemLanguage::Pt, &["cartão", "cartões", "cartao"]),
            (StemLanguage::Pt, &["avião", "aviões"]),
            (StemLanguage::Pt, &["opção", "opções"]),
            (StemLanguage::Pt, &["animal", "animais"]),
            (StemLanguage::Pt, &["papel", "papéis"]),
            (StemLanguage::Pt, &["disponível", "disponíveis"]),
            (StemLanguage::Pt, &["fácil", "fáceis"]),
            (StemLanguage::Pt, &["azul", "azuis"]),
            (StemLanguage::Pt, &["mensagem", "mensagens"]),
            (StemLanguage::Pt, &["unha", "unhas"]),
            (StemLanguage::Pt, &["preço", "preços"]),
            (StemLanguage::Fr, &["livré", "livrée", "livrés", "livrées", "LIVRE"]),
            (StemLanguage::Fr, &["commande", "commandes", "commandé", "commandée"]),
            (StemLanguage::Fr, &["payé", "payée", "payer"]),
            (StemLanguage::Fr, &["année", "années"]),
            (StemLanguage::Es, &["año", "años"]),
            (
                StemLanguage::Es,
                &["enviar", "enviármelo", "envíenmelo", "enviándomelos", "envíamelo", "enviarlo"],
            ),
            (StemLanguage::Es, &["interés", "intereses"]),
            (StemLanguage::Es, &["devolución", "devoluciones"]),
            (StemLanguage::Es, &["rápido", "rápida", "rápidos", "rápidas"]),
            (StemLanguage::Pl, &["produkt", "produktów", "produkty", "produktow"]),
            (StemLanguage::Pl, &["przesyłka", "przesyłki", "przesyłkę", "przesylka"]),
            (StemLanguage::Ro, &["livrare", "livrări", "livrarea", "livrării"]),
            (StemLanguage::Ro, &["preț", "prețuri", "prețul"]),
            (StemLanguage::Ro, &["produs", "produse", "produsul"]),
            (StemLanguage::Ro, &["culoare", "culori"]),
            (StemLanguage::Ro, &["adresă", "adrese", "adresa"]),
            (StemLanguage::Fi, &["tilaus", "tilaukset", "tilauksen"]),
            (StemLanguage::Fi, &["maksu", "maksut", "maksusta"]),
            (StemLanguage::Fi, &["kysymys", "kysymykset", "kysymyksessä"]),
            (StemLanguage::Sv, &["leverans", "leveranser", "leveransen"]),
        ] {
            let stems: Vec<_> = forms.iter().map(|form| language.stem(&fold(form)).into_owned()).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{language} {forms:?}: {stems:?}");
        }
    }

    #[test]
    fn short_words_are_not_respelled() {
        for (language, one, other) in [
            (StemLanguage::Pt, "mais", "mal"),
            (StemLanguage::Pt, "mães", "mão"),
            (StemLanguage::Pt, "dois", "dol"),
            (StemLanguage::Es, "dos", "do"),
            (StemLanguage::Es, "caramelo", "cara"),
        ] {
            assert_ne!(language.stem(&fold(one)), language.stem(&fold(other)), "{language} {one} {other}");
        }
    }
}
