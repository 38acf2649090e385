import { loopOf, openSyncStore } from './sync-rig.ts';

/** A process that syncs the paired station in this folder until it is killed. */
const [, , dir = ''] = process.argv;
loopOf(openSyncStore(dir)).start();
