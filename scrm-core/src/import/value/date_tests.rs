use chrono::{NaiveDate, Timelike};

use super::date::{DateSettings, read};
use super::date_order::{DateOrder, order_of_column};

const SETTINGS: DateSettings = DateSettings { order: DateOrder::DayFirst, century_pivot: 49 };

#[test]
fn dates_are_read_in_six_languages() {
    let day = NaiveDate::from_ymd_opt(2024, 3, 15).unwrap();
    for raw in [
        "2024-03-15",
        "2024/03/15",
        "2024/3/15",
        "2024.03.15",
        "15.03.2024",
        "15/3/2024",
        "3/15/2024",
        "15-03-24",
        "15 марта 2024",
        "15 марта 2024 г.",
        "«15» марта 2024 года",
        "15 мар 2024",
        "March 15, 2024",
        "15th of March 2024",
        "15-Mar-24",
        "Friday, March 15, 2024",
        "١٥ مارس ٢٠٢٤",
        "١٥/٠٣/٢٠٢٤",
        "15 آذار 2024",
        "१५ मार्च २०२४",
        "15 मार्च 2024",
        "2024年3月15日",
        "２０２４年３月１５日",
        "2024年3月15號",
        "民國113年3月15日",
        "民國113/3/15",
        "113年3月15日民國",
        "113年3月15日",
        "113/03/15",
        "113.3.15",
        "1130315",
        "20240315",
        "45366",
        "2024-03-15 星期五",
        "пятница, 15 марта 2024",
    ] {
        assert_eq!(read(raw, SETTINGS).map(|read| read.date), Some(day), "{raw}");
    }
    // A year of the Hijra is no year of this calendar.
    for raw in ["15/03/1445 هـ", "١٥/٠٣/١٤٤٥هـ", "15 مارس 1445 ه"] {
        assert!(read(raw, SETTINGS).is_none(), "{raw}");
    }
    for (raw, short) in
        [("15-03-24", true), ("15-Mar-24", true), ("15.03.2024", false), ("民國88/3/15", false)]
    {
        assert_eq!(read(raw, SETTINGS).map(|read| read.short_year), Some(short), "{raw}");
    }
    for (raw, date) in
        [("079/03/15", "1990-03-15"), ("099/12/31", "2010-12-31"), ("099年12月31日", "2010-12-31")]
    {
        assert_eq!(read(raw, SETTINGS).unwrap().date.to_string(), date, "{raw}");
    }
    assert_eq!(read("19560409", SETTINGS).unwrap().date, NaiveDate::from_ymd_opt(1956, 4, 9).unwrap());
    for raw in
        ["", "soon", "2024-13-01", "31.02.2024", "99999999", "15", "1/2", "0000-00-00", "вчера", "000/01/01"]
    {
        assert!(read(raw, SETTINGS).is_none(), "{raw}");
    }
}

#[test]
fn times_of_day_are_read() {
    for (raw, hour, minute) in [
        ("2024/03/15 14:30", 14, 30),
        ("2024-03-15T14:30:00", 14, 30),
        ("2024-03-15 2:30 PM", 14, 30),
        ("2024年3月15日 下午2:30", 14, 30),
        ("2024年3月15日 14时30分", 14, 30),
        ("2024年3月15日下午2点30分", 14, 30),
        ("15.03.2024 в 14:30", 14, 30),
        ("15 مارس 2024 2:30 م", 14, 30),
        ("45366.604166667", 14, 30),
        ("20240315143000", 14, 30),
        ("15 मार्च 2024 14:30 बजे", 14, 30),
        ("3/15/24 12:05 AM", 0, 5),
        ("Mar 15 2024 2pm", 14, 0),
        ("Mar 15, 2024 at 2 p.m.", 14, 0),
        ("15 марта 2024 в 6 вечера", 18, 0),
        ("15 مارس 2024 6 مساء", 18, 0),
        ("15/3/2024 शाम 6 बजे", 18, 0),
        ("15/3/2024 18 बजे", 18, 0),
        ("2024年3月15日下午2点半", 14, 30),
        ("20240315T143000", 14, 30),
        ("20240315T1430", 14, 30),
    ] {
        let time = read(raw, SETTINGS).and_then(|read| read.time);
        assert_eq!(time.map(|time| (time.hour(), time.minute())), Some((hour, minute)), "{raw}");
    }
    for (raw, instant) in [
        ("2024-03-15T14:30:00Z", "2024-03-15T14:30:00Z"),
        ("2024-03-15T14:30:00.123+08:00", "2024-03-15T06:30:00Z"),
        ("2024-03-15 14:30:00-0700", "2024-03-15T21:30:00Z"),
        ("1710513000", "2024-03-15T14:30:00Z"),
        ("2024-03-15 14:30 GMT+8", "2024-03-15T06:30:00Z"),
        ("2024-03-15 14:30 UTC-3", "2024-03-15T17:30:00Z"),
        ("2024-03-15 14:30 GMT", "2024-03-15T14:30:00Z"),
        ("20240315T143000Z", "2024-03-15T14:30:00Z"),
        ("20240315T143000+0800", "2024-03-15T06:30:00Z"),
    ] {
        let read = read(raw, SETTINGS)
            .and_then(|read| read.instant())
            .map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
        assert_eq!(read.as_deref(), Some(instant), "{raw}");
    }
}

#[test]
fn the_order_of_day_and_month_is_given_proved_or_noted() {
    let month_first = DateSettings { order: DateOrder::MonthFirst, ..SETTINGS };
    let date = |raw, settings| read(raw, settings).map(|read| (read.date.to_string(), read.ambiguous));
    assert_eq!(date("03/04/2024", SETTINGS), Some(("2024-04-03".to_owned(), true)));
    assert_eq!(date("03/04/2024", month_first), Some(("2024-03-04".to_owned(), true)));
    assert_eq!(date("04/04/2024", month_first), Some(("2024-04-04".to_owned(), false)));
    assert_eq!(date("13/04/2024", month_first), Some(("2024-04-13".to_owned(), false)));
    let order = |raw, standard| order_of_column([raw], standard).order;
    assert_eq!(order("13/04/2024", DateOrder::MonthFirst), DateOrder::DayFirst);
    assert_eq!(order("04/13/2024", DateOrder::DayFirst), DateOrder::MonthFirst);
    for raw in ["04/05/2024", "2024-04-13", "13 April 2024", "4 March 13", "soon"] {
        for standard in [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::YearFirst] {
            assert_eq!(order(raw, standard), standard, "{raw}");
        }
    }
    assert_eq!(date("1/2/49", SETTINGS).unwrap().0, "2049-02-01");
    assert_eq!(date("1/2/50", SETTINGS).unwrap().0, "1950-02-01");
}

/// The dates of a column as they are read together, and whether one of them could be read in another order.
fn column(cells: &[&str], standard: DateOrder) -> (Vec<String>, bool) {
    let column = order_of_column(cells.iter().copied(), standard);
    let settings = DateSettings { order: column.order, ..SETTINGS };
    let read = |raw: &&str| read(raw, settings).unwrap();
    let is_open =
        |raw: &&str| read(raw).ambiguous || (read(raw).year_may_be_elsewhere && !column.is_year_proved);
    (cells.iter().map(|raw| read(raw).date.to_string()).collect(), cells.iter().any(is_open))
}

#[test]
fn a_column_says_where_its_years_of_two_digits_stand() {
    use DateOrder::{DayFirst, MonthFirst, YearFirst};
    for (cells, dates) in [
        (["24-12-31", "24-12-30", "24-11-05"], ["2024-12-31", "2024-12-30", "2024-11-05"]),
        (["24/12/31", "２４／１２／３０", "24/11/05"], ["2024-12-31", "2024-12-30", "2024-11-05"]),
        (["99-12-31", "05-06-07", "24-11-05"], ["1999-12-31", "2005-06-07", "2024-11-05"]),
        (["31.12.24", "30.12.24", "15.11.24"], ["2024-12-31", "2024-12-30", "2024-11-15"]),
        (["24-12-31", "24-12-30", "15-11-2005"], ["2031-12-24", "2030-12-24", "2005-11-15"]),
        (["24-12-99", "24-12-30", "24-11-05"], ["1999-12-24", "2030-12-24", "2005-11-24"]),
        (["12/31/24", "11/30/24", "12/30/24"], ["2024-12-31", "2024-11-30", "2024-12-30"]),
    ] {
        for standard in [DayFirst, MonthFirst] {
            assert_eq!(column(&cells, standard).0, dates, "{cells:?}");
            // 05-06-07 alone says of itself that it is open, but not under a year that is proved.
            assert!(!column(&cells, standard).1, "{cells:?}");
        }
    }
    // Nothing proves it: the standard order, with a note.
    assert_eq!(column(&["24-12-31"], DayFirst), (vec!["2031-12-24".to_owned()], true));
    assert_eq!(column(&["24-12-31"], YearFirst), (vec!["2024-12-31".to_owned()], true));
    assert!(column(&["24-12-31", "25-01-03"], DayFirst).1);
    // Only one end can be the year.
    assert_eq!(column(&["85-03-15"], DayFirst), (vec!["1985-03-15".to_owned()], false));
    assert_eq!(column(&["15-03-85"], YearFirst), (vec!["1985-03-15".to_owned()], false));
    assert_eq!(column(&["03/15/24"], YearFirst), (vec!["2024-03-15".to_owned()], false));
    assert_eq!(column(&["03/04/2024"], YearFirst), (vec!["2024-03-04".to_owned()], true));
}
