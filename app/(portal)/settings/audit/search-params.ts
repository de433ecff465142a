import { createLoader } from "nuqs/server";
import { auditParams } from "@/components/settings/audit/audit-params";

export const loadAuditParams = createLoader(auditParams);
