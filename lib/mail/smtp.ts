import { createTransport, type SendMailOptions } from "nodemailer";
import { env } from "@/lib/env";
import { meaningOf, type Meaning } from "./smtp-replies";

/** A message ready to leave, to one recipient. */
export type Letter = {
  messageId: string;
  from: { name: string; address: string };
  replyTo: string;
  to: { name: string; address: string };
  subject: string;
  html: string;
  text: string;
};

/**
 * What the mail server made of a letter. `refused` is final for this letter; `later` may succeed another time; `outage`
 * says nothing about the letter: the mail server could not be used at all, not as it is set, or not as much.
 */
type Delivery = { outcome: "sent" } | { outcome: Meaning; why: string };

/** Whether there is a mail server to hand letters to. Without one they stay queued. */
export const mailConfigured = (): boolean => env().SMTP_URL !== undefined;

/**
 * What becomes of emails that have just been queued, to follow "The email" or "The emails": the truth also where no
 * mail server is set.
 */
export const queuedEmailWords = (emails = 1): string => {
  if (mailConfigured()) return emails === 1 ? "leaves in a moment" : "leave in a moment";
  return `${emails === 1 ? "waits" : "wait"} in the email log, because no mail server is set`;
};

/** MAIL_FROM as a name (possibly empty) and a bare address. */
export function mailSender(): { name: string; address: string } {
  const [, name = "", address = ""] = /^(?:([^<]*)<)?([^<>]+)>?$/.exec(env().MAIL_FROM) ?? [];
  return { name: name.trim().replace(/^"(.*)"$/, "$1"), address: address.trim() };
}

/**
 * The same for each try of the same outbox row, so that a mailbox can tell a repetition from a second message. The id
 * alone makes it unique, so the domain follows no setting that may change between two tries: one that is reserved and
 * can be nobody's (RFC 2606), dotted because filters mark names without a dot.
 */
export const messageIdOf = (emailId: string): string => `<${emailId}@meridian.example>`;

/**
 * In milliseconds. A server may be long in taking a message that it has whole; who stops waiting too early sends it a
 * second time.
 */
export const timeouts = { connectionTimeout: 8_000, greetingTimeout: 8_000, dnsTimeout: 5_000, socketTimeout: 35_000 };
/** All of one try stays below the lease under which the queue hands a letter out. */
export const sendDeadlineMs = 40_000;

/**
 * Hands one letter to the mail server, over a connection of its own. Never throws for what the server or the network
 * did.
 */
export async function sendLetter(letter: Letter): Promise<Delivery> {
  const url = env().SMTP_URL;
  if (!url) throw new Error("SMTP_URL is not set.");
  const transport = createTransport({ url, ...timeouts, disableFileAccess: true, disableUrlAccess: true });
  // The types of nodemailer 8 do not know the signal that 10 takes.
  const mail: Mail & { signal: AbortSignal } = { ...toMail(letter), signal: AbortSignal.timeout(sendDeadlineMs) };
  let begun = false;
  // Asked for when the connection stands and the sign-in is over, right before the server is told of this letter. What
  // breaks later looks the same.
  transport.use("stream", ({ message }, done) => {
    message.processFunc((input) => {
      begun = true;
      return input;
    });
    done();
  });
  try {
    await transport.sendMail(mail);
    return { outcome: "sent" };
  } catch (error) {
    return judgeFailure(error as SmtpError, begun);
  }
}

const toMail = ({ replyTo, ...letter }: Letter): Mail => ({
  ...letter,
  replyTo,
  envelope: { from: letter.from.address, to: [letter.to.address] },
  headers: { "Auto-Submitted": "auto-generated" },
});

type Mail = SendMailOptions;
type Failure = Exclude<Delivery, { outcome: "sent" }>;
type SmtpError = Error & { code?: string; command?: string; response?: string; responseCode?: number };

/**
 * Whether what came back is about this letter for good, or about this hour; with the reason in words for the email log.
 * @param begun whether the server had been told of this letter: from then on silence may mean that it took it, so the
 * try counts
 */
function judgeFailure({ code, command = "", response = "", responseCode = 0 }: SmtpError, begun: boolean): Failure {
  const refused = responseCode >= 400;
  const answer = response ? ` It said: ${plainLine(response)}` : "";
  if (code === "EENVELOPE" && !refused)
    return { outcome: "refused", why: "This is not an address mail can be sent to." };
  if (code === "EAUTH")
    return { outcome: "outage", why: `The mail server refused Meridian's sign-in; check SMTP_URL.${answer}` };
  if (!begun)
    return { outcome: "outage", why: `The mail server could not be reached, or did not finish in time.${answer}` };
  if (!refused)
    return {
      outcome: "later",
      why: "The mail server did not finish in time, or broke the connection off, so it is not known whether it took this message.",
    };
  const outcome = command === "MAIL FROM" ? "outage" : meaningOf(command, response);
  return { outcome, why: why[responseCode < 500 ? "forNow" : "forGood"][outcome] + answer };
}

const why: Record<"forNow" | "forGood", Record<Meaning, string>> = {
  forNow: {
    refused: "The mail server refused this address.",
    later: "The mail server asked to try again later.",
    outage: "The mail server takes nothing more from Meridian for now.",
  },
  forGood: {
    refused: "The mail server refused this address.",
    later: "The mail server refused this message.",
    outage: "The mail server does not let Meridian send; check SMTP_URL, MAIL_FROM and the account they belong to.",
  },
};

const plainLine = (text: string) =>
  text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, 300);
