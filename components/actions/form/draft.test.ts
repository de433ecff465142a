import { describe, expect, it } from "vitest";
import type { InputDefinitions } from "@/server/actions/core/definition/user-inputs";
import { formatDraft, parseDraft } from "./draft";

const properties: InputDefinitions = {
  name: { type: "string" },
  size: { type: "number" },
  token: { type: "string", encryption: "aes256-gcm" },
};
const draft = {
  filled: { raw: { name: "orders", size: "3", token: "hush" }, touched: new Set(["name", "size", "token"]) },
  idempotencyKey: "k",
};

describe("a draft", () => {
  it("comes back without what is secret", () => {
    const text = formatDraft(draft, "f", properties);
    expect(text).not.toContain("hush");
    expect(parseDraft(text, "f", properties)).toEqual({
      filled: { raw: { name: "orders", size: "3" }, touched: new Set(["name", "size"]) },
      idempotencyKey: "k",
    });
  });
  it("keeps of a changed form what still fits", () => {
    const text = formatDraft(draft, "f", properties);
    const changed: InputDefinitions = {
      name: { type: "string" },
      size: { type: "array" },
      more: { type: "string" },
    };
    expect(parseDraft(text, "f", changed)?.filled.raw).toEqual({ name: "orders" });
    expect(parseDraft(text, "f", { name: { type: "string", encryption: "aes256-gcm" } })).toBeNull();
  });
  it("is none of another address, or of nothing", () => {
    expect(parseDraft(formatDraft(draft, "f", properties), "g", properties)).toBeNull();
    expect(parseDraft(null, "f", properties)).toBeNull();
  });
});
