//! Secrets are shown once, on standard output alone.

use crate::{directories::SOUND, folder::Folder};

#[test]
fn a_token_is_all_that_is_printed() {
    let folder = Folder::new();
    let made = folder.run("token create --name bench --role admin");
    assert_eq!(made.code, Some(0), "{made:?}");
    let token = made.out.trim_end();
    let rest = token.strip_prefix("fl_").expect(token);
    assert_eq!(rest.len(), 60, "{token}");
    assert!(rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()), "{token}");
    assert!(!made.problems.contains(rest));

    let twice = folder.run("token create --name bench --role lead");
    assert_eq!(twice.code, Some(1));
    assert!(twice.problems.contains("there is a token \"bench\" already"), "{twice:?}");
    let unknown = folder.run("token create --name acme --role responder --organization acme");
    assert!(unknown.problems.contains("no organization \"acme\""), "{unknown:?}");

    let listed = folder.run("token list").out;
    assert!(listed.starts_with("bench (admin), made "), "{listed}");
    assert!(!listed.contains(rest), "{listed}");
    assert_eq!(folder.run("token revoke --name bench").code, Some(0));
    assert_eq!(folder.run("token revoke --name bench").code, Some(1));
    assert_eq!(folder.run("token list").out, "");
}

#[test]
fn a_token_can_be_for_a_monitoring_system() {
    let folder = Folder::new();
    let made = folder.run("token create --name alertmanager --role monitoring");
    assert_eq!(made.code, Some(0), "{made:?}");
    let listed = folder.run("token list").out;
    assert!(listed.starts_with("alertmanager (monitoring), made "), "{listed}");
}

#[test]
fn an_account_is_for_a_responder() {
    let folder = Folder::new();
    let unknown = folder.run("account create ana");
    assert_eq!(unknown.code, Some(1));
    assert!(unknown.problems.contains("no responder \"ana\""), "{unknown:?}");

    folder.write("d.toml", SOUND);
    assert_eq!(folder.run("directory apply d.toml").code, Some(0));
    let first = folder.run("account create ana");
    let second = folder.run("account create ana");
    for made in [&first, &second] {
        assert_eq!(made.code, Some(0), "{made:?}");
        assert_eq!(made.out.trim_end().len(), 23, "{made:?}");
    }
    assert_ne!(first.out, second.out);
    let listed = folder.run("account list").out;
    assert!(listed.starts_with("ana since "), "{listed}");
    assert_eq!(folder.run("account delete ana").code, Some(0));
    assert_eq!(folder.run("account delete ana").code, Some(1));
}

#[test]
fn a_backup_is_written_once() {
    let folder = Folder::new();
    assert_eq!(folder.run("token create --name bench --role admin").code, Some(0));
    let said = folder.run("backup copy.db");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(folder.has("copy.db"));
    assert_eq!(folder.run("backup copy.db").code, Some(1));
    folder.write("frontline.toml", "[database]\nurl = \"sqlite:copy.db\"\n");
    assert!(folder.run("token list").out.starts_with("bench"));
}
