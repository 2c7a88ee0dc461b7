"use client";

import { useSyncExternalStore } from "react";

const unchanging = () => () => {};

/** Whether the browser draws, and not the server: what does nothing without scripts need not be in the page it sends. */
export const useDrawn = (): boolean =>
  useSyncExternalStore(
    unchanging,
    () => true,
    () => false,
  );
