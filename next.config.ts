import type { NextConfig } from "next";

/** A build for `npm run bench` has one page more, `app/trivial/page.bench.tsx`; no other build sees it. */
const isBenchmark = process.env.MERIDIAN_BENCH === "1";

const config: NextConfig = {
  ...(isBenchmark && { pageExtensions: ["tsx", "ts", "bench.tsx"] }),
  agentRules: false,
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // Pictures are logos, which are drawn in their size already, and the route that resizes them works on whatever anybody asks for.
  images: { unoptimized: true },
  // npm test checks the types of everything, the tests too, before it builds.
  typescript: { ignoreBuildErrors: process.env.TYPES_CHECKED === "1" },
  experimental: {
    authInterrupts: true,
    // For the file of mended rows, which travels through a server action; a batch file passes beside the proxy, of any
    // size.
    serverActions: { bodySizeLimit: "12mb" },
    proxyClientMaxBodySize: "12mb",
  },
};

export default config;
