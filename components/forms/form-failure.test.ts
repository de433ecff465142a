import { TRPCClientError } from "@trpc/client";
import { expect, it } from "vitest";
import { formFailure } from "./form-failure";

const refused = (code: string, issues: { path: (string | number)[]; message: string }[]) =>
  Object.assign(new TRPCClientError("Refused."), {
    data: { domain: { code, message: "Refused.", issues, data: null, requestId: "r" } },
  });

it("puts what was refused to its field, wherever it lies below it", () => {
  const error = refused("invalid", [
    { path: ["channel", "settings", "host"], message: "No such server." },
    { path: ["channel", "title"], message: "Give it a name." },
  ]);
  const failure = formFailure(error, { fields: ["title", "settings"], below: "channel" });
  expect(failure.at("title")).toBe("Give it a name.");
  expect(failure.at("settings", "host")).toBe("No such server.");
  expect(failure.at("settings")).toBe("No such server.");
  expect(failure.exactly("settings")).toBeUndefined();
  expect(failure.at("topics")).toBeUndefined();
  expect(failure.rest).toBeNull();
});

it("keeps for the end of the form what no field shows", () => {
  const elsewhere = refused("invalid", [{ path: ["revision"], message: "Somebody else saved meanwhile." }]);
  expect(formFailure(elsewhere, { fields: ["title"] }).rest).toBe(elsewhere);
  const broken = refused("internal", []);
  expect(formFailure(broken, { fields: ["title"] }).rest).toBe(broken);
  expect(formFailure(null, { fields: ["title"] }).rest).toBeNull();
});

it("puts a conflict to the field that it is about, where there is one", () => {
  const taken = refused("conflict", []);
  expect(formFailure(taken, { fields: ["identifier"], taken: "identifier" }).at("identifier")).toBe(
    "Refused.",
  );
  expect(formFailure(taken, { fields: ["identifier"] }).rest).toBe(taken);
});
