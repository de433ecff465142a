import { expect, it } from "vitest";
import { auditFile } from "./audit-file";
import type { AuditRow } from "./audit-log";

it("writes entries as a file that no spreadsheet runs", () => {
  const row: AuditRow = {
    id: 7,
    at: new Date("2026-01-02T03:04:05.000Z"),
    actorKind: "user",
    actorId: "u1",
    actorName: '=HYPERLINK("x")',
    origin: "UI",
    action: "UPDATE",
    resourceType: "entity",
    resourceId: "a,b",
    blueprint: null,
    runId: null,
    status: "FAILURE",
    message: "Line one\nline two",
    diff: { after: { n: 1 } },
    requestId: "r",
  };
  const [heading, ...rest] = auditFile([row]).split("\r\n");
  expect(heading?.startsWith("\uFEFFNo.,At,")).toBe(true);
  expect(rest.join("\r\n")).toBe(
    '7,2026-01-02T03:04:05.000Z,UPDATE,entity,"a,b",,"\'=HYPERLINK(""x"")",u1,UI,FAILURE,"Line one\nline two",,r,,"{""n"":1}"\r\n',
  );
});
