import { expect, it } from "vitest";
import type { StoredAction } from "../action-types";
import { meanwhile } from "./basis";

const trigger = { type: "self-service" };
const titled = (title: string) => ({ identifier: "a", title, trigger });
const record = (title: string, revision: number, draft: { title: string; at: string } | null) =>
  ({
    ...titled(title),
    revision,
    draft: draft && {
      definition: titled(draft.title),
      at: draft.at,
      by: "u",
      byName: "Ada",
      outdated: false,
    },
  }) as unknown as StoredAction;
const revisions = [
  { revision: 2, definition: titled("Live now") },
  { revision: 1, definition: titled("Live before") },
];

it("is the other draft where one was saved", () => {
  const basis = { definition: titled("Live before"), revision: 1, draftAt: null };
  const change = meanwhile(basis, record("Live before", 1, { title: "Theirs", at: "t2" }), revisions);
  expect(change.before).toEqual(titled("Live before"));
  expect(change.after).toEqual({ definition: titled("Theirs"), revision: 1, draftAt: "t2" });
});

it("is what is live where only that was changed, and the draft is one's own change to it", () => {
  const basis = { definition: titled("Mine"), revision: 1, draftAt: "t1" };
  const change = meanwhile(basis, record("Live now", 2, { title: "Mine", at: "t1" }), revisions);
  expect(change.before).toEqual(titled("Live before"));
  expect(change.after).toEqual({ definition: titled("Live now"), revision: 2, draftAt: "t1" });
});

it("is what is live where the draft was published", () => {
  const basis = { definition: titled("Draft"), revision: 1, draftAt: "t1" };
  const change = meanwhile(basis, record("Live now", 2, null), revisions);
  expect(change.before).toEqual(titled("Draft"));
  expect(change.after).toEqual({ definition: titled("Live now"), revision: 2, draftAt: null });
});
