const longest = 4_000;

/**
 * Where to go after sign-in, from what the address bar says: a path of this portal ("/payouts?changed=last-30d") or
 * "/". Browsers read "\" as "/" and drop tabs and newlines, so "//evil", "/\evil" and "/\t/evil" all leave the site;
 * none of them passes.
 */
export function sameOriginPath(value: unknown): string {
  if (typeof value !== "string" || value.length > longest) return "/";
  if (!value.startsWith("/") || value.startsWith("//")) return "/";
  if (/[\\\u0000-\u001f\u007f]/.test(value)) return "/";
  const base = "http://portal.invalid";
  const url = URL.canParse(value, base) ? new URL(value, base) : undefined;
  // "/..//evil" starts with one slash and resolves to a path that starts with two.
  return url?.origin === base && !url.pathname.startsWith("//") ? url.pathname + url.search + url.hash : "/";
}
