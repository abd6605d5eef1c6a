//! The areas of the API, one file each: models, operations and their tests.

pub mod borrowers;
pub mod credit_lines;
pub mod eligibility;
pub mod financial_products;
pub mod repayment_methods;
pub mod testing;

pub use borrowers::Borrowers;
pub use credit_lines::CreditLines;
pub use eligibility::Eligibility;
pub use financial_products::FinancialProducts;
pub use repayment_methods::RepaymentMethods;
pub use testing::Testing;
