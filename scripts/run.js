// `node scripts/run.js NAME …` runs scripts/NAME.ts or test/run/NAME.ts. Plain JavaScript, so that any Node can read it and say in one line what is wrong.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [name = '', ...rest] = process.argv.slice(2);
const major = Number(process.versions.node.split('.')[0]);
const installed = existsSync(fileURLToPath(new URL('../node_modules/zod', import.meta.url)));

function refuse(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

if (!installed) refuse('Run "npm ci" first: the packages that Serialbridge needs are not installed.');
else if (major < 24)
  refuse(
    `Serialbridge needs Node 24, this is ${process.versions.node}. On Linux and Windows "npm ci" puts Node 24 beside the project and "npm start" uses it; on macOS install Node 24.`,
  );
else {
  const runner = ['', '../test/run/']
    .map((folder) => new URL(`${folder}${name}.ts`, import.meta.url))
    .find((url) => existsSync(url));
  if (runner === undefined) refuse(`There is no scripts/${name}.ts and no test/run/${name}.ts.`);
  process.argv.splice(1, 2, fileURLToPath(runner));
  process.argv.length = 2 + rest.length;
  await import(runner.href);
}
