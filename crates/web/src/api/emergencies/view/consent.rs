//! The customer's consent to have services switched off, as the API shows it.

use domain::emergency::Consent;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::person::PersonView;

/// Whether the customer was asked, and what it said.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Consent)]
pub(crate) struct ConsentView {
    /// Only this service; `null` for all of them.
    #[schema(example = "checkout")]
    service: Option<String>,
    reason: String,
    asked_by: PersonView,
    asked_at: Timestamp,
    /// `null` until somebody has answered.
    granted: Option<bool>,
    /// As the requester signed it.
    #[schema(example = "Maria Lopez")]
    answered_by: Option<String>,
    answered_at: Option<Timestamp>,
}

impl From<Consent> for ConsentView {
    fn from(consent: Consent) -> Self {
        let answer = consent.answer.as_ref();
        Self {
            service: consent.scope.service().map(str::to_owned),
            asked_by: PersonView::from(&consent.asked_by),
            asked_at: consent.asked_at,
            granted: answer.map(|answer| answer.granted),
            answered_by: answer.map(|answer| answer.name.clone()),
            answered_at: answer.map(|answer| answer.at),
            reason: consent.reason,
        }
    }
}
