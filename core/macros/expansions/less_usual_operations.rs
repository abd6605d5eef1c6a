/// Cards.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "python", ::pyo3::pyclass(frozen, module = "defacto_sdk"))]
pub struct Cards {
    pub(crate) transport: crate::transport::Transport,
}
impl Cards {
    /// The operations of this area.
    pub(crate) const OPERATIONS: &'static [crate::wire::Operation] = &[
        crate::wire::Operation {
            method: "GET",
            path: "/cards",
            verb: "list",
            repeatable: true,
            read_only: true,
            #[cfg(feature = "inventory")]
            doc: "Gives all cards of a person.",
            #[cfg(feature = "inventory")]
            arguments: &[
                crate::wire::ArgumentInfo {
                    name: "holder",
                    kind: &<String as crate::wire::Wire>::KIND,
                    required: true,
                },
                crate::wire::ArgumentInfo {
                    name: "brand",
                    kind: &<Option<Brand> as crate::wire::Wire>::KIND,
                    required: false,
                },
            ],
            #[cfg(feature = "inventory")]
            answer: crate::wire::Answer::One(
                &crate::wire::Kind::List(&<Card as crate::wire::Wire>::KIND),
            ),
            #[cfg(feature = "inventory")]
            deprecated: None,
        },
        crate::wire::Operation {
            method: "GET",
            path: "/cards/{card_id}/export",
            verb: "export",
            repeatable: true,
            read_only: true,
            #[cfg(feature = "inventory")]
            doc: "Exports entries.",
            #[cfg(feature = "inventory")]
            arguments: &[
                crate::wire::ArgumentInfo {
                    name: "card_id",
                    kind: &<Uuid as crate::wire::Wire>::KIND,
                    required: true,
                },
            ],
            #[cfg(feature = "inventory")]
            answer: crate::wire::Answer::One(&crate::wire::Kind::Bytes),
            #[cfg(feature = "inventory")]
            deprecated: None,
        },
        crate::wire::Operation {
            method: "POST",
            path: "/cards/{card_id}/key",
            verb: "key",
            repeatable: false,
            read_only: false,
            #[cfg(feature = "inventory")]
            doc: "Makes a key.",
            #[cfg(feature = "inventory")]
            arguments: &[
                crate::wire::ArgumentInfo {
                    name: "card_id",
                    kind: &<Uuid as crate::wire::Wire>::KIND,
                    required: true,
                },
                crate::wire::ArgumentInfo {
                    name: "form",
                    kind: &<KeyRequest as crate::wire::Wire>::KIND,
                    required: true,
                },
            ],
            #[cfg(feature = "inventory")]
            answer: crate::wire::Answer::One(&<Key as crate::wire::Wire>::KIND),
            #[cfg(feature = "inventory")]
            deprecated: None,
        },
        crate::wire::Operation {
            method: "GET",
            path: "/card",
            verb: "get",
            repeatable: true,
            read_only: true,
            #[cfg(feature = "inventory")]
            doc: "Reads one card.",
            #[cfg(feature = "inventory")]
            arguments: &[],
            #[cfg(feature = "inventory")]
            answer: crate::wire::Answer::One(&<Card as crate::wire::Wire>::KIND),
            #[cfg(feature = "inventory")]
            deprecated: Some("use list"),
        },
    ];
    /// The table of this area.
    #[cfg(feature = "inventory")]
    pub(crate) const INFO: &'static crate::wire::AreaInfo = &crate::wire::AreaInfo {
        name: "Cards",
        doc: "Cards.",
        operations: Self::OPERATIONS,
        composed: &[],
    };
    /// Gives all cards of a person.
    pub fn list(&self, holder: String, brand: Option<Brand>) -> Result<Vec<Card>> {
        self.transport
            .block_on(|transport| async move {
                AsyncCards { transport }.list(holder, brand).await
            })
    }
    /// Exports entries.
    pub fn export(&self, card_id: Uuid) -> Result<Vec<u8>> {
        self.transport
            .block_on(|transport| async move {
                AsyncCards { transport }.export(card_id).await
            })
    }
    /// Makes a key.
    pub fn key(&self, card_id: Uuid, form: &KeyRequest) -> Result<Key> {
        self.transport
            .block_on(|transport| async move {
                AsyncCards { transport }.key(card_id, form).await
            })
    }
    /// Reads one card.
    #[deprecated(note = "use list")]
    #[allow(deprecated)]
    pub fn get(&self) -> Result<Card> {
        self.transport
            .block_on(|transport| async move { AsyncCards { transport }.get().await })
    }
}
#[cfg(feature = "inventory")]
::inventory::submit! {
    crate ::wire::Entry::Area(Cards::INFO)
}
/// Cards.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "python", ::pyo3::pyclass(frozen, module = "defacto_sdk._native"))]
pub struct AsyncCards {
    pub(crate) transport: crate::transport::Transport,
}
impl AsyncCards {
    /// Gives all cards of a person.
    pub async fn list(&self, holder: String, brand: Option<Brand>) -> Result<Vec<Card>> {
        let call = crate::transport::Call::new(&Cards::OPERATIONS[0usize])
            .query("holder", Some(&holder))
            .query("brand", brand.as_ref());
        call.send_for_list(&self.transport).await
    }
    /// Exports entries.
    pub async fn export(&self, card_id: Uuid) -> Result<Vec<u8>> {
        let call = crate::transport::Call::new(&Cards::OPERATIONS[1usize])
            .path("card_id", &card_id);
        call.send_for_bytes(&self.transport).await
    }
    /// Makes a key.
    pub async fn key(&self, card_id: Uuid, form: &KeyRequest) -> Result<Key> {
        let call = crate::transport::Call::new(&Cards::OPERATIONS[2usize])
            .path("card_id", &card_id)
            .form(form);
        call.send(&self.transport).await
    }
    /// Reads one card.
    #[deprecated(note = "use list")]
    pub async fn get(&self) -> Result<Card> {
        let call = crate::transport::Call::new(&Cards::OPERATIONS[3usize]);
        call.send(&self.transport).await
    }
}
#[cfg(feature = "uniffi")]
const _: () = {
    use crate::foreign::NativeClient;
    #[::uniffi::export]
    impl NativeClient {
        /// Gives all cards of a person.
        pub fn cards_list(
            &self,
            holder: String,
            brand: Option<Brand>,
        ) -> Result<Vec<Card>> {
            self.client.cards().list(holder, brand)
        }
        /// Does the same without a thread. `stop` ends the call.
        pub async fn cards_list_async(
            &self,
            holder: String,
            brand: Option<Brand>,
            stop: ::std::sync::Arc<crate::CancelToken>,
        ) -> Result<Vec<Card>> {
            let client = self.stopped_by(&stop);
            let call = async move { client.cards().list(holder, brand).await };
            crate::foreign::until_stopped(Box::pin(call), stop).await
        }
        /// Exports entries.
        pub fn cards_export(&self, card_id: Uuid) -> Result<Vec<u8>> {
            self.client.cards().export(card_id)
        }
        /// Does the same without a thread. `stop` ends the call.
        pub async fn cards_export_async(
            &self,
            card_id: Uuid,
            stop: ::std::sync::Arc<crate::CancelToken>,
        ) -> Result<Vec<u8>> {
            let client = self.stopped_by(&stop);
            let call = async move { client.cards().export(card_id).await };
            crate::foreign::until_stopped(Box::pin(call), stop).await
        }
        /// Makes a key.
        pub fn cards_key(&self, card_id: Uuid, form: &KeyRequest) -> Result<Key> {
            self.client.cards().key(card_id, form)
        }
        /// Does the same without a thread. `stop` ends the call.
        pub async fn cards_key_async(
            &self,
            card_id: Uuid,
            form: KeyRequest,
            stop: ::std::sync::Arc<crate::CancelToken>,
        ) -> Result<Key> {
            let client = self.stopped_by(&stop);
            let call = async move { client.cards().key(card_id, &form).await };
            crate::foreign::until_stopped(Box::pin(call), stop).await
        }
        /// Reads one card.
        #[allow(deprecated)]
        pub fn cards_get(&self) -> Result<Card> {
            self.client.cards().get()
        }
        /// Does the same without a thread. `stop` ends the call.
        #[allow(deprecated)]
        pub async fn cards_get_async(
            &self,
            stop: ::std::sync::Arc<crate::CancelToken>,
        ) -> Result<Card> {
            let client = self.stopped_by(&stop);
            let call = async move { client.cards().get().await };
            crate::foreign::until_stopped(Box::pin(call), stop).await
        }
    }
};
#[cfg(feature = "python")]
#[::pyo3::pymethods]
impl Cards {
    /// The operations that return an iterator over all pages.
    #[classattr]
    #[pyo3(name = "_LISTINGS")]
    fn listings() -> Vec<&'static str> {
        vec![]
    }
    /// Gives all cards of a person.
    #[pyo3(name = "list", signature = (holder, brand = None))]
    fn py_list(
        &self,
        py: ::pyo3::Python<'_>,
        holder: crate::python::Argument<String>,
        brand: Option<crate::python::Argument<Brand>>,
    ) -> ::pyo3::PyResult<Vec<Card>> {
        let holder = holder.named(py, "holder")?;
        let brand = brand.map(|given| given.named(py, "brand")).transpose()?;
        let _ = py;
        crate::python::blocking(py, || self.list(holder, brand))
    }
    /// Exports entries.
    #[pyo3(name = "export", signature = (card_id))]
    fn py_export(
        &self,
        py: ::pyo3::Python<'_>,
        card_id: crate::python::Argument<crate::python::Id>,
    ) -> ::pyo3::PyResult<Vec<u8>> {
        let card_id = card_id.named(py, "card_id")?;
        let _ = py;
        crate::python::blocking(py, || self.export(card_id.into()))
    }
    /// Makes a key.
    #[pyo3(name = "key", signature = (card_id, form))]
    fn py_key(
        &self,
        py: ::pyo3::Python<'_>,
        card_id: crate::python::Argument<crate::python::Id>,
        form: crate::python::Argument<crate::python::Model<KeyRequest>>,
    ) -> ::pyo3::PyResult<Key> {
        let card_id = card_id.named(py, "card_id")?;
        let form = form.named(py, "form")?;
        let _ = py;
        crate::python::blocking(py, || self.key(card_id.into(), form.get()))
    }
    /// Reads one card.
    #[pyo3(name = "get", signature = ())]
    #[allow(deprecated)]
    fn py_get(&self, py: ::pyo3::Python<'_>) -> ::pyo3::PyResult<Card> {
        crate::python::deprecated(py, "use list", 1i32)?;
        let _ = py;
        crate::python::blocking(py, || self.get())
    }
}
#[cfg(feature = "python")]
#[::pyo3::pymethods]
impl AsyncCards {
    #[pyo3(name = "list", signature = (holder, brand = None))]
    fn py_list(
        &self,
        py: ::pyo3::Python<'_>,
        holder: crate::python::Argument<String>,
        brand: Option<crate::python::Argument<Brand>>,
    ) -> ::pyo3::PyResult<crate::python::Call> {
        let holder = holder.named(py, "holder")?;
        let brand = brand.map(|given| given.named(py, "brand")).transpose()?;
        let _ = py;
        let (transport, token) = crate::python::cancellable(&self.transport);
        Ok(
            crate::python::Call::new(
                token,
                Box::pin(async move {
                    crate::python::call_result(
                        AsyncCards { transport }.list(holder, brand).await,
                    )
                }),
            ),
        )
    }
    #[pyo3(name = "export", signature = (card_id))]
    fn py_export(
        &self,
        py: ::pyo3::Python<'_>,
        card_id: crate::python::Argument<crate::python::Id>,
    ) -> ::pyo3::PyResult<crate::python::Call> {
        let card_id = card_id.named(py, "card_id")?;
        let _ = py;
        let (transport, token) = crate::python::cancellable(&self.transport);
        Ok(
            crate::python::Call::new(
                token,
                Box::pin(async move {
                    crate::python::call_result(
                        AsyncCards { transport }.export(card_id.into()).await,
                    )
                }),
            ),
        )
    }
    #[pyo3(name = "key", signature = (card_id, form))]
    fn py_key(
        &self,
        py: ::pyo3::Python<'_>,
        card_id: crate::python::Argument<crate::python::Id>,
        form: crate::python::Argument<crate::python::Model<KeyRequest>>,
    ) -> ::pyo3::PyResult<crate::python::Call> {
        let card_id = card_id.named(py, "card_id")?;
        let form = form.named(py, "form")?;
        let _ = py;
        let (transport, token) = crate::python::cancellable(&self.transport);
        Ok(
            crate::python::Call::new(
                token,
                Box::pin(async move {
                    crate::python::call_result(
                        AsyncCards { transport }.key(card_id.into(), form.get()).await,
                    )
                }),
            ),
        )
    }
    #[pyo3(name = "get", signature = ())]
    #[allow(deprecated)]
    fn py_get(&self, py: ::pyo3::Python<'_>) -> ::pyo3::PyResult<crate::python::Call> {
        crate::python::deprecated(py, "use list", 2i32)?;
        let _ = py;
        let (transport, token) = crate::python::cancellable(&self.transport);
        Ok(
            crate::python::Call::new(
                token,
                Box::pin(async move {
                    crate::python::call_result(AsyncCards { transport }.get().await)
                }),
            ),
        )
    }
}
impl crate::Client {
    /// Cards.
    pub fn cards(&self) -> Cards {
        Cards {
            transport: self.transport.clone(),
        }
    }
}
impl crate::AsyncClient {
    /// Cards.
    pub fn cards(&self) -> AsyncCards {
        AsyncCards {
            transport: self.transport.clone(),
        }
    }
}
#[cfg(feature = "python")]
#[::pyo3::pymethods]
impl crate::Client {
    /// Cards.
    #[getter(cards)]
    fn py_cards(&self) -> Cards {
        self.cards()
    }
}
#[cfg(feature = "python")]
#[::pyo3::pymethods]
impl crate::python::Calls {
    #[getter(cards)]
    fn py_cards(&self) -> AsyncCards {
        self.client().cards()
    }
}
