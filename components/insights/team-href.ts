/** Page of one team in insights, over the span that is chosen; the team of the filter is the page's own. */
export function teamHref(team: string, search: string): string {
  const query = new URLSearchParams(search);
  query.delete("team");
  query.delete("point");
  const text = query.toString();
  return `/insights/teams/${encodeURIComponent(team)}${text && `?${text}`}`;
}
