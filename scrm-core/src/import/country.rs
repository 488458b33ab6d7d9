//! Which country a cell names: by its code, by its name in six languages or its own, or by what people say for short.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::header::spelling;
use crate::customer::is_region;

static COUNTRIES: LazyLock<FxHashMap<String, CompactString>> = LazyLock::new(|| {
    let table: BTreeMap<CompactString, Vec<String>> =
        crate::playbook::standard_section(include_str!("countries.toml"));
    let names = |(code, names): (CompactString, Vec<String>)| {
        names.into_iter().map(move |name| (letters(&name), code.clone()))
    };
    table.into_iter().flat_map(names).collect()
});

/// What official names begin with.
const OFFICIALLY: [&str; 9] = [
    "the ",
    "republic of the ",
    "republic of ",
    "kingdom of ",
    "state of ",
    "республика ",
    "королевство ",
    "جمهوريه ",
    "دوله ",
];

/// The country (ISO 3166-1 alpha-2) that a text names. A place may stand beside it, and its code, but no other country.
pub(super) fn country(text: &str) -> Option<CompactString> {
    if let Some(code) = by_code(text).or_else(|| by_name(text)) {
        return Some(code);
    }
    let pieces = || text.split(['(', ')', '（', '）', '/', '|', ',', '，', '、', ';', '-', '–', '—']);
    // Two letters beside a place are those of a state as often: "Boston, MA".
    let named = pieces().find_map(by_name)?;
    let agrees = |piece| by_code(piece).or_else(|| by_name(piece)).is_none_or(|other| other == named);
    pieces().all(agrees).then_some(named)
}

fn by_code(text: &str) -> Option<CompactString> {
    let code = CompactString::new(text.trim()).to_ascii_uppercase();
    (code.len() == 2 && is_region(&code)).then_some(code)
}

fn by_name(text: &str) -> Option<CompactString> {
    let known = |name: &str| COUNTRIES.get(name.replace(' ', "").as_str()).cloned();
    let name = spelling(text);
    known(&name).or_else(|| OFFICIALLY.iter().find_map(|words| known(name.strip_prefix(words)?)))
}

/// The letters of a name as a header is spelled, and nothing between them.
fn letters(name: &str) -> String {
    spelling(name).replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_named_in_six_languages_and_for_short() {
        for (names, code) in [
            (
                &[
                    "Россия",
                    "РФ",
                    "russia",
                    "RUS",
                    "ru",
                    "Российская Федерация",
                    "俄羅斯",
                    "Russia (RU)",
                    "Москва, Россия",
                ][..],
                "RU",
            ),
            (&["中国", "中國", "China", "Китай", "الصين", "चीन", "CHN", "中国大陆", "中国，上海"], "CN"),
            (
                &["UK", "GBR", "United Kingdom", "The United Kingdom", "Великобритания", "Англия", "英国"],
                "GB",
            ),
            (&["USA", "U.S.A.", "США", "美國", "الولايات المتحدة", "Georgia, USA"], "US"),
            (&["Germany", "Deutschland", "DEU", "Германия", "德国"], "DE"),
            (&["भारत", "India", "Republic of India", "印度", "الهند"], "IN"),
            (&["السعودية", "المملكة العربية السعودية", "KSA", "Саудовская Аравия", "沙特"], "SA"),
            (&["UAE", "الإمارات", "ОАЭ", "阿联酋", "دولة الإمارات العربية المتحدة"], "AE"),
            (&["Nederland", "the Netherlands", "Holland", "Нидерланды", "荷蘭"], "NL"),
            (&["Taiwan", "臺灣", "台湾", "台灣", "Тайвань", "Taiwan, Province of China"], "TW"),
            (&["Республика Казахстан", "Казахстан", "KAZ"], "KZ"),
            (&["Korea, Republic of", "South Korea", "韩国", "대한민국"], "KR"),
        ] {
            for name in names {
                assert_eq!(country(name).as_deref(), Some(code), "{name}");
            }
        }
        for text in [
            "",
            "somewhere",
            "Georgia",
            "Congo",
            "Boston, MA",
            "Lebanon, PA",
            "Russia / China",
            "Москва",
            "-",
        ] {
            assert_eq!(country(text), None, "{text}");
        }
    }

    #[test]
    fn every_country_of_the_table_has_phone_numbers_and_its_names_alone() {
        let table: BTreeMap<CompactString, Vec<String>> =
            crate::playbook::standard_section(include_str!("countries.toml"));
        assert!(table.len() > 240);
        for (code, names) in table {
            assert!(is_region(&code), "{code}");
            for name in names {
                assert_eq!(country(&name), Some(code.clone()), "{name}");
            }
        }
    }
}
