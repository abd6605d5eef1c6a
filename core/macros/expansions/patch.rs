/// What to change about a loan.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "uniffi", derive(::uniffi::Record), ::uniffi::export(Debug))]
#[cfg_attr(
    feature = "python",
    ::pyo3::pyclass(frozen, eq, get_all, from_py_object, module = "defacto_sdk")
)]
pub struct LoanChanges {
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    /// What is lent, in cents.
    pub amount: Option<i64>,
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    /// What stands in the payout.
    pub references: Option<Vec<String>>,
    #[cfg_attr(feature = "uniffi", uniffi(default = []))]
    /// The wire names of fields to empty. They are sent as null. A field that is neither set nor named here stays
    /// as it is.
    pub clear: Vec<String>,
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    /// Members that this version of the library does not know, unchanged. A request sends them along.
    pub extra: crate::model::JsonObject,
}
impl crate::wire::Described for LoanChanges {
    const INFO: &'static crate::wire::ModelInfo = {
        static INFO: crate::wire::ModelInfo = crate::wire::ModelInfo {
            name: "LoanChanges",
            #[cfg(feature = "inventory")]
            doc: "What to change about a loan.",
            #[cfg(feature = "inventory")]
            module: ::core::module_path!(),
            request: true,
            fields: &[
                crate::wire::FieldInfo {
                    name: "amount",
                    #[cfg(feature = "inventory")]
                    field: "amount",
                    #[cfg(feature = "inventory")]
                    doc: "What is lent, in cents.",
                    kind: &<Option<i64> as crate::wire::Wire>::KIND,
                    required: false,
                    nullable: <Option<i64> as crate::wire::Wire>::NULLABLE,
                    sensitive: false,
                    salt: false,
                },
                crate::wire::FieldInfo {
                    name: "references",
                    #[cfg(feature = "inventory")]
                    field: "references",
                    #[cfg(feature = "inventory")]
                    doc: "What stands in the payout.",
                    kind: &<Option<Vec<String>> as crate::wire::Wire>::KIND,
                    required: false,
                    nullable: <Option<Vec<String>> as crate::wire::Wire>::NULLABLE,
                    sensitive: false,
                    salt: false,
                },
            ],
        };
        &INFO
    };
}
impl ::serde::Serialize for LoanChanges {
    fn serialize<S: ::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        let mut map = ::serde::Serializer::serialize_map(serializer, None)?;
        crate::wire::put_or_clear(&mut map, "amount", &self.amount, &self.clear)?;
        crate::wire::put_or_clear(
            &mut map,
            "references",
            &self.references,
            &self.clear,
        )?;
        crate::wire::put_cleared(&mut map, &self.clear, &["amount", "references"])?;
        crate::wire::put_extra(&mut map, &self.extra)?;
        ::serde::ser::SerializeMap::end(map)
    }
}
impl<'de> ::serde::Deserialize<'de> for LoanChanges {
    fn deserialize<D: ::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        struct Reader;
        impl<'de> ::serde::de::Visitor<'de> for Reader {
            type Value = LoanChanges;
            fn expecting(
                &self,
                f: &mut ::core::fmt::Formatter<'_>,
            ) -> ::core::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: ::serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> ::core::result::Result<LoanChanges, A::Error> {
                let mut slot0: Option<Option<i64>> = None;
                let mut slot1: Option<Option<Vec<String>>> = None;
                let mut clear = Vec::new();
                let mut extra = crate::model::JsonObject::default();
                let mut next = 0;
                while let Some(key) = crate::wire::next_key(&mut map)? {
                    match crate::wire::position(
                        <LoanChanges as crate::wire::Described>::INFO,
                        &key,
                        &mut next,
                    ) {
                        0usize => {
                            slot0 = crate::wire::take(&mut map)?;
                            if slot0.is_none() {
                                clear.push("amount".to_owned());
                            }
                        }
                        1usize => {
                            slot1 = crate::wire::take(&mut map)?;
                            if slot1.is_none() {
                                clear.push("references".to_owned());
                            }
                        }
                        _ => extra.insert(&key, map.next_value()?),
                    }
                }
                Ok(LoanChanges {
                    amount: crate::wire::finish(slot0, "amount")?,
                    references: crate::wire::finish(slot1, "references")?,
                    clear,
                    extra,
                })
            }
        }
        ::serde::Deserializer::deserialize_map(deserializer, Reader)
    }
}
impl crate::wire::Wire for LoanChanges {
    const KIND: crate::wire::Kind = crate::wire::Kind::Model(
        <LoanChanges as crate::wire::Described>::INFO,
    );
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
impl ::core::fmt::Debug for LoanChanges {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(&crate::redact::describe::<Self>(self))
    }
}
impl LoanChanges {
    ///A `LoanChanges` with what is required; the rest is set by the methods named like the fields.
    #[must_use]
    pub fn new() -> Self {
        Self {
            amount: Default::default(),
            references: Default::default(),
            clear: Default::default(),
            extra: Default::default(),
        }
    }
    /// What is lent, in cents.
    #[must_use]
    pub fn amount(mut self, amount: impl Into<i64>) -> Self {
        self.amount = Some(amount.into());
        self
    }
    /// What stands in the payout.
    #[must_use]
    pub fn references(mut self, references: impl Into<Vec<String>>) -> Self {
        self.references = Some(references.into());
        self
    }
    /// The wire names of fields to empty. They are sent as null. A field that is neither set nor named here stays
    /// as it is.
    #[must_use]
    pub fn clear(mut self, clear: impl Into<Vec<String>>) -> Self {
        self.clear = clear.into();
        self
    }
    /// Members that this version of the library does not know, unchanged. A request sends them along.
    #[must_use]
    pub fn extra(mut self, extra: impl Into<crate::model::JsonObject>) -> Self {
        self.extra = extra.into();
        self
    }
}
impl Default for LoanChanges {
    fn default() -> Self {
        Self::new()
    }
}
#[cfg(feature = "python")]
#[::pyo3::pymethods]
impl LoanChanges {
    #[new]
    #[pyo3(
        signature = (*, amount = None, references = None, clear = None, extra = None)
    )]
    #[allow(clippy::too_many_arguments)]
    fn py_new(
        py: ::pyo3::Python<'_>,
        amount: Option<crate::python::Field<i64>>,
        references: Option<crate::python::Field<Vec<String>>>,
        clear: Option<crate::python::Field<Vec<String>>>,
        extra: Option<crate::python::Field<crate::model::JsonObject>>,
    ) -> ::pyo3::PyResult<Self> {
        let _ = py;
        Ok(Self {
            amount: amount
                .map(|given| given.named(py, "LoanChanges", "amount"))
                .transpose()?,
            references: references
                .map(|given| given.named(py, "LoanChanges", "references"))
                .transpose()?,
            clear: clear
                .map(|given| given.named(py, "LoanChanges", "clear"))
                .transpose()?
                .unwrap_or_default(),
            extra: extra
                .map(|given| given.named(py, "LoanChanges", "extra"))
                .transpose()?
                .unwrap_or_default(),
        })
    }
    fn __hash__(&self) -> u64 {
        crate::python::hash(&crate::wire::to_json(self))
    }
    fn __repr__(&self) -> String {
        crate::redact::describe_in_python::<Self>(self)
    }
    fn __copy__(slf: ::pyo3::Py<Self>) -> ::pyo3::Py<Self> {
        slf
    }
    fn __deepcopy__(
        slf: ::pyo3::Py<Self>,
        _memo: ::pyo3::Bound<'_, ::pyo3::PyAny>,
    ) -> ::pyo3::Py<Self> {
        slf
    }
    fn __reduce__<'py>(
        slf: &::pyo3::Bound<'py, Self>,
    ) -> ::pyo3::PyResult<(::pyo3::Bound<'py, ::pyo3::PyAny>, (String,))> {
        crate::python::reduce(slf.as_any(), crate::wire::to_json(slf.get()))
    }
    #[pyo3(signature = (**changes))]
    fn __replace__<'py>(
        slf: &::pyo3::Bound<'py, Self>,
        changes: Option<&::pyo3::Bound<'py, ::pyo3::types::PyDict>>,
    ) -> ::pyo3::PyResult<::pyo3::Bound<'py, ::pyo3::PyAny>> {
        crate::python::replaced(
            slf.as_any(),
            &["amount", "references", "clear", "extra"],
            changes,
        )
    }
    #[classmethod]
    #[allow(non_snake_case)]
    fn __get_pydantic_core_schema__<'py>(
        class: &::pyo3::Bound<'py, ::pyo3::types::PyType>,
        _source: &::pyo3::Bound<'py, ::pyo3::PyAny>,
        handler: &::pyo3::Bound<'py, ::pyo3::PyAny>,
    ) -> ::pyo3::PyResult<::pyo3::Bound<'py, ::pyo3::PyAny>> {
        crate::python::pydantic_schema(
            class,
            <Self as crate::wire::Described>::INFO,
            handler,
        )
    }
    /// Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
    #[staticmethod]
    #[pyo3(name = "from_json")]
    fn py_from_json(text: &str) -> ::pyo3::PyResult<Self> {
        Ok(crate::model::from_json::<Self>(text)?)
    }
    /// Returns the object as JSON text, exactly as it is sent.
    #[pyo3(name = "to_json")]
    fn py_to_json(&self) -> String {
        crate::wire::to_json(self)
    }
    /// Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
    #[pyo3(name = "to_dict")]
    fn py_to_dict<'py>(
        &self,
        py: ::pyo3::Python<'py>,
    ) -> ::pyo3::PyResult<::pyo3::Bound<'py, ::pyo3::PyAny>> {
        crate::python::json_to_python(py, &crate::wire::to_json(self))
    }
}
#[cfg(feature = "uniffi")]
#[::uniffi::export]
impl LoanChanges {
    /// Returns the object as JSON text, exactly as it is sent.
    pub fn to_json(&self) -> String {
        crate::wire::to_json(self)
    }
}
/// Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
#[cfg(feature = "uniffi")]
#[::uniffi::export]
fn loan_changes_from_json(text: &str) -> crate::error::Result<LoanChanges> {
    crate::model::from_json(text)
}
#[cfg(feature = "inventory")]
::inventory::submit! {
    crate ::wire::Entry::Model(< LoanChanges as crate ::wire::Described > ::INFO)
}
