import type { z } from "zod";
import { Invalid } from "@/server/kernel/errors";

/** Reads an input by its schema. Throws Invalid with the path of each fault. */
export function readInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Invalid(
    parsed.error.issues.map(({ path, message }) => ({
      path: path.map((step) => (typeof step === "symbol" ? String(step) : step)),
      message,
    })),
  );
}
