//! Units that say the same, each about something else, say it together: each statement once, with a
//! row of values for every one of them. It costs the database a small part of what one by one does.
//!
//! Only neighbours in the order of what units wait for are joined, so that the order stays.

use tokio_postgres::Error;

use super::{
    connection::{Answering, Connection},
    dialect::is_for_many,
};
use crate::{
    Unit,
    unit::{Expects, Statement},
    value::Value,
};

/// Neighbouring units that are carried out statement by statement, or one unit.
#[derive(Debug)]
pub(super) struct Chorus<'a> {
    units: Vec<&'a Unit>,
}

/// A statement on its way.
#[derive(Debug)]
pub(super) enum Line<'a> {
    One(&'a Statement),
    /// The same statement with the values of all.
    Many {
        sql: &'static str,
        expects: Expects,
        rows: Vec<&'a [Value]>,
    },
}

impl<'a> Chorus<'a> {
    /// Of units in the order of what they wait for.
    pub(super) fn all(units: &[&'a Unit]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for &unit in units {
            match all.last_mut() {
                Some(last) if last.takes(unit) => last.units.push(unit),
                _ => all.push(Self { units: vec![unit] }),
            }
        }
        all
    }

    /// Each by itself.
    pub(super) fn each(units: &[&'a Unit]) -> Vec<Self> {
        units.iter().map(|&unit| Self { units: vec![unit] }).collect()
    }

    /// How many units it is.
    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    /// Its statements, in order.
    pub(super) fn lines(&self) -> Vec<Line<'a>> {
        let mut lines: Vec<Line<'a>> = Vec::new();
        for (index, first) in self.units[0].statements.iter().enumerate() {
            let statements = self.units.iter().map(|unit| &unit.statements[index]);
            if self.units.len() == 1 || !is_for_many(first.sql) {
                lines.extend(statements.map(Line::One));
                continue;
            }
            let rows = statements.map(|statement| &statement.values[..]).collect();
            lines.push(Line::Many { sql: first.sql, expects: first.expects, rows });
        }
        lines
    }

    /// Whether it says the same as the others, about something else than the last.
    fn takes(&self, unit: &Unit) -> bool {
        let Some(last) = self.units.last() else { return false };
        let same = |(one, other): (&Statement, &Statement)| {
            one.sql == other.sql
                && one.values.len() == other.values.len()
                && one.expects != Expects::Rows
        };
        last.statements.len() == unit.statements.len()
            && last.waits_for() != unit.waits_for()
            && last.statements.iter().any(|statement| is_for_many(statement.sql))
            && last.statements.iter().zip(&unit.statements).all(same)
    }
}

impl<'a> Line<'a> {
    pub(super) fn expects(&self) -> Expects {
        match self {
            Self::One(statement) => statement.expects,
            Self::Many { expects, .. } => *expects,
        }
    }

    /// How often it would be said by each alone.
    pub(super) fn times(&self) -> u64 {
        match self {
            Self::One(_) => 1,
            Self::Many { rows, .. } => rows.len() as u64,
        }
    }

    pub(super) async fn prepare(&self, connection: &Connection) -> Result<(), Error> {
        match self {
            Self::One(statement) => connection.ready(statement.sql).await.map(drop),
            Self::Many { sql, .. } => connection.ready_for_many(sql).await.map(drop),
        }
    }

    /// It is sent when it is first polled; asks nothing of the database once it was prepared.
    pub(super) async fn send(&'a self, connection: &'a Connection) -> Result<Answering<'a>, Error> {
        Ok(match self {
            Self::One(statement) => {
                connection.send(connection.ready(statement.sql).await?, &statement.values)
            }
            Self::Many { sql, rows, .. } => {
                connection.send_for_many(connection.ready_for_many(sql).await?, rows)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::values;

    const ROOM: &str = "SELECT 1 /*each FROM EACH*/";
    const PUT: &str = "INSERT INTO a (b, c) SELECT ?1, ?2 /*each FROM EACH*/";

    fn unit(about: i64, rows: i64) -> Unit {
        let mut unit = Unit::new();
        unit.lock(ROOM, values![about]);
        for row in 0..rows {
            unit.insert(PUT, values![about, row]);
        }
        unit
    }

    #[test]
    fn neighbours_that_say_the_same_about_something_else_say_it_together() {
        let units = [unit(1, 2), unit(2, 2), unit(2, 2), unit(3, 1), unit(4, 1), unit(5, 1)];
        let units: Vec<&Unit> = units.iter().collect();
        let lengths: Vec<_> = Chorus::all(&units).iter().map(Chorus::len).collect();
        assert_eq!(lengths, [2, 1, 3]);
    }

    #[test]
    fn each_statement_is_said_once_with_the_values_of_all() {
        let units = [unit(1, 2), unit(2, 2)];
        let units: Vec<&Unit> = units.iter().collect();
        let all = Chorus::all(&units);
        let lines = all[0].lines();
        let [Line::Many { rows: held, .. }, Line::Many { .. }, Line::Many { sql, rows, .. }] =
            &lines[..]
        else {
            panic!("{lines:?}");
        };
        assert_eq!((held.len(), *sql), (2, PUT));
        let second_rows = [values![1_i64, 1_i64], values![2_i64, 1_i64]];
        assert!(rows.iter().zip(&second_rows).all(|(row, expected)| row == expected), "{rows:?}");
    }

    #[test]
    fn what_cannot_be_said_for_many_is_said_by_each() {
        let (mut one, mut other) = (unit(1, 1), unit(2, 1));
        one.one("UPDATE a SET b = ?1", values![1_i64]);
        other.one("UPDATE a SET b = ?1", values![2_i64]);
        let all = Chorus::all(&[&one, &other]);
        let [Line::Many { .. }, Line::Many { .. }, Line::One(_), Line::One(_)] = all[0].lines()[..]
        else {
            panic!("{all:?}");
        };
        one.returning("SELECT ?1", values![1_i64]);
        other.returning("SELECT ?1", values![2_i64]);
        assert_eq!(Chorus::all(&[&one, &other]).len(), 2, "whose answer it is must be known");
    }
}
