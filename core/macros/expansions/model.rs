/// A director of the company.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "uniffi", derive(::uniffi::Record), ::uniffi::export(Debug))]
#[cfg_attr(
    feature = "python",
    ::pyo3::pyclass(frozen, eq, get_all, from_py_object, module = "defacto_sdk")
)]
pub struct Director {
    /// Given name.
    pub first_name: String,
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    /// What the vendor calls its kind.
    pub kind: Option<PersonKind>,
    #[cfg_attr(feature = "uniffi", uniffi(default = []))]
    /// Other names.
    pub names: Vec<String>,
    /// Shares, in percent.
    pub shares: i64,
    /// Companies, at least one.
    pub companies: Vec<Company>,
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    /// Votes, by company.
    pub votes: HashMap<String, Votes>,
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    /// What makes a repeat harmless.
    pub salt_id: Option<String>,
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    /// Members that this version of the library does not know, unchanged. A request sends them along.
    pub extra: crate::model::JsonObject,
}
impl crate::wire::Described for Director {
    const INFO: &'static crate::wire::ModelInfo = {
        static INFO: crate::wire::ModelInfo = crate::wire::ModelInfo {
            name: "Director",
            #[cfg(feature = "inventory")]
            doc: "A director of the company.",
            #[cfg(feature = "inventory")]
            module: ::core::module_path!(),
            request: true,
            fields: &[
                crate::wire::FieldInfo {
                    name: "first_name",
                    #[cfg(feature = "inventory")]
                    field: "first_name",
                    #[cfg(feature = "inventory")]
                    doc: "Given name.",
                    kind: &<String as crate::wire::Wire>::KIND,
                    required: true,
                    nullable: <String as crate::wire::Wire>::NULLABLE,
                    sensitive: true,
                    salt: false,
                },
                crate::wire::FieldInfo {
                    name: "type",
                    #[cfg(feature = "inventory")]
                    field: "kind",
                    #[cfg(feature = "inventory")]
                    doc: "What the vendor calls its kind.",
                    kind: &<Option<PersonKind> as crate::wire::Wire>::KIND,
                    required: false,
                    nullable: <Option<PersonKind> as crate::wire::Wire>::NULLABLE,
                    sensitive: false,
                    salt: false,
                },
                crate::wire::FieldInfo {
                    name: "names",
                    #[cfg(feature = "inventory")]
                    field: "names",
                    #[cfg(feature = "inventory")]
                    doc: "Other names.",
                    kind: &<Vec<String> as crate::wire::Wire>::KIND,
                    required: false,
                    nullable: <Vec<String> as crate::wire::Wire>::NULLABLE,
                    sensitive: false,
                    salt: false,
                },
                crate::wire::FieldInfo {
                    name: "shares",
                    #[cfg(feature = "inventory")]
                    field: "shares",
                    #[cfg(feature = "inventory")]
                    doc: "Shares, in percent.",
                    kind: &<i64 as crate::wire::Wire>::KIND,
                    required: false,
                    nullable: <i64 as crate::wire::Wire>::NULLABLE,
                    sensitive: false,
                    salt: false,
                },
                crate::wire::FieldInfo {
                    name: "companies",
                    #[cfg(feature = "inventory")]
                    field: "companies",
                    #[cfg(feature = "inventory")]
                    doc: "Companies, at least one.",
                    kind: &<Vec<Company> as crate::wire::Wire>::KIND,
                    required: true,
                    nullable: <Vec<Company> as crate::wire::Wire>::NULLABLE,
                    sensitive: false,
                    salt: false,
                },
                crate::wire::FieldInfo {
                    name: "votes",
                    #[cfg(feature = "inventory")]
                    field: "votes",
                    #[cfg(feature = "inventory")]
                    doc: "Votes, by company.",
                    kind: &<HashMap<String, Votes> as crate::wire::Wire>::KIND,
                    required: false,
                    nullable: <HashMap<String, Votes> as crate::wire::Wire>::NULLABLE,
                    sensitive: false,
                    salt: false,
                },
                crate::wire::FieldInfo {
                    name: "salt_id",
                    #[cfg(feature = "inventory")]
                    field: "salt_id",
                    #[cfg(feature = "inventory")]
                    doc: "What makes a repeat harmless.",
                    kind: &<Option<String> as crate::wire::Wire>::KIND,
                    required: false,
                    nullable: <Option<String> as crate::wire::Wire>::NULLABLE,
                    sensitive: false,
                    salt: true,
                },
            ],
        };
        &INFO
    };
}
impl ::serde::Serialize for Director {
    fn serialize<S: ::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        let mut map = ::serde::Serializer::serialize_map(serializer, None)?;
        crate::wire::put(&mut map, "first_name", &self.first_name)?;
        crate::wire::put(&mut map, "type", &self.kind)?;
        crate::wire::put(&mut map, "names", &self.names)?;
        crate::wire::put(&mut map, "shares", &self.shares)?;
        crate::wire::put_always(&mut map, "companies", &self.companies)?;
        crate::wire::put(&mut map, "votes", &self.votes)?;
        crate::wire::put(&mut map, "salt_id", &self.salt_id)?;
        crate::wire::put_extra(&mut map, &self.extra)?;
        ::serde::ser::SerializeMap::end(map)
    }
}
impl<'de> ::serde::Deserialize<'de> for Director {
    fn deserialize<D: ::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        struct Reader;
        impl<'de> ::serde::de::Visitor<'de> for Reader {
            type Value = Director;
            fn expecting(
                &self,
                f: &mut ::core::fmt::Formatter<'_>,
            ) -> ::core::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: ::serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> ::core::result::Result<Director, A::Error> {
                let mut slot0: Option<String> = None;
                let mut slot1: Option<Option<PersonKind>> = None;
                let mut slot2: Option<Vec<String>> = None;
                let mut slot3: Option<i64> = None;
                let mut slot4: Option<Vec<Company>> = None;
                let mut slot5: Option<HashMap<String, Votes>> = None;
                let mut slot6: Option<Option<String>> = None;
                let mut extra = crate::model::JsonObject::default();
                let mut next = 0;
                while let Some(key) = crate::wire::next_key(&mut map)? {
                    match crate::wire::position(
                        <Director as crate::wire::Described>::INFO,
                        &key,
                        &mut next,
                    ) {
                        0usize => slot0 = crate::wire::take(&mut map)?,
                        1usize => slot1 = crate::wire::take(&mut map)?,
                        2usize => slot2 = crate::wire::take(&mut map)?,
                        3usize => slot3 = crate::wire::take(&mut map)?,
                        4usize => slot4 = crate::wire::take(&mut map)?,
                        5usize => slot5 = crate::wire::take(&mut map)?,
                        6usize => slot6 = crate::wire::take(&mut map)?,
                        _ => extra.insert(&key, map.next_value()?),
                    }
                }
                Ok(Director {
                    first_name: crate::wire::finish(slot0, "first_name")?,
                    kind: crate::wire::finish(slot1, "type")?,
                    names: crate::wire::finish(slot2, "names")?,
                    shares: slot3.unwrap_or_default(),
                    companies: crate::wire::demand(slot4, "companies")?,
                    votes: crate::wire::finish(slot5, "votes")?,
                    salt_id: slot6.flatten().or_else(|| Some(crate::intent::new_salt())),
                    extra,
                })
            }
        }
        ::serde::Deserializer::deserialize_map(deserializer, Reader)
    }
}
impl crate::wire::Wire for Director {
    const KIND: crate::wire::Kind = crate::wire::Kind::Model(
        <Director as crate::wire::Described>::INFO,
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
impl ::core::fmt::Debug for Director {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(&crate::redact::describe::<Self>(self))
    }
}
impl Director {
    ///A `Director` with what is required; the rest is set by the methods named like the fields.
    #[must_use]
    pub fn new(
        first_name: impl Into<String>,
        companies: impl Into<Vec<Company>>,
    ) -> Self {
        Self {
            first_name: first_name.into(),
            kind: Default::default(),
            names: Default::default(),
            shares: Default::default(),
            companies: companies.into(),
            votes: Default::default(),
            salt_id: Some(crate::intent::new_salt()),
            extra: Default::default(),
        }
    }
    /// Given name.
    #[must_use]
    pub fn first_name(mut self, first_name: impl Into<String>) -> Self {
        self.first_name = first_name.into();
        self
    }
    /// What the vendor calls its kind.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<PersonKind>) -> Self {
        self.kind = Some(kind.into());
        self
    }
    /// Other names.
    #[must_use]
    pub fn names(mut self, names: impl Into<Vec<String>>) -> Self {
        self.names = names.into();
        self
    }
    /// Shares, in percent.
    #[must_use]
    pub fn shares(mut self, shares: impl Into<i64>) -> Self {
        self.shares = shares.into();
        self
    }
    /// Companies, at least one.
    #[must_use]
    pub fn companies(mut self, companies: impl Into<Vec<Company>>) -> Self {
        self.companies = companies.into();
        self
    }
    /// Votes, by company.
    #[must_use]
    pub fn votes(mut self, votes: impl Into<HashMap<String, Votes>>) -> Self {
        self.votes = votes.into();
        self
    }
    /// What makes a repeat harmless.
    #[must_use]
    pub fn salt_id(mut self, salt_id: impl Into<String>) -> Self {
        self.salt_id = Some(salt_id.into());
        self
    }
    /// Members that this version of the library does not know, unchanged. A request sends them along.
    #[must_use]
    pub fn extra(mut self, extra: impl Into<crate::model::JsonObject>) -> Self {
        self.extra = extra.into();
        self
    }
    /// Makes the request with a salt derived from `key`. The same key gives the same salt in every process and language,
    /// so a job that builds the request anew repeats it instead of making a second one. The salt is the UUID, version 5,
    /// of the key's bytes in the namespace `6f1d2c1b-8c0e-4d0a-9a55-0f3c7e21b9d4`.
    ///
    /// A blank key gives a blank salt, which `validate` and every call refuse.
    #[must_use]
    pub fn for_key(mut self, key: &str) -> Self {
        self.salt_id = Some(crate::intent::salt_for_key(key).unwrap_or_default());
        self
    }
}
#[cfg(feature = "python")]
#[::pyo3::pymethods]
impl Director {
    #[new]
    #[pyo3(
        signature = (
            *,
            first_name,
            companies,
            kind = None,
            names = None,
            shares = None,
            votes = None,
            salt_id = None,
            extra = None
        )
    )]
    #[allow(clippy::too_many_arguments)]
    fn py_new(
        py: ::pyo3::Python<'_>,
        first_name: crate::python::Field<String>,
        companies: crate::python::Field<Vec<Company>>,
        kind: Option<crate::python::Field<PersonKind>>,
        names: Option<crate::python::Field<Vec<String>>>,
        shares: Option<crate::python::Field<i64>>,
        votes: Option<crate::python::Field<HashMap<String, Votes>>>,
        salt_id: Option<crate::python::Field<crate::python::TextId>>,
        extra: Option<crate::python::Field<crate::model::JsonObject>>,
    ) -> ::pyo3::PyResult<Self> {
        let _ = py;
        Ok(Self {
            first_name: first_name.named(py, "Director", "first_name")?,
            kind: kind.map(|given| given.named(py, "Director", "kind")).transpose()?,
            names: names
                .map(|given| given.named(py, "Director", "names"))
                .transpose()?
                .unwrap_or_default(),
            shares: shares
                .map(|given| given.named(py, "Director", "shares"))
                .transpose()?
                .unwrap_or_default(),
            companies: companies.named(py, "Director", "companies")?,
            votes: votes
                .map(|given| given.named(py, "Director", "votes"))
                .transpose()?
                .unwrap_or_default(),
            salt_id: salt_id
                .map(|given| given.named(py, "Director", "salt_id"))
                .transpose()?
                .map(Into::into)
                .or_else(|| Some(crate::intent::new_salt())),
            extra: extra
                .map(|given| given.named(py, "Director", "extra"))
                .transpose()?
                .unwrap_or_default(),
        })
    }
    fn __hash__(&self) -> u64 {
        crate::python::hash(&crate::wire::to_json(self))
    }
    /// Makes the request with a salt derived from `key`. The same key gives the same salt in every process and language,
    /// so a job that builds the request anew repeats it instead of making a second one. The salt is the UUID, version 5,
    /// of the key's bytes in the namespace `6f1d2c1b-8c0e-4d0a-9a55-0f3c7e21b9d4`.
    ///
    /// Raises `ValidationError` if the key is blank.
    #[staticmethod]
    #[pyo3(
        name = "for_key",
        signature = (
            key,
            *,
            first_name,
            companies,
            kind = None,
            names = None,
            shares = None,
            votes = None,
            extra = None
        )
    )]
    #[allow(clippy::too_many_arguments)]
    fn py_for_key(
        py: ::pyo3::Python<'_>,
        key: &str,
        first_name: crate::python::Field<String>,
        companies: crate::python::Field<Vec<Company>>,
        kind: Option<crate::python::Field<PersonKind>>,
        names: Option<crate::python::Field<Vec<String>>>,
        shares: Option<crate::python::Field<i64>>,
        votes: Option<crate::python::Field<HashMap<String, Votes>>>,
        extra: Option<crate::python::Field<crate::model::JsonObject>>,
    ) -> ::pyo3::PyResult<Self> {
        Ok(Self {
            first_name: first_name.named(py, "Director", "first_name")?,
            companies: companies.named(py, "Director", "companies")?,
            kind: kind.map(|given| given.named(py, "Director", "kind")).transpose()?,
            names: names
                .map(|given| given.named(py, "Director", "names"))
                .transpose()?
                .unwrap_or_default(),
            shares: shares
                .map(|given| given.named(py, "Director", "shares"))
                .transpose()?
                .unwrap_or_default(),
            votes: votes
                .map(|given| given.named(py, "Director", "votes"))
                .transpose()?
                .unwrap_or_default(),
            extra: extra
                .map(|given| given.named(py, "Director", "extra"))
                .transpose()?
                .unwrap_or_default(),
            salt_id: Some(crate::intent::salt_for_key(key)?),
        })
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
            &[
                "first_name",
                "kind",
                "names",
                "shares",
                "companies",
                "votes",
                "salt_id",
                "extra",
            ],
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
impl Director {
    /// Returns the object as JSON text, exactly as it is sent.
    pub fn to_json(&self) -> String {
        crate::wire::to_json(self)
    }
}
/// Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
#[cfg(feature = "uniffi")]
#[::uniffi::export]
fn director_from_json(text: &str) -> crate::error::Result<Director> {
    crate::model::from_json(text)
}
#[cfg(feature = "inventory")]
::inventory::submit! {
    crate ::wire::Entry::Model(< Director as crate ::wire::Described > ::INFO)
}
