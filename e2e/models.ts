import { randomBytes } from "node:crypto";
import { expect, type APIRequestContext } from "@playwright/test";

/** Blueprints of one journey, under names that no other journey has. */
export interface ShopModel {
  system: string;
  product: string;
  release: string;
}

async function post(api: APIRequestContext, path: string, data: unknown): Promise<void> {
  const answer = await api.post(path, { data });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
}

const one = (target: string, title: string, required = false) => ({ title, target, required, many: false });

/** Systems, products in them, and releases that need their product. */
export async function makeShop(api: APIRequestContext): Promise<ShopModel> {
  const mark = randomBytes(4).toString("hex");
  const model = { system: `system-${mark}`, product: `product-${mark}`, release: `release-${mark}` };
  await post(api, "/v1/blueprints", {
    identifier: model.system,
    title: `System ${mark}`,
    schema: { properties: { tier: { type: "string", title: "Tier", enum: ["gold", "silver"] } } },
  });
  await post(api, "/v1/blueprints", {
    identifier: model.product,
    title: `Product ${mark}`,
    schema: {
      properties: {
        size: { type: "number", title: "Size", minimum: 1 },
        note: { type: "string", title: "Note" },
      },
      required: ["size"],
    },
    mirrorProperties: { tier: { title: "Tier of the system", path: "system.tier" } },
    calculationProperties: {
      double: { title: "Doubled", type: "number", calculation: ".properties.size * 2" },
    },
    relations: {
      system: one(model.system, "System"),
      uses: { title: "Uses", target: model.product, required: false, many: true },
    },
  });
  await post(api, "/v1/blueprints", {
    identifier: model.release,
    title: `Release ${mark}`,
    schema: { properties: { version: { type: "string", title: "Version" } } },
    relations: { product: one(model.product, "Product", true) },
  });
  return model;
}

/** Makes an entity. */
export const makeEntity = (api: APIRequestContext, blueprint: string, entity: object): Promise<void> =>
  post(api, `/v1/blueprints/${blueprint}/entities`, entity);
