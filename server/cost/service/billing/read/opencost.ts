import { readFile, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { z } from "zod";
import { csvRow, type Table } from "./csv";
import { UnreadableFile } from "./unreadable";

/** What an answer may come to: a month of some thousand namespaces by day. */
const MOST_BYTES = 128 * 1024 * 1024;

const amount = z.number().nullish();
/** One allocation of OpenCost's `/allocation/compute`, as its API documents it; what is not a number is nothing. */
const allocation = z.looseObject({
  properties: z
    .looseObject({
      cluster: z.string().nullish(),
      namespace: z.string().nullish(),
      controller: z.string().nullish(),
      labels: z.record(z.string(), z.string()).nullish(),
    })
    .nullish(),
  start: z.string(),
  end: z.string(),
  cpuCost: amount,
  gpuCost: amount,
  ramCost: amount,
  pvCost: amount,
  networkCost: amount,
  loadBalancerCost: amount,
  sharedCost: amount,
  externalCost: amount,
  totalCost: amount,
});
const answer = z.looseObject({
  code: z.number().optional(),
  data: z.array(z.record(z.string(), allocation).nullable()),
});

const COLUMNS = [
  "BilledCost",
  "EffectiveCost",
  "BillingCurrency",
  "BillingAccountId",
  "BillingPeriodStart",
  "ChargePeriodStart",
  "ChargePeriodEnd",
  "ChargeCategory",
  "ProviderName",
  "ServiceCategory",
  "ServiceName",
  "ResourceId",
  "ResourceType",
  "Tags",
] as const;

const PARTS = [
  ["cpuCost", "CPU"],
  ["gpuCost", "GPU"],
  ["ramCost", "Memory"],
  ["pvCost", "Storage"],
  ["networkCost", "Network"],
  ["loadBalancerCost", "Load balancers"],
  ["sharedCost", "Shared"],
  ["externalCost", "External"],
] as const;

/**
 * Reads an answer of OpenCost's allocation API as a table of FOCUS: a row for each part of each allocation, so that parts add
 * up to what it says in total. Throws UnreadableFile.
 */
export async function openCostTable(file: string, currency: string): Promise<Table> {
  if ((await stat(file)).size > MOST_BYTES)
    throw new UnreadableFile(
      "The file is larger than 128 MB. Ask OpenCost for a shorter window, and send the parts.",
    );
  const text = (await readFile(file, "utf8")).replaceAll(/:\s*(?:NaN|[+-]?Inf(?:inity)?)\b/g, ":null");
  let parsed: z.infer<typeof answer>;
  try {
    parsed = answer.parse(JSON.parse(text));
  } catch (error) {
    const why =
      error instanceof z.ZodError
        ? `${error.issues[0]?.path.join(".")}: ${error.issues[0]?.message}`
        : "it is no JSON";
    throw new UnreadableFile(`This is no answer of OpenCost's allocation API: ${why}.`);
  }
  const rows: string[] = [csvRow(COLUMNS)];
  for (const step of parsed.data)
    for (const [name, one] of Object.entries(step ?? {})) rows.push(...rowsOf(name, one, currency));
  return { names: [...COLUMNS], open: () => Readable.from(rows) };
}

function rowsOf(name: string, one: z.infer<typeof allocation>, currency: string): string[] {
  const { properties } = one;
  const tags = {
    ...properties?.labels,
    ...(properties?.namespace ? { namespace: properties.namespace } : {}),
  };
  return PARTS.flatMap(([key, service]) => {
    const cost = one[key];
    if (!cost) return [];
    const amount = String(cost);
    return csvRow([
      amount,
      amount,
      currency,
      properties?.cluster ?? "kubernetes",
      one.start,
      one.start,
      one.end,
      "Usage",
      "Kubernetes",
      "Compute",
      service,
      [properties?.cluster, properties?.namespace, properties?.controller].filter(Boolean).join("/") || name,
      "allocation",
      JSON.stringify(tags),
    ]);
  });
}
