//! Other people's tests, each run plain and captured, and compared one by one.

pub mod ground;
pub mod known;
pub mod outcome;
pub mod report;
pub mod side;
pub mod subject;
pub mod verdict;
