import { randomInt } from "node:crypto";
import { defineConfig } from "@playwright/test";
import { browserArguments, installedChromium } from "./scripts/test/chromium";

// Chosen once by the first process that reads this file; the others inherit it. Below the range from which systems lend ports.
process.env.WAYMARK_E2E_PORT ??= String(randomInt(20_000, 30_000));

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/global-setup.ts",
  outputDir: "test-results",
  forbidOnly: true,
  retries: 0,
  workers: 2,
  // What a slow machine may take: a journey is about what happens, not about how fast.
  timeout: 150_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    baseURL: `http://127.0.0.1:${process.env.WAYMARK_E2E_PORT}`,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    // A list that still moves makes the driver scroll, and then it flips away from below the pointer.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: { executablePath: installedChromium(process.env), args: browserArguments },
  },
  projects: [{ name: "chromium", use: { browserName: "chromium", viewport: { width: 1440, height: 900 } } }],
});
