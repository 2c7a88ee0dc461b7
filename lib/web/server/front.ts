import { STATUS_CODES, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { env } from "@/lib/env";
import { logFault } from "@/lib/fault";
import { exchanges, type Exchange } from "@/lib/web/exchange";
import { isLinkPath, isLogoPath, securityHeaders } from "@/lib/web/security-headers";
import { claimsOfCookie, sessionCookie } from "@/lib/web/session-cookie";
import { admitsBody } from "./anonymous-body";
import { peerOf } from "./peer";

const isHttps = () => env().PORTAL_URL.startsWith("https:");
const methods = ["GET", "HEAD", "POST"];

const pathOf = (request: IncomingMessage) => (request.url ?? "/").split(/[?#]/, 1)[0] ?? "/";
/** What everybody may keep, because its address names its content, and has no data of payouts in it. */
const isStatic = (path: string) => path.startsWith("/_next/static/") || path === "/icon.svg" || isLogoPath(path);

function cookieIn(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
  return pairs.findLast((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function exchangeOf(request: IncomingMessage): Exchange {
  const anonymous = claimsOfCookie(cookieIn(request, sessionCookie().name)) === null;
  return { peer: peerOf(request), anonymous, actionBegan: false, logged: false };
}

/** An action's arguments are read before it begins; what goes wrong until then is the fault of who sent them. */
const isUnreadable = ({ method, headers }: IncomingMessage, { actionBegan }: Exchange) =>
  method === "POST" &&
  !actionBegan &&
  ("next-action" in headers || /^multipart\/form-data/i.test(headers["content-type"] ?? ""));

function statusFor(status: number, request: IncomingMessage, exchange: Exchange): number {
  if (exchange.retryAfterS !== undefined) return 429;
  return status === 500 && isUnreadable(request, exchange) ? 400 : status;
}

/** The last word on status and headers, just before they leave, whatever part set them. */
function settle(status: number, request: IncomingMessage, response: ServerResponse, exchange: Exchange): number {
  const settled = statusFor(status, request, exchange);
  if (exchange.retryAfterS !== undefined) response.setHeader("Retry-After", exchange.retryAfterS);
  const mayBeKept = isStatic(pathOf(request)) && settled < 400;
  if (!mayBeKept && !/no-store/.test(String(response.getHeader("cache-control"))))
    response.setHeader("Cache-Control", "no-store");
  const location = response.getHeader("location");
  // The framework may build an address from the request's host, which anybody can write.
  if (typeof location === "string" && URL.canParse(location)) {
    const { pathname, search, hash } = new URL(location);
    response.setHeader("Location", env().PORTAL_URL + pathname + search + hash);
  }
  return settled;
}

function withLastWord(request: IncomingMessage, response: ServerResponse, exchange: Exchange): void {
  const write = response.writeHead.bind(response) as (status: number, ...rest: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) =>
    write(settle(status, request, response, exchange), ...rest);
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.setHeader("Connection", "close");
  response.writeHead(status);
  response.end(`${words}\n`);
}

function refuseTooLong(request: IncomingMessage, response: ServerResponse): void {
  if (!response.headersSent) refuse(response, 413, "This is longer than the portal reads from somebody signed out.");
  response.once("close", () => request.destroy());
}

/**
 * The page of a link tells nobody its address, so without scripts a browser sends its forms with the origin “null”, which
 * the framework would take for a stranger's. What these forms may do is proved by the token in them.
 */
function withoutNullOrigin(request: IncomingMessage): void {
  if (isLinkPath(pathOf(request)) && request.headers.origin === "null") delete request.headers.origin;
}

type Handle = (...exchanged: Parameters<RequestListener>) => unknown;

async function answer(request: IncomingMessage, response: ServerResponse, handle: Handle): Promise<void> {
  try {
    await handle(request, response);
  } catch (error) {
    logFault("server", "", error);
    if (response.headersSent) response.destroy();
    else refuse(response, 500, "Something went wrong on our side.");
  }
}

/**
 * Stands before the framework: what holds for every request and every answer, whatever the path. Security headers, no
 * copies kept of anything with data, methods that nobody needs, bodies of strangers, and addresses in redirects.
 */
export function frontOf(handle: Handle): RequestListener {
  return (request, response) => {
    const exchange = exchangeOf(request);
    const headers = securityHeaders({ https: isHttps(), path: pathOf(request) });
    for (const [name, value] of headers) response.setHeader(name, value);
    withLastWord(request, response, exchange);
    if (!methods.includes(request.method ?? "")) {
      response.setHeader("Allow", methods.join(", "));
      return refuse(response, 405, "The portal does not know this method.");
    }
    if (exchange.anonymous && !admitsBody(request, () => refuseTooLong(request, response)))
      return refuseTooLong(request, response);
    withoutNullOrigin(request);
    void exchanges.run(exchange, () => answer(request, response, handle));
  };
}

const malformed: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** The answer to what is no HTTP request; Node's own has no headers. */
export function answerMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) return void socket.destroy();
  const status = malformed[error.code ?? ""] ?? 400;
  const headers = [
    ["Connection", "close"],
    ["Cache-Control", "no-store"],
    ...securityHeaders({ https: isHttps(), path: "/" }),
  ];
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", ""].join("\r\n"));
}
