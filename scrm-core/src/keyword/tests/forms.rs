//! Inflected forms and slips.

use proptest::prelude::*;

use super::*;
use crate::foundation::text::{StemLanguage, words};

#[test]
fn a_rule_takes_i_for_short_i_where_it_says_so() {
    let rule = |short_i_as_i| KeywordRule {
        short_i_as_i,
        negative: vec!["майка".to_owned()],
        terms: vec![KeywordTerm { near: vec!["какой".to_owned()], ..KeywordTerm::new("цвет") }],
        ..KeywordRule::new(RuleId::new("r"), "r", ["чай", "йогурт"])
    };
    let of = |short_i_as_i| {
        KeywordMatcher::new(&KeywordConfig { rules: vec![rule(short_i_as_i)], ..KeywordConfig::standard() })
            .unwrap()
    };
    let written = |matcher: &KeywordMatcher, message: &str| -> Vec<String> {
        matcher.find(message).into_iter().map(|hit| message[hit.span.bytes].to_owned()).collect()
    };
    for (message, found) in [
        ("Есть ЧАИ?", vec!["ЧАИ"]),
        ("иогурт и чай", vec!["иогурт", "чай"]),
        ("какои цвет", vec!["цвет"]),
        ("чай, маика", vec![]),
        ("чат", vec![]),
    ] {
        assert_eq!(written(&of(true), message), found, "{message}");
    }
    assert!(written(&of(false), "Есть ЧАИ?").is_empty());
    assert_eq!(written(&of(false), "чай, маика"), ["чай"]);
}

#[test]
fn the_mode_is_chosen_by_script_and_length() {
    use MatchMode::{AsWritten, Auto, Stem, Substring, Typo};
    for (asked, phrase, chosen) in [
        (Auto, "ad", AsWritten),
        (Auto, "buy", AsWritten),
        (Auto, "deliver", Stem),
        (Auto, "price list", Stem),
        (Auto, "how much", Stem),
        (Auto, "it is", AsWritten),
        (Auto, "a4", AsWritten),
        (Auto, "iphone15", AsWritten),
        (Auto, "?", Substring),
        (Auto, "👍", Substring),
        (Auto, "c++", AsWritten),
        (Auto, "цена", Stem),
        (Auto, "سعر", Stem),
        (Auto, "दाम", Stem),
        (Auto, "价格", AsWritten),
        (Auto, "iphone价格", AsWritten),
        (Auto, "가격이", Stem),
        (Auto, "가", AsWritten),
        (Typo, "ad", Typo),
    ] {
        assert_eq!(one(asked, phrase).mode(0, 0), Some(chosen), "{phrase}");
    }
    assert_eq!(one(Auto, "ad").mode(0, 1), None);
}

#[test]
fn words_are_met_in_their_forms() {
    use MatchMode::{Auto, Stem};
    for (mode, phrase, message, place) in [
        (Auto, "price", "The PRICES, please", Some("PRICES")),
        (Auto, "prices", "the price-list", Some("price")),
        (Auto, "price", "priceless", None),
        (Auto, "price", "enterprice", None),
        (Auto, "deliver", "are you delivering?", Some("delivering")),
        (Auto, "price list", "send price-lists!", Some("price-lists")),
        (Auto, "price list", "price, list", None),
        (Auto, "price list", "price list", Some("price list")),
        (Auto, "happy", "happier", None),
        (Auto, "reply", "replies", Some("replies")),
        (Auto, "скидка", "без скидочных и скидку", Some("скидку")),
        (Auto, "доставка", "когда ДОСТАВКУ ждать", Some("ДОСТАВКУ")),
        (Auto, "سعر", "كم السِّـعر؟", Some("السِّـعر")),
        (Auto, "توصيل", "والتوصيل مجاني؟", Some("والتوصيل")),
        (Auto, "कीमत", "क़ीमतें बताओ", Some("क़ीमतें")),
        (Stem, "ad", "ads", Some("ads")),
        (Stem, "ad", "adds up", None),
        (Stem, "价格", "请问价格多少", Some("价格")),
        (Auto, "price", "这个prices是", Some("prices")),
        (Auto, "what's included", "what’s INCLUDED", Some("what’s INCLUDED")),
        (Auto, "what's included", "whats included", Some("whats included")),
        (Auto, "iphone price", "iPhone prices", Some("iPhone prices")),
        (Auto, "скидка", "без СКИДОК", Some("СКИДОК")),
        (Auto, "верните", "верно, верните деньги", Some("верните")),
        (Auto, "платье", "плата", None),
        (Auto, "ціна", "яку ціну", Some("ціну")),
        (Auto, "سعر", "كم بسعركم؟", Some("بسعركم")),
        (Auto, "طاقة", "بطاقة", None),
        (Auto, "가격", "가격이 얼마예요", Some("가격이")),
        (Auto, "배송", "배송비 얼마", Some("배송비")),
        (Auto, "배송비", "배송 언제", None),
        (Auto, "환불", "환불해주세요", Some("환불해주세요")),
        (Auto, "사이", "사이즈", None),
        (Auto, "מחיר", "מה המחיר?", Some("המחיר")),
        (Auto, "שקל", "המשקל", None),
        (Auto, "τιμή", "της τιμής", Some("τιμής")),
        (Auto, "দাম", "দামের", Some("দামের")),
        (Auto, "قیمت", "قیمتیں", Some("قیمتیں")),
        (Auto, "قیمت", "قیمتها", Some("قیمتها")),
        (Auto, "iphone15 price", "iphone 15 price", None),
    ] {
        let hits = one(mode, phrase).find(message);
        let found = hits.first().and_then(|hit| message.get(hit.span.bytes.clone()));
        assert_eq!(found, place, "{mode:?} {phrase:?} in {message:?}");
    }
}

#[test]
fn a_rule_says_of_which_language_its_latin_words_are() {
    let of = |language| {
        let rule = KeywordRule { language, ..rule("r", MatchMode::Auto, &["precio", "доставка"]) };
        matcher(vec![rule])
    };
    assert!(of(Some(StemLanguage::Es)).find("los PRECIOS").len() == 1);
    assert!(of(None).find("la lieferung").is_empty());
    assert!(of(Some(StemLanguage::Es)).find("без доставки").len() == 1, "a script may tell");
}

#[test]
fn a_set_says_of_which_language_the_latin_words_of_its_rules_are() {
    let of = |rule_language, set_language| {
        let rule = KeywordRule { language: rule_language, ..rule("r", MatchMode::Stem, &["consertar"]) };
        let set = KeywordConfig { language: set_language, ..config(vec![rule]) };
        KeywordMatcher::new(&set).unwrap().find("vocês consertam relógios?").len()
    };
    assert_eq!(of(None, None), 0, "English");
    assert_eq!(of(None, Some(StemLanguage::Pt)), 1);
    assert_eq!(of(Some(StemLanguage::En), Some(StemLanguage::Pt)), 0, "a rule's own language goes first");
}

#[test]
fn slips_are_forgiven_as_far_as_a_word_is_long() {
    for (phrase, message, fires) in [
        ("refund", "I want a REFUND", true),
        ("refund", "refnud pls", true),
        ("refund", "refun", true),
        ("refund", "reffund", true),
        ("refund", "rafund", true),
        ("refund", "defund", false),
        ("refund", "rfnud", false),
        ("price", "prise", true),
        ("cost", "cast", false),
        ("appointment", "apointmnt", true),
        ("appointment", "apontmnt", false),
        ("delivery times", "dilivery time", true),
        ("delivery times", "dilivery of times", false),
        ("iphone15", "iphone16", false),
        ("доставка", "доствка", true),
        ("возврат", "возрат", true),
        ("توصيل", "توصبل", true),
        ("डिलीवरी", "डिलिवरी", true),
        ("价格", "请问价格多少", true),
        ("价格", "请问价个多少", false),
    ] {
        assert_eq!(
            !one(MatchMode::Typo, phrase).find(message).is_empty(),
            fires,
            "{phrase:?} in {message:?}"
        );
    }
}

#[test]
fn words_that_are_drawn_out_are_met() {
    use MatchMode::{AsWritten, Auto, Typo};
    for (mode, phrase, message, place) in [
        (AsWritten, "so", "it is sooooo late", Some("sooooo")),
        (AsWritten, "cool", "COOOOL!", Some("COOOOL")),
        (AsWritten, "привет", "Привеееет!", Some("Привеееет")),
        (AsWritten, "1000", "1000000", None),
        (AsWritten, "so", "soo", None),
        (Auto, "price", "priiiices", Some("priiiices")),
        (Auto, "سعر", "السعررررر", Some("السعررررر")),
        (Typo, "refund", "refnuuuud", Some("refnuuuud")),
        (AsWritten, "xl", "size XXXL?", None),
        (AsWritten, "xxxl", "size XXXL?", Some("XXXL")),
        (AsWritten, "xxxl", "size XXXXL?", None),
        (AsWritten, "vi", "part VIII", None),
        (AsWritten, "aa", "AAA batteries", None),
        (AsWritten, "hmmm", "HMMMMMM ok", Some("HMMMMMM")),
        (AsWritten, "hmmmmm", "hmmm", Some("hmmm")),
        (AsWritten, "hmmm", "hmm", None),
        (AsWritten, "哈哈哈", "哈哈哈哈哈", Some("哈哈哈哈哈")),
        (AsWritten, "kkk", "kkkkkk", Some("kkkkkk")),
    ] {
        let hits = one(mode, phrase).find(message);
        let found = hits.first().and_then(|hit| message.get(hit.span.bytes.clone()));
        assert_eq!(found, place, "{mode:?} {phrase:?} in {message:?}");
    }
    let mut set = rule("r", MatchMode::Auto, &["return"]);
    set.negative = vec!["not".to_owned()];
    set.terms = vec![KeywordTerm { near: vec!["please".to_owned()], ..KeywordTerm::new("back") }];
    let set = matcher(vec![set]);
    assert!(set.find("nooooot return").is_empty());
    assert_eq!(set.find("baaaack pleeease").len(), 1);
    assert_eq!(set.find("return aaa").len(), 1, "what stands in several readings is one hit");
}

#[test]
fn a_message_that_is_one_word_is_read_once() {
    // Each place of the stem lies in the same word: reading the word for each of them would take hours.
    let set = one(MatchMode::Auto, "سعر");
    assert!(set.find(&"سعر".repeat(200_000)).is_empty());
    assert_eq!(set.find(&("سعر ".repeat(100) + &"x".repeat(100_000))).len(), 100);
    let longest = "ا".repeat(61);
    assert!(one(MatchMode::Stem, &longest).find(&longest).len() == 1, "a long word is still itself");
}

#[test]
fn every_mode_is_found_in_one_set() {
    let terms = [MatchMode::Stem, MatchMode::Typo, MatchMode::Substring, MatchMode::Regex]
        .map(|mode| KeywordTerm { mode: Some(mode), ..KeywordTerm::new("price") });
    let set =
        matcher(vec![KeywordRule { terms: terms.to_vec(), ..rule("r", MatchMode::AsWritten, &["price"]) }]);
    let found = |message: &str| set.find(message).into_iter().map(|hit| hit.phrase_index).collect::<Vec<_>>();
    assert_eq!(found("price"), [0, 1, 2, 3, 4]);
    assert_eq!(found("prices"), [1, 2, 3, 4]);
    assert_eq!(found("priceless"), [3, 4]);
    assert_eq!(found("prcie"), [2]);
}

fn in_language(language: StemLanguage, phrase: &str) -> KeywordMatcher {
    let rule = KeywordRule { language: Some(language), ..rule("r", MatchMode::Stem, &[phrase]) };
    matcher(vec![rule])
}

/// What the automaton must agree with: the stems that all words may have.
fn by_stems(message: &str, phrase: &str, language: StemLanguage) -> usize {
    let (message, phrase) = (fold(message), fold(phrase));
    let asked = language.stem(&phrase);
    let meets = |word: &str| {
        let stem = language.stem(word);
        stem == asked || language.other_stems(word, &stem).iter().any(|other| *other == asked)
    };
    words(&message).filter(|word| meets(word.text)).count()
}

const FORMS: &[(StemLanguage, &[&str])] = &[
    (
        StemLanguage::En,
        &[
            "price",
            "prices",
            "pricing",
            "deliver",
            "delivery",
            "delivered",
            "happy",
            "happier",
            "reply",
            "replied",
            "hop",
            "hopping",
            "hoping",
            "order",
            "ordered",
            "relational",
            "relate",
            "organization",
            "organize",
            "generously",
            "sensibility",
            "sensible",
            "conflated",
            "prior",
            "print",
            "goodness",
            "flies",
            "fly",
            "cries",
            "agreed",
        ],
    ),
    (
        StemLanguage::Ru,
        &["цена", "цены", "ценный", "доставка", "доставить", "доставок", "важнейший", "скидка", "скидок"],
    ),
    (
        StemLanguage::Ar,
        &["سعر", "السعر", "والسعر", "اسعار", "توصيل", "للتوصيل", "توصيلها", "كتاب", "الكتابه"],
    ),
    (StemLanguage::Ar, &["مرة", "مرات", "مكة", "مكان", "شحنة", "شحنتي", "والشحنات", "والدة", "والد"]),
    (StemLanguage::Hi, &["कीमत", "कीमतें", "लडका", "लडकों", "दाम", "करना", "करने", "पता", "पते", "पति"]),
    (
        StemLanguage::Nl,
        &["gebeld", "bellen", "geld", "opgehaald", "ophalen", "geïnteresseerd", "prijs", "prijzen"],
    ),
    (StemLanguage::Pt, &["informação", "informações", "papel", "papéis", "fácil", "fáceis", "unhas", "unha"]),
    (StemLanguage::Fr, &["livré", "livrée", "livraison", "payée", "payer", "année", "années"]),
    (StemLanguage::Tr, &["sipariş", "siparişiniz", "kitap", "kitabı", "renk", "rengi", "ürünler", "ürün"]),
    (StemLanguage::Fi, &["tilaus", "tilauksen", "tilaukset", "kysymys", "kysymyksen"]),
    (StemLanguage::Hu, &["méret", "méretek", "címem", "cím", "üzletben", "üzlet", "rendelést", "rendelés"]),
    (StemLanguage::Ro, &["culoare", "culori", "preț", "prețuri", "livrare", "livrări"]),
    (StemLanguage::Pl, &["produktów", "produkty", "przesyłkę", "przesyłka"]),
    (
        StemLanguage::Ru,
        &["подарок", "подарки", "окно", "окон", "вернуть", "верните", "верно", "платье", "платью", "плата"],
    ),
    (
        StemLanguage::Ar,
        &["سعر", "بسعر", "وبسعركم", "وبالسعر", "سعرنا", "بطاقة", "طاقة", "قیمت", "قیمتها", "قیمتیں"],
    ),
    (
        StemLanguage::Ko,
        &["가격", "가격이", "배송", "배송비", "배송비는", "환불해주세요", "환불문의", "사이", "사이즈"],
    ),
    (
        StemLanguage::He,
        &["מחיר", "המחיר", "ובמחיר", "מחירים", "תשלום", "תשלומים", "שמלה", "שמלות", "משקל", "שקל"],
    ),
    (StemLanguage::De, &["bestellen", "bestellt", "Produkt", "Produkte"]),
    (StemLanguage::El, &["τιμή", "τιμής", "τιμές"]),
    (StemLanguage::Cs, &["cena", "cenu", "objednávka", "objednávky"]),
];

proptest! {
    #[test]
    fn the_automaton_agrees_with_stemming_every_word(
        (language, forms) in proptest::sample::select(FORMS),
        picks in proptest::collection::vec(0_usize..40, 1..9),
        phrase in 0_usize..40,
    ) {
        let form = |pick: usize| forms[pick % forms.len()];
        let message = picks.into_iter().map(form).collect::<Vec<_>>().join(" ");
        let found = in_language(language, form(phrase)).find(&message).len();
        prop_assert_eq!(found, by_stems(&message, form(phrase), language), "{} in {}", form(phrase), message);
    }

    #[test]
    fn a_word_is_a_form_of_itself_in_every_language(
        language in proptest::sample::select(&StemLanguage::ALL[..]),
        word in "(ge|en|dy|ly|op|be)?[a-zéãçşğıøß]{1,7}(ing|eerd|en|s|ões|ları)?|[ء-غف-ي]{1,7}|[अ-ह][क-्]{0,5}|[а-я]{1,8}",
    ) {
        prop_assert!(!in_language(language, &word).find(&word).is_empty(), "{} {}", language, word);
    }

    #[test]
    fn any_message_can_be_read_in_any_mode(
        message in "(price|prcie|цены|السعر|कीमतें|价格|[a-c\\- ']|\\PC){0,9}",
        phrase in "(price|delivery|цена|سعر|कीमत|价格|[a-c' ]|\\PC){1,4}",
    ) {
        for mode in [MatchMode::Auto, MatchMode::Stem, MatchMode::Typo, MatchMode::Word, MatchMode::Substring] {
            let set = KeywordMatcher::new(&config(vec![rule("r", mode, &[&phrase])]));
            let Ok(set) = set else { continue };
            for hit in set.find(&message) {
                prop_assert!(message.get(hit.span.bytes).is_some());
            }
        }
    }
}

#[test]
fn words_without_forms_are_found_in_a_set_that_has_no_others() {
    for phrase in ["b2b", "iphone 15", "4g router 5000", "co2"] {
        let rule = rule("r", MatchMode::Stem, &[phrase]);
        let found = matcher(vec![rule]).find(&format!("Is the {phrase} in stock?")).len();
        assert_eq!(found, 1, "{phrase}");
    }
}

#[test]
fn german_letters_with_marks_may_be_written_with_an_e() {
    for (phrase, message) in [
        ("Überweisung", "Ich habe die Ueberweisung gestern gemacht"),
        ("Größe", "In welchen Groessen gibt es das?"),
        ("ökologisch", "Sind das oekologische Produkte?"),
        ("Rückgabe", "Wie lange habe ich fuer die Rueckgabe"),
        ("Koexistenz", "Koexistenzen"),
        ("Ueberweisung", "ÜBERWEISUNGEN"),
    ] {
        assert_eq!(in_language(StemLanguage::De, phrase).find(message).len(), 1, "{phrase}");
    }
}
