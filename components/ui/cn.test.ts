import { extendTailwindMerge } from "tailwind-merge";
import { describe, expect, test } from "vitest";
import { cn } from "./cn";

const oracle = extendTailwindMerge({ extend: { classGroups: { "font-size": [{ text: ["2xs"] }] } } });

const utilities =
  "h-8 h-[32rem] w-full w-40 size-6 size-8 min-h-8 max-w-sm p-0 p-4 px-2 px-3 py-1 pt-4 pr-8 pl-2 m-0 mx-auto mt-1 -mt-0.5 -mr-2 gap-2 gap-x-4 flex inline-flex grid hidden block relative absolute sticky text-2xs text-xs text-sm text-base text-muted-foreground text-danger text-left text-right text-center text-balance text-pretty font-medium font-semibold font-mono font-sans bg-card bg-muted/60 bg-transparent border border-2 border-b border-transparent border-border-strong border-b-2 rounded-md rounded-full rounded-sm z-10 z-50 overflow-hidden overflow-x-auto items-center items-start justify-center justify-between shrink-0 truncate whitespace-nowrap opacity-50 cursor-pointer leading-5 tracking-tight top-0 left-0 inset-0 inset-y-0 grid-cols-2 col-span-2 shadow-popup transition-colors transition-opacity select-none align-middle text-[0.5625rem] focus-visible:outline-offset-0 focus-visible:-outline-offset-2 hover:bg-accent sm:px-4 sm:text-sm max-sm:hidden [&_svg]:size-4 data-[state=open]:bg-muted".split(
    " ",
  );

describe("cn", () => {
  test("agrees with tailwind-merge on every pair of what we use", () => {
    const wrong = utilities
      .flatMap((first) => utilities.map((second) => [cn(first, second), oracle(first, second)]))
      .filter(([own, theirs]) => own !== theirs);
    expect(wrong).toEqual([]);
  });
  test("keeps variants apart, and colons in brackets whole", () => {
    expect(cn("px-2 hover:px-3", "px-4")).toBe("hover:px-3 px-4");
    expect(cn("[&:hover]:px-2", "[&:hover]:px-4")).toBe("[&:hover]:px-4");
    expect(cn("h-[calc(100%-1rem)] bg-[url(a:b)]", false, null, undefined, ["h-8"])).toBe(
      "bg-[url(a:b)] h-8",
    );
  });
  test("names of Object.prototype are just names", () => {
    expect(cn("constructor", "toString")).toBe("constructor toString");
  });
});
