/** Entry of the host process. The Node version is looked at before anything native is imported. */
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `Serialbridge needs Node 24, this is ${process.versions.node}. Start it through npm, which brings the right one.\n`,
  );
  process.exit(78);
}
const { runHost } = await import('@serialbridge/station');
await runHost(process.argv.slice(2), 'receivebridge');
