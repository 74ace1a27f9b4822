//! The switch: every line of a story, and what it led to.

use domain::{
    Directory, Settings,
    directory::MayDisable,
    id::OrganizationId,
    input::By,
    switch::{
        Asker, Authority, Refused, Scope, Switch, SwitchHappening, SwitchInput, SwitchTransition,
        SwitchWorld, Through, Wish,
    },
};
use jiff::{SignedDuration, Timestamp};

const DIRECTORY: &str = r#"
responder = [
  { id = "ana", name = "Ana", contact = [{ id = "sms", kind = "sms", address = "+1" }] },
  { id = "ben", name = "Ben", contact = [{ id = "sms", kind = "sms", address = "+2" }] },
  { id = "cho", name = "Cho", roles = ["lead"] },
]
organization = [{ id = "acme", name = "Acme Stores", services = ["checkout"],
    switch = { may_disable = "responder", limit = "4h" } }]
"#;

struct Desk {
    directory: Directory,
    settings: Settings,
    switch: Switch,
    now: Timestamp,
}

impl Desk {
    fn with(rule: MayDisable) -> Self {
        let mut directory: Directory = toml::from_str(DIRECTORY).expect("a directory");
        directory.organizations[0].switch.as_mut().expect("a rule").may_disable = rule;
        let switch = Switch::new(OrganizationId::from("acme"));
        Self { directory, settings: Settings::default(), switch, now: at(0) }
    }

    fn take(&mut self, input: SwitchInput) -> Result<Vec<SwitchHappening>, Refused> {
        let (directory, settings) = (&self.directory, &self.settings);
        let world = SwitchWorld { directory, settings, now: self.now };
        let SwitchTransition { next, facts, .. } = self.switch.handle(input, world)?;
        self.switch = next;
        Ok(facts.into_iter().map(|fact| fact.happening).collect())
    }

    fn disable(&mut self, who: Asker, minutes: Option<i64>) -> Result<Vec<&'static str>, Refused> {
        let until = minutes.map(at);
        let wish = Wish { reason: "loss".to_owned(), until, emergency: None, agreement: None };
        let facts = self.take(SwitchInput::Disable { who, scope: Scope::All, wish })?;
        Ok(facts.iter().map(SwitchHappening::kind).collect())
    }

    fn until(&self) -> Option<Timestamp> {
        self.switch.off(None).map(|off| off.until)
    }
}

fn at(minutes: i64) -> Timestamp {
    "2026-11-23T07:00:00Z".parse::<Timestamp>().expect("a moment")
        + SignedDuration::from_mins(minutes)
}

fn person(id: &str) -> Asker {
    let by = By { id: id.into(), name: id.to_owned() };
    Asker { by, leads: id == "cho", through: Through::Themselves }
}

fn token(name: &str, for_whom: &str) -> Asker {
    Asker { through: Through::Token(name.to_owned()), ..person(for_whom) }
}

#[test]
fn it_warns_and_goes_on_again_at_its_limit() {
    let mut desk = Desk::with(MayDisable::Responder);
    assert_eq!(desk.disable(person("ana"), Some(100_000)), Ok(vec!["disabled"]));
    assert_eq!(desk.until(), Some(at(240)), "not longer than the directory allows");
    let mut told = Vec::new();
    while let Some(wake_at) = desk.switch.wake_at() {
        desk.now = wake_at;
        for fact in desk.take(SwitchInput::Woken).expect("a wake-up") {
            told.push((wake_at.duration_since(at(0)).as_mins(), fact.kind()));
        }
    }
    assert_eq!(told, [(210, "warned"), (230, "warned"), (240, "expired")]);
    let position = desk.switch.position(&Scope::All).expect("it was off once");
    assert_eq!(position.total_off(at(999)), SignedDuration::from_hours(4));
}

#[test]
fn the_end_moves_only_on_purpose() {
    let mut desk = Desk::with(MayDisable::Responder);
    desk.disable(person("ana"), Some(60)).expect("it is allowed");
    desk.now = at(20);
    assert_eq!(desk.disable(person("ana"), None), Ok(vec![]), "the same again changes nothing");
    assert_eq!(desk.until(), Some(at(60)));
    assert_eq!(desk.disable(person("ben"), Some(90)), Ok(vec!["moved"]));
    assert_eq!(desk.until(), Some(at(90)));
    assert_eq!(desk.disable(person("ben"), Some(10)), Err(Refused::UntilIsOver));
}

#[test]
fn a_late_clock_does_not_keep_it_off() {
    let mut desk = Desk::with(MayDisable::Responder);
    desk.disable(person("ana"), Some(60)).expect("it is allowed");
    desk.now = at(75);
    let facts = desk.disable(person("ana"), Some(90));
    assert_eq!(facts, Ok(vec!["expired", "disabled"]), "it ended, and began anew");
}

#[test]
fn only_a_lead_where_the_directory_says_so() {
    let mut desk = Desk::with(MayDisable::Lead);
    let refused = desk.disable(person("ana"), None).expect_err("Ana leads nobody");
    let expected = "only a lead may switch these services off: ask Cho";
    assert_eq!(refused.to_string(), expected, "it says who could");
    assert_eq!(desk.disable(person("cho"), None), Ok(vec!["disabled"]));
    let enable = SwitchInput::Enable { by: person("ana").by, scope: Scope::All, note: None };
    assert_eq!(desk.take(enable).expect("anybody may").len(), 1);
    assert!(!desk.switch.is_anything_off());
}

#[test]
fn two_people_are_never_one() {
    let mut desk = Desk::with(MayDisable::TwoPeople);
    assert_eq!(desk.disable(person("ana"), Some(60)), Ok(vec!["asked"]));
    for same in [person("ana"), token("ana", "ana")] {
        let refused = desk.disable(same, None).expect_err("it is the same person");
        let expected = "ana has asked for it, and a second person has to confirm: ask Cho or Ben";
        assert_eq!(refused.to_string(), expected);
    }
    let refused = desk.disable(token("robot", "ben"), None).expect_err("a program says so");
    assert!(matches!(refused, Refused::NotAPerson { .. }));
    assert_eq!(desk.until(), None);
    assert_eq!(desk.disable(person("ben"), Some(240)), Ok(vec!["disabled"]));
    let off = desk.switch.off(None).expect("two have said so");
    assert_eq!(off.until, at(60), "what the first asked counts");
    let Authority::TwoPeople { confirmed_by } = &off.authority else { panic!("{off:?}") };
    assert_eq!(confirmed_by.id.as_str(), "ben");
    assert_eq!(off.by.id.as_str(), "ana");
}

#[test]
fn one_program_is_not_two_people_whomever_it_names() {
    let mut desk = Desk::with(MayDisable::TwoPeople);
    assert_eq!(desk.disable(token("robot", "ana"), None), Ok(vec!["asked"]));
    let refused = desk.disable(token("robot", "ben"), None).expect_err("the same hand");
    assert!(matches!(refused, Refused::SamePerson { .. }));
}

#[test]
fn a_program_asks_and_two_people_confirm() {
    let mut desk = Desk::with(MayDisable::TwoPeople);
    assert_eq!(desk.disable(token("robot", "ben"), Some(60)), Ok(vec!["asked"]));
    assert_eq!(desk.disable(person("ana"), None), Ok(vec!["asked"]), "the robot may be Ana's own");
    assert_eq!(desk.until(), None, "Ana is the first person");
    let again = desk.disable(person("ana"), None).expect_err("it is the same person");
    assert!(matches!(again, Refused::SamePerson { .. }));
    assert!(desk.disable(token("robot", "ben"), None).is_err(), "a program is no second person");
    assert_eq!(desk.disable(person("ben"), None), Ok(vec!["disabled"]));
    assert_eq!(desk.until(), Some(at(60)), "what was asked first counts");
    assert_eq!(desk.switch.off(None).expect("two said so").by.id.as_str(), "ana");
}

#[test]
fn a_phone_of_two_people_confirms_for_neither() {
    let mut desk = Desk::with(MayDisable::TwoPeople);
    desk.directory.responders[0].contact[0].address = "+1 (555) 2".to_owned();
    desk.directory.responders[1].contact[0].address = "+15552".to_owned();
    desk.disable(person("cho"), None).expect("it may be asked");
    let by_phone =
        |id: &str| Asker { through: Through::Address("+15552".to_owned()), ..person(id) };
    let refused = desk.disable(by_phone("ben"), None).expect_err("it may be Ana");
    assert!(refused.to_string().ends_with("Ana or Ben can confirm in the console"), "{refused}");
    desk.directory.responders[0].contact.clear();
    assert_eq!(desk.disable(by_phone("ben"), None), Ok(vec!["disabled"]));
}

#[test]
fn only_the_question_that_was_read_is_confirmed() {
    let mut desk = Desk::with(MayDisable::TwoPeople);
    let confirm = |question| SwitchInput::Confirm {
        who: person("ben"),
        scope: Scope::All,
        question: Some(question),
        agreement: None,
    };
    desk.disable(person("ana"), Some(60)).expect("it may be asked");
    let read = desk.switch.wake_at().expect("it lapses");
    let back = SwitchInput::Enable { by: person("ana").by, scope: Scope::All, note: None };
    desk.take(back).expect("it is taken back");
    desk.now = at(1);
    desk.disable(person("ana"), Some(240)).expect("it may be asked again");
    assert_eq!(desk.take(confirm(read)), Err(Refused::NothingAsked), "that was another question");
    let now = desk.switch.wake_at().expect("it lapses");
    assert_eq!(desk.take(confirm(now)).expect("this one").len(), 1);
}

#[test]
fn a_question_lapses_and_is_taken_back() {
    let mut desk = Desk::with(MayDisable::TwoPeople);
    desk.disable(person("ana"), None).expect("it may be asked");
    desk.now = at(15);
    let (who, scope) = (person("ben"), Scope::All);
    let confirm = SwitchInput::Confirm { who, scope, question: None, agreement: None };
    assert_eq!(desk.take(confirm), Err(Refused::NothingAsked), "too late");
    desk.take(SwitchInput::Woken).expect("a wake-up");
    assert_eq!(desk.switch.wake_at(), None);
    desk.disable(person("ana"), None).expect("it may be asked again");
    let back = SwitchInput::Enable { by: person("ana").by, scope: Scope::All, note: None };
    assert_eq!(desk.take(back), Ok(vec![SwitchHappening::Withdrawn]));
}

#[test]
fn one_service_can_be_off_while_the_others_are_on() {
    let mut desk = Desk::with(MayDisable::Responder);
    let disable = |name: &str| SwitchInput::Disable {
        who: person("ana"),
        scope: Scope::Service(name.to_owned()),
        wish: Wish { reason: "loss".to_owned(), until: None, emergency: None, agreement: None },
    };
    let refused = desk.take(disable("chekout")).expect_err("a typing mistake");
    assert_eq!(
        refused.to_string(),
        "\"chekout\" is not a service of this customer: there are checkout; an administrator can \
         add others to the directory"
    );
    desk.take(disable("checkout")).expect("it is one");
    assert!(desk.switch.off(Some("checkout")).is_some());
    assert!(desk.switch.off(Some("search")).is_none());
    assert!(desk.switch.off(None).is_none());
}
