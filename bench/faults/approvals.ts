import { spawn } from "node:child_process";

/**
 * Runs each race of approvals 200 times on a database of its own: two who approve at once, one person by several ways, and
 * approve, decline, cancel and expire twenty at once. Ends with the status of the tests: 0 when each race had one end.
 *
 *   node --import tsx bench/faults/approvals.ts [rounds]
 */
const rounds = process.argv[2] ?? "200";
const started = Date.now();
const child = spawn(
  "npx",
  ["vitest", "run", "--project", "database", "server/approvals/service/races.db.test.ts"],
  { stdio: "inherit", env: { ...process.env, APPROVAL_RACES: rounds } },
);
child.on("exit", (code) => {
  console.log(`${rounds} rounds of each race in ${Math.round((Date.now() - started) / 1000)} s.`);
  process.exitCode = code ?? 1;
});
