const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
// Checked before anything is imported: an older Node does not even read the other files. (Whatever reads this one strips types.)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Central needs Node 22.18 or newer (24 is what it is made for); this is ${process.versions.node}. Start it with npm start, which brings its own.\n`,
  );
  process.exitCode = 3;
} else {
  const { run } = await import('./cli/run.ts');
  await run(process.argv.slice(2), process.env);
}
