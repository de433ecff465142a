import type { ExecutionRequest } from "../backend";
import { pathProblem } from "./files";

/** One word of a shell command, whatever it holds. */
export function quote(word: string): string {
  if (word.includes("\0")) throw new Error("A word with a NUL cannot be passed to a program.");
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * The script that runs the commands of one execution. It is the leader of its process group and outlives a SIGINT to it,
 * so that it can record how the interrupted command ended. It uses the shell alone: the commands' PATH may be empty.
 *
 * `wrap` puts each command into a sandbox.
 *
 * Its claim is made by exclusive creation: should two supervisors start it, one of the two scripts ends at once.
 */
export function wrapperScript(
  commands: ExecutionRequest["commands"],
  files: { claim: string; command: string; exit: string },
  wrap: ((argv: string[]) => string[]) | null = null,
): string {
  const steps = commands.map(({ name, argv, stdout }) => {
    if (argv.length === 0) throw new Error(`The command "${name}" has no program.`);
    const problem = stdout === undefined ? null : pathProblem(stdout);
    if (problem) throw new Error(problem);
    const output = stdout === undefined ? "" : ` > ${quote(stdout)}`;
    const words = (wrap ? wrap(argv) : argv).map(quote).join(" ");
    // The sandbox itself must outlive the SIGINT to the group, which its command hears and answers: else its end would be taken
    // for that of the command.
    const call = wrap ? `(trap '' INT TERM HUP; exec ${words}${output})` : `${words}${output}`;
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
${steps.join("\n")}
finish 0
`;
}
