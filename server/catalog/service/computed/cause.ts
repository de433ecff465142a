import type { TransactionContext } from "@/server/kernel/transaction";
import { WRITTEN, type Mark } from "../../core/computed/marks";
import { namesOf } from "../../store/computed/rows";

/** In words, for the history: which change brings a recomputation about. */
export async function causeOf(
  tx: TransactionContext,
  blueprint: string,
  seeds: string[],
  marks: Mark[],
): Promise<string> {
  const [first] = await namesOf(tx.db, seeds.slice(0, 1));
  const others = seeds.length - 1;
  const more = others > 0 ? ` and ${others} more` : "";
  if (!first) return `entities of "${blueprint}" changed`;
  const written = marks.some((mark) => mark.entityId === first.id && mark.keys.includes(WRITTEN));
  const what = written || others > 0 ? "changed" : "was computed anew";
  return `"${first.identifier}" of "${blueprint}"${more} ${what}`;
}
