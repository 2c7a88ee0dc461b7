import type { World } from "./matrix-world";
import type { FormFields } from "./server-actions";

type ViewAction<Answers> = { form: (world: World) => FormFields; answers: Answers };

/** The actions of saved views. The world's view is one that its organization shares; anybody may save one of their own. */
export const viewActions = <Answers>(
  ofStaff: Answers,
  ofOwnStaff: Answers,
  ofAdmins: (answers?: { admin: "conflict" }) => Answers,
): Record<string, ViewAction<Answers>> => ({
  "app/(portal)/payouts/columns/actions.ts keepLook": {
    form: () => ({ query: "?group=failed", density: "compact" }),
    answers: ofStaff,
  },
  "app/(portal)/payouts/views/actions.ts save": {
    form: ({ mark }) => ({ name: mark, query: "?group=failed" }),
    answers: ofStaff,
  },
  "app/(portal)/payouts/views/actions.ts update": {
    form: ({ view }) => ({ viewId: view.id, query: "?group=completed" }),
    answers: ofAdmins(),
  },
  "app/(portal)/payouts/views/actions.ts rename": {
    form: ({ view, mark }) => ({ viewId: view.id, name: mark }),
    answers: ofAdmins(),
  },
  "app/(portal)/payouts/views/actions.ts share": {
    form: ({ view }) => ({ viewId: view.id }),
    answers: ofAdmins({ admin: "conflict" }),
  },
  "app/(portal)/payouts/views/actions.ts remove": { form: ({ view }) => ({ viewId: view.id }), answers: ofAdmins() },
  "app/(portal)/payouts/views/actions.ts makeDefault": {
    form: ({ view }) => ({ viewId: view.id }),
    answers: ofOwnStaff,
  },
  "app/(portal)/payouts/views/actions.ts askForEmail": {
    form: ({ view }) => ({ viewId: view.id, rhythm: "morning" }),
    answers: ofOwnStaff,
  },
  "app/(portal)/payouts/views/actions.ts stopEmail": {
    form: ({ view }) => ({ viewId: view.id }),
    answers: ofOwnStaff,
  },
  "app/(portal)/payouts/views/actions.ts clearDefault": { form: () => ({}), answers: ofStaff },
});
