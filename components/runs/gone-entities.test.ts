import { expect, it } from "vitest";
import { goneEntities } from "./gone-entities";

it("names each entity once, however often the run looked for it", () => {
  const entity = { input: "service", blueprint: "service", identifier: "checkout" };
  const event = (seq: number, type: string, data: Record<string, unknown>) => ({
    seq,
    at: new Date(0),
    type,
    actorName: "Waymark",
    data,
  });
  expect(
    goneEntities([
      event(1, "submitted", {}),
      event(2, "entities_gone", { entities: [entity] }),
      event(3, "entities_gone", { entities: [entity] }),
    ]),
  ).toEqual([entity]);
});
