// Checked only by the compiler: each line under a directive must be refused, or the type check fails.
import { readExpiry } from "@/lib/payouts/fields/expiry";
import { asRead, field } from "@/lib/payouts/fields/field";
import { memo } from "@/tests/support/memo-column";

declare function without<Key extends keyof typeof memo>(key: Key): Omit<typeof memo, Key>;

field(memo);

// @ts-expect-error -- Sentences and forms would have no name for it.
field(without("label"));
// @ts-expect-error -- The header would not know its other names.
field(without("aliases"));
// @ts-expect-error -- The header and the reader would not know whether it may be left out.
field(without("required"));
// @ts-expect-error -- The field reference would say nothing about it.
field(without("description"));
// @ts-expect-error -- The template would have no cell for it.
field(without("example"));
// @ts-expect-error -- The reader would accept a text of any length.
field(without("maxLength"));
// @ts-expect-error -- The reader of workbooks would guess what a number means.
field(without("reading"));
// @ts-expect-error -- Its value would have no name.
field(without("property"));
// @ts-expect-error -- It would be asked for and never read.
field(without("read"));
// @ts-expect-error -- It would be read and thrown away.
field(without("stored"));
// @ts-expect-error -- A payout that replaces another would lose it.
field(without("reissue"));
// @ts-expect-error -- It could be the very answer that proves who the recipient is.
field(without("shownBeforeProof"));
// @ts-expect-error -- The export would leave it out without saying why.
field(without("export"));
// @ts-expect-error -- The payout's page would leave it out without saying why.
field(without("page"));
// @ts-expect-error -- The form that repairs a row would have no place for it.
field(without("formWidth"));

// @ts-expect-error -- A time is no text.
field({ ...memo, read: readExpiry });
// @ts-expect-error -- The table `payouts` has no such property.
field({ ...memo, stored: asRead("memo") });
// @ts-expect-error -- Every new payout gets its status from its creation.
field({ ...memo, stored: asRead("status") });
// @ts-expect-error -- It may be left out, and the table wants a value.
field({ ...memo, stored: asRead("reference") });
// @ts-expect-error -- One that may be changed has to say how the timeline calls its old value.
field({ ...memo, reissue: { value: "copied", mayChange: true } });
