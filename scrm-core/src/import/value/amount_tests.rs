use super::amount::{self, Unit, head_count, plain_number, probability, unit_of_header};
use crate::foundation::{Budget, Currency, Money};

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
        ("三万五", Some(35_000), Some(35_000), "TWD"),
        ("两万五到三万五", Some(25_000), Some(35_000), "TWD"),
        ("3萬5", Some(35_000), Some(35_000), "TWD"),
        ("一千二元", Some(1_200), Some(1_200), "TWD"),
        ("3万5千2", Some(35_200), Some(35_200), "TWD"),
        ("三万零五", Some(30_005), Some(30_005), "TWD"),
        ("三百五", Some(350), Some(350), "TWD"),
        ("三百零五元", Some(305), Some(305), "TWD"),
        ("三百五十", Some(350), Some(350), "TWD"),
        ("一百二十五", Some(125), Some(125), "TWD"),
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
        ("Budget - 500 USD", Some(500), Some(500), "USD"),
        ("Бюджет – 50 тыс.", Some(50_000), Some(50_000), "TWD"),
        ("(約)500", Some(500), Some(500), "TWD"),
        ("(5-8萬)", Some(50_000), Some(80_000), "TWD"),
        ("伍萬元整", Some(50_000), Some(50_000), "TWD"),
        ("人民币叁仟伍佰元", Some(3_500), Some(3_500), "CNY"),
        ("एक लाख रुपये", Some(100_000), Some(100_000), "INR"),
        ("डेढ़ लाख", Some(150_000), Some(150_000), "TWD"),
        ("ढाई से पाँच लाख", Some(250_000), Some(500_000), "TWD"),
        ("पाँच सौ", Some(500), Some(500), "TWD"),
        ("نصف مليون دولار", Some(500_000), Some(500_000), "USD"),
        ("ألفين دولار", Some(2_000), Some(2_000), "USD"),
        ("خمسين ألف", Some(50_000), Some(50_000), "TWD"),
        ("مئة ألف", Some(100_000), Some(100_000), "TWD"),
        ("полтора миллиона рублей", Some(1_500_000), Some(1_500_000), "RUB"),
        ("полмиллиона", Some(500_000), Some(500_000), "TWD"),
        ("сто тысяч", Some(100_000), Some(100_000), "TWD"),
        ("half a million", Some(500_000), Some(500_000), "TWD"),
        ("five hundred dollars", Some(500), Some(500), "USD"),
    ] {
        assert_eq!(range(raw), Some((low, high, code.to_owned())), "{raw}");
    }
    for raw in
        ["", "expensive", "5 10", "1-2-3", "100 USD EUR", "12345678901234567890", "тыс рублей наверное", "-"]
            .into_iter()
            .chain([
                "-500",
                "$-500",
                "-$500",
                "- $500",
                "₹-500",
                "€ -1.500",
                "USD -500",
                "NT$-5萬",
                "预算：-500",
            ])
            .chain([
                "руб. -500",
                "-500 ريال",
                "-五万",
                "₹ −५ लाख",
                "$(500)",
                "(500) USD",
                "USD (1,500.00)",
                "($500)",
            ])
            .chain(["(500)", "500-", "USD 500-", "100 +/- 20", "二三十萬", "二〇二四"])
            .chain([
                "twenty five thousand",
                "сто пятьдесят тысяч",
                "एक लाख पचास हज़ार",
                "two and a half million",
            ])
            .chain(["10L", "$10L", "₹L", "5千3万", "3万0", "12.34.56", "1,2,3", "12,34.50", "1,2345,678"])
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
        ("1,5%", 0.015),
        ("2", 0.02),
    ] {
        assert_eq!(probability(raw), Some(share), "{raw}");
    }
    for raw in ["101%", "high", "-5%", "", "1.01", "1,5", "101"] {
        assert_eq!(probability(raw), None, "{raw}");
    }
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
    assert_eq!(minor("+50"), Some((5_000, false)));
    assert_eq!(minor("to 50"), Some((5_000, false)));
    for (raw, expected) in [
        ("$-500", -50_000),
        ("-$500", -50_000),
        ("₹ -500", -50_000),
        ("€ -1.500", -150_000),
        ("USD −500", -50_000),
        ("-500 USD", -50_000),
        ("NT$-5萬", -5_000_000),
        ("руб. -5 тыс.", -500_000),
    ] {
        assert_eq!(minor(raw), Some((expected, true)), "{raw}");
    }
    for raw in ["--50", "$--50", "+-50", "-5 - 8", "- under 50"] {
        assert_eq!(minor(raw), None, "{raw}");
    }
    assert!(signed_money("-50", None).is_none());
}
