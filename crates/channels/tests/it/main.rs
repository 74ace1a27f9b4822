//! Tests of the voices. Those whose names hold `real_` need programs that `bin/test` installs.

#![expect(clippy::unwrap_used, reason = "what tests are built from may fail as tests do")]

mod breaker;
mod conference;
mod contract;
mod emulator;
mod guard;
mod http_sink;
mod imap;
mod mail_fixture;
mod mail_relay;
mod notes;
mod oracle;
mod push;
mod real_emulator;
mod real_mail;
mod real_notes;
mod real_oracles;
mod real_push;
mod real_readers;
mod signatures;
mod smtp;
mod smtp_letter;
mod twilio;
mod twilio_description;
mod twiml;
mod wall;
mod webhook;

use std::{
    path::{Path, PathBuf},
    sync::Once,
};

use channels::{DeliveryError, Outgoing, Thread, To};
use jiff::Timestamp;

/// What the program does first.
fn install_tls() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Somebody else in this process may have been faster, with the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

fn now() -> Timestamp {
    "2026-11-23T03:00:00Z".parse().expect("a time")
}

/// Something that `bin/test` installs, by its place in the repository.
#[track_caller]
fn installed(place: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = root.join(place);
    assert!(path.exists(), "{place} is missing: run bin/test, which installs what this test needs");
    path
}

fn sms(number: &str) -> Outgoing {
    Outgoing {
        id: "0199".to_owned(),
        to: To::Sms {
            number: number.to_owned(),
            text: "7: Acme Stores: checkout is down & nobody can pay. Reply 7 ok".to_owned(),
            status_url: Some("https://line.example/hooks/twilio/status/0199?a=1&b=2".to_owned()),
        },
    }
}

fn call(number: &str, answer_url: &str, status_url: Option<&str>) -> Outgoing {
    Outgoing {
        id: "0200".to_owned(),
        to: To::Call {
            number: number.to_owned(),
            speech: "Emergency 1042".to_owned(),
            answer_url: answer_url.to_owned(),
            status_url: status_url.map(str::to_owned),
        },
    }
}

fn mail(address: &str, message_id: &str) -> Outgoing {
    let mail = words::Mail {
        subject: "E-1042: Käse is off 🧀".to_owned(),
        text: "We have your report.\n.\nA dot alone ends nothing. Grüße\n".to_owned(),
        html: "<p>We have your report. Grüße</p>".to_owned(),
    };
    let thread = Thread { message_id: message_id.to_owned(), ..Thread::default() };
    Outgoing { id: "0201".to_owned(), to: To::Mail { address: address.to_owned(), mail, thread } }
}

#[track_caller]
fn assert_unavailable<T: std::fmt::Debug>(outcome: Result<T, DeliveryError>) -> String {
    match outcome {
        Err(error @ DeliveryError::Unavailable(_)) => error.reason(),
        other => panic!("expected Unavailable, got {other:?}"),
    }
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(outcome: Result<T, DeliveryError>) -> String {
    match outcome {
        Err(error @ DeliveryError::Refused(_)) => error.reason(),
        other => panic!("expected Refused, got {other:?}"),
    }
}

#[track_caller]
fn assert_busy<T: std::fmt::Debug>(outcome: Result<T, DeliveryError>) -> u64 {
    match outcome {
        Err(DeliveryError::Busy(secs)) => secs,
        other => panic!("expected Busy, got {other:?}"),
    }
}
