//! What requesters are told of their emergency, in Japanese.

use domain::Milestone;

use super::time;
use crate::sentence::Sentence;

#[expect(clippy::too_many_lines, reason = "an arm a sentence")]
pub(crate) fn sentence(sentence: &Sentence<'_>) -> String {
    let plain = match sentence {
        Sentence::About(number) => return format!("{number} についてのご連絡です。"),
        Sentence::Received(number) => {
            return format!("ご報告を受け付けました。受付番号は {number} です。");
        }
        Sentence::ReceivedShort(number) => return format!("ご報告を受け付けました: {number}。"),
        Sentence::HasIt { by } => return format!("{}が対応しています。", team(Some(by))),
        Sentence::BeingCalled => "応答があるまで担当者に電話し続けます。",
        Sentence::OthersReport => "ほかの方からも同じ報告があります。",
        Sentence::YouHear => {
            "進展があるたびにご連絡します。お気づきの点や画像は、専用ページから追加できます。"
        }
        Sentence::CallUs { phone, number } => {
            return format!("電話 {phone}(番号 {number})。");
        }
        Sentence::Milestone { milestone, again, by, customer } => {
            return reached(*milestone, *again, *by, *customer);
        }
        Sentence::CauseUnknown => "原因はまだ分かっていません。",
        Sentence::NoFixYet => "修正はまだ準備できていません。",
        Sentence::NotInPlaceYet => "まだ適用していません。",
        Sentence::ToldWhenItWorks => "すべて復旧しましたらご連絡します。",
        Sentence::PleaseCheck => {
            "ご確認のうえ、結果をお知らせください。まだ直っていない場合は、すぐに対応を再開します。"
        }
        Sentence::ToldWhenOn => "再開しましたらご連絡します。",
        Sentence::HasNews { by: None } => "新しいお知らせがあります。",
        Sentence::HasNews { by } => {
            return format!("{}から新しいお知らせがあります。", team(*by));
        }
        Sentence::NobodyYet => "申し訳ありません。まだ応答がありません。",
        Sentence::NobodyToCall => "連絡できる担当者を探し続けています。",
        Sentence::KeepCalling { called, rounds } => return keep_calling(*called, *rounds),
        Sentence::NothingNewSince { by, since } => {
            let since = time::clock(&since.local);
            return format!("現在、新しい情報はありません。{by} が {since} から対応しています。");
        }
        Sentence::NothingNew { by } => {
            return format!("現在、新しい情報はありません。{by} が対応しています。");
        }
        Sentence::NothingNewUnanswered => {
            "現在、新しい情報はありません。まだ担当者が応答しておらず、電話をかけ続けています。"
        }
        Sentence::NextWordDue => "次のご連絡の時刻になりました。",
        Sentence::NextWord(by) => {
            return format!("次のご連絡は {} まで。", time::at_moment(by));
        }
        Sentence::Off { service, until, moved } => {
            return off(*service, &time::at_moment(until), *moved);
        }
        Sentence::ConsentAsked { by, customer } => {
            let customer = customer.map(|name| format!("{name} 様向けの")).unwrap_or_default();
            return format!(
                "{by} より同意のお願いです。{customer}サービスを一時的に停止してもよろしいですか?"
            );
        }
        Sentence::Stops { services: "", .. } => {
            "停止している間、当社が提供するものはすべて利用できなくなります。"
        }
        Sentence::Stops { services, .. } => {
            return format!("停止している間、次のものが利用できなくなります: {services}。");
        }
        Sentence::EndsByItself(limit) => {
            return format!(
                "停止は長くても{}で自動的に終わり、当社から早めに終えることもできます。開始、終了の予定、\
                 再開は、その都度お知らせします。",
                time::length(*limit)
            );
        }
        Sentence::OpeningChangesNothing => {
            "ページを開くだけでは何も停止しません。ページで「はい」か「いいえ」をお選びください。"
        }
        Sentence::CallOpenOnPage => "電話会議を開いています。参加方法は専用ページをご覧ください。",
        Sentence::CallOpen => "電話会議を開いています。今すぐ参加できます。",
        Sentence::StillBroken => "まだ直っていないとのご連絡を受けました。",
        Sentence::CallingAgain => "当番のエンジニアに再び電話をかけています。",
        Sentence::Closed => "この緊急案件は終了しました。",
        Sentence::IfStillBroken => {
            "まだ直っていない場合はお知らせください。すぐに担当者に電話します。"
        }
        Sentence::GoesOnAs(number) => return format!("ご報告は {number} として継続します。"),
        Sentence::SameProblem => {
            "同じ問題です。内容は失われません。今後のご連絡はそちらからお送りします。"
        }
        Sentence::BecameTicket(ticket) => {
            return format!("この件はチケット {ticket} になりました。");
        }
        Sentence::HeadStillBroken => {
            "まだ直っていないとのご連絡を受け、当番のエンジニアに再び電話をかけています。"
        }
        Sentence::HeadNobodyYet => "まだ担当者が応答していません。応答するまで電話をかけ続けます。",
        Sentence::HeadCalling => "ご報告を受け付け、当番のエンジニアに電話をかけています。",
        Sentence::HeadCauseKnown { by } => {
            return format!("原因が分かりました。{}が対応しています。", team(Some(by)));
        }
        Sentence::HeadFixWaits { by } => {
            let by = team(Some(by));
            return format!("修正は完成しましたが、まだ適用していません。{by}が対応しています。");
        }
        Sentence::HeadFixInPlace { by } => {
            return format!("修正を適用しました。{}が引き続き対応しています。", team(Some(by)));
        }
        Sentence::HeadRestored => {
            "確認した限りでは、すべて復旧しています。ご確認のうえ、結果をお知らせください。"
        }
        Sentence::HeadMerged => {
            "ご報告は別の緊急案件で継続し、今後のご連絡もそちらからお送りします。"
        }
        Sentence::HeadTicket => {
            "ありがとうございます。この件は通常のサポート窓口のチケットとして継続します。"
        }
        Sentence::HeadConfirmed => "復旧が確認されました。この緊急案件は終了しました。",
        Sentence::HeadWasRestored => "復旧しました。この緊急案件は終了しました。",
    };
    plain.to_owned()
}

fn reached(milestone: Milestone, again: bool, by: Option<&str>, customer: Option<&str>) -> String {
    const STEP_BACK: &str = "訂正します。先の内容は誤りでした。";
    let who = team(by);
    let alone = by.map_or_else(|| who.clone(), |by| format!("{by} "));
    let for_whom = customer.map(|customer| format!("{customer} 様向けの")).unwrap_or_default();
    let plain = match (milestone, again) {
        (Milestone::Received, _) => "ご報告を受け付けました。",
        (Milestone::Answered, false) => {
            return format!("{who}が応答し、ご報告を引き受けました。");
        }
        (Milestone::Answered, true) => return format!("{who}が引き継ぎました。"),
        (Milestone::Investigating, false) => return format!("{who}が調査しています。"),
        (Milestone::Investigating, true) => {
            return format!("{STEP_BACK}{alone}が再調査しています。");
        }
        (Milestone::Reproduced, false) => return format!("{who}が問題を再現できました。"),
        (Milestone::Reproduced, true) => {
            return format!("{STEP_BACK}{alone}が再び再現できました。");
        }
        (Milestone::Escalated, _) => return format!("{who}が応援を呼びました。"),
        (Milestone::RootCauseIdentified, false) => "原因が分かりました。",
        (Milestone::RootCauseIdentified, true) => {
            "訂正します。原因は別のものでした。本当の原因が分かりました。"
        }
        (Milestone::FixDeveloped, false) => "修正が完成しました。",
        (Milestone::FixDeveloped, true) => {
            "訂正します。先の修正では直らず、別の修正が完成しました。"
        }
        (Milestone::FixDeployed, false) => "修正を適用しました。",
        (Milestone::FixDeployed, true) => "先の修正では直らず、別の修正を適用しました。",
        (Milestone::Restored, _) => "確認した限りでは、すべて復旧しています。",
        (Milestone::ServicesDisabled, _) => {
            return format!("{for_whom}サービスを一時的に停止しています。");
        }
        (Milestone::ServicesEnabled, _) => {
            return format!("{for_whom}サービスを再開しました。");
        }
    };
    plain.to_owned()
}

fn off(service: Option<&str>, until: &str, moved: bool) -> String {
    let what = service.map_or_else(|| "サービス".to_owned(), |name| format!("サービス「{name}」"));
    if moved {
        return format!("{what}の停止の終わりが、遅くとも {until} に変わりました。");
    }
    format!("{what}を一時停止中です。遅くとも {until} に終わります。")
}

/// What was tried while nobody answered.
fn keep_calling(called: u32, rounds: u32) -> String {
    let rounds = if rounds > 1 { format!("{rounds}巡") } else { String::new() };
    format!("{called}名に{rounds}電話し、続けています。")
}

pub(crate) fn writes(by: Option<&str>) -> String {
    by.map_or_else(|| "当社からのご連絡:".to_owned(), |by| format!("{by} からのご連絡:"))
}

pub(crate) fn emergency_at(who: &str) -> String {
    format!("{who} 様の緊急案件")
}

pub(crate) fn list(names: &[String], more: usize) -> String {
    let listed = names.join("、");
    if more == 0 { listed } else { format!("{listed}、ほか{more}件") }
}

/// "当番エンジニアの Ana Ruiz "
pub(super) fn team(by: Option<&str>) -> String {
    by.map_or_else(|| "当番のエンジニア".to_owned(), |by| format!("当番エンジニアの {by} "))
}
