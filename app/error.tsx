"use client";

/**
 * A page that failed to render. Next hides the cause and gives a digest, which the server's log has as well. Plain
 * markup on purpose: this file is part of what every page loads first.
 */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main
      id="main"
      role="alert"
      className="flex min-h-dvh flex-1 flex-col items-center justify-center px-4 pb-24 text-center"
    >
      <h1 className="text-xl font-semibold tracking-[-0.018em]">This page could not be shown</h1>
      <p className="text-muted-foreground mt-1.5 max-w-sm text-base text-pretty">
        Something failed on our side. Try again; if it keeps failing, give your platform team the request id.
      </p>
      {error.digest && (
        <p className="text-muted-foreground mt-2 text-xs">
          Request id <code className="font-mono select-all">{error.digest}</code>
        </p>
      )}
      <div className="mt-5 flex items-center gap-4">
        {/* A full load, since the client's own state may be what is broken. */}
        <a href="/" className="text-primary-text rounded-xs text-sm font-medium hover:underline">
          Go to home
        </a>
        <button
          type="button"
          onClick={reset}
          className="bg-primary text-primary-foreground hover:bg-primary-hover h-8 rounded-md px-3 text-sm font-medium"
        >
          Try again
        </button>
      </div>
    </main>
  );
}
