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

const LINES = ['agent', 'qmp', 'ftdi'] as const;

const socketPath = (folder: string, line: string): string => join(folder, `${line}.sock`);

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

interface QemuOptions {
  readonly qemu: string;
  /** For its sockets; a short path, the system allows 107 characters. */
  readonly folder: string;
  readonly image: string;
  readonly initrd: string;
}

function qemuArguments({ folder, image, initrd }: QemuOptions): string[] {
  return [
    ['-nodefaults', '-no-reboot'],
    ['-display', 'none'],
    // software emulation always: /dev/kvm may be there and still boot nothing (a guest inside a guest)
    ['-accel', 'tcg,thread=multi'],
    ['-cpu', 'max'],
    ['-smp', '2'],
    ['-m', '768'],
    ['-kernel', image],
    ['-initrd', initrd],
    ['-append', 'console=ttyS0 quiet loglevel=4 panic=-1 tsc=unstable'],
    ['-serial', 'stdio'],
    ['-virtfs', 'local,path=/,mount_tag=hostroot,security_model=none,readonly=on,multidevs=remap'],
    ...LINES.map((line) => ['-chardev', `socket,id=${line},path=${socketPath(folder, line)}`]),
    ['-device', 'virtio-serial-pci'],
    ['-device', 'virtserialport,chardev=agent,name=bench.agent'],
    ['-mon', 'chardev=qmp,mode=control'],
    ['-device', 'qemu-xhci,id=xhci'],
  ].flat();
}

/** Boots the guest; resolves when QEMU runs, which is long before the guest does. */
export async function startQemu(options: QemuOptions): Promise<Qemu> {
  const listening = await Promise.all(LINES.map((name) => listen(socketPath(options.folder, name))));
  const child = spawn(options.qemu, qemuArguments(options), { stdio: ['ignore', 'pipe', 'pipe'] });
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
