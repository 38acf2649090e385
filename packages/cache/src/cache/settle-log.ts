import { stationDriver } from './bulk-database.ts';

/**
 * Brings the log of the cache in use into its file and onto the disk, from another thread than the station's: closing that cache at the swap would
 * otherwise do so while scans wait, right behind everything that the load has just sent to the disk. Only ever with the library that the station has
 * the file open with (`driver`): another one would not know of its locks. What is written meanwhile stays in the log, and nobody is kept waiting.
 */
export function settleLog(path: string, driver: string): void {
  try {
    const db = new (stationDriver(driver))(path, { fileMustExist: true });
    try {
      db.pragma('wal_checkpoint(PASSIVE)');
    } finally {
      db.close();
    }
  } catch {
    // A relief only: the swap does it as well.
  }
}
