//! `frontline duty`

use crate::folder::Folder;

const DIRECTORY: &str = r#"
responder = [
  { id = "ana", name = "Ana Ruiz", roles = ["responder", "admin"], contact = [
    { id = "hook", kind = "webhook", address = "http://127.0.0.1:9/hook", secret = "whsec_MTIz" },
    { id = "chat", kind = "webhook", address = "http://127.0.0.1:9/chat" } ] },
  { id = "ben", name = "Ben Okafor", contact = [
    { id = "hook", kind = "webhook", address = "http://127.0.0.1:9/hook", secret = "whsec_MTIz" },
    { id = "chat", kind = "webhook", address = "http://127.0.0.1:9/chat" } ] },
]
policy = [{ id = "sev1", default = true, steps = [{ page = ["schedule:primary"], answer_within = "5m" }] }]

[[schedule]]
id = "primary"
time_zone = "America/New_York"
[[schedule.rotation]]
members = ["ana"]
starts = "2026-01-05T09:00"
handoff = "1w"
[[schedule.rotation]]
members = ["ben"]
starts = "2099-01-05T09:00"
handoff = "1w"
"#;

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("directory.toml", DIRECTORY);
    let applied = folder.run("directory apply directory.toml --accept-holes");
    assert_eq!(applied.code, Some(0), "{applied:?}");
    folder
}

#[test]
fn somebody_is_put_on_call_and_everybody_can_see_it() {
    let folder = folder();
    let shown = folder.run("duty show");
    assert!(shown.out.starts_with("primary: Ana Ruiz"), "{shown:?}");
    let cover = "duty cover primary --with ben --from 2098-12-24T18:00 --until 2098-12-26T09:00";
    let put = folder.run(&format!("{cover} --as ana"));
    assert_eq!(
        put.out, "primary: Wed 2098-12-24 18:00 EST to Fri 2098-12-26 09:00 EST: Ben Okafor\n",
        "{put:?}"
    );
    let exported = folder.run("directory export").out;
    assert!(exported.contains("put on call by Ana Ruiz"), "{exported}");
}

#[test]
fn what_the_console_refuses_is_refused_here_in_the_same_words() {
    let folder = folder();
    for (line, said) in [
        (
            "duty cover secondary --with ben --from 2098-01-01T00:00 --until 2098-01-02T00:00",
            "there is no schedule \"secondary\"",
        ),
        (
            "duty cover primary --with zoe --from 2098-01-01T00:00 --until 2098-01-02T00:00",
            "there is no responder \"zoe\"",
        ),
        (
            "duty cover primary --with ben --from 2098-01-02T00:00 --until 2098-01-01T00:00",
            "the time is over or ends before it begins",
        ),
        (
            "duty cover primary --with ben --from tomorrow --until 2098-01-01T00:00",
            "\"tomorrow\" is no time: write it as 2026-12-24T18:00",
        ),
        (
            "duty swap primary --as ana --with ana --give 2098-01-01T00:00..2098-01-02T00:00",
            "nobody swaps with themselves",
        ),
        (
            "duty swap primary --as ben --with ana --give 2098-01-01T00:00..2098-01-02T00:00",
            "Ben Okafor is not on call for all of that time",
        ),
        ("duty swap primary --as ana --with ben --give 2098-01-01T00:00", "--give: write it as"),
        ("duty ill zoe", "there is no responder \"zoe\""),
        ("duty accept 0 --as ben", "there is no such swap"),
        ("duty accept 0 --as zoe", "--as: the directory has no responder \"zoe\""),
    ] {
        let refused = folder.run(line);
        assert_eq!(refused.code, Some(1), "{line}: {refused:?}");
        assert!(refused.problems.contains(said), "{line}: {refused:?}");
    }
    let wrong = folder.run("duty ill ana --until 2098-01-01T00:00 --for 1h");
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
}

#[test]
fn two_swap_and_swap_back() {
    let folder = folder();
    let (shift, other) =
        ("2098-01-06T09:00..2098-01-07T09:00", "2098-01-06T09:00..2098-01-07T09:00");
    let asked = folder.run(&format!("duty swap primary --as ana --with ben --give {shift}"));
    assert!(asked.out.contains("Ana Ruiz gives Ben Okafor Mon 2098-01-06"), "{asked:?}");
    let id = asked.out.split(':').next().unwrap();
    let not_theirs = folder.run(&format!("duty accept {id} --as ana"));
    assert!(not_theirs.problems.contains("only the two who swap can say that"), "{not_theirs:?}");
    let accepted = folder.run(&format!("duty accept {id} --as ben"));
    assert!(accepted.out.ends_with(": accepted\n"), "{accepted:?}");
    assert!(folder.run("directory export").out.contains("responder = \"ben\""));
    let back = folder.run(&format!("duty swap primary --as ben --with ana --give {other}"));
    let id = back.out.split(':').next().unwrap();
    let declined = folder.run(&format!("duty decline {id} --as ana"));
    assert!(declined.out.ends_with(": declined\n"), "{declined:?}");
    assert_eq!(folder.run("duty swaps").out.lines().count(), 2);
}

#[test]
fn who_is_ill_is_stood_in_for() {
    let folder = folder();
    folder.write(
        "directory.toml",
        &DIRECTORY.replace("members = [\"ana\"]", "members = [\"ana\", \"ben\"]"),
    );
    let applied = folder.run("directory apply directory.toml --accept-holes");
    assert_eq!(applied.code, Some(0), "{applied:?}");
    let shown = folder.run("duty show").out;
    let (ill, other) =
        if shown.contains("primary: Ana") { ("ana", "Ben Okafor") } else { ("ben", "Ana Ruiz") };
    let off = folder.run(&format!("duty ill {ill} --for 1h"));
    assert!(
        off.out.starts_with("primary: ") && off.out.ends_with(&format!(": {other}\n")),
        "{off:?}"
    );
    assert!(folder.run("duty show").out.starts_with(&format!("primary: {other}")));
}
