import { createInterface } from 'node:readline/promises';
import type { StartOptions } from './arguments.ts';

/** The code that a person was given in another central's console; null: none was given, and the screen asks for it. */
export async function askPairingCode(station: string, { pair }: Pick<StartOptions, 'pair'>): Promise<string | null> {
  const given = process.env['SERIALBRIDGE_PAIRING_CODE'];
  if (given !== undefined && given !== '') return given;
  if (!pair) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const typed = await terminal.question(`Pairing code of ${station}: `);
    return typed.trim() === '' ? null : typed.trim();
  } finally {
    terminal.close();
  }
}
