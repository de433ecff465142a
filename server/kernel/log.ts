import pino from "pino";

/** Structured log of the process, to standard output. Never pass a secret: values of type Secret print as [secret]. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: { process: process.env.WAYMARK_PROCESS ?? "web" },
  redact: { paths: ["*.password", "*.token", "*.secret", "*.authorization", "*.cookie"], censor: "[secret]" },
});
