//! The standard set in six languages.

use super::*;
use crate::foundation::text::Language;

const NOON: &str = "2026-01-05 12:00:00";

#[test]
fn each_language_is_answered_in_its_own_words() {
    let cases = [
        ("How much does it cost?", Language::En, "keyword.price", "send you a quote"),
        ("Сколько стоит лампа?", Language::Ru, "keyword.price", "пришлём вам расчёт"),
        ("كم سعر المصباح؟", Language::Ar, "keyword.price", "عرض سعر"),
        ("इसकी कीमत क्या है?", Language::Hi, "keyword.price", "कोटेशन"),
        ("请问这个灯多少钱？", Language::ZhHans, "keyword.price", "为您发送报价"),
        ("請問這個燈多少錢？", Language::ZhHant, "keyword.price", "為您傳送報價"),
        ("When will it be delivered?", Language::En, "keyword.delivery", "About delivery"),
        ("Какая у вас доставка?", Language::Ru, "keyword.delivery", "По доставке"),
        ("متى يتم التوصيل؟", Language::Ar, "keyword.delivery", "بخصوص التوصيل"),
        ("डिलीवरी कब होगी?", Language::Hi, "keyword.delivery", "डिलीवरी के बारे में"),
        ("什么时候配送？", Language::ZhHans, "keyword.delivery", "关于配送"),
        ("什麼時候配送？", Language::ZhHant, "keyword.delivery", "關於配送"),
        ("I would like an appointment", Language::En, "keyword.appointment", "confirm your appointment"),
        ("Хочу записаться, есть запись?", Language::Ru, "keyword.appointment", "подтвердим вашу запись"),
        ("أريد حجز موعد", Language::Ar, "keyword.appointment", "سنؤكد موعدك"),
        ("मुझे अपॉइंटमेंट चाहिए", Language::Hi, "keyword.appointment", "अपॉइंटमेंट पक्का"),
        ("我想预约", Language::ZhHans, "keyword.appointment", "的预约"),
        ("我想預約", Language::ZhHant, "keyword.appointment", "的預約"),
        ("I want to return it", Language::En, "keyword.return", "return or exchange"),
        ("Хочу оформить возврат", Language::Ru, "keyword.return", "возврат или обмен"),
        ("أريد إرجاع المنتج", Language::Ar, "keyword.return", "الإرجاع أو الاستبدال"),
        ("मुझे सामान वापस करना है", Language::Hi, "keyword.return", "वापसी या बदलाव"),
        ("我要退货", Language::ZhHans, "keyword.return", "退货或换货"),
        ("我要退貨", Language::ZhHant, "keyword.return", "退貨或換貨"),
    ];
    for (words, language, rule, expected) in cases {
        let mut chat = Chat::new();
        let decision = chat.say(words, local(NOON));
        assert_eq!(decision.value.rule.as_ref().map(|rule| rule.as_str()), Some(rule), "{words}");
        assert_eq!(decision.value.language, language, "{words}");
        assert!(text(&decision).contains(expected), "{words}: {}", text(&decision));
    }
}

#[test]
fn people_are_asked_for_in_six_languages() {
    let cases = [
        "I want to talk to a PERSON",
        "Ｏｐｅｒａｔｏｒ",
        "Позовите оператора, пожалуйста",
        "хочу поговорить с менеджером",
        "أريد التحدث مع شخص من فضلكم",
        "عايز اكلم حد من المـوظـفـيـن موظف",
        "मुझे इंसान से बात करनी है",
        "किसी से बात करवाइए",
        "转人工",
        "我要真人客服",
        "請幫我轉真人客服",
        "有人在嗎",
        "can I speak with your manager",
        "get me a person",
        "agent",
        "Agent!",
        "客服",
        "「客服」？",
        "человек",
        "Человек!",
        "I do not want a bot, I want a human",
        "人工智能没用，我要真人",
        "не хочу бота, позовите оператора",
        "I can't get to talk to a human",
    ];
    for words in cases {
        let decision = Chat::new().say(words, local(NOON));
        assert_eq!(decision.value.kind, ReplyKind::HumanRequest, "{words}");
    }
    for words in [
        "你们用人工智能吗",
        "human resources department",
        "人工費多少",
        "人工湖的票价多少",
        "I do not want to talk to a human",
        "I don’t want to speak to a manager",
        "no need to talk to an operator",
        "Не хочу оператора",
        "НЕ ХОЧУ говорить с оператором",
        "لا أريد التحدث مع موظف",
        "لا أُريدُ موظف",
        "किसी से बात नहीं करनी",
        "ऑपरेटर से बात नहीं करनी",
        "我不要人工",
        "我不要人\u{200b}工",
        "不用轉人工了",
        "is your agent a good man",
        "человек пять",
    ] {
        let decision = Chat::new().say(words, local(NOON));
        assert_ne!(decision.value.kind, ReplyKind::HumanRequest, "{words}");
    }
}

#[test]
fn high_value_words_are_known_in_six_languages() {
    let cases = [
        "Here is our order confirmation",
        "Мы готовы подписать договор",
        "نريد توقيع العقد غدا",
        "हम कॉन्ट्रैक्ट साइन करना चाहते हैं",
        "我们可以签合同了",
        "我們確認訂單",
        "能不能签合同",
        "I cannot confirm the date yet, but we are ready to sign",
    ];
    for words in cases {
        let decision = Chat::new().say(words, local(NOON));
        assert_eq!(decision.value.kind, ReplyKind::HighValue, "{words}");
        assert_eq!(notices(&decision), [(NoticeKind::HighValue, "sales_supervisor")], "{words}");
    }
    for words in [
        "I cannot confirm the order",
        "I CAN’T confirm my order",
        "please cancel order confirmation",
        "we won't sign the contract",
        "не могу подписать договор",
        "Не хотим заключить договор",
        "لا أريد توقيع العقد",
        "لا أُريد تأكيد الطلب",
        "لن نوقع العقد",
        "ऑर्डर कन्फर्म मत करो",
        "order confirm mat karo",
        "कॉन्ट्रैक्ट पर हस्ताक्षर नहीं करेंगे",
        "我不确认订单",
        "不能簽合約",
    ] {
        let decision = Chat::new().say(words, local(NOON));
        assert_ne!(decision.value.kind, ReplyKind::HighValue, "{words}");
    }
}

#[test]
fn a_question_in_other_forms_and_with_courtesies_is_the_same_question() {
    for words in [
        ["how much is it", "How much is it?", "hello, how much is it please"],
        ["сколько стоит лампа", "Сколько стоят лампы?", "подскажите, сколько стоит лампа"],
        ["كم السعر", "كم السعر؟", "كم سعره"],
        ["इसकी कीमत क्या है", "इसकी क़ीमत क्या है?", "कृपया इसकी कीमत क्या है"],
        ["多少钱", "多少钱？", "请问多少钱"],
        ["多少錢", "多少钱呢", "想請問多少錢呢？"],
    ] {
        let mut chat = Chat::new();
        assert_eq!(chat.kind(words[0], NOON), ReplyKind::Keyword, "{words:?}");
        assert_eq!(chat.kind(words[1], "2026-01-05 12:10:00"), ReplyKind::Keyword, "{words:?}");
        assert_eq!(chat.kind(words[2], "2026-01-05 12:20:00"), ReplyKind::Repeated, "{words:?}");
    }
    let mut chat = Chat::new();
    let others = ["这个灯多少钱", "这个桌子多少钱", "请问这个椅子多少钱"];
    for (words, at) in others.into_iter().zip([NOON, "2026-01-05 12:10:00", "2026-01-05 12:20:00"]) {
        assert_eq!(chat.kind(words, at), ReplyKind::Keyword, "{words}");
    }
}

#[test]
fn courtesy_wants_no_answer_in_six_languages() {
    for words in [
        "Thanks a lot!!",
        "Спасибо большое 🙏",
        "شكراً جزيلاً",
        "बहुत धन्यवाद",
        "好的，谢谢",
        "謝謝您！",
        "ok thanks",
    ] {
        let decision = Chat::new().say(words, local(NOON));
        assert_eq!(codes(&decision), ["reply.courtesy"], "{words}");
    }
    for words in ["Good morning", "Добрый день!", "السلام عليكم", "नमस्ते 🙏", "你好", "哈囉～"]
    {
        assert_eq!(Chat::new().say(words, local(NOON)).value.kind, ReplyKind::Greeting, "{words}");
    }
}

/// What the fallback tells people to write must be understood.
#[test]
fn the_words_that_the_fallback_names_are_answered() {
    let config = ReplyConfig::standard();
    for (language, said) in &config.fallback.texts {
        let quoted: Vec<&str> = said
            .split(['“', '«', '「'])
            .skip(1)
            .filter_map(|rest| rest.split(['”', '»', '」']).next())
            .collect();
        assert_eq!(quoted.len(), 5, "{language}");
        for (index, word) in quoted.iter().enumerate() {
            let kind = Chat::new().say(word, local(NOON)).value.kind;
            let expected = if index == 4 { ReplyKind::HumanRequest } else { ReplyKind::Keyword };
            assert_eq!(kind, expected, "{language}: {word}");
        }
    }
}

#[test]
fn the_record_decides_about_the_language() {
    let mut chat = Chat::new();
    chat.set(FieldName::Language, "ru-RU");
    let decision = chat.say("price?", local(NOON));
    assert_eq!(decision.value.language, Language::Ru);
    assert!(text(&decision).contains("Спасибо за интерес"));
}

#[test]
fn a_language_without_texts_is_answered_in_the_default() {
    let mut config = ReplyConfig::standard();
    config.language = Language::ZhHans;
    for texts in config.keyword.values_mut() {
        texts.retain(|language, _| *language == Language::ZhHans);
    }
    let mut chat = Chat::with(&config);
    assert!(text(&chat.say("how much is the price of it", local(NOON))).contains("感谢您询价"));
    // Traditional readers get simplified characters sooner than a third language.
    let mut chat = Chat::with(&config);
    assert!(text(&chat.say("請問價錢", local(NOON))).contains("感谢您询价"));
}

#[test]
fn every_text_is_there_in_every_language() {
    let config = ReplyConfig::standard();
    let mut sets: Vec<(&str, &Texts)> = vec![
        ("opt_out", &config.opt_out.texts),
        ("opt_out.resumed", &config.opt_out.resumed_texts),
        ("human_request", &config.human_request.texts),
        ("human_request.away", &config.human_request.away_texts),
        ("high_value", &config.high_value.texts),
        ("high_value.away", &config.high_value.away_texts),
        ("repeat", &config.repeat.texts),
        ("welcome", &config.welcome.texts),
        ("welcome.short", &config.welcome.short_texts),
        ("away", &config.away.texts),
        ("away.hotline", &config.away.hotline_texts),
        ("away.wait", &config.away.wait_texts),
        ("greeting", &config.small_talk.greeting_texts),
        ("fallback", &config.fallback.texts),
        ("fallback.hand_over", &config.fallback.hand_over_texts),
        ("unread", &config.unread.texts),
    ];
    sets.extend(config.keyword.iter().map(|(rule, texts)| (rule.as_str(), texts)));
    sets.extend(config.quick.iter().map(|(code, texts)| (code.as_str(), texts)));
    for (name, texts) in &sets {
        assert_eq!(texts.len(), Language::ALL.len(), "{name}");
        let variables = |text: &String| {
            let mut names: Vec<String> =
                Template::parse(text).unwrap().variables().map(str::to_owned).collect();
            names.sort();
            names
        };
        for (language, text) in texts.iter() {
            assert!(text.chars().count() < 300, "{name} {language}");
            // A name may be left out where a language has no natural place for it.
            let without_name = |names: Vec<String>| -> Vec<String> {
                names.into_iter().filter(|name| name != "name" && name != "workspace").collect()
            };
            assert_eq!(
                without_name(variables(text)),
                without_name(variables(&texts[&Language::En])),
                "{name} {language}"
            );
        }
    }
    assert_eq!(config.wording.len(), Language::ALL.len());
    assert!((20..=30).contains(&config.quick.len()));
}
