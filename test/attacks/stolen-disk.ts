import { examineDisk, reportLines } from './support/examine-disk.ts';

/** `node test/attacks/stolen-disk.ts FOLDER CENTRAL_URL`: what a thief could use of a paired station's data folder. */
const [folder, central_url] = process.argv.slice(2);
if (folder === undefined || central_url === undefined) {
  process.stderr.write('usage: node test/attacks/stolen-disk.ts FOLDER CENTRAL_URL\n');
  process.exitCode = 2;
} else {
  const report = await examineDisk(folder, central_url);
  process.stdout.write(`${reportLines(report).join('\n')}\n`);
}
