//! What there is, for programs that ask for the front page.

use serde_json::{Value, json};

use crate::{
    server::{
        control::{simulator::CONTROLS, staging::STAGINGS},
        fault::FaultKind,
        operations::OPERATIONS,
    },
    settings::Settings,
};

/// An OpenAPI document of the operations, with the controls beside it.
pub(crate) fn document() -> Value {
    let mut paths = json!({});
    for operation in OPERATIONS {
        let method = operation.method.as_str().to_lowercase();
        paths[operation.template][method] = json!({
            "summary": operation.summary,
            "parameters": parameters(operation.template),
            "responses": {operation.status.to_string(): {"description": operation.summary}},
        });
    }
    for (method, path, summary) in CONTROLS.iter().chain(STAGINGS) {
        let described =
            json!({"summary": summary, "security": [], "responses": {"2XX": {"description": summary}}});
        paths[*path][method.to_lowercase()] = described;
    }
    let switches: serde_json::Map<_, _> =
        Settings::switches().map(|(name, meaning)| (name.to_owned(), meaning.into())).collect();
    let faults: serde_json::Map<_, _> =
        FaultKind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.meaning().into())).collect();
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Defacto sandbox on this machine", "version": env!("CARGO_PKG_VERSION")},
        "security": [{"Bearer": []}],
        "components": {"securitySchemes": {"Bearer": {"type": "http", "scheme": "bearer"}}},
        "paths": paths,
        "x-settings": switches,
        "x-faults": faults,
    })
}

fn parameters(template: &str) -> Vec<Value> {
    let names = template.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameter =
        |name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
    names.map(parameter).collect()
}
