import { describe, expect, it } from "vitest";
import { deployment } from "../testing-made";
import { goldenPathUsage } from "./golden-path-usage";
import { ask, at, set } from "../testing-platform";

describe("golden path usage", () => {
  it("knows supported versions, deprecated ones, and drift", () => {
    const on = (id: number, templateVersion: string | null, service = "api") =>
      deployment(id, { templateId: templateVersion && "service", templateVersion, service });
    const events = set({
      deployments: [on(1, "2.0.0"), on(2, "1.0.0"), on(3, null), on(4, "9.9.9"), on(5, "2.0.0", "cart")],
      templateVersions: [
        { slug: "service", version: "1.0.0", deprecated: true, releasedAt: at("01T00:00:00") },
        { slug: "service", version: "2.0.0", deprecated: false, releasedAt: at("01T00:00:00") },
      ],
      drifted: ["cart"],
    });
    expect(goldenPathUsage.evaluate(events, ask)).toMatchObject({
      value: 0.2,
      parts: { deprecated: 1, untemplated: 1 },
    });
  });
});
