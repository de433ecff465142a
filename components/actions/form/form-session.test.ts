import { beforeEach, describe, expect, it, vi } from "vitest";
import type { UserInputs } from "@/server/actions/core/definition/user-inputs";
import { checkForm } from "@/server/actions/core/form/check-form";
import { staticState } from "@/server/actions/core/form/static-state";
import type { FormState } from "@/server/actions/core/form/state";
import { createFormSession } from "./form-session";
import type { GivenValues } from "./form-source";

const userInputs: UserInputs = {
  properties: {
    name: { type: "string", minLength: 2 },
    host: { type: "string", default: { jqQuery: '.form.name + ".example.com"' } },
    size: { type: "string", dependsOn: ["name"] },
    on: { type: "boolean" },
    kind: { type: "string", enum: ["a", "b"], default: "a" },
    note: { type: "string" },
    token: { type: "string", encryption: "aes256-gcm" },
  },
  required: ["name", "on"],
  validations: [{ constraint: '.form.note != "no"', message: "Never asked here." }],
};

/** As the server would, with the one expression worked out here. */
function evaluated({ values, secrets }: GivenValues): FormState {
  const state = staticState(userInputs, values, secrets);
  const name = values.name;
  if (typeof name !== "string") return state;
  const host = `${name}.example.com`;
  return {
    ...state,
    inputs: { ...state.inputs, host: { ...state.inputs.host!, default: host } },
    values: { ...state.values, host: values.host ?? host },
  };
}

let asked: GivenValues[] = [];
beforeEach(() => {
  asked = [];
});

function open(values?: Record<string, unknown>, answer: typeof evaluated = evaluated) {
  return createFormSession({
    userInputs,
    start: staticState(userInputs, {}),
    ...(values && { values }),
    evaluate: (given) => {
      asked.push(given);
      return Promise.resolve().then(() => answer(given));
    },
    dependents: (key) => (key === "name" ? ["host", "size"] : []),
    check: async (state, given) => {
      const result = checkForm(userInputs, state, given);
      return result.ok ? [] : result.issues;
    },
  });
}

describe("a form being filled in", () => {
  it("asks with what the person has, and never with a secret", async () => {
    const session = open();
    session.change("name", "orders");
    session.change("token", "hush");
    session.change("kind", "");
    await session.settled();
    expect(asked.at(-1)).toEqual({
      values: { name: "orders", kind: null, on: false },
      secrets: ["token"],
      touched: ["name", "kind"],
    });
    expect(JSON.stringify(asked)).not.toContain("hush");
    session.stop();
  });

  it("lets a computed default follow until the person has another, and go on when it is given back", async () => {
    const session = open();
    session.change("name", "orders");
    await session.settled();
    expect(session.read().raw.host).toBe("orders.example.com");
    session.change("host", "mine");
    session.change("name", "carts");
    await session.settled();
    expect(session.read().raw.host).toBe("mine");
    session.release("host");
    await session.settled();
    expect(session.read().raw.host).toBe("carts.example.com");
    session.stop();
  });

  it("sends what is open as it is shown, says that something was emptied, and leaves out the rest", async () => {
    const session = open({ name: "orders" });
    session.begin();
    await session.settled();
    expect(session.sent()).toEqual({ name: "orders", host: "orders.example.com", on: false, kind: "a" });
    session.change("kind", "");
    session.change("size", "large");
    session.change("token", "hush");
    await session.settled();
    expect(session.sent()).toMatchObject({ kind: null, size: "large", token: "hush" });
    session.change("name", "");
    await session.settled();
    expect(session.sent()).not.toHaveProperty("size");
    // Closed, not forgotten.
    session.change("name", "again");
    await session.settled();
    expect(session.sent()).toMatchObject({ size: "large" });
    session.stop();
  });

  it("shows faults when they are asked for, and follows from then on", async () => {
    const session = open();
    expect(await session.check({ step: 0, keys: ["kind"] })).toBe(true);
    expect(session.read().errors).toEqual({});
    expect(await session.check()).toBe(false);
    expect(Object.keys(session.read().errors)).toEqual(["name"]);
    session.change("name", "x");
    await vi.waitFor(() => expect(session.read().errors.name?.[0]?.message).toMatch(/2/));
    session.change("name", "orders");
    await vi.waitFor(() => expect(session.read().errors).toEqual({}));
    expect(await session.check()).toBe(true);
    session.stop();
  });

  it("keeps what the server refused until that input changes, and asks anew", async () => {
    const session = open({ name: "orders" });
    session.refuse([{ path: ["size"], message: "Gone." }]);
    await session.settled();
    await vi.waitFor(() => expect(session.read().errors.size?.[0]?.message).toBe("Gone."));
    expect(asked).toHaveLength(1);
    session.change("size", "small");
    await vi.waitFor(() => expect(session.read().errors).toEqual({}));
    session.stop();
  });

  it("does not settle on a failure, and says so until it is asked again", async () => {
    let online = false;
    const session = open(undefined, (given) => {
      if (!online) throw new Error("offline");
      return evaluated(given);
    });
    session.change("note", "b");
    await expect(session.settled()).rejects.toThrow("offline");
    expect(session.read().failure).toBeInstanceOf(Error);
    online = true;
    await session.settled();
    expect(session.read().failure).toBeNull();
    session.stop();
  });

  it("asks nothing about inputs that nothing refers to, and checks them by itself", async () => {
    const session = open();
    await session.check();
    session.change("kind", "c");
    session.change("token", "hush");
    await session.settled();
    await vi.waitFor(() => expect(session.read().errors.kind).toHaveLength(1));
    session.release("kind");
    expect(session.read().raw.kind).toBe("a");
    session.change("kind", "b");
    await session.settled();
    await vi.waitFor(() => expect(session.read().errors.kind).toBeUndefined());
    expect(asked).toEqual([]);
    session.change("note", "x");
    await session.settled();
    expect(asked).toEqual([
      { values: { note: "x", kind: "b", on: false }, secrets: ["token"], touched: ["kind", "note"] },
    ]);
    session.stop();
  });

  it("keeps what was changed while an answer about other inputs was on its way", async () => {
    const session = open();
    session.change("name", "orders");
    const settled = session.settled();
    session.change("kind", "b");
    await settled;
    expect(asked).toEqual([{ values: { name: "orders", on: false }, secrets: [], touched: ["name"] }]);
    expect(session.read().state.values).toMatchObject({ kind: "b", host: "orders.example.com" });
    session.stop();
  });

  it("asks again after a failure, whatever changes", async () => {
    let online = false;
    const session = open(undefined, (given) => {
      if (!online) throw new Error("offline");
      return evaluated(given);
    });
    session.change("name", "orders");
    await expect(session.settled()).rejects.toThrow("offline");
    online = true;
    session.change("kind", "b");
    await session.settled();
    expect(session.read().failure).toBeNull();
    session.stop();
  });

  it("knows whether there is something to lose, and goes back to the start", async () => {
    const session = open({ name: "orders" });
    expect(session.read().dirty).toBe(false);
    session.change("name", "carts");
    expect(session.read().dirty).toBe(true);
    session.change("name", "orders");
    expect(session.read().dirty).toBe(false);
    session.change("kind", "b");
    session.replace();
    await session.settled();
    expect(session.read().dirty).toBe(false);
    expect(session.read().raw).toMatchObject({ name: "orders", kind: "a" });
    session.stop();
  });
});
