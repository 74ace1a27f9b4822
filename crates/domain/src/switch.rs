//! The switch of one organization: all of the vendor's services, or one of them, off for a limited
//! time, on a stored authority, and on again without fail.

mod authority;
mod fact;
mod preview;
mod scope;
mod turn;
mod two_people;

pub use authority::{Agreement, Asker, Authority, Refused, Through};
pub use fact::{SwitchFact, SwitchHappening};
pub use preview::{Doubt, Preview, Software};
pub use scope::{NotAScope, Scope};

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    Directory, Settings, effect::Effect, emergency::Person, id::OrganizationId, input::By,
    number::Number,
};

/// The flag of all services.
pub const ALL_SERVICES: &str = "services-enabled";
/// Software that has not asked for so long would hardly notice.
pub const LATELY: SignedDuration = SignedDuration::from_hours(24);
/// More services of one organization cannot be switched one by one.
pub const MAX_SCOPES: usize = 100;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Switch {
    pub organization: OrganizationId,
    /// What was ever switched; whatever is not in here is on.
    pub positions: BTreeMap<Scope, Position>,
}

/// How it stands with all services, or with one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Since when, until when and why it is off; `None` while it is on.
    pub off: Option<Off>,
    /// Somebody asks for it, or for more time, and a second person has to confirm.
    pub asked: Option<Asked>,
    /// How long it was off altogether, without the time that is running.
    pub was_off: SignedDuration,
}

/// There is no way to be off without an end and an authority.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Off {
    pub since: Timestamp,
    /// Then it goes on again by itself.
    pub until: Timestamp,
    /// Warnings that are still to come, the earliest first.
    pub warn_at: Vec<Timestamp>,
    pub reason: String,
    pub by: Person,
    pub authority: Authority,
    /// What the customer agreed to, if it did.
    pub agreement: Option<Agreement>,
    pub emergency: Option<Number>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub by: Person,
    /// How it was asked: the same hand cannot confirm.
    pub through: Through,
    pub at: Timestamp,
    /// Then it counts for nothing any more.
    pub lapses_at: Timestamp,
    pub reason: String,
    pub until: Timestamp,
    pub emergency: Option<Number>,
}

/// What somebody wants.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    pub reason: String,
    /// As long as the directory allows, if it is left out.
    pub until: Option<Timestamp>,
    pub emergency: Option<Number>,
    pub agreement: Option<Agreement>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum SwitchInput {
    /// The clock has reached [`Switch::wake_at`].
    Woken,
    /// Off, or off for longer. Said by a second person, it confirms what the first asked.
    Disable { who: Asker, scope: Scope, wish: Wish },
    /// A second person agrees to exactly what was asked; `question` is when that lapses, lest another
    /// one, asked meanwhile, is confirmed unread.
    Confirm { who: Asker, scope: Scope, question: Option<Timestamp>, agreement: Option<Agreement> },
    /// On again; or what was asked is taken back.
    Enable { by: By, scope: Scope, note: Option<String> },
}

/// What the rules know besides the state.
#[derive(Clone, Copy, Debug)]
pub struct SwitchWorld<'a> {
    pub directory: &'a Directory,
    pub settings: &'a Settings,
    pub now: Timestamp,
}

/// What an input led to.
#[derive(Clone, Debug, PartialEq)]
pub struct SwitchTransition {
    pub next: Switch,
    pub facts: Vec<SwitchFact>,
    pub effects: Vec<Effect>,
    /// What the organization's emergencies are told.
    pub changes: Vec<SwitchChange>,
}

/// Services went off or on, or for longer.
#[derive(Clone, Debug, PartialEq)]
pub struct SwitchChange {
    pub disabled: bool,
    pub scope: Scope,
    /// They were off already, and only the end was moved.
    pub moved: bool,
    /// When what is off goes on again.
    pub until: Option<Timestamp>,
    /// `None` when the time was over.
    pub by: Option<By>,
    pub note: Option<String>,
    /// Whether anything of this organization is off now.
    pub still_off: bool,
}

/// The flag by which software asks: `services-enabled`, or `services-enabled.{service}`.
pub fn flag_of(scope: &Scope) -> String {
    let service = scope.service().map(|service| format!(".{service}")).unwrap_or_default();
    format!("{ALL_SERVICES}{service}")
}

/// Whether what asked last at this moment still listens, and would notice a change.
pub fn would_notice(asked_at: Option<Timestamp>, now: Timestamp) -> bool {
    asked_at.is_some_and(|at| now.duration_since(at) <= LATELY)
}

impl Asked {
    /// Whoever is named, a program's token asked: that is no person's word yet.
    pub fn by_program(&self) -> bool {
        matches!(self.through, Through::Token(_))
    }
}

impl SwitchInput {
    /// What it is about, and where the customer's agreement belongs; `None` where none is needed.
    pub fn agreement(&mut self) -> Option<(&Scope, &mut Option<Agreement>)> {
        match self {
            Self::Disable { scope, wish, .. } => Some((scope, &mut wish.agreement)),
            Self::Confirm { scope, agreement, .. } => Some((scope, agreement)),
            Self::Woken | Self::Enable { .. } => None,
        }
    }
}

impl Switch {
    /// Everything is on.
    pub fn new(organization: OrganizationId) -> Self {
        Self { organization, positions: BTreeMap::new() }
    }

    /// What an input leads to.
    pub fn handle(
        &self,
        input: SwitchInput,
        world: SwitchWorld<'_>,
    ) -> Result<SwitchTransition, Refused> {
        let mut turn = turn::Turn::new(self.clone(), world);
        turn.take(input)?;
        Ok(turn.finish())
    }

    /// The next moment at which something must happen by itself.
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.positions.values().filter_map(Position::wake_at).min()
    }

    /// What keeps this service off: all being off, or itself. `None` asks about all services.
    pub fn off(&self, service: Option<&str>) -> Option<&Off> {
        let all = self.position(&Scope::All).and_then(|position| position.off.as_ref());
        all.or_else(|| self.position(&Scope::Service(service?.to_owned()))?.off.as_ref())
    }

    pub fn is_anything_off(&self) -> bool {
        self.positions.values().any(|position| position.off.is_some())
    }

    pub fn position(&self, scope: &Scope) -> Option<&Position> {
        self.positions.get(scope)
    }
}

impl Position {
    fn wake_at(&self) -> Option<Timestamp> {
        let warning = self.off.as_ref().and_then(|off| off.warn_at.first().copied());
        let end = self.off.as_ref().map(|off| off.until);
        let lapse = self.asked.as_ref().map(|asked| asked.lapses_at);
        [warning, end, lapse].into_iter().flatten().min()
    }

    /// How long it was off altogether, up to now.
    pub fn total_off(&self, now: Timestamp) -> SignedDuration {
        let running = self.off.as_ref().map(|off| now.duration_since(off.since));
        self.was_off.saturating_add(running.unwrap_or_default().max(SignedDuration::ZERO))
    }
}
