import type { PolicyDefinition, PolicyStage } from "../schema";

/** A policy that the portal brings along: nothing of it is in force until an administrator turns it on. */
export interface Starter {
  identifier: string;
  /** What to look at before it is turned on, for people. */
  hint: string;
  definition: PolicyDefinition;
}

const everything = { actions: [], blueprints: [], operations: [], environments: [] };
const administrators = (count: number): PolicyStage => ({
  count,
  roles: ["Admin"],
  users: [],
  teams: [],
  teamLeads: false,
});

/** The starter set, in the order in which it is shown. */
export const STARTERS: readonly Starter[] = [
  {
    identifier: "destroy-in-production",
    hint: "Production is what has the environment production or prod.",
    definition: {
      title: "Nothing is destroyed in production without two approvals",
      description:
        "Two administrators or leads of the owning team look at a run that destroys or replaces something in production, or deletes it through a backend without a plan.",
      effect: "require_approval",
      scope: { ...everything, environments: ["production", "prod"] },
      expression: 'plan.known ? plan.destroys.size() == 0 : operation != "DELETE"',
      message: `plan.known
  ? "Would destroy in production: " + plan.destroys.map(c, c.address).join(", ")
  : "Would delete " + entity.identifier + " in production."`,
      requires: { ...administrators(2), teamLeads: true },
      override: null,
    },
  },
  {
    identifier: "required-tags",
    hint: "Change the tags and the types of resources to yours.",
    definition: {
      title: "What is created has its tags",
      description: "Each of these types of resources has the tags, or labels, that say whose it is.",
      effect: "deny",
      scope: everything,
      expression: `plan.creates
  .filter(c, c.type in [
    "aws_instance", "aws_db_instance", "aws_rds_cluster", "aws_s3_bucket", "aws_vpc", "aws_eks_cluster",
    "aws_lambda_function", "azurerm_resource_group", "azurerm_storage_account", "azurerm_linux_virtual_machine",
    "google_storage_bucket", "google_compute_instance", "google_sql_database_instance"
  ])
  .all(c, ["owner", "cost-centre"].all(tag,
    at(c.after, "tags." + tag) != null
      || at(c.after, "labels." + tag) != null
      || ("tags." + tag) in c.unknown
      || "tags" in c.unknown
  ))`,
      message: `"Every resource needs the tags owner and cost-centre. Created: "
  + plan.creates.map(c, c.address).join(", ")`,
      requires: null,
      override: administrators(1),
    },
  },
  {
    identifier: "allowed-regions",
    hint: "Change the regions to those that you use.",
    definition: {
      title: "Only in allowed regions",
      description: "Looks at an input called region, and at the region or location of what is planned.",
      effect: "deny",
      scope: everything,
      expression: `cel.bind(allowed, ["eu-central-1", "eu-west-1", "westeurope", "northeurope", "europe-west1", "europe-west3"],
  (at(inputs, "region") == null || at(inputs, "region") in allowed)
    && (plan.creates + plan.updates).all(c, ["region", "location"].all(key,
      at(c.after, key) == null || string(at(c.after, key)).lowerAscii() in allowed
    ))
)`,
      message: '"Choose a region of the European Union: eu-central-1, eu-west-1 or their like."',
      requires: null,
      override: administrators(1),
    },
  },
  {
    identifier: "allowed-sizes",
    hint: "Change the sizes to those that people may take by themselves.",
    definition: {
      title: "Large sizes are looked at",
      description: "An administrator approves sizes that cost much.",
      effect: "require_approval",
      scope: everything,
      expression: `(at(inputs, "size") == null || at(inputs, "size") in ["small", "medium"])
  && (plan.creates + plan.updates).all(c, ["instance_type", "instance_class", "machine_type"].all(key,
    at(c.after, key) == null
      || ["*.nano", "*.micro", "*.small", "*.medium", "*.large", "e2-*"].exists(size, string(at(c.after, key)).glob(size))
  ))`,
      message: '"This is larger than what is approved without a question."',
      requires: administrators(1),
      override: null,
    },
  },
  {
    identifier: "public-exposure",
    hint: "Knows the usual resources of AWS, Azure and Google Cloud.",
    definition: {
      title: "Nothing is open to the internet",
      description:
        "No rule lets every address in, no bucket is public, and no database can be reached from the internet.",
      effect: "deny",
      scope: everything,
      expression: `(plan.creates + plan.updates).all(c,
  !texts(at(c.after, "ingress")).exists(t, openCidr(t))
  && !(c.type == "aws_security_group_rule" && at(c.after, "type") != "egress" && texts(c.after).exists(t, openCidr(t)))
  && !(c.type == "aws_vpc_security_group_ingress_rule" && texts(c.after).exists(t, openCidr(t)))
  && !(c.type == "google_compute_firewall" && texts(at(c.after, "source_ranges")).exists(t, openCidr(t)))
  && !(c.type == "azurerm_network_security_rule"
    && texts(at(c.after, "source_address_prefix")).exists(t, t in ["*", "Internet"] || openCidr(t)))
  && !(at(c.after, "acl") in ["public-read", "public-read-write"])
  && !(c.type == "aws_s3_bucket_public_access_block"
    && ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].exists(key, at(c.after, key) == false))
  && !(c.type.glob("google_storage_bucket_*") && texts(c.after).exists(t, t in ["allUsers", "allAuthenticatedUsers"]))
  && at(c.after, "publicly_accessible") != true
  && !(c.type.glob("azurerm_*") && at(c.after, "public_network_access_enabled") == true)
)`,
      message:
        '"Something would be open to the internet. Name the addresses that need it, or keep it private."',
      requires: null,
      override: administrators(1),
    },
  },
  {
    identifier: "cost-above-budget",
    hint: "Needs budgets, and actions whose cost can be estimated.",
    definition: {
      title: "Cost above the budget is approved",
      description: "An administrator approves a run that adds more than a budget has left.",
      effect: "require_approval",
      scope: everything,
      expression: "budgets.all(b, b.adds <= 0.0 || b.adds <= b.left)",
      message: `budgets.filter(b, b.adds > b.left).map(b,
  b.title + ": adds " + money(b.adds, b.currency) + ", and " + money(b.left, b.currency) + " is left"
).join(". ")`,
      requires: administrators(1),
      override: null,
    },
  },
  {
    identifier: "freeze-windows",
    hint: "Change the dates, and the time zone under Time zone, to yours.",
    definition: {
      title: "No changes in production while it is frozen",
      description: "Nothing changes in production over the holidays and at weekends.",
      effect: "deny",
      scope: { ...everything, environments: ["production", "prod"] },
      expression: `!time.within("2026-12-19", "2027-01-04")
  && !time.weekly("friday 16:00", "monday 06:00")`,
      message: '"Production is frozen now, at " + time.clock + " (" + time.zone + ")."',
      requires: null,
      override: administrators(1),
    },
  },
  {
    identifier: "names",
    hint: "Change the pattern to your rules for names.",
    definition: {
      title: "Names follow a pattern",
      description: "What is created has a name of lowercase letters, digits and dashes.",
      effect: "deny",
      scope: { ...everything, operations: ["CREATE"] },
      expression: 'entity.identifier.matches("^[a-z][a-z0-9-]{1,38}[a-z0-9]$")',
      message:
        '"The name \\"" + entity.identifier + "\\" does not fit: 3 to 40 lowercase letters, digits and dashes, beginning with a letter."',
      requires: null,
      override: null,
    },
  },
];
