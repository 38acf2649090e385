import { OutboxHeader } from '@serialbridge/protocol/sync';

/** A header is far shorter; a file without a line end is no export. */
const MOST = 256 * 1024;

/** What an exported outbox says of itself, read before it is sent; null: it is none, which central will say with a reason. */
export async function readOutboxHead(file: Blob): Promise<OutboxHeader | null> {
  const [line = ''] = (await file.slice(0, MOST).text()).split('\n', 1);
  try {
    return OutboxHeader.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
