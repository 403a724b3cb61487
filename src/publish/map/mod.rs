//! A picture of the map of one account: title, map, legend with counts, and a line that says where the figures are from.
//! The classes, words, colours and figures are those of the screen: both take them from `engine::shading`.

mod cards;
mod cells;
mod source;

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    domain::{self, Account, Region, Severity},
    engine::{
        metrics::{Pair, PeriodFacts},
        regroup::GroupBy,
        shading::{ColourBy, Look, Rivals, Shades, area_note, is_group, money},
    },
    layout::{NodeId, OrgLayout, OrgOptions, Point, Rect, Size, Slot, Tree, card},
    look::{
        Palette, Rgb, Weight,
        fonts::width,
        palette::{DARK, LIGHT},
    },
    number,
};

use super::drawing::{Anchor, Drawing, Shape, Stroke, ink};
use cards::{Cards, Frame};

pub use source::Source;

/// Space around everything.
const EDGE: f64 = 28.0;
/// Space between the map and the edge of its ground.
const PAD: f64 = 22.0;
/// Narrowest sheet: title and figures need so much.
const LEAST: f64 = 720.0;
/// The size of a treemap for which nobody gave one.
const AREA: Size = Size::new(1360.0, 740.0);

/// Everything that a picture of the map shows. Owned, so that it can be painted in the background.
#[derive(Clone)]
pub struct MapPicture {
    /// Name of the workspace.
    pub workspace: String,
    /// The period shown.
    pub period: String,
    /// The day on which recency is judged.
    pub as_of: String,
    /// The account as the chosen hierarchy shows it.
    pub account: Arc<Account>,
    /// Index of its units.
    pub index: Arc<domain::Tree>,
    /// Its units in the period.
    pub facts: Arc<PeriodFacts>,
    /// Regions of the workspace, for their names.
    pub regions: Arc<Vec<Region>>,
    /// Currency symbol.
    pub symbol: String,
    /// By what units are coloured.
    pub by: ColourBy,
    /// By what units are put together; `None` = their structure.
    pub group_by: Option<GroupBy>,
    /// The period with which [`ColourBy::Change`] compares.
    pub since: String,
    /// The class of each unit.
    pub shades: Arc<Shades>,
    /// The gravest finding about each unit that has one.
    pub worst: BTreeMap<u32, Severity>,
    /// The strongest competitor of each unit.
    pub rivals: Rivals,
    /// Units that the legend's filter lets through, by index; `None` = there is no filter.
    pub matches: Option<Arc<Vec<bool>>>,
    /// Words of the classes that it lets through.
    pub filter: Vec<String>,
    /// The units shown, parents first.
    pub units: Vec<u32>,
    /// Parallel to it: how many units a collapsed one hides.
    pub hidden: Vec<u32>,
    /// The root of a tree stands at the left instead of at the top.
    pub rightwards: bool,
    /// How they are shown.
    pub form: Form,
}

/// How units are shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// Cards under cards: all, or what a window onto the layout shows.
    Tree(Option<Seen>),
    /// Areas within areas.
    Treemap {
        /// The unit whose branch is shown, by index; `None` = everything.
        branch: Option<usize>,
        /// Width and height; `None` = that of a slide.
        size: Option<Size>,
    },
}

/// A window onto the layout.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// The part of the layout.
    pub window: Rect,
    /// Pixels for one layout unit.
    pub zoom: f64,
}

impl MapPicture {
    /// Whether the filter of the legend fades a unit.
    fn is_faded(&self, unit: usize) -> bool {
        self.matches.as_ref().is_some_and(|matches| !matches.get(unit).copied().unwrap_or(true))
    }

    fn spoken(&self, unit: usize) -> String {
        cards::spoken(self, unit)
    }

    /// The tree of what is shown.
    fn tree(&self) -> Tree {
        let mut node = vec![None; self.facts.units.len()];
        let mut parents = Vec::with_capacity(self.units.len());
        for (at, unit) in self.units.iter().enumerate() {
            node[*unit as usize] = Some(NodeId(at as u32));
            parents.push(self.facts.units[*unit as usize].parent.and_then(|up| node[up as usize]));
        }
        // What is shown comes from one tree, parents first, so it always forms one.
        Tree::from_parents(&parents).unwrap_or_default()
    }

    fn layout(&self) -> OrgLayout {
        let slot = |(node, (unit, hidden)): (usize, (&u32, &u32))| Slot {
            size: card::size(node == 0, is_group(&self.account, &self.facts, *unit as usize)),
            collapsed: *hidden > 0,
        };
        let slots: Vec<Slot> = self.units.iter().zip(&self.hidden).enumerate().map(slot).collect();
        let options = if self.rightwards { OrgOptions::rightwards() } else { OrgOptions::default() };
        OrgLayout::new(self.tree(), &slots, options)
    }

    /// What the picture is called: account, period, what units are put together by, what the colours mean.
    pub fn title(&self) -> String {
        let grouped = self.grouped().map_or_else(String::new, |by| format!(", {by}"));
        format!("{}, {}{grouped}, map by {}", self.account.name, self.period, self.by.word().to_lowercase())
    }

    fn grouped(&self) -> Option<String> {
        self.group_by.map(|by| format!("units by {}", by.word().to_lowercase()))
    }

    /// The picture in one of the two themes.
    pub fn drawing(&self, dark: bool) -> Drawing {
        let t = if dark { &DARK } else { &LIGHT };
        match &self.form {
            Form::Tree(seen) => {
                let layout = self.layout();
                let Seen { window, zoom } = seen.unwrap_or_else(|| {
                    let all = layout.bounds();
                    Seen {
                        window: if all.is_empty() { Rect::point(Point::default()) } else { all },
                        zoom: 1.0,
                    }
                });
                let pad = if seen.is_some() { 0.0 } else { PAD };
                let size = Size::new(window.width() * zoom, window.height() * zoom);
                self.sheet(size, pad, t, |sheet, ground| {
                    let free = (ground.width() - size.w) / 2.0;
                    let corner = Point::new(ground.min.x + free, ground.min.y + pad);
                    let clip = seen.map(|_| ground);
                    if clip.is_some() {
                        sheet.open(String::new(), 1.0, clip);
                    }
                    let frame = Frame { window, zoom, corner };
                    Cards { map: self, layout: &layout, t, frame }.draw(sheet);
                    if clip.is_some() {
                        sheet.close();
                    }
                    None
                })
            }
            Form::Treemap { branch, size } => {
                let tree = self.tree();
                let at = |branch: usize| self.units.iter().position(|unit| *unit as usize == branch);
                let top = branch.and_then(at).map_or(NodeId(0), |node| NodeId(node as u32));
                self.sheet(size.unwrap_or(AREA), 6.0, t, |sheet, ground| {
                    if tree.is_empty() {
                        return None;
                    }
                    let unknown = cells::draw(sheet, self, &tree, top, ground.expand(-6.0), t);
                    Some(area_note(self.by, unknown))
                })
            }
        }
    }

    /// Title above, legend and source below a map of `size` with `pad` around it; `draw` draws it on its ground and
    /// returns what is to be said beside the legend.
    fn sheet(
        &self,
        size: Size,
        pad: f64,
        t: &Palette<Rgb>,
        draw: impl FnOnce(&mut Drawing, Rect) -> Option<String>,
    ) -> Drawing {
        // On a very wide map, letters of the usual size would be specks on a slide.
        let k = ((size.w.max(size.h) + 2.0 * pad) / 1600.0).clamp(1.0, 16.0);
        let edge = EDGE * k;
        let inner = (size.w + 2.0 * pad).max(LEAST * k);
        let rows = self.legend_rows(inner, k);
        let top = edge + 64.0 * k;
        let ground = Rect::at(Point::new(edge, top), Size::new(inner, size.h + 2.0 * pad));
        let legend = ground.max.y + 14.0 * k;
        let foot = legend + 24.0 * k * rows.len() as f64 + 22.0 * k;
        let mut sheet = Drawing::new(inner + 2.0 * edge, foot + 8.0 * k + edge * 0.6, self.title(), t.panel);
        self.head(&mut sheet, edge, edge + inner, k, t);
        sheet.fill(ground, 8.0 * k, t.canvas);
        let note = draw(&mut sheet, ground);
        self.legend(&mut sheet, &rows, Point::new(edge, legend), k, t);
        self.foot(&mut sheet, note, Point::new(edge, foot), edge + inner, k, t);
        sheet
    }

    /// Account and period at the left, the three figures of the account at the right.
    fn head(&self, sheet: &mut Drawing, left: f64, right: f64, k: f64, t: &Palette<Rgb>) {
        let y = |at: f64| EDGE * k + at * k;
        let root = self.facts.root();
        let known = self.facts.has_records;
        let rate = root.revenue().and_then(Pair::percent).filter(|_| known);
        let figures = [
            ("White space", money(root.white_space().filter(|_| known), &self.symbol)),
            ("ARR", money(root.arr().filter(|_| known), &self.symbol)),
            ("Penetration", rate.map_or_else(|| number::MISSING.to_owned(), number::percent)),
        ];
        let mut x = right;
        for (label, figure) in figures {
            let pen = ink(20.0 * k, Weight::SemiBold, t.text1);
            let wide = sheet.text(Point::new(x, y(32.0)), Anchor::End, &figure, pen, 240.0 * k);
            let pen = ink(11.0 * k, Weight::Medium, t.text3);
            let label = sheet.text(Point::new(x, y(10.0)), Anchor::End, label, pen, 240.0 * k);
            x -= wide.max(label) + 28.0 * k;
        }
        let pen = ink(20.0 * k, Weight::SemiBold, t.text1);
        sheet.text(Point::new(left, y(12.0)), Anchor::Start, &self.account.name, pen, x - left);
        let since = match self.by {
            ColourBy::Change if !self.since.is_empty() => format!(" since {}", self.since),
            _ => String::new(),
        };
        let grouped = self.grouped().map_or_else(String::new, |by| format!(" · {by}"));
        let said = format!("{}{grouped} · coloured by {}{since}", self.period, self.by.word().to_lowercase());
        let pen = ink(13.0 * k, Weight::Regular, t.text2);
        sheet.text(Point::new(left, y(37.0)), Anchor::Start, &said, pen, x - left);
    }

    /// The classes of the legend in rows, each with its width.
    fn legend_rows(&self, room: f64, k: f64) -> Vec<Vec<(usize, f64)>> {
        let mut rows: Vec<Vec<(usize, f64)>> = Vec::new();
        let mut left = -1.0;
        for at in self.shades.listed() {
            let class = &self.shades.classes[at];
            let word = width(&class.word, 11.0 * k, Weight::Medium).min(220.0 * k);
            let count = width(&class.count.to_string(), 11.0 * k, Weight::SemiBold);
            let wide = word + count + (18.0 + 6.0 + 20.0) * k;
            if left < wide {
                rows.push(Vec::new());
                left = room;
            }
            left -= wide;
            if let Some(row) = rows.last_mut() {
                row.push((at, wide));
            }
        }
        rows
    }

    fn legend(&self, sheet: &mut Drawing, rows: &[Vec<(usize, f64)>], at: Point, k: f64, t: &Palette<Rgb>) {
        for (row, entries) in rows.iter().enumerate() {
            let y = at.y + (24.0 * row as f64 + 10.0) * k;
            let mut x = at.x;
            for (at, wide) in entries {
                let class = &self.shades.classes[*at];
                let on = self.filter.is_empty() || self.filter.contains(&class.word);
                let units = if class.count == 1 { "unit" } else { "units" };
                let spoken = format!("{}, {} {units}", class.word, class.count);
                sheet.open(spoken, if on { 1.0 } else { 0.55 }, None);
                let centre = Point::new(x + 6.0 * k, y);
                sheet.mark(centre, 11.0 * k, class.look.shape(), class.look.mark(t), t.panel);
                if matches!(class.look, Look::Step(_)) {
                    // The lightest step is hardly darker than paper.
                    let rect = Rect::point(centre).expand(4.1 * k);
                    let edge = Some(Stroke { paint: t.control.into(), width: 0.5 * k });
                    sheet.shapes.push(Shape::Rect { rect, corner: 1.8 * k, fill: None, edge });
                }
                let (quiet, strong) = if class.count == 0 { (t.text3, t.text3) } else { (t.text2, t.text1) };
                let start = Point::new(x + 18.0 * k, y);
                let pen = ink(11.0 * k, Weight::Medium, quiet);
                let word = sheet.text(start, Anchor::Start, &class.word, pen, 220.0 * k + 0.01);
                let start = Point::new(start.x + word + 6.0 * k, y);
                let weight = if class.count == 0 { Weight::Medium } else { Weight::SemiBold };
                let pen = ink(11.0 * k, weight, strong);
                sheet.text(start, Anchor::Start, &class.count.to_string(), pen, 90.0 * k);
                sheet.close();
                x += wide;
            }
        }
    }

    /// Where the figures are from, and what else must be said.
    fn foot(
        &self,
        sheet: &mut Drawing,
        note: Option<String>,
        at: Point,
        right: f64,
        k: f64,
        t: &Palette<Rgb>,
    ) {
        let root = self.facts.root();
        let known = self.facts.has_records;
        let of = |value: Option<f64>| money(value.filter(|_| known), &self.symbol);
        let name = if self.workspace.is_empty() { "Workspace" } else { &self.workspace };
        let mut said = vec![
            name.to_owned(),
            format!("as of {}", self.as_of),
            format!("white space {} of {} potential", of(root.white_space()), of(root.potential())),
            format!("ARR {}", of(root.arr())),
        ];
        let hidden: u32 = self.hidden.iter().sum();
        if hidden > 0 {
            said.push(format!("{hidden} units in collapsed branches"));
        }
        if !self.filter.is_empty() {
            said.push(format!("others than {} faded", self.filter.join(", ")));
        }
        let said = said.join(" · ");
        let pen = ink(11.0 * k, Weight::Regular, t.text3);
        let note = note.unwrap_or_default();
        let wide = sheet.text(Point::new(right, at.y), Anchor::End, &note, pen, 320.0 * k);
        sheet.text(at, Anchor::Start, &said, pen, right - at.x - wide - 16.0 * k);
    }
}
