import { afterEach, expect, it, vi } from "vitest";
import { whyNoDemo } from "@/scripts/run/demo";

afterEach(() => vi.unstubAllEnvs());

it.each([{}, { HOST: "127.0.0.1" }, { HOST: "127.8.9.1" }, { HOST: "::1" }, { PORTAL_URL: "http://[::1]:3000" }])(
  "the demo is served to this machine alone: %o",
  (set) => {
    for (const [name, value] of Object.entries(set)) vi.stubEnv(name, value);
    expect(whyNoDemo()).toBeNull();
  },
);

it.each([
  [{ HOST: "0.0.0.0" }, "by HOST."],
  [{ HOST: "::" }, "by HOST."],
  [{ HOST: "192.0.2.1" }, "by HOST and PORTAL_URL."],
  [{ HOST: "portal.example" }, "by HOST and PORTAL_URL."],
  [{ HOST: "127.example.com" }, "by HOST and PORTAL_URL."],
  [{ PORTAL_URL: "https://demo.example.com" }, "by PORTAL_URL."],
  [{ NODE_ENV: "production", DATABASE_URL: "postgres://me:secret@127.0.0.1/demo" }, "NODE_ENV=production"],
])("the demo, whose passwords everybody knows, is refused with a reason: %o", (set, reason) => {
  for (const [name, value] of Object.entries(set)) vi.stubEnv(name, value);
  expect(whyNoDemo()).toContain(reason);
});
