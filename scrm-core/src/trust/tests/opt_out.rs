//! Opt-out words: what stops, and what does not.

use crate::foundation::Coded;
use crate::foundation::text::{Folded, Language};
use crate::trust::*;

fn words() -> OptOutWords {
    OptOutWords::new(&TrustConfig::standard()).unwrap()
}

fn recognise(words: &OptOutWords, message: &str) -> Option<OptOutKind> {
    words.recognise(&Folded::new(message)).map(|hit| hit.kind)
}

#[test]
fn people_stop_in_many_ways() {
    let words = words();
    for message in [
        "STOP",
        "stop.",
        "Stop!!!",
        "please stop",
        "Stop please 🙏",
        "stop stop stop",
        "STOPPP",
        "stooop please",
        "стоооп",
        "توقففف",
        "停停停",
        "退订退订",
        "Stop all messages",
        "stop sending me texts",
        "don't text me",
        "Do not contact me",
        "не присылайте мне сообщения",
        "стоп рассылку",
        "不要再发给我了",
        "I don't want to receive any more messages",
        "Больше не присылайте!",
        "больше не присылайте мне рекламу, спасибо",
        "لا ترسلوا لي",
        "不想再收到你们的消息",
        "मुझे लिस्ट से हटा दो",
        "STOPALL",
        "Unsubscribe",
        "opt-out",
        "OPT OUT",
        "END",
        "quit",
        "ｓｔｏｐ",
        "S\u{200b}T\u{200b}O\u{200b}P",
        "\u{202e}stop\u{202c}",
        "Hi, please unsubscribe me",
        "Take me off your list!",
        "don’t text me again",
        "dont text me again",
        "Стоп",
        "ОТПИСАТЬСЯ",
        "отпишите меня",
        "Здравствуйте, отпишите пожалуйста",
        "больше не пишите мне рекламу",
        "Хочу отписаться от рассылки",
        "إلغاء الاشتراك",
        "الغاء الاشتراك من فضلك",
        "توقف",
        "أَلْغِ",
        "ألغِ",
        "تـوقـف",
        "لا ترسلوا لي رسائل",
        "बंद करो",
        "रोकें",
        "अनसब्सक्राइब",
        "कृपया बंद करें",
        "मुझे मैसेज मत भेजो",
        "message mat bhejo",
        "退订",
        "退訂",
        "取消订阅",
        "取消訂閱",
        "TD",
        "ＴＤ",
        "请退订",
        "退订，谢谢",
        "不要再发广告",
        "不要再傳廣告",
        "拒收",
        "別再傳了",
    ] {
        assert_eq!(recognise(&words, message), Some(OptOutKind::Stop), "{message}");
    }
}

#[test]
fn people_resume() {
    let words = words();
    for message in
        ["START", "unstop", "Subscribe", "подписаться", "ابدأ", "शुरू करें", "订阅", "訂閱", "恢復接收"]
    {
        assert_eq!(recognise(&words, message), Some(OptOutKind::Resume), "{message}");
    }
    assert_eq!(recognise(&words, "unsubscribe me, do not opt me back in"), Some(OptOutKind::Stop));
}

#[test]
fn the_language_is_the_words_own() {
    let words = words();
    let language = |message| words.recognise(&Folded::new(message)).map(|hit| hit.language);
    assert_eq!(language("stop"), Some(Language::En));
    assert_eq!(language("стоп"), Some(Language::Ru));
    assert_eq!(language("توقف"), Some(Language::Ar));
    assert_eq!(language("बंद करो"), Some(Language::Hi));
    assert_eq!(language("退订"), Some(Language::ZhHans));
    assert_eq!(language("不要再寄廣告"), Some(Language::ZhHant));
}

#[test]
fn ordinary_messages_do_not_stop_anything() {
    let words = words();
    for message in [
        "where is the bus stop?",
        "when does the offer end",
        "cancel my order",
        "please cancel my order",
        "non-stop",
        "Is the shop a one stop shop",
        "I can't stop laughing",
        "start of the week",
        "quit smoking kit?",
        "how do I end the subscription of my phone plan",
        "TD Bank",
        "LTD",
        "stopwatch",
        "cancel",
        "取消",
        "إلغاء",
        "не стоп, а старт",
        "где остановка?",
        "стоп-кран есть?",
        "отменить заказ",
        "записаться",
        "أين موقف الباص",
        "أريد إلغاء الطلب",
        "متى يتوقف العرض",
        "दुकान कब बंद होगी",
        "बंद है क्या",
        "कीमत क्या है",
        "退货",
        "取消订单",
        "取消訂單",
        "退订房间多少钱",
        "不要再发错货了",
        "不要再给我发错货了",
        "别再给我发错尺码",
        "不想再收到破掉的杯子",
        "停了",
        "停电停电",
        "لا ترسلوا لي الطلب قبل يوم الأحد",
        "больше не присылайте бракованный товар",
        "не шлите мне заказ курьером, я сама заберу",
        "I got no more messages from the courier, where is my parcel?",
        "I don't want to receive any more damaged items",
        "please remove my number from the delivery note and use my wife's",
        "लिस्ट से हटा दो दूध",
        "什么时候停止营业",
        "订阅多少钱一个月",
        "",
        "👍",
        "please",
        "thanks",
        "?",
        "1",
    ] {
        assert_eq!(recognise(&words, message), None, "{message}");
    }
}

#[test]
fn mistakes_are_named_with_their_place() {
    let mut config = TrustConfig::standard();
    let english = config.opt_out.words.get_mut(&Language::En).unwrap();
    english.stop_messages[1] = "!!".to_owned();
    let error = OptOutWords::new(&config).unwrap_err();
    assert_eq!(error.code(), "trust.opt_out.blank");
    assert_eq!(error.field().unwrap(), "opt_out.words.en.stop_messages[1]");
    let english = config.opt_out.words.get_mut(&Language::En).unwrap();
    english.stop_messages[1] = "START".to_owned();
    let error = OptOutWords::new(&config).unwrap_err();
    assert_eq!(error.code(), "trust.opt_out.contradiction");
    assert!(ERRORS.iter().any(|entry| entry.code == error.code()));
}

#[test]
fn a_wish_to_stay_is_no_wish_to_leave() {
    let words = words();
    for message in [
        "I don't want to unsubscribe",
        "I do not want to unsubscribe!",
        "please don't unsubscribe me",
        "dont unsubscribe me",
        "don’t stop sending me offers",
        "DO NOT STOP SENDING ME OFFERS",
        "dooon't stop sending me offers",
        "ｄｏｎ'ｔ ｓｔｏｐ sending me offers",
        "please do not take me off your list",
        "why did you unsubscribe me?",
        "why did you stop sending me offers?",
        "I did not unsubscribe from your list",
        "don't send me any more blue ones",
        "do not send me any more broken cups",
        "я не хочу отписаться",
        "Я НЕ ХОТЕЛА отписаться от рассылки!",
        "больше не пишите на коробке",
        "больше не присылайте, пожалуйста, бракованный товар",
        "удалите мой номер из заказа и поставьте новый",
        "لا أريد إلغاء الاشتراك",
        "لا اريد الغاء الاشتراك",
        "لا أُرِيدُ إِلْغَاءَ الاشْتِرَاك",
        "لماذا تم إلغاء اشتراكي؟",
        "لا ترسلوا رسائل صوتية",
        "احذفوا رقمي من الطلب",
        "मैसेज भेजना बंद मत करो",
        "मुझे अनसब्सक्राइब मत करो",
        "message bhejna band mat karo",
        "不要取消订阅",
        "不要取\u{200b}消订阅",
        "我不想退订短信",
        "不要停止推送",
        "為什麼取消訂閱？",
        "请不要退訂簡訊",
        "не хочу подписаться",
        "不要恢复订阅",
    ] {
        assert_eq!(recognise(&words, message), None, "{message}");
    }
    for message in [
        "if you don't stop sending me offers I will report you",
        "I cannot unsubscribe from your list!",
        "don't unsubscribe my wife, but take me off your list",
        "не могу отписаться от рассылки",
        "больше не пишите на мой номер",
        "удалите мой номер из рассылки",
    ] {
        assert_eq!(recognise(&words, message), Some(OptOutKind::Stop), "{message}");
    }
}

#[test]
fn how_a_stop_is_spelt_does_not_matter() {
    let words = words();
    for message in [
        "dont text me",
        "dont contact me",
        "dont message me",
        "DON’T MESSAGE ME",
        "s t o p",
        "S T O P!",
        "退 订",
        "退 訂 ， 谢谢",
        "取消 订阅",
        "退订 短信",
        "回T退订",
        "回复TD退订",
        "退訂簡訊",
        "how to unsubscribe",
        "How do I unsubscribe?",
        "remove my number",
        "remove my number please",
        "stop sending me this",
        "unsub me",
        "I do not want to receive your messages anymore",
        "I do not want to receive any more messages",
        "stop promotional messages",
        "прошу отписать меня",
        "больше мне не пишите",
        "лучше мне больше не пишите",
        "msg band kro plz",
        "لا ترسلوا رسائل",
        "لا ترسلوا أي رسائل من فضلكم",
        "لا أريد رسائلكم",
        "停止發送訊息",
        "停止訂閱",
        "请把我移除",
        "मुझे और मैसेज नहीं चाहिए",
    ] {
        assert_eq!(recognise(&words, message), Some(OptOutKind::Stop), "{message}");
    }
}

#[test]
fn a_stop_counts_beside_other_sentences() {
    let words = words();
    for message in [
        "STOP, I want to talk to an operator",
        "I am ready to sign the contract. Stop messages.",
        "Stop messages! I am ready to sign the contract",
        "I want an operator - unsubscribe",
        "Where is my parcel?\nSTOP",
        "Where is my parcel? Please unsubscribe, thanks.",
        "Сколько стоит лампа? Больше не присылайте, пожалуйста!",
        "أين طلبي؟ إلغاء الاشتراك",
        "मेरा ऑर्डर कहाँ है। मैसेज बंद करो",
        "退订，我要找客服",
        "我的包裹在哪里？退訂",
    ] {
        assert_eq!(recognise(&words, message), Some(OptOutKind::Stop), "{message}");
    }
    for message in [
        "Стоп, а сколько стоит доставка?",
        "In the end, it was fine",
        "see stop.example",
        "Is this the last stop, please, or the one before?",
        "停，电话打错了",
        "отключите, пожалуйста, звук",
    ] {
        assert_eq!(recognise(&words, message), None, "{message}");
    }
}
