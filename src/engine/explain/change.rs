//! Changes of the headline opened into its two values, the earlier one down to its fields as well.

use crate::{
    domain::Period,
    engine::metrics::{Inputs, facts},
};

use super::{Explained, explain_metric};

/// The headline now and `steps` periods before.
pub(super) fn since(inputs: &Inputs<'_>, steps: i32) -> Vec<Explained> {
    let headline = inputs.workspace.settings.headline_axis.metric();
    let dated = |inputs: &Inputs<'_>| {
        let opened = explain_metric(inputs, headline);
        let period = inputs.workspace.period_text(inputs.facts.period);
        Explained { name: format!("{}, {period}", opened.name), ..opened }
    };
    vec![dated(inputs), at(inputs, inputs.facts.period.plus(-steps), dated)]
}

/// What holds of the same account in another period; changes are unknown there.
pub(super) fn at<T>(inputs: &Inputs<'_>, period: Period, of: impl FnOnce(&Inputs<'_>) -> T) -> T {
    let facts = facts(inputs.workspace, inputs.account, inputs.tree, period);
    let day = inputs.workspace.day_of(period);
    of(&Inputs { facts: &facts, day, before: None, year_before: None, ..*inputs })
}
