import { randomBytes, randomUUID } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";
import { env } from "@/lib/env";
import { requestedPathHeader, requestIdHeader } from "./lib/web/request-headers";
import { contentSecurityPolicy } from "./lib/web/security-headers";
import { refusalWhileUnavailable } from "./lib/web/unavailable";

/**
 * Sets the request id, the nonce and the requested path on each request, replacing any values that the client sent, and
 * the content policy of its page on each response. While the database cannot be used, it answers whoever wants to see a
 * page. It checks no permissions: pages, route handlers and actions check their own.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const https = env().PORTAL_URL.startsWith("https:");
  const refusal = await refusalWhileUnavailable(request);
  if (refusal) return refusal;
  const requestId = randomUUID();
  const policy = contentSecurityPolicy({
    path: request.nextUrl.pathname,
    nonce: randomBytes(16).toString("base64"),
    https,
    development: process.env.NODE_ENV === "development",
  });

  const headers = new Headers(request.headers);
  headers.set(requestIdHeader, requestId);
  headers.set(requestedPathHeader, request.nextUrl.pathname + request.nextUrl.search);
  // Next reads the nonce from this request header and adds it to its own scripts and styles.
  headers.set("Content-Security-Policy", policy);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set(requestIdHeader, requestId);
  return response;
}

// Next buffers the body of every request that the proxy handles, so uploads skip it; so do pictures, which are no pages.
export const config = { matcher: "/((?!_next/static/|logos/|batches/upload$).*)" };
