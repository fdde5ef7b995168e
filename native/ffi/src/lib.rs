//! The C ABI of RollingUpgrade: documents in, documents out.
