/**
 * Entry of the station host as a process. The Node version is looked at before anything native is imported: better-sqlite3 13 crashes the process on
 * Node 20 (resources/decisions/0001).
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Serialbridge needs Node 24, this is ${process.versions.node}. Start it through npm, which brings the right one.\n`,
  );
  process.exit(78);
}
const { runHost } = await import('./host/run-host.ts');
await runHost(process.argv.slice(2));
