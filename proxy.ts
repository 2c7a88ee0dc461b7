import { randomBytes, randomUUID } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";
import { env } from "@/lib/env";
import { requestedPathHeader, requestIdHeader } from "./lib/web/request-headers";
import { contentSecurityPolicy, securityHeaders } from "./lib/web/security-headers";

/**
 * Gives each request its number, its nonce and the path it asked for, over whatever the client sent under those names,
 * and each answer its security headers. It decides nothing about permission: pages, route handlers and actions each
 * check for themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const https = env().PORTAL_URL.startsWith("https:");
  const requestId = randomUUID();
  const policy = contentSecurityPolicy({
    nonce: randomBytes(16).toString("base64"),
    https,
    development: process.env.NODE_ENV === "development",
  });

  const headers = new Headers(request.headers);
  headers.set(requestIdHeader, requestId);
  headers.set(requestedPathHeader, request.nextUrl.pathname + request.nextUrl.search);
  // Next reads the nonce from the request's policy and puts it on its own scripts and styles.
  headers.set("Content-Security-Policy", policy);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set(requestIdHeader, requestId);
  for (const [name, value] of securityHeaders({ https })) response.headers.set(name, value);
  return response;
}

// Next keeps a copy of every body the proxy sees, so an upload passes beside it; its route handler (lib/web/json-route.ts)
// does the proxy's part.
export const config = { matcher: "/((?!_next/static/|_next/image|batches/upload$).*)" };
