//! `frontline check`.

use crate::{directories::SOUND, folder::Folder};

#[test]
fn a_sound_directory_is_found_sound() {
    let folder = Folder::new();
    folder.write("d.toml", SOUND);
    assert_eq!(folder.run("directory apply d.toml").code, Some(0));
    let said = folder.run("check");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.starts_with("Step 1 of sev1 would page now: Ana Ruiz (team:support)\n"));
    assert!(said.out.contains("A page would be answered now and in every hour until "), "{said:?}");
}

#[test]
fn every_weakness_is_listed() {
    let folder = Folder::new();
    let nothing = folder.run("check");
    assert_eq!(nothing.code, Some(1));
    assert!(
        nothing.problems.starts_with("directory: there is no escalation policy"),
        "{nothing:?}"
    );
    assert!(!folder.has("frontline.db"), "to look makes no database");

    let mail = "{ id = \"mail\", kind = \"email\", address = \"ana@vendor.example\" }";
    let weak =
        SOUND.replace("contact = [", &format!("contact = [{mail},")).replace("[\"ana\"]", "[]");
    folder.write("d.toml", &weak);
    assert_eq!(folder.run("directory apply d.toml --accept-holes").code, Some(0));
    folder.write(
        "frontline.toml",
        "[twilio]\nbase_url = \"http://127.0.0.1:1\"\naccount_sid = \"AC1\"\nauth_token = \"t\"\n\
         from = \"+15550100000\"\n",
    );
    let said = folder.run("check");
    assert_eq!(said.code, Some(1));
    for expected in [
        "provider twilio: the channel is unavailable",
        "responder ana: email reaches nobody, as the configuration has no [email]: add that section",
        "policy sev1: no step names anybody who could be paged",
        "frontline: 3 things are wanting: a page could stay unanswered",
    ] {
        assert!(said.problems.contains(expected), "{expected}: {said:?}");
    }
    let offline = folder.run("check --offline");
    assert!(!offline.problems.contains("provider"), "{offline:?}");
}
