"use server";

import { z } from "zod";
import { addNote as writeNote, withdrawNote as withdraw } from "@/lib/follow-up/notes-mutations";
import {
  assign as assignTo,
  markHandled as handle,
  reopen as takeBack,
  snooze as snoozeUntil,
} from "@/lib/follow-up/mutations";
import { snoozeDay } from "@/lib/follow-up/snooze-days";
import { subjectKinds } from "@/lib/follow-up/subject";
import { incomingText } from "@/lib/incoming-text";
import { formatDay, startOfDay } from "@/lib/time";
import { adminAction, userAction } from "@/lib/web/action";

const subject = { kind: z.enum(subjectKinds), id: z.uuid("This record does not exist.") };
const prose = { joiners: true, lineBreaks: true };
const orNull = (text: string) => (text === "" ? null : text);

/** `seen`: who had it when the form was made; empty for nobody. */
const assignment = z.object({ ...subject, assignee: z.string(), seen: z.string() });

export const assign = adminAction(assignment, async (actor, { assignee, seen, ...record }) => {
  await assignTo(actor, record, orNull(assignee), orNull(seen));
  return { message: assignee === "" ? "It is assigned to nobody." : "It is assigned." };
});

/** A date of the form counts before a day of the list. `seen`: until when it was snoozed when the form was made. */
const snoozing = z.object({
  ...subject,
  until: z.string().optional(),
  day: snoozeDay,
  seen: z.union([z.literal(""), z.iso.datetime()]),
});

export const snooze = adminAction(snoozing, async (actor, { until, day, seen, ...record }) => {
  const last = day || snoozeDay.parse(until ?? "");
  const to = last === "" ? null : startOfDay(last, actor.timeZone);
  await snoozeUntil(actor, record, to, seen === "" ? null : new Date(seen));
  return { message: to ? `It is snoozed until ${formatDay(to, actor.timeZone)}.` : "It is back now." };
});

const atMost500 = z.string().max(500, "Use at most 500 characters.");
const reason = incomingText(atMost500.min(1, "Enter why nothing is left to do. It is kept in the timeline."), prose);

export const markHandled = adminAction(
  z.object({ ...subject, reason }),
  async (actor, { reason: why, ...record }) => {
    await handle(actor, record, why);
    return { message: "It is marked as handled, until its status changes." };
  },
  { keep: ["reason"] },
);

export const reopen = adminAction(z.object(subject), async (actor, record) => {
  await takeBack(actor, record);
  return { message: "It is open again." };
});

const atMost2000 = z.string().max(2_000, "Use at most 2,000 characters.");
const note = z.object({
  ...subject,
  /** Made with the form, so that a note that is sent twice is written once. */
  noteId: z.uuid("This note cannot be written. Load the page again."),
  text: incomingText(atMost2000.min(1, "Write something first."), prose),
});

/** Of viewers too: a note changes nothing about a payout. */
export const addNote = userAction(
  note,
  async (actor, { noteId, text, ...record }) => {
    const names = await writeNote(actor, record, noteId, text);
    const who = names.join(", ");
    return {
      message: names.length === 0 ? "The note is written." : `The note is written. ${who} will find it under Mentions.`,
    };
  },
  { keep: ["text"] },
);

export const withdrawNote = userAction(
  z.object({ noteId: z.uuid("This note does not exist.") }),
  async (actor, { noteId }) => {
    await withdraw(actor, noteId);
    return { message: "The note is withdrawn. Its text is gone." };
  },
);
