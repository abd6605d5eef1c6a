//! Routers: each event to the handler of its type, with its entity as the API has it now.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use super::entity::WebhookEntity;
use super::event::WebhookEvent;
use super::receiver::Receiver;
use super::routes::{Handling, RoutedWebhook, Routes};
use crate::api::webhooks::WebhookEventType;
use crate::client::{AsyncClient, Client};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::world::run_blocking;

/// The error of a handler.
pub type HandlerError = Box<dyn Error + Send + Sync>;

/// The error of a router. Answer 500: the event's next delivery is new.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RouteError {
    /// The entity cannot be read, or the store cannot be read or written.
    #[error(transparent)]
    Defacto(#[from] DefactoError),
    /// A handler failed.
    #[error("a webhook handler failed")]
    Handler(#[source] HandlerError),
}

type Handler = Box<dyn Fn(&WebhookEvent, Option<&WebhookEntity>) -> Result<(), HandlerError> + Send + Sync>;
type Handled = Pin<Box<dyn Future<Output = Result<(), HandlerError>> + Send>>;
type AsyncHandler = Box<dyn Fn(WebhookEvent, Option<WebhookEntity>) -> Handled + Send + Sync>;

/// The handlers of a router.
struct Handlers<H> {
    by_type: HashMap<String, H>,
    other: Option<H>,
}

impl<H> Handlers<H> {
    fn new() -> Self {
        Self { by_type: HashMap::new(), other: None }
    }

    fn of(&self, event: &WebhookEvent) -> Option<&H> {
        self.by_type.get(event.event_type.as_str()).or(self.other.as_ref())
    }
}

/// Routes the events of webhooks: `router.on("CreditLine.CREATED", handler)`.
///
/// A handler gets the event and its entity, which the router reads from the API; the entity is `None` if the
/// API has none. An event is handled once: its duplicates are not. If a handler fails, the event's next
/// delivery is new, so the API may deliver it again; whether it does is not documented. Handle an event soon,
/// or pass it on to a queue, since the answer to the API waits for the handler. Safe to share between threads.
pub struct Router {
    routes: Arc<Routes>,
    client: Client,
    handlers: Handlers<Handler>,
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router").field("routes", &self.routes).finish_non_exhaustive()
    }
}

impl Router {
    /// Creates a router without handlers. `receiver` checks and deduplicates, `client` reads entities.
    pub fn new(receiver: Receiver, client: Client) -> Self {
        Self { routes: Arc::new(Routes::new(receiver)), client, handlers: Handlers::new() }
    }

    /// Registers the handler of an event type.
    ///
    /// # Errors
    /// `Configuration` if the API has no such event type, or if it has a handler.
    pub fn on<F>(mut self, event_type: impl Into<WebhookEventType>, handler: F) -> Result<Self>
    where
        F: Fn(&WebhookEvent, Option<&WebhookEntity>) -> Result<(), HandlerError> + Send + Sync + 'static,
    {
        let event_type = event_type.into();
        self.routes.add(&event_type)?;
        self.handlers.by_type.insert(event_type.as_str().to_owned(), Box::new(handler));
        Ok(self)
    }

    /// Registers the handler of all other events, also of those whose type this version does not know.
    ///
    /// # Errors
    /// `Configuration` if there is one.
    pub fn on_other<F>(mut self, handler: F) -> Result<Self>
    where
        F: Fn(&WebhookEvent, Option<&WebhookEntity>) -> Result<(), HandlerError> + Send + Sync + 'static,
    {
        self.routes.add_other()?;
        self.handlers.other = Some(Box::new(handler));
        Ok(self)
    }

    /// Receives one request and runs the handler of its event. Answer with the `status` of what it returns, or
    /// with 500 after an error. Blocks.
    ///
    /// # Errors
    /// `Handler` if the handler fails; otherwise those of `WebhookEvent::refetch`, but not `NotFound`, and
    /// `Store`. The event's next delivery is new then.
    pub fn route(&self, url_or_token: &str, body: &[u8]) -> Result<RoutedWebhook, RouteError> {
        let (routed, handling) = self.routes.begin(url_or_token, body)?;
        if let (Some(event), Some(handling)) = (&routed.event, handling) {
            let result = self.handle(event);
            end(handling, result.is_ok())?;
            result?;
        }
        Ok(routed)
    }

    fn handle(&self, event: &WebhookEvent) -> Result<(), RouteError> {
        let Some(handler) = self.handlers.of(event) else { return Ok(()) };
        let entity = if_there(event.refetch(&self.client))?;
        handler(event, entity.as_ref()).map_err(RouteError::Handler)
    }
}

/// As [`Router`], with handlers that are futures.
///
/// Dropping the future of `route` drops that of the handler; the event's next delivery is new then.
pub struct AsyncRouter {
    routes: Arc<Routes>,
    client: AsyncClient,
    handlers: Handlers<AsyncHandler>,
}

impl fmt::Debug for AsyncRouter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncRouter").field("routes", &self.routes).finish_non_exhaustive()
    }
}

impl AsyncRouter {
    /// Creates a router without handlers. `receiver` checks and deduplicates, `client` reads entities.
    pub fn new(receiver: Receiver, client: AsyncClient) -> Self {
        Self { routes: Arc::new(Routes::new(receiver)), client, handlers: Handlers::new() }
    }

    /// Registers the handler of an event type.
    ///
    /// # Errors
    /// As `Router::on`.
    pub fn on<F, R>(mut self, event_type: impl Into<WebhookEventType>, handler: F) -> Result<Self>
    where
        F: Fn(WebhookEvent, Option<WebhookEntity>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        let event_type = event_type.into();
        self.routes.add(&event_type)?;
        self.handlers.by_type.insert(event_type.as_str().to_owned(), boxed(handler));
        Ok(self)
    }

    /// Registers the handler of all other events, also of those whose type this version does not know.
    ///
    /// # Errors
    /// As `Router::on_other`.
    pub fn on_other<F, R>(mut self, handler: F) -> Result<Self>
    where
        F: Fn(WebhookEvent, Option<WebhookEntity>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        self.routes.add_other()?;
        self.handlers.other = Some(boxed(handler));
        Ok(self)
    }

    /// Receives one request and runs the handler of its event. Answer with the `status` of what it returns, or
    /// with 500 after an error. Suspends.
    ///
    /// # Errors
    /// As `Router::route`.
    pub async fn route(&self, url_or_token: &str, body: &[u8]) -> Result<RoutedWebhook, RouteError> {
        let (all, url, body) = (Arc::clone(&self.routes), url_or_token.to_owned(), body.to_vec());
        // A store blocks. If this future is dropped, the event is forgotten where the work ends.
        let (routed, handling) = run_blocking(move || all.begin(&url, &body)).await?;
        if let (Some(event), Some(handling)) = (&routed.event, handling) {
            let result = self.handle(event).await;
            let is_handled = result.is_ok();
            run_blocking(move || end(handling, is_handled)).await?;
            result?;
        }
        Ok(routed)
    }

    async fn handle(&self, event: &WebhookEvent) -> Result<(), RouteError> {
        let Some(handler) = self.handlers.of(event) else { return Ok(()) };
        let entity = if_there(event.refetch_async(&self.client).await)?;
        handler(event.clone(), entity).await.map_err(RouteError::Handler)
    }
}

fn boxed<F, R>(handler: F) -> AsyncHandler
where
    F: Fn(WebhookEvent, Option<WebhookEntity>) -> R + Send + Sync + 'static,
    R: Future<Output = Result<(), HandlerError>> + Send + 'static,
{
    Box::new(move |event, entity| Box::pin(handler(event, entity)))
}

fn end(handling: Handling, is_handled: bool) -> Result<()> {
    if is_handled {
        return handling.end();
    }
    // The error of the handler says more than that of the store.
    let _ = handling.fail();
    Ok(())
}

/// Returns the entity; `None` if the API has none, or if the event does not say what it is about.
fn if_there(found: Result<WebhookEntity>) -> Result<Option<WebhookEntity>> {
    match found {
        Ok(entity) => Ok(Some(entity)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
