//! `frontline rehearse`.

use crate::{directories::SOUND, folder::Folder};

#[test]
fn the_weeks_to_come_are_told_as_text_json_and_picture() {
    let folder = Folder::new();
    folder.write("d.toml", SOUND);
    assert_eq!(folder.run("directory apply d.toml").code, Some(0));

    let told =
        folder.run("rehearse --weeks 1 --each-hour 4 --from 2026-11-26T00:00:00Z --svg weeks.svg");
    assert_eq!(told.code, Some(0), "{told:?}");
    for expected in
        ["672 emergencies played", "A person answers: half within ", "Ana Ruiz hears nothing: "]
    {
        assert!(told.out.contains(expected), "{expected}: {told:?}");
    }
    let picture = folder.read("weeks.svg");
    assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"), "{picture}");

    let told = folder.run("rehearse --weeks 1 --each-hour 4 --from 2026-11-26T00:00:00Z --json");
    assert_eq!(told.code, Some(0), "{told:?}");
    let found: serde_json::Value = serde_json::from_str(&told.out).expect("it is JSON");
    assert_eq!(found["answer"]["emergencies"], 672);
    assert_eq!(found["hours"].as_array().map(Vec::len), Some(168));
    let deaf = found["what_ifs"].as_array().into_iter().flatten();
    assert_eq!(deaf.filter(|it| it["responder"] == "ana").count(), 1, "{found}");
}

#[test]
fn without_people_nothing_is_rehearsed() {
    let folder = Folder::new();
    let told = folder.run("rehearse");
    assert_eq!(told.code, Some(1));
    assert_eq!(
        told.problems,
        "frontline: there is nobody to rehearse with: apply a directory first\n"
    );
    assert_eq!(folder.run("rehearse --weeks 0").code, Some(2));
}
