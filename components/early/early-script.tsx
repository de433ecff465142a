import { Alive } from "./alive";
import { keepEarly } from "./keep-early";

/** Keeps what is typed and pressed while the page's code is still on its way; stands before everything that can be touched. */
export function EarlyScript({ nonce }: { nonce: string | undefined }) {
  return (
    <>
      {/* Browsers hide the nonce from scripts: what React reads back is not what was sent. */}
      <script
        nonce={nonce}
        suppressHydrationWarning
        dangerouslySetInnerHTML={{ __html: `(${keepEarly.toString()})()` }}
      />
      <Alive />
    </>
  );
}
