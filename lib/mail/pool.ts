import type { Readable } from "node:stream";
import { MailConnection, SendFailure, type Envelope } from "./connection";

const resting: MailConnection[] = [];
const busy = new Set<MailConnection>();

/**
 * Sends one letter, over a connection that rests or a new one; the connection is kept for the next letter. There are as
 * many connections as letters that are sent at the same time.
 * @param write writes the letter; called again when a connection that rested turns out to be closed
 * @param onWhole called once the server has all of the letter
 * @throws SendFailure
 */
export async function sendOver(
  url: string,
  envelope: Envelope,
  write: () => Readable,
  onWhole: () => void,
): Promise<void> {
  for (;;) {
    const connection = rested(url) ?? (await MailConnection.open(url));
    const fresh = connection.letters === 0;
    busy.add(connection);
    try {
      await connection.send(envelope, write(), onWhole);
      keep(connection);
      return;
    } catch (failure) {
      leave(connection, failure);
      if (fresh || !wasClosed(failure)) throw failure;
    } finally {
      busy.delete(connection);
    }
  }
}

/** Closes every connection. A letter whose answer is still awaited ends without one. */
export function closeMail(): void {
  for (const connection of [...resting.splice(0), ...busy]) connection.close();
}

function rested(url: string): MailConnection | undefined {
  for (let connection = resting.pop(); connection; connection = resting.pop()) {
    if (connection.usable && connection.url === url) {
      connection.wake();
      return connection;
    }
    connection.close();
  }
  return undefined;
}

function keep(connection: MailConnection): void {
  if (!connection.usable) return connection.close();
  resting.push(connection);
  connection.rest();
}

/** After a plain no to a letter the connection is as good as before. */
function leave(connection: MailConnection, failure: unknown): void {
  const answer = failure instanceof SendFailure ? (failure.error.responseCode ?? 0) : 0;
  if (answer < 400 || answer === 421 || !connection.usable) return connection.close();
  connection.reset().then(
    () => keep(connection),
    () => connection.close(),
  );
}

/** A server ends a connection that rested, at any time and perhaps with a 421, before it has heard of the letter. */
const wasClosed = (failure: unknown): boolean =>
  failure instanceof SendFailure &&
  failure.stage === "handing over" &&
  failure.error.code !== "ETIMEDOUT" &&
  [undefined, 421].includes(failure.error.responseCode);
