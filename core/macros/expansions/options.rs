/// How a company is enrolled.
#[derive(Clone)]
#[must_use]
pub struct EnrollOptions {
    /// How long to wait for the credit line.
    pub(crate) wait: Option<Duration>,
    /// The first pause between two polls, 1 second unless set.
    pub(crate) poll_interval: Duration,
    /// The token of an earlier enrolment.
    pub(crate) resume: Option<String>,
    /// Where the enrolment is kept.
    pub(crate) store: Option<Arc<dyn Store>>,
    /// When to end in any case.
    pub(crate) deadline: Option<Duration>,
    pub(crate) progress: Option<Listener>,
}
impl ::core::default::Default for EnrollOptions {
    fn default() -> Self {
        Self {
            wait: ::core::default::Default::default(),
            poll_interval: Duration::from_secs(1),
            resume: ::core::default::Default::default(),
            store: ::core::default::Default::default(),
            deadline: ::core::default::Default::default(),
            progress: ::core::default::Default::default(),
        }
    }
}
impl ::core::fmt::Debug for EnrollOptions {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("EnrollOptions")
            .field("wait", &self.wait)
            .field("poll_interval", &self.poll_interval)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}
impl EnrollOptions {
    /// How long to wait for the credit line.
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = ::core::option::Option::Some(wait);
        self
    }
    /// The first pause between two polls, 1 second unless set.
    pub fn poll_interval(mut self, poll_interval: Duration) -> Self {
        self.poll_interval = poll_interval;
        self
    }
    /// The token of an earlier enrolment.
    pub fn resume(mut self, resume: impl ::core::convert::Into<String>) -> Self {
        self.resume = ::core::option::Option::Some(resume.into());
        self
    }
    /// Where the enrolment is kept.
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.store = ::core::option::Option::Some(store);
        self
    }
    /// When to end in any case.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = ::core::option::Option::Some(deadline);
        self
    }
}
#[cfg(feature = "uniffi")]
pub(crate) mod enroll_options_record {
    use super::*;
    /// How a company is enrolled.
    #[derive(Clone, uniffi::Record)]
    #[uniffi::export(Debug)]
    pub struct EnrollOptions {
        /// How long to wait for the credit line.
        #[uniffi(default = None)]
        pub wait: Option<Duration>,
        /// The first pause between two polls, 1 second unless set.
        #[uniffi(default = None)]
        pub poll_interval: Option<Duration>,
        /// The token of an earlier enrolment.
        #[uniffi(default = None)]
        pub resume: Option<String>,
        /// Where the enrolment is kept.
        #[uniffi(default = None)]
        pub store: Option<::std::sync::Arc<crate::foreign::NativeStore>>,
    }
    impl ::core::fmt::Debug for EnrollOptions {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.debug_struct("EnrollOptions")
                .field("wait", &self.wait)
                .field("poll_interval", &self.poll_interval)
                .finish_non_exhaustive()
        }
    }
    impl EnrollOptions {
        /// The options, with their own values where none is set.
        pub(crate) fn set(self) -> super::EnrollOptions {
            let mut options = super::EnrollOptions::default();
            if let ::core::option::Option::Some(value) = self.wait {
                options.wait = ::core::option::Option::Some(value);
            }
            if let ::core::option::Option::Some(value) = self.poll_interval {
                options.poll_interval = value;
            }
            if let ::core::option::Option::Some(value) = self.resume {
                options.resume = ::core::option::Option::Some(value);
            }
            if let ::core::option::Option::Some(value) = self.store {
                options.store = ::core::option::Option::Some(value.shared());
            }
            options
        }
    }
}
/// The keywords in Python: their types, and the macro that knows their names, defaults and docs.
#[cfg(feature = "python")]
#[allow(non_camel_case_types)]
pub(crate) mod enroll_options {
    use super::*;
    pub(crate) type wait = <Option<Duration> as crate::python::Keyword>::Given;
    pub(crate) type poll_interval = <Duration as crate::python::Keyword>::Given;
    pub(crate) type resume = <Option<String> as crate::python::Keyword>::Given;
    pub(crate) type store = <Option<Arc<dyn Store>> as crate::python::Keyword>::Given;
    /// Functions that name the keyword of a value that cannot be taken, since its type cannot.
    pub(crate) mod extract {
        pub(crate) fn poll_interval(
            given: &pyo3::Bound<'_, pyo3::PyAny>,
        ) -> pyo3::PyResult<super::poll_interval> {
            crate::python::extracted(given, "poll_interval")
        }
    }
    macro_rules! keywords {
        ($($item:tt)*) => {
            ::defacto_sdk_macros::with_options! { EnrollOptions { wait[None]
            "How long to wait for the credit line." "" poll_interval[1.0]
            "The first pause between two polls, 1 second unless set." "float"
            resume[None] "The token of an earlier enrolment." "" store[None]
            "Where the enrolment is kept." "" } $($item)* }
        };
    }
    pub(crate) use keywords;
}
