//! What people text back, and what they are answered.
