import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface Received {
  to: string;
  /** Headers and body, with quoted-printable undone. */
  text: string;
}

/** A mail server on this machine that takes every mail and keeps it. */
export async function mailServer(): Promise<{
  port: number;
  mails: Received[];
  close: () => Promise<void>;
}> {
  const mails: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const text = Buffer.concat(chunks)
          .toString()
          .replace(/=\r?\n/g, "")
          .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
        mails.push({ to: session.envelope.rcptTo.map((one) => one.address).join(","), text });
        done();
      });
    },
  });
  await new Promise<void>((up) => server.listen(0, "127.0.0.1", up));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    close: () => new Promise<void>((down) => server.close(() => down())),
  };
}
