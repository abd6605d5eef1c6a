#[pymethods]
impl Client {
    /// Enrols a company.
    ///
    /// - `wait`: How long to wait for the credit line.
    /// - `poll_interval`: The first pause between two polls, 1 second unless set.
    /// - `on_progress`: Is called at every step.
    ///
    /// Raises `StoreError` when the store cannot be read.
    #[pyo3(
        name = "enroll",
        signature = (
            company,
            *,
            wait = None,
            poll_interval:"float" = 1.0,
            on_progress = None
        )
    )]
    #[allow(clippy::too_many_arguments)]
    fn py_enroll(
        &self,
        company: &Company,
        wait: crate::enrollment::enroll_options::wait,
        #[pyo3(from_py_with = crate::enrollment::enroll_options::extract::poll_interval)]
        poll_interval: crate::enrollment::enroll_options::poll_interval,
        on_progress: Option<Callback>,
    ) -> PyResult<Enrollment> {
        let options: EnrollOptions = {
            let mut options = EnrollOptions::default();
            options.wait = crate::python::Keyword::taken("wait", wait)?;
            options.poll_interval = crate::python::Keyword::taken(
                "poll_interval",
                poll_interval,
            )?;
            options
        };
        self.enroll(company, &told(options, on_progress))
    }
    /// Continues an enrolment.
    ///
    /// - `wait`: How long to wait for the credit line.
    #[pyo3(signature = (resume, *, wait = None))]
    #[allow(clippy::too_many_arguments)]
    fn resume(
        &self,
        resume: &str,
        wait: crate::enrollment::enroll_options::wait,
    ) -> PyResult<Enrollment> {
        let options: EnrollOptions = {
            let mut options = EnrollOptions::default();
            options.wait = crate::python::Keyword::taken("wait", wait)?;
            options
        };
        self.resume(resume, &options)
    }
    fn closes(&self) {}
}
