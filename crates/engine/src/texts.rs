//! Text messages. Those of responders are understood by `words`, carried out as inputs and always
//! confirmed; nobody else can answer a page or tell a milestone.

use domain::{
    Emergency, Input, Milestone, Number, Refused, ResponderId,
    directory::{ContactKind, Responder},
    emergency::Bridge,
    input::By,
    message::{Content, Message},
};
use store::{Lane, Recipient, Saved, Unit};
use words::reply::{self, Command, Confirmation, DutyDone, OpenPage, Wanted};

use crate::{Engine, EngineError, outgoing::Outgoings};

impl Engine {
    /// A text message from a phone; the answer goes out as a delivery. `id` is the provider's,
    /// empty if it gives none.
    pub async fn text_received(&self, from: &str, body: &str, id: &str) -> Result<(), EngineError> {
        let directory = self.directory();
        let (confirmation, reader) = match directory.1.owner_of(from) {
            Some(person) => (
                self.carry_out_from(person, (ContactKind::Sms, from), body, None).await,
                self.options().reader_of(person),
            ),
            None => match self.requester_texted(from, body, id).await? {
                Some(answered) => answered,
                None => return Ok(()),
            },
        };
        let recipient = Recipient::Address { address: from.to_owned() };
        self.send_confirmation((Lane::Sms, recipient), &confirmation, reader).await
    }

    /// What came from one of the person's own addresses: the code that was sent there, or words. An
    /// answer proves the address.
    pub(crate) async fn carry_out_from(
        &self,
        person: &Responder,
        (kind, from): (ContactKind, &str),
        body: &str,
        about: Option<Number>,
    ) -> Confirmation {
        if let Some(word) = reply::switch(body) {
            return self.carry_out_switch(person, from, word).await;
        }
        if let Some(code) = reply::code(body)
            && let Some(done) = self.code_by_text(person, (kind, from), &code).await
        {
            return Confirmation::Duty(done);
        }
        // Whoever writes is there, whatever they write.
        let was_test = self.is_there(&person.id).await;
        let done = self.carry_out(person, body, about).await;
        let says_nothing_else = matches!(
            done,
            Confirmation::NothingOpen
                | Confirmation::Unclear { .. }
                | Confirmation::Duty(DutyDone::DrillAnswered { .. })
        );
        let done = if was_test && says_nothing_else {
            Confirmation::Duty(DutyDone::DrillAnswered { was_open: true })
        } else {
            done
        };
        let is_answer = matches!(
            done,
            Confirmation::Answered { .. }
                | Confirmation::AlreadyYours { .. }
                | Confirmation::Declined { .. }
                | Confirmation::Told { .. }
                | Confirmation::Updated { .. }
                | Confirmation::Duty(DutyDone::DrillAnswered { was_open: true })
        );
        if is_answer {
            self.answered_from(person, kind, from).await;
        }
        done
    }

    /// `about`: the emergency that it is a reply to, unless it names another.
    pub(crate) async fn carry_out(
        &self,
        person: &Responder,
        body: &str,
        about: Option<Number>,
    ) -> Confirmation {
        if let Some(word) = reply::duty(body) {
            return self.carry_out_duty(person, word).await;
        }
        let Ok(open) = self.shared.store.open_of_responder(&person.id).await else {
            return Confirmation::Failed;
        };
        let reply = reply::parse(body);
        if reply.command == Command::Help {
            return Confirmation::Help { open: listed(&open) };
        }
        if matches!(reply.command, Command::Unclear { .. }) {
            return Confirmation::Unclear { open: listed(&open) };
        }
        if self.shared.beside.stands_in()
            && !open
                .iter()
                .any(|saved| reply.code.is_none_or(|code| saved.emergency.number.is_meant_by(code)))
        {
            // It may well be open where nothing can be asked now.
            return Confirmation::Failed;
        }
        if open.is_empty() {
            return Confirmation::NothingOpen;
        }
        let is_meant = |saved: &&Saved| match (reply.code, about) {
            (Some(code), _) => saved.emergency.number.is_meant_by(code),
            (None, Some(about)) => saved.emergency.number == about,
            (None, None) => true,
        };
        let meant: Vec<_> = open.iter().filter(is_meant).collect();
        match (meant.as_slice(), reply.code) {
            ([one], _) => self.carry_out_on(person, one, reply.command).await,
            ([], Some(code)) => Confirmation::NotOpen { code, open: listed(&open) },
            ([], None) => Confirmation::NothingOpen,
            _ => Confirmation::Which { open: listed(&open) },
        }
    }

    async fn carry_out_on(
        &self,
        person: &Responder,
        saved: &Saved,
        command: Command,
    ) -> Confirmation {
        let number = saved.emergency.number;
        let by = By { id: person.id.clone(), name: person.name.clone() };
        let milestone = |milestone, note| Input::Milestone { by: by.clone(), milestone, note };
        let input = match command {
            Command::Ok => {
                let was_theirs = saved.emergency.responder().is_some_and(|who| who.id == by.id);
                let done = self.apply(number, Input::Answer { by: by.clone(), take_over: false });
                return self.confirm_answer(saved, done.await, was_theirs);
            }
            Command::No => Input::Decline { by },
            Command::Investigating { note } => milestone(Milestone::Investigating, note),
            Command::Reproduced { note } => milestone(Milestone::Reproduced, note),
            Command::RootCause { note } => milestone(Milestone::RootCauseIdentified, note),
            Command::FixDeveloped { note } => milestone(Milestone::FixDeveloped, note),
            Command::FixDeployed { note } => milestone(Milestone::FixDeployed, note),
            Command::Restored { note } => milestone(Milestone::Restored, note),
            Command::Update { text } => Input::Update { by, text, visible: true },
            Command::Escalate { words } => return self.escalate_by_text(number, by, words).await,
            Command::Call => return self.bridge_by_text(number, by).await,
            Command::State | Command::Help | Command::Unclear { .. } => {
                let milestone = saved.emergency.reached;
                return Confirmation::State {
                    brief: saved.emergency.brief(saved.requesters),
                    milestone,
                };
            }
        };
        let was_offered =
            saved.emergency.open_handoff().is_some_and(|asked| asked.to.id == person.id);
        let done = self.apply(number, input.clone()).await;
        if was_offered && done.is_ok() && matches!(input, Input::Decline { .. }) {
            return Confirmation::Duty(DutyDone::HandoffDeclined { number });
        }
        confirm_input(&input, number, saved.requesters, done)
    }

    fn confirm_answer(
        &self,
        saved: &Saved,
        done: Result<Emergency, EngineError>,
        was_theirs: bool,
    ) -> Confirmation {
        let number = saved.emergency.number;
        match done {
            Ok(_) if was_theirs => Confirmation::AlreadyYours { number },
            Ok(next) => Confirmation::Answered { brief: next.brief(saved.requesters) },
            Err(EngineError::Refused(Refused::AlreadyAnswered { name, .. })) => {
                Confirmation::TakenBy { number, by: name, since: None }
            }
            Err(error) => failed(number, error),
        }
    }

    async fn escalate_by_text(&self, number: Number, by: By, words: String) -> Confirmation {
        if words.trim().is_empty() {
            return Confirmation::NothingSaid { number, wanted: Wanted::People };
        }
        let directory = self.directory();
        let Some(found) = reply::find_target(&words, &directory.1) else {
            let known = directory.1.teams.iter().map(|team| team.id.to_string()).take(5).collect();
            return Confirmation::NobodyOfThatName { number, words, known };
        };
        let called = vec![found.target.to_string()];
        let input = Input::Escalate { by, targets: vec![found.target], note: found.note };
        match self.apply(number, input).await {
            Ok(_) => Confirmation::Escalated { number, called },
            Err(error) => failed(number, error),
        }
    }

    async fn bridge_by_text(&self, number: Number, by: By) -> Confirmation {
        let open = self.load(number).await.ok().and_then(|saved| saved.emergency.bridge);
        if let Some(bridge) = open.filter(Bridge::is_conference)
            && let Ok(true) = self.dial_responder(number, &by.id).await
        {
            // The requesters know of it already.
            return Confirmation::CallingIn { number, bridge };
        }
        match self.open_bridge(number, by, None).await {
            Ok(Emergency { bridge: Some(bridge), .. }) => {
                Confirmation::BridgeOpened { number, bridge }
            }
            Ok(_) => Confirmation::NoBridge { number },
            Err(error) => failed(number, error),
        }
    }

    pub(crate) async fn send_confirmation(
        &self,
        (lane, recipient): (Lane, Recipient),
        confirmation: &Confirmation,
        reader: words::Reader,
    ) -> Result<(), EngineError> {
        let snapshot = self.snapshot();
        let reader = words::Reader {
            now: snapshot.now,
            link: Some(format!("{}/request", self.options().public_url)),
            phone: self.options().phone.clone(),
            ..reader
        };
        let content = Content::Reply(reply::answer(confirmation, &reader));
        let message = Message { about: domain::message::Brief::default(), content };
        let mut unit = Unit::new();
        let mut outgoings = Outgoings::new(self, &snapshot);
        outgoings.deliver(outgoings.delivery(lane, recipient, message), &mut unit);
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        Ok(())
    }

    /// Who a phone number belongs to.
    pub fn owner_of(&self, number: &str) -> Option<ResponderId> {
        self.directory().1.owner_of(number).map(|person| person.id.clone())
    }
}

fn confirm_input(
    input: &Input,
    number: Number,
    requesters: u64,
    done: Result<Emergency, EngineError>,
) -> Confirmation {
    let next_update_by = match done {
        Ok(next) => next.promise.due,
        Err(EngineError::Refused(Refused::Empty)) => {
            return Confirmation::NothingSaid { number, wanted: Wanted::News };
        }
        Err(error) => return failed(number, error),
    };
    if let Input::Milestone { milestone, .. } = input {
        return Confirmation::Told { number, milestone: *milestone, requesters, next_update_by };
    }
    if matches!(input, Input::Decline { .. }) {
        return Confirmation::Declined { number };
    }
    Confirmation::Updated { number, requesters, next_update_by }
}

fn failed(number: Number, error: EngineError) -> Confirmation {
    if let EngineError::Refused(refused) = error {
        return Confirmation::Refused { number, refused };
    }
    tracing::error!(emergency.number = %number, %error, "a text message was not carried out");
    Confirmation::Failed
}

fn listed(open: &[Saved]) -> Vec<OpenPage> {
    let page = |saved: &Saved| OpenPage {
        number: saved.emergency.number,
        organization: saved.emergency.organization_name.clone(),
        summary: saved.emergency.summary.clone(),
    };
    open.iter().map(page).collect()
}
