import { describe, expect, it } from "vitest";
import { BUILT_IN } from "@/server/surveys/core/built-in";
import { definitionSchema } from "@/server/surveys/schema";
import { definitionOf, draftOf, keyOf, newQuestion, questionOf } from "./draft";

describe("a survey as it is edited", () => {
  it("is the same again when nothing was changed", () => {
    for (const definition of Object.values(BUILT_IN))
      expect(definitionOf(draftOf(definition))).toEqual(definition);
  });

  it("gives each question and each choice an id of its own", () => {
    const one = newQuestion([]);
    expect(newQuestion([{ ...one, id: "question-2" }]).id).toBe("question-2-2");
    const choices = { ...one, type: "single" as const, title: "Which?", options: "Zürich\n\n Zurich \n!" };
    expect(questionOf(choices)).toMatchObject({
      options: [
        { id: "zurich", title: "Zürich" },
        { id: "zurich-2", title: "Zurich" },
        { id: "q-2", title: "!" },
      ],
    });
    expect(definitionSchema.safeParse({ title: "T", questions: [questionOf(choices)] }).success).toBe(true);
  });

  it("keeps the id of a choice that keeps its words", () => {
    const draft = { ...newQuestion([]), type: "multiple" as const, options: "B\nA", known: { A: "first" } };
    expect(questionOf(draft)).toMatchObject({ options: [{ id: "b" }, { id: "first" }] });
  });

  it("makes identifiers of titles", () => {
    expect(keyOf("  How are we doing? ")).toBe("how-are-we-doing");
    expect(keyOf("…")).toBe("");
  });
});
