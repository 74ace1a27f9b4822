use std::fs;

use insta::assert_snapshot;
use jiff::SignedDuration;

use super::*;
use crate::terminal::sentence;

#[test]
fn the_contracts_example_is_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("twilio.token"), "the-token\n").unwrap();
    let read = load(folder.path(), EXAMPLE, &[]).unwrap();
    assert_eq!(read.server.listen, "127.0.0.1:8080");
    assert_eq!(read.database.url(), "sqlite:frontline.db");
    assert_eq!(read.twilio.as_ref().unwrap().auth_tokens()[0].expose(), "the-token");
    assert_eq!(read.email.as_ref().unwrap().inbound.as_ref().unwrap().listen, "127.0.0.1:2526");
    assert_eq!(read.settings(), Settings::default());
    assert!(read.bridge_options().unwrap().link.contains("{room}"));
}

#[test]
fn nothing_need_be_configured() {
    let read = Configuration::load(Some(&empty()), Vec::new()).unwrap();
    assert_eq!(read.server.listen, "127.0.0.1:8080");
    assert_eq!(read.database.url(), "sqlite:frontline.db");
    assert!(read.email.is_none() && read.twilio.is_none());
}

#[test]
fn the_environment_counts_more_than_the_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("t"), "abc").unwrap();
    let file = "[emergency]\ncadence = \"30m\"\nnudges = 1\n[server]\nphone = \"1\"";
    let read = load(
        folder.path(),
        file,
        &[
            ("FRONTLINE_EMERGENCY__CADENCE", "20s"),
            ("FRONTLINE_EMERGENCY__NUDGES", "5"),
            ("FRONTLINE_EMERGENCY__REMIND_BEFORE", "10s, 5s"),
            ("FRONTLINE_SERVER__TRUSTED_PROXIES", "[\"10.0.0.1\"]"),
            ("FRONTLINE_SERVER__PHONE", "5550100"),
            ("FRONTLINE_COVERAGE__IN_HOURS", "page"),
            ("FRONTLINE_TWILIO__ACCOUNT_SID", "AC1"),
            ("FRONTLINE_TWILIO__FROM", "+15550100000"),
            ("FRONTLINE_TWILIO__AUTH_TOKEN_FILE", "t"),
            ("FRONTLINE_HOME", "is no setting"),
            ("PATH", "neither"),
        ],
    );
    let read = read.unwrap();
    let seconds = |count| SignedDuration::from_secs(count);
    assert_eq!(read.emergency.cadence, seconds(20));
    assert_eq!(read.emergency.nudges, 5);
    assert_eq!(read.emergency.remind_before, [seconds(10), seconds(5)]);
    assert_eq!(read.server.phone.as_deref(), Some("5550100"));
    assert_eq!(read.server.trusted_proxies.len(), 1);
    assert_eq!(read.twilio.unwrap().auth_tokens()[0].expose(), "abc");
}

#[test]
fn a_second_provider_stands_behind_the_first() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("second.token"), "other\n").unwrap();
    let file = r#"
[twilio]
account_sid = "AC1"
auth_token = "one"
from = "+15550100000"
[twilio.second]
base_url = "https://sms.example.com"
account_sid = "AC2"
auth_token_file = "second.token"
from = "+15550100009"
"#;
    let read = load(folder.path(), file, &[]).unwrap();
    let tokens = read.twilio.as_ref().unwrap().auth_tokens();
    assert_eq!(tokens.iter().map(channels::Secret::expose).collect::<Vec<_>>(), ["one", "other"]);
    let voices = crate::serve::voices(&read).unwrap();
    for lane in [store::Lane::Sms, store::Lane::Voice] {
        let names: Vec<_> = voices[&lane].iter().map(channels::Channel::name).collect();
        assert_eq!(names, ["twilio", "twilio.second"]);
    }
    let without_number = file.replace("from = \"+15550100009\"", "");
    let problem = sentence(&load(folder.path(), &without_number, &[]).unwrap_err());
    assert!(problem.contains("twilio.second.from is missing"), "{problem}");
}

#[test]
fn who_watches_is_configured() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("beat.url"), "https://hc.example.com/ping/secret\n").unwrap();
    let file = r#"
[heartbeat]
url_file = "beat.url"
every = "30s"
[watch]
url = "https://emergency.example.com/"
gone_after = "2m"
"#;
    let read = load(folder.path(), file, &[]).unwrap();
    let heartbeat = read.heartbeat.unwrap().options().unwrap();
    assert_eq!(heartbeat.every.as_secs(), 30);
    assert!(!format!("{heartbeat:?}").contains("secret"), "its address is one");
    let watch = read.watch.unwrap().options().unwrap();
    assert_eq!((watch.every.as_secs(), watch.gone_after.as_secs()), (10, 120));
    assert_eq!(watch.name, "emergency.example.com");
    for (section, says) in [
        ("[heartbeat]", "heartbeat.url is missing"),
        ("[heartbeat]\nurl = \"hc.example.com\"", "heartbeat.url"),
        ("[watch]", "watch.url is missing"),
        ("[watch]\nurl = \"https://a.example\"\nevery = \"0s\"", "watch.every must be longer"),
    ] {
        let problem = sentence(&load(folder.path(), section, &[]).expect_err(section));
        assert!(problem.contains(says), "{section}: {problem}");
    }
}

#[test]
fn what_is_wrong_is_said_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty"), "\n").unwrap();
    let mut told = String::new();
    for file in WRONG.split("---\n") {
        let problem = sentence(&load(folder.path(), file, &[]).expect_err(file));
        told += &problem.replace(&folder.path().display().to_string(), "");
        told.push('\n');
    }
    for (name, value) in [
        ("FRONTLINE_SERVER__LISEN", "127.0.0.1:1"),
        ("FRONTLINE_EMERGENCY__CADENCE", "often"),
        ("FRONTLINE_EMERGENCY__NUDGES", "two"),
        ("FRONTLINE_WEATHER__TODAY", "rain"),
        ("FRONTLINE_SERVER__LISTEN__PORT", "1"),
    ] {
        let problem = load(folder.path(), "[server]\nlisten = \"a:1\"", &[(name, value)]);
        told += &sentence(&problem.expect_err(name));
        told.push('\n');
    }
    assert_snapshot!(told);
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let problem = Configuration::load(Some(Path::new("nowhere.toml")), Vec::new()).unwrap_err();
    let problem = sentence(&problem);
    assert!(problem.starts_with("nowhere.toml cannot be read: No such file"), "{problem}");
}

const WRONG: &str = r#"[server]
lisen = "127.0.0.1:8080"
---
[sever]
listen = "127.0.0.1:8080"
---
[server]
listen = 8080
---
[server]
listen = "8080"
---
[server]
listen = "127.0.0.1:8080"
listen = "127.0.0.1:8081"
---
[server
---
[server]
public_url = "emergency.example.com"
---
[server]
public_url = "https://example.com/emergency"
---
[server]
language = "de-CH"
---
[phone]
languages = ["en", "de", "en"]
---
[phone]
languages = ["nl"]
---
[server]
trusted_proxies = ["10.0.0.0/8"]
---
[server]
trusted_proxies = "10.0.0.1"
---
[emergency]
cadence = "1 hour"
---
[emergency]
cadence = "0s"
---
[emergency]
remind_before = ["15m", "soon"]
---
[emergency]
nudges = "two"
---
[emergency]

cadance = "1h"
---
[coverage]
in_hours = "gate"
---
[email]
from = "Frontline <emergency@example.com>"
---
[email]
smtp_url = "http://127.0.0.1"
from = "Frontline <emergency@example.com>"
---
[email]
smtp_url = "smtp://127.0.0.1:25"
from = "Frontline"
---
[email.inbound]
listen = "127.0.0.1:2526"
---
[twilio]
account_sid = "AC1"
from = "+15550100000"
---
[twilio]
account_sid = "AC1"
auth_token = "x"
auth_token_file = "y"
from = "+15550100000"
---
[twilio]
account_sid = "AC1"
auth_token_file = "nowhere"
from = "+15550100000"
---
[twilio]
account_sid = "AC1"
auth_token_file = "empty"
from = "+15550100000"
---
[twilio]
base_url = "api.twilio.com"
account_sid = "AC1"
auth_token = "x"
from = "+15550100000"
---
[bridge]
link = "meet.example"
---
[bridge]
kind = "conference"
---
[bridge]
kind = "zoom"
---
[bridge]
url = "meet.example"
---
[bridge]
secret = "whsec_MTIz"
---
[[webhook]]
name = "desk"
url = "https://desk.example/hook"
[[webhook]]
name = "desk"
url = "https://desk.example/hook"
---
[[webhook]]
name = "desk"
url = "https://desk.example/hook"
[[webhook]]
name = "status"
url = "desk.example"
---
[[webhook]]
name = "desk"
url = "https://desk.example/hook"
events = ["emergency.opened"]
---
[[webhook]]
nam = "desk"
---
[[forward]]
name = "Contoso"
---
[[forward]]
url = "https://desk.example/hook"
---
[[forward]]
name = "Contoso"
url = "https://desk.example/hook"
---
[[forward]]
name = "Contoso"
url = "https://desk.example/hook"
secret = "hush!"
---
[[forward]]
name = "Contoso"
email = "desk@contoso.example"
---
[[forward]]
name = "Contoso"
url = "ftp://desk.example/hook"
---
[[forward]]
name = "Contoso"
url = "https://desk.example/hook"
secret = "whsec_MTIz"
[[forward]]
name = "Fabrikam"
url = "https://desk.example/hook"
secret = "whsec_MTIz"
---
[log]
format = "xml"
"#;

pub(super) const EXAMPLE: &str = r#"
[server]
listen = "127.0.0.1:8080"
public_url = "https://emergency.example.com"

[database]
url = "sqlite:frontline.db"            # or postgres://user@host/db

[email]                                # outgoing
smtp_url = "smtp://127.0.0.1:2525"     # smtp:// starttls:// smtps://
from = "Frontline <emergency@example.com>"
[email.inbound]                        # a listener any MTA can hand mail to
listen = "127.0.0.1:2526"              # LMTP and SMTP
address = "emergency@example.com"

[twilio]                               # or anything that speaks the same REST API
base_url = "https://api.twilio.com"
account_sid = "ACx"
auth_token_file = "twilio.token"
from = "+15550100000"

[emergency]
cadence = "1h"                         # longest silence a requester may see
remind_before = ["15m", "5m"]          # reminders to the responder before it
investigate_within = "10m"             # an answered page with no word is nudged, then goes on
nudge_every = "2m"
close_after = "24h"                    # a restored emergency closes by itself
join_window = "30m"                    # reports of one outage within it join one emergency
restore_within = "2h"                  # 'reasonable time': then the switch is proposed

[coverage]
in_hours = "portal"                    # or "page"
pickup_within = "15m"                  # a severity-1 ticket not picked up becomes an emergency
portal_url = ""                        # empty: the built-in portal
"#;

fn load(folder: &Path, file: &str, environment: &[(&str, &str)]) -> anyhow::Result<Configuration> {
    // Only an error if a test before installed it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let path = folder.join("frontline.toml");
    fs::write(&path, file).unwrap();
    let owned = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Configuration::load(Some(&path), owned.collect::<Vec<_>>())
}

/// A file with nothing in it.
fn empty() -> PathBuf {
    PathBuf::from("/dev/null")
}
