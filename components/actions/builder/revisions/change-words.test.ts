import { describe, expect, it } from "vitest";
import { changeWords } from "./change-words";

const action = (properties: object, more: object = {}) => ({
  identifier: "a",
  trigger: { type: "self-service", operation: "CREATE", userInputs: { properties } },
  invocationMethod: { type: "WEBHOOK", url: "https://a.example" },
  ...more,
});
const text = { type: "string" };

describe("what a revision changed", () => {
  it("names inputs, parts and publication", () => {
    expect(
      changeWords(
        action({ name: text, old: text, size: text }),
        action(
          { name: text, region: text, size: { type: "number" } },
          { title: "New", publish: false, invocationMethod: { type: "WEBHOOK", url: "https://b.example" } },
        ),
      ),
    ).toBe("Added region. Removed old. Changed input size. Changed title, what the backend is sent. Hidden.");
  });

  it("tells the number of many inputs, and the first and the last of a history", () => {
    expect(changeWords(action({}), action({ a: text, b: text, c: text, d: text }))).toBe("Added 4 inputs.");
    expect(changeWords(null, action({}))).toBe("Created");
    expect(changeWords(action({}), null)).toBe("Deleted");
    expect(changeWords(action({}), action({}))).toBe("No difference.");
    expect(changeWords(action({}), action({}, { invocationMethod: { type: "KAFKA" } }))).toBe(
      "Changed kind of backend.",
    );
  });
});
