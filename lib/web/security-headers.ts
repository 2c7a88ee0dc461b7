/**
 * The content security policy of one page view. Scripts run by nonce alone, and what they load; styles come from this
 * origin. Development needs eval and the overlay's inline styles.
 */
export function contentSecurityPolicy({
  path,
  nonce,
  https,
  development,
}: {
  path: string;
  nonce: string;
  https: boolean;
  development: boolean;
}): string {
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    // For attributes alone: emails are styled by them, and the frame that shows an email inherits this policy.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${isShownWithin(path) ? "'self'" : "'none'"}`,
  ];
  if (https) directives.push("upgrade-insecure-requests");
  return directives.join("; ");
}

/** Whether this is the page of a link, whose address is a secret. */
export const isLinkPath = (path: string): boolean =>
  ["/redeem/", "/digests/stop/", "/invitation/", "/reset/", "/set-up/"].some((start) => path.startsWith(start));

const logoStart = "/logos/";
/** Whether this is a picture that mail programs load from elsewhere, and that everybody may keep: its address has its hash. */
export const isLogoPath = (path: string): boolean => path.startsWith(logoStart);

/** Whether this is a page that the portal shows inside another of its pages. */
const isShownWithin = (path: string): boolean => path === "/admin/settings/preview/recipient";

/**
 * The headers of every answer, page or not. A page's own content policy replaces the one here, which lets nothing load.
 * Strict transport only on https: on plain http browsers ignore it. The address of a link's page is a secret, so it is
 * told to nobody.
 */
export function securityHeaders({ https, path }: { https: boolean; path: string }): [name: string, value: string][] {
  const headers: [string, string][] = [
    ["Content-Security-Policy", `default-src 'none'; ${isLogoPath(path) ? "sandbox" : "frame-ancestors 'none'"}`],
    ["X-Content-Type-Options", "nosniff"],
    ["X-Frame-Options", isShownWithin(path) ? "SAMEORIGIN" : "DENY"],
    ["Referrer-Policy", isLinkPath(path) ? "no-referrer" : "same-origin"],
    ["Cross-Origin-Opener-Policy", "same-origin"],
    ["Cross-Origin-Resource-Policy", isLogoPath(path) ? "cross-origin" : "same-origin"],
    ["Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"],
  ];
  if (https) headers.push(["Strict-Transport-Security", "max-age=63072000; includeSubDomains"]);
  return headers;
}
