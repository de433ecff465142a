"use client";

import "./globals.css";

/** The root layout itself failed: no theme, no shell, nothing that could fail again. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <head>
        <title>Waymark could not start</title>
      </head>
      <body className="flex min-h-dvh items-center justify-center bg-background p-6 font-sans text-foreground">
        <main role="alert" className="max-w-sm text-center">
          <h1 className="text-xl font-semibold">Waymark could not start</h1>
          <p className="mt-1.5 text-base text-muted-foreground">The page failed before it could be drawn. Reload it; if it keeps failing, the server&apos;s log has the cause{error.digest ? ` under ${error.digest}` : ""}.</p>
          <button type="button" onClick={reset} className="mt-5 h-8 rounded-md bg-primary px-3 text-sm font-medium text-primary-foreground">
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
