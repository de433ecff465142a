import { expect, it } from "vitest";
import { z } from "zod";
import { newUuid } from "./new-uuid";

it("makes UUIDs that the server takes, each another", () => {
  const made = Array.from({ length: 50 }, newUuid);
  for (const one of made) expect(z.uuid().safeParse(one).success).toBe(true);
  expect(new Set(made).size).toBe(50);
});
