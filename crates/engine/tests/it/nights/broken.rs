//! The test of the test: each property of the nights catches what is broken on purpose.

use super::night::Night;

pub(super) struct Broken {
    /// What is done wrong.
    pub(super) how: &'static str,
    /// Which property notices.
    pub(super) caught_by: &'static str,
    strike: Strike,
}

enum Strike {
    /// Behind the back of the store.
    Sql(&'static str),
    /// A door says what is not true.
    Door(fn(&mut Night)),
}

impl Broken {
    pub(super) fn strike(&self, night: &mut Night) {
        match self.strike {
            Strike::Sql(sql) => night.strike(sql),
            Strike::Door(lie) => lie(night),
        }
    }
}

pub(super) static BROKEN: [Broken; 12] = [
    Broken {
        how: "deadlines are put off by a day",
        caught_by: "no open emergency is without a deadline",
        strike: Strike::Sql(
            "UPDATE emergencies SET wake_at_us = wake_at_us + 86400000000
             WHERE state_name <> 'closed'",
        ),
    },
    Broken {
        how: "the state forgets all its deadlines",
        caught_by: "no open emergency is without a deadline",
        strike: Strike::Sql(
            "UPDATE emergencies SET state = json_set(state, '$.promise.due', null,
                 '$.promise.remind_at', json('[]'), '$.ladder.next_at', null,
                 '$.switch_proposed', json('true'), '$.pages', json('[]')),
                 wake_at_us = wake_at_us + 3600000000
             WHERE state_name = 'unanswered'",
        ),
    },
    Broken {
        how: "a requester disappears",
        caught_by: "nothing that was accepted is lost",
        strike: Strike::Sql("DELETE FROM requesters"),
    },
    Broken {
        how: "a request that is sent again is taken in again",
        caught_by: "nobody is taken in twice",
        strike: Strike::Sql(
            "INSERT OR IGNORE INTO requesters (id, emergency, requester, summary, email,
                 hears_by, recipient, joined_at_us)
             SELECT id || '-again', emergency, requester, summary, email, hears_by, recipient,
                 joined_at_us
             FROM requesters WHERE id NOT LIKE '%-again'",
        ),
    },
    Broken {
        how: "receipts are left out",
        caught_by: "every accepted request has its receipt",
        strike: Strike::Sql("DELETE FROM deliveries WHERE urgency = 2"),
    },
    Broken {
        how: "the ladder stands still",
        caught_by: "somebody is being called for what nobody has answered",
        strike: Strike::Sql(
            "UPDATE emergencies SET state = json_set(state, '$.ladder.next_at', null),
                 wake_at_us = wake_at_us + 3600000000
             WHERE state_name = 'unanswered'",
        ),
    },
    Broken {
        how: "pages are left out",
        caught_by: "somebody is being called for what nobody has answered",
        strike: Strike::Sql("UPDATE deliveries SET urgency = 1 WHERE urgency = 0"),
    },
    Broken {
        how: "news are left out",
        caught_by: "nobody waits longer than the cadence for news",
        strike: Strike::Sql("DELETE FROM deliveries WHERE urgency = 3"),
    },
    Broken {
        how: "what was answered is sent all the same",
        caught_by: "a page that was dropped is never sent",
        strike: Strike::Sql(
            "UPDATE deliveries SET status = 'waiting', due_at_us = 0, queued_at_us = queued_at_us
             WHERE status = 'dropped' AND urgency = 0",
        ),
    },
    Broken {
        how: "news go to another emergency's requester",
        caught_by: "nobody learns of another's case",
        strike: Strike::Sql(
            "UPDATE deliveries SET recipient = (SELECT recipient FROM requesters
                 WHERE requesters.emergency <> deliveries.emergency AND recipient IS NOT NULL)
             WHERE urgency IN (2, 3) AND EXISTS (SELECT 1 FROM requesters
                 WHERE requesters.emergency <> deliveries.emergency AND recipient IS NOT NULL)",
        ),
    },
    Broken {
        how: "a number is given twice",
        caught_by: "numbers are unique",
        strike: Strike::Door(|night| {
            let first = night.accepted.iter().find(|report| !report.joined).cloned();
            night.accepted.extend(first);
        }),
    },
    Broken {
        how: "a fact is taken out of the journal",
        caught_by: "the timeline has no gaps",
        strike: Strike::Sql(
            "DROP TRIGGER IF EXISTS facts_are_never_deleted;
             DELETE FROM facts WHERE sequence = 2",
        ),
    },
];

/// Where several nodes share a store.
pub(super) static BROKEN_AMONG_NODES: [Broken; 1] = [Broken {
    how: "a node that died is thought to live",
    caught_by: "what a dead node was sending goes on elsewhere",
    strike: Strike::Door(|night| night.the_dead_seem_alive = true),
}];
