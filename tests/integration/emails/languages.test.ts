import { describe, expect, test } from "vitest";
import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { payouts } from "@/db/schema/payouts";
import { emailFacts } from "@/lib/emails/facts";
import { recipientEmailKinds } from "@/lib/emails/kinds";
import { renderEmail } from "@/lib/emails/queries";
import { writeLetter } from "@/lib/emails/render";
import { reissuePayout } from "@/lib/payouts/reissue";
import { languages, languageTable, type Language } from "@/lib/recipient-words/languages";
import { recipientWords } from "@/lib/recipient-words/table";
import { versionedSettings } from "@/lib/settings/queries";
import { changeSettings } from "@/lib/settings/mutations";
import { admin, created, fileOf, header } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import {
  createEmail,
  createOrganization,
  createPayout,
  createUser,
  type Organization,
} from "@/tests/support/factories";
import { deliverAll, mailServer, queuedEmail } from "@/tests/support/outbox";
import { englishIn } from "@/tests/support/recipient-sentences";
import { exported } from "@/tests/support/walk-list";

useDatabase();

const acme = () => createOrganization({ name: "Acme", supportEmail: "help@acme.example" });

type Overrides = Parameters<typeof createPayout>[1];

async function letterAbout(
  organization: Organization,
  payout: Overrides,
  email: Parameters<typeof createEmail>[1] = {},
) {
  const made = await createPayout(organization, { recipientName: "Ada", amountMinor: 8_400n, ...payout });
  const { id } = await createEmail(made, email);
  return (await writeLetter((await emailFacts(organization.id, id))!))!;
}

/** Every sort of email that a recipient can get. */
const sorts = [
  ...recipientEmailKinds.map((kind) => ({ kind, ordinal: 1, failureCode: "account_closed" })),
  { kind: "payout_failed", ordinal: 1, failureCode: "provider_unavailable" },
  { kind: "payout_failed", ordinal: 1, failureCode: "conflicting_reports" },
  { kind: "payout_failed", ordinal: 0, failureCode: "too_many_wrong_answers" },
] as const;

describe.each(languages)("an email in %s", (language) => {
  test.each(sorts)(
    "($kind, $failureCode) is in that language as HTML and as text, and says its direction",
    async (sort) => {
      const { kind, ordinal, failureCode } = sort;
      const failed = kind === "payout_failed" ? ({ status: "failed_to_send", failureCode } as const) : {};
      const { subject, html, text } = await letterAbout(await acme(), { language, ...failed }, { kind, ordinal });
      expect(html).toMatch(new RegExp(`<html[^>]* dir="${languageTable[language].direction}"[^>]* lang="${language}"`));
      expect(subject + text).toContain("Acme");
      expect(text).toContain(recipientWords[language].emails.frame.genuine);
      if (language !== "en") expect(englishIn(`${subject} ${text} ${html.replace(/<[^>]+>/g, "")}`)).toEqual([]);
    },
  );
});

/** Saves settings of an organization. */
async function set(
  organization: Organization,
  changes: Partial<Awaited<ReturnType<typeof versionedSettings>>["settings"]>,
) {
  const { actor } = await createUser(organization);
  const { settings, version } = await versionedSettings(actor);
  await changeSettings(actor, { ...settings, ...changes }, version);
}

test("an email about a payout without a language is in that of the organization", async () => {
  const organization = await acme();
  await set(organization, { defaultLanguage: "pt" });
  expect((await letterAbout(organization, {})).subject).toContain("tem um pagamento para você");
  expect((await letterAbout(organization, { language: "de" })).subject).toContain("hat eine Auszahlung für Sie");
});

test("an organization's own subject and greeting stand in the emails of their language alone, with the facts in their places", async () => {
  const organization = await acme();
  await set(organization, {
    subjectEs: "{amount} de {organization}",
    greetingEs: "Querida clientela {name}:",
    greetingAr: "أهلًا {name}",
  });
  const spanish = await letterAbout(organization, { language: "es", currency: "EUR" });
  expect(spanish.subject.replace(/\s/g, " ")).toBe("84,00 euros de Acme");
  expect(spanish.text).toContain("Querida clientela Ada:");
  expect(spanish.text).not.toContain("Hola");
  const invited = await createPayout(organization, { language: "es", currency: "EUR" });
  await createEmail(invited);
  const { id } = await createEmail(invited, { kind: "payout_reminder", ordinal: 1 });
  const reminder = await writeLetter((await emailFacts(organization.id, id))!);
  expect(reminder?.subject).toMatch(/^Recordatorio: .* de Acme$/);
  expect((await letterAbout(organization, { language: "ar" })).text).toContain("أهلًا \u2068Ada\u2069");
  expect((await letterAbout(organization, { language: "en" })).subject).toMatch(/^Acme has a payout for you/);
});

test("a file names the language of each payout; one that we do not have counts as none, and what is no language is refused", async () => {
  const actor = await admin();
  const cells = ["es", "pt-BR", "Deutsch", "", "ja", "EUR"];
  const rows = cells.map((cell, index) => `Ada Byron,ada${index}@example.com,12.50,USD,L${index},${cell}`);
  const { batch } = await created(actor, fileOf([`${header},Language`, ...rows].join("\n")));
  expect(batch).toMatchObject({ status: "partially_processed", createdCount: 5 });
  const languageOf = async (reference: string): Promise<Language | null | undefined> => {
    const one = and(eq(payouts.organizationId, actor.organizationId), eq(payouts.reference, reference));
    return (await db.select().from(payouts).where(one))[0]?.language;
  };
  expect(await Promise.all(cells.map((_, index) => languageOf(`L${index}`)))).toEqual([
    "es",
    "pt",
    "de",
    null,
    null,
    undefined,
  ]);
  const list = await exported(actor, {}, { now: new Date(), timeZone: "UTC" });
  expect(list.find(({ reference }) => reference === "L1")).toMatchObject({ language: "pt" });
});

test("a payout that replaces another one keeps its language", async () => {
  const organization = await acme();
  const { actor } = await createUser(organization);
  const old = await createPayout(organization, { status: "expired", language: "ar" });
  const { id } = await reissuePayout(actor, old.id);
  const [made] = await db.select().from(payouts).where(eq(payouts.id, id));
  expect(made?.language).toBe("ar");
});

test("the log shows an email in the language in which it left, whatever the default is now; one that waits, as it would leave now", async () => {
  await mailServer();
  const { organization, email } = await queuedEmail();
  const { actor } = await createUser(organization);
  const written = async () => {
    const rendered = await renderEmail(actor, email.id);
    return [rendered.email.language, /<html[^>]* lang="(\w+)"/.exec(rendered.letter!.html)?.[1]];
  };
  const speak = (defaultLanguage: Language) => db.update(organizations).set({ defaultLanguage });
  expect(await written()).toEqual([null, "en"]);
  await speak("fr");
  expect(await written()).toEqual([null, "fr"]);
  await deliverAll();
  await speak("de");
  expect(await written()).toEqual(["fr", "fr"]);
});
