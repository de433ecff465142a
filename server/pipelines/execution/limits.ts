import fs from "node:fs";

/** What one process of a run may take, at most. Each process has its own; there is no sum over them. */
export interface Limits {
  /** Memory of its own, in MB: code, data and what it allocates, not what it only reserves. */
  memoryMb: number;
  /** Processes and threads of the account that commands run as. */
  processes: number;
  /** A file that it writes, its output included, in MB. */
  fileMb: number;
  openFiles: number;
}

const NUMBERS = {
  memoryMb: { name: "WAYMARK_RUN_MEMORY_MB", usual: 4096, least: 256 },
  processes: { name: "WAYMARK_RUN_PROCESSES", usual: 4096, least: 64 },
  fileMb: { name: "WAYMARK_RUN_FILE_MB", usual: 4096, least: 16 },
  openFiles: { name: "WAYMARK_RUN_OPEN_FILES", usual: 8192, least: 64 },
} as const;

const PRLIMIT = ["/usr/bin/prlimit", "/bin/prlimit"];

/** The limits that the operator has set, or the usual ones. Throws for a setting that is no number, or too small to work with. */
export function limitsOf(environment: Record<string, string | undefined> = process.env): Limits {
  const read = ({ name, usual, least }: { name: string; usual: number; least: number }): number => {
    const given = environment[name];
    if (given === undefined || given === "") return usual;
    if (!/^[0-9]{1,9}$/.test(given) || Number(given) < least)
      throw new Error(`${name} is "${given}"; give a whole number of at least ${least}.`);
    return Number(given);
  };
  return {
    memoryMb: read(NUMBERS.memoryMb),
    processes: read(NUMBERS.processes),
    fileMb: read(NUMBERS.fileMb),
    openFiles: read(NUMBERS.openFiles),
  };
}

/**
 * The words that put a command under the limits; none where the system has no prlimit. Processes are counted by account: in the
 * sandbox it has nothing else, outside of it has all of the portal's own, so there they are not limited.
 */
export function limited(limits: Limits, place: "sandbox" | "system"): string[] {
  const program = PRLIMIT.find((file) => fs.existsSync(file));
  if (!program) return [];
  const ceilings = hardLimits();
  // Raising what the system allows the portal itself is refused, and would keep every command from starting.
  const within = (name: string, wanted: number) => Math.min(wanted, ceilings.get(name) ?? Infinity);
  const mb = 1024 * 1024;
  return [
    program,
    "--core=0",
    `--data=${within("Max data size", limits.memoryMb * mb)}`,
    `--fsize=${within("Max file size", limits.fileMb * mb)}`,
    `--nofile=${within("Max open files", limits.openFiles)}`,
    ...(place === "sandbox" ? [`--nproc=${within("Max processes", limits.processes)}`] : []),
  ];
}

/** Hard limits of this process by the name that the kernel gives them; one without a limit is not among them. */
function hardLimits(): Map<string, number> {
  const lines = fs.existsSync("/proc/self/limits")
    ? fs.readFileSync("/proc/self/limits", "utf8").split("\n")
    : [];
  return new Map(
    lines.flatMap((line): [string, number][] => {
      const [, name, hard] = /^(Max [a-z ]+?) {2,}\S+ +(\S+)/.exec(line) ?? [];
      return name && hard && hard !== "unlimited" ? [[name, Number(hard)]] : [];
    }),
  );
}
