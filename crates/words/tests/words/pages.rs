//! What the console and the requester's page say.
