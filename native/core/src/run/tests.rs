//! The machine against a small model of a cluster: every path of a step, duplicates, stops, resumes.
