//! Layers of turns, seen from above: what lies on top counts.

use super::Shift;
use crate::{id::ResponderId, span::Span};

/// A stretch in which one person is on call in one layer.
pub(super) type Turn<'a> = (Span, &'a ResponderId);

/// Who is seen from above. Each layer is in order and does not overlap itself; later layers lie
/// on top of those before them.
pub(super) fn stack(within: Span, layers: &[Vec<Turn<'_>>]) -> Vec<Shift> {
    let ends = layers.iter().flatten().flat_map(|(span, _)| [span.from, span.until]);
    let mut cuts: Vec<_> = ends.chain([within.from, within.until]).collect();
    cuts.sort_unstable();
    cuts.dedup();

    let mut layers: Vec<_> = layers.iter().map(|layer| layer.iter().peekable()).collect();
    let mut shifts: Vec<Shift> = Vec::new();
    for cut in cuts.windows(2) {
        let (from, until) = (cut[0], cut[1]);
        let mut seen = None;
        for layer in &mut layers {
            while layer.next_if(|(span, _)| span.until <= from).is_some() {}
            seen = layer.peek().filter(|(span, _)| span.from <= from).map(|(_, who)| *who).or(seen);
        }
        match shifts.last_mut() {
            Some(last) if last.responder.as_ref() == seen => last.until = until,
            _ => shifts.push(Shift { responder: seen.cloned(), from, until }),
        }
    }
    shifts
}
