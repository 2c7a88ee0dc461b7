const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => entities[letter]!);

/**
 * The page that leads on to the identity provider. A page and not a redirect: browsers hold a form to `form-action` on
 * every redirect that follows, and a provider may send people on to hosts that nobody here knows.
 */
export function leavingFor(name: string, address: string): Response {
  const [to, href] = [escaped(name), escaped(address)];
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<meta http-equiv="refresh" content="0; url=${href}">
<title>Sign in with ${to} · Meridian</title>
</head>
<body>
<p>You are on your way to ${to}. <a href="${href}">Continue</a></p>
</body>
</html>
`;
  return new Response(page, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    },
  });
}
