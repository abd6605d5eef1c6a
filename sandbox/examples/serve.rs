//! Runs a sandbox until it is interrupted: `cargo run -p defacto-sandbox --example serve -- 8080 100`,
//! with a port (0: a free one) and how many times faster than documented it is to be.

use std::{error::Error, io::Write};

use defacto_sandbox::Sandbox;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let port = words.next().map_or(Ok(0), |word| word.parse())?;
    let speed = words.next().map_or(Ok(100.0), |word| word.parse())?;
    let sandbox = Sandbox::builder().port(port).speed(speed).start()?;
    let mut out = std::io::stdout();
    writeln!(out, "{} (key: {})", sandbox.url(), sandbox.api_key())?;
    out.flush()?;
    sandbox.wait();
    Ok(())
}
