//! The period shown: from one to the next, and all of them one after another.

use egui::Context;

use crate::{domain::Period, ui::kit::tokens};

use super::app::App;

impl App {
    pub(super) fn next_period(&mut self) -> Option<Period> {
        let session = self.session.as_mut()?;
        Some(session.derived().next_period(session.document.workspace()))
    }

    pub(super) fn show_period(&mut self, period: Period) {
        if let Some(session) = &mut self.session {
            session.period = period;
        }
    }

    pub(super) fn step_period(&mut self, step: i32) {
        if let Some(session) = &mut self.session {
            let next = session.period.plus(step);
            let derived = session.derived();
            let earliest = derived.earliest_period(session.document.workspace());
            if next >= earliest && derived.periods.last().is_some_and(|last| next <= *last) {
                session.period = next;
            }
        }
    }

    pub(super) fn toggle_play(&mut self, context: &Context) {
        let Some(session) = &mut self.session else { return };
        if self.play_at.take().is_some() {
            return;
        }
        let periods = &session.derived().periods;
        if periods.last() == Some(&session.period)
            && let Some(first) = periods.first()
        {
            session.period = *first;
        }
        self.play_at =
            Some(context.input(|input| input.time) + f64::from(tokens::M_PLAY + tokens::M_PLAY_REST));
        context.request_repaint();
    }

    /// Steps a playback on when its time has come.
    pub(super) fn play(&mut self, context: &Context) {
        let (Some(due), Some(session)) = (self.play_at, &mut self.session) else { return };
        let now = context.input(|input| input.time);
        let each = f64::from(tokens::M_PLAY + tokens::M_PLAY_REST);
        if now >= due {
            let next = session.period.plus(1);
            let more = session.derived().periods.contains(&next);
            if more {
                session.period = next;
            }
            self.play_at = more.then_some(now + each);
        }
        if let Some(due) = self.play_at {
            context.request_repaint_after(std::time::Duration::from_secs_f64((due - now).max(0.01)));
        }
    }
}
