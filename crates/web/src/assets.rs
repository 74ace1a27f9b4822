//! The stylesheet and the script: one file each, inside the program.

use std::sync::LazyLock;

use axum::{
    Router,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::Web;

/// The stylesheet without what only its writers read: on a bad network each kilobyte counts.
static STYLESHEET: LazyLock<String> =
    LazyLock::new(|| smaller(include_str!("../static/frontline.css")));
/// Where the part of the stylesheet begins that only the console needs.
const CONSOLE: &str = "/* The console";
/// The part for everybody: the form and all it loads fit into 14 KB.
static PUBLIC: LazyLock<String> = LazyLock::new(|| {
    let whole = include_str!("../static/frontline.css");
    smaller(whole.split_once(CONSOLE).map_or(whole, |(public, _)| public))
});
/// Changes with what they hold, so that a browser may keep them for ever.
pub(crate) static VERSION: LazyLock<String> = LazyLock::new(|| {
    let hash =
        Sha256::digest([STYLESHEET.as_bytes(), SCRIPT.as_bytes(), DEVICES.as_bytes()].concat());
    HEXLOWER.encode(&hash[..5])
});
const SCRIPT: &str = include_str!("../static/frontline.js");
/// What only one page needs.
const DEVICES: &str = include_str!("../static/devices.js");

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/static/frontline.css", get(|| async { asset("text/css", &STYLESHEET) }))
        .route("/static/public.css", get(|| async { asset("text/css", &PUBLIC) }))
        .route("/static/frontline.js", get(|| async { asset("text/javascript", SCRIPT) }))
        .route("/static/devices.js", get(|| async { asset("text/javascript", DEVICES) }))
}

fn asset(kind: &str, text: &'static str) -> Response {
    let kind = format!("{kind}; charset=utf-8");
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
    ];
    (headers, text).into_response()
}

/// Leaves out comments, line ends and the space around what separates.
fn smaller(css: &str) -> String {
    let mut rest = css;
    let mut plain = String::with_capacity(css.len());
    while let Some((before, comment)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let mut small = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    for (wide, tight) in [
        (" { ", "{"),
        ("; }", "}"),
        (" }", "}"),
        ("} ", "}"),
        ("; ", ";"),
        (": ", ":"),
        (", ", ","),
    ] {
        small = small.replace(wide, tight);
    }
    small
}

#[cfg(test)]
mod tests {
    use super::smaller;

    #[test]
    fn a_stylesheet_loses_only_what_nobody_reads() {
        let css = "/* why */\na:hover, b { color: red; margin: 0 auto; }\n\n\
                   @media print { i { top: calc(1px + 2px); } }";
        let small = "a:hover,b{color:red;margin:0 auto}@media print{i{top:calc(1px + 2px)}}";
        assert_eq!(smaller(css).trim(), small);
    }
}
