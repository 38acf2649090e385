import { decodeText } from '@serialbridge/core/lists';
import type { Finding } from '@serialbridge/protocol/station';
import { useRef, type DragEvent, type RefObject } from 'react';

/** Larger than any list of serials that may be entered at once; a larger file is another one. */
const FILE_LIMIT = 4_000_000;

export interface ListFile {
  readonly name: string;
  readonly text: string;
  readonly notes: readonly Finding[];
  /** Why the file cannot be read at all. */
  readonly faults: readonly Finding[];
}

const said = ({ code, params }: { code: string; params: Finding['params'] }): Finding => ({ code, params });

/** Reads a chosen or dropped file as text, in whatever encoding it was saved. */
async function readFile(file: File): Promise<ListFile> {
  const nothing = { name: file.name, text: '', notes: [] };
  if (file.size > FILE_LIMIT) {
    const params = { name: file.name, megabytes: Math.ceil(file.size / 100_000) / 10, limit: FILE_LIMIT / 1_000_000 };
    return { ...nothing, faults: [{ code: 'receivebridge.bulk.file-too-large', params }] };
  }
  try {
    const { text, notes, refused } = decodeText(new Uint8Array(await file.arrayBuffer()));
    if (refused !== null) return { ...nothing, faults: [{ code: refused.code, params: { ...refused.params } }] };
    return {
      name: file.name,
      text,
      notes: notes.map(({ code, params }) => said({ code, params: { ...params } })),
      faults: [],
    };
  } catch {
    return { ...nothing, faults: [{ code: 'receivebridge.bulk.file-unreadable', params: { name: file.name } }] };
  }
}

/** A file chooser behind a button, and a place where a file may be dropped. */
export function useListFile(onFile: (file: ListFile) => void): {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly choose: () => void;
  readonly take: (file: File | undefined) => void;
  readonly drop: { onDragOver: (event: DragEvent) => void; onDrop: (event: DragEvent) => void };
} {
  const input = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined): void => {
    if (file !== undefined) void readFile(file).then(onFile);
    // The same file may be chosen again after it was mended.
    if (input.current !== null) input.current.value = '';
  };
  return {
    input,
    take,
    choose: () => input.current?.click(),
    drop: {
      onDragOver: (event) => event.preventDefault(),
      onDrop: (event) => {
        const [file] = event.dataTransfer.files;
        if (file === undefined) return;
        event.preventDefault();
        take(file);
      },
    },
  };
}
