//! Moments in Japanese.

use crate::time::{self, Day, Distance, Length, Local, Moment};

const WEEKDAYS: [&str; 7] = ["月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"];

/// `04:10 JST`, `明日 04:10`, `火曜日 04:10`, `12月24日 04:10`
pub(crate) fn clock(local: &Local) -> String {
    let time = local.time();
    match local.day {
        Day::Today => time,
        Day::Tomorrow => format!("明日 {time}"),
        Day::Yesterday => format!("昨日 {time}"),
        Day::Weekday(day) => format!("{} {time}", time::weekday(&WEEKDAYS, day)),
        Day::Date { day, month, year } => {
            let year = year.map(|year| format!("{year}年")).unwrap_or_default();
            format!("{year}{month}月{day}日 {time}")
        }
    }
}

/// The same: nothing stands before it.
pub(crate) fn at(local: &Local) -> String {
    clock(local)
}

/// `04:10 JST(37分後)`
pub(crate) fn at_moment(moment: &Moment) -> String {
    format!("{}({})", clock(&moment.local), distance(moment.distance))
}

pub(crate) fn distance(distance: Distance) -> String {
    match distance {
        Distance::Now => "今".to_owned(),
        Distance::In(far) => format!("{}後", length(far)),
        Distance::Ago(far) => format!("{}前", length(far)),
    }
}

/// `37分`, `1時間5分`, `3日`
pub(crate) fn length(length: Length) -> String {
    match length {
        Length::Seconds(seconds) => format!("{seconds}秒"),
        Length::Minutes(minutes) => format!("{minutes}分"),
        Length::Hours(hours) => format!("{hours}時間"),
        Length::HoursMinutes(hours, minutes) => format!("{hours}時間{minutes}分"),
        Length::Days(days) => format!("{days}日"),
    }
}
