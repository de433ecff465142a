import { createLoader } from "@/components/url-state/parsers";
import { auditParams } from "@/components/settings/audit/audit-params";

export const loadAuditParams = createLoader(auditParams);
