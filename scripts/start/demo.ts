import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { writePrivate } from "@/db/embedded/secrets";
import { Problem } from "@/scripts/start/problem";

const demoSchema = z.object({
  address: z.url(),
  client: z.object({ clientId: z.string(), clientSecret: z.string() }),
  people: z.array(
    z.object({
      name: z.string(),
      email: z.string(),
      password: z.string(),
      role: z.string(),
      team: z.string().nullish(),
      title: z.string().nullish(),
    }),
  ),
});

const CHOICES = ["none", "small", "full"] as const;
export type DemoChoice = (typeof CHOICES)[number];

/**
 * How much of a demo a first start makes: nothing, accounts and golden paths, or (unless `WAYMARK_DEMO` says otherwise) nine
 * months of a whole organisation beside. Throws Problem for any other word.
 */
export function demoChoice(environment: NodeJS.ProcessEnv): DemoChoice {
  // "1" and "0" were the words before there was a choice.
  const word =
    { "1": "full", "0": "none" }[environment.WAYMARK_DEMO ?? ""] ?? environment.WAYMARK_DEMO ?? "full";
  const choice = CHOICES.find((one) => one === word);
  if (!choice) throw new Problem(`WAYMARK_DEMO is "${word}": use ${CHOICES.join(", ")}.`);
  return choice;
}

/** What `.data/demo.json` tells the person who tries the portal. */
export type Demo = z.infer<typeof demoSchema>;

export const demoFile = (dataDir: string) => path.join(dataDir, "demo.json");

/** The demo's accounts as the first start wrote them; undefined when there was none. */
export function readDemo(dataDir: string): Demo | undefined {
  const file = demoFile(dataDir);
  return fs.existsSync(file) ? demoSchema.parse(JSON.parse(fs.readFileSync(file, "utf8"))) : undefined;
}

/** Writes address and accounts, readable by the owner only. */
export function writeDemo(dataDir: string, demo: Demo): void {
  writePrivate(demoFile(dataDir), JSON.stringify(demo, null, 2) + "\n");
}

/** The people as a table for the terminal. */
export function peopleTable(people: Demo["people"]): string {
  const rows = [
    ["Name", "E-mail", "Password", "Role", "Team"],
    ...people.map((person) => [
      person.name,
      person.email,
      person.password,
      person.title ?? person.role,
      person.team ?? "–",
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(
      (row) =>
        "  " +
        row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join("  ")
          .trimEnd(),
    )
    .join("\n");
}
