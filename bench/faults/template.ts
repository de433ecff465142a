import fs from "node:fs";
import path from "node:path";
import { here } from "../portal";
import type { Session } from "../session";

/** Effects of one run; each is a resource of its own, made after the one before. */
export const EFFECTS = 12;
/** Numbered lines that each effect prints, so that a gap in a log cannot hide. */
export const LINES = 5;
export const ACTION = "bench_chain";
export const BLUEPRINT = "bench_chain";

export const addressOf = (effect: number): string =>
  `terraform_data.effect_${String(effect).padStart(2, "0")}`;

/**
 * A folder of templates: the project's own, and a chain of resources each of which sends one line to `port`, outside of the
 * portal. What really happened is counted there, and never in the portal's own database.
 */
export function writeTemplates(folder: string, port: number, seconds: [least: number, most: number]): void {
  fs.cpSync(path.join(here, "templates"), folder, { recursive: true });
  const own = path.join(folder, "bench-chain");
  fs.mkdirSync(path.join(own, "module"), { recursive: true });
  fs.writeFileSync(path.join(own, "docs.md"), "# Chain\n\nEffects that can be counted.\n");
  const manifest = {
    slug: "bench-chain",
    title: "Chain",
    version: "1.0.0",
    description: "Effects that can be counted.",
  };
  fs.writeFileSync(path.join(own, "template.json"), JSON.stringify(manifest));
  fs.writeFileSync(
    path.join(own, "definition.json"),
    JSON.stringify({ blueprints: [blueprint], actions: [actionOf(port)] }),
  );
  fs.writeFileSync(path.join(own, "module", "main.tf"), moduleText(seconds));
}

/** Brings blueprint and action into the portal. */
export async function defineAction(admin: Session, port: number): Promise<void> {
  await admin.mutate("catalog.blueprints.create", { definition: blueprint });
  await admin.mutate("actions.create", { definition: actionOf(port) });
}

const blueprint = {
  identifier: BLUEPRINT,
  title: "Chain",
  schema: { properties: { effects: { type: "number" } }, required: [] },
  mirrorProperties: {},
  calculationProperties: {},
  aggregationProperties: {},
  relations: {},
};

const actionOf = (port: number) => ({
  identifier: ACTION,
  title: "Make a chain",
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: BLUEPRINT,
    userInputs: {
      properties: {
        name: { type: "string", title: "Name" },
        team: { type: "string", format: "team", title: "Team" },
      },
      required: ["name", "team"],
      order: ["name", "team"],
    },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "bench-chain",
    operation: "apply",
    variables: { name: "{{ .inputs.name }}", port },
    mapping: {
      identifier: "{{ .inputs.name }}",
      title: "{{ .inputs.name }}",
      team: "{{ .inputs.team }}",
      properties: { effects: EFFECTS },
      relations: {},
    },
    timeoutMinutes: 15,
  },
  requiredApproval: true,
  publish: true,
});

/** The effect is one short line that is sent, which a kill either lets happen or not. */
function moduleText([least, most]: [number, number]): string {
  const half = (effect: number) =>
    ((least + ((most - least) * ((effect * 7) % EFFECTS)) / EFFECTS) / 2).toFixed(2);
  const resources = Array.from({ length: EFFECTS }, (_, effect) => {
    const before = effect === 0 ? "" : `\n  depends_on = [${addressOf(effect - 1)}]`;
    const lines = Array.from({ length: LINES }, (_, line) => `echo "counted ${effect * LINES + line}"`);
    return `resource "terraform_data" "${addressOf(effect).split(".")[1] ?? ""}" {${before}
  input = var.name
  provisioner "local-exec" {
    interpreter = ["bash", "-c"]
    command = <<-EOT
      sleep ${half(effect)}
      exec 3<>"/dev/tcp/127.0.0.1/$COUNTER"
      echo "$NAME ${effect}" >&3
      exec 3>&-
      ${lines.join("\n      ")}
      sleep ${half(effect)}
    EOT
    environment = { NAME = var.name, COUNTER = var.port }
  }
}`;
  });
  return `variable "name" { type = string }
variable "port" { type = string }
output "effects" { value = ${EFFECTS} }
${resources.join("\n")}
`;
}
