//! `frontline switch`

use crate::{directories::SOUND, folder::Folder};

fn with_rule(may_disable: &str) -> Folder {
    let folder = Folder::new();
    let rule = format!("switch = {{ may_disable = \"{may_disable}\", limit = \"4h\" }}\n");
    folder.write("directory.toml", &format!("{SOUND}{rule}"));
    let applied = folder.run("directory apply directory.toml");
    assert_eq!(applied.code, Some(0), "{applied:?}");
    folder
}

#[test]
fn services_go_off_and_on_from_the_command_line() {
    let folder = with_rule("lead");
    assert_eq!(folder.run("switch show").out, "All services are on\n");
    let off = folder.run("switch disable acme --reason \"Orders are lost\" --for 1h --as ana");
    assert_eq!(off.code, Some(0), "{off:?}");
    assert!(off.out.starts_with("acme: all services off until "), "{off:?}");
    let first = off.out.lines().next().unwrap_or_default();
    assert!(first.ends_with("by Ana Ruiz: Orders are lost"), "{off:?}");
    assert!(off.out.contains("Off for Acme Stores is all services"), "{off:?}");
    assert!(off.out.contains("Beware: no software has a key for this switch"), "{off:?}");
    assert_eq!(folder.run("switch show acme").out, format!("{first}\n"));
    let on = folder.run("switch enable acme");
    assert_eq!((on.code, on.out.as_str()), (Some(0), "acme: all services on\n"), "{on:?}");
}

#[test]
fn the_command_line_is_not_two_people() {
    let folder = with_rule("two_people");
    let asked = folder.run("switch disable acme --reason loss --as ana");
    assert!(asked.out.starts_with("acme: Ana Ruiz asks to switch all services off"), "{asked:?}");
    let again = folder.run("switch disable acme --reason loss");
    assert_eq!(again.code, Some(1));
    assert!(again.problems.contains("a second person has to confirm"), "{again:?}");
    let unknown = folder.run("switch disable nobody --reason loss");
    assert!(unknown.problems.contains("no organization \"nobody\""), "{unknown:?}");
}

#[test]
fn a_signed_document_names_the_address_that_issued_it() {
    let folder = with_rule("lead");
    let address = "https://emergency.example.com";
    folder.write("frontline.toml", &format!("[server]\npublic_url = \"{address}\"\n"));
    let document = folder.run("switch document acme").out;
    let payload = document.trim().split('.').nth(1).expect("header, payload, signature");
    let payload = data_encoding::BASE64URL_NOPAD.decode(payload.as_bytes()).expect("Base64");
    let state: serde_json::Value = serde_json::from_slice(&payload).expect("JSON");
    assert_eq!((&state["iss"], &state["sub"]), (&address.into(), &"acme".into()), "{state}");
}

#[test]
fn a_dry_run_changes_nothing_and_says_what_would_happen() {
    let folder = with_rule("lead");
    folder.run("token create --name shop --role organization --organization acme");
    let would = folder.run("switch disable acme --dry-run");
    assert_eq!(would.code, Some(0), "{would:?}");
    for says in [
        "Nothing is changed. For Acme Stores this would stop all services",
        "A lead may switch off. Who may: Ana Ruiz. For 4 hours at most.",
        "No requester waits for news",
        "shop has never asked, and would not notice.",
        "Beware: no software has asked for this switch within a day",
    ] {
        assert!(would.out.contains(says), "{says}: {would:?}");
    }
    assert_eq!(folder.run("switch show").out, "All services are on\n");
    let folder = Folder::new();
    folder.write("directory.toml", SOUND);
    folder.run("directory apply directory.toml");
    let refused = folder.run("switch disable acme --dry-run");
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.problems.contains("an administrator can allow it"), "{refused:?}");
}

#[test]
fn a_signed_state_is_verified_with_and_without_the_database() {
    let folder = with_rule("lead");
    folder.run("switch disable acme --reason loss --for 1h --as ana");
    let keys = folder.run("switch keys").out;
    folder.write("keys.json", &keys);
    assert_eq!(folder.run("switch document acme --to acme.jws").code, Some(0));
    let own = folder.run("switch verify acme.jws");
    assert_eq!(own.code, Some(0), "{own:?}");
    assert!(own.out.contains("services-enabled: off until "), "{own:?}");
    std::fs::rename(folder.path("frontline.db"), folder.path("elsewhere.db")).expect("it is there");
    let anybody = folder.run("switch verify acme.jws --keys keys.json");
    assert_eq!(anybody.out, own.out, "{anybody:?}");
    assert!(!folder.path("frontline.db").exists(), "no database was needed");

    let document = std::fs::read_to_string(folder.path("acme.jws")).expect("it is there");
    folder.write("acme.jws", &document.replacen(&document[60..70], "AAAAAAAAAA", 1));
    let altered = folder.run("switch verify acme.jws --keys keys.json");
    assert_eq!(altered.code, Some(1), "{altered:?}");
    folder.write("keys.json", "{}");
    folder.write("acme.jws", &document);
    let keyless = folder.run("switch verify acme.jws --keys keys.json");
    assert!(keyless.problems.contains("no JSON Web Key Set"), "{keyless:?}");
    let missing = folder.run("switch verify nowhere.jws --keys keys.json");
    assert!(missing.problems.contains("nowhere.jws cannot be read"), "{missing:?}");
}

#[test]
fn every_refusal_says_who_could_do_it() {
    let folder = with_rule("two_people");
    folder.run("switch disable acme --reason loss --as ana");
    for (line, says) in [
        ("switch disable acme --reason loss", "a second person has to confirm: ask "),
        ("switch disable acme --reason loss --as nobody", "the directory has no responder"),
        ("switch disable nobody --reason loss", "frontline directory export lists them"),
    ] {
        let refused = folder.run(line);
        assert_eq!(refused.code, Some(1), "{line}: {refused:?}");
        assert!(refused.problems.contains(says), "{line}: {refused:?}");
    }
}
