import { spawn } from 'node:child_process';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** A running guest, and the sockets of this side: each is a connection QEMU opened to us. */
export interface Qemu {
  /** Lines to and from the agent. */
  readonly agent: Socket;
  readonly qmp: Socket;
  /** The serial line of the FTDI scale. */
  readonly ftdi: Socket;
  /** Everything the guest's console said. */
  readonly console: () => string;
  /** Resolves when QEMU has ended. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const MEMORY_MB = 768;

function listen(path: string): Promise<{ readonly server: Server; readonly first: Promise<Socket> }> {
  const server = createServer();
  const first = new Promise<Socket>((resolve) => {
    server.once('connection', (socket) => {
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve({ server, first }));
  });
}

/** Boots the guest; resolves when QEMU runs, which is long before the guest does. */
export async function startQemu(options: {
  readonly qemu: string;
  readonly folder: string;
  readonly image: string;
  readonly initrd: string;
}): Promise<Qemu> {
  const names = ['agent', 'qmp', 'ftdi'] as const;
  const listening = await Promise.all(names.map((name) => listen(join(options.folder, `${name}.sock`))));
  const chardev = (name: string): string => `socket,id=${name},path=${join(options.folder, `${name}.sock`)}`;
  const child = spawn(
    options.qemu,
    [
      // software emulation always: /dev/kvm may be there and still boot nothing (a guest inside a guest)
      ...['-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', '2', '-m', String(MEMORY_MB)],
      ...['-nodefaults', '-display', 'none', '-no-reboot', '-kernel', options.image, '-initrd', options.initrd],
      ...['-append', 'console=ttyS0 quiet loglevel=4 panic=-1 tsc=unstable', '-serial', 'stdio'],
      ...['-virtfs', 'local,path=/,mount_tag=hostroot,security_model=none,readonly=on,multidevs=remap'],
      ...['-chardev', chardev('agent'), '-chardev', chardev('qmp'), '-chardev', chardev('ftdi')],
      ...['-device', 'virtio-serial-pci', '-device', 'virtserialport,chardev=agent,name=bench.agent'],
      ...['-mon', 'chardev=qmp,mode=control', '-device', 'qemu-xhci,id=xhci'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  // killed from outside, this process must not leave a guest behind
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => (said += text));
  }
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      said += error.message;
      resolve();
    });
  });
  const connected = Promise.all(listening.map(({ first }) => first));
  const gone = ended.then(() => {
    throw new Error(`QEMU ended at once: ${said.trim().slice(-500)}`);
  });
  gone.catch(() => undefined);
  const [agent, qmp, ftdi] = await Promise.race([connected, gone]);
  if (agent === undefined || qmp === undefined || ftdi === undefined) throw new Error('QEMU opened too few sockets');
  return {
    agent,
    qmp,
    ftdi,
    console: () => said,
    ended,
    stop: async () => {
      kill();
      await ended;
      process.off('exit', kill);
      for (const { server } of listening) server.close();
      for (const socket of [agent, qmp, ftdi]) socket.destroy();
    },
  };
}
