import { parseAsStringLiteral } from "@/components/url-state/parsers";

/** The URL state of the page of bundles. */
export const bundleParams = { tab: parseAsStringLiteral(["export", "import"]).withDefault("export") };
