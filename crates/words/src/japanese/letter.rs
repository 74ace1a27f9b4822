//! What requesters write in Japanese, as far as it decides something.

use crate::letter::Written;

pub(crate) const WRITTEN: &Written = &Written {
    broken: &[
        "まだ直って",
        "まだ直らない",
        "まだ直りません",
        "まだ動かない",
        "まだ動きません",
        "まだ動いていません",
        "まだ使えない",
        "まだ使えません",
        "復旧していません",
        "復旧していない",
        "再び停止",
        "また停止",
        "また止ま",
        "また落ち",
    ],
    thanks: &["ありがとう", "感謝"],
    asks: &["？", "しかし", "ですが", "けど", "でも", "まだ", "また", "ません", "ない"],
    alarm: &["緊急", "至急", "停止して", "止まって", "業務ができ", "仕事ができ"],
    denied: &["緊急ではありません", "緊急ではない", "緊急じゃない", "至急ではありません"],
    signature: &["iPhoneから送信", "iPhone から送信", "Outlook for "],
    starts: &["20"],
    wrote: &["年", "のメール:"],
    original: &["-----元のメッセージ", "-----Original Message"],
    from: &["差出人: ", "差出人:"],
    follows: &["送信日時:", "日付:"],
};
