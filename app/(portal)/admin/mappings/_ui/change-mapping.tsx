"use client";

import { Field, Input } from "@/app/_ui/field";
import { ConfirmButton, Fact, problemOf } from "@/app/(portal)/_ui/confirm-dialog";
import { remove, rename } from "@/app/(portal)/admin/mappings/actions";

/** Renames or deletes a mapping, each after a question. */
export const ChangeMapping = ({ id, name }: { id: string; name: string }) => (
  <div className="flex gap-2">
    <ConfirmButton
      label={`Rename: ${name}`}
      action={rename}
      values={{ mappingId: id }}
      title="Rename this mapping"
      fields={(refused) => (
        <Field id="mapping-name" label="Name" error={problemOf(refused, "name")}>
          {(aria) => <Input {...aria} name="name" required maxLength={80} autoComplete="off" defaultValue={name} />}
        </Field>
      )}
      keep="Keep the name"
      submit="Rename"
      pendingLabel="Renaming…"
      kind="primary"
    >
      Rename
    </ConfirmButton>
    <ConfirmButton
      label={`Delete: ${name}`}
      action={remove}
      values={{ mappingId: id }}
      title="Delete this mapping?"
      consequences={
        <>
          Later files with these columns are not read by <Fact>{name}</Fact> any more; you are asked about them, and the
          command and the watched folder refuse them. What it has read stays as it is.
        </>
      }
      keep="Keep mapping"
      submit="Delete mapping"
      pendingLabel="Deleting…"
      kind="danger"
    >
      Delete
    </ConfirmButton>
  </div>
);
