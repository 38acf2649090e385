import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Opens a page in the browser. A station's address carries the token of its contract, and a browser is started with the address on its command
 * line, which every user of this machine can read. So the browser gets a file that only its owner can read, and the file sends it on.
 */
export async function openPage(
  url: string,
  { data, name }: { readonly data: string; readonly name: string },
): Promise<void> {
  const { default: open } = await import('open');
  const target = JSON.stringify(url).replaceAll('<', '\\u003c');
  const file = resolve(join(data, `open-${name}.html`));
  writeFileSync(
    file,
    `<!doctype html><meta charset="utf-8"><title>Serialbridge</title><script>location.replace(${target})</script>\n`,
    { mode: 0o600 },
  );
  await open(file);
}
