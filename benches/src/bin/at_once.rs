//! Many enrolments at once from Rust: `at_once core|raw URL ENROLMENTS`. Prints like `measure_async.py`.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use defacto_benches::{API_KEY, Outcome, cpu_time, peak_kib};
use defacto_sdk::api::borrowers::NewBorrower;
use defacto_sdk::{AsyncClient, EnrollOptions, Enrollment};
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

/// Returns eight digits and their Luhn check digit.
fn siren(number: usize) -> String {
    let digits = format!("{number:08}");
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let value = u32::from(byte - b'0') * if at % 2 == 0 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[derive(Serialize)]
struct Company<'a> {
    identifier: &'a str,
    identifier_type: &'a str,
    name: &'a str,
    wait_for_ready: bool,
}

#[derive(Deserialize)]
struct Borrower {
    #[expect(dead_code, reason = "it is read, as a program would")]
    id: String,
}

#[derive(Deserialize)]
struct Lines {
    data: Vec<serde_json::Value>,
}

/// Enrols without an SDK: one call, then one read of the line.
async fn raw(client: &reqwest::Client, url: &str, siren: &str) -> Outcome<usize> {
    let company =
        Company { identifier: siren, identifier_type: "siren", name: "Brasserie", wait_for_ready: true };
    let answer = client.post(format!("{url}/borrowers")).bearer_auth(API_KEY).json(&company).send().await?;
    let _: Borrower = answer.error_for_status()?.json().await?;
    let lines =
        client.get(format!("{url}/credit_lines?borrower={siren}")).bearer_auth(API_KEY).send().await?;
    let lines: Lines = lines.error_for_status()?.json().await?;
    Ok(lines.data.len())
}

async fn core(client: &AsyncClient, siren: &str) -> Outcome<usize> {
    let company = NewBorrower::new(siren).identifier_type("siren").name("Brasserie");
    let options = EnrollOptions::wait_until_ready(Duration::from_secs(120)).look_up_existing(false);
    let outcome = client.enroll(&company, &options).await?;
    Ok(usize::from(matches!(outcome, Enrollment::Ready { .. })))
}

async fn all(which: &str, url: &str, count: usize) -> Outcome<usize> {
    let lines = Arc::new(AtomicUsize::new(0));
    let mut calls: JoinSet<Outcome<()>> = JoinSet::new();
    let ours = (which == "core").then(|| AsyncClient::new(API_KEY, url)).transpose()?;
    let theirs = (which == "raw").then(reqwest::Client::new);
    for number in 0..count {
        let (siren, lines, url) = (siren(number), Arc::clone(&lines), url.to_owned());
        if let Some(client) = ours.clone() {
            calls.spawn(async move {
                lines.fetch_add(core(&client, &siren).await?, Ordering::Relaxed);
                Ok(())
            });
        } else if let Some(client) = theirs.clone() {
            calls.spawn(async move {
                lines.fetch_add(raw(&client, &url, &siren).await?, Ordering::Relaxed);
                Ok(())
            });
        }
    }
    while let Some(ended) = calls.join_next().await {
        ended??;
    }
    Ok(lines.load(Ordering::Relaxed))
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [which, url, count] = arguments.as_slice() else {
        return Err("usage: core|raw URL ENROLMENTS".into());
    };
    let _ = rustls::crypto::ring::default_provider().install_default();
    // One thread, as the engine of the other languages has.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (cpu, started) = (cpu_time()?, Instant::now());
    let items = runtime.block_on(all(which, url, count.parse()?))?;
    let (elapsed, spent) = (micros(started.elapsed()), micros(cpu_time()?.saturating_sub(cpu)));
    let threads = std::fs::read_dir("/proc/self/task")?.count() - 1;
    let result = serde_json::json!({
        "cpu_us": spent, "elapsed_us": elapsed, "items": items, "peak_kib": peak_kib()?, "threads": threads,
    });
    writeln!(std::io::stdout(), "{result}")?;
    Ok(())
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
