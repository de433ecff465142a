import { formatBytes } from "@/components/ui/format";
import { MAX_FILE_LENGTH } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";

/** The endings of file names that a definition takes, in small letters; none is any. */
export const acceptedEndings = ({ accept }: PropertyDefinition): string[] =>
  Array.isArray(accept)
    ? accept
        .filter((ending): ending is string => typeof ending === "string")
        .map((ending) => ending.toLowerCase())
    : [];

/** Longest text in bytes of UTF-8 for each of its characters. */
const MAX_BYTES_EACH = 4;

/** The text of a file, or why it is not taken: another ending, too large, or not text. */
export async function readTextFile(
  file: Pick<File, "name" | "size" | "arrayBuffer">,
  definition: PropertyDefinition,
): Promise<{ text: string; fault?: undefined } | { text?: undefined; fault: string }> {
  const endings = acceptedEndings(definition);
  if (endings.length > 0 && !endings.some((ending) => file.name.toLowerCase().endsWith(ending)))
    return { fault: `${file.name} is not taken. Choose a file that ends in ${endings.join(", ")}.` };
  const limit = definition.maxLength ?? MAX_FILE_LENGTH;
  const tooLarge = {
    fault: `${file.name} is too large: ${formatBytes(file.size)}. It may have ${limit} characters.`,
  };
  if (file.size > limit * MAX_BYTES_EACH) return tooLarge;
  if (file.size === 0) return { fault: `${file.name} is empty.` };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { fault: `${file.name} is not text in UTF-8. Only text files can be sent.` };
  }
  // No text has this character, and the database stores none.
  if (text.includes("\u0000"))
    return { fault: `${file.name} is a binary file. Only text files can be sent.` };
  return [...text].length > limit ? tooLarge : { text };
}
