//! The names of what a request becomes. They stay the same when it is tried again elsewhere, so that both
//! are found to be one.

use std::sync::{Mutex, PoisonError};

use domain::{Number, TicketNumber, id::RequesterId};
use store::{CalledOff, Store, StoreError};

use crate::Engine;

#[derive(Debug)]
pub(crate) struct Slip {
    /// The requester that is made for it.
    pub(crate) requester: RequesterId,
    /// The raw request.
    pub(crate) request: String,
    pub(crate) called_off: CalledOff,
    numbers: Mutex<(Option<Number>, Option<TicketNumber>)>,
}

impl Slip {
    pub(crate) fn new(engine: &Engine) -> Self {
        Self {
            requester: RequesterId(engine.new_id()),
            request: engine.new_id(),
            called_off: CalledOff::default(),
            numbers: Mutex::default(),
        }
    }

    /// The same, for another try after this one.
    pub(crate) fn again(self) -> Self {
        self.called_off.call_off();
        Self { called_off: CalledOff::default(), ..self }
    }

    pub(crate) async fn number(&self, store: &Store) -> Result<Number, StoreError> {
        if let Some(number) = self.known().0 {
            return Ok(number);
        }
        let number = store.next_number().await?;
        self.known().0 = Some(number);
        Ok(number)
    }

    pub(crate) async fn ticket_number(&self, store: &Store) -> Result<TicketNumber, StoreError> {
        if let Some(number) = self.known().1 {
            return Ok(number);
        }
        let number = store.next_ticket_number().await?;
        self.known().1 = Some(number);
        Ok(number)
    }

    /// Somebody else has them.
    pub(crate) fn forget_numbers(&self) {
        *self.known() = (None, None);
    }

    fn known(&self) -> std::sync::MutexGuard<'_, (Option<Number>, Option<TicketNumber>)> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
