//! What the emergency line says in Japanese.

use crate::line::{Asked, End, Kept, name, spoken, until};

pub(crate) const KEPT: &Kept = &Kept {
    hidden: "番号非通知の方",
    from: "{number} の方",
    says: "{who}から緊急とのお電話がありました",
    called: "{who}から緊急窓口にお電話がありました",
    recording: "電話で{secs}秒お話しになりました。録音: {link}",
    transcript: "電話での内容: {text}",
    other_number: "折り返し先: {number}",
};

pub(crate) const OFFER: &str = "日本語をご希望の場合は{key}を押してください。";

pub(crate) fn ask(asked: &Asked, closes: &str) -> String {
    match asked {
        Asked::Emergency { vendor, desk_is_open: false, .. } => format!(
            "{}の緊急連絡窓口です。当社のサービスに問題があり、今まさに業務に支障が出ている場合は、\
             1を押してください。すぐに担当者に電話します。",
            name(vendor)
        ),
        Asked::Emergency { vendor, desk_is_open: true, .. } => format!(
            "{}の緊急連絡窓口です。ただ今、サポート窓口が開いています{}。窓口への伝言は2を、問題が発生し\
             今まさに業務に支障が出ている場合は1を押してください。1を押すと、すぐに担当者に電話します。",
            name(vendor),
            until("（", closes, "まで）")
        ),
        Asked::Report => "ありがとうございます。お電話を受け付けました。発信音の後に、お名前、会社名、\
                          問題の内容をお話しください。終わりましたらシャープを押してください。このまま\
                          お切りいただいても、受け付けは済んでいます。"
            .to_owned(),
        Asked::CallBack { number } => format!(
            "{} に折り返しお電話します。よろしければ1を、別の番号をご希望の場合は2を押してください。",
            spoken(number)
        ),
        Asked::OtherNumber => "折り返し先の電話番号を国番号から入力し、シャープを押してください。".to_owned(),
    }
}

pub(crate) fn goodbye(end: End) -> String {
    match end {
        End::Emergency(number) => format!(
            "受付番号は E {} です。担当者が応答するまで電話をかけ続け、応答があり次第お知らせします。\
             失礼いたします。",
            spoken(&number.0.to_string())
        ),
        End::Ticket(number) => format!(
            "受付番号は T {} です。サポート窓口が担当します。失礼いたします。",
            spoken(&number.0.to_string())
        ),
        End::Taken => "受け付けました。ありがとうございます。失礼いたします。".to_owned(),
    }
}
