import { expect, it } from "vitest";
import { directHandler } from "./direct";
import { handleRest } from "./rest-handler";
import { handleTrpc } from "./trpc-handler";

it("answers the REST API, changes by pages and deliveries, and leaves the rest to Next", () => {
  expect(directHandler("GET", "/v1/blueprints?x=1")).toBe(handleRest);
  expect(directHandler("POST", "/v1")).toBe(handleRest);
  expect(directHandler("POST", "/api/trpc/actions.execute?batch=1")).toBe(handleTrpc);
  expect(directHandler("POST", "/api/hooks/github")).toBeTypeOf("function");
  expect(directHandler("POST", "/api/hooks/github")).toBe(directHandler("POST", "/api/hooks/github?x"));
  for (const [method, url] of [
    ["GET", "/api/trpc/runs.follow"],
    ["GET", "/api/hooks/github"],
    ["POST", "/api/hooks/slack"],
    ["POST", "/api/hooks/nobody"],
    ["GET", "/v1beta"],
    ["GET", "/"],
  ] as const)
    expect(directHandler(method, url)).toBeNull();
});
