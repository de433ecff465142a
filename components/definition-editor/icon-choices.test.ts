import { expect, it } from "vitest";
import { drawingOf } from "@/components/catalog/icon-names";
import { ICON_CHOICES } from "./icon-choices";

it("offers each drawing once", () => {
  const drawings = ICON_CHOICES.map((name) => drawingOf(name));
  expect(drawings.filter((drawing) => drawing === undefined)).toEqual([]);
  expect(new Set(drawings).size).toBe(ICON_CHOICES.length);
});
