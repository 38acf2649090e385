import { buildScreens, bundleApp } from './build-apps.ts';
import { STATION_APPS } from './start/arguments.ts';

/** `npm run build -- [app…]`: screens of the named apps (else all), and the bundles of the stations among them. */
const named = process.argv.slice(2);
const wanted = (app: string): boolean => named.length === 0 || named.includes(app);
for (const app of [...STATION_APPS, 'console'].filter(wanted)) buildScreens(app);
for (const app of STATION_APPS.filter(wanted)) await bundleApp(app);
