import { createHash } from "node:crypto";

/** Forty digits that stand for a name, the same each time. */
export const shaOf = (name: string): string => createHash("sha1").update(`larkfield ${name}`).digest("hex");

/** A UUID that stands for a name, the same each time. */
export function uuidOf(name: string): string {
  const hex = createHash("sha256").update(`larkfield ${name}`).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
