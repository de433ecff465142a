export const dashboardsHref = "/dashboards";

/** Address of a page of widgets; identifiers may hold slashes and dots. */
export const dashboardHref = (identifier: string): string =>
  `${dashboardsHref}/${encodeURIComponent(identifier)}`;
export const editDashboardHref = (identifier: string): string => `${dashboardHref(identifier)}/edit`;
