import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  images: { unoptimized: true },
  serverExternalPackages: ["@node-rs/argon2", "graphile-worker", "pino", "jq-web", "postgres", "re2js"],
};

export default config;
