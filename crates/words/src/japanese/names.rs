//! Names of impacts and states, and short words, in Japanese.

use domain::{Emergency, Milestone, emergency::Phase, request::Impact};

use crate::sentence::Label;

/// As a label, for responders.
pub(crate) fn impact(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "停止",
        Impact::BrokenContent => "表示の不具合",
        Impact::RevenueBlocked => "売上の停止",
        Impact::DataOrSecurity => "データ・セキュリティ",
        Impact::OtherMaterial => "業務への支障",
        Impact::Deadline => "期限",
        Impact::Priority => "優先度",
        Impact::Question => "質問",
        Impact::Change => "変更",
    }
}

/// As a label, for responders.
pub(crate) fn milestone(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Received => "受付",
        Milestone::Answered => "応答",
        Milestone::Investigating => "調査中",
        Milestone::Reproduced => "再現",
        Milestone::Escalated => "応援要請",
        Milestone::RootCauseIdentified => "原因判明",
        Milestone::FixDeveloped => "修正完了",
        Milestone::FixDeployed => "修正適用",
        Milestone::Restored => "復旧",
        Milestone::ServicesDisabled => "サービス停止",
        Milestone::ServicesEnabled => "サービス再開",
    }
}

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
