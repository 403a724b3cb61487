//! Changes of the headline opened into its two values, the earlier one down to its fields as well.

use crate::engine::metrics::{Inputs, facts};

use super::{Explained, explain_metric};

/// The headline now and `steps` periods before.
pub(super) fn since(inputs: &Inputs<'_>, steps: i32) -> Vec<Explained> {
    let at = |period, opened: Explained| Explained {
        name: format!("{}, {}", opened.name, inputs.workspace.period_text(period)),
        ..opened
    };
    let period = inputs.facts.period;
    let earlier = period.plus(-steps);
    let then = facts(inputs.workspace, inputs.account, inputs.tree, earlier);
    let day = inputs.workspace.day_of(earlier);
    let before = Inputs { facts: &then, day, before: None, year_before: None, ..*inputs };
    let headline = inputs.workspace.settings.headline_axis.metric();
    vec![at(period, explain_metric(inputs, headline)), at(earlier, explain_metric(&before, headline))]
}
