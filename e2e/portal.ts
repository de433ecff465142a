import { readDemo, type Demo } from "../scripts/start/demo";

/** Folder of the portal under test: logs, work of the supervisor, demo.json. */
export function dataDir(): string {
  const folder = process.env.WAYMARK_E2E_DATA_DIR;
  if (!folder)
    throw new Error("The portal under test is not running: start journeys with npx playwright test.");
  return folder;
}

/** Address, API client and people of the portal under test. */
export function demo(): Demo {
  const found = readDemo(dataDir());
  if (!found) throw new Error(`There is no demo.json in ${dataDir()}.`);
  return found;
}

/** One of the demo's people. `matches` picks by whatever the journey needs: role, team, title. */
export function person(matches: (person: Demo["people"][number]) => boolean): Demo["people"][number] {
  const found = demo().people.find(matches);
  if (!found) throw new Error("The demo organisation has nobody like that.");
  return found;
}
