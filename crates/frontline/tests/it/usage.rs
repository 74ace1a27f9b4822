//! Help, wrong usage, and how errors look.

use crate::folder::Folder;

const COMMANDS: [&str; 18] = [
    "serve",
    "check",
    "directory",
    "directory apply",
    "directory export",
    "directory diff",
    "request",
    "token",
    "token create",
    "token list",
    "token revoke",
    "account",
    "account create",
    "account list",
    "backup",
    "restore",
    "move",
    "verify",
];

#[test]
fn every_command_has_help_with_an_example() {
    let folder = Folder::new();
    for command in COMMANDS.into_iter().chain([""]) {
        let said = folder.run(&format!("{command} --help"));
        assert_eq!(said.code, Some(0), "{command}: {said:?}");
        assert!(said.out.contains("Usage: frontline"), "{command}: {said:?}");
        assert!(said.out.contains("Example:\n  "), "{command} has no example: {}", said.out);
        assert!(said.out.contains("--config <FILE>"), "{command} takes no configuration");
    }
}

#[test]
fn wrong_usage_ends_with_two() {
    let folder = Folder::new();
    for line in [
        "",
        "sevre",
        "serve --port 80",
        "token create --name x",
        "token create --name x --role king",
        "directory",
        "directory apply",
        "backup",
        "restore",
        "move",
        "move --to a --to-file b",
        "request --impact none",
        "request",
    ] {
        let said = folder.run(line);
        assert_eq!(said.code, Some(2), "{line}: {said:?}");
        assert_eq!(said.out, "", "{line}");
        assert!(!said.problems.is_empty(), "{line}");
    }
}

#[test]
fn a_refusal_ends_with_one_and_says_where_it_is_wrong() {
    let folder = Folder::new();
    folder.write("wrong.toml", "[server]\nlisen = \"127.0.0.1:0\"\n");
    folder.write("bad-url.toml", "[database]\nurl = \"mysql:x\"\n");
    for (line, expected) in [
        (
            "serve --config wrong.toml",
            "frontline: wrong.toml:2: server.lisen: there is no such key, \"lisen\": did you mean \
             \"listen\"?\n",
        ),
        (
            "--config nowhere.toml check",
            "frontline: nowhere.toml cannot be read: No such file or directory (os error 2)\n",
        ),
        (
            "directory apply nowhere.toml",
            "frontline: nowhere.toml cannot be read: No such file or directory (os error 2)\n",
        ),
        (
            "token list --config bad-url.toml",
            "frontline: database.url: \"mysql:x\" is not the address of a database: write \
             sqlite:PATH, as in sqlite:frontline.db, or postgres://user@host/database\n",
        ),
        (
            "request --summary x --url http://127.0.0.1:1",
            "frontline: 127.0.0.1 cannot be reached: use another way, such as the phone: error \
             sending request for url (http://127.0.0.1:1/api/v1/requests): client error \
             (Connect): tcp connect error: Connection refused (os error 111)\n",
        ),
    ] {
        let said = folder.run(line);
        assert_eq!((said.code, said.problems.as_str()), (Some(1), expected), "{line}");
    }
}
