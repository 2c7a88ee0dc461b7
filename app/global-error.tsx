"use client";

/** When even the layout cannot be made. It brings its own document, so no style of the portal reaches it. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <h1>Meridian could not show this page</h1>
        <p>Something went wrong on our side, and nothing was changed. Reload the page in a moment.</p>
        {error.digest && <p>Number for support: {error.digest}</p>}
      </body>
    </html>
  );
}
