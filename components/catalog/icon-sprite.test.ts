import * as lucide from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { DRAWINGS, drawingOf } from "./icon-names";

const componentOf = (drawing: string) =>
  (lucide as unknown as Record<string, LucideIcon | undefined>)[
    drawing.replace(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase())
  ];

/** One symbol for each drawing; stroke and colour come from where it is used. */
function drawSprite(): string {
  const symbols = DRAWINGS.map((drawing) => {
    const component = componentOf(drawing);
    if (!component) throw new Error(`lucide has no drawing named ${drawing}.`);
    const shapes = renderToStaticMarkup(createElement(component)).replace(/^<svg[^>]*>|<\/svg>$/g, "");
    return `<symbol id="${drawing}" viewBox="0 0 24 24">${shapes.replace(/><\/\w+>/g, "/>")}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">\n${symbols.join("\n")}\n</svg>\n`;
}

it("has every drawing in the sprite, as lucide draws it", async () => {
  // After a change of the names: npx vitest run --project unit --update components/catalog/icon-sprite
  await expect(drawSprite()).toMatchFileSnapshot("./icons.svg");
});

it("has each drawing once", () => {
  expect(new Set(DRAWINGS).size).toBe(DRAWINGS.length);
});

it("knows published names however they are written, and no others", () => {
  expect(drawingOf("Microservice")).toBe("box");
  expect(drawingOf("Amazon RDS")).toBe("database");
  expect(drawingOf("../../etc/passwd#x")).toBeUndefined();
  expect(drawingOf(null)).toBeUndefined();
});
