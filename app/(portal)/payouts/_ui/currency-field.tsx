"use client";

import { ChoiceField } from "@/app/_ui/field";

type Props = {
  name: string;
  value: string | undefined /** "AED AFN …": as one text, because there are many. */;
  codes: string;
};

export const CurrencyField = ({ name, value, codes }: Props) => (
  <ChoiceField
    name={name}
    label="Currency"
    value={value}
    any="Any"
    options={codes.split(" ").map((code) => [code, code] as const)}
  />
);
