/**
 * Whether a browser says that a page of this very portal sends the request. A request that does not say is refused:
 * every browser does for a script's POST. The host is judged as the server actions judge theirs.
 */
export function isSameOrigin(headers: Pick<Headers, "get">): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = headers.get("origin");
  if (origin === null || !URL.canParse(origin)) return false;
  const host = headers.get("x-forwarded-host")?.split(",")[0]?.trim() || headers.get("host");
  return new URL(origin).host === host;
}

const longestPath = 4_000;

/**
 * Where to go after sign-in, from what the address bar says: a path of this portal ("/payouts?changed=last-30d") or
 * "/". Browsers read "\" as "/" and drop tabs and newlines, so "//evil", "/\evil" and "/\t/evil" all leave the site;
 * none of them passes.
 */
export function sameOriginPath(value: unknown): string {
  if (typeof value !== "string" || value.length > longestPath) return "/";
  if (!value.startsWith("/") || value.startsWith("//")) return "/";
  if (/[\\\u0000-\u001f\u007f]/.test(value)) return "/";
  const base = "http://portal.invalid";
  const url = URL.canParse(value, base) ? new URL(value, base) : undefined;
  // "/..//evil" starts with one slash and resolves to a path that starts with two.
  return url?.origin === base && !url.pathname.startsWith("//") ? url.pathname + url.search + url.hash : "/";
}
