//! Why something is not an emergency, kindly, in Japanese.

use domain::request::Impact;

/// What an emergency is.
pub(crate) const DEFINITION: &str = "緊急案件とは、今まさに業務に損害を与えている問題です。";

pub(crate) fn not_met(impact: Option<Impact>) -> &'static str {
    match impact {
        Some(Impact::Deadline) => {
            "緊急案件とは、今まさに業務に損害を与えている問題です。期限も大切ですが、現時点では何も\
             止まっていないと理解しています。"
        }
        Some(Impact::Priority) => {
            "緊急案件とは、今まさに業務に損害を与えている問題です。対応中の件の優先順位は、全体を見て\
             いる通常のサポート窓口が判断します。"
        }
        Some(Impact::Question) => {
            "緊急案件とは、今まさに業務に損害を与えている問題です。ご質問には、通常のサポート窓口が\
             より良い回答を差し上げます。"
        }
        Some(Impact::Change) => {
            "緊急案件とは、今まさに業務に損害を与えている問題です。変更や新しいご要望は、計画を担う\
             者とともに日中に進めるほうが確実です。"
        }
        Some(
            Impact::Outage
            | Impact::BrokenContent
            | Impact::RevenueBlocked
            | Impact::DataOrSecurity
            | Impact::OtherMaterial,
        )
        | None => {
            "緊急案件とは、今まさに業務に損害を与えている問題です。本番環境には影響がないと理解して\
             います。"
        }
    }
}
