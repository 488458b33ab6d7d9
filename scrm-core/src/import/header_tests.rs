use super::tests::{accepted, read, read_with};
use super::*;
use crate::customer::{FieldName, FieldValue};

fn meaning(header: &str) -> Option<String> {
    column_meaning(header).map(String::from)
}

#[test]
fn headers_are_known_as_people_call_them() {
    for (target, headers) in [
        (
            "head_count",
            &["公司人數", "公司人数", "Company headcount", "Численность компании", "企业规模"][..],
        ),
        ("products", &["感興趣產品", "感兴趣产品", "Interested products", "Интересующие товары"]),
        (
            "position",
            &[
                "聯絡人職位",
                "联系人职位",
                "Contact job title",
                "Должность контактного лица",
                "ग्राहक का पद",
                "منصب العميل",
            ],
        ),
        ("first_contact", &["首次接觸時間", "首次接触时间", "First contact date", "Дата первого обращения"]),
        (
            "preferred_times",
            &[
                "Удобное время звонка",
                "الوقت المفضل للتواصل",
                "Best time to reach",
                "कॉल का समय",
                "方便通話時間",
            ],
        ),
        (
            "budget",
            &[
                "Budget USD",
                "budget_usd",
                "Budget, k USD",
                "Бюджет руб",
                "Бюджет тыс. руб.",
                "预算万元",
                "預算（萬元）",
                "Customer budget",
            ],
        ),
        ("name", &["Наименование клиента", "联系人姓名", "聯絡人姓名", "اسم الزبون", "संपर्क व्यक्ति"]),
        ("phone", &["Телефон клиента", "客戶電話", "هاتف العميل", "ग्राहक का फ़ोन"]),
        ("address", &["公司地址", "Company address", "Адрес компании", "عنوان الشركة", "कंपनी का पता"]),
    ] {
        for header in headers {
            assert_eq!(meaning(header).as_deref(), Some(target), "{header}");
        }
    }
    // A number of a customer is an id as often, and a company's no phone of its people.
    for header in [
        "номер клиента",
        "公司电话",
        "Company phone",
        "客户编号",
        "Customer number",
        "Address M",
        "Company k",
    ] {
        assert_eq!(meaning(header), None, "{header}");
    }
}

#[test]
fn a_header_that_ends_with_a_currency_says_that_of_its_numbers() {
    let (rows, _) = read("Name,Budget USD\nAnna,5000\nBen,300 EUR\n");
    let currencies: Vec<_> = accepted(&rows)
        .iter()
        .filter_map(|row| match row.draft.value(&FieldName::Budget) {
            Some(FieldValue::Budget(budget)) => Some(budget.currency.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(currencies, ["USD", "EUR"]);
}

#[test]
fn a_country_by_its_name_says_how_the_phones_of_its_row_are_read() {
    let options = ImportOptions { default_region: Some("TW".to_owned()), ..ImportOptions::new("test") };
    let text = "Имя;Телефон;Страна\nАнна;8 916 123 45 67;Россия\nBen;07400 123456;UK\nEva;0612345678;Nederland\n\
        Omar;0912 000 456;Тайбэй\nIvan;+7 916 123 45 67;Москва\n";
    let (rows, report) = read_with(&options, text.as_bytes()).unwrap();
    let numbers: Vec<_> =
        accepted(&rows).iter().map(|row| row.draft.identifiers[0].value.to_string()).collect();
    assert_eq!(numbers, ["+79161234567", "+447400123456", "+31612345678", "+886912000456", "+79161234567"]);
    let doubted: Vec<_> =
        report.notes.iter().map(|note| (note.code.as_str(), note.first_rows.clone())).collect();
    assert_eq!(
        doubted,
        [("import.value.doubtful_region", vec![4])],
        "read by the default beside a place that is no country"
    );
    let text = "name,phone,region,country\nAnna,(202) 555-0123,Georgia,USA\n";
    let (rows, report) = read_with(&options, text.as_bytes()).unwrap();
    assert_eq!(accepted(&rows)[0].draft.identifiers[0].value, "+12025550123");
    assert!(report.notes.iter().all(|note| note.code != "import.value.doubtful_region"));
}
