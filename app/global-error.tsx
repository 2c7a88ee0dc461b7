"use client";

/** Shown when the layout itself fails. It is a document of its own, without the portal's styles. */
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
