import { asRead, field } from "@/lib/payouts/fields/field";
import { columnNames, payoutFields } from "@/lib/payouts/fields/table";
import { readText } from "@/lib/payouts/fields/text";

/** A made-up column, stored in a text column of the table `payouts` that a new payout leaves empty. */
export const memo = field({
  label: "Memo",
  aliases: ["remark"],
  headerWords: { alone: [], probable: [], vague: [], parts: [] },
  required: false,
  description: "What the money is for.",
  example: "March rent",
  keptHidden: {},
  maxLength: 20,
  reading: "text",
  property: "memo",
  read: readText,
  stored: asRead("failureDetail"),
  reissue: {
    value: "copied",
    mayChange: true,
    was: { key: "memoWas", label: "memo", text: ({ failureDetail }) => failureDetail ?? "none" },
  },
  shownBeforeProof: true,
  export: { header: "memo", cell: "as stored" },
  page: { place: "identity", label: "Memo", fact: ({ failureDetail }) => failureDetail },
  formWidth: "full",
});

// What a developer adds. It must be imported before everything that reads the table while it loads.
Object.assign(payoutFields, { memo });
(columnNames as string[]).push("memo");
