import { randomBytes } from "node:crypto";
import { expect, type APIRequestContext } from "@playwright/test";
import { makeEntity } from "./models";

async function post(api: APIRequestContext, path: string, data: unknown): Promise<void> {
  const answer = await api.post(path, { data });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
}

/** Clusters, and namespaces in them, under names that no other journey has. */
export interface ClusterModel {
  cluster: string;
  namespace: string;
  mark: string;
}

/** Two clusters: the first has the namespaces orders and carts, the second has mail. */
export async function makeClusters(api: APIRequestContext): Promise<ClusterModel> {
  const mark = randomBytes(4).toString("hex");
  const model = { cluster: `cluster-${mark}`, namespace: `namespace-${mark}`, mark };
  await post(api, "/v1/blueprints", {
    identifier: model.cluster,
    title: `Cluster ${mark}`,
    schema: {
      properties: {
        region: { type: "string", title: "Region" },
        sizes: { type: "array", title: "Sizes", items: { type: "string" } },
      },
    },
  });
  await post(api, "/v1/blueprints", {
    identifier: model.namespace,
    title: `Namespace ${mark}`,
    schema: { properties: {} },
    relations: { cluster: { title: "Cluster", target: model.cluster, required: false, many: false } },
  });
  const clusters = { east: ["small", "large"], west: ["tiny"] };
  for (const [name, sizes] of Object.entries(clusters))
    await makeEntity(api, model.cluster, {
      identifier: name,
      title: `The ${name}`,
      properties: { region: `${name}-1`, sizes },
    });
  for (const [name, cluster] of Object.entries({ orders: "east", carts: "east", mail: "west" }))
    await makeEntity(api, model.namespace, {
      identifier: name,
      title: `Namespace of ${name}`,
      properties: {},
      relations: { cluster },
    });
  return model;
}

const jq = (jqQuery: string) => ({ jqQuery });

/** The inputs that most journeys fill in. */
const properties = (model: ClusterModel) => ({
  cluster: { type: "string", title: "Cluster", format: "entity", blueprint: model.cluster },
  namespace: {
    type: "string",
    title: "Namespace",
    format: "entity",
    blueprint: model.namespace,
    dependsOn: ["cluster"],
    dataset: {
      combinator: "and",
      rules: [{ blueprint: model.cluster, operator: "relatedTo", value: jq(".form.cluster.identifier") }],
    },
  },
  size: { type: "string", title: "Size", enum: jq(".form.cluster.properties.sizes // []") },
  host: {
    type: "string",
    title: "Host name",
    default: jq('if .form.cluster then .form.cluster.identifier + ".example.com" else null end'),
  },
  production: { type: "boolean", title: "For production" },
  reason: { type: "string", title: "Reason", format: "multi-line" },
  from: { type: "number", title: "Replicas at least", default: 1 },
  to: { type: "number", title: "Replicas at most", default: 3 },
  token: { type: "string", title: "Access token", encryption: "aes256-gcm" },
});

const terraform = {
  type: "TERRAFORM",
  template: "postgres-database",
  connection: "demo-postgres",
  variables: { name: "{{ .inputs.host }}" },
};

/** Makes an action, and gives its identifier. */
export async function makeAction(
  api: APIRequestContext,
  model: ClusterModel,
  name: string,
  userInputs: object,
  more: object = {},
  trigger: object = {},
): Promise<string> {
  const identifier = `${name}-${model.mark}`;
  await post(api, "/v1/actions", {
    identifier,
    title: `${name} ${model.mark}`,
    trigger: {
      type: "self-service",
      operation: "CREATE",
      blueprintIdentifier: model.namespace,
      userInputs,
      ...trigger,
    },
    invocationMethod: terraform,
    requiredApproval: true,
    ...more,
  });
  return identifier;
}

/** In steps, with one that is there for production alone. */
export const steppedForm = (model: ClusterModel) => ({
  properties: properties(model),
  required: jq('if .form.production == true then ["cluster", "reason"] else ["cluster"] end'),
  titles: { where: { title: "Where", description: "Clusters that you may use." } },
  steps: [
    { title: "Place", order: ["where", "cluster", "namespace", "size", "host", "production"] },
    { title: "Production", order: ["reason"], visible: jq(".form.production == true") },
    {
      title: "Replicas",
      order: ["from", "to", "token"],
      validations: [{ constraint: ".form.from <= .form.to", message: "At least must not be above at most." }],
    },
  ],
});

/** The same on one page. */
export const plainForm = (model: ClusterModel) => {
  const { reason, ...rest } = properties(model);
  return {
    properties: { ...rest, reason: { ...reason, visible: jq(".form.production == true") } },
    required: ["cluster"],
    validations: [{ constraint: ".form.from <= .form.to", message: "At least must not be above at most." }],
  };
};
