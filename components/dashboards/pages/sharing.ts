import type { PageGrant, PagePermissions } from "@/server/dashboards/schema";

/** Whether a grant names anybody beside administrators. */
const namesOthers = ({ roles, teams, users }: PageGrant): boolean =>
  roles.some((role) => role !== "Admin") || teams.length > 0 || users.length > 0;

/** Whether somebody beside administrators and whoever made a page may read it. */
export const isSeenByOthers = ({ read, update }: PagePermissions): boolean =>
  namesOthers(read) || namesOthers(update);
