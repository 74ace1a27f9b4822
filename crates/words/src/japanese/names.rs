//! Names of impacts and states, and short words, in Japanese.

use domain::{Emergency, emergency::Phase, request::Impact};

use crate::sentence::Label;

pub(crate) fn impact_choice(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "停止している、またはアクセスできない",
        Impact::BrokenContent => "お客様に見える内容が壊れている",
        Impact::RevenueBlocked => "販売または決済ができない",
        Impact::DataOrSecurity => "データ、安全性、法令に関わる",
        Impact::OtherMaterial => "その他、業務に損害が出ている",
        Impact::Deadline => "期限が迫っている",
        Impact::Priority => "対応中の件を早めてほしい",
        Impact::Question => "質問がある",
        Impact::Change => "変更や新しい要望がある",
    }
}

pub(crate) fn state(emergency: &Emergency) -> &'static str {
    match emergency.phase {
        Phase::Unanswered => "応答待ち",
        Phase::Answered { .. } => "応答済み",
        Phase::Investigating { .. } => "調査中",
        Phase::Restored { .. } => "復旧",
        Phase::Closed { .. } => "終了",
    }
}

pub(crate) fn label(label: Label) -> &'static str {
    match label {
        Label::FollowIt => "経過を見る",
        Label::OpenPage => "専用ページを開く",
        Label::TellWhetherItWorks => "復旧したか知らせる",
        Label::SayStillBroken => "まだ直っていないと知らせる",
        Label::ReadAndAnswer => "読んで回答する",
        Label::JoinCall => "電話会議に参加する",
        Label::AnswerHere => "ここで返信する",
        Label::TellWhetherSolved => "解決したか知らせる",
        Label::HurtingNow => "今まさに困っている",
        Label::Phone => "電話",
        Label::Pin => "PIN",
        Label::Host => "主催",
        Label::ThisEmergency => "この緊急案件",
        Label::YourEmergency => "お客様の緊急案件",
        Label::YourRequest => "お問い合わせ",
        Label::YouWrote => "ご報告の内容:",
        Label::OurDesk => "サポート窓口",
        Label::Somebody => "どなたか",
    }
}
