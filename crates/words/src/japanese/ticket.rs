//! What the requester of a ticket is told, in Japanese.

use super::time;
use crate::sentence::DeskSentence;

pub(crate) fn sentence(sentence: &DeskSentence<'_>) -> String {
    let plain = match sentence {
        DeskSentence::Received(ticket) => {
            return format!("お問い合わせを受け付けました: {ticket}。");
        }
        DeskSentence::IsOpenAndHasIt => "通常のサポート窓口は現在受付時間内で、担当します。",
        DeskSentence::HasIt => "通常のサポート窓口が担当します。",
        DeskSentence::HasItAndOpens(at) => {
            return format!(
                "通常のサポート窓口が担当します。窓口の開始は {} です。",
                time::at_moment(at)
            );
        }
        DeskSentence::OpensShort(at) => {
            return format!("窓口は {} から。", time::clock(&at.local));
        }
        DeskSentence::HearBy(by) => {
            return format!("ご連絡は {} まで。", time::at_moment(by));
        }
        DeskSentence::WayBack => {
            "今まさに業務が止まっている場合はお知らせください。すぐに担当者に電話します。"
        }
        DeskSentence::WayBackShort => "お急ぎの場合はこちら:",
        DeskSentence::Answered { by, ticket } => {
            return format!("{by} がお問い合わせ {ticket} に回答しました。");
        }
        DeskSentence::Solved(ticket) => {
            return format!("お問い合わせ {ticket} は解決しました。");
        }
        DeskSentence::IfNotSolved => {
            "解決していない場合は、専用ページでお知らせください。対応を続けます。"
        }
        DeskSentence::IfNotSolvedShort => "解決していない場合は、専用ページでお知らせください。",
        DeskSentence::BecameEmergency { ticket, number } => {
            return format!("お問い合わせ {ticket} は緊急案件 {number} になりました。");
        }
        DeskSentence::BeingCalledShort => "担当者に電話をかけています。",
        DeskSentence::EntryOfDesk { by } => return format!("{by}(サポート窓口)"),
        DeskSentence::EntryPickedUp { by } => return format!("{by} が担当しています"),
        DeskSentence::EntrySolved { by } => return format!("{by} が解決したと伝えました"),
        DeskSentence::EntryConfirmed { by } => return format!("{by} が解決を確認しました"),
        DeskSentence::EntryReopened { by } => {
            return format!("{by} が未解決と伝え、再び対応中になりました");
        }
        DeskSentence::EntryBecame { number } => {
            return format!("緊急案件 {number} として継続します");
        }
        DeskSentence::EntryWas { number } => {
            return format!("緊急案件 {number} から、こちらで継続します");
        }
    };
    plain.to_owned()
}
