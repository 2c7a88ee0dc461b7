import { createTransport } from "nodemailer";
import type { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";

/**
 * In milliseconds. Until the server has a whole letter, a try stays below the lease under which the queue hands it out.
 * RFC 5321, 4.5.3.2.6: for the answer to it a client waits ten minutes, because who stops waiting too early sends it a
 * second time.
 */
export const timeouts = { signIn: 15_000, handOver: 25_000, answer: 600_000 };
const connecting = { connectionTimeout: 8_000, greetingTimeout: 8_000, dnsTimeout: 5_000 };
const idleMs = 10_000;
const farewellMs = 5_000;
const longestLifeMs = 5 * 60_000;
const mostLetters = 100;

/** How far a letter had come when its try failed. Only a server that has it whole can have taken it. */
type Stage = "connecting" | "handing over" | "whole";

type SmtpError = Error & { code?: string; command?: string; response?: string; responseCode?: number };

/** A try that failed: at which stage, and what the server said, if anything. */
export class SendFailure extends Error {
  constructor(
    readonly stage: Stage,
    readonly error: SmtpError,
  ) {
    super("The letter was not taken.");
  }
}

export type Envelope = { from: string; to: string[] };

/** A connection to the mail server that is signed in, for one letter at a time. */
export class MailConnection {
  letters = 0;
  #smtp: SMTPConnection;
  #broken = false;
  #openedAt = performance.now();
  #idle: NodeJS.Timeout | undefined;
  #giveUp: ((error: SmtpError) => void) | null = null;

  private constructor(
    readonly url: string,
    smtp: SMTPConnection,
  ) {
    this.#smtp = smtp;
    smtp.on("error", () => (this.#broken = true));
    smtp.on("end", () => (this.#broken = true));
  }

  /** @throws SendFailure when the server cannot be reached, or refuses the sign-in */
  static async open(url: string): Promise<MailConnection> {
    const { options, auth } = createTransport({ url, ...connecting }).transporter as unknown as {
      options: ConstructorParameters<typeof SMTPConnection>[0];
      auth?: Parameters<SMTPConnection["login"]>[0];
    };
    const smtp = new SMTPConnection({ ...options, socketTimeout: timeouts.answer + timeouts.handOver });
    const connection = new MailConnection(url, smtp);
    try {
      await signIn(smtp, auth);
    } catch (error) {
      connection.close();
      throw new SendFailure("connecting", error as SmtpError);
    }
    return connection;
  }

  get usable(): boolean {
    return !this.#broken && this.letters < mostLetters && performance.now() - this.#openedAt < longestLifeMs;
  }

  /**
   * @param onWhole called once the server has all of the letter
   * @throws SendFailure
   */
  async send(envelope: Envelope, message: Readable, onWhole: () => void): Promise<void> {
    this.letters++;
    let stage: Stage = "handing over";
    let deadline: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        const within = (ms: number) => {
          clearTimeout(deadline);
          deadline = setTimeout(() => this.close(), ms);
        };
        this.#giveUp = reject;
        within(timeouts.handOver);
        message.once("end", () => {
          stage = "whole";
          within(timeouts.answer);
          onWhole();
        });
        this.#smtp.send(envelope, message, (error) => (error ? reject(error) : resolve()));
      });
    } catch (error) {
      throw new SendFailure(stage, error as SmtpError);
    } finally {
      clearTimeout(deadline);
      this.#giveUp = null;
    }
  }

  /** Ends what the server still thinks about this letter. */
  reset(): Promise<unknown> {
    return new Promise((resolve, reject) => this.#smtp.reset((error) => (error ? reject(error) : resolve(true))));
  }

  /** Until `wake`, nobody uses it; the server is told when that takes long. */
  rest(): void {
    this.#idle = setTimeout(() => {
      this.#broken = true;
      this.#smtp.quit();
      setTimeout(() => this.#smtp.close(), farewellMs).unref();
    }, idleMs);
  }

  wake(): void {
    clearTimeout(this.#idle);
  }

  /** A letter that is being sent over it fails. */
  close(): void {
    this.wake();
    this.#broken = true;
    this.#smtp.close();
    this.#giveUp?.(tooLate());
  }
}

const tooLate = () => Object.assign(new Error("There was no answer in time."), { code: "ETIMEDOUT" });

function signIn(smtp: SMTPConnection, auth: Parameters<SMTPConnection["login"]>[0] | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(tooLate()), timeouts.signIn);
    const end = (error?: Error | null) => {
      clearTimeout(late);
      if (error) reject(error);
      else resolve();
    };
    smtp.once("error", end);
    smtp.connect((error) => {
      if (error || !auth || !smtp.allowsAuth) end(error);
      else smtp.login(auth, end);
    });
  });
}
