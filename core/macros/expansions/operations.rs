/// Borrowers.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "uniffi", derive(::uniffi::Object))]
#[cfg_attr(feature = "python", ::pyo3::pyclass(frozen, module = "defacto_sdk"))]
pub struct Borrowers {
    pub(crate) transport: crate::transport::Transport,
}
impl Borrowers {
    /// The operations of this area, for the inventory.
    pub(crate) const OPERATIONS: &'static [crate::wire::Operation] = &[
        crate::wire::Operation {
            method: "GET",
            path: "/borrower/{borrower_id}",
            verb: "get",
            doc: "Reads one borrower.",
            repeatable: true,
            read_only: true,
        },
        crate::wire::Operation {
            method: "GET",
            path: "/borrowers",
            verb: "list",
            doc: "Lists borrowers.",
            repeatable: true,
            read_only: true,
        },
        crate::wire::Operation {
            method: "POST",
            path: "/borrower/{borrower_id}/sign",
            verb: "sign",
            doc: "Records the signature.",
            repeatable: false,
            read_only: false,
        },
    ];
}
#[cfg_attr(feature = "uniffi", ::uniffi::export)]
impl Borrowers {
    /// Reads one borrower.
    pub fn get(&self, borrower_id: Uuid) -> Result<Borrower> {
        let call = crate::transport::Call::new(&Self::OPERATIONS[0usize])
            .path("borrower_id", &borrower_id);
        call.send(&self.transport)
    }
    /// Records the signature.
    pub fn sign(&self, borrower_id: Uuid, body: &Signature) -> Result<()> {
        let call = crate::transport::Call::new(&Self::OPERATIONS[2usize])
            .path("borrower_id", &borrower_id)
            .json(body);
        call.send_for_nothing(&self.transport)
    }
}
impl Borrowers {
    /// Lists borrowers.
    pub fn list(&self, filter: &BorrowerFilter) -> Result<Pages<Borrower>> {
        let call = crate::transport::Call::new(&Self::OPERATIONS[1usize]).filter(filter);
        Ok(crate::page::Pages::new(self.transport.clone(), call))
    }
}
#[cfg(feature = "uniffi")]
#[::uniffi::export]
impl Borrowers {
    /// Lists borrowers.
    ///
    /// One page: `cursor` is `next_page` of the page before, or nothing for the first.
    pub fn list_page(
        &self,
        filter: &BorrowerFilter,
        cursor: Option<String>,
    ) -> crate::error::Result<BorrowerPage> {
        let page: crate::page::Page<Borrower> = crate::transport::Call::new(
                &Self::OPERATIONS[1usize],
            )
            .filter(filter)
            .cursor(cursor)
            .send(&self.transport)?;
        Ok(page.into())
    }
}
#[cfg(feature = "python")]
#[::pyo3::pymethods]
impl Borrowers {
    /// Reads one borrower.
    #[pyo3(name = "get", signature = (borrower_id))]
    fn py_get(
        &self,
        py: ::pyo3::Python<'_>,
        borrower_id: crate::python::Id,
    ) -> ::pyo3::PyResult<Borrower> {
        let borrower_id = borrower_id.0;
        let _ = py;
        crate::python::blocking(py, || self.get(borrower_id))
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
        borrower_id: crate::python::Id,
        body: ::pyo3::Bound<'_, Signature>,
    ) -> ::pyo3::PyResult<()> {
        let borrower_id = borrower_id.0;
        let body = body.get();
        let _ = py;
        crate::python::blocking(py, || self.sign(borrower_id, body))
    }
}
