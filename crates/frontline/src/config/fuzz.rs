//! Configuration files bent by chance: each is read, or refused in a sentence that says where.

use super::{Configuration, tests};
use crate::terminal::sentence;

#[expect(dead_code, reason = "a configuration is read as bytes, never as text")]
#[path = "../../../words/tests/words/mutation.rs"]
mod mutation;

const FILES: [&str; 4] = [
    tests::EXAMPLE,
    "[database]\nurl = \"postgres://frontline@db-1,db-2/frontline?sslmode=require\"\n[log]\nformat = \"json\"\n\
     [server]\nlisten = \"127.0.0.1:0\"\ntrusted_proxies = [\"10.0.0.1\", \"::1\"]\nshare_port = true\n",
    "[telemetry]\notlp_url = \"http://127.0.0.1:4318\"\nsample = 0.1\nheaders = { x-key = \"abc\" }\n\
     [heartbeat]\nurl = \"https://hc.example.com/ping\"\nevery = \"1m\"\n[watch]\nurl = \"https://a.example\"\n",
    "[[webhook]]\nname = \"chat\"\nurl = \"https://chat.example.com/hook\"\nevents = [\"emergency.received\"]\n\
     [emergency]\ncadence = \"1h\"\nremind_before = [\"15m\", \"5m\"]\nnudges = 2\n[bridge]\npin = \"1\"\n",
];

#[test]
fn whatever_stands_in_a_configuration_is_read_or_refused_in_a_sentence() {
    // Only an error if a test before installed it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("frontline.toml");
    let mut fuzz = mutation::Mutation::of("configuration", &FILES);
    while let Some(bytes) = fuzz.bytes() {
        std::fs::write(&path, &bytes).expect("a file is written");
        if let Err(error) = Configuration::load(Some(&path), Vec::new()) {
            let said = sentence(&error);
            assert!(said.contains("frontline.toml"), "it does not say where: {said}");
            assert!(said.len() < 2_000, "nobody reads so much: {said}");
        }
    }
}
