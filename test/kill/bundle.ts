import { rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const OUT = here(`../../dist/faults-${process.pid}`);

/** Our own code is bundled; libraries stay where they are, some of them look for files beside themselves. */
const ownCodeOnly: Plugin = {
  name: 'own-code-only',
  setup: (builder) => {
    builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@serialbridge/') || isBuiltin(path)
        ? undefined
        : { path, external: true },
    );
  },
};

export interface Programs {
  readonly central: string;
  readonly recorder: string;
  /** Where Node may keep what it has compiled: half of a start is that. */
  readonly compiled: string;
  remove(): void;
}

/** The programs that are killed, as plain JavaScript: one starts in a third of the time that its sources take. */
export async function bundlePrograms(): Promise<Programs> {
  const common = {
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    logLevel: 'warning',
    plugins: [ownCodeOnly],
  } satisfies BuildOptions;
  const central = `${OUT}/central-victim.js`;
  const recorder = `${OUT}/recorder.js`;
  await build({ ...common, entryPoints: [here('central-victim.ts')], outfile: central });
  await build({ ...common, entryPoints: [here('recorder.ts')], outfile: recorder });
  // Central starts this one by its name beside itself.
  await build({
    ...common,
    entryPoints: [here('../../apps/central/src/storage/sqlite/copy-worker.ts')],
    outfile: `${OUT}/copy-worker.ts`,
  });
  // And the recorder's store this one.
  await build({
    ...common,
    format: 'cjs',
    banner: {},
    entryPoints: [here('../../packages/cache/src/cache/load-thread.ts')],
    outfile: `${OUT}/load-thread.cjs`,
  });
  return {
    central,
    recorder,
    compiled: `${OUT}/compiled`,
    remove: () => rmSync(OUT, { recursive: true, force: true }),
  };
}
