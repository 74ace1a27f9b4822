//! A browser without script: it follows links, fills forms, keeps cookies, and holds every page it
//! sees to the rules of HTML.

use std::collections::BTreeMap;

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};

use crate::{
    app::{Answer, TestApp},
    html::{Page, Tag},
};

pub(crate) struct Browser<'a> {
    app: &'a TestApp,
    cookies: BTreeMap<String, String>,
    pub(crate) path: String,
    pub(crate) status: StatusCode,
    pub(crate) page: Page,
}

/// A form of a page, filled as it stands.
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(app: &'a TestApp) -> Self {
        let page = Page::default();
        let cookies = BTreeMap::new();
        Self { app, cookies, path: "/".to_owned(), status: StatusCode::OK, page }
    }

    /// Ana, an admin, signed in.
    pub(crate) async fn signed_in(app: &'a TestApp, name: &str) -> Self {
        let password = "correct horse battery";
        web::set_password(&app.engine, &name.into(), password.to_owned()).await.unwrap();
        let mut browser = Self::new(app);
        browser.open("/console").await;
        assert_eq!(browser.path, "/console/sign-in?next=%2Fconsole");
        let mut form = browser.form("/console/sign-in");
        form.fill("name", name);
        form.fill("password", password);
        browser.submit(form).await;
        assert_eq!(browser.path, "/console", "{}", browser.page.text());
        browser
    }

    pub(crate) async fn open(&mut self, path: &str) -> &Page {
        let answer = self.ask(Method::GET, path, None).await;
        self.arrive(path.to_owned(), answer).await;
        &self.page
    }

    /// The form with this address on the page.
    pub(crate) fn form(&self, action: &str) -> Form {
        let found = self.page.forms().into_iter().find(|form| form.action == action);
        found.unwrap_or_else(|| panic!("no form {action} on {}:\n{}", self.path, self.page.html))
    }

    pub(crate) async fn submit(&mut self, form: Form) -> &Page {
        let body = encoded(&form.fields);
        let answer = self.ask(Method::POST, &form.action, Some(body)).await;
        self.arrive(form.action, answer).await;
        &self.page
    }

    /// Presses the button of a form that has one button and nothing to fill.
    pub(crate) async fn press(&mut self, action: &str) -> &Page {
        let form = self.form(action);
        self.submit(form).await
    }

    /// Lets the page be whatever the answer leads to.
    async fn arrive(&mut self, path: String, mut answer: Answer) {
        self.path = path;
        while answer.status.is_redirection() {
            self.path = answer.header("location").to_owned();
            answer = self.ask(Method::GET, &self.path.clone(), None).await;
        }
        self.status = answer.status;
        let html = answer.text();
        assert!(answer.header("content-type").starts_with("text/html"), "{}: {html}", self.path);
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{}: {policy}", self.path);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{}", self.path);
        assert_eq!(answer.header("cache-control"), "no-store", "{}", self.path);
        self.page = Page::read(&html);
        self.page.check(&self.path);
    }

    pub(crate) async fn ask(&mut self, method: Method, path: &str, body: Option<String>) -> Answer {
        let is_form = body.is_some();
        self.ask_with(method, path, is_form.then_some(FORM), body.unwrap_or_default()).await
    }

    pub(crate) async fn ask_with(
        &mut self,
        method: Method,
        path: &str,
        content_type: Option<&str>,
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = self.app.request(method, path);
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        let cookies = cookies.collect::<Vec<_>>().join("; ");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        if let Some(kind) = content_type {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let answer = self.app.send(request.body(body.into()).unwrap()).await;
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let (pair, _) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

pub(crate) fn encoded(fields: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

impl Form {
    /// Fills a field or chooses a value, as a person would.
    pub(crate) fn fill(&mut self, name: &str, value: &str) {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn value(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }
}

impl Page {
    /// The forms of the page, each with what its fields hold.
    pub(crate) fn forms(&self) -> Vec<Form> {
        let mut forms: Vec<Form> = Vec::new();
        for (index, tag) in self.tags.iter().enumerate() {
            let Some(name) = tag.attribute("name") else {
                if tag.name == "form" && !tag.closes {
                    let action = tag.attribute("action").unwrap_or_default().to_owned();
                    forms.push(Form { action, fields: Vec::new() });
                }
                continue;
            };
            let Some(form) = forms.last_mut() else { continue };
            if let Some(value) = self.held(tag, index) {
                form.fields.push((name.to_owned(), value));
            }
        }
        forms
    }

    /// What a field would send if the form were sent as it stands.
    fn held(&self, tag: &Tag, index: usize) -> Option<String> {
        let value = tag.attribute("value").unwrap_or_default().to_owned();
        match (tag.name.as_str(), tag.attribute("type")) {
            ("input", Some("radio" | "checkbox")) => tag.attribute("checked").map(|_| value),
            ("input", Some("file")) => None,
            ("input", _) => Some(value),
            ("textarea", _) => Some(self.text_of(index)),
            ("select", _) => self.tags[index..]
                .iter()
                .find(|tag| tag.name == "option")
                .and_then(|option| option.attribute("value").map(str::to_owned)),
            _ => None,
        }
    }
}
