//! Where a span belongs, as text that can be stored and sent (W3C Trace Context, version 00).

use opentelemetry::{
    Context,
    trace::{SpanContext, SpanId, TraceContextExt, TraceFlags, TraceId, TraceState},
};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// `00-` trace `-` span `-` flags.
const LENGTH: usize = 55;

/// A span that causes others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(SpanContext);

impl Origin {
    /// The span that is open here; `None` where nobody collects traces.
    pub fn current() -> Option<Self> {
        if !crate::is_on() {
            return None;
        }
        Self::of(&Span::current())
    }

    pub fn of(span: &Span) -> Option<Self> {
        let context = span.context().span().span_context().clone();
        context.is_valid().then_some(Self(context))
    }

    /// Reads a `traceparent`, whoever wrote it; `None` if it is not one.
    pub fn read(text: &str) -> Option<Self> {
        // A later version may append more to what is read here.
        let is_long_enough = match text.as_bytes() {
            [b'0', b'0', ..] => text.len() == LENGTH,
            [b'f', b'f', ..] => false,
            all => all.len() == LENGTH || all.get(LENGTH) == Some(&b'-'),
        };
        if !is_long_enough || !text.is_ascii() {
            return None;
        }
        let mut parts = text[..LENGTH].split('-');
        let mut part = |length| {
            let part = parts.next().filter(|part| part.len() == length)?;
            let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            part.bytes().all(is_hex).then_some(part)
        };
        part(2)?;
        let trace = TraceId::from_hex(part(32)?).ok()?;
        let span = SpanId::from_hex(part(16)?).ok()?;
        let flags = u8::from_str_radix(part(2)?, 16).ok()?;
        let flags = TraceFlags::new(flags) & TraceFlags::SAMPLED;
        let context = SpanContext::new(trace, span, flags, true, TraceState::default());
        context.is_valid().then_some(Self(context))
    }

    /// Makes `span`, which was not entered yet, a child of this.
    pub fn leads_to(&self, span: &Span) {
        let parent = Context::new().with_remote_span_context(self.0.clone());
        // Fails where nobody collects traces.
        let _ = span.set_parent(parent);
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (trace, span) = (self.0.trace_id(), self.0.span_id());
        write!(f, "00-{trace:032x}-{span:016x}-{:02x}", self.0.trace_flags())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn what_was_written_is_read_back() {
        let read = Origin::read(WHOLE).unwrap();
        assert_eq!(read.to_string(), WHOLE);
        let later = format!("cc{}-what-the-future-brings", &WHOLE[2..]);
        assert_eq!(Origin::read(&later), Some(read.clone()));
        let unsampled = WHOLE.replace("-01", "-fe");
        assert_eq!(Origin::read(&unsampled).unwrap().to_string(), WHOLE.replace("-01", "-00"));
    }

    #[test]
    fn what_is_no_traceparent_is_none() {
        let longer = format!("{WHOLE}-00");
        let zero_trace = format!("00-{}-b7ad6b7169203331-01", "0".repeat(32));
        let zero_span = format!("00-0af7651916cd43dd8448eb211c80319c-{}-01", "0".repeat(16));
        let accents = "é".repeat(27) + "x";
        for text in [
            "",
            "00",
            "00-",
            &WHOLE[..54],
            &longer,
            &WHOLE.replacen("00-", "ff-", 1),
            &WHOLE.to_uppercase(),
            &WHOLE.replace("-01", "-0x"),
            &WHOLE.replace('-', "_"),
            &WHOLE.replace("43dd", "+3dd"),
            &zero_trace,
            &zero_span,
            &accents,
        ] {
            assert_eq!(Origin::read(text), None, "{text}");
        }
    }
}
