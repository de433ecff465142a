"use client";

import "./globals.css";

/** The root layout itself failed: no theme, no shell, nothing that could fail again. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <head>
        <title>Waymark could not start</title>
      </head>
      <body className="bg-background text-foreground flex min-h-dvh items-center justify-center p-6 font-sans">
        <main role="alert" className="max-w-sm text-center">
          <h1 className="text-xl font-semibold">Waymark could not start</h1>
          <p className="text-muted-foreground mt-1.5 text-base">
            The page failed before it could be drawn. Reload it; if it keeps failing, the server&apos;s log
            has the cause{error.digest ? ` under ${error.digest}` : ""}.
          </p>
          <button
            type="button"
            onClick={reset}
            className="bg-primary text-primary-foreground mt-5 h-8 rounded-md px-3 text-sm font-medium"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
