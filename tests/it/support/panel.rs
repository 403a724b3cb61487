//! A stage for one panel: a document, a selection and a period behind a `PanelContext`, and a log of what it asked for.
#![allow(dead_code, reason = "not every test uses everything")]

use std::sync::Arc;

use egui_kittest::Harness;
use inroads::{
    document::{Derived, Document, Edit, Memos, Question, clipboard::Copied},
    domain::{Period, ScoringModel, Workspace},
    ui::{
        kit::Tokens,
        panels::{Action, Clipboard, PanelContext, Selection},
    },
};

/// What another program put on the clipboard as HTML, beside the text of an `Event::Paste`.
#[derive(Default)]
pub struct Board(pub Option<String>);

impl Clipboard for Board {
    fn html(&self) -> Option<String> {
        self.0.clone()
    }

    fn put(&self, _: &Copied) -> bool {
        false
    }
}

/// What the panel sees, and what it asked for. Edits, selection and period are carried out as the shell does.
pub struct Stage<P> {
    pub panel: P,
    pub document: Document,
    pub memos: Memos,
    pub selection: Selection,
    pub period: Period,
    pub board: Board,
    /// Every action pushed, in order.
    pub log: Vec<Action>,
}

impl<P> Stage<P> {
    pub fn new(panel: P, workspace: Workspace) -> Self {
        let period = workspace.current_period();
        Self {
            panel,
            document: Document::opened(workspace),
            memos: Memos::default(),
            selection: Selection::default(),
            period,
            board: Board::default(),
            log: Vec::new(),
        }
    }

    /// With an account selected.
    pub fn on(mut self, account: &str) -> Self {
        self.selection.account = Some(account.into());
        self
    }

    pub fn derived(&mut self) -> Arc<Derived> {
        self.memos.refresh(self.document.workspace(), self.period)
    }

    /// The scoring model in force.
    pub fn model(&self) -> Arc<ScoringModel> {
        self.document.workspace().active_model()
    }

    /// Its raw weights, rounded to six decimals.
    pub fn weights(&self) -> Vec<f64> {
        self.model().factors.iter().map(|factor| (factor.weight_raw.get() * 1e6).round() / 1e6).collect()
    }

    /// The value of the number whose calculation was asked for since the last call, and of nothing else.
    pub fn opened(&mut self) -> Option<f64> {
        let actions = self.take();
        let [Action::Open(question, _)] = actions[..] else { panic!("{actions:?}") };
        let workspace = Arc::clone(self.document.workspace());
        let account = workspace.find_account(self.selection.account.as_ref()?)?;
        self.derived().explain(&workspace, account, question)?.value
    }

    /// The question that was asked last since the last call.
    pub fn asked(&mut self) -> Option<Question> {
        self.take().into_iter().rev().find_map(|action| match action {
            Action::Open(question, _) => Some(question),
            _ => None,
        })
    }

    /// What was asked for since the last call.
    pub fn take(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.log)
    }

    /// The edits asked for since the last call.
    pub fn edits(&mut self) -> Vec<Edit> {
        let edit = |action| if let Action::Edit(edit) = action { Some(edit) } else { None };
        self.take().into_iter().filter_map(edit).collect()
    }

    /// The toasts asked for since the last call.
    pub fn toasts(&mut self) -> Vec<String> {
        let toast = |action| if let Action::Toast { text, .. } = action { Some(text) } else { None };
        self.take().into_iter().filter_map(toast).collect()
    }

    /// One pass of the panel.
    pub fn pass(&mut self, ui: &mut egui::Ui, show: impl Fn(&mut P, &mut PanelContext<'_>, &mut egui::Ui)) {
        let workspace = Arc::clone(self.document.workspace());
        let derived = self.derived();
        let mut actions = Vec::new();
        let mut cx = PanelContext {
            workspace: &workspace,
            derived: &derived,
            selection: &self.selection,
            period: self.period,
            tokens: Tokens::of(ui.ctx()),
            reduced_motion: true,
            clipboard: &self.board,
            actions: &mut actions,
        };
        show(&mut self.panel, &mut cx, ui);
        for action in actions {
            match &action {
                Action::Edit(edit) => {
                    self.document.apply(edit).expect("a panel asks for edits that can be made");
                }
                Action::BeginGesture => self.document.begin_gesture(),
                Action::EndGesture => self.document.end_gesture(),
                Action::CancelGesture => self.document.cancel_gesture(),
                Action::SelectAccount(account) => {
                    self.selection = Selection { account: account.clone(), units: Vec::new() };
                }
                Action::SelectUnits(units) => self.selection.units.clone_from(units),
                Action::ShowPeriod(period) => self.period = *period,
                Action::Copy(copied) => ui.ctx().copy_text(copied.text.clone()),
                _ => {}
            }
            self.log.push(action);
        }
    }
}

/// A harness around a stage, with the fonts and colours of the window.
pub fn harness<P: 'static>(
    stage: Stage<P>,
    size: impl Into<egui::Vec2>,
    theme: egui::Theme,
    show: impl Fn(&mut P, &mut PanelContext<'_>, &mut egui::Ui) + 'static,
) -> Harness<'static, Stage<P>> {
    let mut harness = super::gui::builder(size, theme).build_ui_state(
        move |ui, stage: &mut Stage<P>| {
            let rect = ui.ctx().content_rect();
            ui.painter().rect_filled(rect, 0.0, Tokens::of(ui.ctx()).panel);
            let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(rect));
            stage.pass(&mut ui, &show);
        },
        stage,
    );
    harness.run();
    harness
}
