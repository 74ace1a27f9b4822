//! Accounts, sessions and API tokens. Of a secret only its hash comes here.

use domain::id::{OrganizationId, ResponderId};
use jiff::Timestamp;

use crate::{
    Store, StoreError, Unit,
    value::{Row, values},
};

/// The SHA-256 of a token.
pub type TokenHash = [u8; 32];

/// How a responder signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub responder: ResponderId,
    /// In PHC form: `$argon2id$...`.
    pub password_hash: String,
    pub made_at: Timestamp,
}

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub token_hash: TokenHash,
    pub responder: ResponderId,
    pub made_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
    pub user_agent: String,
}

/// What another program signs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub token_hash: TokenHash,
    /// Unique.
    pub name: String,
    pub role: String,
    /// If it may only speak for one organization.
    pub organization: Option<String>,
    pub made_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

impl Unit {
    /// Makes an account or exchanges its password.
    pub fn set_account(&mut self, account: &Account) -> &mut Self {
        self.any(
            "INSERT INTO accounts (responder, password_hash, made_at_us) VALUES (?1, ?2, ?3)
             ON CONFLICT (responder) DO UPDATE SET password_hash = excluded.password_hash",
            values![&account.responder, &account.password_hash, account.made_at],
        )
    }

    /// The first account of all; [`StoreError::Conflict`] if there is one already.
    pub fn first_account(&mut self, account: &Account) -> &mut Self {
        self.one(
            "INSERT INTO accounts (responder, password_hash, made_at_us) SELECT ?1, ?2, ?3
             WHERE NOT EXISTS (SELECT 1 FROM accounts)",
            values![&account.responder, &account.password_hash, account.made_at],
        )
    }

    pub fn delete_account(&mut self, responder: &ResponderId) -> &mut Self {
        self.any("DELETE FROM accounts WHERE responder = ?1", values![responder]);
        self.end_sessions_of(responder)
    }

    pub fn open_session(&mut self, session: &Session) -> &mut Self {
        self.insert(
            "INSERT INTO sessions (token_hash, responder, made_at_us, last_seen_at_us,
                 expires_at_us, user_agent)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            values![
                &session.token_hash,
                &session.responder,
                session.made_at,
                session.last_seen_at,
                session.expires_at,
                &session.user_agent,
            ],
        )
    }

    /// It was used, and lives on until `expires_at`.
    pub fn session_seen(
        &mut self,
        token_hash: &TokenHash,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> &mut Self {
        self.any(
            "UPDATE sessions SET last_seen_at_us = ?2, expires_at_us = ?3 WHERE token_hash = ?1",
            values![token_hash, now, expires_at],
        )
    }

    pub fn end_session(&mut self, token_hash: &TokenHash) -> &mut Self {
        self.any("DELETE FROM sessions WHERE token_hash = ?1", values![token_hash])
    }

    pub fn end_sessions_of(&mut self, responder: &ResponderId) -> &mut Self {
        self.any("DELETE FROM sessions WHERE responder = ?1", values![responder])
    }

    /// Forgets the sessions that have run out.
    pub fn forget_sessions(&mut self, now: Timestamp) -> &mut Self {
        self.any("DELETE FROM sessions WHERE expires_at_us <= ?1", values![now])
    }

    /// A new token; [`StoreError::Taken`] if there is one of this name.
    pub fn make_token(&mut self, token: &Token) -> &mut Self {
        self.insert(
            "INSERT INTO tokens (token_hash, name, role, organization, made_at_us)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            values![
                &token.token_hash,
                &token.name,
                &token.role,
                token.organization.as_deref(),
                token.made_at,
            ],
        )
    }

    pub fn token_used(&mut self, token_hash: &TokenHash, now: Timestamp) -> &mut Self {
        self.any(
            "UPDATE tokens SET last_used_at_us = ?2 WHERE token_hash = ?1",
            values![token_hash, now],
        )
    }

    /// [`StoreError::Conflict`] if there is none of this name.
    pub fn revoke_token(&mut self, name: &str) -> &mut Self {
        self.one("DELETE FROM tokens WHERE name = ?1", values![name])
    }
}

impl Store {
    pub async fn account(&self, responder: &ResponderId) -> Result<Option<Account>, StoreError> {
        let sql = "SELECT responder, password_hash, made_at_us FROM accounts WHERE responder = ?1";
        self.database.find(sql, values![responder]).await?.map(account).transpose()
    }

    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let sql = "SELECT responder, password_hash, made_at_us FROM accounts ORDER BY responder";
        self.database.fetch(sql, Vec::new()).await?.into_iter().map(account).collect()
    }

    /// The session of a token, unless it has run out.
    pub async fn session(
        &self,
        token_hash: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        let sql = "SELECT token_hash, responder, made_at_us, last_seen_at_us, expires_at_us,
                       user_agent
                   FROM sessions WHERE token_hash = ?1 AND expires_at_us > ?2";
        self.database.find(sql, values![token_hash, now]).await?.map(session).transpose()
    }

    /// Where a responder is signed in, the latest first.
    pub async fn sessions_of(&self, responder: &ResponderId) -> Result<Vec<Session>, StoreError> {
        let sql = "SELECT token_hash, responder, made_at_us, last_seen_at_us, expires_at_us,
                       user_agent
                   FROM sessions WHERE responder = ?1 ORDER BY last_seen_at_us DESC";
        let rows = self.database.fetch(sql, values![responder]).await?;
        rows.into_iter().map(session).collect()
    }

    pub async fn token(&self, token_hash: &TokenHash) -> Result<Option<Token>, StoreError> {
        let sql = "SELECT token_hash, name, role, organization, made_at_us, last_used_at_us
                   FROM tokens WHERE token_hash = ?1";
        self.database.find(sql, values![token_hash]).await?.map(token).transpose()
    }

    /// The keys of an organization's software, by name.
    pub async fn tokens_of(&self, organization: &OrganizationId) -> Result<Vec<Token>, StoreError> {
        let sql = "SELECT token_hash, name, role, organization, made_at_us, last_used_at_us
                   FROM tokens WHERE organization = ?1 AND role = 'organization' ORDER BY name";
        self.database.fetch(sql, values![organization]).await?.into_iter().map(token).collect()
    }

    /// All tokens, by name.
    pub async fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        let sql = "SELECT token_hash, name, role, organization, made_at_us, last_used_at_us
                   FROM tokens ORDER BY name";
        self.database.fetch(sql, Vec::new()).await?.into_iter().map(token).collect()
    }
}

fn account(row: Row) -> Result<Account, StoreError> {
    let mut cells = row.cells("account");
    Ok(Account { responder: cells.take()?, password_hash: cells.take()?, made_at: cells.take()? })
}

fn session(row: Row) -> Result<Session, StoreError> {
    let mut cells = row.cells("session");
    Ok(Session {
        token_hash: cells.take()?,
        responder: cells.take()?,
        made_at: cells.take()?,
        last_seen_at: cells.take()?,
        expires_at: cells.take()?,
        user_agent: cells.take()?,
    })
}

fn token(row: Row) -> Result<Token, StoreError> {
    let mut cells = row.cells("token");
    Ok(Token {
        token_hash: cells.take()?,
        name: cells.take()?,
        role: cells.take()?,
        organization: cells.take()?,
        made_at: cells.take()?,
        last_used_at: cells.take()?,
    })
}
