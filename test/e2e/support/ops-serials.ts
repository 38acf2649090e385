import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

interface Counted {
  readonly type: string;
  readonly body: {
    readonly units?: readonly { readonly unit_id: string; readonly serial_raw: string }[];
    readonly unit_ids?: readonly string[];
  };
}

/** The serials that the event log in a station's ops.db counts, read with no code of the station's own. */
export function serialsOnDisk(folder: string): readonly string[] {
  const db = new DatabaseSync(join(folder, 'ops.db'), { readOnly: true });
  try {
    const rows = db.prepare('SELECT envelope FROM event ORDER BY position').all() as { envelope: string }[];
    const units = new Map<string, string>();
    for (const { envelope } of rows) {
      const { type, body } = JSON.parse(envelope) as Counted;
      if (type === 'receipt-line-counted')
        for (const unit of body.units ?? []) units.set(unit.unit_id, unit.serial_raw);
      if (type === 'receipt-line-uncounted') for (const unit_id of body.unit_ids ?? []) units.delete(unit_id);
    }
    return [...units.values()];
  } finally {
    db.close();
  }
}
