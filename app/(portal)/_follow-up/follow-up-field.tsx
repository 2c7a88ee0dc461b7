import { ChoiceField } from "@/app/_ui/field";
import { followUpChoices, namedAssignee, type FollowUpFilter } from "@/lib/follow-up/filter";

/**
 * The fields of a filter form about work that people hand to one another. One user whom the address names stays a
 * choice.
 */
export function FollowUpField({ name, filter }: { name: string; filter: FollowUpFilter }) {
  const key = name as keyof FollowUpFilter;
  const { label, options } = followUpChoices[key];
  const named = key === "assigned" ? namedAssignee(filter) : undefined;
  return (
    <ChoiceField
      name={name}
      label={label}
      value={filter[key]}
      any={key === "assigned" ? "Anybody or nobody" : "Either"}
      options={named === undefined ? options : [...options, [named, "The user in this list's address"]]}
    />
  );
}
