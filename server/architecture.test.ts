import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "..");
const FOLDERS = ["app", "components", "server", "db"];
const MAX_LINES = 300;

interface SourceFile {
  path: string;
  lines: number;
  imports: { target: string; typeOnly: boolean }[];
}

function filesBelow(folder: string): string[] {
  return fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const relative = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return relative === "db/migrations" ? [] : filesBelow(relative);
    return /\.(ts|tsx)$/.test(entry.name) && !/\.(test|db\.test)\.tsx?$/.test(entry.name) ? [relative] : [];
  });
}

/** Resolves an import to a path from the root, or a package's name. */
function resolve(from: string, specifier: string): string {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  if (specifier.startsWith("."))
    return path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier));
  return specifier;
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|import\(\s*"([^"]+)"\s*\)/g;

const sources: SourceFile[] = FOLDERS.flatMap(filesBelow).map((file) => {
  const text = fs.readFileSync(path.join(ROOT, file), "utf8");
  const imports = [...text.matchAll(IMPORT)].map((m) => ({
    target: resolve(file, m[2] ?? m[3] ?? ""),
    typeOnly: Boolean(m[1]),
  }));
  return { path: file, lines: text.split("\n").length, imports };
});

const TRANSPORT = /^server\/[^/]+\/(router|rest|jobs)$|^server\/api\/|^server\/(subscriptions|worker|webs?)$/;
const isFloor = (p: string) => /^server\/(properties\/|[^/]+\/schema$|[^/]+\/core\/)/.test(p);
const domainOf = (p: string) => /^server\/([^/]+)\//.exec(p)?.[1];
const withoutExtension = (p: string) => p.replace(/\.tsx?$/, "");

/** A service may call the domains to its left; kernel, api and properties stand apart. */
const ORDER = [
  "audit",
  "identity",
  "catalog",
  "notifications",
  "cost",
  "policy",
  "approvals",
  "pipelines",
  "runs",
  "actions",
  "lifetimes",
  "automations",
  "insights",
  "metrics",
  "surveys",
  "dashboards",
  "bundle",
  "demo",
];

function violations(check: (file: SourceFile, target: string, typeOnly: boolean) => string | null): string[] {
  return sources.flatMap((file) =>
    file.imports.flatMap(({ target, typeOnly }) => {
      const why = check(file, target, typeOnly);
      return why ? [`${file.path} imports ${target}: ${why}`] : [];
    }),
  );
}

describe("architecture", () => {
  it("reads the sources", () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(sources.some((s) => s.imports.length > 0)).toBe(true);
  });

  it("keeps the floor pure: no database, clock, environment, React or Next", () => {
    const pure = new Set([
      "zod",
      "re2js",
      "ajv",
      "ajv-formats",
      "ajv/dist/2020",
      "ipaddr.js",
      "yaml",
      "croner",
      "mdast-util-from-markdown",
    ]);
    expect(
      violations((file, target, typeOnly) => {
        if (!isFloor(withoutExtension(file.path)) || typeOnly) return null;
        if (isFloor(target) || pure.has(target)) return null;
        // Hashing and canonical JSON are pure; they live in the kernel since ciphers do.
        if (
          /\/core\//.test(file.path) &&
          /^(server\/kernel\/(secrets|errors)|node:(crypto|buffer|path|string_decoder))$/.test(target)
        )
          return null;
        return "the floor imports only itself and pure packages";
      }),
    ).toEqual([]);
  });

  it("keeps the browser away from the server", () => {
    expect(
      violations((file, target, typeOnly) => {
        if (!file.path.startsWith("components/")) return null;
        if (target.startsWith("db/")) return "components know no database";
        if (target.startsWith("app/")) return "components know no page";
        if (!target.startsWith("server/") || isFloor(target)) return null;
        return typeOnly && target.startsWith("server/api/")
          ? null
          : "components import the floor, and types of server/api";
      }),
    ).toEqual([]);
  });

  it("keeps pages thin: no store, no table", () => {
    expect(
      violations((file, target) =>
        file.path.startsWith("app/") && (/^db\/schema/.test(target) || /^server\/.*store/.test(target))
          ? "pages go through procedures"
          : null,
      ),
    ).toEqual([]);
  });

  it("keeps transports away from tables and stores", () => {
    expect(
      violations((file, target, typeOnly) =>
        !typeOnly &&
        TRANSPORT.test(withoutExtension(file.path)) &&
        (/^db\/schema/.test(target) || /^server\/.*\/store/.test(target))
          ? "transports decide nothing"
          : null,
      ),
    ).toEqual([]);
  });

  it("lets a domain call only those to its left, and no other domain's store", () => {
    expect(
      violations((file, target) => {
        const from = domainOf(file.path);
        const to = domainOf(target);
        if (!from || !to || from === to || !ORDER.includes(from) || !ORDER.includes(to)) return null;
        if (/\/store/.test(target)) return "a store belongs to its own domain";
        if (isFloor(target)) return null;
        return ORDER.indexOf(to) < ORDER.indexOf(from)
          ? null
          : "calls go to the left; to the right go events";
      }),
    ).toEqual([]);
  });

  it("keeps React and Next out of services, and services out of the database folder", () => {
    expect(
      violations((file, target, typeOnly) => {
        if (
          /^server\/(?!api\/|identity\/(context|auth)|web\.ts$)/.test(file.path) &&
          /^(react|next)(\/|$)/.test(target)
        )
          return "services know no framework";
        if (
          file.path.startsWith("db/") &&
          !file.path.startsWith("db/seed") &&
          !typeOnly &&
          target.startsWith("server/") &&
          !isFloor(target)
        )
          return "tables import the floor alone";
        return null;
      }),
    ).toEqual([]);
  });

  it(`keeps files under ${MAX_LINES} lines`, () => {
    expect(sources.filter((s) => s.lines > MAX_LINES).map((s) => `${s.path}: ${s.lines} lines`)).toEqual([]);
  });

  it("has none of the drawers: lib, utils, helpers, hooks, types, common", () => {
    const drawers = sources.filter(
      (s) =>
        /(^|\/)(lib|utils|helpers|common)\//.test(s.path) ||
        (/(^|\/)(hooks|types)\//.test(s.path) &&
          !/^(app\/api\/hooks|server\/properties\/types)\//.test(s.path)),
    );
    expect(drawers.map((s) => s.path)).toEqual([]);
  });

  it("has no barrel", () => {
    const barrels = sources.filter((s) => /\/index\.tsx?$/.test(s.path));
    expect(barrels.map((s) => s.path)).toEqual([]);
  });
});
