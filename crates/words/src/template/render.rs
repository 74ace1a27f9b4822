//! Carrying out a template: without files, without network, with an end.

use std::{collections::BTreeSet, io};

use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value, filters};

use super::{
    Broken,
    context::{Context, VARIABLES},
};

/// Steps that a template may take: some hundred times what a long one needs.
const FUEL: u64 = 20_000;
/// No more than that comes out.
const MAX_BYTES: usize = 64 * 1024;
/// Ifs in ifs in ifs.
const RECURSION: usize = 50;

pub(super) fn render(source: &str, context: &Context) -> Result<String, Broken> {
    let environment = environment();
    let template = environment.template_from_str(source).map_err(|error| told(&error))?;
    let mut out = Bounded(Vec::new());
    let values = Value::from_pairs(context.pairs());
    template.render_captured_to(values, &mut out).map_err(|error| told(&error))?;
    Ok(String::from_utf8_lossy(&out.0).into_owned())
}

/// The names that it uses.
pub(super) fn names(source: &str) -> Result<BTreeSet<String>, Broken> {
    let environment = environment();
    let template = environment.template_from_str(source).map_err(|error| told(&error))?;
    Ok(template.undeclared_variables(false).into_iter().collect())
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(RECURSION);
    environment.add_filter("upper", filters::upper);
    environment.add_filter("lower", filters::lower);
    environment.add_filter("trim", filters::trim);
    environment.add_filter("replace", filters::replace);
    environment
}

/// What is wrong, where, and what to do.
fn told(error: &minijinja::Error) -> Broken {
    let line = error.line().map(|line| format!("line {line}: ")).unwrap_or_default();
    let detail = error.detail().map(str::to_owned).unwrap_or_else(|| error.kind().to_string());
    let advice = if error.kind() == ErrorKind::UndefinedError {
        format!("; there are: {}", known())
    } else if error.kind() == ErrorKind::UnknownFilter {
        "; there are upper, lower, trim, replace".to_owned()
    } else {
        String::new()
    };
    Broken::Template(format!("{line}{detail}{advice}"))
}

pub(super) fn known() -> String {
    VARIABLES.map(|(name, _)| name).join(", ")
}

/// Takes so much and no more.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_BYTES {
            return Err(io::Error::other("too much comes out"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
