import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = { "@": path.resolve(import.meta.dirname) };
/** What a slow machine may take: none of the tests is about how long something takes. */
const patience = { testTimeout: 60_000, env: { WAYMARK_JQ_LIMIT_MS: "5000" } };
const setupFiles = ["scripts/test/random.ts"];
const exclude = ["node_modules/**", ".next/**", ".data/**", "e2e/**"];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          setupFiles,
          ...patience,
          include: ["{app,components,db,server,scripts,templates,bench}/**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.db.test.ts"],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "database",
          include: ["{app,db,server,scripts,templates,bench}/**/*.db.test.ts"],
          exclude,
          globalSetup: ["db/testing-setup.ts"],
          setupFiles,
          ...patience,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
