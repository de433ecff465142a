import { expect, it } from "vitest";
import { newOrderedId } from "./ids";

it("makes UUIDs of version 7 in their order, also thousands within a millisecond", () => {
  const ids = Array.from({ length: 20_000 }, newOrderedId);
  expect(
    ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
  ).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});
