import { parseArgs } from "node:util";
import { budgets } from "./budgets";
import { catalog } from "./catalog";
import { costs } from "./costs";
import { dashboards } from "./dashboards";
import { events } from "./events";
import { faults } from "./faults";
import { forms } from "./forms";
import { inbound } from "./inbound";
import { insights } from "./insights";
import { allPages, firstLoadScripts, pageTimes } from "./pages";
import { policies } from "./policies";
import { logs } from "./logs";
import { newDataDir, withPortal, type RunningPortal } from "./portal";
import { overhead, submitToStart } from "./runs";
import { firstStart, secondStart } from "./start";
import { storm } from "./storm";
import { isWithin, printTable, type Measure } from "./statistics";

const PARTS = ["start", "runs", "pages", "javascript"] as const;
type Part = (typeof PARTS)[number];
/** Parts that take long, so they run only when they are named. */
const APART = [
  "catalog",
  "costs",
  "dashboards",
  "events",
  "faults",
  "forms",
  "inbound",
  "insights",
  "policies",
  "budgets",
  "storm",
  "logs",
] as const;

const usage = `npm run bench -- [parts] [options]

  parts: ${PARTS.join(", ")} (all of these when none is named), catalog, costs, dashboards, events, forms, inbound, insights, policies, budgets, storm, logs, faults

  --large             catalog: also with 1,000,000 entities (some ten minutes and 5 GB of disk)
  --seconds <number>  catalog: how long each request is repeated (5)
  --repeat <number>   how often pages are fetched (40), runs are compared with bare Terraform (5), forms are asked (200),
                      runs are submitted by storm (1000)
  --rows <number>     costs: rows of the bill that is imported (1000000)
  --entities <number> dashboards: how many entities there are (100000)
  --lines <number>    costs: lines that pages stand on (5000000)
  --events <number>   insights: how many events there are (1000000)
  --kills <number>    faults: how often each process is killed (5)
  --clients <number>  faults: people who submit at the same time (3)
  --seed <number>     faults: repeats the order of an earlier run`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repeat: { type: "string" },
    large: { type: "boolean", default: false },
    seconds: { type: "string", default: "5" },
    events: { type: "string" },
    entities: { type: "string" },
    rows: { type: "string" },
    lines: { type: "string" },
    kills: { type: "string", default: "5" },
    clients: { type: "string", default: "3" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    help: { type: "boolean", short: "h" },
  },
});

async function measure(parts: readonly Part[]): Promise<Measure[]> {
  const wants = (part: Part) => parts.includes(part);
  const repeat = values.repeat === undefined ? undefined : Number(values.repeat);
  const measures: Measure[] = [];
  if (wants("start")) measures.push(...(await firstStart()), ...(await secondStart()));
  if (parts.some((part) => part !== "start")) {
    await withPortal({ dataDir: newDataDir("portal") }, async (portal: RunningPortal) => {
      if (wants("runs")) measures.push(...(await submitToStart(portal)), ...(await overhead(portal, repeat)));
      if (!wants("pages") && !wants("javascript")) return;
      const { everyday, settings } = await allPages(portal);
      if (wants("pages")) measures.push(...(await pageTimes([...everyday, ...settings], repeat)));
      if (wants("javascript")) measures.push(...(await firstLoadScripts([...everyday, ...settings])));
    });
  }
  return measures;
}

async function main(): Promise<number> {
  const unknown = positionals.filter(
    (part) => !(APART as readonly string[]).includes(part) && !(PARTS as readonly string[]).includes(part),
  );
  if (values.help || unknown.length > 0) {
    console.log(unknown.length > 0 ? `There is no part "${unknown[0]}".\n\n${usage}` : usage);
    return unknown.length > 0 ? 1 : 0;
  }
  const parts = positionals.filter((part): part is Part => (PARTS as readonly string[]).includes(part));
  let good = true;
  if (positionals.includes("catalog")) {
    const measures = await catalog({ seconds: Number(values.seconds), large: values.large });
    printTable(measures);
    good = measures.every(isWithin);
  }
  if (positionals.includes("costs")) {
    const measures = await costs({
      repeat: values.repeat === undefined ? undefined : Number(values.repeat),
      rows: values.rows === undefined ? undefined : Number(values.rows),
      lines: values.lines === undefined ? undefined : Number(values.lines),
    });
    printTable(measures);
    good = measures.every(isWithin) && good;
  }
  if (positionals.includes("dashboards")) {
    const measures = await dashboards({
      repeat: values.repeat === undefined ? undefined : Number(values.repeat),
      entities: values.entities === undefined ? undefined : Number(values.entities),
    });
    printTable(measures);
    good = measures.every(isWithin) && good;
  }
  if (positionals.includes("forms")) {
    const measures = await forms({ repeat: values.repeat === undefined ? undefined : Number(values.repeat) });
    printTable(measures);
    good = measures.every(isWithin) && good;
  }
  if (positionals.includes("inbound")) {
    const measures = await inbound();
    printTable(measures);
    good = measures.every(isWithin) && good;
  }
  if (positionals.includes("insights")) {
    const measures = await insights({
      repeat: values.repeat === undefined ? undefined : Number(values.repeat),
      events: values.events === undefined ? undefined : Number(values.events),
    });
    printTable(measures);
    good = measures.every(isWithin) && good;
  }
  if (positionals.includes("events")) {
    const measures = await events({
      count: values.repeat === undefined ? undefined : Number(values.repeat),
    });
    printTable(measures);
    good = measures.every(isWithin) && good;
  }
  if (positionals.includes("policies")) {
    const measures = await policies({
      repeat: values.repeat === undefined ? undefined : Number(values.repeat),
    });
    printTable(measures);
    good = measures.every(isWithin) && good;
  }
  if (positionals.includes("budgets")) {
    const measures = await budgets({
      repeat: values.repeat === undefined ? undefined : Number(values.repeat),
    });
    printTable(measures);
    good = measures.every(isWithin) && good;
  }
  if (positionals.includes("storm")) {
    const measures = await storm({ count: values.repeat === undefined ? undefined : Number(values.repeat) });
    printTable(measures);
    good = measures.every(isWithin) && good;
  }
  if (positionals.includes("logs")) {
    const measures = await logs();
    printTable(measures);
    good = measures.every(isWithin) && good;
  }
  if (parts.length > 0 || positionals.length === 0) {
    const measures = await measure(parts.length > 0 ? parts : PARTS);
    printTable(measures);
    console.log("\nMedians of one machine at one time: whatever else runs on it makes them larger.");
    good = measures.every(isWithin) && good;
  }
  if (positionals.includes("faults")) {
    const options = {
      kills: Number(values.kills),
      clients: Number(values.clients),
      seed: Number(values.seed),
    };
    good = (await faults(options)) && good;
  }
  return good ? 0 : 1;
}

process.exitCode = await main();
