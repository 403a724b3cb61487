//! Tells the binary which commit it was built from, and gives the Windows binary its icon and version.

use std::{env, path::Path, process::Command};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=INROADS_COMMIT={}", commit().unwrap_or_default());
    #[cfg(windows)]
    windows_resources();
}

/// The short hash of the commit in hand; `None` without git, or where the sources lie inside another repository.
fn commit() -> Option<String> {
    let here = env::var("CARGO_MANIFEST_DIR").ok()?;
    let top = git(&here, &["rev-parse", "--show-toplevel"])?;
    if Path::new(&top).canonicalize().ok()? != Path::new(&here).canonicalize().ok()? {
        return None;
    }
    // HEAD changes when another branch is checked out, its log also with every commit.
    for name in ["HEAD", "logs/HEAD"] {
        let path = git(&here, &["rev-parse", "--git-path", name])?;
        if Path::new(&here).join(&path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    git(&here, &["rev-parse", "--short", "HEAD"])
}

fn git(folder: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").current_dir(folder).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(windows)]
fn windows_resources() {
    let icon = "assets/icon/inroads.ico";
    println!("cargo::rerun-if-changed={icon}");
    let mut resources = winresource::WindowsResource::new();
    if Path::new(icon).exists() {
        resources.set_icon(icon);
    }
    if let Err(error) = resources.compile() {
        // The binary works without them.
        println!("cargo::warning=the icon and version could not be attached: {error}");
    }
}
