//! The twin from outside: the documented walkthroughs step by step, refusals, whole rehearsals, random calls.

mod properties;
mod refusals;
mod scenarios;
mod support;
mod walkthrough_a;
mod walkthrough_d;
mod walkthrough_f;
