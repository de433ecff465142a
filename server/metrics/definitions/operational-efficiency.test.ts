import { describe, expect, it } from "vitest";
import { run } from "../testing-made";
import { operationalEfficiency } from "./operational-efficiency";
import { ask, set, ticket } from "../testing-platform";

describe("operational efficiency", () => {
  it("compare runs with tickets of their own kind alone", () => {
    const events = set({
      runs: [
        run("a"),
        run("b"),
        run("c"),
        run("d", { action: "create-bucket" }),
        run("e", { status: "failed" }),
      ],
      tickets: [ticket(1, { actionIdentifier: "create-service" }), ticket(2)],
    });
    expect(operationalEfficiency.evaluate(events, ask)).toMatchObject({ value: 0.75, n: 4 });
  });
});
