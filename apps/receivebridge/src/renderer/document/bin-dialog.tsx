import type { Finding, MethodResult } from '@serialbridge/protocol/station';
import { ActionButton, DataTable, Dialog, EmptyState, FaultList } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { DialogScans, textFault, useCall } from '@serialbridge/ui/station';
import { useEffect, useState, type ReactElement } from 'react';

type Bin = MethodResult<'receiving.list_bins'>['bins'][number];

function List({ current, onClose }: { current: string | null; onClose: () => void }): ReactElement {
  const t = useT();
  const { call, busy, faults } = useCall('receiving.list_bins', { aloud: false });
  const { call: set, faults: setFaults } = useCall('receiving.set_bin', { aloud: false });
  const [bins, setBins] = useState<readonly Bin[]>([]);
  const [chosen, setChosen] = useState<string | null>(current);
  useEffect(() => {
    void call({}).then((result) => setBins(result?.bins ?? []));
  }, [call]);
  const send = async (binId: string | null): Promise<void> => {
    if ((await set({ bin_id: binId })) !== null) onClose();
  };
  const take = (binId: string | null): void => void send(binId);
  const binOf = (code: string): Bin | undefined =>
    bins.find((one) => one.code.toLowerCase() === code.trim().toLowerCase());
  const scan = (code: string): Finding | null => {
    const bin = binOf(code);
    if (bin === undefined) return textFault(code, 'bin') ?? { code: 'receivebridge.bin.unknown', params: { code } };
    take(bin.bin_id);
    return null;
  };
  return (
    <>
      <DialogScans
        onCancel={onClose}
        onOk={() => take(chosen)}
        onCode={scan}
        wanted="bin"
        isKnown={(code) => binOf(code) !== undefined}
      />
      <FaultList faults={[...faults, ...setFaults]} />
      <DataTable
        label={t('receivebridge.bin.title')}
        rows={bins}
        columns={[{ key: 'code', title: t('receivebridge.bin.code'), renderCell: (bin) => bin.code }]}
        rowKey={(bin) => bin.bin_id}
        selected={chosen}
        onSelect={setChosen}
        onOpen={(bin) => take(bin.bin_id)}
        busy={busy}
        empty={<EmptyState title={t('receivebridge.bin.none')} />}
      />
      <footer style={{ display: 'flex', gap: 'var(--sb-space-sm)', justifyContent: 'flex-end' }}>
        <ActionButton label={t('receivebridge.bin.no-bin')} keys="Delete" onAct={() => take(null)} />
        <ActionButton
          label={t('receivebridge.bin.use')}
          keys="F8"
          variant="filled"
          disabled={chosen === null}
          onAct={() => take(chosen)}
        />
      </footer>
    </>
  );
}

/** Where the received units are put; scanning the bin's label chooses it. */
export function BinDialog({
  opened,
  current,
  onClose,
}: {
  opened: boolean;
  current: string | null;
  onClose: () => void;
}): ReactElement {
  const t = useT();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('receivebridge.bin.title')} width="34rem" height="30rem">
      <List current={current} onClose={onClose} />
    </Dialog>
  );
}
