//! Long lists of units summed per branch, so that a number made of thousands of fields can still be opened.

use crate::engine::metrics::{Inputs, PeriodFacts};

use super::{Explained, LIST_LIMIT};

/// Levels of sums after which a list is shown as it is, however long: keeps the nesting, and with it every walk over
/// an explanation, within bounds in trees that are thousands of levels deep.
const MAX_LEVELS: usize = 40;

/// Groups what nodes below `top` contribute, given in tree order, under the branches of `top`.
pub(super) fn grouped(inputs: &Inputs<'_>, top: usize, parts: Vec<(u32, Explained)>) -> Vec<Explained> {
    if parts.len() <= LIST_LIMIT {
        return parts.into_iter().map(|(_, part)| part).collect();
    }
    let extent = Extent::new(inputs.facts);
    level(inputs, &extent, top, parts, 0)
}

fn level(
    inputs: &Inputs<'_>,
    extent: &Extent,
    mut top: usize,
    parts: Vec<(u32, Explained)>,
    depth: usize,
) -> Vec<Explained> {
    if parts.len() <= LIST_LIMIT || depth == MAX_LEVELS {
        return parts.into_iter().map(|(_, part)| part).collect();
    }
    // A single branch that holds everything would only repeat the sum above it.
    while let Some(only) = extent.only_branch(inputs.facts, top, &parts) {
        top = only;
    }
    let mut inputs_of_level = Vec::new();
    let mut rest = parts.into_iter().peekable();
    while let Some((_, own)) = rest.next_if(|(node, _)| *node as usize == top) {
        inputs_of_level.push(own);
    }
    for &child in inputs.facts.children(top) {
        let mut below = Vec::new();
        while let Some(part) = rest.next_if(|(node, _)| extent.holds(child as usize, *node as usize)) {
            below.push(part);
        }
        if below.len() > 1 {
            inputs_of_level.push(branch(inputs, extent, child as usize, below, depth));
        } else {
            inputs_of_level.extend(below.into_iter().map(|(_, part)| part));
        }
    }
    // Nothing is left as long as parts come in tree order; if something is, it is shown rather than lost.
    inputs_of_level.extend(rest.map(|(_, part)| part));
    inputs_of_level
}

fn branch(
    inputs: &Inputs<'_>,
    extent: &Extent,
    node: usize,
    parts: Vec<(u32, Explained)>,
    depth: usize,
) -> Explained {
    let sum = parts.iter().filter_map(|(_, part)| part.value).sum();
    let flags = parts.iter().fold(super::Flags::default(), |flags, (_, part)| flags.and(part.flags));
    let unit = parts[0].1.unit;
    let count = parts.len();
    let inputs_below = level(inputs, extent, node, parts, depth + 1);
    let name = format!("{} and below", inputs.account.unit_name(node));
    let sum = Explained::number(name, sum, unit).made_of(format!("sum of {count} entries"), inputs_below);
    Explained { flags, ..sum }
}

/// Where each node's branch begins and ends in tree order.
struct Extent {
    begin: Vec<u32>,
    end: Vec<u32>,
}

impl Extent {
    fn new(facts: &PeriodFacts) -> Self {
        let mut extent = Self { begin: vec![u32::MAX; facts.units.len()], end: vec![0; facts.units.len()] };
        for (place, &node) in facts.order().iter().enumerate() {
            extent.begin[node as usize] = place as u32;
            extent.end[node as usize] = place as u32 + 1;
        }
        for &node in facts.order().iter().rev() {
            if let Some(parent) = facts.units[node as usize].parent {
                let end = extent.end[node as usize];
                let parent_end = &mut extent.end[parent as usize];
                *parent_end = end.max(*parent_end);
            }
        }
        extent
    }

    fn holds(&self, branch: usize, node: usize) -> bool {
        (self.begin[branch]..self.end[branch]).contains(&self.begin[node])
    }

    /// The child of `top` in whose branch all parts lie.
    fn only_branch(&self, facts: &PeriodFacts, top: usize, parts: &[(u32, Explained)]) -> Option<usize> {
        let first = parts.first()?.0 as usize;
        let last = parts.last()?.0 as usize;
        let child =
            facts.children(top).iter().map(|child| *child as usize).find(|c| self.holds(*c, first))?;
        self.holds(child, last).then_some(child)
    }
}
