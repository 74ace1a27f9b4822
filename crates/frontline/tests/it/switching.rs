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
    assert!(off.out.ends_with("by Ana Ruiz: Orders are lost\n"), "{off:?}");
    assert_eq!(folder.run("switch show acme").out, off.out);
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
