use super::week::windows;
use crate::import::ImportConfig;

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
    // Beyond the parts of the day it is from dawn and to midnight.
    for (raw, expected) in [
        ("before 9", "06:00-09:00"),
        ("9:00以前", "06:00-09:00"),
        ("до 8 утра", "06:00-08:00"),
        ("after 21:00", "21:00-24:00"),
        ("after 9pm", "21:00-24:00"),
        ("晚上10点以后", "22:00-24:00"),
    ] {
        assert_eq!(daily(raw).as_deref(), Some(expected), "{raw}");
    }
    for raw in ["before 6am", "after 24:00"] {
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
        ("после 9-45", "09:45-21:00"),
        ("после 18-00", "18:00-21:00"),
        ("9-12", "09:00-12:00"),
        ("22-02", "22:00-02:00"),
        ("22-00:30", "22:00-00:30"),
    ] {
        assert_eq!(daily(raw).as_deref(), Some(expected), "{raw}");
    }
    assert_eq!(weekly("Mon 9-25"), None);
    assert_eq!(weekly("пн.-пт. 09-00 — 18-00").as_deref(), Some("mon,tue,wed,thu,fri 09:00-18:00"));
}

#[test]
fn hours_that_say_no_half_are_those_by_day() {
    for (raw, expected) in [
        ("12-3", "12:00-15:00"),
        ("12 to 5", "12:00-17:00"),
        ("12:30-2", "12:30-14:00"),
        ("12点到3点", "12:00-15:00"),
        ("从12点到3点", "12:00-15:00"),
        ("с 12 до 5", "12:00-17:00"),
        ("من 12 إلى 3", "12:00-15:00"),
        ("12 से 3 बजे", "12:00-15:00"),
        ("11-1", "11:00-13:00"),
        ("2-5", "14:00-17:00"),
        ("1-5", "13:00-17:00"),
        ("2:30-5:30", "14:30-17:30"),
        ("2点到5点", "14:00-17:00"),
        ("с 2 до 5", "14:00-17:00"),
        ("من 2 إلى 5", "14:00-17:00"),
        ("2 से 5 बजे", "14:00-17:00"),
        ("after 3", "15:00-21:00"),
        ("before 5", "09:00-17:00"),
        ("3点", "15:00-16:00"),
        // A half or an hour of the other one is said.
        ("8-11", "08:00-11:00"),
        ("6-9", "06:00-09:00"),
        ("02:00-05:00", "02:00-05:00"),
        ("2-5 am", "02:00-05:00"),
        ("凌晨2点到5点", "02:00-05:00"),
        ("ночью с 2 до 5", "02:00-05:00"),
        ("5-17", "05:00-17:00"),
        ("22-2", "22:00-02:00"),
    ] {
        assert_eq!(daily(raw).as_deref(), Some(expected), "{raw}");
    }
}

#[test]
fn nothing_but_its_half_parts_the_second_hour_from_the_first() {
    for (raw, expected) in [
        ("早9晚6", "09:00-18:00"),
        ("早8-晚5", "08:00-17:00"),
        ("上午9下午5", "09:00-17:00"),
        ("上午9点下午5点", "09:00-17:00"),
        ("早九晚五", "09:00-17:00"),
        ("上午9点下午2点到5点", "09:00-10:00;  14:00-17:00"),
    ] {
        assert_eq!(daily(raw).as_deref(), Some(expected), "{raw}");
    }
}

#[test]
fn hours_and_days_are_read_in_chinese_signs() {
    for (raw, expected) in [
        ("下午兩點到五點", "14:00-17:00"),
        ("上午十点半到十二点", "10:30-12:00"),
        ("上午九点三十分", "09:30-10:30"),
        ("晚上七到九點", "19:00-21:00"),
        ("两点到五点", "14:00-17:00"),
    ] {
        assert_eq!(daily(raw).as_deref(), Some(expected), "{raw}");
    }
    for (raw, expected) in [
        ("平日晚上七點後", "mon,tue,wed,thu,fri 19:00-21:00"),
        ("週一、三、五上午", "mon,wed,fri 09:00-12:00"),
        ("周六、日 10-12点", "sat,sun 10:00-12:00"),
        ("周一至五下午", "mon,tue,wed,thu,fri 13:00-18:00"),
        ("星期二和四", "tue,thu 09:00-18:00"),
        ("下午周三五", "wed,fri 13:00-18:00"),
        ("周三五点", "wed 17:00-18:00"),
        ("周三、五点到七点", "wed 17:00-19:00"),
        ("周一、周三", "mon,wed 09:00-18:00"),
        ("Mon/Wed/Fri AM", "mon,wed,fri 09:00-12:00"),
        ("Mon AM, Tue PM", "mon 09:00-12:00; tue 13:00-18:00"),
    ] {
        assert_eq!(weekly(raw).as_deref(), Some(expected), "{raw}");
    }
}

#[test]
fn a_part_of_the_day_bounds_hours() {
    for (raw, expected) in [
        ("noon to 3pm", "12:00-15:00"),
        ("from noon to 3", "12:00-15:00"),
        ("noon-2pm", "12:00-14:00"),
        ("12 noon to 2", "12:00-14:00"),
        ("中午到3点", "12:00-15:00"),
        ("दोपहर से 3 बजे", "12:00-15:00"),
        ("من الظهر إلى 3", "12:00-15:00"),
        ("с утра до 15:00", "09:00-15:00"),
        ("晚上到10点", "18:00-22:00"),
        ("evening - 6", "18:00-19:00"),
        ("morning - 9-12", "09:00-12:00"),
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
