// Starts the portal in a clone where nothing but Node and git is installed: plain JavaScript until the dependencies are there.
import { fileURLToPath } from "node:url";
import { checkNode, install, InstallProblem } from "./start/install.mjs";
import { red } from "./start/terminal.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

try {
  checkNode();
  process.chdir(root);
  await install(root);
} catch (error) {
  if (!(error instanceof InstallProblem)) throw error;
  process.stderr.write(`${red("✗")} ${error.message}\n`);
  process.exit(1);
}

// From here on TypeScript can be loaded, in this same process, so that signals have one receiver.
await import("tsx");
const { up } = await import("./up.ts");
process.exit(await up(process.argv.slice(2)));
