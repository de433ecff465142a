import { expect, it } from "vitest";
import type { EntityRecord } from "@/server/catalog/schema";
import { filledMarkdown, filledText, filledUrl, filledWidget, type Known, strangeIn } from "./placeholders";

const known: Known = {
  user: {
    email: "ann@example.com",
    name: "Ann Lee",
    firstName: "Ann",
    lastName: "Lee",
    role: "Member",
    teams: ["red", "blue"],
  },
  entity: {
    identifier: "check out",
    title: "# Check *out*",
    blueprint: "service",
    team: ["red"],
    properties: { tier: 2, repo: "https://git.example.com/checkout", "odd key": "x", on: false },
    relations: { environment: null },
  } as unknown as EntityRecord,
  blueprint: "service",
};
const nobody: Known = { user: null, entity: null, blueprint: null };

it.each([
  ["{{ .user.email }}", "ann@example.com"],
  ["{{.user.firstName}} {{ user.lastName }}", "Ann Lee"],
  ["{{ .user.teams }}", "red, blue"],
  ["{{url.identifier}} of {{blueprint}}", "check out of service"],
  ["{{ .entity.properties.tier }}{{ .entity.properties.on }}", "2false"],
  ['{{ .entity.properties["odd key"] }}', "x"],
  ["[{{ .entity.properties.none }}{{ .entity.relations.environment }}]", "[]"],
  [
    "{{ .user.password }} {{ .entity.secret }} {{ nothing }}",
    "{{ .user.password }} {{ .entity.secret }} {{ nothing }}",
  ],
  [
    "{{ .user }} {{ .user.email.x }} {{ .user.__proto__ }}",
    "{{ .user }} {{ .user.email.x }} {{ .user.__proto__ }}",
  ],
])("%s is %s", (text, expected) => {
  expect(filledText(text, known)).toEqual({ text: expected, lacks: false });
});

it("leaves what is about an entity where there is none, and says so", () => {
  expect(filledText("{{ .entity.title }}", nobody)).toEqual({ text: "{{ .entity.title }}", lacks: true });
  expect(filledText("{{ .user.name }} {{blueprint}}", nobody)).toEqual({
    text: "{{ .user.name }} {{blueprint}}",
    lacks: false,
  });
});

it("makes words of values in Markdown, and leaves those in code as they are", () => {
  const { text } = filledMarkdown("Hello {{ .entity.title }}\n`{{ .entity.title }}`", known);
  expect(text).toBe("Hello \\# Check \\*out\\*\n`# Check *out*`");
  const evil = { ...known, user: { ...known.user!, name: "[x](javascript:alert(1))\n# <img src=x>`" } };
  expect(filledMarkdown("{{ .user.name }}", evil).text).toBe(
    "\\[x\\](javascript:alert(1)) \\# \\<img src=x\\>\\`",
  );
  expect(filledMarkdown("`{{ .user.name }}`", evil).text).toBe("`[x](javascript:alert(1)) # <img src=x>'`");
});

it("encodes values in addresses, but one that is the beginning of it", () => {
  expect(filledUrl("https://x.example.com/{{url.identifier}}?q={{ .user.email }}", known).text).toBe(
    "https://x.example.com/check%20out?q=ann%40example.com",
  );
  expect(filledUrl("{{ .entity.properties.repo }}/tree", known).text).toBe(
    "https://git.example.com/checkout/tree",
  );
});

it("fills in whatever a widget names, and none of what is filled in where it is used", () => {
  const widget = {
    type: "entity-info",
    blueprint: "{{blueprint}}",
    entity: "{{url.identifier}}",
    markdown: "{{url.identifier}}",
    dataset: { rules: [{ value: ["{{ .user.email }}"] }] },
  };
  expect(filledWidget(widget, known)).toEqual({
    widget: {
      ...widget,
      blueprint: "service",
      entity: "check out",
      dataset: { rules: [{ value: ["ann@example.com"] }] },
    },
    lacks: false,
  });
  expect(filledWidget(widget, nobody).lacks).toBe(true);
});

it("tells an editor what will stay as it is written", () => {
  const text = "{{ .user.nick }} {{ .user.name }} {{ .entity.title }}";
  expect(strangeIn(text, true).map(({ placeholder }) => placeholder)).toEqual(["{{ .user.nick }}"]);
  expect(strangeIn(text, false).map(({ placeholder }) => placeholder)).toEqual([
    "{{ .user.nick }}",
    "{{ .entity.title }}",
  ]);
});
