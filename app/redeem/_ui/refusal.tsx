import { Notice } from "@/app/_ui/notice";

/** Why what was sent was not done, where no field can say it. It takes the focus (see use-first-problem.ts). */
export function Refusal({ children }: { children: string }) {
  return (
    <div data-refusal tabIndex={-1} className="rounded-card">
      <Notice tone="danger" role="alert">
        {children}
      </Notice>
    </div>
  );
}
