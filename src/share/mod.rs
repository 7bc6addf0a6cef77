//! Scenario <-> link text.
