//! Writes the guide as plain pages: `reading-pages <folder> <base> <style sheet>`.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use kept::guide::{CHAPTERS, Site, contents_page, reading_page};

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let [folder, base, style] = args.as_slice() else {
        eprintln!("usage: reading-pages <folder> <address of the app> <address of the style sheet>");
        return ExitCode::FAILURE;
    };
    match write_all(Path::new(folder), &Site { base, style }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("reading-pages: {folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write_all(folder: &Path, site: &Site<'_>) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("index.html"), contents_page(site))?;
    for chapter in CHAPTERS {
        let place = folder.join(chapter.slug);
        fs::create_dir_all(&place)?;
        fs::write(place.join("index.html"), reading_page(chapter, site))?;
    }
    Ok(())
}
