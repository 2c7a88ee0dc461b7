import { Notice } from "@/app/_ui/notice";

/** Recovery codes at the one moment at which they can be read. */
export const RecoveryCodes = ({ codes }: { codes: readonly string[] }) => (
  <section aria-label="Recovery codes" className="flex flex-col gap-3">
    <Notice tone="warning" title="Keep these recovery codes now">
      Each of them signs you in once, without your phone. They are not shown again: print them, or put them into your
      password manager.
    </Notice>
    <ul className="grid gap-x-6 gap-y-1 font-medium tabular-nums select-all sm:grid-cols-2">
      {codes.map((code) => (
        <li key={code}>
          <code>{code}</code>
        </li>
      ))}
    </ul>
  </section>
);
