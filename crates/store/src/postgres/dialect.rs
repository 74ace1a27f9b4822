//! What PostgreSQL reads differently in a statement that is written once for both databases.
//!
//! `?1` becomes `$1`; what stands in `/*pg ... */`, a comment to SQLite, counts.

/// The statement as PostgreSQL reads it.
pub(super) fn translate(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len() + 16);
    let mut rest = sql;
    while let Some(start) = rest.find("/*pg ") {
        text.push_str(&placeholders(&rest[..start]));
        let inside = &rest[start + "/*pg ".len()..];
        let end = inside.find("*/").unwrap_or(inside.len());
        text.push_str(&placeholders(&inside[..end]));
        rest = inside.get(end + "*/".len()..).unwrap_or_default();
    }
    text.push_str(&placeholders(rest));
    text
}

/// Our statements hold no question mark but those of placeholders.
fn placeholders(sql: &str) -> String {
    sql.replace('?', "$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_and_marked_words_are_translated() {
        for (sql, expected) in [
            ("SELECT 1", "SELECT 1"),
            (
                "SELECT a FROM b WHERE c = ?1 AND d = ?12",
                "SELECT a FROM b WHERE c = $1 AND d = $12",
            ),
            ("SELECT ?1 /*pg FOR UPDATE SKIP LOCKED*/ )", "SELECT $1 FOR UPDATE SKIP LOCKED )"),
            ("a /*pg b ?2*/ c /*pg d*/", "a b $2 c d"),
            ("a /* for everybody */", "a /* for everybody */"),
        ] {
            assert_eq!(translate(sql), expected);
        }
    }
}
