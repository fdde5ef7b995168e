//! A plan or a run as one HTML file.
#![forbid(unsafe_code)]
