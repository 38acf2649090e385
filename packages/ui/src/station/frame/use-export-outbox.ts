import { useCallback, useState } from 'react';
import type { CallFault } from '@serialbridge/protocol/station';
import { useCall } from '../session/use-call.ts';

export interface ExportOutbox {
  /** Asks the host for the signed files of all unsent events and hands them to the browser to be saved. */
  readonly save: () => Promise<void>;
  readonly busy: boolean;
  readonly faults: readonly CallFault[];
  /** Events in the files that were saved last; null: none yet. */
  readonly saved: number | null;
}

function download(file_name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/x-ndjson' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file_name;
  link.click();
  // Some browsers begin to read only after the click was handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function useExportOutbox(): ExportOutbox {
  const { call: exportOutbox, busy, faults } = useCall('station.export_outbox');
  const { call: readPart, busy: reading, faults: partFaults } = useCall('station.export_part');
  const [saved, setSaved] = useState<number | null>(null);
  const save = useCallback(async (): Promise<void> => {
    setSaved(null);
    const made = await exportOutbox({});
    if (made === null) return;
    for (const { file_name, parts } of made.files) {
      const texts: string[] = [];
      for (let part = 0; part < parts; part += 1) {
        const read = await readPart({ file_name, part });
        if (read === null) return;
        texts.push(read.text);
      }
      // As one text: a part may end between the two halves of a character.
      download(file_name, texts.join(''));
    }
    setSaved(made.files.reduce((sum, { events }) => sum + events, 0));
  }, [exportOutbox, readPart]);
  return { save, busy: busy || reading, faults: [...faults, ...partFaults], saved };
}
