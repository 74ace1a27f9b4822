//! Stretches of time, and what is in one list of them but not in another.

use jiff::Timestamp;

/// From `from`, included, until `until`, excluded; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub from: Timestamp,
    pub until: Timestamp,
}

impl Span {
    /// `None` if it would be empty.
    pub fn new(from: Timestamp, until: Timestamp) -> Option<Self> {
        (from < until).then_some(Self { from, until })
    }

    pub fn contains(self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }

    /// What both have in common.
    pub fn and(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.until.min(other.until))
    }
}

/// Sorts, and joins what overlaps or touches.
pub(crate) fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
            _ => joined.push(span),
        }
    }
    joined
}

/// What two merged lists have in common.
pub(crate) fn common(left: &[Span], right: &[Span]) -> Vec<Span> {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    let mut both = Vec::new();
    while let (Some(one), Some(other)) = (left.peek(), right.peek()) {
        both.extend(one.and(**other));
        if one.until < other.until {
            left.next();
        } else {
            right.next();
        }
    }
    both
}

/// What is in the first merged list and not in the second.
pub(crate) fn without(spans: &[Span], taken: &[Span]) -> Vec<Span> {
    let mut rest = Vec::new();
    let mut taken = taken.iter().peekable();
    for span in spans {
        let mut from = span.from;
        while let Some(cut) = taken.peek() {
            if cut.from >= span.until {
                break;
            }
            rest.extend(Span::new(from, cut.from));
            from = from.max(cut.until);
            if cut.until > span.until {
                break;
            }
            taken.next();
        }
        rest.extend(Span::new(from, span.until));
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_joined_cut_and_compared() {
        let merge = |text: &str| merged(read(text));
        assert_eq!(merge("5-7 1-2 2-4 6-9"), read("1-4 5-9"));
        assert_eq!(merge(""), []);
        for (left, right, both, rest) in [
            ("1-9", "2-3 5-6", "2-3 5-6", "1-2 3-5 6-9"),
            ("1-3 5-8", "2-6", "2-3 5-6", "1-2 6-8"),
            ("2-4", "1-9", "2-4", ""),
            ("1-9", "", "", "1-9"),
            ("1-2 4-5", "2-4", "", "1-2 4-5"),
            ("1-3 3-6", "0-2 2-4", "1-2 2-3 3-4", "4-6"),
        ] {
            assert_eq!(common(&read(left), &read(right)), read(both), "{left} and {right}");
            assert_eq!(without(&read(left), &read(right)), read(rest), "{left} without {right}");
        }
    }

    /// `1-4 5-9`, in seconds.
    fn read(text: &str) -> Vec<Span> {
        let second = |digits: &str| Timestamp::from_second(digits.parse().unwrap()).unwrap();
        let ends = text.split_whitespace().map(|part| part.split_once('-').unwrap());
        ends.map(|(from, until)| Span::new(second(from), second(until)).unwrap()).collect()
    }
}
