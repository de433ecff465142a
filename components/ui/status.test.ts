import { describe, expect, test } from "vitest";
import { humanizeStatus, statusLook } from "./status";

describe("statusLook", () => {
  test.each([
    ["succeeded", "success", "check", "Succeeded"],
    ["FAILURE", "danger", "cross", "Failure"],
    ["awaiting_approval", "warning", "clock", "Awaiting approval"],
    ["WAITING_FOR_APPROVAL", "warning", "clock", "Waiting for approval"],
    ["awaitingApproval", "warning", "clock", "Awaiting approval"],
    ["in-progress", "info", "spin", "In progress"],
    ["interrupted", "danger", "alert", "Interrupted"],
    ["cancelled", "neutral", "stop", "Cancelled"],
  ])("%s", (status, tone, icon, label) => {
    expect(statusLook(status)).toEqual({ tone, icon, label });
  });

  test("an unknown word is neutral, also when it is a name of Object.prototype", () => {
    expect(statusLook("frobnicating")).toEqual({ tone: "neutral", icon: "dot", label: "Frobnicating" });
    expect(statusLook("constructor").tone).toBe("neutral");
  });

  test("humanizes without inventing capitals", () => {
    expect(humanizeStatus("planHashMismatch")).toBe("Plan hash mismatch");
    expect(humanizeStatus("")).toBe("");
  });
});
