//! Search in any script.

use scrm_core::customer::Identifier;

use super::prelude::*;

pub fn an_empty_store_finds_nothing(store: &StoreUnderTest) {
    assert!(found(store, "anything").is_empty());
}

pub fn a_query_without_words_finds_nothing(store: &StoreUnderTest) {
    write(store, |set| set.messages.push(new(message("m_1", "c_1", 0, "hello"))));
    for query in ["", " \t\n", "…!?", "\u{200b}"] {
        assert!(found(store, query).is_empty(), "{query:?}");
    }
}

pub fn a_message_is_found_by_its_words(store: &StoreUnderTest) {
    write(store, |set| set.messages.push(new(message("m_1", "c_7", 0, "Hello, what is the price?"))));
    let hits = store.search(&SearchQuery { text: "price".to_owned(), limit: 9 }).unwrap();
    assert!(matches!(&hits[..], [SearchHit::Message { id, customer, .. }]
        if id.as_str() == "m_1" && customer.as_str() == "c_7"));
}

pub fn a_customer_is_found_by_name(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(named("c_1", "Olga Petrova"))));
    assert_eq!(found(store, "petrova"), ["c_1"]);
}

pub fn case_makes_no_difference(store: &StoreUnderTest) {
    write(store, |set| {
        set.customers.push(new(named("c_1", "ОЛЬГА Иванова")));
        set.customers.push(new(named("c_2", "STRASSE Müller")));
    });
    assert_eq!(found(store, "ольга"), ["c_1"]);
    assert_eq!(found(store, "ИВАНОВА"), ["c_1"]);
    assert_eq!(found(store, "mÜLLER"), ["c_2"]);
}

pub fn the_beginning_of_a_word_is_enough(store: &StoreUnderTest) {
    write(store, |set| set.messages.push(new(message("m_1", "c_1", 0, "quotation for doors"))));
    assert_eq!(found(store, "quot"), ["m_1"]);
    assert_eq!(found(store, "doo quo"), ["m_1"]);
}

pub fn the_middle_of_a_word_is_not(store: &StoreUnderTest) {
    write(store, |set| set.messages.push(new(message("m_1", "c_1", 0, "quotation for doors"))));
    assert!(found(store, "tation").is_empty() && found(store, "oors").is_empty());
}

pub fn every_word_must_occur(store: &StoreUnderTest) {
    write(store, |set| {
        set.messages.push(new(message("m_1", "c_1", 0, "red door")));
        set.messages.push(new(message("m_2", "c_1", 0, "red window")));
    });
    assert_eq!(found(store, "red door"), ["m_1"]);
    assert!(found(store, "red chair").is_empty());
}

pub fn chinese_is_found_anywhere(store: &StoreUnderTest) {
    write(store, |set| set.messages.push(new(message("m_1", "c_1", 0, "請問這個門鎖多少錢？"))));
    for query in ["多少錢", "門鎖", "請問", "錢", "門鎖 多少錢"] {
        assert_eq!(found(store, query), ["m_1"], "{query}");
    }
    assert!(found(store, "窗戶").is_empty());
}

pub fn either_chinese_spelling_finds_the_other(store: &StoreUnderTest) {
    write(store, |set| {
        set.messages.push(new(message("m_1", "c_1", 0, "門鎖多少錢")));
        set.messages.push(new(message("m_2", "c_1", 0, "门锁多少钱")));
    });
    assert_eq!(found(store, "门锁"), ["m_1", "m_2"]);
    assert_eq!(found(store, "多少錢"), ["m_1", "m_2"]);
}

pub fn simplified_chinese_is_found_anywhere(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(named("c_1", "王小明（上海）"))));
    for query in ["小明", "上海", "王"] {
        assert_eq!(found(store, query), ["c_1"], "{query}");
    }
}

pub fn arabic_hindi_and_russian_words_are_found(store: &StoreUnderTest) {
    write(store, |set| {
        set.messages.push(new(message("m_1", "c_1", 0, "مرحبا كم السعر")));
        set.messages.push(new(message("m_2", "c_1", 0, "नमस्ते, कीमत क्या है")));
        set.messages.push(new(message("m_3", "c_1", 0, "Здравствуйте, сколько стоит дверь")));
    });
    assert_eq!(found(store, "السعر"), ["m_1"]);
    assert_eq!(found(store, "कीमत"), ["m_2"]);
    assert_eq!(found(store, "नमस्ते"), ["m_2"]);
    assert_eq!(found(store, "стоит две"), ["m_3"]);
}

pub fn spelling_noise_makes_no_difference(store: &StoreUnderTest) {
    write(store, |set| {
        set.messages.push(new(message("m_1", "c_1", 0, "ＰＲＩＣＥ of \u{200b}the Ёлка, مـــرحبا")));
    });
    for query in ["price", "ｔｈｅ", "елка", "مرحبا", "Ёлка"] {
        assert_eq!(found(store, query), ["m_1"], "{query}");
    }
}

pub fn a_caption_is_found(store: &StoreUnderTest) {
    let body = MessageBody::Media { media: "image".to_owned(), caption: Some("blue door".to_owned()) };
    write(store, |set| set.messages.push(new(MessageRecord { body, ..message("m_1", "c_1", 0, "") })));
    assert_eq!(found(store, "blue"), ["m_1"]);
}

pub fn a_customer_is_found_by_the_number_as_people_write_it(store: &StoreUnderTest) {
    write(store, |set| {
        set.customers.push(new(with_phone("c_1", "+7 999 123-45-67", "RU")));
        set.customers.push(new(with_phone("c_2", "+61 412 345 678", "AU")));
        set.customers.push(new(with_phone("c_3", "0912-000-456", "TW")));
    });
    for query in [
        "8 (999) 123-45-67",
        "+7 (999) 123 45 67",
        "79991234567",
        "999 123",
        "007 999 1234567",
        "８９９９１２３４５６７",
    ] {
        assert_eq!(found(store, query), ["c_1"], "{query}");
    }
    for query in
        ["0412 345 678", "0412345678", "412 345 678", "+61 412 345678", "0061412345678", "٠٤١٢ ٣٤٥ ٦٧٨"]
    {
        assert_eq!(found(store, query), ["c_2"], "{query}");
    }
    assert_eq!(found(store, "0912 000 456"), ["c_3"]);
    assert!(found(store, "8 (999) 123-45-68").is_empty());
}

pub fn what_was_changed_is_found_by_its_new_words(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(named("c_1", "Anna Smith"))));
    write(store, |set| set.customers.push(Versioned::at(1, named("c_1", "Anna Jones"))));
    assert!(found(store, "smith").is_empty());
    assert_eq!(found(store, "jones"), ["c_1"]);
}

pub fn a_merged_customer_is_found_under_its_own_id(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(named("c_1", "Anna Smith"))));
    assert_eq!(found(store, "smith"), ["c_1"]);
    let merged = Customer { merged_into: Some(("c_2".into(), "g_1".into())), ..named("c_1", "Anna Smith") };
    write(store, |set| set.customers.push(Versioned::at(1, merged)));
    assert_eq!(found(store, "smith"), ["c_1"]);
}

pub fn a_customer_is_found_by_the_last_digits_of_a_number(store: &StoreUnderTest) {
    write(store, |set| {
        set.customers.push(new(with_phone("c_1", "+7 999 123-45-67", "RU")));
        set.customers.push(new(with_phone("c_2", "0912-000-456", "TW")));
        set.messages.push(new(message("m_1", "c_2", 0, "room 4567, please")));
    });
    assert_eq!(found(store, "4567"), ["c_1", "m_1"]);
    assert_eq!(found(store, "123-45-67"), ["c_1"]);
    assert_eq!(found(store, "٠٤٥٦"), ["c_2"]);
    for query in ["567", "7654", "1234", "room 0456"] {
        assert!(found(store, query).is_empty(), "{query}");
    }
}

pub fn a_refused_commit_is_not_found(store: &StoreUnderTest) {
    refused(store, |set| {
        set.messages.push(new(message("m_1", "c_1", 0, "hello")));
        set.messages.push(Versioned::at(9, message("m_2", "c_1", 0, "hello")));
    });
    assert!(found(store, "hello").is_empty());
}

pub fn hits_end_at_the_limit(store: &StoreUnderTest) {
    write(store, |set| {
        set.messages.extend((0..9).map(|n| new(message(&format!("m_{n}"), "c_1", n, "hello"))));
    });
    assert_eq!(store.search(&SearchQuery { text: "hello".to_owned(), limit: 4 }).unwrap().len(), 4);
    assert!(store.search(&SearchQuery { text: "hello".to_owned(), limit: 0 }).unwrap().is_empty());
}

pub fn best_matches_come_first(store: &StoreUnderTest) {
    write(store, |set| {
        set.messages.push(new(message("m_1", "c_1", 0, "a door, and much more about many other things")));
        set.messages.push(new(message("m_2", "c_1", 0, "door")));
    });
    let hits = store.search(&SearchQuery { text: "door".to_owned(), limit: 9 }).unwrap();
    let scores: Vec<_> = hits
        .iter()
        .map(|hit| match hit {
            SearchHit::Customer { score, .. } | SearchHit::Message { score, .. } => *score,
        })
        .collect();
    assert_eq!(scores.len(), 2);
    assert!(scores[0] >= scores[1]);
}

pub fn the_search_language_has_no_operators(store: &StoreUnderTest) {
    write(store, |set| set.messages.push(new(message("m_1", "c_1", 0, "doors and windows"))));
    for query in
        ["\"", "doors\" OR \"x", "doors*", "NOT doors", "body:doors", "(", "doors AND", "-doors", "'; --"]
    {
        let _ = store.search(&SearchQuery { text: query.to_owned(), limit: 9 }).unwrap();
    }
    assert_eq!(found(store, "(doors)"), ["m_1"]);
    assert_eq!(found(store, "\"doors\""), ["m_1"]);
}

fn with_phone(id: &str, raw: &str, region: &str) -> Customer {
    let phone = Identifier::phone(raw, region, "test", at(0)).unwrap();
    let mut customer = named(id, "Somebody");
    customer.identifiers.push(phone);
    customer
}

fn found(store: &StoreUnderTest, text: &str) -> Vec<String> {
    let hits = store.search(&SearchQuery { text: text.to_owned(), limit: 99 }).unwrap();
    let mut ids: Vec<_> = hits
        .iter()
        .map(|hit| match hit {
            SearchHit::Customer { id, .. } => id.to_string(),
            SearchHit::Message { id, .. } => id.to_string(),
        })
        .collect();
    ids.sort_unstable();
    ids
}
