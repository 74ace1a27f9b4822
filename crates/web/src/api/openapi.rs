//! The description of the API: `/api/v1/openapi.json`. Each handler describes itself; here is what
//! they have in common.

use axum::{
    http::header,
    routing::{MethodRouter, get},
};
use utoipa::{
    OpenApi,
    openapi::{
        Content, HttpMethod, OpenApi as Document, Ref, Required, Response, ResponseBuilder,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        schema::{ObjectBuilder, Type},
        security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
    },
};

use super::problem::{Kind, ProblemView};
use crate::Web;

/// What stands in the document besides the calls.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Frontline",
        description = "Runs an emergency support line: takes requests, pages whoever is on call \
            until somebody answers, and keeps the requester told until it is over.\n\n\
            Errors are `application/problem+json` (RFC 9457). Times are RFC 3339 in UTC. Every \
            POST honours `Idempotency-Key`.",
        contact(name = "The people who run this installation"),
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    servers((url = "/api/v1", description = "This installation")),
    components(schemas(ProblemView)),
    tags(
        (name = "requests", description = "Sending a request, without an account"),
        (name = "coverage", description = "Whether the regular desk is open"),
        (name = "emergencies", description = "Seeing what happens"),
        (name = "responding", description = "Answering, telling, escalating, closing"),
        (name = "tickets", description = "The queue of the regular desk"),
        (name = "on-call", description = "Who would be called"),
        (name = "switch", description = "Services off for one customer, and on again"),
        (name = "directory", description = "The people and the rules"),
    ),
)]
pub(crate) struct Frame;

/// Serves the finished document.
pub(crate) fn serve(mut document: Document) -> MethodRouter<Web> {
    complete(&mut document);
    let json = document.to_json().expect("a document of texts is always JSON");
    get(async move || {
        let headers = [
            (header::CONTENT_TYPE, "application/vnd.oai.openapi+json;version=3.1"),
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        ];
        (headers, json)
    })
}

/// Adds to every call what is true of all of its kind.
fn complete(document: &mut Document) {
    let scheme = HttpAuthScheme::Bearer;
    let mut token = Http::new(scheme);
    token.description = Some("A token made by `frontline token create`: `fl_...`".to_owned());
    if let Some(components) = &mut document.components {
        components.add_security_scheme("token", SecurityScheme::Http(token));
    }
    for (path, item) in &mut document.paths.paths {
        let operations = [
            (HttpMethod::Get, &mut item.get),
            (HttpMethod::Post, &mut item.post),
            (HttpMethod::Put, &mut item.put),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                describe_common(path, &method, operation);
            }
        }
    }
}

fn describe_common(path: &str, method: &HttpMethod, operation: &mut Operation) {
    let anyone = operation.security.is_some();
    if !anyone {
        let no_scopes: [String; 0] = [];
        operation.security = Some(vec![SecurityRequirement::new("token", no_scopes)]);
        refusals(operation, &[Kind::Unauthorized, Kind::Forbidden]);
    }
    if path.contains('{') {
        refusals(operation, &[Kind::NotFound]);
    }
    if path.ends_with("/switch") && *method == HttpMethod::Put {
        refusals(operation, &[Kind::Refused]);
    }
    if *method == HttpMethod::Post {
        operation.parameters.get_or_insert_default().push(idempotency_key().into());
        refusals(operation, &[Kind::Refused]);
    }
    if *method != HttpMethod::Get {
        let body = [Kind::Unreadable, Kind::TooLarge, Kind::UnsupportedMediaType];
        refusals(operation, &body);
    }
    if path.ends_with("/directory") && *method == HttpMethod::Put {
        refusals(operation, &[Kind::Changed, Kind::PreconditionRequired]);
    }
    if operation.parameters.is_some() || *method != HttpMethod::Get {
        refusals(operation, &[Kind::Invalid]);
    }
    refusals(operation, &[Kind::Internal, Kind::Unavailable]);
}

fn refusals(operation: &mut Operation, kinds: &[Kind]) {
    for kind in kinds {
        let (_, status, title) = kind.parts();
        let status = status.as_str().to_owned();
        let responses = &mut operation.responses.responses;
        responses.entry(status).or_insert_with(|| refusal(title).into());
    }
}

fn refusal(title: &str) -> Response {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new().description(title).content("application/problem+json", content).build()
}

fn idempotency_key() -> Parameter {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some("^[!-~]([ -~]{0,253}[!-~])?$"))
        .build();
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("Sent again with the same key, the call gives the same answer, once"))
        .schema(Some(schema))
        .build()
}
