//! How many emergencies a second one core rehearses: `cargo run --release -p domain --example
//! rehearsals -- directory.toml`.

use std::{env, error::Error, fs, time::Instant};

use domain::{
    Directory, Settings,
    rehearsal::{Plan, rehearse},
};

#[expect(clippy::disallowed_methods, reason = "a measurement needs a file and a clock")]
#[expect(clippy::print_stdout, reason = "what a program says")]
fn main() -> Result<(), Box<dyn Error>> {
    let file = env::args().nth(1).ok_or("name a directory file")?;
    let directory: Directory = toml::from_str(&fs::read_to_string(file)?)?;
    let plan = Plan { each_hour: 200, ..Plan::usual("2026-11-23T00:00Z".parse()?) };
    let begin = Instant::now();
    let found = rehearse(&directory, &Settings::default(), &plan);
    let seconds = begin.elapsed().as_secs_f64();
    let played = u32::try_from(found.played)?;
    println!("{played} emergencies in {seconds:.2} s: {:.0} a second", f64::from(played) / seconds);
    Ok(())
}
