//! Writes the guide as plain pages: `reading-pages <folder> <base> <style sheet>`.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use kept::guide::{CHAPTERS, Site, contents_page, help_page, questions_page, reading_page};

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
    let write = |name: &str, page: String| {
        fs::create_dir_all(folder.join(name))?;
        fs::write(folder.join(name).join("index.html"), page)
    };
    write("", contents_page(site))?;
    write("questions", questions_page(site))?;
    write("help", help_page(site))?;
    CHAPTERS.iter().try_for_each(|chapter| write(chapter.slug, reading_page(chapter, site)))
}
