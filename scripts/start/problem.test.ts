import fs from "node:fs";
import { describe, expect, it } from "vitest";
import { Problem, sentenceFor } from "@/scripts/start/problem";
import { makeFolder } from "@/db/embedded/folders";

const failure = (code: string, path?: string) => Object.assign(new Error(code), { code, path });

describe("the sentence for a failed start", () => {
  it("is the problem's own, where one was named", () => {
    expect(sentenceFor(new Problem("Do this."), "/data")).toBe("Do this.");
  });

  it("names the full disk and the folder that is not ours", () => {
    expect(sentenceFor(failure("ENOSPC"), "/data")).toMatch(/^The disk that holds \/data is full/);
    expect(sentenceFor(failure("EROFS", "/data/logs"), "/data")).toMatch(
      /^\/data\/logs is not writable \(EROFS\)/,
    );
  });

  it("is found for a folder in a place that takes none, without hanging there", () => {
    for (const place of ["/proc/none/logs", "/etc/hostname/logs"].filter(() => fs.existsSync("/proc/self"))) {
      const error: unknown = (() => {
        try {
          makeFolder(place);
        } catch (reason) {
          return reason;
        }
      })();
      expect(sentenceFor(error, place)).toMatch(/is not writable/);
    }
  });

  it("is left to the caller where nothing is known", () => {
    expect(sentenceFor(new Error("surprise"), "/data")).toBeUndefined();
    expect(sentenceFor("text", "/data")).toBeUndefined();
  });
});
