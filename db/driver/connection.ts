import type { Readable } from "node:stream";
import { DatabaseUnavailable, judge } from "./errors";

/** Rows of one statement, with the command tag PostgreSQL answered. */
export interface Answer extends Array<unknown> {
  command: string;
}

/** What of the driver's client is used: everything else of it is out of bounds. */
export interface DriverClient {
  unsafe(
    text: string,
    params: unknown[],
    options: { prepare: boolean },
  ): PromiseLike<Answer> & { values(): PromiseLike<Answer>; readable(): Promise<Readable> };
  end(options: { timeout: number }): Promise<void>;
}

export type Sending = {
  /** "objects" without it. */
  rows?: "objects" | "arrays";
  /**
   * The server keeps how it reads the statement for the life of the connection, and after a few uses no longer looks at
   * the parameters: for statements that take longer to plan than to run, and are read in one way whatever is asked.
   */
  keepsPlan?: boolean;
};

/** Takes a piece of what a COPY sends. No more is asked of the server until it settles. */
export type Take = (bytes: Buffer) => Promise<void>;

/**
 * One connection to PostgreSQL. It never reconnects: once it has failed, every waiting
 * statement fails at once, its socket is closed, and each later statement is refused.
 */
export class Connection {
  failure: DatabaseUnavailable | null = null;
  /** Called once, when the connection fails while it is lent. */
  onFailure: ((error: DatabaseUnavailable) => void) | null = null;
  readonly openedAt = performance.now();
  /** Whether a pooler stands between: see Place. */
  readonly isPooled: boolean;
  #client: DriverClient;
  #sever: () => void;
  #rejectStatement: ((error: Error) => void) | null = null;

  constructor(client: DriverClient, sever: () => void, isPooled: boolean) {
    this.#client = client;
    this.#sever = sever;
    this.isPooled = isPooled;
  }

  /** Sends one statement. The caller waits for its answer before sending another. */
  send(text: string, params: unknown[] = [], { rows, keepsPlan = false }: Sending = {}): Promise<Answer> {
    return this.#settled(() => {
      const statement = this.#client.unsafe(text, params, { prepare: keepsPlan && !this.isPooled });
      return rows === "arrays" ? statement.values() : statement;
    });
  }

  /**
   * Sends one COPY … TO STDOUT and hands what it sends to `take`. When `take` throws, the connection is thrown away with
   * the rest of the answer.
   */
  copy(text: string, take: Take): Promise<void> {
    return this.#settled(async () => drain(await this.#client.unsafe(text, [], { prepare: false }).readable(), take));
  }

  async #settled<T>(work: () => PromiseLike<T>): Promise<T> {
    if (this.failure) throw this.failure;
    try {
      // The driver may never settle a statement whose connection broke, so fail() settles it.
      return await new Promise<T>((resolve, reject) => {
        this.#rejectStatement = reject;
        work().then(resolve, reject);
      });
    } catch (cause) {
      if (this.failure) throw this.failure;
      const { error, fatal } = judge(cause);
      if (fatal) this.fail(fatal);
      throw error;
    } finally {
      this.#rejectStatement = null;
    }
  }

  /** Throws the connection away for good. */
  fail(error: DatabaseUnavailable): void {
    if (this.failure) return;
    this.failure = error;
    this.#sever();
    this.#rejectStatement?.(error);
    this.onFailure?.(error);
  }

  /** Closes the connection properly, so that the server's process has ended when this returns. */
  async close(): Promise<void> {
    if (!this.failure) await this.#client.end({ timeout: 1 });
    this.fail(new DatabaseUnavailable("The connection was closed."));
  }
}

/**
 * One caller's use of a connection. Statements go out one at a time in the order they were asked
 * for; after `finish` none does, so that code outliving its transaction cannot write into another's.
 */
export class Lease {
  /** The last error a statement met, to explain a commit that turned out to be a rollback. */
  lastError: unknown = null;
  /** True while the server may not yet know of the transaction: all that was asked can be asked again. */
  isBeginning = false;
  #connection: Connection;
  #finished = false;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  run(text: string, params: unknown[] = [], sending?: Sending): Promise<Answer> {
    return this.#next(() => this.#connection.send(text, params, sending));
  }

  /** Sends what begins a transaction; nothing else may be waiting. */
  async begin(text: string): Promise<Answer> {
    this.isBeginning = true;
    const began = await this.run(text);
    this.isBeginning = false;
    return began;
  }

  copy(text: string, take: Take): Promise<void> {
    return this.#next(() => this.#connection.copy(text, take));
  }

  async #next<T>(statement: () => Promise<T>): Promise<T> {
    if (this.#finished) throw new Error("This transaction has ended; no statement can join it.");
    const answer = this.#tail.then(statement);
    this.#tail = answer.catch((error: unknown) => {
      // "Current transaction is aborted" only echoes an earlier error.
      if (!(error instanceof Error && "code" in error && error.code === "25P02")) this.lastError = error;
    });
    return answer;
  }

  /** Sends the statement that ends the work (commit, rollback) and refuses whatever comes after. */
  finish(text: string): Promise<Answer> {
    const answer = this.run(text);
    this.#finished = true;
    return answer;
  }

  get isPooled(): boolean {
    return this.#connection.isPooled;
  }

  /** Whether the connection can answer no more. */
  get isLost(): boolean {
    return this.#connection.failure !== null;
  }

  end(): void {
    this.#finished = true;
  }

  /** For a connection whose state can no longer be known. */
  abandon(reason: string): void {
    this.#connection.fail(new DatabaseUnavailable(reason));
  }
}

/** Hands on what the server sends, piece by piece, until its end. */
async function drain(copy: Readable, take: Take): Promise<void> {
  for await (const bytes of copy) await take(bytes as Buffer);
  // The driver pauses its socket when the pieces are not taken quickly, and resumes it when asked for more. Nobody asks
  // after the last piece, and the socket would stay deaf for what follows.
  copy._read(0);
}
