"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import type { Follower } from "./follower";

/** Long enough for the page to come to rest first. */
const idleMs = 2_000;

/**
 * The page follows what others change. What that takes is loaded once the page has come to rest; without it the page
 * stays as it was read.
 * @param since the latest event that the page may show, read before the page
 */
export function Following({ since }: { since: string }) {
  const router = useRouter();
  const [refreshing, start] = useTransition();
  const bar = useRef<HTMLDivElement>(null);
  const follower = useRef<Follower>(null);
  const shown = useRef(since);
  useEffect(() => {
    const refresh = () => start(() => router.refresh());
    const begin = async () => {
      const loaded = await import("./follower").catch(() => null);
      if (loaded && bar.current) follower.current = new loaded.Follower(bar.current, shown.current, refresh);
    };
    const timer = setTimeout(() => void begin(), idleMs);
    return () => {
      clearTimeout(timer);
      follower.current?.stop();
    };
  }, [router]);
  useEffect(() => {
    shown.current = since;
    if (!refreshing) follower.current?.shows(since);
  }, [since, refreshing]);
  return <div ref={bar} role="status" data-following="" className="following" />;
}
