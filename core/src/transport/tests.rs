use std::sync::Arc;
use std::time::Duration;

use super::call::Call;
use super::{BeforeWrite, Reply, Transport};
use crate::canned::server;
use crate::error::{ErrorKind, Result};
use crate::wait::Deadline;

fn send(transport: &Transport, call: &Call) -> Result<Reply> {
    transport.block_on(|transport| async move { transport.send(call).await })
}

#[test]
fn all_calls_until_a_deadline_share_it() {
    let (client, requests) = server(vec![Some((200, "{}")), Some((200, "{}"))]);
    let deadline = Deadline::after(Some(Duration::from_millis(300)));
    let transport = client.transport.until(deadline);
    send(&transport, &Call::raw("GET", "/hello")).expect("there is time");
    while !deadline.has_passed() {
        crate::world::sleep_blocking(Duration::from_millis(10));
    }
    // Neither a later deadline nor another time-out extends it.
    let later = transport.until(Deadline::after(Some(Duration::from_secs(60))));
    let error = send(&later, &Call::raw("GET", "/hello")).expect_err("the time is over");
    assert_eq!((error.kind(), error.details().attempts), (ErrorKind::Timeout, 1));
    assert_eq!(requests.try_iter().count(), 1);
}

#[test]
fn what_is_done_before_a_write_counts_against_its_deadline() {
    let (client, requests) = server(vec![Some((204, ""))]);
    let slow: BeforeWrite = Arc::new(|| {
        crate::world::sleep_blocking(Duration::from_millis(300));
        Ok(())
    });
    let deadline = Deadline::after(Some(Duration::from_millis(100)));
    let transport = client.transport.until(deadline).before_write(Some(slow));
    let error = send(&transport, &Call::raw("POST", "/hello")).expect_err("it is too late");
    assert_eq!((error.kind(), error.outcome_unknown()), (ErrorKind::Timeout, false), "{error}");
    assert!(error.retryable());
    assert_eq!(requests.try_iter().count(), 0);
}

#[test]
fn what_is_done_before_a_write_is_not_done_for_a_call_that_cannot_be_sent() {
    let (client, _requests) = server::<&str>(Vec::new());
    let never: BeforeWrite = Arc::new(|| panic!("nothing is to be written down"));
    let transport = client.transport.before_write(Some(never));
    let error = send(&transport, &Call::raw("NO GOOD", "/hello")).expect_err("the method is none");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    client.close();
    let error = send(&transport, &Call::raw("POST", "/hello")).expect_err("the client is closed");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[test]
fn an_error_of_what_is_done_before_a_write_is_the_error() {
    let (client, requests) = server(vec![Some((204, ""))]);
    let full: BeforeWrite = Arc::new(|| Err(crate::error::DefactoError::store("the disk is full", "")));
    let transport = client.transport.before_write(Some(full));
    let error = send(&transport, &Call::raw("POST", "/hello")).expect_err("it was not written down");
    assert_eq!((error.kind(), error.outcome_unknown()), (ErrorKind::Store, false));
    assert_eq!(requests.try_iter().count(), 0);
}
