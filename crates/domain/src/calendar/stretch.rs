//! One schedule, cut where somebody else is on call or where the reason is another.

use jiff::Timestamp;

use crate::{
    Directory,
    directory::{Schedule, Shift},
    id::ResponderId,
    span::Span,
    zone::Clock,
};

/// A stretch of time in which one person is on call for one reason, or nobody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub span: Span,
    pub who: Who,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Their turn in a rotation.
    Turn(ResponderId),
    /// An override; `instead_of` would be on call without it.
    Override { responder: ResponderId, instead_of: Option<ResponderId> },
    /// Nobody, while the regular desk is open.
    Desk,
    /// A hole: nobody, and the desk is closed.
    Nobody,
}

impl Who {
    pub fn responder(&self) -> Option<&ResponderId> {
        match self {
            Self::Turn(responder) | Self::Override { responder, .. } => Some(responder),
            Self::Desk | Self::Nobody => None,
        }
    }
}

impl Stretch {
    /// What of it lies in `span`.
    pub(super) fn within(&self, span: Span) -> Option<Self> {
        Some(Self { span: self.span.and(span)?, who: self.who.clone() })
    }
}

impl Directory {
    /// The stretches of a schedule, in order and without gaps between them; neighbours differ.
    /// `open` is when the regular desk is open, merged. The turn of who has left the directory
    /// goes to the next member, as when a page is sent.
    pub fn stretches(&self, schedule: &Schedule, within: Span, open: &[Span]) -> Vec<Stretch> {
        let known = |id: &ResponderId| self.responder(id).is_some();
        let real = schedule.shifts_among(within.from, within.until, &known);
        let usual = Schedule { overrides: Vec::new(), ..schedule.clone() };
        let usual = usual.shifts_among(within.from, within.until, &known);
        let overrides = overrides(schedule, within, &known);

        let ends = |shifts: &[Shift]| -> Vec<Timestamp> {
            shifts.iter().flat_map(|shift| [shift.from, shift.until]).collect()
        };
        let spans = open.iter().chain(overrides.iter().map(|(span, _)| span));
        let spans = spans.filter_map(|span| span.and(within)).flat_map(|it| [it.from, it.until]);
        let mut cuts: Vec<_> = spans.chain(ends(&real)).chain(ends(&usual)).collect();
        cuts.sort_unstable();
        cuts.dedup();

        let (mut real, mut usual) = (At::new(&real), At::new(&usual));
        let mut open = open.iter().peekable();
        let mut stretches: Vec<Stretch> = Vec::new();
        for cut in cuts.windows(2) {
            let Some(span) = Span::new(cut[0], cut[1]) else { continue };
            while open.next_if(|desk| desk.until <= span.from).is_some() {}
            let is_open = open.peek().is_some_and(|desk| desk.from <= span.from);
            let over = overrides.iter().any(|(over, _)| over.contains(span.from));
            let instead_of = usual.at(span.from);
            let who = match (real.at(span.from), over) {
                (Some(responder), true) => Who::Override { responder, instead_of },
                (Some(responder), false) => Who::Turn(responder),
                (None, _) if is_open => Who::Desk,
                (None, _) => Who::Nobody,
            };
            match stretches.last_mut() {
                Some(last) if last.who == who => last.span.until = span.until,
                _ => stretches.push(Stretch { span, who }),
            }
        }
        stretches
    }
}

/// The overrides that count, by people who are known.
fn overrides<'a>(
    schedule: &'a Schedule,
    within: Span,
    known: &dyn Fn(&ResponderId) -> bool,
) -> Vec<(Span, &'a ResponderId)> {
    let Some(clock) = Clock::of(&schedule.time_zone) else { return Vec::new() };
    let counting = schedule.overrides.iter().filter(|over| known(&over.responder));
    let spans = counting.filter_map(|over| {
        let span = clock.span(over.from, over.until)?.and(within)?;
        Some((span, &over.responder))
    });
    spans.collect()
}

/// Shifts in order, asked for later and later moments.
struct At<'a> {
    rest: &'a [Shift],
}

impl<'a> At<'a> {
    fn new(rest: &'a [Shift]) -> Self {
        Self { rest }
    }

    fn at(&mut self, at: Timestamp) -> Option<ResponderId> {
        while let Some((first, rest)) = self.rest.split_first()
            && first.until <= at
        {
            self.rest = rest;
        }
        self.rest.first().and_then(|shift| shift.responder.clone())
    }
}
