//! Adding many units at once: a list that is typed, pasted or begun from a template, with a look at what it means.

use std::collections::HashSet;

use egui::{Align, Layout, Rect, ScrollArea, TextEdit, Ui, UiBuilder, vec2};

use crate::{
    document::{BranchText, Edit, Known},
    domain::{UnitKey, UnitKind},
    ui::kit::{Tokens, Weight, t11, t13, text, widgets},
};

use super::{
    super::{Action, PanelContext},
    MapKind, MapPanel, Pass,
    branch::units_word,
    model,
    templates::{TEMPLATES, Template, set_regions},
};

/// A list on its way into the map.
pub struct Adding {
    below: UnitKey,
    /// What a list of two columns can name as parents.
    known: Known,
    text: String,
    read: BranchText,
    /// The text that `read` was read from.
    source: String,
    /// The template that it was begun from; `None` = none, or nothing of it is left.
    template: Option<&'static Template>,
    started: bool,
}

impl MapPanel {
    /// Opens the list that will hang below a unit.
    pub(super) fn start_list(&mut self, pass: &Pass<'_>, unit: usize, text: String) {
        let tree = &pass.derived.tree;
        let is_there = |below: &usize| *below != unit && pass.facts().units[*below].valid;
        let below = tree.branch(unit).into_iter().filter(is_there);
        let names = below.map(|below| (pass.account.unit_name(below), tree.key(below)));
        self.adding = Some(Adding {
            below: pass.key(unit),
            known: Known::new(pass.account.unit_name(unit), names),
            text,
            read: BranchText::default(),
            source: String::new(),
            template: None,
            started: false,
        });
    }

    /// What to do where an account has no units yet.
    pub(super) fn first_units_ui(&mut self, ui: &mut Ui, pass: &Pass<'_>) {
        let is_new = pass.account.units.len() == 1 && !self.is_portfolio() && self.kind != MapKind::Treemap;
        if !is_new || self.rename.is_some() {
            return;
        }
        let middle = Rect::from_center_size(pass.canvas.center(), vec2(pass.canvas.width() - 32.0, 72.0));
        let layout = Layout::top_down(Align::Center);
        let mut child = ui.new_child(UiBuilder::new().max_rect(middle).layout(layout));
        child.spacing_mut().item_spacing.y = 10.0;
        let (ink, said) =
            (Tokens::of(ui).text2, "There are no units yet. Type or paste them as a list, one a line.");
        text::label(&mut child, said, t13(Weight::Regular), ink);
        if widgets::Button::primary("Add units…").show(&mut child).clicked() {
            self.start_list(pass, 0, String::new());
        }
    }

    pub(super) fn list_ui(&mut self, cx: &mut PanelContext<'_>, ui: &Ui, pass: &Pass<'_>) {
        let Some(adding) = &mut self.adding else { return };
        let Some(unit) = pass.derived.tree.index(&adding.below) else {
            self.adding = None;
            return;
        };
        if adding.source != adding.text {
            adding.read = BranchText::read(&adding.text, &adding.known);
            adding.source.clone_from(&adding.text);
            let names = || adding.read.units.iter().map(|(name, _)| name.as_str());
            adding.template = adding.template.filter(|template| template.is_in(names()));
        }
        let title = format!("Add units below {}", pass.account.unit_name(unit));
        let answer =
            widgets::dialog(ui.ctx(), "add a list of units", &title, 520.0, |ui| list_fields(ui, adding, cx));
        let done = match answer {
            None | Some(Reply::Cancel) => true,
            Some(Reply::Open) => false,
            Some(Reply::Add) => {
                self.add_list(cx, pass, unit);
                true
            }
        };
        if done {
            self.adding = None;
            // Not before the dialog is gone: nothing behind it can have the keyboard.
            self.wants_focus = true;
            ui.ctx().request_repaint();
        }
    }

    fn add_list(&mut self, cx: &mut PanelContext<'_>, pass: &Pass<'_>, unit: usize) {
        let Some(adding) = &self.adding else { return };
        let tree = &pass.derived.tree;
        let mut units = adding.read.units_below(pass.account, tree, &adding.below, UnitKind::below);
        let mut top = Vec::new();
        let mut opened = HashSet::from([adding.below.clone()]);
        for unit in &mut units {
            let Some(above) = unit.parent.as_ref().and_then(|parent| tree.index(parent)) else { continue };
            unit.kind = model::likely_kind(pass.account, tree, above);
            top.push(unit.key.clone());
            opened.extend(unit.parent.clone());
        }
        if units.is_empty() {
            return;
        }
        let mut regions = Vec::new();
        if let Some(template) = adding.template {
            template.set_kinds(&mut units);
            regions = set_regions(&mut units, &cx.workspace.regions);
        }
        let text = format!("Added {} below {}.", units_word(units.len()), pass.account.unit_name(unit));
        let what = format!("{} below {}", units_word(units.len()), pass.account.unit_name(unit));
        for key in &opened {
            self.open(pass, key);
        }
        let together = format!("add {what}");
        let add = Edit::AddBranch { account: pass.account.key.clone(), units, what };
        if regions.is_empty() {
            cx.edit(add);
        } else {
            let new = regions.into_iter().map(|region| Edit::AddRegion { region });
            cx.edit(Edit::Several { what: together, edits: new.chain([add]).collect() });
        }
        // One of them: what is dragged next should not take all the others along.
        top.truncate(1);
        cx.push(Action::SelectUnits(top));
        cx.push(Action::Toast { text, undo: true });
        self.fit_now();
    }
}

/// What the dialog was left with.
enum Reply {
    Open,
    Cancel,
    Add,
}

fn list_fields(ui: &mut Ui, adding: &mut Adding, cx: &PanelContext<'_>) -> Reply {
    let t = cx.tokens;
    let hint = "One unit a line, indented below its parent; or two columns, name and parent.";
    text::label(ui, hint, t13(Weight::Regular), t.text2);
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        text::label(ui, "Start from", t11(Weight::Medium), t.text3);
        for template in &TEMPLATES {
            if widgets::Button::new(template.name).small().show(ui).clicked() {
                adding.text = template.text();
                adding.template = Some(template);
            }
        }
    });
    ui.add_space(4.0);
    let id = ui.unique_id().with("lines");
    let frame = egui::Frame::NONE
        .fill(t.canvas)
        .stroke(egui::Stroke::new(1.0, t.border))
        .corner_radius(6)
        .inner_margin(egui::Margin::symmetric(8, 6));
    frame.show(ui, |ui| {
        ScrollArea::vertical().max_height(220.0).min_scrolled_height(220.0).show(ui, |ui| {
            let field = TextEdit::multiline(&mut adding.text)
                .id(id)
                .frame(egui::Frame::NONE)
                .font(t13(Weight::Regular))
                .text_color(t.text1)
                .lock_focus(true)
                .desired_rows(11)
                .desired_width(f32::INFINITY);
            let response = ui.add(field).accessible_name("Units, one a line");
            if !adding.started {
                adding.started = true;
                response.request_focus();
            }
        });
    });
    ui.add_space(4.0);
    let count = adding.read.units.len();
    let said = match (count, adding.read.levels()) {
        (0, _) => "Nothing to add yet.".to_owned(),
        (count, 1) => format!("{} on one level.", units_word(count)),
        (count, levels) => format!("{} on {levels} levels.", units_word(count)),
    };
    text::label(ui, &said, t13(Weight::Medium), t.text1);
    for problem in adding.read.problems.iter().take(3) {
        let said = format!("Line {}: {}", problem.line, problem.what);
        text::label(ui, &said, t11(Weight::Regular), t.high_text);
    }
    if adding.read.problems.len() > 3 {
        let said = format!("and {} more lines that cannot be read", adding.read.problems.len() - 3);
        text::label(ui, &said, t11(Weight::Regular), t.high_text);
    }
    ui.add_space(8.0);
    let mut reply = Reply::Open;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), 28.0),
        egui::Layout::right_to_left(egui::Align::Center),
        |ui| {
            let text = if count == 0 { "Add".to_owned() } else { format!("Add {}", units_word(count)) };
            if widgets::Button::primary(&text).enabled(count > 0).show(ui).clicked() {
                reply = Reply::Add;
            }
            if widgets::Button::new("Cancel").show(ui).clicked() {
                reply = Reply::Cancel;
            }
        },
    );
    if ui.input(|input| input.modifiers.command && input.key_pressed(egui::Key::Enter)) && count > 0 {
        reply = Reply::Add;
    }
    reply
}
