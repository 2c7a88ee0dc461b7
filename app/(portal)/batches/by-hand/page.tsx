import type { Metadata } from "next";
import { Card } from "@/app/_ui/card";
import { PageHeader } from "@/app/_ui/page-header";
import { requireAdmin } from "@/lib/web/auth";
import { currencies } from "@/lib/money";
import { columnNames, payoutField } from "@/lib/payouts/fields/table";
import { HandForm } from "./_ui/hand-form";

export const metadata: Metadata = { title: "New payout" };

export default async function ByHandPage() {
  await requireAdmin();
  const fields = columnNames.map((name) => {
    const { label, required, description, formWidth } = payoutField(name);
    return { name, label, required, hint: description, width: formWidth };
  });
  return (
    <>
      <PageHeader
        title="New payout"
        description="One payout, by the rules of a batch file. You review it before it is created, and nobody is emailed before that."
      />
      <Card className="max-w-3xl p-4 sm:p-6">
        <HandForm fields={fields} currencies={currencies} />
      </Card>
    </>
  );
}
