import { describe, expect, test } from "vitest";
import { AnsiLines } from "./ansi";
import { MAX_DRAWN } from "./lines";

const line = (seq: number, text: string, stage = "plan") => ({ seq, at: 0, stage, text });

describe("AnsiLines", () => {
  test("markup in a log is text", () => {
    const html = new AnsiLines()
      .render([line(1, `<script>alert("1")</script><img src=x onerror=alert(1)>`)])
      .get(1);
    expect(html).not.toContain("<");
  });
  test("hyperlinks in a log are not links", () => {
    const html = new AnsiLines().render([
      line(1, "\u001b]8;;javascript:alert(1)\u001b\\go\u001b]8;;\u001b\\"),
      line(2, "\u001b]8;;https://evil.test\u0007go\u001b]8;;\u0007"),
    ]);
    expect([...html.values()].join("")).not.toContain("<a");
  });
  test("a colour goes on over the next line of its stage, and ends with it", () => {
    const html = new AnsiLines().render([
      line(1, "\u001b[31mred"),
      line(2, "still"),
      line(3, "plain", "apply"),
    ]);
    expect(html.get(2)).toContain("ansi-red-fg");
    expect(html.get(3)).toBe("plain");
  });
  test("weights become attributes; no inline style is left, whatever the code", () => {
    const html = new AnsiLines().render([
      line(1, "\u001b[1;4;3;2mall\u001b[0m \u001b[38;2;1;2;3mtrue\u001b[38;5;200mpalette\u001b[0m"),
      line(2, ` style="x"`),
    ]);
    expect(html.get(1)).toContain(`data-ansi="bold faint italic underline"`);
    expect(html.get(1)).not.toContain("style=");
    expect(html.get(2)).toBe(" style=&quot;x&quot;");
  });
  test("appending converts only what is new, with the same result", () => {
    const lines = [line(1, "\u001b[32mok"), line(2, "more\u001b[0m"), line(3, "end")];
    const one = new AnsiLines();
    one.render(lines.slice(0, 1));
    expect([...one.render(lines)]).toEqual([...new AnsiLines().render(lines)]);
  });
  test("earlier lines start it anew", () => {
    const lines = new AnsiLines();
    lines.render([line(5, "five")]);
    expect([...lines.render([line(4, "\u001b[31mfour"), line(5, "five")]).keys()]).toEqual([4, 5]);
    expect(lines.render([line(4, "\u001b[31mfour"), line(5, "five")]).get(5)).toContain("ansi-red-fg");
  });
  test("a line of any length is drawn in bounded size", () => {
    expect(new AnsiLines().render([line(1, "x".repeat(1_000_000))]).get(1)?.length).toBe(MAX_DRAWN + 1);
  });
});
