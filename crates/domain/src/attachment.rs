//! What a file that a requester sends is called and taken for, whatever the sender says of it.

/// The longest name of a file, in characters.
const MAX_NAME_CHARS: usize = 100;

/// The name without folders, control characters and excess.
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let turns = ['\u{200e}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}'];
    let is_hidden_direction = |one: char| turns.iter().any(|range| range.contains(&one));
    let kept = last.chars().filter(|one| !one.is_control() && !is_hidden_direction(*one));
    let kept: String = kept.take(MAX_NAME_CHARS).collect();
    let kept = kept.trim().trim_start_matches('.');
    if kept.is_empty() { "file".to_owned() } else { kept.to_owned() }
}

/// What a file is, by its first bytes and by nothing that the sender says.
pub fn media_type(first: &[u8]) -> &'static str {
    match first {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_no_folders_and_no_tricks() {
        for (sent, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\maria\\shot.png", "shot.png"),
            ("..", "file"),
            ("", "file"),
            (".htaccess", "htaccess"),
            ("a\r\nSet-Cookie: x", "aSet-Cookie: x"),
            ("harmless\u{202e}gnp.exe", "harmlessgnp.exe"),
        ] {
            assert_eq!(clean_name(sent), kept, "{sent:?}");
        }
        assert_eq!(clean_name(&"x".repeat(1000)).chars().count(), MAX_NAME_CHARS);
    }

    #[test]
    fn only_real_pictures_are_pictures() {
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n...."), "image/png");
        assert_eq!(media_type(b"\xff\xd8\xff\xe0"), "image/jpeg");
        assert_eq!(media_type(b"GIF89a"), "image/gif");
        assert_eq!(media_type(b"RIFF1234WEBPVP8 "), "image/webp");
        for other in [&b"<svg onload=alert(1)>"[..], b"<html>", b"%PDF-1.7", b""] {
            assert_eq!(media_type(other), "application/octet-stream");
        }
    }
}
