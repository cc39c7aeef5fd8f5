//! The chapters, and the questions with their answers.

use super::source::{self, Source};
use super::{Guide, Known, Result};

/// A prompt of the journal, as a chapter brings it along.
pub(super) struct OwnPrompt {
    pub(super) slug: String,
    pub(super) text: String,
}

/// The chapters; returns the prompts they lead to.
pub(super) fn chapters(sources: &[Source], known: &Known, guide: &mut Guide) -> Result<Vec<OwnPrompt>> {
    let mut items = Vec::new();
    let mut prompts = Vec::new();
    for source in sources {
        let part = match source.field("part")? {
            "before" => "Before",
            "step" => "Step",
            "after" => "After",
            other => return Err(source.mistake(1, &format!("`part: {other}` is not before, step or after"))),
        };
        let slug = source.field("slug")?;
        let html = source.html(known)?;
        if part != "Before" && !(html.contains("class=\"hurt\"") && html.contains("class=\"broke\"")) {
            return Err(source.mistake(1, "a passage for one of the roles is missing"));
        }
        let tool = tool(source, known)?;
        let tool = match source.optional("prompt") {
            Some(text) if tool == "journal" => {
                prompts.push(OwnPrompt { slug: slug.to_owned(), text: text.to_owned() });
                format!("journal?prompt={slug}")
            }
            Some(_) => return Err(source.mistake(1, "`prompt:` goes with `tool: journal`")),
            None => tool.to_owned(),
        };
        items.push(format!(
            "Chapter {{ slug: {slug:?}, title: {:?}, part: Part::{part}, summary: {:?}, action: {:?}, tool: {tool:?}, \
             tool_label: {:?}, sources: {}, minutes: {}, html: {} }}",
            source.field("title")?,
            source.field("summary")?,
            source.field("do")?,
            source.field("tool-label")?,
            guide.text(&source.sources()),
            // 200 words a minute: unhurried reading.
            source.body.split_whitespace().count().div_ceil(200),
            guide.text(&html),
        ));
    }
    guide.list("Every chapter, in the order of reading.", "CHAPTERS", "Chapter", &items);
    Ok(prompts)
}

/// The questions people ask.
pub(super) fn questions(sources: &[Source], known: &Known, guide: &mut Guide) -> Result<()> {
    source::slugs(sources)?;
    let mut items = Vec::new();
    for source in sources {
        let chapter = source.field("chapter")?;
        if !known.chapters.iter().any(|slug| slug == chapter) {
            return Err(source.mistake(1, &format!("there is no chapter `{chapter}`")));
        }
        items.push(format!(
            "Question {{ slug: {:?}, question: {}, also: {}, chapter: {chapter:?}, tool: {:?}, tool_label: {}, \
             sources: {}, html: {} }}",
            source.field("slug")?,
            guide.text(source.field("question")?),
            guide.text(source.field("also")?),
            tool(source, known)?,
            guide.text(source.field("tool-label")?),
            guide.text(&source.sources()),
            guide.text(&source.html(known)?),
        ));
    }
    guide.list("The questions people ask, with answers.", "QUESTIONS", "Question", &items);
    Ok(())
}

fn tool<'a>(source: &'a Source, known: &Known) -> Result<&'a str> {
    let tool = source.field("tool")?;
    source.check_route(1, tool, known)?;
    Ok(tool)
}
