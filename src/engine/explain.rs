//! Every number opened: formula, inputs and flags down to the entered fields (domain specification 6.8).

use crate::domain::Period;

use super::metrics::{Flags, Inputs, Unit, UnitMeasure};

/// A number together with what it was made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// What the number is called.
    pub name: String,
    /// The number; `None` = unknown, and then `reason` says why.
    pub value: Option<f64>,
    /// How to print it.
    pub unit: Unit,
    /// The formula in words, empty for an entered field.
    pub formula: String,
    /// Why the value is unknown.
    pub reason: Option<String>,
    /// What to know about it.
    pub flags: Flags,
    /// Where the definition comes from, such as "A" or "workbench default".
    pub source: String,
    /// The entered field, for a leaf: unit name, period, field.
    pub field: Option<(String, Period, &'static str)>,
    /// What it was made from.
    pub inputs: Vec<Explained>,
}

/// Opens a metric of an account.
pub fn explain_metric(inputs: &Inputs<'_>, key: &str) -> Explained {
    todo!("{key} {}", inputs.account.name)
}

/// Opens a measure of one unit.
pub fn explain_unit(inputs: &Inputs<'_>, unit: usize, which: UnitMeasure) -> Explained {
    todo!("{which:?} {unit} {}", inputs.account.name)
}
