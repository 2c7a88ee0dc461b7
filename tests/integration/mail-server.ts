import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { SMTPServer } from "smtp-server";

export type Received = { to: string; messageId: string; raw: string };

type Behaviour = {
  /** The answer to a recipient: an SMTP code that refuses it, or nothing. */
  answerTo?: (recipient: string) => number | undefined;
  /** Called before that answer. */
  beforeAnswer?: () => Promise<void>;
  /** Called when a message is whole, before the server says that it took it. */
  beforeAccept?: (message: Received) => Promise<void>;
};

/** A real SMTP server on loopback that keeps what it took; SMTP_URL points to it until it is closed. */
export async function startMailServer({ answerTo, beforeAnswer, beforeAccept }: Behaviour = {}) {
  const received: Received[] = [];
  const take = async (stream: Readable, to: string) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString("utf8");
    const message = { raw, to, messageId: /^Message-ID: (.+)\r?$/im.exec(raw)?.[1]?.trim() ?? "" };
    await beforeAccept?.(message);
    received.push(message);
  };
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    onRcptTo({ address }, _session, callback) {
      const code = answerTo?.(address);
      const answer = () => callback(code ? Object.assign(new Error("mailbox says no"), { responseCode: code }) : null);
      void (beforeAnswer?.() ?? Promise.resolve()).then(answer, callback);
    },
    onData(stream, session, callback) {
      const to = session.envelope.rcptTo[0]?.address ?? "";
      take(stream, to).then(() => callback(), callback);
    },
  });
  // A client that is killed in the middle is what some tests are about.
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  process.env.SMTP_URL = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return {
    received,
    close: async () => {
      delete process.env.SMTP_URL;
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
