//! What is said of another installation that this one watches. Responders read it, so it is English.

use std::time::Duration;

/// Who says it.
pub const MONITOR: &str = "Frontline, the watcher";

/// Summary and details of the emergency.
pub fn gone(name: &str, problem: &str, silent_for: Duration) -> (String, String) {
    let summary = format!("Frontline at {name} is not heard of: its pages may not go out");
    let details = format!(
        "Nothing was heard of it for {} s. The last try: {problem}.\n\
         Until it is back, nobody may be called for emergencies there. Look at the machine, and tell \
         the people who are on call.",
        silent_for.as_secs()
    );
    (summary, details)
}
