//! How long a text message is, as the network counts it (GSM 03.38, else UCS-2), and how ours are
//! made to fit: accents give way first, then somebody else's text, then the link; our own words never
//! do.

use crate::foreign;

/// The most segments that a message of ours may have.
pub const MAX_SEGMENTS: usize = 3;

/// A part of a text message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Always there.
    Ours(String),
    /// May be cut.
    Theirs(String),
    /// May be left out.
    Link(String),
}

/// How many segments the network cuts `text` into; an empty text is one.
pub fn segments(text: &str) -> usize {
    match text.chars().map(septets).collect::<Option<Vec<_>>>() {
        Some(septets) => count(septets, 160, 153),
        None => count(text.chars().map(char::len_utf16).collect(), 70, 67),
    }
}

/// Replaces what would force UCS-2 for nothing: typographic quotes, dashes and spaces. Line breaks
/// become spaces too: a text of ours is one line.
pub(crate) fn normalised(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in foreign::line(text).chars() {
        match c {
            '\u{201c}'..='\u{201f}' | '«' | '»' | '\u{2033}' => plain.push('"'),
            '\u{2018}'..='\u{201b}' | '\u{2032}' | '`' | '´' => plain.push('\''),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => plain.push('-'),
            '\u{2026}' => plain.push_str("..."),
            '\u{2022}' | '\u{b7}' => plain.push('*'),
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => plain.push(' '),
            _ => plain.push(c),
        }
    }
    plain
}

/// Joins pieces to the longest text that fits.
pub(crate) fn fit(pieces: &[Piece], max_segments: usize) -> String {
    /// How short somebody else's text may become to keep the link.
    const WITH_LINK: [usize; 11] = [400, 300, 240, 200, 160, 120, 100, 80, 60, 40, 20];
    const WITHOUT_LINK: [usize; 12] = [400, 300, 240, 200, 160, 120, 100, 80, 60, 40, 20, 0];
    let pieces: Vec<_> = pieces.iter().map(Piece::prepared).collect();
    // Rather without accents than with less in it.
    let plain: Vec<_> = pieces.iter().map(Piece::plain).collect();
    let both = |limit, with_link| [&pieces, &plain].map(|it| joined(it, limit, with_link));
    let with = WITH_LINK.into_iter().flat_map(|limit| both(limit, true));
    let without = WITHOUT_LINK.into_iter().flat_map(|limit| both(limit, false));
    let fitting = with.chain(without).find(|text| segments(text) <= max_segments);
    fitting.unwrap_or_else(|| cut_to(&joined(&pieces, 0, false), max_segments))
}

impl Piece {
    fn prepared(&self) -> Self {
        match self {
            Self::Ours(text) => Self::Ours(normalised(text)),
            Self::Theirs(text) => Self::Theirs(foreign::cut(&normalised(text), 400)),
            Self::Link(link) => Self::Link(foreign::line(link)),
        }
    }

    fn plain(&self) -> Self {
        match self {
            Self::Ours(text) => Self::Ours(plain(text)),
            Self::Theirs(text) => Self::Theirs(plain(text)),
            Self::Link(link) => Self::Link(link.clone()),
        }
    }
}

fn joined(pieces: &[Piece], limit: usize, with_link: bool) -> String {
    let parts = pieces.iter().filter_map(|piece| match piece {
        Piece::Ours(text) => Some(text.clone()),
        Piece::Theirs(text) => Some(foreign::sentence(&foreign::cut(text, limit))),
        Piece::Link(link) => with_link.then(|| link.clone()),
    });
    let mut text = String::new();
    for part in parts.filter(|part| !part.is_empty()) {
        // Between Japanese sentences there is no space; a link needs one.
        let is_apart = !text.ends_with('。') || part.contains("://");
        if !text.is_empty() && is_apart {
            text.push(' ');
        }
        text.push_str(&part);
    }
    text
}

/// Without accents that would force UCS-2, and so less than half the room.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        plain.push_str(match c {
            'á' | 'â' | 'ã' => "a",
            'Á' | 'À' | 'Â' | 'Ã' => "A",
            'ç' => "c",
            'ê' | 'ë' => "e",
            'È' | 'Ê' | 'Ë' => "E",
            'í' | 'î' | 'ï' => "i",
            'Í' | 'Ì' | 'Î' | 'Ï' => "I",
            'ó' | 'ô' | 'õ' => "o",
            'Ó' | 'Ò' | 'Ô' | 'Õ' => "O",
            'ú' | 'û' => "u",
            'Ú' | 'Ù' | 'Û' => "U",
            'œ' => "oe",
            'Œ' => "OE",
            'ÿ' => "y",
            other => {
                plain.push(other);
                continue;
            }
        });
    }
    plain
}

/// The last resort, for our own words with several long names in them.
fn cut_to(text: &str, max_segments: usize) -> String {
    const STEP: usize = 8;
    let longest =
        (0..=max_segments * 153).rev().step_by(STEP).map(|limit| foreign::cut(text, limit));
    longest.into_iter().find(|text| segments(text) <= max_segments).unwrap_or_default()
}

fn count(widths: Vec<usize>, alone: usize, joined: usize) -> usize {
    if widths.iter().sum::<usize>() <= alone {
        return 1;
    }
    // A character of two units is not cut in half: it goes whole into the next segment.
    let mut segments = 1;
    let mut used = 0;
    for width in widths {
        if used + width > joined {
            segments += 1;
            used = 0;
        }
        used += width;
    }
    segments
}

/// The width of a character in the default alphabet or its extension table; `None` if it is in
/// neither.
fn septets(c: char) -> Option<usize> {
    match c {
        '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '\u{0c}' | '€' => return Some(2),
        ' '..='_' | 'a'..='z' | '\n' | '\r' => return Some(1),
        _ => {}
    }
    const BEYOND_ASCII: &str = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";
    BEYOND_ASCII.contains(c).then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_counted_as_the_network_does() {
        for (text, expected) in [
            (String::new(), 1),
            ("a".repeat(160), 1),
            ("a".repeat(161), 2),
            ("a".repeat(306), 2),
            ("a".repeat(307), 3),
            ("€".repeat(80), 1),
            ("€".repeat(81), 2),
            // 76 pairs fill 152 septets: the last septet of each segment stays empty.
            ("€".repeat(152), 2),
            ("€".repeat(153), 3),
            ("ж".repeat(70), 1),
            ("ж".repeat(71), 2),
            ("ж".repeat(134), 2),
            ("ж".repeat(135), 3),
            ("😀".repeat(35), 1),
            ("😀".repeat(36), 2),
            ("😀".repeat(66), 2),
            ("😀".repeat(67), 3),
            (format!("{}’", "a".repeat(70)), 2),
        ] {
            assert_eq!(segments(&text), expected, "{} characters", text.chars().count());
        }
    }

    #[test]
    fn the_alphabet_is_that_of_gsm() {
        let one: String = ('\0'..='\u{3ff}').filter(|c| septets(*c) == Some(1)).collect();
        let two: String = ('\0'..='\u{20ff}').filter(|c| septets(*c) == Some(2)).collect();
        // 128 places, without the escape.
        assert_eq!(one.chars().count(), 127);
        assert_eq!(two, "\u{c}[\\]^{|}~€");
    }

    #[test]
    fn typographic_characters_do_not_make_a_message_dear() {
        let typed = "“Down” – it’s… broken\u{a0}again";
        assert_eq!(normalised(typed), "\"Down\" - it's... broken again");
        assert!(normalised(typed).chars().all(|c| septets(c).is_some()));
    }

    #[test]
    fn their_text_gives_way_then_the_link_and_our_words_stay() {
        let pieces = |theirs: &str| {
            [
                Piece::Ours("Acme Stores: OUTAGE.".to_owned()),
                Piece::Theirs(theirs.to_owned()),
                Piece::Ours("E-1007. Reply 7 ok to take it.".to_owned()),
                Piece::Link(format!("https://emergency.example.com/a/{}", "x".repeat(43))),
            ]
        };
        let short = fit(&pieces("Checkout is down"), 3);
        assert!(short.ends_with('x') && segments(&short) == 1, "{short}");
        for hostile in ["word ".repeat(2_000), "日本".repeat(5_000), "😀".repeat(9_000)] {
            let text = fit(&pieces(&hostile), 3);
            assert!(segments(&text) <= 3, "{text}");
            assert!(text.starts_with("Acme Stores: OUTAGE. "), "{text}");
            assert!(text.contains("E-1007. Reply 7 ok to take it."), "{text}");
        }
        let tight = fit(&pieces(&"😀 ".repeat(500)), 2);
        assert!(!tight.contains("https") && tight.contains("E-1007"), "{tight}");
    }
}
