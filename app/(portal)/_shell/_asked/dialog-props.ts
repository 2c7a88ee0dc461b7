/** What the dialogs of the shell get. */
export type ShellDialogProps = {
  /** Whether the user may do what only admins may. */
  admin: boolean;
  /** What the person has typed already. */
  typed: string;
  /** Opens the other one in its place; null once it has closed. */
  ask: (name: "commands" | "help" | null) => void;
};
