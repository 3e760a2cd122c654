//! Are these two records one person? Record linkage as a science; it knows no casework.
//!
//! Nothing is here yet: the crate stands so that what is built in it depends on nothing of ours.
