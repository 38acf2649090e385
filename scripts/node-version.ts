/** Entry points call this before they import anything native: better-sqlite3 13 crashes the process on Node 20 (resources/decisions/0002). */
export function refuseWrongNode(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 24) return;
  process.stderr.write(
    `Serialbridge needs Node 24, this is ${process.versions.node}. Run it through npm ("npm start", "npm test"): npm ci installs the right Node beside the project on Linux and Windows. On macOS install Node 24.\n`,
  );
  process.exit(1);
}
