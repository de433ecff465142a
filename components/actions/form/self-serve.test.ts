import { describe, expect, it } from "vitest";
import { selfServeTarget } from "./self-serve";

const read = (query: string) => {
  const target = selfServeTarget(Object.fromEntries(new URLSearchParams(query)));
  return target && { action: target.action, ...Object.fromEntries(target.params) };
};

describe("a published link to a form", () => {
  it("leads to the action with its inputs and entity", () => {
    expect(read("action=scale&actionInputs=~(size~3)&entity=cart")).toEqual({
      action: "scale",
      actionInputs: "~(size~3)",
      entity: "cart",
    });
    expect(read("action=scale&%24targetEntity=cart")).toEqual({ action: "scale", entity: "cart" });
    expect(read("action=scale&actionInputs=~(!targetEntity~'cart)")).toMatchObject({ entity: "cart" });
    expect(read('action=scale&actionInputs={"$targetEntity":{"identifier":"cart"}}')).toMatchObject({
      entity: "cart",
    });
    expect(read("action=scale&input.size=3&other=x")).toEqual({ action: "scale", "input.size": "3" });
  });
  it("takes what cannot be read along, so that the form says so", () => {
    expect(read("action=scale&actionInputs=~(")).toEqual({ action: "scale", actionInputs: "~(" });
  });
  it("leads nowhere without an action", () => {
    expect(read("actionInputs=~(size~3)")).toBeNull();
  });
});
