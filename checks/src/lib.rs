//! cotangent-checks
