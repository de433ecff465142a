import path from "node:path";
import { type ExecutionRequest, LOCAL_PORT } from "../backend";
import { pathProblem } from "./files";
import { limited, limitsOf } from "./limits";

/** One word of a shell command, whatever it holds. */
export function quote(word: string): string {
  if (word.includes("\0")) throw new Error("A word with a NUL cannot be passed to a program.");
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

const words = (argv: readonly string[]): string => argv.map(quote).join(" ");

/** Outside and inside of the sandbox alike, and short: the name of a socket has at most some hundred characters. */
const RELAY_SOCKET = "../relay/state";
/** Needed inside as well: it stands beside this file. */
export const RELAY = path.join(import.meta.dirname, "relay.mjs");

/** The command with its output in a file, opened by a shell of its own. */
const writing = (argv: string[], output: string): string[] =>
  output === "" ? argv : ["/bin/sh", "-c", `exec "$@"${output}`, "sh", ...argv];

const reaching = (argv: string[], reach: string | null): string[] =>
  reach === null ? argv : [process.execPath, RELAY, "within", RELAY_SOCKET, String(LOCAL_PORT), ...argv];

/**
 * The script that runs the commands of one execution. It is the leader of its process group and outlives a SIGINT to it,
 * so that it can record how the interrupted command ended. It uses the shell alone: the commands' PATH may be empty.
 *
 * `wrap` puts each command into a sandbox; there, what it writes to a file is opened, so that a link which a command before it
 * left leads nowhere outside. `reach` is the address that commands without a network may reach all the same.
 *
 * Its claim is made by exclusive creation: should two supervisors start it, one of the two scripts ends at once.
 */
export function wrapperScript(
  commands: ExecutionRequest["commands"],
  files: { claim: string; command: string; exit: string },
  wrap: ((argv: string[], name: string) => string[]) | null = null,
  reach: string | null = null,
): string {
  const steps = commands.map(({ name, argv, stdout }) => {
    if (argv.length === 0) throw new Error(`The command "${name}" has no program.`);
    const problem = stdout === undefined ? null : pathProblem(stdout);
    if (problem) throw new Error(problem);
    const output = stdout === undefined ? "" : ` > ${quote(stdout)}`;
    // The sandbox itself must outlive the SIGINT to the group, which its command hears and answers: else its end would be taken
    // for that of the command.
    const call = wrap
      ? `(trap '' INT TERM HUP; exec ${words(wrap(reaching(writing(argv, output), reach), name))})`
      : `${words([...limited(limitsOf(), "system"), ...argv])}${output}`;
    return [
      `printf '%s\\n' ${quote(name)} > ${quote(files.command)}`,
      `[ -z "$stopped" ] || finish 130`,
      `${call} || finish $?`,
    ].join("\n");
  });
  return `umask 077
stopped=
trap 'stopped=1' INT TERM HUP
finish() {
  printf '%s\\n' "$1" > ${quote(files.exit)}
  exit "$1"
}
boot=
if [ -r /proc/self/stat ]; then
  IFS= read -r boot < /proc/sys/kernel/random/boot_id
  IFS= read -r born < /proc/$$/stat
else
  born=$(LC_ALL=C TZ=UTC /bin/ps -o lstart= -p $$)
fi
set -C
{ printf '%s|%s|%s\\n' "$$" "$boot" "$born" > ${quote(files.claim)}; } 2> /dev/null || exit 0
set +C
${reach === null ? "" : `${words([process.execPath, RELAY, "serve", RELAY_SOCKET, reach])} > /dev/null 2>&1 &\n`}${steps.join("\n")}
finish 0
`;
}
