import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { exportFolder, OpsError, type ExportedOutbox } from '@serialbridge/cache';
import { EXIT_CANNOT_START } from '../contract/index.ts';
import { stationSeal } from './station-seal.ts';
import { outboxFileName } from '../services/outbox-exports.ts';

const USAGE = 'usage: export-outbox --data FOLDER [--to FILE]';

/** Writes a new file to the disk; one that is there already is never written over. */
function writeNew(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    const bytes = Buffer.from(text, 'utf8');
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * `export-outbox --data FOLDER [--to FILE]`: writes the unsent events of a station that does not run into a signed file, and says so on standard
 * output, one JSON line a file. A computer that was several stations gives several files: the second is FILE with `-2` before its ending.
 * Ends with 78 and one line when a person must mend something. Nothing is ever marked as sent.
 */
export function exportCommand(args: readonly string[]): void {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { data: { type: 'string' }, to: { type: 'string' } },
      strict: true,
    });
    if (values.data === undefined) throw new Error(USAGE);
    const now = Date.now();
    const save = (files: readonly ExportedOutbox[]): void => {
      if (files.length === 0) throw new Error('This folder was never a paired station; there is nothing to export.');
      for (const [index, one] of files.entries()) {
        const to = values.to ?? outboxFileName(one, now);
        const path = resolve(index === 0 ? to : to.replace(/(\.[^./\\]*)?$/u, `-${index + 1}$1`));
        writeNew(path, one.text);
        process.stdout.write(`${JSON.stringify({ file: path, station: one.station_name, events: one.events })}\n`);
      }
    };
    const options = { software: 'serialbridge-station 0.1.0', now };
    exportFolder(values.data, options, stationSeal(values.data, null), save);
  } catch (error) {
    const reason =
      error instanceof OpsError || !(error instanceof Error && 'code' in error && error.code === 'EEXIST')
        ? String(error instanceof Error ? error.message : error)
        : `${error.message}: a file that is there is not written over.`;
    process.stderr.write(`${reason.replaceAll('\n', ' ')}\n`);
    process.exitCode = EXIT_CANNOT_START;
  }
}
