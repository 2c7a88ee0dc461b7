import type { SendMailOptions } from "nodemailer";
import MailComposer from "nodemailer/lib/mail-composer";
import { env } from "@/lib/env";
import { SendFailure } from "./connection";
import { sendOver } from "./pool";
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
  /** The page on which a reader can stop such letters. */
  stopHref?: string;
};

/**
 * How a try ended that was no success: what the server's answer means, or there was none. `unanswered`: it has the
 * whole letter and may have taken it. `unreachable`: it never heard of this email.
 */
export type Failure = Meaning | "unanswered" | "unreachable";

/** What the mail server made of a letter, with the reason in words for the email log. */
export type Delivery = { outcome: "sent" } | { outcome: Failure; why: string };

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
 * belongs to no one (RFC 2606), dotted because filters mark names without a dot.
 */
export const messageIdOf = (emailId: string): string => `<${emailId}@meridian.example>`;

/**
 * Hands one letter to the mail server. Never throws for what the server or the network did.
 * @param onWhole called once the server has the whole letter: from then on it may take it, and may be long in saying so
 */
export async function sendLetter(letter: Letter, onWhole: () => void = () => undefined): Promise<Delivery> {
  const url = env().SMTP_URL;
  if (!url) throw new Error("SMTP_URL is not set.");
  const message = new MailComposer(toMail(letter)).compile();
  const envelope = { from: letter.from.address, to: [letter.to.address] };
  try {
    await sendOver(url, envelope, () => message.createReadStream(), onWhole);
    return { outcome: "sent" };
  } catch (failure) {
    if (!(failure instanceof SendFailure)) throw failure;
    return judgeFailure(failure);
  }
}

/** `List-Unsubscribe` is RFC 2369: mail programs show the address as a button. */
const toMail = ({ stopHref, ...letter }: Letter): SendMailOptions => ({
  ...letter,
  headers: { "Auto-Submitted": "auto-generated", ...(stopHref && { "List-Unsubscribe": `<${stopHref}>` }) },
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** Whether what came back is about this letter for good, or about this hour; with the reason in words for the email log. */
function judgeFailure({ stage, error }: SendFailure): Exclude<Delivery, { outcome: "sent" }> {
  const { code, command = "", response = "", responseCode = 0 } = error;
  const refused = responseCode >= 400;
  const answer = response ? ` It said: ${plainLine(response)}` : "";
  if (code === "EENVELOPE" && !refused)
    return { outcome: "refused", why: "This is not an address mail can be sent to." };
  if (code === "EAUTH")
    return { outcome: "unreachable", why: `The mail server refused Meridian's sign-in; check SMTP_URL.${answer}` };
  if (stage === "connecting")
    return { outcome: "unreachable", why: `The mail server could not be reached, or did not finish in time.${answer}` };
  if (refused) {
    const outcome = command === "MAIL FROM" ? "outage" : meaningOf(command, response);
    return { outcome, why: why[responseCode < 500 ? "forNow" : "forGood"][outcome] + answer };
  }
  if (stage === "whole") return { outcome: "unanswered", why: unansweredWords };
  return { outcome: "later", why: "The connection to the mail server broke off before it had the whole message." };
}

const unansweredWords =
  "The mail server got the whole message and did not say whether it took it, so the recipient may have it.";

const notLet = "The mail server does not let Meridian send; check SMTP_URL, MAIL_FROM and the account they belong to.";

const why: Record<"forNow" | "forGood", Record<Meaning, string>> = {
  forNow: {
    refused: "The mail server refused this address.",
    later: "The mail server asked to try again later.",
    outage: "The mail server takes nothing more from Meridian for now.",
    probablyRefused: "The mail server refused this address for now.",
    probablyOutage: "The mail server takes nothing more from Meridian for now.",
  },
  forGood: {
    refused: "The mail server refused this address.",
    later: "The mail server refused this message.",
    outage: notLet,
    probablyRefused: "The mail server does not take mail for this address.",
    probablyOutage: notLet,
  },
};

const plainLine = (text: string) =>
  text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, 300);
