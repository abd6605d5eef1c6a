//! Compares what each macro expands to with the sources in `expansions`, so that a review shows every change.
//!
//! `UPDATE_EXPANSIONS=1 cargo test -p defacto-sdk-macros` writes these sources again.

use proc_macro2::TokenStream;
use quote::quote;

fn check(name: &str, expansion: syn::Result<TokenStream>) {
    let file = syn::parse2(expansion.expect("the macro accepts the item")).expect("the expansion is Rust");
    let (text, path) =
        (prettyplease::unparse(&file), format!("{}/expansions/{name}.rs", env!("CARGO_MANIFEST_DIR")));
    if std::env::var_os("UPDATE_EXPANSIONS").is_some() {
        std::fs::write(&path, &text).expect("the folder can be written");
    }
    let committed = std::fs::read_to_string(&path).expect("the expansion is committed");
    assert_eq!(
        text, committed,
        "run UPDATE_EXPANSIONS=1 cargo test -p defacto-sdk-macros and look at the difference"
    );
}

fn refusal(expansion: syn::Result<TokenStream>) -> String {
    expansion.expect_err("the macro refuses the item").to_string()
}

#[test]
fn a_model() {
    let item = quote! {
        /// A director of the company.
        pub struct Director {
            /// Given name.
            #[sensitive]
            pub first_name: String,
            /// What the vendor calls its kind.
            #[wire("type")]
            pub kind: Option<PersonKind>,
            /// Other names.
            pub names: Vec<String>,
            /// Shares, in percent.
            #[default]
            pub shares: i64,
            /// Companies, at least one.
            #[required]
            pub companies: Vec<Company>,
            /// Votes, by company.
            pub votes: HashMap<String, Votes>,
            /// What makes a repeat harmless.
            #[salt]
            pub salt_id: Option<String>,
        }
    };
    check("model", crate::model::expand(quote!(request), item));
}

#[test]
fn options() {
    let item = quote! {
        /// How a company is enrolled.
        pub struct EnrollOptions {
            /// How long to wait for the credit line.
            wait: Option<Duration>,
            /// The first pause between two polls, 1 second unless set.
            #[initial(Duration::from_secs(1))]
            poll_interval: Duration,
            /// The token of an earlier enrolment.
            #[hidden]
            resume: Option<String>,
            /// Where the enrolment is kept.
            #[held_by(NativeStore)]
            #[hidden]
            store: Option<Arc<dyn Store>>,
            /// When to end in any case.
            #[rust_only]
            deadline: Option<Duration>,
            #[own]
            progress: Option<Listener>,
        }
    };
    check("options", crate::options::expand(quote!(), item));
}

#[test]
fn keywords() {
    let block = quote! {
        EnrollOptions {
            wait [None] "How long to wait for the credit line." ""
            poll_interval [1.0] "The first pause between two polls, 1 second unless set." "float"
        }
        (crate::enrollment::enroll_options)
        #[pymethods]
        impl Client {
            /// Enrols a company.
            ///
            /// - `on_progress`: Is called at every step.
            ///
            /// Raises `StoreError` when the store cannot be read.
            #[pyo3(name = "enroll", signature = (company, *, on_progress = None))]
            fn py_enroll(
                &self,
                company: &Company,
                #[keywords] options: EnrollOptions,
                on_progress: Option<Callback>,
            ) -> PyResult<Enrollment> {
                self.enroll(company, &told(options, on_progress))
            }

            /// Continues an enrolment.
            #[pyo3(signature = (resume))]
            fn resume(&self, resume: &str, #[keywords(wait)] options: EnrollOptions) -> PyResult<Enrollment> {
                self.resume(resume, &options)
            }

            fn closes(&self) {}
        }
    };
    check("keywords", crate::keywords::expand(block));
}

#[test]
fn keywords_that_cannot_be_expanded_are_refused_with_a_reason() {
    let of = |function: TokenStream| {
        let block =
            quote!(EnrollOptions { wait [None] "How long." "" } (crate::options) impl Client { #function });
        refusal(crate::keywords::expand(block))
    };
    let unknown = of(quote!(
        #[pyo3(signature = ())]
        fn a(&self, #[keywords(weight)] options: EnrollOptions) {}
    ));
    assert_eq!(unknown, "EnrollOptions has no such option");
    let unsigned = of(quote!(
        fn a(&self, #[keywords] options: EnrollOptions) {}
    ));
    assert_eq!(unsigned, "a function with keywords needs #[pyo3(signature = (...))]");
    let another = of(quote!(
        fn a(&self, #[keywords] options: LoanOptions) {}
    ));
    assert_eq!(another, "the options are of another type than EnrollOptions");
}

#[test]
fn a_change() {
    let item = quote! {
        /// What to change about a loan.
        pub struct LoanChanges {
            /// What is lent, in cents.
            pub amount: Option<i64>,
            /// What stands in the payout.
            pub references: Option<Vec<String>>,
        }
    };
    check("patch", crate::model::expand(quote!(patch), item));
}

#[test]
fn an_open_enum() {
    let item = quote! {
        /// Where the borrower stands.
        pub enum BorrowerStatus {
            /// The terms are not accepted yet.
            ToSign,
            /// By another name.
            #[wire("SDD")]
            DirectDebit,
        }
    };
    check("open_enum", crate::open_enum::expand(&quote!(SCREAMING_SNAKE_CASE), item));
}

#[test]
fn operations() {
    let item = quote! {
        /// Borrowers.
        impl Borrowers {
            /// Reads one borrower.
            #[operation(GET, "/borrower/{borrower_id}")]
            pub fn get(&self, borrower_id: Uuid) -> Result<Borrower>;
            /// Lists borrowers.
            #[operation(GET, "/borrowers")]
            pub fn list(&self, filter: &BorrowerFilter) -> Result<Pages<Borrower>>;
            /// Records the signature.
            #[operation(POST, "/borrower/{borrower_id}/sign")]
            pub fn sign(&self, borrower_id: Uuid, body: &Signature) -> Result<()>;
        }
    };
    check("operations", crate::operations::expand(TokenStream::new(), item));
}

#[test]
fn less_usual_operations() {
    let item = quote! {
        /// Cards.
        impl Cards {
            /// Gives all cards of a person.
            #[operation(GET, "/cards")]
            pub fn list(&self, holder: String, brand: Option<Brand>) -> Result<Vec<Card>>;
            /// Exports entries.
            #[operation(GET, "/cards/{card_id}/export")]
            pub fn export(&self, card_id: Uuid) -> Result<Vec<u8>>;
            /// Makes a key.
            #[operation(POST, "/cards/{card_id}/key")]
            pub fn key(&self, card_id: Uuid, form: &KeyRequest) -> Result<Key>;
            /// Reads one card.
            #[deprecated(note = "use list")]
            #[operation(GET, "/card")]
            pub fn get(&self) -> Result<Card>;
        }
    };
    check("less_usual_operations", crate::operations::expand(TokenStream::new(), item));
}

#[test]
fn what_cannot_be_expanded_is_refused_with_a_reason() {
    let tuple = quote!(
        pub struct Pair(String, String);
    );
    assert_eq!(refusal(crate::model::expand(TokenStream::new(), tuple)), "a model has named fields");
    let data = quote!(
        pub enum Kind {
            Other(String),
        }
    );
    assert_eq!(
        refusal(crate::open_enum::expand(&quote!(snake_case), data)),
        "an open enum has unit variants only"
    );
    let silent = quote!(impl Area {
        #[deprecated]
        #[operation(GET, "/area")]
        pub fn get(&self) -> Result<()>;
    });
    assert_eq!(
        refusal(crate::operations::expand(TokenStream::new(), silent)),
        "name the successor: #[deprecated(note = \"...\")]"
    );
    let bodiless = quote!(impl Area { pub fn get(&self) -> Result<()>; });
    assert_eq!(
        refusal(crate::operations::expand(TokenStream::new(), bodiless)),
        "a function without a body needs #[operation(METHOD, \"/path\")]"
    );
}
