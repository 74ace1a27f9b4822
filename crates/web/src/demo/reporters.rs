//! The customers of the demo: who reports next, and what.

use serde_json::{Value, json};

pub(super) struct Reporter {
    pub(super) name: &'static str,
    email: &'static str,
    summary: &'static str,
    details: &'static str,
}

/// The second and third see the same outage as the first: their reports join.
const REPORTERS: [Reporter; 3] = [
    Reporter {
        name: "Rae",
        email: "rae@acme.example",
        summary: "Nobody can pay: the checkout shows an error",
        details: "It began at five to three. All countries, all cards. We have a sale running.",
    },
    Reporter {
        name: "Tom",
        email: "tom@acme.example",
        summary: "Payments fail in the app as well",
        details: "The app says \"try again later\" at the last step.",
    },
    Reporter {
        name: "Ines",
        email: "ines@acme.example",
        summary: "Our call centre cannot take orders",
        details: "Forty people are waiting on the phone.",
    },
];

/// Who reports after so many others.
pub(super) fn next(others: usize) -> &'static Reporter {
    &REPORTERS[others % REPORTERS.len()]
}

impl Reporter {
    /// The request, as the API takes it.
    pub(super) fn request(&self) -> Value {
        json!({
            "summary": self.summary,
            "impact": "revenue_blocked",
            "details": self.details,
            "organization": "Acme Stores",
            "production": true,
            "requester": { "name": self.name, "email": self.email },
        })
    }
}
