//! The house has floors: a room imports only rooms below it. This reads `src/` and fails where that is not so.
//!
//! Paths are read as text, not compiled: comments and strings are taken away, `use` trees are opened, `super::` is
//! followed. A path built by a macro is not seen; the feature `gui` guards the most important border once more.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::Path,
};

const MAX_LINES: usize = 700;

/// Files that may be longer, each with the reason. Only tables of facts belong here: one row per fact, no decisions.
const MAY_BE_LONG: &[(&str, &str)] = &[];

/// Files straight in `src/ui/panels/` that all panels share; every other file or folder there is a panel.
const SHARED_BY_PANELS: &[&str] = &["bits", "context", "controls", "draw", "labels", "opportunities"];

/// Crates that only the window may name.
const GUI_CRATES: &[&str] = &[
    "accesskit",
    "arboard",
    "eframe",
    "egui",
    "egui_extras",
    "egui_plot",
    "egui_tiles",
    "emath",
    "epaint",
    "pollster",
    "rfd",
    "winit",
];
const DISK: &[&str] = &["std::fs", "fs", "std::os::unix::fs", "std::os::windows::fs", "tempfile"];
/// Anywhere in a path, because `use std::time;` makes `time::Instant` of it.
const CLOCK: &[&str] = &["SystemTime", "Instant"];
const CLOCK_CALLS: &[&str] = &["Zoned::now", "Timestamp::now"];
const RANDOM_STATE: &[&str] = &["HashMap", "HashSet", "RandomState", "DefaultHasher"];

/// A place in the house.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Room {
    Domain,
    Layout,
    /// Numbers as text: knows nothing, and everybody may use it.
    Number,
    /// Colours, shapes, letters: knows nothing, and everybody may use it.
    Look,
    /// Text for markup: knows nothing, and everybody may use it.
    Markup,
    Engine,
    Files,
    Publish,
    Document,
    Cli,
    Kit,
    /// What panels share, including `src/ui/panels/mod.rs`.
    Panels,
    /// One panel, by name.
    Panel(String),
    Shell,
    /// `src/ui/mod.rs`: opens the window.
    Ui,
    /// `src/lib.rs` and `src/main.rs`.
    Top,
}

impl fmt::Display for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain => f.write_str("domain"),
            Self::Layout => f.write_str("layout"),
            Self::Number => f.write_str("number"),
            Self::Look => f.write_str("look"),
            Self::Markup => f.write_str("markup"),
            Self::Engine => f.write_str("engine"),
            Self::Files => f.write_str("files"),
            Self::Publish => f.write_str("publish"),
            Self::Document => f.write_str("document"),
            Self::Cli => f.write_str("cli"),
            Self::Kit => f.write_str("ui/kit"),
            Self::Panels => f.write_str("ui/panels"),
            Self::Panel(name) => write!(f, "ui/panels/{name}"),
            Self::Shell => f.write_str("ui/shell"),
            Self::Ui => f.write_str("ui"),
            Self::Top => f.write_str("the whole crate"),
        }
    }
}

impl Room {
    /// The room of a module path below the crate, e.g. `["ui", "kit", "number"]`; `None` for a room nobody knows.
    fn of(path: &[&str]) -> Option<Self> {
        Some(match path {
            [] | ["lib" | "main"] => Self::Top,
            ["domain", ..] => Self::Domain,
            ["layout", ..] => Self::Layout,
            ["number", ..] => Self::Number,
            ["look", ..] => Self::Look,
            ["markup", ..] => Self::Markup,
            ["engine", ..] => Self::Engine,
            ["files", ..] => Self::Files,
            ["publish", ..] => Self::Publish,
            ["document", ..] => Self::Document,
            ["cli", ..] => Self::Cli,
            ["ui", "kit", ..] => Self::Kit,
            ["ui", "panels"] => Self::Panels,
            ["ui", "panels", name, ..] if SHARED_BY_PANELS.contains(name) => Self::Panels,
            ["ui", "panels", name, ..] => Self::Panel((*name).to_owned()),
            ["ui", "shell", ..] => Self::Shell,
            ["ui", ..] => Self::Ui,
            _ => return None,
        })
    }

    fn may_import(&self, other: &Self) -> bool {
        use Room::{
            Cli, Document, Domain, Engine, Files, Kit, Layout, Look, Markup, Number, Panel, Panels, Publish,
            Shell, Top, Ui,
        };
        self == other
            || matches!(other, Number | Look | Markup)
            || match self {
                Domain | Layout | Number | Look | Markup | Kit => false,
                Engine => matches!(other, Domain | Layout),
                Files => matches!(other, Domain),
                Publish | Document => matches!(other, Domain | Layout | Engine),
                Cli => !matches!(other, Kit | Panels | Panel(_) | Shell | Ui | Top),
                Panels | Panel(_) => matches!(other, Domain | Layout | Engine | Document | Kit | Panels),
                Shell | Ui | Top => true,
            }
    }

    /// Why this room may not name a path outside the crate (`std::fs::File`, `egui::Ui`); `None` if it may.
    fn refuses(&self, path: &str) -> Option<&'static str> {
        let is_below =
            |root: &str| path == root || path.strip_prefix(root).is_some_and(|rest| rest.starts_with("::"));
        let has = |names: &[&str]| path.split("::").any(|part| names.contains(&part));
        let is_window = matches!(self, Self::Kit | Self::Panels | Self::Panel(_) | Self::Shell | Self::Ui);
        if !is_window && *self != Self::Top && GUI_CRATES.iter().any(|name| is_below(name)) {
            return Some("only src/ui knows the window's crates");
        }
        if matches!(self, Self::Kit | Self::Panels | Self::Panel(_))
            && ["arboard", "eframe", "rfd", "winit", "pollster"].iter().any(|name| is_below(name))
        {
            return Some(
                "only src/ui/shell knows the application frame, the clipboard and the native dialogs",
            );
        }
        if !matches!(self, Self::Files | Self::Cli | Self::Top) && DISK.iter().any(|root| is_below(root)) {
            return Some("only src/files touches the disk");
        }
        if !matches!(self, Self::Shell | Self::Cli)
            && (has(CLOCK)
                || CLOCK_CALLS.iter().any(|call| path == *call || path.ends_with(&format!("::{call}"))))
        {
            return Some("the clock is read by the shell and handed down");
        }
        if *self == Self::Engine && has(RANDOM_STATE) {
            return Some("the same file gives the same bytes everywhere: no random order in the engine");
        }
        None
    }
}

/// One word or sign of a source text, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    text: String,
    line: usize,
}

/// Words, `::` and single signs; comments, strings and character literals are left out.
fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let mut out: Vec<Token> = Vec::new();
    let (mut at, mut line) = (0, 1);
    let starts = |at: usize, text: &str| text.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c));
    while at < chars.len() {
        let begin = at;
        let c = chars[at];
        if starts(at, "//") {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if starts(at, "/*") {
            let mut depth = 0_usize;
            loop {
                if starts(at, "/*") {
                    depth += 1;
                    at += 2;
                } else if starts(at, "*/") {
                    depth -= 1;
                    at += 2;
                } else {
                    at += 1;
                }
                if depth == 0 || at >= chars.len() {
                    break;
                }
            }
        } else if c == '"' {
            at = after_string(&chars, at);
        } else if c == '\'' {
            // A lifetime has no closing quote.
            if chars.get(at + 1) == Some(&'\\') {
                at += 3;
                while at < chars.len() && chars[at] != '\'' {
                    at += 1;
                }
                at += 1;
            } else if chars.get(at + 2) == Some(&'\'') {
                at += 3;
            } else {
                at += 1;
            }
        } else if c.is_alphanumeric() || c == '_' {
            while at < chars.len() && (chars[at].is_alphanumeric() || chars[at] == '_') {
                at += 1;
            }
            let word: String = chars[begin..at].iter().collect();
            let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
            if matches!(word.as_str(), "r" | "br" | "cr") && chars.get(at + hashes) == Some(&'"') {
                let end: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
                at += hashes + 1;
                while at < chars.len() && !starts(at, &end) {
                    at += 1;
                }
                at += end.len();
            } else {
                out.push(Token { text: word, line });
            }
        } else {
            at += if starts(at, "::") { 2 } else { 1 };
            if !c.is_whitespace() {
                out.push(Token { text: chars[begin..at].iter().collect(), line });
            }
        }
        at = at.min(chars.len());
        line += chars[begin..at].iter().filter(|c| **c == '\n').count();
    }
    out
}

fn after_string(chars: &[char], quote: usize) -> usize {
    let mut at = quote + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// A path that a file names, made absolute: `crate::ui::kit::number` or `std::fs::File`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    path: Vec<String>,
    line: usize,
}

/// Every path with at least one `::`, and every path in a `use`, seen from the module `here` (below the crate).
fn paths(source: &str, here: &[&str]) -> Vec<Named> {
    let tokens = tokens(source);
    let mut out = Vec::new();
    // Modules written inside the file, each with the depth of braces at which it ends.
    let mut inner: Vec<(String, usize)> = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    while at < tokens.len() {
        let text = tokens[at].text.as_str();
        let next = tokens.get(at + 1).map(|t| t.text.as_str());
        match text {
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                inner.pop_if(|(_, end)| *end == depth);
            }
            "mod" if tokens.get(at + 2).is_some_and(|t| t.text == "{") => {
                inner.push((tokens[at + 1].text.clone(), depth));
                at += 1;
            }
            _ if text == "use" || (is_word(text) && next == Some("::")) => {
                let mut from = at + usize::from(text == "use");
                let mut found = Vec::new();
                // `use ::name` begins outside the crate.
                from += usize::from(tokens.get(from).is_some_and(|t| t.text == "::"));
                let end = tree(&tokens, from, &[], &mut found);
                let module: Vec<&str> =
                    here.iter().copied().chain(inner.iter().map(|(name, _)| name.as_str())).collect();
                out.extend(
                    found
                        .into_iter()
                        .map(|Named { path, line }| Named { path: absolute(&path, &module), line }),
                );
                at = end.max(at + 1);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    out
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Reads `a::b`, `a::{b, c::{d, self}}`, `a::*`, `a as b`; gives the index after it.
fn tree(tokens: &[Token], from: usize, before: &[String], found: &mut Vec<Named>) -> usize {
    let mut path = before.to_vec();
    let mut at = from;
    loop {
        let Some(token) = tokens.get(at) else { return at };
        match token.text.as_str() {
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|t| t.text != "}") {
                    at = tree(tokens, at, &path, found);
                    // ` as name` is no path of its own.
                    while tokens.get(at).is_some_and(|t| !matches!(t.text.as_str(), "," | "}")) {
                        at += 1;
                    }
                    at += usize::from(tokens.get(at).is_some_and(|t| t.text == ","));
                }
                return at + 1;
            }
            text if is_word(text) || text == "*" => {
                // `a::{self}` names `a` itself.
                if text != "self" || path.is_empty() {
                    path.push(text.to_owned());
                }
                at += 1;
            }
            // Generics after `::<` and whatever else: the path has ended.
            _ => {
                found.push(Named { path, line: token.line });
                return at;
            }
        }
        if tokens.get(at).is_some_and(|t| t.text == "::") {
            at += 1;
        } else {
            found.push(Named { path, line: tokens[at - 1].line });
            return at;
        }
    }
}

/// `super::x` and `self::x` become `crate::…::x`.
fn absolute(path: &[String], here: &[&str]) -> Vec<String> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let is_self = path.first().is_some_and(|part| part == "self");
    if ups == 0 && !is_self {
        return path.to_vec();
    }
    let base = &here[..here.len().saturating_sub(ups)];
    let mut out = vec!["crate".to_owned()];
    out.extend(base.iter().map(|part| (*part).to_owned()));
    out.extend(path[ups + usize::from(is_self)..].iter().cloned());
    out
}

/// The module path of a file below `src/`: `ui/kit/mod.rs` is `["ui", "kit"]`.
fn module_of(file: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
    parts.pop_if(|last| *last == "mod");
    parts
}

/// What is wrong with one file below `src/`. `reexports` names what `src/ui/panels/mod.rs` hands on, and from where.
fn faults(file: &str, source: &str, reexports: &BTreeMap<String, String>) -> Vec<String> {
    let mut out = Vec::new();
    if source
        .lines()
        .next()
        .is_none_or(|line| line.strip_prefix("//!").is_none_or(|text| text.trim().is_empty()))
    {
        out.push(format!("src/{file}:1: begins without a `//!` line that says what the file is for"));
    }
    let lines = source.lines().count();
    if lines > MAX_LINES && !MAY_BE_LONG.iter().any(|(name, _)| *name == file) {
        out.push(format!("src/{file}: {lines} lines; divide it ({MAX_LINES} at most)"));
    }
    let here = module_of(file);
    let Some(room) = Room::of(&here) else {
        out.push(format!("src/{file}: a room that tests/it/architecture.rs does not know"));
        return out;
    };
    for Named { path, line } in paths(source, &here) {
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        let text = parts.join("::");
        if parts.first() != Some(&"crate") {
            if let Some(reason) = room.refuses(&text) {
                out.push(format!("src/{file}:{line}: {room} names {text}: {reason}"));
            }
            continue;
        }
        // The top and `ui` see everything, and so may name anything.
        if matches!(room, Room::Top | Room::Ui | Room::Shell) {
            continue;
        }
        // A type that the panels' root hands on belongs to the module it comes from.
        let below: Vec<&str> = match parts[1..] {
            ["ui", "panels", name, ..] if name.starts_with(char::is_uppercase) => match reexports.get(name) {
                Some(module) => vec!["ui", "panels", module],
                None => vec!["ui", "panels"],
            },
            ref rest => rest.to_vec(),
        };
        // The root of the panels binds them together; that is all it does.
        if here == ["ui", "panels"] && below.starts_with(&["ui", "panels"]) {
            continue;
        }
        let below: Vec<&str> = below.into_iter().filter(|part| *part != "*").collect();
        match Room::of(&below) {
            None => out.push(format!(
                "src/{file}:{line}: {text}: a room that tests/it/architecture.rs does not know"
            )),
            Some(other) if !room.may_import(&other) => {
                out.push(format!("src/{file}:{line}: {room} imports {other} ({text})"));
            }
            Some(_) => {}
        }
        // `use crate::ui::panels::*` would bring every panel in under another name.
        if parts[1..] == ["ui", "panels", "*"] {
            out.push(format!("src/{file}:{line}: {text}: name what is needed"));
        }
    }
    out
}

/// What `src/ui/panels/mod.rs` hands on: type → module.
fn reexports(source: &str) -> BTreeMap<String, String> {
    paths(source, &["ui", "panels"])
        .into_iter()
        .filter_map(|Named { path, .. }| match path.as_slice() {
            [module, name] if !GUI_CRATES.contains(&module.as_str()) => Some((name.clone(), module.clone())),
            _ => None,
        })
        .collect()
}

/// Test files (without ending) that `main.rs` does not name, or names twice.
fn unnamed(main: &str, files: &BTreeSet<String>) -> Vec<String> {
    let tokens = tokens(main);
    let named: Vec<&str> = tokens
        .windows(3)
        .filter(|w| w[0].text == "mod" && w[2].text == ";")
        .map(|w| w[1].text.as_str())
        .collect();
    let mut out = Vec::new();
    for file in files {
        match named.iter().filter(|name| *name == file).count() {
            0 => out.push(format!("tests/it/{file}: never runs; add `mod {file};` to tests/it/main.rs")),
            1 => {}
            _ => out.push(format!("tests/it/main.rs names {file} more than once")),
        }
    }
    out
}

/// All files below a folder with an ending, as paths relative to it with `/`, and their text.
fn read(folder: &Path, ending: &str) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                let parts: Vec<_> =
                    path.strip_prefix(folder).unwrap().iter().map(|p| p.to_string_lossy()).collect();
                out.insert(parts.join("/"), std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    out
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_file_keeps_to_its_floor() {
    let files = read(&root().join("src"), "rs");
    assert!(files.len() > 50, "src/ was not found");
    let handed_on = files.get("ui/panels/mod.rs").map(|source| reexports(source)).unwrap_or_default();
    let faults: Vec<String> =
        files.iter().flat_map(|(file, source)| faults(file, source, &handed_on)).collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_exception_is_still_needed() {
    let files = read(&root().join("src"), "rs");
    for (file, reason) in MAY_BE_LONG {
        assert!(!reason.is_empty(), "{file}: say why it may be long");
        assert!(
            files.get(*file).is_some_and(|text| text.lines().count() > MAX_LINES),
            "{file}: no longer an exception"
        );
    }
}

#[test]
fn every_test_file_is_named() {
    let folder = root().join("tests/it");
    let files: BTreeSet<String> = read(&folder, "rs")
        .into_keys()
        .filter_map(|file| match file.split_once('/') {
            Some((name, "mod.rs")) => Some(name.to_owned()),
            Some(_) => None,
            None => file.strip_suffix(".rs").map(str::to_owned),
        })
        .filter(|name| name != "main")
        .collect();
    let faults = unnamed(&std::fs::read_to_string(folder.join("main.rs")).unwrap(), &files);
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_benchmark_is_named() {
    // `autobenches` is off, so that a file without an entry would silently never run.
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let folder = root().join("benches");
    for file in read(&folder, "rs").keys().filter(|file| !file.contains('/')) {
        let name = file.trim_end_matches(".rs");
        assert!(
            manifest.contains(&format!("[[bench]]\nname = \"{name}\"")),
            "benches/{file} has no entry in Cargo.toml"
        );
    }
}

// --- The checker can fail. ---

const PANELS: &str =
    "mod context;\npub mod map;\npub use context::{Action, PanelContext};\npub use map::MapPanel;";

fn faults_of(file: &str, body: &str) -> Vec<String> {
    faults(file, &format!("//! A file.\n{body}"), &reexports(PANELS))
}

#[track_caller]
fn refused(file: &str, body: &str, expected: &str) {
    let found = faults_of(file, body);
    assert!(
        found.iter().any(|fault| fault.contains(expected)),
        "{file}: {body}\nexpected {expected}\nfound {found:?}"
    );
}

#[track_caller]
fn accepted(file: &str, body: &str) {
    assert_eq!(faults_of(file, body), Vec::<String>::new(), "{file}: {body}");
}

#[test]
fn a_room_may_not_look_up() {
    refused(
        "domain/unit.rs",
        "use crate::engine::metrics::Facts;",
        "src/domain/unit.rs:2: domain imports engine",
    );
    refused("layout/tree.rs", "use crate::domain::Unit;", "layout imports domain");
    refused("engine/rules.rs", "fn f(d: &crate::document::Document) {}", "engine imports document");
    refused("files/read.rs", "use crate::{domain::Unit, engine::{self, metrics}};", "files imports engine");
    refused("publish/pdf.rs", "use crate::files::safety::Disk;", "publish imports files");
    refused("document/edit.rs", "use crate::publish::pdf;", "document imports publish");
    refused("cli/mod.rs", "use crate::ui::shell::App;", "cli imports ui/shell");
    refused("ui/kit/card.rs", "use crate::domain::Money;", "ui/kit imports domain");
    refused("ui/kit/card.rs", "use super::super::panels::Action;", "ui/kit imports ui/panels");
    refused("ui/panels/map/mod.rs", "use crate::files::safety;", "ui/panels/map imports files");
    refused("ui/panels/map/mod.rs", "use crate::ui::shell::App;", "ui/panels/map imports ui/shell");
}

#[test]
fn a_room_may_look_down() {
    accepted("engine/rules.rs", "use crate::{domain::{Unit, Account}, layout::Rect};");
    accepted("files/read.rs", "use super::safety::Disk; use crate::domain::Workspace; use std::fs::File;");
    accepted("cli/mod.rs", "use crate::{document, domain, engine, files::safety, layout, publish};");
    accepted(
        "ui/shell/app.rs",
        "use crate::{files, ui::{kit, panels::{self, MapPanel}}}; use std::time::Instant;",
    );
    accepted(
        "ui/panels/map/paint.rs",
        "use crate::{document::Edit, engine::metrics, ui::{kit::tokens, panels::Action}};",
    );
    accepted(
        "ui/panels/map/paint.rs",
        "use super::model::MapModel; use crate::ui::panels::draw::line; use egui::Ui;",
    );
    accepted("ui/panels/mod.rs", PANELS);
}

#[test]
fn panels_do_not_meet() {
    refused(
        "ui/panels/usage/mod.rs",
        "use crate::ui::panels::map::Model;",
        "ui/panels/usage imports ui/panels/map",
    );
    refused("ui/panels/usage/mod.rs", "use super::map::Model;", "ui/panels/usage imports ui/panels/map");
    refused("ui/panels/usage.rs", "use super::map::Model;", "ui/panels/usage imports ui/panels/map");
    refused(
        "ui/panels/usage/mod.rs",
        "use crate::ui::panels::MapPanel;",
        "ui/panels/usage imports ui/panels/map",
    );
    refused("ui/panels/draw.rs", "use super::map::Model;", "ui/panels imports ui/panels/map");
    refused("ui/panels/usage/mod.rs", "use crate::ui::panels::*;", "name what is needed");
    refused("ui/panels/usage/mod.rs", "use crate::ui;", "ui/panels/usage imports ui (");
    refused("ui/panels/usage/mod.rs", "use crate as all;", "ui/panels/usage imports the whole crate");
}

#[test]
fn the_outside_has_borders_too() {
    refused("engine/rules.rs", "use egui::Ui;", "engine names egui::Ui");
    refused("engine/rules.rs", "use egui;", "engine names egui");
    refused("document/edit.rs", "use std::{fs, sync::Arc};", "document names std::fs");
    refused("domain/unit.rs", "use std::fs; fn f() { fs::read(\"x\"); }", "domain names fs::read");
    refused("domain/unit.rs", "fn f() { std::time::SystemTime::now(); }", "the clock");
    refused("files/save.rs", "use jiff::Zoned; fn f() { Zoned::now(); }", "the clock");
    refused("engine/trend.rs", "use std::{collections::{BTreeMap, HashMap}};", "no random order");
    refused("ui/panels/map/mod.rs", "fn f(frame: &eframe::Frame) {}", "names eframe::Frame");
    refused("ui/kit/card.rs", "use rfd::AsyncFileDialog;", "names rfd::AsyncFileDialog");
    refused("ui/panels/map/mod.rs", "use std::fs::File;", "only src/files touches the disk");
    accepted("engine/rules.rs", "use std::{collections::BTreeMap, sync::Arc}; use jiff::civil::Date;");
    accepted(
        "ui/panels/map/mod.rs",
        "use egui::{Rect as R, Ui as U, vec2,}; use egui_plot::Plot; use std::collections::HashMap;",
    );
}

#[test]
fn words_in_comments_and_strings_are_not_paths() {
    accepted(
        "domain/unit.rs",
        "// crate::engine::x\n/* crate::ui::x /* egui::Ui */ std::fs */\n/// [`crate::engine`]\nfn f() {}",
    );
    accepted(
        "domain/unit.rs",
        "const A: &str = \"crate::engine::x \\\" egui::Ui\"; const B: &str = r#\"std::fs::\"x\"#;",
    );
    accepted("domain/unit.rs", "fn f<'a>(c: &'a char) -> bool { *c == '\"' || *c == '\\'' || *c == '\\\\' }");
    // After all of these the rest is still read.
    refused(
        "domain/unit.rs",
        "fn f<'a>(c: char) { c == '\"'; \"\\\\\"; r\"\\\"; crate::engine::x(); }",
        "domain imports engine",
    );
}

#[test]
fn super_is_followed_from_inner_modules() {
    accepted("ui/panels/map/mod.rs", "mod tests { use super::*; use super::super::Action; }");
    refused("ui/panels/map/mod.rs", "mod tests { use super::super::usage::X; }", "imports ui/panels/usage");
    refused(
        "ui/panels/map/mod.rs",
        "mod tests { fn f() { {} } } use super::usage::X;",
        "imports ui/panels/usage",
    );
}

#[test]
fn a_file_says_what_it_is_for_and_stays_short() {
    let none = BTreeMap::new();
    assert_eq!(faults("domain/a.rs", "//! Units.\n", &none), Vec::<String>::new());
    for source in ["use std::fmt;\n", "//!\n", "\n//! Late.\n", ""] {
        assert!(faults("domain/a.rs", source, &none)[0].contains("`//!` line"), "{source:?}");
    }
    let long = format!("//! Long.\n{}", "\n".repeat(MAX_LINES));
    assert!(faults("domain/a.rs", &long, &none)[0].contains("701 lines"));
    assert_eq!(faults("domain/a.rs", &long[..long.len() - 1], &none), Vec::<String>::new());
}

#[test]
fn a_new_room_must_be_given_a_floor() {
    refused("cellar/wine.rs", "", "a room that");
    refused("engine/rules.rs", "use crate::cellar::Wine;", "a room that");
}

#[test]
fn a_forgotten_test_file_is_found() {
    let files = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<BTreeSet<_>>();
    let main = "mod cli;\n#[cfg(feature = \"gui\")]\nmod panel_map;\n// mod late;\n";
    assert_eq!(unnamed(main, &files(&["cli", "panel_map"])), Vec::<String>::new());
    assert!(unnamed(main, &files(&["cli", "late"]))[0].contains("tests/it/late: never runs"));
    assert!(unnamed("mod cli; mod cli;", &files(&["cli"]))[0].contains("more than once"));
}
