//! What PostgreSQL reads differently in a statement that is written once for both databases.
//!
//! `?1` becomes `$1`; what stands in `/*pg ... */`, a comment to SQLite, counts. What stands in
//! `/*each ... */` counts where the statement is said once for many rows of values, as does
//! `VALUES /*each*/ (...)`.

use tokio_postgres::types::Type;

/// The statement as PostgreSQL reads it.
pub(super) fn translate(sql: &str) -> String {
    marked(sql, "/*pg ").replace('?', "$")
}

/// The same of a statement that is for many, said once: its values are columns of these kinds, with a
/// row for each time that it would be said.
pub(super) fn translate_for_many(sql: &str, kinds: &[Type]) -> String {
    let (mut columns, mut names) = (Vec::new(), Vec::new());
    for (index, kind) in (1..).zip(kinds) {
        columns.push(format!("${index}::{}[]", kind.name()));
        names.push(format!("v{index}"));
    }
    let each = format!("unnest({}) AS each({})", columns.join(", "), names.join(", "));
    let text = marked(&selected(&marked(sql, "/*pg ")), "/*each ");
    text.replace('?', "each.v").replace("EACH", &each)
}

/// `VALUES /*each*/ (...)` as a query.
fn selected(sql: &str) -> String {
    const VALUES: &str = "VALUES /*each*/ (";
    let Some((before, rest)) = sql.split_once(VALUES) else { return sql.to_owned() };
    let mut depth = 1;
    let closes = |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    };
    let (values, after) = rest.split_at(rest.find(closes).unwrap_or(rest.len()));
    format!("{before}SELECT {values} FROM EACH{}", after.get(1..).unwrap_or_default())
}

/// Whether it says where the rows go.
pub(super) fn is_for_many(sql: &str) -> bool {
    sql.contains("/*each")
}

/// What stands in comments of this kind counts. Our statements hold no question mark but those of
/// placeholders.
fn marked(sql: &str, mark: &str) -> String {
    let mut text = String::with_capacity(sql.len() + 16);
    let mut rest = sql;
    while let Some(start) = rest.find(mark) {
        text.push_str(&rest[..start]);
        let inside = &rest[start + mark.len()..];
        let end = inside.find("*/").unwrap_or(inside.len());
        text.push_str(&inside[..end]);
        rest = inside.get(end + "*/".len()..).unwrap_or_default();
    }
    text + rest
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

    #[test]
    fn what_is_said_for_many_takes_its_values_from_columns() {
        let sql = "INSERT INTO a (b, c) SELECT ?1, ?2 /*each FROM EACH*/ WHERE ?1 > 0 /*pg d*/";
        let many = "INSERT INTO a (b, c) SELECT each.v1, each.v2 \
                    FROM unnest($1::int8[], $2::text[]) AS each(v1, v2) WHERE each.v1 > 0 d";
        assert_eq!(translate_for_many(sql, &[Type::INT8, Type::TEXT]), many);
        let sql =
            "INSERT INTO a (b) VALUES /*each*/ (f(?1, (SELECT 1)), ?2) ON CONFLICT DO NOTHING";
        let many = "INSERT INTO a (b) SELECT f(each.v1, (SELECT 1)), each.v2 \
                    FROM unnest($1::int8[], $2::text[]) AS each(v1, v2) ON CONFLICT DO NOTHING";
        assert_eq!(translate_for_many(sql, &[Type::INT8, Type::TEXT]), many);
        assert!(is_for_many(sql) && !is_for_many("SELECT ?1"));
    }
}
