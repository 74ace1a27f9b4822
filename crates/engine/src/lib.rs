//! The clock and the hands: applies inputs, wakes what is due, empties the outbox. Only the engine
//! changes an emergency; doors hand it inputs and read views. Deliberately absent: rules, SQL,
//! wording, HTTP.

mod alarm;
mod answers;
mod attachments;
mod calendars;
mod cases;
mod change;
mod changes;
mod chats;
mod clock;
mod directory;
mod duty;
mod engine;
mod error;
mod figures;
mod findings;
mod ids;
mod intake;
mod letters;
mod links;
mod monitoring;
mod nodes;
mod options;
mod outbox;
mod outgoing;
mod providers;
mod pulse;
mod recordings;
mod running;
mod signing;
mod switches;
mod texting;
mod texts;
mod tickets;
mod timekeeping;

pub use attachments::{FileOnDisk, NewFile};
pub use changes::Change;
pub use chats::Chatter;
pub use clock::{Clock, Steady};
pub use directory::{LOOK_AHEAD, NewDirectory};
pub use duty::NewCover;
pub use engine::Engine;
pub use error::EngineError;
pub use figures::Figures;
pub use findings::Findings;
pub use ids::Ids;
pub use intake::{Accepted, Opened, Submission};
pub use letters::{Case, KeptMail, Landed};
pub use links::Link;
pub use options::{BridgeOptions, Options, Subscriber};
pub use providers::{Tried, kinds_of, try_providers};
pub use recordings::Recording;
pub use running::Running;
pub use switches::Switches;
