import { analysed, ingestComponents, multiply, prepare } from "./catalog/data";
import { openClient } from "./catalog/load";
import { KINDS } from "./catalog/model";
import { tokenOf } from "./catalog";
import { formInBrowser } from "./forms/browser";
import { definition, filled, FORM } from "./forms/definition";
import { newDataDir, type RunningPortal, withPortal } from "./portal";
import type { Session } from "./session";
import { median, percentile, type Measure } from "./statistics";
import { people } from "./traffic";

const INGESTED = 10_000;
const ENTITIES = 100_000;
const WARM = 20;

/** Times of `repeat` requests, one after the other as from one form, after a warm-up. In ms. */
async function times(repeat: number, ask: (n: number) => Promise<unknown>): Promise<number[]> {
  const found: number[] = [];
  for (let n = 0; n < WARM + repeat; n += 1) {
    const start = performance.now();
    await ask(n);
    if (n >= WARM) found.push(performance.now() - start);
  }
  return found;
}

const p95 = (name: string, sample: number[]): Measure => ({
  name: `${name}, p95`,
  value: percentile(sample, 0.95),
  unit: "ms",
  limit: 100,
  note: `${sample.length} requests, p50 ${median(sample).toFixed(1)} ms, longest ${Math.max(...sample).toFixed(0)} ms`,
});

/** A long form in production: what the server takes for each change, for choices out of 100,000, and what the browser takes. */
export async function forms({ repeat = 200 }: { repeat?: number | undefined } = {}): Promise<Measure[]> {
  return withPortal({ dataDir: newDataDir("forms") }, async (portal) => {
    await seed(portal);
    return formsOf(portal, repeat);
  });
}

/** 100,000 entities to choose from: some through the front door, the rest copies of them. */
export async function seed(portal: RunningPortal, ingested = INGESTED, total = ENTITIES): Promise<void> {
  const client = openClient(portal.address, await tokenOf(portal), 10);
  try {
    await prepare(client);
    await ingestComponents(client, 0, ingested);
    await multiply(portal, ingested, total);
    await analysed(portal);
  } finally {
    await client.close();
  }
}

/** The measurements, on a portal whose catalog is seeded. */
export async function formsOf(portal: RunningPortal, repeat: number): Promise<Measure[]> {
  const { admin, developer } = await people(portal);
  await admin.mutate("actions.create", { definition });
  const { revision } = await developer.query<{ revision: number }>("actions.form", { identifier: FORM });
  return [
    p95(
      "re-evaluation of a form of 60 inputs, 15 of them computed",
      await times(repeat, (n) =>
        // Long queries are posted, as the browser does.
        developer.mutate("actions.evaluate", { identifier: FORM, revision, values: filled(n) }),
      ),
    ),
    ...(await pickers(developer, repeat)),
    ...(await formInBrowser(developer)),
  ];
}

/** Choices out of 100,000 entities, narrowed by a dataset whose value comes from another input. */
async function pickers(session: Session, repeat: number): Promise<Measure[]> {
  const options = (n: number, more: object) =>
    session.mutate<{ options: unknown[] }>("actions.options", {
      identifier: FORM,
      input: "component",
      values: { kind: KINDS[n % 3] },
      ...more,
    });
  const found = async (n: number, more: object) => {
    const { options: some } = await options(n, more);
    if (some.length === 0) throw new Error(`There were no choices for ${JSON.stringify(more)}.`);
  };
  return [
    p95("choices among 100,000 entities with a dataset", await times(repeat, (n) => found(n, {}))),
    p95(
      "choices among 100,000 entities with a dataset and a text",
      await times(repeat, (n) => found(n, { text: ["payment", "ledger", "invoice store", "api 1"][n % 4] })),
    ),
    p95(
      "choices among 100,000 entities, a later page",
      await times(repeat, (n) => found(n, { cursor: String(2 + (n % 5)) })),
    ),
  ];
}
