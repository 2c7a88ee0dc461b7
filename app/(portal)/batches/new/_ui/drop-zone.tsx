"use client";

import { Icon, type IconName } from "@/app/_ui/icon";
import { useState, type DragEvent, type ReactNode } from "react";
import { buttonStyle } from "@/app/_ui/button";

type Props = {
  icon: IconName;
  title: string;
  /** The accessible name of the file input. */
  label: string;
  accept: string;
  onFile: (file: File) => void;
  children: ReactNode;
};

/** Takes a file that is dropped or chosen; the file input inside makes it work with the keyboard. */
export function DropZone({ icon, title, label, accept, onFile, children }: Props) {
  const [over, setOver] = useState(false);
  const [several, setSeveral] = useState(false);
  const hover = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };
  const drop = (event: DragEvent) => {
    hover(event, false);
    const [file, ...others] = event.dataTransfer.files;
    // To take only the first file would look as if all had been uploaded.
    setSeveral(others.length > 0);
    if (file && others.length === 0) onFile(file);
  };
  return (
    <label
      onDragOver={(event) => hover(event, true)}
      onDragLeave={(event) => hover(event, false)}
      onDrop={drop}
      className={`relative flex flex-col items-center gap-1.5 rounded-card border border-dashed px-6 py-12 text-center focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus ${over ? "border-ink bg-sunken" : "border-edge bg-surface"}`}
    >
      <Icon name={icon} className="mb-1 size-6 text-muted" />
      <span className="max-w-full font-medium break-words">{title}</span>
      <span className="text-muted">{children}</span>
      <span role="alert" className="text-danger">
        {several && "Drop one file at a time, because each file becomes its own batch. Nothing was uploaded."}
      </span>
      <span aria-hidden className={`mt-3 ${buttonStyle("primary")}`}>
        Choose a file
      </span>
      <input
        type="file"
        aria-label={label}
        accept={accept}
        className="absolute inset-0 cursor-pointer opacity-0"
        onChange={(event) => event.target.files?.[0] && onFile(event.target.files[0])}
      />
    </label>
  );
}
