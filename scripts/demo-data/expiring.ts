import { fileContents, type Contents, type File, type Setting } from "./contents";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./calendar";
import type { Step } from "./life";
import type { Draft } from "./scene";

type Case = { expiresIn: number; steps: readonly { does: Step["does"]; ago: number }[]; set?: Partial<Draft> };

const resent = (...ago: number[]) => ago.map((each) => ({ does: "resend" as const, ago: each }));

/**
 * Each way a payout can stand shortly before its link runs out, the most urgent first, and some whose link just ran
 * out.
 */
const cases: readonly Case[] = [
  { expiresIn: 50 * MINUTE_MS, steps: [{ does: "open", ago: 2 * DAY_MS }, ...resent(4 * DAY_MS, 3 * MINUTE_MS)] },
  { expiresIn: 3 * HOUR_MS, steps: resent(20 * DAY_MS, 15 * DAY_MS, 10 * DAY_MS, 5 * DAY_MS, 26 * HOUR_MS) },
  {
    expiresIn: 7 * HOUR_MS,
    steps: [{ does: "bounce", ago: 26 * DAY_MS }],
    set: { amountMinor: 128_450n, currency: "USD" },
  },
  {
    expiresIn: 11 * HOUR_MS,
    steps: [{ does: "open", ago: 3 * HOUR_MS }],
    set: { amountMinor: 4_812_075n, currency: "USD", verificationAttempts: 4 },
  },
  {
    expiresIn: 20 * HOUR_MS,
    steps: [],
    set: {
      amountMinor: 96_400n,
      currency: "JPY",
      recipientName: "長谷川 結衣",
      recipientEmail: "hasegawa.yui1988@example.com",
    },
  },
  {
    expiresIn: 26 * HOUR_MS,
    steps: resent(2 * DAY_MS),
    set: {
      recipientName: "عبدالرحمن القحطاني",
      recipientEmail: "a.alqahtani@example.net",
      amountMinor: 318_750n,
      currency: "KWD",
    },
  },
  {
    expiresIn: 2 * DAY_MS,
    steps: [{ does: "open", ago: 9 * DAY_MS }, ...resent(6 * DAY_MS)],
    set: {
      recipientName: "Anne-Sophie Featherstonehaugh-Cholmondeley de Montmorency",
      recipientEmail: "as.featherstonehaugh@example.org",
    },
  },
  { expiresIn: 3 * DAY_MS, steps: resent(12 * DAY_MS, 8 * DAY_MS, 4 * DAY_MS) },
  { expiresIn: 5 * DAY_MS, steps: [{ does: "open", ago: 30 * HOUR_MS }] },
  { expiresIn: 6 * DAY_MS + 20 * HOUR_MS, steps: [] },
  ...[2, 9, 25, 51, 76, 98, 140].map((hours, index) => ranOut(hours * HOUR_MS, index)),
];

function ranOut(ago: number, index: number): Case {
  const opened = index % 3 === 0 ? [{ does: "open" as const, ago: ago + 3 * DAY_MS }] : [];
  return {
    expiresIn: -ago,
    steps: [...opened, ...(index % 2 === 0 ? resent(ago + 2 * DAY_MS) : []), { does: "expire", ago }],
  };
}

/**
 * A file of payouts that run out one after another, so that the Dashboard's most urgent rows show what they can show.
 */
export function expiringContents(setting: Setting): Contents {
  const { now, calendar } = setting;
  const createdAt = calendar.working(setting.random, now - 29 * DAY_MS);
  const file: File = {
    label: "0000",
    kind: "claims",
    createdAt,
    fileName: `claims-${calendar.date(createdAt)}-review.csv`,
    records: cases.length,
    refused: 0,
    spoiled: false,
    lifetimeDays: 30,
  };
  const caseOf = (line: number) => cases[line - 2]!;
  const life = (draft: Draft, line: number): Step[] =>
    caseOf(line)
      .steps.map(({ does, ago }) => ({ does, at: does === "bounce" ? draft.createdAt + 40_000 : now - ago }))
      .sort((a, b) => a.at - b.at);
  return fileContents(setting, file, life, (draft, line) => ({
    ...draft,
    expiresAt: now + caseOf(line).expiresIn,
    ...caseOf(line).set,
  }));
}
