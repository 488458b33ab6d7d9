use chrono::DateTime;

use super::super::{check_name, phone};
use super::*;

fn read_phone(raw: &str, region: &str) -> Result<String, IdentifierError> {
    Identifier::phone(raw, region, "test", DateTime::UNIX_EPOCH).map(|phone| phone.value.to_string())
}

#[test]
fn spellings_of_one_number_are_one_number() {
    for (raw, region) in [
        ("+886912000456", ""),
        ("+886 912-000-456", "RU"),
        ("0912-000-456", "TW"),
        ("912000456", "TW"),
        ("886912000456", "RU"),
        ("00886912000456", "RU"),
        ("886912000456.0", "TW"),
        ("'0912000456", "TW"),
        ("=\"+886912000456\"", ""),
        ("tel:+886-912-000-456", ""),
        ("whatsapp:+886912000456", ""),
        ("p:+886912000456", ""),
        ("886912000456@c.us", ""),
        ("٠٩١٢٠٠٠٤٥٦", "TW"),
        ("+٨٨٦٩١٢٠٠٠٤٥٦", ""),
        ("０９１２－０００－４５６", "TW"),
        ("＋８８６９１２０００４５６", ""),
        ("\u{202a}+886 912 000 456\u{202c}", ""),
        ("8.86912000456E+11", "TW"),
        ("८८६९१२०००४५६", ""),
    ] {
        assert_eq!(read_phone(raw, region).as_deref(), Ok("+886912000456"), "{raw} in {region}");
    }
}

#[test]
fn what_is_no_number_is_refused_with_its_reason() {
    use IdentifierError as E;
    for (raw, region, error) in [
        ("", "TW", E::Blank),
        (" \u{200b} ", "TW", E::Blank),
        ("7.91E+10", "RU", E::PhoneDigitsLost),
        ("7,91234E+10", "RU", E::PhoneDigitsLost),
        ("0912000456", "", E::PhoneWithoutCountry),
        ("anna", "TW", E::PhoneUnreadable),
        ("12", "TW", E::PhoneUnreadable),
        ("+999999999999999999", "TW", E::PhoneUnreadable),
        ("нет", "RU", E::PhoneUnreadable),
    ] {
        assert_eq!(read_phone(raw, region), Err(error), "{raw} in {region}");
    }
    assert_eq!(read_phone(&"1".repeat(10_000), "TW"), Err(E::PhoneUnreadable));
}

#[test]
fn remarks_behind_a_number_are_none_of_it() {
    for (raw, region, number) in [
        ("8 916 123 45 67 (WhatsApp)", "RU", "+79161234567"),
        ("+7 916 123-45-68 Иван", "", "+79161234568"),
        ("+7 (916) 123-45-82 моб.", "", "+79161234582"),
        ("8 916 123-45-71 / 72", "RU", "+79161234571"),
        ("8 916 123 45 67, Иван", "RU", "+79161234567"),
        ("8 916 123 45 67 (@ivan_p)", "RU", "+79161234567"),
        ("8 916 123 45 67 e-mail нет", "RU", "+79161234567"),
        ("8 916 123 45 67 @ivan_p", "RU", "+79161234567"),
        ("8 916 123 45 67 WhatsApp/Telegram", "RU", "+79161234567"),
        ("8 916 123 45 67 - личный \"Иван\"", "RU", "+79161234567"),
        ("8 916 123 45 67 с 10:00 до 18:00", "RU", "+79161234567"),
        ("моб. 8 916 123 45 67 (после 18)", "RU", "+79161234567"),
        ("8 495 123-45-67 доб. 123", "RU", "+74951234567"),
        ("8 495 123-45-67 доб. 123 (Анна)", "RU", "+74951234567"),
        ("0912-345-678(手機)", "TW", "+886912345678"),
        ("0912-345-681（LINE）", "TW", "+886912345681"),
        ("02-2345-6789 分機 123", "TW", "+886223456789"),
        ("02-2345-6789轉123", "TW", "+886223456789"),
        ("02-2345-6789#123", "TW", "+886223456789"),
        ("0912345678 📱", "TW", "+886912345678"),
        ("0512345679 واتس", "SA", "+966512345679"),
        ("0512345684 (واتساب)", "SA", "+966512345684"),
        ("٠٥١٢٣٤٥٦٨٤ (واتساب)", "SA", "+966512345684"),
        ("9876543210 (पिताजी)", "IN", "+919876543210"),
        ("030 1234567 mobil", "DE", "+49301234567"),
        ("030 1234567 / 68", "DE", "+49301234567"),
        ("+1 (650) 253-0000 ext. 123", "", "+16502530000"),
        ("+1 650 253 0000 x123", "", "+16502530000"),
        ("(650) 253-0000 work", "US", "+16502530000"),
        ("https://wa.me/966512345678", "RU", "+966512345678"),
        ("wa.me/+966512345678?text=Hello%2012345678", "RU", "+966512345678"),
        ("https://api.whatsapp.com/send?phone=966512345678&text=hi", "RU", "+966512345678"),
    ] {
        assert_eq!(read_phone(raw, region).as_deref(), Ok(number), "{raw} in {region}");
    }
}

#[test]
fn remarks_behind_a_whatsapp_id_are_none_of_it() {
    let read = |raw| Identifier::whatsapp_id(raw, "test", DateTime::UNIX_EPOCH).map(|id| id.value);
    for raw in [
        "966500000001 (wife)",
        "966500000001 wife",
        "966500000001 (жена)",
        "966500000001 زوجته",
        "966500000001（老婆）",
        "966500000001 📱",
        "+966 50 000 0001 (wife)",
        "966500000001@c.us",
        "https://wa.me/966500000001",
        "966500000001 / 02",
    ] {
        assert_eq!(read(raw).as_deref(), Ok("966500000001"), "{raw}");
    }
    for raw in ["96650000/0001", "966500000001 (966500000002)", "1234567 (wife)", "9665000abc"] {
        assert_eq!(read(raw), Err(IdentifierError::PhoneUnreadable), "{raw}");
    }
}

#[test]
fn letters_and_slashes_that_belong_to_a_number_stay_in_it() {
    for (raw, region, number) in [
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("1-800-356-FLOW", "US", "+18003563569"),
        ("+1 800 FLOWERS", "", "+18003569377"),
        ("1300 FLOWER", "AU", "+611300356937"),
        ("0800 111 CALL", "GB", "+448001112255"),
        ("030/1234567", "DE", "+49301234567"),
        ("+49 (0)2234/123456", "", "+492234123456"),
        ("+49 (0)2234 / 123456", "", "+492234123456"),
    ] {
        assert_eq!(read_phone(raw, region).as_deref(), Ok(number), "{raw} in {region}");
    }
}

#[test]
fn a_letter_among_the_digits_is_a_slip_and_no_digit_is_left_out_for_it() {
    use IdentifierError as E;
    for (raw, region) in [
        ("0912 345 67X", "TW"),
        ("0912 345 67Х", "TW"),
        ("0912O45679", "TW"),
        ("0912О45679", "TW"),
        ("0912 345 XXX", "TW"),
        ("8 916 l23-45-67", "RU"),
        ("8 916 1З3-45-67", "RU"),
        ("07700 9OO123", "GB"),
        ("07700 9OOO23", "GB"),
        ("+886 912 34S 678", ""),
        ("+44 7700 9OO123", ""),
        ("٠٥١٢٣س٥٦٧٨", "SA"),
        ("Room 5 0912345678", "TW"),
        ("房間5 0912345678", "TW"),
    ] {
        assert_eq!(read_phone(raw, region), Err(E::PhoneUnreadable), "{raw} in {region}");
    }
    for (raw, region, number) in [
        ("Tel 0912345678", "TW", "+886912345678"),
        ("Tel 02 2345 6789", "TW", "+886223456789"),
        ("手機0912345678", "TW", "+886912345678"),
        ("моб 8 916 123-45-67", "RU", "+79161234567"),
        ("0912345678手機", "TW", "+886912345678"),
        ("+886 (TW) 912 345 678", "", "+886912345678"),
        ("0912345678x12", "TW", "+886912345678"),
        ("0912345678 Room 5", "TW", "+886912345678"),
        ("1-800-GO-FEDEX", "US", "+18004633339"),
    ] {
        assert_eq!(read_phone(raw, region).as_deref(), Ok(number), "{raw} in {region}");
    }
}

#[test]
fn what_mexico_dialled_before_a_number_is_none_of_it() {
    for raw in
        ["044 55 1234 5678", "045 55 1234 5678", "01 55 1234 5678", "01 (55) 1234-5678", "55 1234 5678"]
    {
        assert_eq!(read_phone(raw, "MX").as_deref(), Ok("+525512345678"), "{raw}");
    }
    assert!(read_phone("044 55 1234 567", "MX").is_err());
    assert!(read_phone("044 55 1234 5678", "US").is_err());
}

#[test]
fn a_remark_makes_no_number_of_what_is_none() {
    use IdentifierError as E;
    for (raw, region) in [
        ("8 916 123 45 67 или 8 916 123 45 68", "RU"),
        ("0912-345-678(手機) 02-2345-6789(公司)", "TW"),
        ("79161234567@mail.ru", "RU"),
        ("7.91612345E+10 (Иван)", "RU"),
        ("https://wa.me/message/ABC1234567", "RU"),
        ("12345 (добавочный)", "RU"),
    ] {
        assert_eq!(read_phone(raw, region), Err(E::PhoneUnreadable), "{raw} in {region}");
    }
}

#[test]
fn a_number_of_one_digit_is_none_unless_the_plan_has_it() {
    for (raw, region) in [
        ("0000000000", "TW"),
        ("000-000-0000", "US"),
        ("1111111111", "US"),
        ("(111) 111-11-11", "RU"),
        ("+1 222 222 2222", ""),
        ("٠٠٠٠٠٠٠٠٠٠", "SA"),
        ("1111111111 (нет)", "RU"),
    ] {
        assert_eq!(read_phone(raw, region), Err(IdentifierError::PhoneUnreadable), "{raw} in {region}");
    }
    assert!(Identifier::whatsapp_id("1111111111", "test", DateTime::UNIX_EPOCH).is_err());
    assert_eq!(read_phone("8 999 999-99-98", "RU").as_deref(), Ok("+79999999998"));
    // A number that is dear because of its one digit.
    assert_eq!(read_phone("0555555555", "SA").as_deref(), Ok("+966555555555"));
}

#[test]
fn russian_numbers_with_an_eight_are_russian() {
    for raw in ["8 (912) 345-67-89", "+7 912 345-67-89", "79123456789", "9123456789"] {
        assert_eq!(read_phone(raw, "RU").as_deref(), Ok("+79123456789"), "{raw}");
    }
}

#[test]
fn trust_d1_country_variants_share_one_key() {
    let key = |raw| Identifier::phone(raw, "", "test", DateTime::UNIX_EPOCH).unwrap().key;
    assert_eq!(key("+55 41 98888-7777"), key("+55 41 8888-7777"));
    assert_eq!(key("+54 9 11 2345-6789"), key("+54 11 2345-6789"));
    assert_eq!(key("+52 1 55 1234 5678"), key("+52 55 1234 5678"));
    assert_eq!(IdentifierKey::whatsapp_id("5215512345678"), key("+52 55 1234 5678"));
    assert_ne!(key("+55 41 3333-7777"), key("+55 41 93333-7777"), "a fixed line is not a mobile");
}

/// The short cut must give what the parser gives, for random subscribers of each of its shapes.
#[test]
fn the_short_cut_agrees_with_the_parser() {
    let mut state = 0x5eed_u64;
    let mut digit = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'0' + ((state >> 33) % 10) as u8)
    };
    for (calling_code, length, first) in phone::plain_mobile_shapes() {
        for start in first.chars() {
            for _ in 0..40 {
                let rest: String = (1..*length).map(|_| digit()).collect();
                let digits = format!("{calling_code}{start}{rest}");
                let parsed = phone::normalise_by_parser(&digits);
                assert_eq!(parsed.as_deref(), Some(format!("+{digits}").as_str()), "+{digits}");
                assert_eq!(
                    read_phone(&format!("+{digits}"), "").as_deref(),
                    Ok(format!("+{digits}").as_str())
                );
            }
        }
    }
}

#[test]
fn e_mails_keep_their_spelling_and_share_their_key() {
    let read = |raw: &str| Identifier::email(raw, "test", DateTime::UNIX_EPOCH);
    let one = read(" A.B+news@GoogleMail.com ").unwrap();
    assert_eq!(one.value, "A.B+news@googlemail.com");
    assert_eq!(one.key, read("ab@gmail.com").unwrap().key);
    assert_ne!(read("a.b@example.com").unwrap().key, read("ab@example.com").unwrap().key);
    for raw in
        ["mailto:anna@example.com", "Anna <anna@example.com>", "anna＠example.com", "anna@example.com."]
    {
        assert_eq!(read(raw).unwrap().value, "anna@example.com", "{raw}");
    }
    for raw in [
        "anna@example.com (work)",
        "e-mail: anna@example.com",
        "E-Mail:anna@example.com",
        "<anna@example.com>",
        "(anna@example.com)",
        "anna@example.com - work",
        "anna@example.com, Anna",
        "anna@example.com（公司）",
        "anna@example.com рабочий",
        "почта anna@example.com",
        "邮箱：anna@example.com",
        "البريد: anna@example.com",
    ] {
        assert_eq!(read(raw).unwrap().value, "anna@example.com", "{raw}");
    }
    for raw in ["почта@пример.рф", "用户@例子.公司"] {
        assert!(read(raw).is_ok(), "{raw}");
    }
    for spellings in [
        ["имя@почта.рф", "ИМЯ@Почта.РФ", "имя@xn--80a1acny.xn--p1ai"],
        ["user@bücher.example", "user@bu\u{308}cher.example", "User@XN--BCHER-KVA.example"],
        ["li@例子.公司", "li@例子。公司", "ｌｉ＠xn--fsqu00a.xn--55qx5d"],
    ] {
        let keys = spellings.map(|raw| read(raw).unwrap().key);
        assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    }
    assert_eq!(read("имя@xn--80a1acny.xn--p1ai").unwrap().key.as_str(), "email:имя@почта.рф");
    // A Latin letter among Cyrillic ones, and the other way round, makes another domain.
    assert_ne!(read("anna@gmаil.com").unwrap().key, read("anna@gmail.com").unwrap().key);
    // Bounds hold for what is carried: sixty-four Cyrillic bytes are thirty-two letters, and few digits.
    let cyrillic = |letters: usize| format!("a@{}.рф", "ё".repeat(letters));
    assert!(read(&cyrillic(32)).is_ok() && read(&cyrillic(70)).is_err());
    let long = |last: usize| format!("a@{0}.{0}.{0}.{1}.example", "b".repeat(60), "c".repeat(last));
    assert!(read(&long(61)).is_ok() && read(&long(62)).is_err());
    for raw in [
        "anna",
        "@example.com",
        "anna@",
        "anna@example",
        "a b@example.com",
        "anna@example.co m",
        "anna@mail.example,com",
        "anna@example.com olga@example.com",
        "anna@example.com (olga@example.com)",
        "a@b@",
        "a..b@c.de",
        "a@1.2.3.4",
    ] {
        assert_eq!(read(raw).unwrap_err(), IdentifierError::EmailUnreadable, "{raw}");
    }
}

#[test]
fn ids_of_other_systems_are_kept_as_written() {
    let at = DateTime::UNIX_EPOCH;
    assert_eq!(Identifier::system("ERP", "1", "t", at).unwrap_err(), IdentifierError::SystemName);
    assert_eq!(Identifier::system("erp", " ", "t", at).unwrap_err(), IdentifierError::Blank);
    assert_eq!(Identifier::scoped_user_id("US.13 4", "t", at).unwrap_err(), IdentifierError::IdUnusable);
    assert_eq!(Identifier::scoped_user_id("US.1349", "t", at).unwrap().key.as_str(), "scoped:US.1349");
    assert_eq!(Identifier::parent_scoped_user_id("US.1", "t", at).unwrap().key.as_str(), "parent:US.1");
    assert_eq!(Identifier::wecom("wmAbc", "t", at).unwrap().key.as_str(), "wecom:wmAbc");
}

#[test]
fn names_of_every_script_pass_and_placeholders_do_not() {
    for name in
        ["Анна", "أحمد علي", "प्रिया शर्मा", "王小明", "陳", "O'Brien", "José", "李 👩‍💻", "Нет Ли", "3M Wang"]
    {
        assert_eq!(check_name(name).as_deref(), Ok(name));
    }
    use super::super::NameProblem as P;
    for (raw, problem) in [
        ("", P::Blank),
        ("\u{200e}\u{feff} ", P::Blank),
        ("-", P::Placeholder),
        ("???", P::Placeholder),
        ("N/A", P::Placeholder),
        (" Test ", P::Placeholder),
        ("НЕТ", P::Placeholder),
        ("لا يوجد", P::Placeholder),
        ("नाम नहीं", P::Placeholder),
        ("无", P::Placeholder),
        ("(测试)", P::Placeholder),
        ("12345", P::NoLetters),
        ("١٢٣", P::NoLetters),
    ] {
        assert_eq!(check_name(raw), Err(problem), "{raw}");
    }
    assert_eq!(check_name("\u{200f}أحمد\u{3000}\tعلي ").as_deref(), Ok("أحمد علي"));
}

#[test]
fn debug_shows_no_number() {
    let phone = Identifier::phone("+886912000456", "", "test", DateTime::UNIX_EPOCH).unwrap();
    assert!(!format!("{phone:?}").contains("912"));
}

#[test]
fn the_catalogue_lists_every_code_once() {
    use IdentifierError as E;
    let all = [
        E::Blank,
        E::PhoneUnreadable,
        E::PhoneWithoutCountry,
        E::PhoneDigitsLost,
        E::EmailUnreadable,
        E::IdUnusable,
        E::SystemName,
    ];
    assert_eq!(all.len(), IDENTIFIER_ERRORS.len());
    for error in all {
        assert_eq!(IDENTIFIER_ERRORS.iter().filter(|entry| entry.code == error.code()).count(), 1);
    }
}
