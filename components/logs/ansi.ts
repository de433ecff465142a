import { AnsiUp } from "ansi_up";
import type { LogLine } from "./lines";
import { MAX_DRAWN } from "./lines";

/**
 * Turns lines to HTML, each once and in order, since a colour may go on over the next line. Colours end with their
 * stage. The text is escaped by ansi_up, and hyperlinks are off: what a provider prints must not become a link.
 */
export class AnsiLines {
  private html = new Map<number, string>();
  private converter = newConverter();
  private first: number | undefined;
  private last: LogLine | undefined;

  /** HTML of every line, by its seq. Lines are expected in order; lines put before the known ones start it anew. */
  render(lines: readonly LogLine[]): ReadonlyMap<number, string> {
    if (lines[0]?.seq !== this.first) this.reset(lines[0]?.seq);
    for (const line of lines) {
      if (this.last && line.seq <= this.last.seq) continue;
      if (line.stage !== this.last?.stage) this.converter = newConverter();
      const cut = line.text.length > MAX_DRAWN;
      this.html.set(
        line.seq,
        withoutStyles(this.converter.ansi_to_html(cut ? `${line.text.slice(0, MAX_DRAWN)}…` : line.text)),
      );
      this.last = line;
    }
    return this.html;
  }

  private reset(first: number | undefined): void {
    this.html = new Map();
    this.converter = newConverter();
    this.first = first;
    this.last = undefined;
  }
}

const weights: Record<string, string> = {
  "font-weight:bold": "bold",
  "opacity:0.7": "faint",
  "font-style:italic": "italic",
  "text-decoration:underline": "underline",
};

/** Inline styles are refused by the CSP, so weights become an attribute. Quotes in the text itself are escaped by now. */
function withoutStyles(html: string): string {
  return html.replace(/ style="([^"]*)"/g, (_, style: string) => {
    const names = style.split(";").flatMap((rule) => weights[rule.trim()] ?? []);
    return names.length > 0 ? ` data-ansi="${names.join(" ")}"` : "";
  });
}

function newConverter(): AnsiUp {
  const converter = new AnsiUp();
  converter.use_classes = true;
  converter.escape_html = true;
  converter.url_allowlist = {};
  return converter;
}
