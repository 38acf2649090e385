import { APPS, packageApp } from './package-app.ts';

/** `npm run package -- [--linux|--win|--mac …]`: both apps for this machine's system unless told otherwise. */
for (const app of Object.keys(APPS) as (keyof typeof APPS)[]) packageApp(app, process.argv.slice(2));
