import { defineConfig } from "@playwright/test";
import base from "./playwright.config";
process.env.WAYMARK_E2E_DATA_DIR = "/tmp/guard-data";
const { globalSetup, ...rest } = base as any;
export default defineConfig({ ...rest, timeout: 240000, expect: {timeout: 60000}, outputDir: "/tmp/guard-results", workers: 1, reporter: "line", use: { ...rest.use, trace: "off", baseURL: "http://127.0.0.1:3107", launchOptions: { executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] } } });
