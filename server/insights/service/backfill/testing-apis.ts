import {
  type Answer,
  type FakeServer,
  fakeServer,
  type Seen,
} from "@/server/pipelines/backends/testing-server";

/** A moment of March 2026. */
export const at = (day: number, hour = 10): string => new Date(Date.UTC(2026, 2, day, hour)).toISOString();

const json = (body: unknown, headers: Record<string, string> = {}): Answer => ({
  status: 200,
  body,
  headers,
});
const sha = (letter: string): string => letter.repeat(40);

const pull = (number: number, day: number, more: object = {}) => ({
  number,
  title: `Change ${number}`,
  body: null,
  state: "closed",
  user: { login: "ada", type: "User" },
  created_at: at(day, 9),
  updated_at: at(day + 1),
  merged_at: at(day + 1, 9),
  closed_at: at(day + 1, 9),
  merge_commit_sha: sha(String(number)),
  head: { ref: `feature-${number}`, sha: sha("e") },
  base: { ref: "main", sha: sha("f") },
  labels: [],
  ...more,
});

/** Two pages of pull requests of which the last is older than the span, one deployment with its course, an alert and an incident. */
function github({ url }: Seen, base: string): Answer {
  const { pathname, searchParams } = new URL(url, base);
  if (!pathname.startsWith("/repos/acme/shop/")) return { status: 404, body: { message: "Not Found" } };
  switch (pathname.slice("/repos/acme/shop".length)) {
    case "/pulls":
      return searchParams.get("page") === "2"
        ? json([pull(1, 2), pull(9, -60)], { link: `<${base}/repos/acme/shop/pulls?page=3>; rel="next"` })
        : json([pull(2, 4)], { link: `<${base}/repos/acme/shop/pulls?page=2>; rel="next"` });
    case "/pulls/1/commits":
      return json([
        {
          sha: sha("a"),
          commit: { author: { date: at(1) }, committer: { date: at(2, 8) } },
          parents: [{ sha: sha("0") }],
        },
      ]);
    case "/pulls/2/commits":
      return json([]);
    case "/pulls/1/reviews":
      return json([
        { user: { login: "ada" }, submitted_at: at(2, 9), state: "COMMENTED" },
        { user: { login: "bob" }, submitted_at: at(2, 15), state: "APPROVED" },
        { user: { login: "cyn" }, submitted_at: at(2, 12), state: "COMMENTED" },
      ]);
    case "/pulls/2/reviews":
      return json([]);
    case "/deployments":
      return json([{ id: 71, sha: sha("1"), environment: "production", created_at: at(3, 8) }]);
    case "/deployments/71/statuses":
      return json([
        { state: "success", created_at: at(3, 10) },
        { state: "in_progress", created_at: at(3, 9) },
      ]);
    case "/dependabot/alerts":
      return json([
        {
          number: 5,
          state: "open",
          dependency: { package: { name: "lodash" }, manifest_path: "package.json" },
          security_advisory: { summary: "Bad", cve_id: "CVE-2026-1", severity: "high" },
          security_vulnerability: { severity: "high" },
          created_at: at(2),
          updated_at: at(2),
          fixed_at: null,
        },
      ]);
    case "/issues":
      return json([
        {
          number: 40,
          title: "Down",
          labels: [{ name: "incident" }],
          created_at: at(3, 11),
          updated_at: at(3, 12),
          closed_at: at(3, 12),
        },
        {
          number: 1,
          title: "A pull",
          labels: [{ name: "incident" }],
          pull_request: {},
          created_at: at(3),
          updated_at: at(3),
        },
      ]);
    default:
      return { status: 404, body: { message: "Not Found" } };
  }
}

/** One merge request with its commits and notes, two deployments and an incident. */
function gitlab({ url }: Seen, base: string): Answer {
  const { pathname } = new URL(url, base);
  const root = "/api/v4/projects/acme%2Fpay";
  if (!pathname.startsWith(root)) return { status: 404, body: { message: "404 Project Not Found" } };
  switch (pathname.slice(root.length)) {
    case "/merge_requests":
      return json([
        {
          iid: 3,
          title: "Pay",
          state: "merged",
          author: { username: "dan" },
          created_at: at(2),
          updated_at: at(4),
          merged_at: at(3),
          sha: sha("b"),
          merge_commit_sha: sha("c"),
          source_branch: "pay",
          target_branch: "main",
          labels: ["hotfix"],
        },
      ]);
    case "/merge_requests/3/commits":
      return json([{ id: sha("b"), authored_date: at(1), committed_date: at(1), parent_ids: [sha("d")] }]);
    case "/merge_requests/3/notes":
      return json([
        { system: true, author: { username: "eve" }, created_at: at(2, 11), body: "added 1 commit" },
        { system: false, author: { username: "dan" }, created_at: at(2, 12), body: "Please look" },
        {
          system: true,
          author: { username: "eve" },
          created_at: at(2, 16),
          body: "approved this merge request",
        },
      ]);
    case "/deployments":
      return json([
        {
          ...{ id: 88, sha: sha("c"), status: "success", created_at: at(3, 11), updated_at: at(3, 12) },
          environment: { name: "production" },
          deployable: { started_at: at(3, 11), finished_at: at(3, 12) },
        },
        { id: 89, sha: sha("c"), status: "skipped", created_at: at(3), updated_at: at(3), environment: {} },
      ]);
    case "/issues":
      return json([
        {
          iid: 6,
          issue_type: "incident",
          title: "Slow",
          severity: "HIGH",
          state: "opened",
          created_at: at(3, 13),
          updated_at: at(3, 13),
        },
      ]);
    default:
      return { status: 404, body: {} };
  }
}

/** For tests: the parts of the API of a vendor that back-fills ask, on a port of this machine. */
export async function fakeApi(vendor: "github" | "gitlab"): Promise<FakeServer> {
  const server: FakeServer = await fakeServer((seen) =>
    (vendor === "github" ? github : gitlab)(seen, server.url),
  );
  return server;
}
