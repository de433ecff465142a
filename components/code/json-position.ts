import { isNode, LineCounter, parseDocument } from "yaml";

/**
 * The line, from 1, of the value at a path in JSON text; of the nearest one around it where the path leads to what is
 * missing. Every JSON text is YAML, whose parser keeps positions.
 */
export function lineOfPath(text: string, path: readonly (string | number)[]): number | undefined {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, strict: false, uniqueKeys: false });
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
  }
  return undefined;
}
