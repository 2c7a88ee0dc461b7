/**
 * What an answer is about: this address for good, this letter for now, or whoever sends it: our relay, sender or
 * account. A permanent no at a recipient that speaks of rights or policy leaves that open: who else is refused, or let
 * through, tells. `probablyRefused` is about the recipient unless several meet it in a row; `probablyOutage` is about us
 * unless others leave.
 */
export type Meaning = "refused" | "later" | "outage" | "probablyRefused" | "probablyOutage";

type Line = {
  /** The reply, by RFC 5321. */
  code?: RegExp;
  /** The enhanced status code, by RFC 3463; empty where the server gives none. */
  status?: RegExp;
  /** The words, without the addresses in them. */
  says?: RegExp;
  /** Only when it answers this command. */
  asked?: "RCPT TO";
  means: Meaning;
  because: string;
};

/** Enhanced codes that leave open whom the answer is about: none, "other", and "the protocol". */
const vague = /^$|\.0$|\.5\.\d+$/;
const vagueOrPolicy = new RegExp(`${vague.source}|\\.7\\.\\d+$`);
const tooMuch =
  /sending (?:is )?(?:suspended|paused|disabled)|throttl|(?:sending|daily|hourly|rate|message) (?:quota|limit)|too many (?:connections|emails|errors|messages|recipients|requests)/i;
const ofOurs =
  /\brelay|\bhelo\b|\bsender\b|authenticat|not authorized|not verified|access denied|administrative prohibition|black ?list|block ?list|blocked (?:using|by)|spamhaus|STOREDRV\.Submission/i;

/**
 * What a mail server's answer to a recipient or to a message is about: the first line that fits. A recipient is refused
 * only by what is surely about the address. What is about us is waited for; an answer that says neither is tried as
 * often as any other email.
 */
const answerTable: readonly Line[] = [
  {
    code: /^(?:421|432|454)$/,
    means: "outage",
    because: "The server closes, or takes no more from this account for now.",
  },
  { code: /^53\d$/, means: "outage", because: "RFC 4954: it wants a sign-in, or a better one." },
  {
    code: /^4/,
    says: /gr[ae]y-?list/i,
    means: "later",
    because: "It puts off each new pair of sender and recipient once.",
  },
  {
    status: vagueOrPolicy,
    says: tooMuch,
    means: "outage",
    because: "Too much from us, or nothing more for now: that ends by itself, and with it some get through.",
  },
  {
    code: /^5/,
    status: /\.7\.\d+$/,
    says: ofOurs,
    asked: "RCPT TO",
    means: "probablyOutage",
    because: "Policy, in words that speak of us; but a recipient's own server may say it too.",
  },
  {
    code: /^5/,
    status: /\.7\.\d+$/,
    asked: "RCPT TO",
    means: "probablyRefused",
    because: "Policy, for good, in words that do not speak of us: often a recipient who takes mail from few.",
  },
  {
    status: /\.7\.\d+$/,
    means: "outage",
    because: "Security and policy: whether we may send through it, from there, under that name.",
  },
  {
    code: /^5/,
    status: /\.1\.[78]$/,
    asked: "RCPT TO",
    means: "probablyOutage",
    because: "The sender's address, which each recipient's server may judge in its own way.",
  },
  {
    status: /\.1\.(?:7|8|90)$/,
    means: "outage",
    because: "The sender's address; 5.1.90 is an account's daily limit at Microsoft.",
  },
  {
    status: /\.2\.\d{2,}$/,
    means: "outage",
    because: "Microsoft's own codes: what the sending mailbox may not do, or not so often.",
  },
  {
    status: /\.(?:4\.5|5\.3)$/,
    means: "outage",
    because: "Too much at once; 5.4.5 is an account's daily limit at Google.",
  },
  {
    status: /\.(?:2\.3|3\.4|6\.\d+)$/,
    means: "later",
    because: "The size or the content of this message; it says nothing of the address.",
  },
  {
    status: /\.3\.\d+$/,
    means: "outage",
    because: "The state of the mail server itself: full, shutting down, set up wrongly.",
  },
  {
    code: /^5/,
    status: vague,
    says: ofOurs,
    asked: "RCPT TO",
    means: "probablyOutage",
    because: "The codes leave open whom it is about; the words say: us.",
  },
  {
    status: vague,
    says: ofOurs,
    means: "outage",
    because: "The codes leave open whom it is about; the words say: us.",
  },
  {
    status: /^5\.(?:1\.(?:[0-6]|10)|2\.[0-2])$/,
    means: "refused",
    because: "The address: no such mailbox or domain, moved, malformed, disabled, full for good.",
  },
  {
    status: /^5\.4\.(?:1|4|310)$/,
    means: "refused",
    because: "The address's domain has no server, or at Microsoft knows no such recipient.",
  },
  {
    code: /^(?:501|55[0136])$/,
    status: /^$|^5\.[05]\.0$/,
    asked: "RCPT TO",
    means: "refused",
    because: "RFC 5321 and 7504: this mailbox or domain takes no mail, or is malformed.",
  },
];

/**
 * What a mail server means by its answer.
 * @param asked the command it answers: `RCPT TO` or `DATA`, the latter for the message too
 * @param answer as it came: a code, perhaps an enhanced one, and words on one line or several
 */
export function meaningOf(asked: string, answer: string): Meaning {
  const [, code = "", status = ""] = /^(\d{3})(?:[ -]#?([45]\.\d{1,3}\.\d{1,3})\b)?/.exec(answer) ?? [];
  const words = answer.replace(/<[^>]*>|\S+@\S+/g, "");
  const fits = (line: Line) =>
    (line.code?.test(code) ?? true) &&
    (line.status?.test(status) ?? true) &&
    (line.says?.test(words) ?? true) &&
    (line.asked ?? asked) === asked;
  return answerTable.find(fits)?.means ?? "later";
}
