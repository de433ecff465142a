import { describe, expect, it } from "vitest";
import { createRedactor } from "@/server/pipelines/core/redact";
import { shownState } from "./state-shown";

const redact = createRedactor(["hunter22secret"]);
const nothing = (text: string) => text;

describe("a state as it is shown", () => {
  it("is the state itself where it has no secret", () => {
    expect(shownState({ serial: 1, a: ["x", { b: "y" }] }, redact)).toBeNull();
  });

  it("has no text of a secret, alone or within another", () => {
    const state = { serial: 1, a: "hunter22secret", b: ["postgres://u:hunter22secret@db", null, 7] };
    expect(shownState(state, redact)).toEqual({
      serial: 1,
      a: "[redacted]",
      b: ["postgres://u:[redacted]@db", null, 7],
    });
  });

  it("remembers what an earlier run knew", () => {
    const state = { a: "hunter22secret", b: "open" };
    const shown = shownState(state, redact);
    expect(
      shownState({ list: [{ other: "hunter22secret" }], b: "open" }, nothing, [{ state, shown }]),
    ).toEqual({
      list: [{ other: "[redacted]" }],
      b: "open",
    });
    expect(shownState({ a: "new" }, nothing, [{ state, shown }])).toBeNull();
  });
});
