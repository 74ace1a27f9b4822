//! The stylesheet and the script: one file each, inside the program.

use axum::{
    Router,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

use crate::Web;

const STYLESHEET: &str = include_str!("../static/frontline.css");
const SCRIPT: &str = include_str!("../static/frontline.js");

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/static/frontline.css", get(|| async { asset("text/css", STYLESHEET) }))
        .route("/static/frontline.js", get(|| async { asset("text/javascript", SCRIPT) }))
}

fn asset(kind: &str, text: &'static str) -> Response {
    let kind = format!("{kind}; charset=utf-8");
    let headers =
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=3600".to_owned())];
    (headers, text).into_response()
}
