import { describe, expect, it } from "vitest";
import { readAsyncApi } from "./async-api";
import { readOpenApi } from "./open-api";
import { schemaText } from "./schema-text";

const Order = {
  type: "object",
  required: ["id"],
  properties: {
    id: { type: "string", format: "uuid" },
    state: { enum: ["open", "paid"] },
    lines: { type: "array", items: { type: "object", properties: { sku: { type: "string" } } } },
    parent: { $ref: "#/components/schemas/Order" },
  },
};
const document = {
  openapi: "3.1.0",
  info: { title: "Orders", version: "2" },
  servers: [{ url: "https://api.example.com" }],
  paths: {
    "/orders": {
      parameters: [{ name: "trace", in: "header", schema: { type: "string" } }],
      post: {
        tags: ["Write"],
        summary: "Place",
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } } },
        responses: { 201: { description: "Placed" }, 422: { $ref: "#/components/responses/Refused" } },
      },
      get: {
        parameters: [{ name: "limit", in: "query", required: true, schema: { type: "integer" } }],
        responses: {},
      },
    },
  },
  components: { schemas: { Order }, responses: { Refused: { description: "Refused" } } },
};

describe("schemas as short types", () => {
  it("writes members, lists, choices and circles", () => {
    expect(schemaText({ $ref: "#/components/schemas/Order" }, document)).toBe(
      '{\n  id: string (uuid)\n  state?: "open" | "paid"\n  lines?: {\n    sku?: string\n  }[]\n  parent?: Order\n}',
    );
    expect(schemaText({ type: "array", items: { oneOf: [{ type: "string" }, { type: "null" }] } }, {})).toBe(
      "(string | null)[]",
    );
    expect(schemaText({ $ref: "#/nowhere" }, {})).toBe("nowhere");
    expect(schemaText(undefined, {})).toBe("any");
  });
});

describe("OpenAPI", () => {
  it("is read by tag, with references and what stands at the path", () => {
    const read = readOpenApi(document);
    expect(read).toMatchObject({ title: "Orders", version: "2", servers: ["https://api.example.com"] });
    expect(read?.groups.map((group) => [group.name, group.operations.map((one) => one.id)])).toEqual([
      ["Operations", ["get /orders"]],
      ["Write", ["post /orders"]],
    ]);
    const [get] = read?.groups[0]?.operations ?? [];
    expect(get?.parameters.map((p) => [p.name, p.in, p.required, p.type])).toEqual([
      ["trace", "header", false, "string"],
      ["limit", "query", true, "integer"],
    ]);
    const [post] = read?.groups[1]?.operations ?? [];
    expect(post?.request[0]?.label).toBe("application/json");
    expect(post?.responses).toEqual([
      { label: "201 Placed", type: null },
      { label: "422 Refused", type: null },
    ]);
  });
  it("is none where it is something else", () => {
    for (const other of [null, "text", [], {}, { openapi: "3" }, { paths: {} }])
      expect(readOpenApi(other)).toBeNull();
  });
});

describe("AsyncAPI", () => {
  const payload = { type: "object", properties: { id: { type: "string" } } };
  it("is read in version 2 and 3", () => {
    const two = readAsyncApi({
      asyncapi: "2.6.0",
      info: { title: "Events", version: "1" },
      channels: { placed: { description: "New ones", subscribe: { message: { name: "Placed", payload } } } },
    });
    const three = readAsyncApi({
      asyncapi: "3.0.0",
      info: { title: "Events", version: "1" },
      channels: { c: { address: "placed", messages: { Placed: { name: "Placed", payload } } } },
      operations: { onPlaced: { action: "receive", channel: { $ref: "#/channels/c" }, summary: "New ones" } },
    });
    expect(two?.groups[0]?.operations[0]).toMatchObject({
      method: "SUBSCRIBE",
      path: "placed",
      description: "New ones",
    });
    expect(three?.groups[0]?.operations[0]).toMatchObject({
      method: "RECEIVE",
      path: "placed",
      summary: "New ones",
    });
    for (const read of [two, three])
      expect(read?.groups[0]?.operations[0]?.responses).toEqual([
        { label: "Placed", type: "{\n  id?: string\n}" },
      ]);
    expect(readAsyncApi({ info: {} })).toBeNull();
  });
});
