//! Fetches a calendar file from an address that whoever keeps the directory chose: it may lie in the
//! vendor's own network, so there is no guard, but a limit of time and of size.

use std::time::Duration;

use reqwest::{
    Method, Request,
    header::{ACCEPT, HeaderValue, IF_NONE_MATCH},
};

use crate::{
    DeliveryError,
    http::{Http, parse_url},
};

/// For the whole exchange.
const FETCH_WITHIN: Duration = Duration::from_secs(10);

/// A file that is not the one that was known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub text: String,
    /// What makes the next request cheap.
    pub etag: Option<String>,
}

/// The file at `address` (`https`, `http` or `webcal`), of at most `max_bytes`; `None` if it is still
/// the one with this `ETag`.
pub async fn fetch(
    address: &str,
    etag: Option<&str>,
    max_bytes: usize,
) -> Result<Option<Fetched>, DeliveryError> {
    // What calendar programs call an address that is fetched over HTTPS.
    let address = match address.strip_prefix("webcal://") {
        Some(rest) => format!("https://{rest}"),
        None => address.to_owned(),
    };
    let url = parse_url("the calendar's address", &address).map_err(DeliveryError::refused)?;
    let mut request = Request::new(Method::GET, url);
    let headers = request.headers_mut();
    headers.insert(ACCEPT, HeaderValue::from_static("text/calendar, */*;q=0.5"));
    if let Some(etag) = etag.and_then(|etag| HeaderValue::from_str(etag).ok()) {
        headers.insert(IF_NONE_MATCH, etag);
    }
    let http = Http::new(FETCH_WITHIN, 1, None).map_err(DeliveryError::refused)?;
    let found = http.fetch_newer(request, max_bytes).await?;
    Ok(found
        .map(|(bytes, etag)| Fetched { text: String::from_utf8_lossy(&bytes).into_owned(), etag }))
}
