// What the components of a page share through its window: each component is a script of its own.

interface Window {
  rnnplayAddress?: { labs: Record<string, string[]>; changes: EventTarget };
  rnnplayCrashWatch?: number;
  rnnplayFacts?: { values: Map<string, string>; changes: EventTarget };
  rnnplayKeys?: Record<string, { name: string; keys: string[]; says: string }[]>;
  rnnplayServer?: { promise: Promise<boolean>; resolve: (restarted: boolean) => void };
}
