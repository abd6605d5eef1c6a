/// Where the borrower stands.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "uniffi", derive(::uniffi::Enum), ::uniffi::export(Debug))]
pub enum BorrowerStatus {
    /// The terms are not accepted yet.
    ToSign,
    /// By another name.
    DirectDebit,
    /// A value that this version of the library does not know. It is kept and sent back unchanged.
    Unknown {
        /// The value as it is on the wire.
        value: String,
    },
}
impl BorrowerStatus {
    /// The table of the known values, each with its description.
    pub(crate) const INFO: &'static crate::wire::EnumInfo = {
        static INFO: crate::wire::EnumInfo = crate::wire::EnumInfo {
            name: "BorrowerStatus",
            #[cfg(feature = "inventory")]
            doc: "Where the borrower stands.",
            #[cfg(feature = "inventory")]
            module: ::core::module_path!(),
            #[cfg(feature = "inventory")]
            values: &[
                crate::wire::ValueInfo {
                    variant: "ToSign",
                    wire: "TO_SIGN",
                    doc: "The terms are not accepted yet.",
                },
                crate::wire::ValueInfo {
                    variant: "DirectDebit",
                    wire: "SDD",
                    doc: "By another name.",
                },
            ],
        };
        &INFO
    };
    /// Every value that this version knows, as it is on the wire.
    pub const VALUES: &'static [&'static str] = &["TO_SIGN", "SDD"];
    /// Returns the value as it is on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::ToSign => "TO_SIGN",
            Self::DirectDebit => "SDD",
            Self::Unknown { value } => value,
        }
    }
    /// Returns `true` if this version of the library knows the value.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown { .. })
    }
}
impl From<String> for BorrowerStatus {
    fn from(value: String) -> Self {
        match value.as_str() {
            "TO_SIGN" => Self::ToSign,
            "SDD" => Self::DirectDebit,
            _ => Self::Unknown { value },
        }
    }
}
impl From<&str> for BorrowerStatus {
    fn from(value: &str) -> Self {
        match value {
            "TO_SIGN" => Self::ToSign,
            "SDD" => Self::DirectDebit,
            _ => {
                Self::Unknown {
                    value: value.to_owned(),
                }
            }
        }
    }
}
impl ::core::str::FromStr for BorrowerStatus {
    type Err = ::core::convert::Infallible;
    fn from_str(value: &str) -> ::core::result::Result<Self, Self::Err> {
        Ok(Self::from(value))
    }
}
impl ::core::fmt::Display for BorrowerStatus {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(self.as_str())
    }
}
impl ::core::fmt::Debug for BorrowerStatus {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(self.as_str())
    }
}
impl ::serde::Serialize for BorrowerStatus {
    fn serialize<S: ::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
impl<'de> ::serde::Deserialize<'de> for BorrowerStatus {
    fn deserialize<D: ::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        crate::wire::text(deserializer).map(|value| Self::from(&*value))
    }
}
impl crate::wire::Wire for BorrowerStatus {
    const KIND: crate::wire::Kind = crate::wire::Kind::Enum(<BorrowerStatus>::INFO);
    fn encode<S: ::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::serde::Serialize::serialize(self, serializer)
    }
    fn decode<'de, D: ::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        ::serde::Deserialize::deserialize(deserializer)
    }
}
#[cfg(feature = "python")]
///Where the borrower stands.
#[cfg_attr(
    feature = "inspect",
    ::pyo3::pyclass(frozen, name = "BorrowerStatus", module = "defacto_sdk")
)]
#[derive(Clone)]
pub struct PyBorrowerStatus(#[allow(dead_code)] BorrowerStatus);
#[cfg(feature = "inspect")]
#[::pyo3::pymethods]
impl PyBorrowerStatus {
    ///The terms are not accepted yet.
    #[classattr]
    #[pyo3(name = "TO_SIGN")]
    fn constant_to_sign() -> Self {
        Self(BorrowerStatus::ToSign)
    }
    ///By another name.
    #[classattr]
    #[pyo3(name = "DIRECT_DEBIT")]
    fn constant_direct_debit() -> Self {
        Self(BorrowerStatus::DirectDebit)
    }
    #[staticmethod]
    fn _open_enum() {}
}
#[cfg(feature = "python")]
impl crate::python::OpenEnum for BorrowerStatus {
    const NAME: &'static str = "BorrowerStatus";
    const DOC: &'static str = "Where the borrower stands.";
    const CONSTANTS: &'static [(&'static str, &'static str)] = &[
        ("TO_SIGN", "TO_SIGN"),
        ("DIRECT_DEBIT", "SDD"),
    ];
    fn made() -> &'static ::pyo3::sync::PyOnceLock<crate::python::Made> {
        static MADE: ::pyo3::sync::PyOnceLock<crate::python::Made> = ::pyo3::sync::PyOnceLock::new();
        &MADE
    }
}
#[cfg(all(feature = "python", not(feature = "inspect")))]
impl crate::python::PythonClass for PyBorrowerStatus {
    const NAME: &'static str = "BorrowerStatus";
    fn class(
        py: ::pyo3::Python<'_>,
    ) -> ::pyo3::PyResult<::pyo3::Bound<'_, ::pyo3::types::PyType>> {
        crate::python::enum_class::<BorrowerStatus>(py)
    }
}
#[cfg(feature = "python")]
impl<'py> ::pyo3::IntoPyObject<'py> for BorrowerStatus {
    type Target = ::pyo3::PyAny;
    type Output = ::pyo3::Bound<'py, ::pyo3::PyAny>;
    type Error = ::pyo3::PyErr;
    #[cfg(feature = "inspect")]
    const OUTPUT_TYPE: ::pyo3::inspect::PyStaticExpr = <PyBorrowerStatus as ::pyo3::PyTypeInfo>::TYPE_HINT;
    fn into_pyobject(self, py: ::pyo3::Python<'py>) -> ::pyo3::PyResult<Self::Output> {
        crate::python::enum_value::<Self>(py, self.as_str())
    }
}
#[cfg(feature = "python")]
impl<'a, 'py> ::pyo3::FromPyObject<'a, 'py> for BorrowerStatus {
    type Error = ::pyo3::PyErr;
    #[cfg(feature = "inspect")]
    const INPUT_TYPE: ::pyo3::inspect::PyStaticExpr = ::pyo3::inspect::PyStaticExpr::BinOp {
        left: &<PyBorrowerStatus as ::pyo3::PyTypeInfo>::TYPE_HINT,
        op: ::pyo3::inspect::PyStaticOperator::BitOr,
        right: &<::pyo3::types::PyString as ::pyo3::PyTypeInfo>::TYPE_HINT,
    };
    fn extract(
        object: ::pyo3::Borrowed<'a, 'py, ::pyo3::PyAny>,
    ) -> ::pyo3::PyResult<Self> {
        crate::python::enum_text::<Self>(&object).map(Self::from)
    }
}
#[cfg(feature = "inventory")]
::inventory::submit! {
    crate ::wire::Entry::Enum(BorrowerStatus::INFO)
}
