//! Units by opportunity score, of the selected account or of all accounts, kept until what they come from changes. Many
//! units are scored in the background.

use std::sync::{
    Arc,
    mpsc::{Receiver, TryRecvError, channel},
};

use egui::Context;
use jiff::civil::Date;

use crate::{
    document::Opportunities,
    domain::{AccountKey, OpportunityModel, Workspace, is_same},
    engine::metrics::PeriodFacts,
};

use super::PanelContext;

/// Up to so many units are scored within the frame.
const AT_ONCE: usize = 2_000;

/// The list in force, and the one that is being made.
#[derive(Default)]
pub struct Opportune {
    listed: Option<Arc<Listed>>,
    making: Option<Receiver<Listed>>,
}

/// A list with what it was made from, by which it names its units: so it stays true to itself while a newer one is being
/// made.
pub struct Listed {
    /// The account whose units they are; `None` = those of all.
    pub account: Option<AccountKey>,
    /// The accounts as they were.
    pub workspace: Workspace,
    /// The units by rank.
    pub list: Opportunities,
    source: Source,
}

/// What else a list was made from.
struct Source {
    facts: Vec<Arc<PeriodFacts>>,
    day: Date,
    model: OpportunityModel,
}

impl Opportune {
    /// Brings the list up to date: at once if the units are few, else by and by; until then the old one stays. `None` =
    /// there is none yet.
    pub fn refresh(&mut self, cx: &PanelContext<'_>, ctx: &Context) -> Option<&Arc<Listed>> {
        let answer = self.making.as_ref().map(Receiver::try_recv);
        match answer {
            Some(Ok(listed)) => (self.listed, self.making) = (Some(Arc::new(listed)), None),
            Some(Err(TryRecvError::Disconnected)) => self.making = None,
            Some(Err(TryRecvError::Empty)) | None => {}
        }
        if self.making.is_none() && !self.listed.as_ref().is_some_and(|listed| listed.is_current(cx)) {
            self.make(cx, ctx);
        }
        self.listed.as_ref()
    }

    /// Whether a newer list is being made.
    pub fn is_making(&self) -> bool {
        self.making.is_some()
    }

    fn make(&mut self, cx: &PanelContext<'_>, ctx: &Context) {
        let account = cx.account_index();
        let key = account.and(cx.selection.account.clone());
        let source = Source {
            facts: measured(cx, account).map(Arc::clone).collect(),
            day: cx.derived.day_of(cx.workspace, cx.period),
            model: cx.workspace.settings.opportunity,
        };
        let units: usize = source.facts.iter().map(|facts| facts.units.len()).sum();
        let workspace = cx.workspace.clone();
        if units <= AT_ONCE {
            let list = cx.derived.opportunities(&workspace, account);
            self.listed = Some(Arc::new(Listed { account: key, workspace, list, source }));
            return;
        }
        let (send, done) = channel();
        let (derived, repaint) = (cx.derived.clone(), ctx.clone());
        let work = move || {
            let list = derived.opportunities(&workspace, account);
            // The panel may be gone by now; then nobody waits for the answer.
            let _ = send.send(Listed { account: key, workspace, list, source });
            repaint.request_repaint();
        };
        // If no thread can be had the channel is closed at once, and it is tried again in the next pass.
        let _ = std::thread::Builder::new().name("opportunities".to_owned()).spawn(work);
        self.making = Some(done);
    }
}

impl Listed {
    /// Whether the units are those that the selection asks for.
    pub fn is_of_selection(&self, cx: &PanelContext<'_>) -> bool {
        self.account.as_ref() == cx.account_index().and(cx.selection.account.as_ref())
    }

    /// Whether the units of the account at an index, or of all accounts, are those listed.
    pub fn has_units_of(&self, now: &Workspace, account: Option<usize>) -> bool {
        let (then, now) = (&self.workspace.accounts, &now.accounts);
        let range = account.map_or(0..now.len(), |index| index..index + 1);
        let mut pairs = then.iter().zip(now).skip(range.start).take(range.len());
        then.len() == now.len() && pairs.all(|(then, now)| is_same(&then.units, &now.units))
    }

    /// Whether the list would come out the same now. What a weight of the health score changes does not matter.
    fn is_current(&self, cx: &PanelContext<'_>) -> bool {
        let account = cx.account_index();
        self.is_of_selection(cx)
            && self.source.model == cx.workspace.settings.opportunity
            && self.source.day == cx.derived.day_of(cx.workspace, cx.period)
            && self.source.facts.iter().eq_by_pointer(measured(cx, account))
            && self.same_accounts(cx.workspace, account)
    }

    /// Whether people, signals, plans and the like are those of now.
    fn same_accounts(&self, now: &Workspace, account: Option<usize>) -> bool {
        let (then, now) = (&self.workspace.accounts, &now.accounts);
        match account {
            Some(index) => then.get(index).zip(now.get(index)).is_some_and(|(a, b)| Arc::ptr_eq(a, b)),
            None => then.iter().eq_by_pointer(now.iter()),
        }
    }
}

/// Equality of two rows of shared things by pointer.
trait SamePointers<'a, T: 'a>: Iterator<Item = &'a Arc<T>> + Sized {
    fn eq_by_pointer(mut self, mut other: impl Iterator<Item = &'a Arc<T>>) -> bool {
        loop {
            match (self.next(), other.next()) {
                (None, None) => return true,
                (Some(a), Some(b)) if Arc::ptr_eq(a, b) => {}
                _ => return false,
            }
        }
    }
}

impl<'a, T: 'a, I: Iterator<Item = &'a Arc<T>>> SamePointers<'a, T> for I {}

fn measured<'a>(
    cx: &PanelContext<'a>,
    account: Option<usize>,
) -> impl Iterator<Item = &'a Arc<PeriodFacts>> + use<'a> {
    let accounts = &cx.derived.accounts;
    let range = account.map_or(0..accounts.len(), |index| index..index + 1);
    accounts.iter().skip(range.start).take(range.len()).map(|account| &account.facts)
}
