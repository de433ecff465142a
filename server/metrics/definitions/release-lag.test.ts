import { describe, expect, it } from "vitest";
import type { TemplateVersion } from "../core/events";
import { ask, at, DAY, set } from "../testing-platform";
import { releaseLag } from "./release-lag";
import { templateReleases } from "./template-releases";
import { templateVelocity } from "./template-velocity";

const version = (name: string, releasedAt: string, of: Partial<TemplateVersion> = {}): TemplateVersion => ({
  ...{ slug: "service", version: name, deprecated: false, releasedAt: at(releasedAt) },
  ...of,
});
/** Before the period, as the portal was set up. */
const first = version("1.0.0", "01T10:00:00", { mergedAt: at("01T09:00:00") });
const of = (...templateVersions: TemplateVersion[]) =>
  releaseLag.evaluate(set({ templateVersions: [first, ...templateVersions] }), ask);

describe("template update velocity", () => {
  it("is the median from merge to release, with how many merges are known", () => {
    const found = of(
      version("1.1.0", "05T10:00:00", { mergedAt: at("03T10:00:00") }),
      version("1.2.0", "10T10:00:00", { mergedAt: at("09T10:00:00") }),
      version("1.3.0", "20T10:00:00", { mergedAt: at("10T10:00:00") }),
      version("1.4.0", "25T10:00:00"),
    );
    expect(found).toMatchObject({ value: 2 * DAY, n: 3, parts: { releases: 4, known: 0.75 } });
    expect(found.insufficient).toBeUndefined();
  });

  it("says that no merge is known, which is not that there was no release", () => {
    expect(of(version("1.1.0", "05T10:00:00"))).toMatchObject({
      value: null,
      parts: { releases: 1, known: 0 },
      insufficient: { why: expect.stringMatching(/Of none of the 1 releases/) },
    });
    expect(of()).toMatchObject({ value: null, insufficient: { why: expect.stringMatching(/No template/) } });
  });

  it("leaves out drafts, and the first version that the portal had unless its release was told", () => {
    const merged = { mergedAt: at("03T10:00:00") };
    const draft = version("1.1.0", "05T10:00:00", { ...merged, draft: true });
    const other = version("1.0.0", "06T10:00:00", { ...merged, slug: "worker" });
    expect(of(draft, other)).toMatchObject({ value: null, n: 0 });
    expect(of(draft, { ...other, seenAt: at("20T10:00:00") })).toMatchObject({ value: 3 * DAY, n: 1 });
    const drafts = set({
      templateVersions: [first, draft],
      upgrades: [{ team: "amber", releasedAt: draft.releasedAt, endedAt: at("09T10:00:00"), draft: true }],
    });
    expect(templateReleases.evaluate(drafts, ask)).toMatchObject({ value: 0, n: 0 });
    expect(templateVelocity.evaluate(drafts, ask)).toMatchObject({ value: null, n: 0 });
  });

  it("has no value for a release before its merge", () => {
    expect(of(version("1.1.0", "05T10:00:00", { mergedAt: at("06T10:00:00") }))).toMatchObject({ n: 0 });
  });
});
