// Runs the whole verification in a clone where nothing but Node and git is installed: plain JavaScript until the dependencies are there.
import { fileURLToPath } from "node:url";
import { checkNode, install, InstallProblem } from "./start/install.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

try {
  checkNode();
  process.chdir(root);
  await install(root);
} catch (error) {
  if (!(error instanceof InstallProblem)) throw error;
  console.log(`✗ ${error.message}\n0 passed, 1 failed`);
  process.exit(1);
}

await import("tsx");
const { test } = await import("./test.ts");
process.exit(await test(process.argv.slice(2)));
