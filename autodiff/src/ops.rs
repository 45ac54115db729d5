//! Operations that are composed of primitives without loss of accuracy or speed: plain methods, without rules.

mod take_along_axis;
