//! The directory as JSON, exchanged whole: `/api/v1/directory`.

use axum::{
    Json,
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use domain::Directory;
use engine::NewDirectory;
use serde_json::error::Category;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    arguments::Arguments,
    fields::is_json,
    permission::MayAdminister,
    problem::{Kind, Problem},
    schema::DirectoryDocument,
};
use crate::Web;

const DIRECTORY_MAX_BYTES: usize = 8 * 1024 * 1024;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(get, put))
}

/// Reads the directory: the same document as the directory file, as JSON.
///
/// It holds the secrets of webhooks, so only administrators may read it.
#[utoipa::path(
    get,
    path = "/directory",
    operation_id = "get_directory",
    tag = "directory",
    responses((status = 200, description = "The directory as it is now", body = DirectoryDocument,
        headers(("ETag" = String, description = "The version, for `If-Match`")))),
)]
async fn get(State(web): State<Web>, _: MayAdminister) -> Response {
    current(&web)
}

/// Exchanges the directory, all of it at once.
///
/// `If-Match` carries the `ETag` of the version that was read, so that nobody's changes are lost.
#[utoipa::path(
    put,
    path = "/directory",
    operation_id = "put_directory",
    tag = "directory",
    params(
        ("If-Match" = String, Header, description = "The `ETag` of the version that was read; \
            `*` for whatever there is", example = "\"12\""),
        ("accept_holes" = Option<bool>, Query, description = "Take it although at some times \
            nobody would be called"),
    ),
    request_body = DirectoryDocument,
    responses((status = 200, description = "The directory as it is now", body = DirectoryDocument,
        headers(("ETag" = String, description = "The new version")))),
)]
async fn put(
    State(web): State<Web>,
    may: MayAdminister,
    arguments: Arguments,
    request: Request,
) -> Result<Response, Problem> {
    let accept_holes = arguments.read("accept_holes", "true or false")?.unwrap_or_default();
    let replaces = expected_version(request.headers(), web.engine.directory().0)?;
    let directory = read(request).await?;
    let new = NewDirectory { directory, replaces, accept_holes, by: may.name() };
    web.engine.replace_directory(new).await?;
    Ok(current(&web))
}

fn current(web: &Web) -> Response {
    let snapshot = web.engine.directory();
    let (version, directory) = &*snapshot;
    ([(header::ETAG, etag(*version))], Json(directory)).into_response()
}

fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// The version that must still be the current one; `None` for `*`.
fn expected_version(headers: &HeaderMap, current: i64) -> Result<Option<i64>, Problem> {
    let Some(expected) = headers.get(header::IF_MATCH) else {
        let detail = "Read the directory first, and send its ETag as If-Match.";
        return Err(Problem::new(Kind::PreconditionRequired, detail));
    };
    let expected = expected.to_str().unwrap_or_default().trim();
    if expected == "*" {
        return Ok(None);
    }
    if expected.split(',').any(|tag| tag.trim() == etag(current)) {
        return Ok(Some(current));
    }
    let detail = "The directory has changed since you read it: read it again, put your changes \
                  into that, and send it with the new ETag.";
    Err(Problem::new(Kind::Changed, detail))
}

async fn read(request: Request) -> Result<Directory, Problem> {
    if !is_json(&request) {
        let detail = "Send the directory as JSON, with \"Content-Type: application/json\".";
        return Err(Problem::new(Kind::UnsupportedMediaType, detail));
    }
    let bytes = to_bytes(request.into_body(), DIRECTORY_MAX_BYTES)
        .await
        .map_err(|_| Problem::new(Kind::TooLarge, "A directory may have 8 MiB at most."))?;
    let document = &mut serde_json::Deserializer::from_slice(&bytes);
    serde_path_to_error::deserialize(document).map_err(|error| {
        let place = error.path().to_string();
        let error = error.into_inner();
        match error.classify() {
            Category::Data => Problem::field(place, error.to_string()),
            Category::Io | Category::Syntax | Category::Eof => {
                Problem::new(Kind::Unreadable, format!("This is not JSON: {error}."))
            }
        }
    })
}
