import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import type { Readable } from "node:stream";
import { SMTPServer } from "smtp-server";
import { closeMail } from "@/lib/mail/pool";

export type Received = { to: string; messageId: string; raw: string };

type Behaviour = {
  /** The refusing answer to the sender, in the form described below. */
  answerFrom?: () => string | undefined;
  /** The answer to a recipient: an SMTP code that refuses it, with or without text, or nothing. */
  answerTo?: (recipient: string) => number | string | undefined;
  /** The answer to a whole message, in the same form. */
  answerMessage?: (message: Received) => string | undefined;
  /** Called before that answer. */
  beforeAnswer?: () => Promise<void>;
  /** Called when a message is complete, before the server confirms it. */
  beforeAccept?: (message: Received) => Promise<void>;
};

/** A real SMTP server on loopback that keeps accepted messages; SMTP_URL points to it until it is closed. */
export async function startMailServer({
  answerFrom,
  answerTo,
  answerMessage,
  beforeAnswer,
  beforeAccept,
}: Behaviour = {}) {
  const received: Received[] = [];
  const take = async (stream: Readable, to: string) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString("utf8");
    const message = { raw, to, messageId: /^Message-ID: (.+)\r?$/im.exec(raw)?.[1]?.trim() ?? "" };
    await beforeAccept?.(message);
    const refusal = refused(answerMessage?.(message));
    if (refusal) throw refusal;
    received.push(message);
  };
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    onMailFrom: (_address, _session, callback) => callback(refused(answerFrom?.())),
    onRcptTo({ address }, _session, callback) {
      const answer = () => callback(refused(answerTo?.(address)));
      void (beforeAnswer?.() ?? Promise.resolve()).then(answer, callback);
    },
    onData(stream, session, callback) {
      const to = session.envelope.rcptTo[0]?.address ?? "";
      take(stream, to).then(() => callback(), callback);
    },
  });
  const sockets = new Set<Socket>();
  server.server.on("connection", (socket: Socket) => sockets.add(socket));
  // Some tests kill a client in the middle.
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  process.env.SMTP_URL = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return {
    received,
    /** How many there have been so far. */
    connections: () => sockets.size,
    /** Breaks every connection off, without a word. */
    hangUp: () => sockets.forEach((socket) => socket.destroy()),
    close: async () => {
      delete process.env.SMTP_URL;
      closeMail();
      sockets.forEach((socket) => socket.destroy());
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function refused(answer: number | string | undefined): Error | null {
  if (answer === undefined) return null;
  const [code, ...words] = String(answer).split(" ");
  return Object.assign(new Error(words.join(" ") || "mailbox says no"), { responseCode: Number(code) });
}
