import fs from "node:fs";
import path from "node:path";
import { here } from "../portal";
import type { Session } from "../session";

export const ACTION = "bench_log";
const BLUEPRINT = "bench_log";

/** Lines that say when they were written, one every tenth of a second. */
export const TICKS = 100;
/** What the flood prints, in MB of text. */
export const MEGABYTES = 100;

/** A folder of templates: the project's own, and a module that prints `ticks` lines slowly, then `megabytes` at once. */
export function writeTemplates(folder: string): void {
  fs.cpSync(path.join(here, "templates"), folder, { recursive: true });
  const own = path.join(folder, "bench-log");
  fs.mkdirSync(path.join(own, "module"), { recursive: true });
  fs.writeFileSync(path.join(own, "docs.md"), "# Log\n\nPrints much.\n");
  const manifest = { slug: "bench-log", title: "Log", version: "1.0.0", description: "Prints much." };
  fs.writeFileSync(path.join(own, "template.json"), JSON.stringify(manifest));
  fs.writeFileSync(
    path.join(own, "definition.json"),
    JSON.stringify({ blueprints: [blueprint], actions: [action] }),
  );
  fs.writeFileSync(path.join(own, "module", "main.tf"), MODULE);
}

/** Brings blueprint and action into the portal. */
export async function defineAction(admin: Session): Promise<void> {
  await admin.mutate("catalog.blueprints.create", { definition: blueprint });
  await admin.mutate("actions.create", { definition: action });
}

const blueprint = {
  identifier: BLUEPRINT,
  title: "Log",
  schema: { properties: {}, required: [] },
  mirrorProperties: {},
  calculationProperties: {},
  aggregationProperties: {},
  relations: {},
};

const action = {
  identifier: ACTION,
  title: "Print much",
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: BLUEPRINT,
    userInputs: {
      properties: {
        name: { type: "string", title: "Name" },
        ticks: { type: "number", title: "Slow lines" },
        megabytes: { type: "number", title: "Megabytes" },
      },
      required: ["name", "ticks", "megabytes"],
      order: ["name", "ticks", "megabytes"],
    },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "bench-log",
    operation: "apply",
    variables: { ticks: "{{ .inputs.ticks }}", megabytes: "{{ .inputs.megabytes }}" },
    mapping: {
      identifier: "{{ .inputs.name }}",
      title: "{{ .inputs.name }}",
      properties: {},
      relations: {},
    },
    timeoutMinutes: 30,
  },
  requiredApproval: false,
  publish: true,
};

const MODULE = `variable "ticks" { type = number }
variable "megabytes" { type = number }
resource "terraform_data" "ticks" {
  input = var.ticks
  provisioner "local-exec" {
    command = "i=0; while [ $i -lt $TICKS ]; do echo tick $(date +%s%N) end; i=$((i+1)); sleep 0.1; done"
    environment = { TICKS = var.ticks }
  }
}
resource "terraform_data" "flood" {
  depends_on = [terraform_data.ticks]
  input      = var.megabytes
  provisioner "local-exec" {
    command = "base64 /dev/urandom | head -c $(($MEGABYTES * 1000000))"
    environment = { MEGABYTES = var.megabytes }
  }
}
`;
