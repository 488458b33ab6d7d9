//! A shop that writes in a language which is none of the six: its texts and words stand in the place of the default's.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::tests::incoming;
use super::*;
use crate::playbook::Playbook;
use crate::reply::ReplyKind;
use crate::store::MemoryStore;
use crate::transport::MessageBody;
use crate::trust::consent::Purpose;
use crate::trust::standing;

const PLAYBOOK: &str = r#"
[workspace]
name = "Hà Nội Travel"

[replies.welcome.texts]
en = "Chào {name|bạn}! Cảm ơn bạn đã nhắn cho {workspace}."

[replies.welcome.short_texts]
en = "Chào {name|bạn}!"

[replies.away.texts]
en = "Chúng tôi trở lại {back_at}."

[replies.away.wait_texts]
en = "Thời gian chờ: {average_wait}."

[replies.opt_out.texts]
en = "Bạn sẽ không nhận tin quảng cáo nữa."

[replies.wording.en]
today = "hôm nay lúc {time}"
tomorrow = "ngày mai lúc {time}"
later = "ngày {day} {month} lúc {time}"
months = ["tháng 1", "tháng 2", "tháng 3", "tháng 4", "tháng 5", "tháng 6", "tháng 7", "tháng 8", "tháng 9", "tháng 10", "tháng 11", "tháng 12"]

[replies.keyword."keyword.tour"]
en = "Tour Hạ Long hai ngày: 2.900.000 đ."

[[keywords.rules]]
id = "keyword.tour"
label = "tour"
phrases = ["tour hạ long", "giá tour"]

[trust.opt_out.words.en]
stop_sentences = ["stop", "ngừng nhắn tin", "huỷ đăng ký"]
"#;

fn at(minutes: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 6, 2, 0, 0).unwrap() + TimeDelta::minutes(minutes)
}

#[test]
fn a_shop_answers_in_its_own_language_in_the_place_of_the_default() {
    let workspace =
        Workspace::new(Box::new(MemoryStore::default()), &Playbook::read(PLAYBOOK).unwrap()).unwrap();
    let says = |text: &str, minutes| {
        let message =
            incoming(&format!("wamid.{minutes}"), "84912345678", MessageBody::text(text), at(minutes));
        workspace.receive(&[message], at(minutes)).unwrap().remove(0)
    };
    let sent = |received: &Received| {
        let id = received.outbox.clone().unwrap();
        let waiting = workspace.store().outbox(&[id]).unwrap().remove(0).unwrap();
        waiting.value.message.body.words().unwrap().to_owned()
    };
    let first = says("Cho mình hỏi giá tour Hạ Long", 0);
    assert_eq!(first.answered_by.as_ref().unwrap().as_str(), "keyword.tour");
    assert!(
        sent(&first).starts_with("Chào bạn!") && sent(&first).ends_with("2.900.000 đ."),
        "{}",
        sent(&first)
    );
    let night = says("Bạn còn phòng không?", 13 * 60);
    assert_eq!(
        (night.reply, sent(&night).as_str()),
        (Some(ReplyKind::Away), "Chúng tôi trở lại ngày mai lúc 09:00.")
    );
    let stopped = says("Ngừng nhắn tin", 13 * 60 + 5);
    assert_eq!(sent(&stopped), "Bạn sẽ không nhận tin quảng cáo nữa.");
    let customer = workspace.customer(&stopped.customer.unwrap()).unwrap();
    assert!(!standing(&customer.consents, Purpose::Marketing, crate::transport::Channel::Whatsapp).allowed);
}
