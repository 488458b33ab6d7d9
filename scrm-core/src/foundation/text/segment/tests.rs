use proptest::prelude::*;

use super::*;
use crate::foundation::text::fold;

fn cut_folded(text: &str) -> String {
    cut_stretches(&fold(text)).map(|word| word.text).collect::<Vec<_>>().join("|")
}

#[test]
fn words_are_found_by_dictionaries() {
    for (text, cut) in [
        ("请问价格多少", "请问|价格|多少"),
        ("請問價格多少錢？", "请问|价格|多少钱"),
        ("什么时候发货？可以送货上门吗", "什么|时候|发货|可以|送货上门|吗"),
        ("我要退货，客服在吗", "我|要|退货|客服|在吗"),
        ("评价格外好", "评价|格外|好"),
        ("iPhone15价格", "iphone15|价格"),
        ("送料はいくらですか", "送料|は|いくら|ですか"),
        ("サイズはありますか", "サイズ|は|ありますか"),
        ("ราคาเท่าไหร่ครับ", "ราคา|เท่าไหร่|ครับ"),
        ("ส่งฟรีไหม", "ส่งฟรี|ไหม"),
        ("сколько стоит доставка", "сколько|стоит|доставка"),
        ("कीमत क्या है", "कीमत|क्या|है"),
        ("", ""),
        ("🙂!", ""),
    ] {
        assert_eq!(cut_folded(text), cut, "{text}");
    }
}

#[test]
fn words_are_given_as_they_were_written() {
    let words = |text| segmented_words(text).into_iter().map(|word| word.text).collect::<Vec<_>>();
    assert_eq!(words("請問價\u{200b}格"), ["請問", "價\u{200b}格"]);
    assert_eq!(words("S\u{200b}TOP！ﾃｽﾄ"), ["S\u{200b}TOP", "ﾃｽﾄ"]);
    assert_eq!(words("㏂ ok"), ["㏂", "ok"]);
}

#[test]
fn what_no_dictionary_has_is_cut_by_its_script() {
    assert_eq!(cut_folded("龘靐齉"), "龘|靐|齉");
    assert_eq!(cut_folded("ゔゐゑ"), "ゔゐゑ");
    assert_eq!(cut_folded("ຂໍສິນຄ້າ"), "ຂໍສິນຄ້າ");
}

#[test]
fn the_words_of_the_dictionaries_are_folded_and_of_one_writing() {
    let dictionaries = [(&*CHINESE, Writing::Han), (&*JAPANESE, Writing::Hiragana), (&*THAI, Writing::Thai)];
    for (dictionary, writing) in dictionaries {
        let changed: Vec<_> = dictionary.costs.keys().filter(|word| fold(word) != **word).collect();
        assert!(changed.is_empty(), "{changed:?}");
        for word in dictionary.costs.keys() {
            assert!(word.chars().all(|character| Writing::of(character) == writing), "{word}");
        }
    }
}

#[test]
fn a_long_run_takes_no_longer_than_its_length() {
    // A vowel that no word may begin with, many times: there is no place to cut.
    let run = "ก".to_owned() + &"ะ".repeat(100_000);
    assert_eq!(segmented_words(&run).len(), 1);
}

proptest! {
    #[test]
    fn words_lie_in_their_text_in_order(text in "[价格多少请问评外はいくらラカราคะเท่🙂 a\u{300}\u{e4d}]{0,24}|\\PC{0,24}") {
        let mut end = 0;
        for word in segmented_words(&text) {
            prop_assert!(word.start >= end && !word.text.is_empty());
            end = word.start + word.text.len();
            prop_assert_eq!(text.get(word.start..end), Some(word.text));
        }
        let folded = fold(&text);
        let letters = |words: &mut dyn Iterator<Item = Word<'_>>| words.map(|word| word.text.len()).sum::<usize>();
        prop_assert_eq!(letters(&mut cut_stretches(&folded)), letters(&mut words(&folded)));
    }
}
