//! The handshake: what any version of the library says to any version of its callers.
//!
//! It is asked before anything else is touched, and its form never changes, so that two versions that can't work
//! together can at least say so. For that reason it is no part of the generated declarations, whose guard would
//! refuse first and could not tell either version.
#![allow(unsafe_code, reason = "the attribute that exports a function is unsafe; the body is not")]

use std::ffi::{CStr, c_char};

/// The number of the ABI: grows when an export changes its meaning in a way that its signature does not show.
pub const ABI: u32 = 1;

/// `rolling-upgrade-library abi=<number> version=<version>`, ended by a zero byte.
///
/// The spaces behind the version keep the text at a fixed length, so that a test can write another version over it.
static HANDSHAKE: &CStr = {
    const TEXT: &str =
        concat!("rolling-upgrade-library abi=1 version=", env!("CARGO_PKG_VERSION"), "                \0");
    match CStr::from_bytes_with_nul(TEXT.as_bytes()) {
        Ok(text) => text,
        Err(_) => c"rolling-upgrade-library abi=0 version=unknown",
    }
};

/// Says who the library is: a text of ASCII that ends with a zero byte and is never freed.
#[unsafe(no_mangle)]
pub extern "C" fn rolling_handshake() -> *const c_char {
    HANDSHAKE.as_ptr()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_handshake_says_abi_and_version() {
        let text = HANDSHAKE.to_str().unwrap().trim_end();
        assert_eq!(text, format!("rolling-upgrade-library abi={ABI} version={}", env!("CARGO_PKG_VERSION")));
    }
}
