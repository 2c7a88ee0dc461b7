import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { Fact, Facts } from "@/app/_ui/card";
import { ExactTimestamp } from "@/app/_ui/timestamp";
import { answersLeft } from "@/lib/payouts/answers";
import type { PageFact } from "@/lib/payouts/fields/field";
import { emailLanguage } from "@/lib/emails/facts";
import { columnNames, payoutField } from "@/lib/payouts/fields/table";
import { saidIn, type OwnColumn } from "@/lib/payouts/extra/columns";
import { payoutsHref } from "@/lib/payouts/list/filter";
import type { Payout, payoutOrigins } from "@/lib/payouts/queries";
import { languageTable } from "@/lib/recipient-words/languages";
import { statusTable } from "@/lib/payouts/status";
import { stands } from "@/lib/payouts/transitions";
import type { Settings } from "@/lib/settings/table";
import type { At } from "@/lib/moment";
import { CopyButton } from "@/app/(portal)/_copy/copy-button";

type Props = {
  payout: Payout;
  origins: Awaited<ReturnType<typeof payoutOrigins>>;
  at: At;
  settings: Settings;
  admin: boolean;
  /** The organization's own columns. */
  columns: readonly OwnColumn[];
};

const link = "font-medium underline underline-offset-2";

/** Everything that is known about one payout. */
export function PayoutFacts({ payout, origins, at, settings, admin, columns }: Props) {
  return (
    <Facts>
      <FieldFacts place="identity" payout={payout} at={at} />
      {admin && (
        <Fact label="Words of its emails">
          <a href={previewHref(payout, settings)} target="_blank" rel="noreferrer" className={link}>
            Preview each in {languageTable[emailLanguage(payout, settings)].label}
          </a>
        </Fact>
      )}
      {saidIn(columns, payout).map(({ key, label, text }) => (
        <Fact key={key} label={label}>
          <SoftLink href={payoutsHref({ x: { [key]: text } })} title="Payouts that say the same" className={link}>
            {text}
          </SoftLink>
          <CopyButton what={label} text={text} />
        </Fact>
      ))}
      <Fact label="What the status means">{statusTable[payout.status].meaning}</Fact>
      <Fact label="Status changed">
        <ExactTimestamp at={payout.statusChangedAt} {...at} />
      </Fact>
      <Fact label="Created">
        <ExactTimestamp at={payout.createdAt} {...at} />
      </Fact>
      <FieldFacts place="times" payout={payout} at={at} />
      <Fact label="First opened">
        {payout.openedAt ? <ExactTimestamp at={payout.openedAt} {...at} /> : "Never opened"}
      </Fact>
      <Fact label="Resends used">
        {payout.resendCount} of {settings.resendLimit}
      </Fact>
      <Fact label="Reminders">
        <Reminders payout={payout} at={at} settings={settings} />
      </Fact>
      <Fact label="Verification">
        <Verification payout={payout} at={at} settings={settings} />
      </Fact>
      <Origins payout={payout} origins={origins} />
      {(admin || payout.erasureId !== null) && (
        <Fact label="Personal data">
          {payout.erasureId === null ? (
            <SoftLink href={erasureHref(payout)} className={link}>
              Erase this recipient
            </SoftLink>
          ) : (
            "Erased. No new payout can take its place."
          )}
        </Fact>
      )}
      <Fact label="Id">
        <code className="text-sm break-all">{payout.id}</code>
        <CopyButton what="the id" text={payout.id} />
      </Fact>
    </Facts>
  );
}

/** The emails of this organization about a made-up payout, in the language that this recipient is written to in. */
const previewHref = (payout: Payout, settings: Settings) =>
  `/admin/settings/preview?in=${emailLanguage(payout, settings)}` as Route;

const erasureHref = ({ recipientEmail }: Payout) =>
  `/admin/erasure?email=${encodeURIComponent(recipientEmail)}` as Route;

/** What the columns of the payout say. */
function FieldFacts({ place, payout, at }: { place: PageFact["place"]; payout: Payout; at: At }) {
  return columnNames.map((name) => {
    const { page } = payoutField(name);
    if ("never" in page || page.place !== place) return null;
    const fact = page.fact(payout);
    if (fact === null) return null;
    return (
      <Fact key={name} label={page.label}>
        {fact instanceof Date ? <ExactTimestamp at={fact} {...at} /> : fact}
        {page.copied && !(fact instanceof Date) && <CopyButton what={`the ${page.label.toLowerCase()}`} text={fact} />}
      </Fact>
    );
  });
}

type Known = Pick<Props, "payout" | "at" | "settings">;

function Reminders({ payout, at, settings }: Known) {
  if (payout.lastRemindedAt === null) {
    if (!stands("remind", payout)) return "None sent";
    return settings.reminderDays.length === 0 ? "Turned off in the settings" : "None sent yet";
  }
  return (
    <>
      {payout.reminderCount} so far, the last <ExactTimestamp at={payout.lastRemindedAt} {...at} />
    </>
  );
}

function Verification({ payout, at, settings: { verificationLimit } }: Known) {
  const codes =
    payout.codeCount === 0 ? "" : payout.codeCount === 1 ? " (1 asked for)" : ` (${payout.codeCount} asked for)`;
  return (
    <>
      {payout.verificationAnswer !== null ? "By the answer in the batch file" : `By a code sent by email${codes}`}
      {stands("answer", payout) && ` · ${answersLeft(payout, verificationLimit)} of ${verificationLimit} answers left`}
      {payout.verifiedAt && (
        <>
          {" "}
          · passed <ExactTimestamp at={payout.verifiedAt} {...at} />
        </>
      )}
    </>
  );
}

function Origins({ payout, origins }: Pick<Props, "payout" | "origins">) {
  return (
    <>
      <Fact label="Came from">
        {origins.batch ? (
          <>
            <SoftLink href={`/batches/${origins.batch.id}` as Route} className={link}>
              {origins.batch.fileName}
            </SoftLink>
            {payout.line === null ? `, made from line ${payout.fromLine}` : `, line ${payout.line}`}
          </>
        ) : (
          "A payout without a batch"
        )}
      </Fact>
      {origins.replaces && (
        <Fact label="Replaces">
          <SoftLink href={`/payouts/${origins.replaces.id}` as Route} className={link}>
            {origins.replaces.reference}
          </SoftLink>
        </Fact>
      )}
    </>
  );
}
