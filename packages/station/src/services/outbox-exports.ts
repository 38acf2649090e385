import { CallError } from '@serialbridge/client';
import type { ExportedOutbox, StationStore } from '@serialbridge/cache';
import { OUTBOX_FILE } from '@serialbridge/protocol/sync';

/** Characters of a part: with all that JSON and UTF-8 may make of them less than a frame takes. */
const PART = 512 * 1024;

/** Named by station and second, so that two exports of a day do not meet. */
export function outboxFileName({ station_name }: Pick<ExportedOutbox, 'station_name'>, now: number): string {
  const at = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  return `outbox-${station_name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')}-${at}${OUTBOX_FILE}`;
}

export interface OutboxExports {
  /** Makes the files; those of an earlier export are forgotten. */
  make(now: number): { file_name: string; events: number; parts: number }[];
  /** Throws CallError `request.not-found`. */
  part(file_name: string, part: number): string;
}

/** Exported outboxes on their way to a screen, kept in memory: a full disk must not be in their way. */
export function outboxExports(store: StationStore, software: string): OutboxExports {
  let made: readonly { readonly file_name: string; readonly text: string }[] = [];
  /** Files of which a part was not handed over yet, each with how many. */
  const open = new Map<string, Set<number>>();
  return {
    make: (now) => {
      const files = store.outbox.export({ software, now }).map((one, index, all) => ({
        ...one,
        // Two stations may bear one name.
        file_name: outboxFileName(
          all.findIndex(({ station_name }) => station_name === one.station_name) === index
            ? one
            : { station_name: `${one.station_name}-${index + 1}` },
          now,
        ),
      }));
      made = files;
      open.clear();
      for (const { file_name, text } of files)
        open.set(file_name, new Set(Array.from({ length: Math.ceil(text.length / PART) }, (_, at) => at)));
      return files.map(({ file_name, events, text }) => ({ file_name, events, parts: Math.ceil(text.length / PART) }));
    },
    part: (file_name, part) => {
      const text = made.find((one) => one.file_name === file_name)?.text.slice(part * PART, (part + 1) * PART);
      if (text === undefined || text === '')
        throw CallError.of('request.not-found', `There is no part ${part} of ${file_name}; export again.`);
      const left = open.get(file_name);
      left?.delete(part);
      if (left?.size === 0) open.delete(file_name);
      // Only what a person was given whole counts as exported.
      if (left?.size === 0 && open.size === 0) store.outbox.exported.note();
      return text;
    },
  };
}
