//! What stands on the pages behind a responder's links, in Japanese.

use crate::pages::Answering;

pub(crate) const ANSWERING: &Answering = &Answering {
    impact: "影響",
    reported_by: "連絡者",
    opened: "受付",
    has_it: "担当",
    over: "終了しました。応答するものはありません。",
    offered: (
        "当番が始まりました。",
        "さんから引き継ぎますか。それまで担当は変わりません。期限: ",
        "。",
    ),
    you_have_it: ("担当は", "さんです。"),
    take_over: "引き継ぐ",
    answer: "応答する: 引き受けます",
    it_stays: "いいえ、そのまま",
    cannot: "対応できない",
    investigating: "調査中です",
    reach: "連絡先:",
    only_for: (
        "このページは",
        "さん専用です。開いても何も変わりません。変わるのはボタンを押したときだけです。",
    ),
    console: "コンソールで開く",
    test: "テスト呼び出し",
    test_ringing: "テスト呼び出しです。障害はありません",
    test_missed: "テスト呼び出しに応答していません",
    test_over: "この当番は終わりました",
    test_answered: "ありがとうございます。応答を確認しました",
    test_late: "ありがとうございます。当番に戻りました",
    test_keeper: ("", "さんが", "の当番を続けます。応答すれば当番に戻れます。"),
    test_answer_by: (
        "",
        "の当番が始まりました。連絡がつくことを確かめるため、",
        "までに応答してください。",
    ),
    i_am_here: "ここにいます",
    only_the_button: "開いても何も変わりません。変わるのはボタンを押したときだけです。",
    nothing_left: "応答するものはありません。",
};
