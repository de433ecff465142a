/** Whether a link may be shown: http, https, mailto, or a path of this portal. Anything else could run as code. */
export function isSafeHref(text: string): boolean {
  if (/^\/(?![/\\])/.test(text)) return true;
  try {
    return ["http:", "https:", "mailto:"].includes(new URL(text).protocol);
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
