/** Names of icons as published, in lower case, by the drawing that stands for them. An allow-list: no name reaches an address. */
const groups: readonly [string, string][] = [
  ["box", "service microservice component defaultblueprint box ocean port"],
  ["boxes", "apps namespace components groupby"],
  ["package", "package artifact library jfrog jfrogxray npm"],
  [
    "database",
    "database postgres postgresql mysql amazonrds rds sql mongodb redis dynamodb bigquery snowflake",
  ],
  ["table-2", "table dataset databricks"],
  ["server", "server ec2 vm host machine node"],
  [
    "cloud",
    "cloud aws azure gcp googlecloud googlecloudplatform digitalocean environment account subscription",
  ],
  ["container", "docker container pod workload image"],
  ["ship-wheel", "cluster kubernetes k8s amazoneks eks aks gke argo argocd fluxcd helm istio"],
  ["network", "network vpc loadbalancer ingress dns route53 kafka sns sqs queue topic"],
  ["hard-drive", "bucket s3 storage volume disk"],
  ["cpu", "lambda function cpu compute"],
  ["layers", "environments stack terraform pulumi layer opentofu system domain"],
  ["git-branch", "git github gitlab bitbucket repository gitversion branch"],
  ["git-pull-request", "gitpullrequest pullrequest mergerequest"],
  ["workflow", "pipeline cicd githubactions jenkins circleci azuredevops azurepipline workflow octopus"],
  ["rocket", "deployment deploymenticon rocket release"],
  ["activity", "datadog newrelic dynatrace prometheus monitor health activity komodor"],
  ["chart-line", "grafana chart metric opencost linechart"],
  ["gauge", "gauge slo scorecard"],
  ["bell-ring", "pagerduty opsgenie firehydrant rootly statuspage oncall incident"],
  ["circle-alert", "alert sentry unavailable warning"],
  ["bug", "bug vulnerability snyk checkmarx issue aikido stackhawk"],
  ["shield", "shield sonarqube security policy"],
  ["lock", "lock unlock secret vault"],
  ["key", "key okta role credential token"],
  ["user", "user person"],
  ["users", "team twousers users group"],
  ["building-2", "organization company tenant"],
  ["ticket", "jira linear servicenow ticket"],
  ["message-square", "slack chat microsoft teams message"],
  ["mail", "mail email"],
  ["globe", "globe website domainname restapi api apidoc swagger"],
  ["webhook", "webhook"],
  ["code", "code go java python node typescript jsoneditor cursor amplication"],
  ["brain-circuit", "ai openai anthropic agent model"],
  ["book", "book confluence docs"],
  ["file-text", "filetext details blankpage file defaultproperty"],
  ["link", "link linkout url"],
  ["clock", "clock timer cron schedule"],
  ["hourglass", "hourglass hourglassexpired ttl"],
  ["flag", "flag launchdarkly featureflag"],
  ["tag", "tag version label"],
  ["star", "star"],
  ["dollar-sign", "cost money dollar budget"],
  ["settings", "settings config configuration"],
  ["wrench", "wrench tool maintenance"],
  ["list-checks", "checklist approval todo"],
  ["house", "home"],
  ["app-window", "frontend app web window"],
  ["archive", "archive backup snapshot"],
  ["circle-plus", "create add plus"],
  ["pencil", "edit pencil"],
  ["trash-2", "delete trash"],
  ["rotate-ccw", "reset restart rollback updates"],
  ["zap", "action lightning bolt"],
];

const byName = new Map<string, string>(
  groups.flatMap(([drawing, names]) => names.split(" ").map((name) => [name, drawing] as const)),
);

/** Names of all drawings, which are those of lucide: what `icons.svg` holds. */
export const DRAWINGS: readonly string[] = groups.map(([drawing]) => drawing);

/** Name of the drawing for a published icon name; undefined for a name that is not on the list. */
export function drawingOf(name: string | null | undefined): string | undefined {
  return name ? byName.get(name.toLowerCase().replace(/[^a-z0-9]/g, "")) : undefined;
}
