//! What has happened, in Japanese, as requesters read it.

use super::{news::team, time};
use crate::sentence::Happened;

pub(crate) fn sentence(happened: &Happened<'_>) -> String {
    let plain = match happened {
        Happened::Received => "ご報告を受け付けました。",
        Happened::Joined => "ほかの方からも同じ報告がありました。",
        Happened::Wrote { by: None } => "当社からのご連絡:",
        Happened::Wrote { by: Some(by) } => return format!("{by} からのご連絡:"),
        Happened::YouWrote => "お客様からのご連絡:",
        Happened::YouAdded => "お客様が追加したもの:",
        Happened::MoreCalled { by } => return format!("{}が応援を呼びました。", team(*by)),
        Happened::OneMoreCameIn => "エンジニアが1名加わりました。",
        Happened::NothingNew => "新しくお伝えできることはありませんでした。",
        Happened::NobodyYet => "まだ担当者が応答せず、電話をかけ続けました。",
        Happened::HeardNothing => "連絡がないとお知らせいただきました。",
        Happened::CallOpened => "電話会議を開きました。",
        Happened::Confirmed => "復旧をご確認いただきました。",
        Happened::StillBroken => "まだ直っていないとのご連絡を受けました。",
        Happened::WentOnAs(number) => return format!("ご報告は {number} として継続しました。"),
        Happened::AnotherJoined => "同じ問題の別の報告が加わりました。",
        Happened::BecameTicket(ticket) => {
            return format!("この件はチケット {ticket} として継続しました。");
        }
        Happened::Closed => "この緊急案件は終了しました。",
        Happened::StayOff(until) => {
            let until = time::clock(&until.local);
            return format!("サービスの停止は遅くとも {until} まで続きます。");
        }
        Happened::ConsentAsked { by } => {
            return format!("{}がサービス停止への同意をお願いしました。", team(*by));
        }
        Happened::Agreed => "同意をいただきました。",
        Happened::NotAgreed => "同意はいただけませんでした。",
        Happened::KeptWorking => "引き続き対応しました。",
    };
    plain.to_owned()
}
