use super::amount::{self, Unit, head_count, plain_number, probability, unit_of_header};
use super::week::windows;
use crate::foundation::{Budget, Currency, Money};
use crate::import::ImportConfig;

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

fn budget(raw: &str, default: Option<Currency>) -> Option<(Budget, bool)> {
    amount::budget(raw, Unit::default(), default)
}

fn money(raw: &str, default: Option<Currency>) -> Option<(Money, bool)> {
    amount::money(raw, Unit::default(), default)
}

fn signed_money(raw: &str, default: Option<Currency>) -> Option<(Money, bool)> {
    amount::signed_money(raw, Unit::default(), default)
}

/// Low and high in whole units, and the currency.
fn range(raw: &str) -> Option<(Option<i64>, Option<i64>, String)> {
    let (budget, _) = budget(raw, Some(currency("TWD")))?;
    let whole = |minor: i64| minor / 10_i64.pow(budget.currency.exponent());
    Some((budget.low.map(whole), budget.high.map(whole), budget.currency.to_string()))
}

#[test]
fn budgets_are_read_in_six_languages() {
    for (raw, low, high, code) in [
        ("50-80 тыс. тайваньских долларов", Some(50_000), Some(80_000), "TWD"),
        ("50 ألف – 80 ألف دولار تايواني", Some(50_000), Some(80_000), "TWD"),
        ("5萬-8萬", Some(50_000), Some(80_000), "TWD"),
        ("5万～8万", Some(50_000), Some(80_000), "TWD"),
        ("5-8萬", Some(50_000), Some(80_000), "TWD"),
        ("五萬到八萬", Some(50_000), Some(80_000), "TWD"),
        ("十万以上", Some(100_000), None, "TWD"),
        ("₹1-2 लाख", Some(100_000), Some(200_000), "INR"),
        ("₹1,00,000 - ₹2,00,000", Some(100_000), Some(200_000), "INR"),
        ("1 करोड़ रुपये", Some(10_000_000), Some(10_000_000), "INR"),
        ("1 करोड़ से अधिक", Some(10_000_000), None, "TWD"),
        ("50 हज़ार से 80 हज़ार", Some(50_000), Some(80_000), "TWD"),
        ("50k–80k USD", Some(50_000), Some(80_000), "USD"),
        ("$50,000 - $80,000", Some(50_000), Some(80_000), "USD"),
        ("NT$50,000", Some(50_000), Some(50_000), "TWD"),
        ("2,50,000", Some(250_000), Some(250_000), "TWD"),
        ("₹1,25,50,000.75", Some(12_550_000), Some(12_550_000), "INR"),
        ("up to 5000", None, Some(5_000), "TWD"),
        ("under $500", None, Some(499), "USD"),
        (">100000", Some(100_000), None, "TWD"),
        ("100,000+", Some(100_000), None, "TWD"),
        ("from 50k to 80k", Some(50_000), Some(80_000), "TWD"),
        ("between 5 and 10 thousand euros", Some(5_000), Some(10_000), "EUR"),
        ("1.5 million", Some(1_500_000), Some(1_500_000), "TWD"),
        ("от 50 тыс.", Some(50_000), None, "TWD"),
        ("до 100 000 руб.", None, Some(100_000), "RUB"),
        ("от 50 до 100 тыс. рублей", Some(50_000), Some(100_000), "RUB"),
        ("около 1,5 млн ₽", Some(1_500_000), Some(1_500_000), "RUB"),
        ("не более 200 000 ₽", None, Some(200_000), "RUB"),
        ("من 50 إلى 80 ألف ريال", Some(50_000), Some(80_000), "SAR"),
        ("أكثر من ٥٠ ألف", Some(50_000), None, "TWD"),
        ("١٠٠٬٠٠٠ دولار", Some(100_000), Some(100_000), "USD"),
        ("10万以上", Some(100_000), None, "TWD"),
        ("10万以内", None, Some(100_000), "TWD"),
        ("不超过3000元人民币", None, Some(3_000), "CNY"),
        ("5万元", Some(50_000), Some(50_000), "TWD"),
        ("3万5千元", Some(35_000), Some(35_000), "TWD"),
        ("三萬五千", Some(35_000), Some(35_000), "TWD"),
        ("3万5000", Some(35_000), Some(35_000), "TWD"),
        ("三万零五百", Some(30_500), Some(30_500), "TWD"),
        ("3万5千-5万", Some(35_000), Some(50_000), "TWD"),
        ("1亿2千万", Some(120_000_000), Some(120_000_000), "TWD"),
        ("2千万", Some(20_000_000), Some(20_000_000), "TWD"),
        ("￥50,000", Some(50_000), Some(50_000), "CNY"),
        ("￡500", Some(500), Some(500), "GBP"),
        ("￦50,000", Some(50_000), Some(50_000), "KRW"),
        ("5000 долл. США", Some(5_000), Some(5_000), "USD"),
        ("₹10L-20L", Some(1_000_000), Some(2_000_000), "INR"),
        ("10-20L INR", Some(1_000_000), Some(2_000_000), "INR"),
        ("３０，０００", Some(30_000), Some(30_000), "TWD"),
        ("新台幣 5萬元", Some(50_000), Some(50_000), "TWD"),
        ("約10萬", Some(100_000), Some(100_000), "TWD"),
        ("500 - 1 тыс.", Some(500), Some(1_000), "TWD"),
        ("thousand", Some(1_000), Some(1_000), "TWD"),
        ("ألف دولار", Some(1_000), Some(1_000), "USD"),
        ("€ 50.000,-", Some(50_000), Some(50_000), "EUR"),
        ("25000/-", Some(25_000), Some(25_000), "TWD"),
        ("50-80 (TWD)", Some(50), Some(80), "TWD"),
        ("三百零五", Some(305), Some(305), "TWD"),
        ("12 000 CHF", Some(12_000), Some(12_000), "CHF"),
        ("10 tys. zł", Some(10_000), Some(10_000), "PLN"),
        ("₦500k", Some(500_000), Some(500_000), "NGN"),
        ("1.234.567,89 €", Some(1_234_567), Some(1_234_567), "EUR"),
        ("¥5000", Some(5_000), Some(5_000), "CNY"),
    ] {
        assert_eq!(range(raw), Some((low, high, code.to_owned())), "{raw}");
    }
    for raw in
        ["", "expensive", "5 10", "1-2-3", "100 USD EUR", "12345678901234567890", "тыс рублей наверное", "-"]
            .into_iter()
            .chain(["(500)", "500-", "USD 500-", "100 +/- 20", "二三十萬", "二〇二四"])
            .chain(["10L", "$10L", "₹L", "三万五", "5千3万", "12.34.56", "1,2,3", "12,34.50", "1,2345,678"])
    {
        assert_eq!(range(raw), None, "{raw}");
    }
}

#[test]
fn a_header_says_the_unit_of_the_numbers_below_it() {
    let read = |header, raw| {
        let (budget, written) = amount::budget(raw, unit_of_header(header), Some(currency("TWD")))?;
        let whole = |minor: i64| minor / 10_i64.pow(budget.currency.exponent());
        Some((budget.low.map(whole), budget.high.map(whole), budget.currency.to_string(), written))
    };
    for (header, raw, low, high, code, is_written) in [
        ("Budget (in Lakhs)", "5-10", 500_000, 1_000_000, "TWD", false),
        ("Budget (₹ lakhs)", "5", 500_000, 500_000, "INR", true),
        ("預算（萬元）", "50", 500_000, 500_000, "TWD", false),
        ("预算\n(万元)", "30~50", 300_000, 500_000, "TWD", false),
        ("Бюджет, тыс. руб.", "150", 150_000, 150_000, "RUB", true),
        ("Бюджет (в млн руб.)", "1,5", 1_500_000, 1_500_000, "RUB", true),
        ("الميزانية (ألف ريال)", "٥٠", 50_000, 50_000, "SAR", true),
        ("बजट (लाख में)", "५", 500_000, 500_000, "TWD", false),
        ("Budget (k USD)", "5", 5_000, 5_000, "USD", true),
        // What the cell says itself counts.
        ("Budget (in Lakhs)", "₹10,000 thousand", 10_000_000, 10_000_000, "INR", true),
        ("預算(萬元)", "5萬", 50_000, 50_000, "TWD", false),
        ("預算(萬元)", "3萬5千", 35_000, 35_000, "TWD", false),
        ("Budget (USD)", "500 EUR", 500, 500, "EUR", true),
        // No unit, or more than one.
        ("Budget (min)", "5", 5, 5, "TWD", false),
        ("Budget (thousands of dreams)", "5", 5, 5, "TWD", false),
        ("Budget", "5", 5, 5, "TWD", false),
    ] {
        let expected = Some((Some(low), Some(high), code.to_owned(), is_written));
        assert_eq!(read(header, raw), expected, "{raw} under {header}");
    }
    // Written out in full: what the header says cannot be meant.
    for (header, raw) in [
        ("Budget (in Lakhs)", "₹10,00,000"),
        ("預算(萬元)", "500000"),
        ("Бюджет, тыс. руб.", "150000"),
        ("預算(萬元)", "5-10000"),
    ] {
        assert_eq!(read(header, raw), None, "{raw} under {header}");
    }
    assert!(read("Бюджет, тыс. руб.", "99999").is_some() && read("預算(萬元)", "9999").is_some());
}

#[test]
fn cents_and_three_decimals_are_kept() {
    assert_eq!(money("12.34 USD", Some(currency("TWD"))).unwrap().0.minor, 1_234);
    assert_eq!(money("1,234.5 دينار كويتي", Some(currency("TWD"))).unwrap().0.minor, 1_234_500);
    assert_eq!(money("5000 日元", Some(currency("TWD"))).unwrap().0.minor, 5_000);
}

#[test]
fn head_counts_are_ranges() {
    for (raw, low, high) in [
        ("50-200", Some(50), Some(200)),
        (">200", Some(201), None),
        ("<50", None, Some(49)),
        ("約100人", Some(100), Some(100)),
        ("до 50 чел.", None, Some(50)),
        ("более 200 сотрудников", Some(201), None),
        ("200人以上", Some(200), None),
        ("50～200人", Some(50), Some(200)),
        ("٥٠ - ٢٠٠ موظف", Some(50), Some(200)),
        ("लगभग 100 लोग", Some(100), Some(100)),
        ("1,200 employees", Some(1_200), Some(1_200)),
        ("200+", Some(200), None),
        ("~200", Some(200), Some(200)),
        ("≈ 200", Some(200), Some(200)),
        ("~50 ~ 200", Some(50), Some(200)),
    ] {
        let read = head_count(raw).map(|count| (count.low, count.high));
        assert_eq!(read, Some((low, high)), "{raw}");
    }
    for raw in ["many", "50 USD", "1.5", "", "10L", "M", "k", "m", "w", "к", "т."] {
        assert!(head_count(raw).is_none(), "{raw}");
    }
}

#[test]
fn more_than_a_number_begins_behind_it_and_less_ends_before() {
    let people = |raw| head_count(raw).map(|count| (count.low, count.high));
    for raw in [
        "<50",
        "＜50人",
        "less than 50",
        "fewer than 50 people",
        "under 50",
        "below 50",
        "менее 50 чел.",
        "меньше 50",
        "أقل من 50 موظف",
        "50 से कम लोग",
        "少于50人",
        "少於50人",
        "不到50人",
        "不足50人",
    ] {
        assert_eq!(people(raw), Some((None, Some(49))), "{raw}");
    }
    for raw in ["<=50", "up to 50", "at most 50", "50 or less", "no more than 50", "до 50", "не более 50"]
        .into_iter()
        .chain(["50 तक", "50 से अधिक नहीं", "لا يزيد عن 50", "50人以下", "50人以内", "不超过50人", "最多50人"])
    {
        assert_eq!(people(raw), Some((None, Some(50))), "{raw}");
    }
    for raw in [
        ">200",
        "more than 200",
        "over 200 employees",
        "above 200",
        "более 200",
        "больше 200 человек",
        "свыше 200",
        "أكثر من 200 موظف",
        "200 से अधिक लोग",
        "超过200人",
        "超過200人",
        "多于200",
        "超过200人以上",
    ] {
        assert_eq!(people(raw), Some((Some(201), None)), "{raw}");
    }
    for raw in [">=200", "from 200", "at least 200", "not less than 200", "200+", "200 or more", "от 200"]
        .into_iter()
        .chain(["не менее 200", "200 и более", "على الأقل 200", "कम से कम 200", "200人以上", "至少200人"])
    {
        assert_eq!(people(raw), Some((Some(200), None)), "{raw}");
    }
    assert_eq!(people(">50 <200"), Some((Some(51), Some(199))));
    assert_eq!(people(">=50 <=200"), Some((Some(50), Some(200))));
    assert_eq!(people("от 50 до 200"), Some((Some(50), Some(200))));
    for raw in [
        "50人以上200人以下",
        "50以上、200以下",
        "200人以下50人以上",
        "不超过200人，50人以上",
        "50 и более, 200 и менее",
        "50 या अधिक, 200 तक",
        "50 or more, 200 or less",
    ] {
        assert_eq!(people(raw), Some((Some(50), Some(200))), "{raw}");
    }
    assert_eq!(people("50人以上100人未満"), None, "a word that nobody knows");
    assert_eq!(people("50 से अधिक 200 से कम"), Some((Some(51), Some(199))));
    for raw in ["<0", ">5 <5", "more than 50 less", "50以上200", "200 50以上", "50以下200以下", "50+ 200+"]
    {
        assert_eq!(people(raw), None, "{raw}");
    }
}

#[test]
fn more_than_an_amount_begins_a_minor_unit_behind_it() {
    let minor = |raw| budget(raw, Some(currency("TWD"))).map(|(budget, _)| (budget.low, budget.high));
    assert_eq!(minor(">500000 TWD"), Some((Some(50_000_001), None)));
    assert_eq!(minor("<100000 TWD"), Some((None, Some(9_999_999))));
    assert_eq!(minor("超过10万"), Some((Some(10_000_001), None)));
    assert_eq!(minor("10万以上"), Some((Some(10_000_000), None)));
    assert_eq!(minor("более 5 тыс., менее 8 тыс."), Some((Some(500_001), Some(799_999))));
    assert_eq!(minor("> 5000 円"), None);
    assert_eq!(minor("> 5000 日元"), Some((Some(5_001), None)));
    assert_eq!(money("<100000 TWD", None).unwrap().0.minor, 9_999_999);
}

#[test]
fn probabilities_are_shares() {
    for (raw, share) in [
        ("30%", 0.3),
        ("0,3", 0.3),
        ("0.3", 0.3),
        ("30", 0.3),
        ("٣٠٪", 0.3),
        ("100 %", 1.0),
        ("0", 0.0),
        ("1%", 0.01),
        ("1", 1.0),
    ] {
        assert_eq!(probability(raw), Some(share), "{raw}");
    }
    for raw in ["101%", "high", "-5%", ""] {
        assert_eq!(probability(raw), None, "{raw}");
    }
}

/// Windows in words.
fn weekly(raw: &str) -> Option<String> {
    let texts: Vec<String> = windows(raw, &ImportConfig::standard().day_parts)?
        .iter()
        .map(|window| format!("{} {}-{}", Vec::<String>::from(window.days).join(","), window.from, window.to))
        .collect();
    Some(texts.join("; "))
}

const EVERY_DAY: &str = "mon,tue,wed,thu,fri,sat,sun";

/// The hours of windows on every day.
fn daily(raw: &str) -> Option<String> {
    Some(weekly(raw)?.replace(EVERY_DAY, "").trim().to_owned())
}

#[test]
fn weekly_windows_are_read_in_six_languages() {
    let parts = ImportConfig::standard().day_parts;
    for (raw, expected) in [
        ("Среда/Пятница после обеда", "wed,fri 13:00-18:00"),
        ("週三/週五下午", "wed,fri 13:00-18:00"),
        ("周三、周五下午", "wed,fri 13:00-18:00"),
        ("周一三五晚上", "mon,wed,fri 18:00-21:00"),
        ("周一至周五 9:00-18:00", "mon,tue,wed,thu,fri 09:00-18:00"),
        ("الأربعاء والجمعة بعد الظهر", "wed,fri 13:00-18:00"),
        ("الأربعاء / الجمعة مساءً", "wed,fri 18:00-21:00"),
        ("बुधवार/शुक्रवार दोपहर बाद", "wed,fri 13:00-18:00"),
        ("सोमवार से शुक्रवार सुबह", "mon,tue,wed,thu,fri 09:00-12:00"),
        ("Mon-Fri 9:00-12:00", "mon,tue,wed,thu,fri 09:00-12:00"),
        ("Monday to Friday, 9am - 5pm", "mon,tue,wed,thu,fri 09:00-17:00"),
        ("weekday mornings", "mon,tue,wed,thu,fri 09:00-12:00"),
        ("weekends", "sat,sun 09:00-18:00"),
        ("по будням после 18:00", "mon,tue,wed,thu,fri 18:00-21:00"),
        ("пн-пт с 9 до 18", "mon,tue,wed,thu,fri 09:00-18:00"),
        ("вторник утром и четверг вечером", "tue 09:00-12:00; thu 18:00-21:00"),
        ("Tue/Thu afternoons", "tue,thu 13:00-18:00"),
        ("工作日下午2:00-5:00", "mon,tue,wed,thu,fri 14:00-17:00"),
        ("每天晚上", "mon,tue,wed,thu,fri,sat,sun 18:00-21:00"),
        ("كل يوم من 9 إلى 12", "mon,tue,wed,thu,fri,sat,sun 09:00-12:00"),
        ("afternoon", "mon,tue,wed,thu,fri,sat,sun 13:00-18:00"),
        ("Fri-Mon 22:00-02:00", "mon,fri,sat,sun 22:00-02:00"),
    ] {
        assert_eq!(weekly(raw).as_deref(), Some(expected), "{raw}");
    }
    for raw in ["", "whenever the moon is full", "25:00-26:00", "24:00-24:00", "24:00", "10:00-10:00", "?"] {
        assert!(windows(raw, &parts).is_none(), "{raw}");
    }
}

#[test]
fn each_hour_of_a_window_has_the_half_of_the_day_that_is_its_own() {
    for (raw, expected) in [
        ("上午10点到下午3点", "10:00-15:00"),
        ("上午9点-下午6点", "09:00-18:00"),
        ("早上9点到晚上8点", "09:00-20:00"),
        ("सुबह 10 बजे से शाम 6 बजे", "10:00-18:00"),
        ("9 утра - 6 вечера", "09:00-18:00"),
        ("من 9 صباحا إلى 5 مساء", "09:00-17:00"),
        ("上午9点到12点", "09:00-12:00"),
        ("上午9点到中午12点", "09:00-12:00"),
        ("中午12点到下午2点", "12:00-14:00"),
        ("中午11点半到1点", "11:30-13:00"),
        ("早上9点到5点", "09:00-17:00"),
        ("下午2点到5点", "14:00-17:00"),
        ("2pm-5", "14:00-17:00"),
        ("2-5pm", "14:00-17:00"),
        ("9am-9", "09:00-21:00"),
        ("晚上8点到12点", "20:00-24:00"),
        ("晚上8点到晚上12点", "20:00-00:00"),
        ("晚上10点到2点", "22:00-02:00"),
        ("晚上10点到凌晨2点", "22:00-02:00"),
        ("रात 8 बजे से रात 10 बजे", "20:00-22:00"),
        ("上午10点到12点，下午2点到5点", "10:00-12:00;  14:00-17:00"),
    ] {
        assert_eq!(daily(raw).as_deref(), Some(expected), "{raw}");
    }
    for raw in ["週一到週五 早上9點到下午5點", "सोम-शुक्र सुबह 9 बजे से शाम 5 बजे"]
    {
        assert_eq!(weekly(raw).as_deref(), Some("mon,tue,wed,thu,fri 09:00-17:00"), "{raw}");
    }
}

#[test]
fn a_half_of_the_day_is_that_of_both_hours_unless_more_than_half_a_day_lies_between() {
    for (expected, raws) in [
        (
            "14:00-17:00",
            &[
                "from 2 to 5pm",
                "2 to 5 p.m.",
                "2 to 5 in the afternoon",
                "2 - 5 (afternoon)",
                "2点到下午5点",
                "2時到下午5時",
                "с 2 до 5 дня",
                "2-5 дня",
                "с 2 ч до 5 ч дня",
                "с 2 часов до 5 часов дня",
                "من 2 إلى 5 مساء",
                "من 2 إلى 5 عصرا",
                "من 2 حتى 5 العصر",
                "من 2 إلى 5 بعد الظهر",
                "من الساعة 2 إلى الساعة 5 مساءً",
                "2-5 م",
                "2 से शाम 5 बजे तक",
                "दोपहर 2 से 5 बजे",
                "2 से 5 बजे शाम",
                "दोपहर बाद 2 से 5 बजे",
            ] as &[&str],
        ),
        (
            "09:00-17:00",
            &[
                "9-5pm",
                "from 9 till 5 pm",
                "9 in the morning to 5 in the afternoon",
                "9到下午5点",
                "9点到下午5点",
                "с 9 до 5 вечера",
                "с 9 утра до 5 дня",
                "من 9 إلى 5 مساء",
                "من الساعة 9 صباحا حتى الساعة 5 عصرا",
                "9 से शाम 5 बजे",
            ],
        ),
        ("22:00-02:00", &["10-2am", "10到凌晨2点", "с 10 до 2 ночи", "من 10 إلى 2 صباحا", "रात 10 से 2 बजे"]),
        ("19:00-21:00", &["7-9pm", "7-9 вечера", "7 से रात 9 बजे"]),
        ("21:00-23:00", &["9-11pm", "с 9 до 11 ночи", "晚上9点到11点"]),
        ("10:00-12:00", &["10:00-12:00 утром", "10-12 утра", "上午10点到上午12点", "सुबह 10 से 12"]),
        ("10:00-18:00", &["с 10 часов до 18 часов", "с 10 час. до 18 час.", "10 ч. - 18 ч."]),
        ("08:00-20:00", &["8-8pm", "早上8点到晚上8点"]),
        ("12:00-17:00", &["12-5pm", "中午12点到5点"]),
    ] {
        for raw in raws {
            assert_eq!(daily(raw).as_deref(), Some(expected), "{raw}");
        }
    }
}

#[test]
fn a_half_of_the_day_before_an_hour_is_none_of_the_hour_before_it() {
    for (raw, expected) in [
        ("上午10点到12点 下午2点到5点", "10:00-12:00;  14:00-17:00"),
        ("9-12 和 下午2-5", "09:00-12:00;  14:00-17:00"),
        ("सुबह 10 से 12 दोपहर 2 से 5", "10:00-12:00;  14:00-17:00"),
        ("morning 9-11 afternoon 2-4", "09:00-11:00;  14:00-16:00"),
        ("9-11 утра 6-8 вечера", "09:00-11:00;  18:00-20:00"),
        ("9am-11am 6pm-8pm", "09:00-11:00;  18:00-20:00"),
        ("من 9 صباحا الى 12 ظهرا ومن 4 عصرا الى 9 مساء", "09:00-12:00;  16:00-21:00"),
        ("10-12, afternoon", "10:00-12:00;  13:00-18:00"),
        ("10-12 и после обеда", "10:00-12:00;  13:00-18:00"),
    ] {
        assert_eq!(daily(raw).as_deref(), Some(expected), "{raw}");
    }
    assert_eq!(weekly("周六上午9点半到11点半 周日下午").as_deref(), Some("sat 09:30-11:30; sun 13:00-18:00"));
}

#[test]
fn a_bound_holds_before_its_hour_and_behind_it() {
    for (raw, expected) in [
        ("after 14:00", "14:00-21:00"),
        ("14:00以后", "14:00-21:00"),
        ("18:00之后", "18:00-21:00"),
        ("18点後", "18:00-21:00"),
        ("下午3点以后", "15:00-21:00"),
        ("शाम 6 बजे के बाद", "18:00-21:00"),
        ("10am onwards", "10:00-21:00"),
        ("before 11", "09:00-11:00"),
        ("11:00以前", "09:00-11:00"),
        ("上午11点之前", "09:00-11:00"),
        ("11 बजे से पहले", "09:00-11:00"),
        ("दोपहर 2 बजे तक", "09:00-14:00"),
    ] {
        assert_eq!(daily(raw).as_deref(), Some(expected), "{raw}");
    }
    for raw in ["平日18:00以後", "周一至周五18点以后", "सोमवार से शुक्रवार तक शाम 6 बजे के बाद"]
    {
        assert_eq!(weekly(raw).as_deref(), Some("mon,tue,wed,thu,fri 18:00-21:00"), "{raw}");
    }
    // Nothing of the day's parts is left.
    for raw in ["before 9", "9:00以前", "after 21:00", "21:00以后"] {
        assert_eq!(weekly(raw), None, "{raw}");
    }
}

#[test]
fn the_clock_round_is_the_whole_of_the_day() {
    for raw in ["24/7", "24 hours", "круглосуточно", "全天", "24小时", "على مدار الساعة", "चौबीसों घंटे"]
    {
        assert_eq!(daily(raw).as_deref(), Some("00:00-24:00"), "{raw}");
    }
    assert_eq!(weekly("周末全天").as_deref(), Some("sat,sun 00:00-24:00"));
}

#[test]
fn minutes_may_stand_behind_a_dash() {
    for (raw, expected) in [
        ("с 14-00 до 18-00", "14:00-18:00"),
        ("9-30 — 18-45", "09:30-18:45"),
        ("18-00-21-00", "18:00-21:00"),
        ("после 18-00", "18:00-21:00"),
        ("9-12", "09:00-12:00"),
        ("22-02", "22:00-02:00"),
        ("22-00:30", "22:00-00:30"),
    ] {
        assert_eq!(daily(raw).as_deref(), Some(expected), "{raw}");
    }
    assert_eq!(weekly("пн.-пт. 09-00 — 18-00").as_deref(), Some("mon,tue,wed,thu,fri 09:00-18:00"));
}

#[test]
fn a_part_of_the_day_bounds_hours() {
    for (raw, expected) in [
        ("before noon", "09:00-12:00"),
        ("中午以前", "09:00-12:00"),
        ("中午之前", "09:00-12:00"),
        ("до вечера", "09:00-18:00"),
        ("after noon", "12:00-21:00"),
        ("中午以后", "12:00-21:00"),
        ("9am until noon", "09:00-12:00"),
        ("с утра до вечера", "09:00-18:00"),
        ("सुबह से शाम तक", "09:00-18:00"),
        ("afternoon", "13:00-18:00"),
        ("с утра", "09:00-12:00"),
    ] {
        assert_eq!(daily(raw).as_deref(), Some(expected), "{raw}");
    }
    assert_eq!(weekly("before morning"), None);
    assert_eq!(weekly("सोमवार से शुक्रवार तक सुबह").as_deref(), Some("mon,tue,wed,thu,fri 09:00-12:00"));
}

#[test]
fn plain_numbers_are_read_in_every_digit_and_grouping() {
    for (raw, number) in [
        ("42", 42.0),
        ("42.5", 42.5),
        ("1.234", 1.234),
        ("0.30000000000000004", 0.300_000_000_000_000_04),
        ("123456789012345678901234567890", 1.234_567_890_123_456_8e29),
        ("-7", -7.0),
        ("− 7,5", -7.5),
        ("+3", 3.0),
        ("1,234", 1_234.0),
        ("1,00,000", 100_000.0),
        ("1 234,5", 1_234.5),
        ("1.234.567", 1_234_567.0),
        ("４２", 42.0),
        ("٤٢٫٥", 42.5),
        ("١٬٢٣٤", 1_234.0),
        ("४२", 42.0),
        ("四十二", 42.0),
        ("3万", 30_000.0),
        ("5 тыс.", 5_000.0),
        ("2 लाख", 200_000.0),
        ("-5k", -5_000.0),
    ] {
        assert_eq!(plain_number(raw), Some(number), "{raw}");
    }
    for raw in
        ["", "-", "--5", "large", "5-8", "from 5", "up to 5", "5 USD", "42 cm", "1e3", "NaN", "inf", "5 6"]
    {
        assert_eq!(plain_number(raw), None, "{raw}");
    }
}

#[test]
fn an_amount_may_be_less_than_nothing_where_its_field_is_the_workspaces_own() {
    let minor = |raw| signed_money(raw, Some(currency("TWD"))).map(|(money, written)| (money.minor, written));
    assert_eq!(minor("-50"), Some((-5_000, false)));
    assert_eq!(minor("−1,234.5 TWD"), Some((-123_450, true)));
    assert_eq!(minor("٥٠"), Some((5_000, false)));
    assert_eq!(minor("--50"), None);
    assert!(signed_money("-50", None).is_none());
}
