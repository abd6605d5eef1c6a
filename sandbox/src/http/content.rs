//! Request bodies as operations and the log see them: JSON whatever they came as, and the files of an upload.

use axum::http::{HeaderMap, header};
use bytes::Bytes;
use futures_util::stream;
use multer::Multipart;
use serde_json::{Map, Value, json};

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// JSON, whatever the content type says.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// There is no body.
    Empty,
}

/// A file of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Upload {
    /// The name of its form field.
    pub(crate) field: String,
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Bytes,
}

/// A body that was understood.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) encoding: Encoding,
    /// Its JSON; of a form an object of texts, in which a file stands as name, content type and length.
    pub(crate) body: Value,
    pub(crate) uploads: Vec<Upload>,
}

impl Content {
    /// Reads a body; none when it is neither JSON nor a form.
    pub(crate) async fn read(headers: &HeaderMap, bytes: &Bytes) -> Option<Self> {
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or_default();
        if let Ok(boundary) = multer::parse_boundary(content_type) {
            return Self::multipart(bytes.clone(), boundary).await;
        }
        if bytes.is_empty() {
            return Some(Self { encoding: Encoding::Empty, body: Value::Null, uploads: Vec::new() });
        }
        // Command line tools call JSON a form by default.
        let json = serde_json::from_slice::<Value>(bytes).ok();
        let is_form = content_type.starts_with("application/x-www-form-urlencoded");
        if is_form && !json.as_ref().is_some_and(|body| body.is_object() || body.is_array()) {
            return Some(Self::form(bytes));
        }
        json.map(|body| Self { encoding: Encoding::Json, body, uploads: Vec::new() })
    }

    /// The body as the log shows it.
    pub(crate) fn shown(&self) -> Option<Value> {
        (self.encoding != Encoding::Empty).then(|| self.body.clone())
    }

    fn form(bytes: &Bytes) -> Self {
        let fields = form_urlencoded::parse(bytes);
        let body = fields.map(|(name, value)| (name.into_owned(), Value::from(value.into_owned()))).collect();
        Self { encoding: Encoding::Form, body: Value::Object(body), uploads: Vec::new() }
    }

    async fn multipart(bytes: Bytes, boundary: String) -> Option<Self> {
        let whole = stream::once(async { Ok::<_, std::convert::Infallible>(bytes) });
        let mut parts = Multipart::new(whole, boundary);
        let (mut body, mut uploads) = (Map::new(), Vec::new());
        while let Some(part) = parts.next_field().await.ok()? {
            let field = part.name().unwrap_or_default().to_owned();
            let file_name = part.file_name().map(str::to_owned);
            let content_type = part.content_type().map(ToString::to_string);
            let bytes = part.bytes().await.ok()?;
            if file_name.is_none() && content_type.is_none() {
                body.insert(field, String::from_utf8_lossy(&bytes).into());
                continue;
            }
            let shown = json!({"filename": file_name, "content_type": content_type, "bytes": bytes.len()});
            body.insert(field.clone(), shown);
            uploads.push(Upload { field, file_name, content_type, bytes });
        }
        Some(Self { encoding: Encoding::Multipart, body: Value::Object(body), uploads })
    }
}
