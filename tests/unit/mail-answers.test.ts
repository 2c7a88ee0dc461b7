import { describe, expect, test } from "vitest";
import { meaningOf } from "@/lib/mail/smtp-replies";

describe("a server answer about our sender, relay or account does not refuse the recipient", () => {
  test.each([
    ["RCPT TO", "454 4.7.1 <ada@example.com>: Relay access denied"],
    ["RCPT TO", "530 5.7.1 Authentication required"],
    ["RCPT TO", "450 4.1.8 <payouts@acme.example>: Sender address rejected: Domain not found"],
    ["RCPT TO", "451 4.3.0 <ada@example.com>: Temporary lookup failure"],
    ["RCPT TO", "451 4.3.5 <ada@example.com>: Recipient address rejected: Server configuration error"],
    ["DATA", "452 4.3.1 Insufficient system storage"],
    ["DATA", "554 5.2.252 SendAsDenied; acme@acme.example not allowed to send as payouts@acme.example"],
    ["DATA", "550 5.7.60 SMTP; Client does not have permissions to send as this sender"],
    ["DATA", "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; Failed to process message"],
    ["RCPT TO", "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients"],
    ["DATA", "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"],
    [
      "DATA",
      "554 Message rejected: Email address is not verified. The following identities failed the check in region US-EAST-1: payouts@acme.example",
    ],
    ["DATA", "554 Message rejected: Sending suspended for this account. For more information, please check the inbox"],
    ["DATA", "554 Access denied: User `arn:aws:iam::1:user/acme' is not authorized to perform `ses:SendRawEmail'"],
    ["DATA", "454 Throttling failure: Maximum sending rate exceeded."],
    ["DATA", "454 Throttling failure: Daily message quota exceeded."],
    ["RCPT TO", "421 Too many messages in this connection"],
    [
      "DATA",
      "421-4.7.28 [192.0.2.7] Our system has detected an unusual rate of unsolicited mail.\n421 4.7.28 Review our guidelines.",
    ],
    [
      "DATA",
      "550-5.4.5 Daily user sending limit exceeded. For more information on Gmail sending\n550 5.4.5 limits go to https://support.google.com/a/answer/166852",
    ],
    [
      "DATA",
      "550-5.7.26 This mail has been blocked because the sender is unauthenticated.\n550 5.7.26 Gmail requires all senders to authenticate",
    ],
    ["RCPT TO", "452 4.5.3 Too many recipients"],
    ["RCPT TO", "550 5.7.1 Too many messages from you, the daily limit of messages is reached: sending quota"],
  ])("%s: %s", (asked, answer) => expect(meaningOf(asked, answer)).toBe("outage"));
});

describe("a permanent answer at a recipient whose words speak of us is about us unless others leave", () => {
  test.each([
    ["RCPT TO", "554 5.7.1 <ada@example.com>: Relay access denied"],
    ["RCPT TO", "550 5.1.8 <payouts@acme.example>: Sender address rejected: Domain not found"],
    ["RCPT TO", "553 5.1.8 Sender address rejected"],
    ["RCPT TO", "550 5.1.7 <payouts@acme.example>: Sender address rejected: undeliverable address"],
    ["RCPT TO", "553 5.7.1 <payouts@acme.example>: Sender address rejected: not owned by user acme"],
    ["RCPT TO", "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org"],
    ["RCPT TO", "504 5.5.2 <portal>: Helo command rejected: need fully-qualified hostname"],
    ["RCPT TO", "550 relay not permitted"],
    ["RCPT TO", "550-Verification failed for <payouts@acme.example>\n550-No Such User Here\n550 Sender verify failed"],
    ["RCPT TO", "550 Administrative prohibition"],
    ["RCPT TO", "550 Rejected because 192.0.2.7 is in a black list at zen.spamhaus.org"],
    ["RCPT TO", "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain"],
    [
      "RCPT TO",
      "550-5.7.1 Invalid credentials for relay [192.0.2.7]. The IP address you've\n550 5.7.1 registered doesn't match the domain of the account",
    ],
    ["RCPT TO", "550 5.7.1 Relaying denied"],
    ["RCPT TO", "554 5.1.0 Sender denied"],
  ])("%s: %s", (asked, answer) => expect(meaningOf(asked, answer)).toBe("probablyOutage"));
});

describe("a permanent answer at a recipient about policy is about the recipient unless several meet it", () => {
  test.each([
    ["RCPT TO", "550 5.7.1 Recipient takes mail from known senders only"],
    ["RCPT TO", "554 5.7.1 <ada@example.com>: Recipient address rejected: Policy violation"],
    ["RCPT TO", "550-5.7.1 Our policy does not allow\n550 5.7.1 mail for this mailbox"],
    ["RCPT TO", "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup"],
    ["RCPT TO", "550 5.7.124 Not in the allowed list of this group"],
  ])("%s: %s", (asked, answer) => expect(meaningOf(asked, answer)).toMatch(/^probably/));
});

describe("a server answer about the address itself refuses the recipient", () => {
  test.each([
    ["RCPT TO", "550 5.1.1 <ada@example.com>: Recipient address rejected: User unknown in local recipient table"],
    ["RCPT TO", "550 5.1.1 <relay@sender.example>: Recipient address rejected: User unknown in virtual mailbox table"],
    ["RCPT TO", "501 5.1.3 Bad recipient address syntax"],
    ["RCPT TO", "550 5.1.2 <ada@nowhere.example>: Recipient address rejected: Domain not found"],
    [
      "RCPT TO",
      "556 5.1.10 <ada@example.com>: Recipient address rejected: Domain example.com does not accept mail (nullMX)",
    ],
    ["RCPT TO", "550 Unrouteable address"],
    ["RCPT TO", "550 No Such User Here"],
    ["RCPT TO", "550 <relay@example.com>: unknown user"],
    ["RCPT TO", "551 User not local; please try <ada@example.org>"],
    ["RCPT TO", "553 sorry, that address is not in my list of allowed recipients"],
    ["RCPT TO", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"],
    ["RCPT TO", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)"],
    ["RCPT TO", "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)"],
    ["RCPT TO", "550 #5.1.0 Address rejected."],
    ["RCPT TO", "501 Invalid RCPT TO address provided"],
    [
      "RCPT TO",
      "550-5.1.1 The email account that you tried to reach does not exist. Please try\n550-5.1.1 double-checking the recipient's email address for typos\n550 5.1.1 https://support.google.com/mail/?p=NoSuchUser",
    ],
    ["RCPT TO", "550 5.2.1 The email account that you tried to reach is inactive."],
    ["RCPT TO", "552 5.2.2 The email account that you tried to reach is over quota"],
    ["RCPT TO", "553-5.1.3 The recipient address <ada@> is not a valid RFC 5321 address."],
    ["DATA", "550 5.1.1 Mailbox does not exist"],
    ["RCPT TO", "550 5.1.6 The mailbox has moved"],
  ])("%s: %s", (asked, answer) => expect(meaningOf(asked, answer)).toBe("refused"));
});

describe("a server answer about this message now, or an unclear one, is retried as usual", () => {
  test.each([
    [
      "RCPT TO",
      "450 4.2.0 <ada@example.com>: Recipient address rejected: Greylisted, see http://postgrey.example/help",
    ],
    ["RCPT TO", "451 4.7.1 Greylisting in action, please come back later"],
    ["RCPT TO", "452 4.2.2 The recipient's inbox is out of storage space"],
    [
      "RCPT TO",
      "450-4.2.1 The user you are trying to contact is receiving mail at a rate that\n450 4.2.1 prevents additional messages from being delivered.",
    ],
    [
      "RCPT TO",
      "450 4.1.1 <ada@example.com>: Recipient address rejected: unverified address: Address verification in progress",
    ],
    ["RCPT TO", "451 Temporary local problem - please try later"],
    ["DATA", "552 5.3.4 Message size exceeds fixed limit"],
    ["DATA", "554 5.6.0 Message content rejected"],
    ["DATA", "554 Transaction failed"],
    ["DATA", "550 Requested action not taken"],
    ["RCPT TO", "504 5.5.2 <ada@example>: Recipient address rejected: need fully-qualified address"],
    ["RCPT TO", "555 5.5.2 Syntax error"],
    ["DATA", "something that is no answer"],
  ])("%s: %s", (asked, answer) => expect(meaningOf(asked, answer)).toBe("later"));
});
