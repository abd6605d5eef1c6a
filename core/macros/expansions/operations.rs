/// Borrowers.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "python", ::pyo3::pyclass(frozen, module = "defacto_sdk"))]
pub struct Borrowers {
    pub(crate) transport: crate::transport::Transport,
}
impl Borrowers {
    /// The operations of this area.
    pub(crate) const OPERATIONS: &'static [crate::wire::Operation] = &[
        crate::wire::Operation {
            method: "GET",
            path: "/borrower/{borrower_id}",
            verb: "get",
            repeatable: true,
            read_only: true,
            #[cfg(feature = "inventory")]
            doc: "Reads one borrower.",
            #[cfg(feature = "inventory")]
            arguments: &[
                crate::wire::ArgumentInfo {
                    name: "borrower_id",
                    kind: &<Uuid as crate::wire::Wire>::KIND,
                    required: true,
                },
            ],
            #[cfg(feature = "inventory")]
            answer: crate::wire::Answer::One(&<Borrower as crate::wire::Wire>::KIND),
            #[cfg(feature = "inventory")]
            deprecated: None,
        },
        crate::wire::Operation {
            method: "GET",
            path: "/borrowers",
            verb: "list",
            repeatable: true,
            read_only: true,
            #[cfg(feature = "inventory")]
            doc: "Lists borrowers.",
            #[cfg(feature = "inventory")]
            arguments: &[
                crate::wire::ArgumentInfo {
                    name: "filter",
                    kind: &<BorrowerFilter as crate::wire::Wire>::KIND,
                    required: false,
                },
            ],
            #[cfg(feature = "inventory")]
            answer: crate::wire::Answer::Pages(&<Borrower as crate::wire::Wire>::KIND),
            #[cfg(feature = "inventory")]
            deprecated: None,
        },
        crate::wire::Operation {
            method: "POST",
            path: "/borrower/{borrower_id}/sign",
            verb: "sign",
            repeatable: false,
            read_only: false,
            #[cfg(feature = "inventory")]
            doc: "Records the signature.",
            #[cfg(feature = "inventory")]
            arguments: &[
                crate::wire::ArgumentInfo {
                    name: "borrower_id",
                    kind: &<Uuid as crate::wire::Wire>::KIND,
                    required: true,
                },
                crate::wire::ArgumentInfo {
                    name: "body",
                    kind: &<Signature as crate::wire::Wire>::KIND,
                    required: true,
                },
            ],
            #[cfg(feature = "inventory")]
            answer: crate::wire::Answer::Nothing,
            #[cfg(feature = "inventory")]
            deprecated: None,
        },
    ];
    /// The table of this area.
    #[cfg(feature = "inventory")]
    pub(crate) const INFO: &'static crate::wire::AreaInfo = &crate::wire::AreaInfo {
        name: "Borrowers",
        doc: "Borrowers.",
        operations: Self::OPERATIONS,
        composed: &[],
    };
    /// Reads one borrower.
    pub fn get(&self, borrower_id: Uuid) -> Result<Borrower> {
        self.transport
            .block_on(|transport| async move {
                AsyncBorrowers { transport }.get(borrower_id).await
            })
    }
    /// Lists borrowers.
    pub fn list(&self, filter: &BorrowerFilter) -> Result<Pages<Borrower>> {
        Ok(
            crate::page::Pages::new(
                self.transport.clone(),
                crate::transport::Call::new(&Borrowers::OPERATIONS[1usize])
                    .filter(filter),
            ),
        )
    }
    /// Records the signature.
    pub fn sign(&self, borrower_id: Uuid, body: &Signature) -> Result<()> {
        self.transport
            .block_on(|transport| async move {
                AsyncBorrowers { transport }.sign(borrower_id, body).await
            })
    }
}
#[cfg(feature = "inventory")]
::inventory::submit! {
    crate ::wire::Entry::Area(Borrowers::INFO)
}
/// Borrowers.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "python", ::pyo3::pyclass(frozen, module = "defacto_sdk._native"))]
pub struct AsyncBorrowers {
    pub(crate) transport: crate::transport::Transport,
}
impl AsyncBorrowers {
    /// Reads one borrower.
    pub async fn get(&self, borrower_id: Uuid) -> Result<Borrower> {
        let call = crate::transport::Call::new(&Borrowers::OPERATIONS[0usize])
            .path("borrower_id", &borrower_id);
        call.send(&self.transport).await
    }
    /// Lists borrowers.
    pub fn list(
        &self,
        filter: &BorrowerFilter,
    ) -> Result<crate::page::AsyncPages<Borrower>> {
        let call = crate::transport::Call::new(&Borrowers::OPERATIONS[1usize])
            .filter(filter);
        Ok(crate::page::AsyncPages::new(self.transport.clone(), call))
    }
    /// Records the signature.
    pub async fn sign(&self, borrower_id: Uuid, body: &Signature) -> Result<()> {
        let call = crate::transport::Call::new(&Borrowers::OPERATIONS[2usize])
            .path("borrower_id", &borrower_id)
            .json(body);
        call.send_for_nothing(&self.transport).await
    }
}
#[cfg(feature = "uniffi")]
const _: () = {
    use crate::foreign::NativeClient;
    #[::uniffi::export]
    impl NativeClient {
        /// Reads one borrower.
        pub fn borrowers_get(&self, borrower_id: Uuid) -> Result<Borrower> {
            self.client.borrowers().get(borrower_id)
        }
        /// Does the same without a thread. `stop` ends the call.
        pub async fn borrowers_get_async(
            &self,
            borrower_id: Uuid,
            stop: ::std::sync::Arc<crate::CancelToken>,
        ) -> Result<Borrower> {
            let client = self.stopped_by(&stop);
            let call = async move { client.borrowers().get(borrower_id).await };
            crate::foreign::until_stopped(Box::pin(call), stop).await
        }
        /// Lists borrowers.
        ///
        /// Returns one page. `cursor` is `next_page` of the page before; absent for the first.
        pub fn borrowers_list_page(
            &self,
            filter: &BorrowerFilter,
            cursor: Option<String>,
        ) -> crate::error::Result<BorrowerPage> {
            let call = crate::transport::Call::new(&Borrowers::OPERATIONS[1usize])
                .filter(filter);
            let page: crate::page::Page<Borrower> = self
                .client
                .transport
                .block_on(|transport| async move {
                    crate::page::read_page(&transport, &call, cursor.as_deref()).await
                })?;
            Ok(page.into())
        }
        /// Returns one page without a thread. `stop` ends the call.
        pub async fn borrowers_list_page_async(
            &self,
            filter: BorrowerFilter,
            cursor: Option<String>,
            stop: ::std::sync::Arc<crate::CancelToken>,
        ) -> crate::error::Result<BorrowerPage> {
            let transport = self.stopped_by(&stop).transport;
            let call = {
                let filter = &filter;
                crate::transport::Call::new(&Borrowers::OPERATIONS[1usize])
                    .filter(filter)
            };
            let read = async move {
                let page: crate::page::Page<Borrower> = crate::page::read_page(
                        &transport,
                        &call,
                        cursor.as_deref(),
                    )
                    .await?;
                Ok(page.into())
            };
            crate::foreign::until_stopped(Box::pin(read), stop).await
        }
        /// Records the signature.
        pub fn borrowers_sign(&self, borrower_id: Uuid, body: &Signature) -> Result<()> {
            self.client.borrowers().sign(borrower_id, body)
        }
        /// Does the same without a thread. `stop` ends the call.
        pub async fn borrowers_sign_async(
            &self,
            borrower_id: Uuid,
            body: Signature,
            stop: ::std::sync::Arc<crate::CancelToken>,
        ) -> Result<()> {
            let client = self.stopped_by(&stop);
            let call = async move { client.borrowers().sign(borrower_id, &body).await };
            crate::foreign::until_stopped(Box::pin(call), stop).await
        }
    }
};
#[cfg(feature = "python")]
#[::pyo3::pymethods]
impl Borrowers {
    /// The operations that return an iterator over all pages.
    #[classattr]
    #[pyo3(name = "_LISTINGS")]
    fn listings() -> Vec<&'static str> {
        vec!["list"]
    }
    /// Reads one borrower.
    #[pyo3(name = "get", signature = (borrower_id))]
    fn py_get(
        &self,
        py: ::pyo3::Python<'_>,
        borrower_id: crate::python::Argument<crate::python::Id>,
    ) -> ::pyo3::PyResult<Borrower> {
        let borrower_id = borrower_id.named(py, "borrower_id")?;
        let _ = py;
        crate::python::blocking(py, || self.get(borrower_id.into()))
    }
    /// Lists borrowers.
    #[pyo3(name = "list", signature = (**filter))]
    fn py_list(
        &self,
        py: ::pyo3::Python<'_>,
        filter: Option<&::pyo3::Bound<'_, ::pyo3::types::PyDict>>,
    ) -> ::pyo3::PyResult<crate::python::PyPages<Borrower>> {
        let filter = crate::python::from_keywords::<BorrowerFilter>(py, filter)?;
        let _ = py;
        Ok(crate::python::PyPages(self.list(filter.get())?))
    }
    /// Records the signature.
    #[pyo3(name = "sign", signature = (borrower_id, body))]
    fn py_sign(
        &self,
        py: ::pyo3::Python<'_>,
        borrower_id: crate::python::Argument<crate::python::Id>,
        body: crate::python::Argument<crate::python::Model<Signature>>,
    ) -> ::pyo3::PyResult<()> {
        let borrower_id = borrower_id.named(py, "borrower_id")?;
        let body = body.named(py, "body")?;
        let _ = py;
        crate::python::blocking(py, || self.sign(borrower_id.into(), body.get()))
    }
}
#[cfg(feature = "python")]
#[::pyo3::pymethods]
impl AsyncBorrowers {
    #[pyo3(name = "get", signature = (borrower_id))]
    fn py_get(
        &self,
        py: ::pyo3::Python<'_>,
        borrower_id: crate::python::Argument<crate::python::Id>,
    ) -> ::pyo3::PyResult<crate::python::Call> {
        let borrower_id = borrower_id.named(py, "borrower_id")?;
        let _ = py;
        let (transport, token) = crate::python::cancellable(&self.transport);
        Ok(
            crate::python::Call::new(
                token,
                Box::pin(async move {
                    crate::python::call_result(
                        AsyncBorrowers { transport }.get(borrower_id.into()).await,
                    )
                }),
            ),
        )
    }
    #[pyo3(name = "list", signature = (**filter))]
    fn py_list(
        &self,
        py: ::pyo3::Python<'_>,
        filter: Option<&::pyo3::Bound<'_, ::pyo3::types::PyDict>>,
    ) -> ::pyo3::PyResult<crate::python::Source> {
        let filter = crate::python::from_keywords::<BorrowerFilter>(py, filter)?;
        let _ = py;
        let (transport, token) = crate::python::cancellable(&self.transport);
        Ok(
            crate::python::Source::pages(
                AsyncBorrowers { transport }.list(filter.get())?,
                token,
            ),
        )
    }
    #[pyo3(name = "sign", signature = (borrower_id, body))]
    fn py_sign(
        &self,
        py: ::pyo3::Python<'_>,
        borrower_id: crate::python::Argument<crate::python::Id>,
        body: crate::python::Argument<crate::python::Model<Signature>>,
    ) -> ::pyo3::PyResult<crate::python::Call> {
        let borrower_id = borrower_id.named(py, "borrower_id")?;
        let body = body.named(py, "body")?;
        let _ = py;
        let (transport, token) = crate::python::cancellable(&self.transport);
        Ok(
            crate::python::Call::new(
                token,
                Box::pin(async move {
                    crate::python::done(
                        AsyncBorrowers { transport }
                            .sign(borrower_id.into(), body.get())
                            .await,
                    )
                }),
            ),
        )
    }
}
impl crate::Client {
    /// Borrowers.
    pub fn borrowers(&self) -> Borrowers {
        Borrowers {
            transport: self.transport.clone(),
        }
    }
}
impl crate::AsyncClient {
    /// Borrowers.
    pub fn borrowers(&self) -> AsyncBorrowers {
        AsyncBorrowers {
            transport: self.transport.clone(),
        }
    }
}
#[cfg(feature = "python")]
#[::pyo3::pymethods]
impl crate::Client {
    /// Borrowers.
    #[getter(borrowers)]
    fn py_borrowers(&self) -> Borrowers {
        self.borrowers()
    }
}
#[cfg(feature = "python")]
#[::pyo3::pymethods]
impl crate::python::Calls {
    #[getter(borrowers)]
    fn py_borrowers(&self) -> AsyncBorrowers {
        self.client().borrowers()
    }
}
