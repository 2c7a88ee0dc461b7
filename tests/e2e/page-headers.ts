import type { Response } from "@playwright/test";
import { expect } from "./portal";

/**
 * Expects that a page allows only its own scripts, may be shown within `framedBy` alone, and is kept by nobody.
 * @returns the nonce of its scripts
 */
export async function expectSafeHeaders(answer: Response, what: string, framedBy = "'none'"): Promise<string> {
  const policy = (await answer.headerValue("content-security-policy")) ?? "";
  expect.soft(policy, what).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
  expect.soft(policy.split("; "), what).toContain(`frame-ancestors ${framedBy}`);
  expect.soft(await answer.headerValue("x-content-type-options"), what).toBe("nosniff");
  expect.soft(await answer.headerValue("cache-control"), what).toMatch(/no-store/);
  return /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
}
