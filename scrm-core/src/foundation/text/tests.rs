//! Laws and examples of folding, languages, words and sketches.

use proptest::prelude::*;

use super::*;

#[test]
fn every_script_folds_to_one_form() {
    for (written, folded) in [
        ("Price", "price"),
        ("ＰＲＩＣＥ", "price"),
        ("prïcé", "price"),
        ("𝐩𝐫𝐢𝐜𝐞", "price"),
        ("pr\u{200b}i\u{ad}ce", "price"),
        ("\u{202e}price\u{202c}", "price"),
        ("straße STRASSE Æsop Łódź Ørsted ılgın", "strasse strasse aesop lodz orsted ilgin"),
        ("Ёлка, йод, ЙОД, и\u{306}од", "елка, йод, йод, йод"),
        ("ї ў у\u{306} ѝ", "і ў ў и"),
        ("ΆΛΦΑ ς", "αλφα σ"),
        ("السِّعْرُ", "السعر"),
        ("السـعـر", "السعر"),
        ("أسعار إلى آخر ٱلله", "اسعار الي اخر الله"),
        ("هدية مسؤول شئ", "هديه مسوول شي"),
        ("قیمت کالا", "قيمت كالا"),
        ("ﻻ ﷲ", "لا الله"),
        ("१२३ ١٢٣ ۱۲۳ １２３ ๑๒๓ 𝟙𝟚𝟛 ①", "123 123 123 123 123 123 1"),
        ("क़ीमत क\u{93c}ीमत", "कीमत कीमत"),
        ("हाँ ज\u{94d}\u{200d}य", "हां ज\u{94d}य"),
        ("हिन्दी कम्पनी पसन्द बन्द अण्डा", "हिंदी कंपनी पसंद बंद अंडा"),
        ("इन्टरनेट कन्फर्म सङ्गीत न\u{94d}\u{200d}द", "इंटरनेट कंफर्म संगीत ंद"),
        ("अन्न जन्म सम्मान न्याय कन्या न \u{94d}द", "अन्न जन्म सम्मान न्याय कन्या न \u{94d}द"),
        ("👩🏽\u{200d}⚕\u{fe0f} a\u{200d}b 👍\u{200d}", "👩\u{200d}⚕ ab 👍"),
        ("價格 價錢 運費 退貨 預約 多少錢", "价格 价钱 运费 退货 预约 多少钱"),
        ("ｶﾞｲﾄﾞ ガイド が か\u{3099}", "ガイド ガイド が が"),
        ("가 \u{1100}\u{1161}\u{11a8}", "가 각"),
        ("👍🏽 ❤️ 1️⃣", "👍 ❤ 1"),
        ("  a \u{3000}\n\u{200b} b  ", "a b"),
        ("what’s up — ok؟ 好。", "what's up - ok? 好."),
        ("№5 ™", "no5 ™"),
        ("น้ำ น\u{E4D}\u{E49}า น\u{E49}\u{E4D}า น\u{E4D}\u{200b}า", "น้ำ น้ำ น้ำ นำ"),
        ("ນ\u{ECD}\u{EC9}າ", "ນ້ຳ"),
        ("ש״ח ש\"ח ג׳ינס", "ש\"ח ש\"ח ג'ינס"),
        ("“price”", "\"price\""),
        ("\u{fdfa}", "صلي الله عليه وسلم"),
        ("a´b ¨c", "a'b c"),
        ("", ""),
        (" \u{200b} ", ""),
    ] {
        assert_eq!(fold(written), folded, "{written:?}");
        assert_eq!(fold(folded), folded, "{folded:?}");
    }
}

#[test]
fn every_character_folds_to_something_stable() {
    // Beyond these there are only rare ideographs and nothing at all.
    for character in ('\0'..='\u{1FFFF}').chain('\u{2F800}'..='\u{2FA1F}').chain('\u{E0000}'..='\u{E01FF}') {
        let once = fold(&format!("x{character}x"));
        assert_eq!(fold(&once), once, "U+{:04X}", character as u32);
        let alone = fold(&character.to_string());
        assert_eq!(fold(&alone), alone, "U+{:04X} alone", character as u32);
    }
}

#[test]
fn digits_of_every_script_become_ascii() {
    for character in '\0'..='\u{1FFFF}' {
        if let Some(digit) = character::ascii_digit(character) {
            assert_eq!(fold(&character.to_string()), digit.to_string());
        }
    }
    assert_eq!(fold("٩"), "9");
    assert_eq!(fold("९"), "9");
}

fn piece<'t>(folded: &Folded<'t>, word: &str) -> &'t str {
    let start = folded.text().find(word).unwrap();
    let span = folded.original_span(start..start + word.len());
    &folded.original()[span.bytes]
}

#[test]
fn a_folded_piece_leads_back_to_what_was_written() {
    for (message, word, written) in [
        ("The PRICE?", "price", "PRICE"),
        ("  the\t\tPrice ", "the price", "the\t\tPrice"),
        ("x pr\u{200b}i\u{ad}ce y", "price", "pr\u{200b}i\u{ad}ce"),
        ("x \u{200f}price\u{200f} y", "price", "price"),
        ("das große Haus", "grosse", "große"),
        ("ещё ёлка", "елка", "ёлка"),
        ("كم السِّعْرُ الآن", "السعر", "السِّعْرُ"),
        ("請問價格是", "价格", "價格"),
        ("é価e\u{301} f", "e f", "e\u{301} f"),
        ("и\u{306}од", "йод", "и\u{306}од"),
        ("क़ीमत", "कीमत", "क़ीमत"),
        ("ﷺ ok", "ok", "ok"),
        ("a ﷺ b", "عليه", "ﷺ"),
        ("👍🏽 ok", "👍", "👍🏽"),
        ("x ❤\u{fe0f}\u{200d}🔥 y", "🔥", "🔥"),
        ("मैं हिन्दी में", "हिंदी", "हिन्दी"),
        ("बन्द है", "ंद है", "न्द है"),
        ("क़ीमत बन्\u{200d}द", "बंद", "बन्\u{200d}द"),
        ("a \u{200b} b", "a b", "a \u{200b} b"),
        ("ขอน\u{E4D}\u{E49}าเปล่า", "น้ำ", "น\u{E4D}\u{E49}า"),
    ] {
        assert_eq!(piece(&Folded::new(message), word), written, "{message:?}");
    }
}

#[test]
fn a_span_counts_in_three_units() {
    let folded = Folded::new("👍 Ёлка");
    let start = folded.text().find("елка").unwrap();
    let span = folded.original_span(start..start + "елка".len());
    assert_eq!((span.bytes, span.chars, span.utf16), (5..13, 2..6, 3..7));
}

#[test]
fn a_place_outside_the_text_gives_the_end() {
    let folded = Folded::new("Ж");
    assert_eq!(folded.original_span(100..200), TextSpan { bytes: 2..2, chars: 1..1, utf16: 1..1 });
    #[allow(clippy::reversed_empty_ranges)]
    let reversed = folded.original_span(2..1);
    assert_eq!(reversed.bytes, 2..2);
}

#[test]
fn folding_is_linear() {
    // A text of nothing but dropped and composed characters must not make the way back quadratic.
    let text = "и\u{306}\u{200b} \u{301}".repeat(20_000);
    let folded = Folded::new(&text);
    let mut cursor = SpanCursor::new(&folded);
    let mut last = 0;
    for (start, character) in folded.text().char_indices() {
        let span = cursor.span(start..start + character.len_utf8());
        assert!(span.bytes.start >= last);
        last = span.bytes.start;
    }
}

#[test]
fn languages_are_told_by_script() {
    use Language::{Ar, En, Hi, Ru, ZhHans, ZhHant};
    for (text, language) in [
        ("How much is it?", Some(En)),
        ("сколько стоит", Some(Ru)),
        ("Сколько стоит iPhone 15 Pro Max?", Some(Ru)),
        ("скільки це коштує, їхній", None),
        ("كم السعر", Some(Ar)),
        ("قیمت چند است", None),
        ("कीमत क्या है", Some(Hi)),
        ("这个多少钱", Some(ZhHans)),
        ("這個多少錢", Some(ZhHant)),
        ("你好", Some(ZhHans)),
        ("我要買 iPhone 15 Pro", Some(ZhHant)),
        ("いくらですか", None),
        ("얼마예요", None),
        ("¿Cuánto cuesta éste? ñandú", None),
        ("👍 123 !", None),
        ("", None),
    ] {
        assert_eq!(detect_language(text), language, "{text}");
    }
}

#[test]
fn language_names_survive_serialisation() {
    for language in Language::ALL {
        let json = serde_json::to_string(&language).unwrap();
        assert_eq!(json, format!("\"{}\"", language.as_str()));
        assert_eq!(serde_json::from_str::<Language>(&json).unwrap(), language);
        assert_eq!(Language::from_tag(language.as_str()), Some(language));
    }
    for (tag, language) in [
        ("zh", Some(Language::ZhHans)),
        ("zh-TW", Some(Language::ZhHant)),
        ("ZH-hk", Some(Language::ZhHant)),
        ("zh-Hans-HK", Some(Language::ZhHans)),
        ("zh_Hant", Some(Language::ZhHant)),
        ("ru_RU.UTF-8", Some(Language::Ru)),
        ("de", None),
        ("", None),
    ] {
        assert_eq!(Language::from_tag(tag), language, "{tag}");
    }
}

#[test]
fn words_are_cut_where_writing_without_spaces_begins() {
    let list = |text: &'static str| words(text).map(|word| (word.text, word.start)).collect::<Vec<_>>();
    assert_eq!(list("a-b c"), [("a", 0), ("b", 2), ("c", 4)]);
    assert_eq!(list("买iphone吗"), [("买", 0), ("iphone", 3), ("吗", 9)]);
    assert_eq!(list("कीमत क्या"), [("कीमत", 0), ("क्या", 13)]);
    assert_eq!(list(" ?! "), []);
}

#[test]
fn sketches_compare_questions() {
    let alike = |a: &str, b: &str| sketch_similarity(&sketch(&Folded::new(a)), &sketch(&Folded::new(b)));
    assert!((alike("How much is it", "how much is it please?") - 8.0 / 9.0).abs() < 1e-9);
    assert!(alike("這個多少錢", "这个多少钱啊") > 0.8);
    assert!(alike("сколько стоит доставка", "где мой заказ") < 0.1);
    assert!((alike("", "") - 0.0).abs() < f64::EPSILON);
    assert!((alike("好", "好") - 1.0).abs() < f64::EPSILON);
    assert_eq!(sketch(&Folded::new("b a b")).len(), 2);
}

#[test]
fn a_sketch_never_changes() {
    // Sketches are stored: these numbers are part of the format.
    assert_eq!(sketch(&Folded::new("a")), [0xE40C_292C]);
    assert_eq!(sketch(&Folded::new("foobar")), [0xBF9C_F968]);
}

fn noisy_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        "[a-zA-Z ]{1,6}",
        "[а-яёА-Я]{1,4}",
        "[\u{0610}-\u{06FF}]{1,4}",
        "[\u{0900}-\u{097F}]{1,4}",
        "[\u{4E00}-\u{4FFF}]{1,3}",
        "[\u{1100}-\u{11FF}\u{3099}\u{306}\u{3040}-\u{30FF}\u{FF65}-\u{FF9F}]{1,4}",
        "[\u{200b}-\u{200f} \u{a0}\t\u{301}\u{fe0f}иу]{1,4}",
        "[\u{FB50}-\u{FDFF}\u{A8}\u{B4}ßÆ]{1,3}",
        "[น\u{E4D}\u{E49}\u{E32}\u{E33}\u{200b}\u{ECD}\u{EC9}\u{EB2}]{1,6}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in noisy_text()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn spans_are_on_boundaries_and_in_order(text in noisy_text()) {
        let folded = Folded::new(&text);
        let mut places: Vec<usize> = folded.text().char_indices().map(|(at, _)| at).collect();
        places.push(folded.text().len());
        let mut cursor = SpanCursor::new(&folded);
        let mut last_start = 0;
        for pair in places.windows(2) {
            let span = cursor.span(pair[0]..pair[1]);
            prop_assert_eq!(&span, &folded.original_span(pair[0]..pair[1]));
            let written = text.get(span.bytes.clone());
            prop_assert!(written.is_some_and(|written| !written.is_empty()));
            prop_assert!(span.bytes.start >= last_start);
            last_start = span.bytes.start;
            let before = &text[..span.bytes.start];
            prop_assert_eq!(span.chars.start, before.chars().count());
            prop_assert_eq!(span.utf16.start, before.encode_utf16().count());
            prop_assert_eq!(span.chars.len(), written.unwrap_or_default().chars().count());
            prop_assert_eq!(span.utf16.len(), written.unwrap_or_default().encode_utf16().count());
        }
        let whole = folded.original_span(0..folded.text().len());
        prop_assert!(fold(&text[whole.bytes]) == folded.text());
    }

    #[test]
    fn reading_never_fails(text in any::<String>()) {
        let folded = Folded::new(&text);
        let _ = (detect_language(&text), sketch(&folded), words(folded.text()).count());
    }
}

#[test]
fn the_ranges_of_word_characters_agree_with_the_tables() {
    use unicode_normalization::char::is_combining_mark;
    for character in '\0'..=char::MAX {
        let by_table = character.is_alphanumeric() || is_combining_mark(character);
        assert_eq!(is_word_character(character), by_table, "U+{:04X}", u32::from(character));
    }
}
