import { createServer, request, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text as textOf } from "node:stream/consumers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { currentExchange } from "@/lib/web/exchange";
import { sessionCookieValue } from "@/lib/web/session-cookie";
import { mostAnonymousBytes } from "@/lib/web/server/anonymous-body";
import { answerMalformed, frontOf } from "@/lib/web/server/front";
import { oneLineARequest } from "@/lib/web/server/request-log";

let server: Server | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  server?.closeAllConnections();
  await new Promise((closed) => (server ? server.close(closed) : closed(undefined)));
  server = undefined;
});

/** The front before a handler that stands for the framework. */
async function serve(handle: (...exchanged: Parameters<RequestListener>) => unknown): Promise<number> {
  server = createServer(frontOf(handle)).on("clientError", answerMalformed);
  await new Promise<void>((listening) => server!.listen(0, "127.0.0.1", listening));
  return (server.address() as AddressInfo).port;
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };
type Ask = { method?: string; path?: string; headers?: Record<string, string>; body?: Buffer[] };

/** A body is sent in pieces and its length is not said; without one, nothing but the headers is sent. */
function ask(port: number, { method = "GET", path = "/", headers = {}, body }: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, method, path, headers }, (response) => {
      const { statusCode: status = 0, headers } = response;
      textOf(response).then((body) => resolve({ status, headers, body }), reject);
    }).on("error", reject);
    for (const piece of body ?? []) asked.write(piece);
    if (body) asked.end();
    else if ("content-length" in headers) asked.flushHeaders();
    else asked.end();
  });
}

const session = () =>
  `meridian.session=${sessionCookieValue({
    organizationId: "0190c0de-0000-7000-8000-000000000001",
    sessionId: "0190c0de-0000-7000-8000-000000000002",
    endsAt: Date.now() + 60_000,
  })}`;

describe("every answer", () => {
  it.each(["/", "/_next/static/chunk.js", "/icon.svg", "/redeem/secret", "/api/health"])(
    "has the security headers, on %s too",
    async (path) => {
      const port = await serve((_request, response) => response.end());
      const { headers } = await ask(port, { path });
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": path.startsWith("/redeem/") ? "no-referrer" : "same-origin",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      });
    },
  );

  it("is kept by nobody, errors and redirects too, but for what the build made", async () => {
    const port = await serve((asked, response) => {
      const status = Number(asked.headers["x-wanted"] ?? 200);
      response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      response.writeHead(status).end();
    });
    const kept = async (path: string, status = 200) =>
      (await ask(port, { path, headers: { "x-wanted": String(status) } })).headers["cache-control"];
    expect(await kept("/_next/static/chunk.js")).toBe("public, max-age=31536000, immutable");
    for (const [path, status] of [
      ["/payouts", 200],
      ["/payouts", 500],
      ["/_next/static/gone.js", 404],
      ["/", 307],
      ["/icon.svg", 500],
    ] as const)
      expect(await kept(path, status), path).toBe("no-store");
  });

  it("leads to no other host than the portal's own, whatever host the request names", async () => {
    vi.stubEnv("PORTAL_URL", "https://pay.example.com");
    const port = await serve((asked, response) => {
      response.writeHead(307, undefined, undefined);
      response.end(asked.url);
    });
    expect((await ask(port)).headers.location).toBeUndefined();
    server!.closeAllConnections();
    server!.close();
    const other = await serve((asked, response) => {
      response.setHeader("Location", `http://${asked.headers.host}/sign-in?next=%2Fpayouts#top`);
      response.statusCode = 307;
      response.end();
    });
    const { headers } = await ask(other, { headers: { host: "evil.example" } });
    expect(headers.location).toBe("https://pay.example.com/sign-in?next=%2Fpayouts#top");
  });

  it("to something that is no HTTP has them as well", async () => {
    const port = await serve((_request, response) => response.end());
    const text = await new Promise<string>((resolve) => {
      let read = "";
      const socket = connect(port, "127.0.0.1", () => socket.write("GET / HTTP/9.9\r\nnonsense\r\n\r\n"));
      socket.on("data", (piece) => (read += String(piece))).on("close", () => resolve(read));
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(text).toContain("\r\nX-Content-Type-Options: nosniff\r\n");
  });
});

describe("a request", () => {
  it.each(["TRACE", "OPTIONS", "PUT", "PATCH", "DELETE", "PROPFIND"])(
    "by %s is refused before the framework sees it",
    async (method) => {
      const port = await serve(() => expect.unreachable());
      const { status, headers } = await ask(port, { method });
      expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: "GET, HEAD, POST" });
    },
  );

  it("says where it comes from by its socket, and by what is forwarded only as far as proxies are trusted", async () => {
    const port = await serve((_request, response) => response.end(currentExchange().peer));
    const peer = async (forwarded?: string) =>
      (await ask(port, { headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded } })).body;
    expect(await peer()).toBe("127.0.0.1");
    expect(await peer("198.51.100.7")).toBe("127.0.0.1");
    vi.stubEnv("TRUSTED_PROXIES", "1");
    expect(await peer()).toBe("127.0.0.1");
    expect(await peer("198.51.100.7")).toBe("198.51.100.7");
    expect(await peer("1.1.1.1, 198.51.100.7")).toBe("198.51.100.7");
    vi.stubEnv("TRUSTED_PROXIES", "2");
    expect(await peer("1.1.1.1, 198.51.100.7,10.0.0.1")).toBe("198.51.100.7");
    expect(await peer("198.51.100.7")).toBe("198.51.100.7");
  });

  it("whose action could not read its arguments is the sender's fault; one whose action began is ours", async () => {
    const port = await serve((asked, response) => {
      currentExchange().actionBegan = asked.url === "/began";
      response.writeHead(500).end();
    });
    const action = { method: "POST", headers: { "next-action": "40ab" } };
    expect((await ask(port, action)).status).toBe(400);
    expect((await ask(port, { ...action, path: "/began" })).status).toBe(500);
    expect(
      (await ask(port, { method: "POST", headers: { "content-type": "multipart/form-data; boundary=x" } })).status,
    ).toBe(400);
    expect((await ask(port, { method: "POST" })).status).toBe(500);
    expect((await ask(port)).status).toBe(500);
  });

  it("that the framework breaks on is answered 500 with one line of the log, and the next one is answered as ever", async () => {
    const lines: string[] = [];
    vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
    const port = await serve((asked, response) => {
      if (asked.url === "/breaks") return Promise.reject(new RangeError("ada@example.com"));
      response.end("well");
    });
    expect((await ask(port, { path: "/breaks" })).status).toBe(500);
    expect((await ask(port)).body).toBe("well");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("RangeError");
    expect(lines[0]).not.toContain("ada@");
  });

  it("that has to wait is answered 429 with the time to come back, whatever status the framework chose", async () => {
    const port = await serve((_request, response) => {
      currentExchange().retryAfterS = 20;
      response.end("words");
    });
    const { status, headers, body } = await ask(port);
    expect({ status, after: headers["retry-after"], body }).toEqual({ status: 429, after: "20", body: "words" });
  });
});

describe("the body of somebody signed out", () => {
  const length = (bytes: number) => ({ method: "POST", headers: { "content-length": String(bytes) } });
  const pieces = (count: number) => Array.from({ length: count }, () => Buffer.alloc(64 * 1024));

  it("is refused unread when it says that it is longer than a megabyte", async () => {
    const port = await serve(() => expect.unreachable());
    expect((await ask(port, length(mostAnonymousBytes + 1))).status).toBe(413);
    expect(
      (await ask(port, { ...length(5e9), headers: { ...length(5e9).headers, cookie: `${session()}x` } })).status,
    ).toBe(413);
  });

  it("is read to a megabyte and no further when it does not say how long it is", async () => {
    let read = 0;
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const port = await serve(async (asked, response) => {
      for await (const piece of asked) read += (piece as Buffer).length;
      response.end(String(read));
    });
    expect((await ask(port, { method: "POST", body: pieces(16) })).body).toBe(String(mostAnonymousBytes));
    read = 0;
    const answer = await ask(port, { method: "POST", body: pieces(40) }).catch((error: NodeJS.ErrnoException) => error);
    if ("status" in answer) expect(answer.status).toBe(413);
    else expect(answer.code).toMatch(/ECONNRESET|EPIPE/);
    expect(read).toBeLessThanOrEqual(mostAnonymousBytes);
  });

  it("is read whole when a session of this portal comes with it", async () => {
    const port = await serve(async (asked, response) => {
      let read = 0;
      for await (const piece of asked) read += (piece as Buffer).length;
      response.end(String(read));
    });
    const { body } = await ask(port, { method: "POST", headers: { cookie: session() }, body: pieces(40) });
    expect(body).toBe(String(40 * 64 * 1024));
  });
});

describe("the log", () => {
  it("has one line at most for a request without a session, and no line quotes what the request or an error said", async () => {
    const lines: string[] = [];
    const [error, warn] = [console.error, console.warn];
    console.error = console.warn = (line: string) => void lines.push(line);
    try {
      oneLineARequest();
      const port = await serve((_request, response) => {
        console.error("`origin` header with value `ada@example.com` does not match");
        console.warn(new TypeError("ada@example.com\nhas two lines"));
        response.end();
      });
      await ask(port);
      expect(lines).toHaveLength(1);
      await ask(port, { headers: { cookie: session() } });
      expect(lines).toHaveLength(3);
    } finally {
      Object.assign(console, { error, warn });
    }
    expect(lines.join()).not.toContain("ada@");
    expect(lines.map((line) => (JSON.parse(line) as { name: string }).name).at(-1)).toBe("TypeError");
  });
});
