import { expect, it } from "vitest";
import { approversNow } from "./approvers";

const people = [
  { email: "ada@x.example", role: "admin" as const, status: "active", teams: [] },
  {
    email: "Dora@x.example",
    role: "member" as const,
    status: "active",
    teams: [{ team: "payments", role: "lead" as const }],
  },
  { email: "gone@x.example", role: "admin" as const, status: "disabled", teams: [] },
];
const none = { roles: [], users: [], teams: [], teamLeads: false };

it("finds who could approve by role, address and team, among active people", () => {
  const found = (approve: Partial<typeof none>) =>
    approversNow({ ...none, ...approve }, people).people.map(({ email }) => email);
  expect(found({})).toEqual([]);
  expect(found({ roles: ["Admin"] as never[] })).toEqual(["ada@x.example"]);
  expect(found({ users: ["dora@X.example"] as never[] })).toEqual(["Dora@x.example"]);
  expect(found({ teams: ["payments"] as never[] })).toEqual(["Dora@x.example"]);
});
