use super::choice::{answer, language, list, position, stage};
use crate::customer::{Position, Stage};

#[test]
fn choices_are_read_in_six_languages() {
    for raw in
        ["quoted", "Quoted", "已報價", "已报价", "предложение отправлено", "تم إرسال عرض السعر", "कोटेशन भेजा"]
    {
        assert_eq!(stage(raw), Some(Stage::Quoted), "{raw}");
    }
    assert_eq!(stage("new_inquiry"), Some(Stage::NewInquiry));
    assert_eq!(stage("banana"), None);
    for raw in [
        "decision maker",
        "decision_maker",
        "ЛПР",
        "Генеральный директор",
        "صانع القرار",
        "निर्णयकर्ता",
        "決策者",
        "老板",
        "CEO",
    ] {
        assert_eq!(position(raw), Some(Position::DecisionMaker), "{raw}");
    }
    for raw in [
        "purchasing manager",
        "Procurement Manager",
        "採購經理",
        "采购经理",
        "Менеджер по закупкам",
        "مدير المشتريات",
        "खरीद प्रबंधक",
    ] {
        assert_eq!(position(raw), Some(Position::Executor), "{raw}");
    }
    for raw in [
        "Purchasing director",
        "Директор по закупкам",
        "采购总监",
        "Head of procurement",
        "Non-executive director",
    ] {
        assert_eq!(position(raw), Some(Position::DecisionMaker), "{raw}");
    }
    for raw in ["не ЛПР", "не директор", "निर्णयकर्ता नहीं", "not the decision maker", "不是老板", "ليس المالك"]
        .into_iter()
        .chain(["бывший директор", "экс-директор", "former director", "पूर्व निदेशक", "المدير العام السابق"])
        .chain(["жена директора", "director's wife", "निदेशक की पत्नी", "زوجة المالك", "老板的朋友"])
    {
        assert_eq!(position(raw), None, "{raw}");
    }
    for raw in [
        "водитель директора",
        "CEO's driver",
        "董事长司机",
        "assistant to the director",
        "董事长助理",
        "निदेशक के सचिव",
        "总经理助理",
        "總經理秘書",
        "CEO assistant",
        "директор-ассистент",
        "Помощник директора",
        "المدير العام المساعد",
        "निदेशक के सहायक",
    ] {
        assert_eq!(position(raw), Some(Position::Executor), "{raw}");
    }
    assert_eq!(position("astronaut"), None);
    for (raw, tag) in [
        ("русский", "ru"),
        ("العربية", "ar"),
        ("हिन्दी", "hi"),
        ("繁體中文", "zh-Hant"),
        ("中文", "zh-Hans"),
        ("en-US", "en"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hant"),
        ("zh_Hant_HK", "zh-Hant"),
        ("zh-Hans-TW", "zh-Hans"),
        ("zh_HK", "zh-Hant"),
        ("zh-SG", "zh-Hans"),
        ("pt_BR", "pt"),
        ("English", "en"),
        // What people write who think of the country.
        ("UA", "uk"),
        ("cn", "zh-Hans"),
        ("JP", "ja"),
        ("Українська", "uk"),
        ("казахский", "kk"),
        ("الفارسية", "fa"),
        ("थाई", "th"),
        ("義大利語", "it"),
    ] {
        assert_eq!(language(raw).as_deref(), Some(tag), "{raw}");
    }
    for raw in ["yes", "Да", "نعم", "हाँ", "是", "1", "TRUE", "✓"] {
        assert_eq!(answer(raw), Some(true), "{raw}");
    }
    for raw in ["no", "нет", "لا", "नहीं", "否", "0", "FALSE"] {
        assert_eq!(answer(raw), Some(false), "{raw}");
    }
    assert_eq!(answer("maybe"), None);
}

#[test]
fn what_is_written_within_a_product_parts_no_products() {
    let entries = |raw| list(raw).join("|");
    for (raw, expected) in [
        ("1,5 мм кабель", "1,5 мм кабель"),
        ("кабель 3х1,5, провод 2,5", "кабель 3х1,5|провод 2,5"),
        ("1,500 W lamp; fan", "1,500 W lamp|fan"),
        ("A/C units", "A/C units"),
        ("б/у станок, х/б ткань", "б/у станок|х/б ткань"),
        ("3/4 inch pipe/hose", "3/4 inch pipe|hose"),
        ("Tea, tea", "Tea"),
        ("Чай, ЧАЙ / Tea", "Чай|Tea"),
        // Lists of numbers and of letters, and words of one sign.
        ("101,102,103", "101|102|103"),
        ("101,102", "101|102"),
        ("Model 1,2,3", "Model 1|2|3"),
        ("A/B/C", "A|B|C"),
        ("茶/酒", "茶|酒"),
        ("tea,coffee/milk、水", "tea|coffee|milk|水"),
        (" , ;", ""),
        ("", ""),
    ] {
        assert_eq!(entries(raw), expected, "{raw}");
    }
}
