//! Pictures of the map and the report: how they are to be, and what is put into them.

use std::sync::Arc;

use egui::{Align, Context, Layout};

use crate::{
    document::Derived,
    domain::{AccountKey, Workspace},
    engine::shading::ColourBy,
    layout::Size,
    publish::{
        map::{Form, MapPicture, Seen, Source},
        pdf, png,
        report::{self, Report},
        svg,
    },
    ui::{
        kit::{
            Tokens, Weight, t11, text, tokens,
            widgets::{Button, dialog, segmented},
        },
        panels::map::{MapKind, Sight},
    },
};

use super::{dialogs::Format, jobs::Settled, modals::Answer};

/// How a picture of the map is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Form of the file.
    pub format: Format,
    /// What is seen now, and not everything expanded.
    pub seen: bool,
    /// Whether the map is on the screen, so that something is seen.
    pub can_see: bool,
    /// Whether that is a list: then what is seen is what is not collapsed.
    pub is_list: bool,
    /// On a dark ground.
    pub dark: bool,
    /// Pixels of a PNG for each point.
    pub scale: u8,
}

impl Export {
    /// The usual: everything as PNG, light, sharp enough for a slide.
    pub fn new(sight: Option<MapKind>) -> Self {
        let is_list = sight == Some(MapKind::Outline);
        Self { format: Format::Png, seen: false, can_see: sight.is_some(), is_list, dark: false, scale: 2 }
    }

    /// Asks; an answer closes it.
    pub fn ui(&mut self, ctx: &Context) -> Option<Answer> {
        let shown = dialog(ctx, "export map", "Export the map", 440.0, |ui| {
            let t = Tokens::of(ui);
            let row = |ui: &mut egui::Ui, label: &str, add: &mut dyn FnMut(&mut egui::Ui)| {
                ui.add_space(tokens::S8);
                text::label(ui, label, t11(Weight::Medium), t.text3);
                add(ui);
            };
            row(ui, "Format", &mut |ui| {
                let formats = [(Format::Png, "PNG"), (Format::Svg, "SVG"), (Format::Pdf, "PDF")];
                self.format = segmented(ui, "Format", self.format, &formats).unwrap_or(self.format);
            });
            row(ui, "What", &mut |ui| {
                ui.add_enabled_ui(self.can_see, |ui| {
                    let seen = if self.is_list { "Open branches" } else { "What is seen" };
                    let parts = [(false, "The whole map"), (true, seen)];
                    self.seen = segmented(ui, "What", self.seen, &parts).unwrap_or(self.seen);
                });
            });
            row(ui, "Colours", &mut |ui| {
                let themes = [(false, "Light"), (true, "Dark")];
                self.dark = segmented(ui, "Colours", self.dark, &themes).unwrap_or(self.dark);
            });
            if self.format == Format::Png {
                row(ui, "Size", &mut |ui| {
                    let scales = [(1, "1×"), (2, "2×"), (3, "3×"), (4, "4×")];
                    self.scale = segmented(ui, "Size", self.scale, &scales).unwrap_or(self.scale);
                });
            }
            ui.add_space(tokens::S16);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let export = Button::primary("Export…").show(ui);
                if ui.memory(|memory| memory.focused().is_none()) {
                    export.request_focus();
                }
                let cancelled = Button::new("Cancel").shortcut("Esc").name("Cancel").show(ui).clicked();
                if export.clicked() {
                    Some(Answer::ExportMap(self.clone()))
                } else {
                    cancelled.then_some(Answer::Cancel)
                }
            })
            .inner
        });
        shown.unwrap_or(Some(Answer::Cancel))
    }

    /// The file; takes as long as the map is large. Nobody sees what comes of it once it is `settled`.
    pub fn file(&self, picture: &MapPicture, settled: &Settled) -> Result<Vec<u8>, String> {
        let drawing = picture.drawing(self.dark);
        if !settled.is_open() {
            return Ok(Vec::new());
        }
        match self.format {
            Format::Png => png::file(&drawing, f64::from(self.scale)),
            Format::Svg => Ok(svg::file(&drawing).into_bytes()),
            Format::Pdf => pdf::file(&picture.title(), std::slice::from_ref(&drawing)),
        }
    }
}

/// The picture of the map in sight; where none is, of the account selected.
pub fn picture(
    workspace: &Workspace,
    derived: &Derived,
    account: Option<&AccountKey>,
    sight: Option<Sight>,
    seen: bool,
) -> Option<MapPicture> {
    let Some(sight) = sight else {
        let at = workspace.find_account(account?)?;
        let (account, period, findings) =
            (&workspace.accounts[at], derived.period, &derived.accounts[at].findings);
        let source = Source { workspace, account, period, findings };
        return Some(source.picture(ColourBy::Status, Form::Tree(None)));
    };
    let facts = &sight.derived.facts;
    let (units, hidden) = if seen {
        (sight.units, sight.hidden)
    } else {
        (facts.order().to_vec(), vec![0; facts.order().len()])
    };
    let form = match sight.kind {
        MapKind::Treemap => {
            let Size { w, h } = sight.size;
            Form::Treemap {
                branch: sight.branch.filter(|_| seen),
                size: seen.then(|| Size::new(w.max(240.0), h.max(160.0))),
            }
        }
        MapKind::Tree => Form::Tree(seen.then_some(Seen { window: sight.window, zoom: sight.zoom })),
        // A list is no picture; its units are.
        MapKind::Outline => Form::Tree(None),
    };
    let since = sight.since.unwrap_or(derived.period.plus(-1));
    Some(MapPicture {
        workspace: workspace.settings.name.clone(),
        period: workspace.period_text(derived.period),
        as_of: derived.as_of.to_string(),
        account: sight.account,
        index: Arc::clone(&sight.derived.tree),
        facts: Arc::clone(facts),
        regions: Arc::clone(&workspace.regions),
        symbol: workspace.settings.currency.symbol.clone(),
        by: sight.by,
        group_by: sight.group_by,
        since: workspace.period_text(since),
        shades: sight.shades,
        worst: sight.worst,
        rivals: sight.rivals,
        matches: sight.matches,
        filter: sight.filter,
        units,
        hidden,
        rightwards: sight.rightwards,
        form,
    })
}

/// The report on all accounts.
pub fn report(workspace: &Workspace, derived: &Derived) -> Vec<u8> {
    let mut workspace = workspace.clone();
    let settings = Arc::make_mut(&mut workspace.settings);
    settings.current_period = Some(settings.current_period.unwrap_or(derived.period));
    settings.as_of = Some(derived.as_of);
    let accounts: Vec<_> = workspace.accounts.iter().cloned().collect();
    report::page(&Report::new(&workspace, &accounts, derived.period, &derived.model)).into_bytes()
}
