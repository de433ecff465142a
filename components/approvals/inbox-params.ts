import { parseAsString, parseAsStringLiteral } from "@/components/url-state/parsers";

export const approvalTabs = ["decide", "requested", "decided", "all"] as const;
export type ApprovalTab = (typeof approvalTabs)[number];

/** URL state of the inbox: which list, which request is open. Unknown values fall back to the default. */
export const approvalParsers = {
  tab: parseAsStringLiteral(approvalTabs).withDefault("decide"),
  run: parseAsString,
};
