import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Kernel } from './kernel.ts';

/** USB controllers for gadgets: each carries one device at a time. */
const UDCS = 6;

/**
 * The first program of the guest: loads the modules, lays writable and kernel file systems over the machine's own root (9p, read-only) and starts the
 * agent there. udevd must run: without it libusb gives no hot-plug, and serialport no ids of ports.
 */
function initScript(modules: readonly string[], command: string): string {
  const insmod = modules.map((file) => {
    const name = basename(file);
    return `insmod /modules/${name}${name.endsWith('dummy_hcd.ko') ? ` num=${UDCS}` : ''} || echo "no module ${name}"`;
  });
  return `#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
${insmod.join('\n')}
ifconfig lo 127.0.0.1 up
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=262144 hostroot /host || echo "no root over 9p"
mount -t proc proc /host/proc
mount -t sysfs sys /host/sys
mount -t configfs config /host/sys/kernel/config
mount -t devtmpfs dev /host/dev
mount -t tmpfs run /host/run
export SYSTEMD_IGNORE_CHROOT=1 HOME=/run TMPDIR=/run UV_THREADPOOL_SIZE=16
chroot /host /lib/systemd/systemd-udevd --daemon
chroot /host /bin/udevadm trigger --action=add --type=devices --subsystem-match=virtio-ports --subsystem-match=usb --subsystem-match=tty --subsystem-match=hidraw
chroot /host ${command}
echo "the agent ended with $?"
poweroff -f
`;
}

/** Packs busybox, the modules and the first program; returns the archive's path. `command`: what runs in the machine's root. */
export function buildInitrd(options: {
  readonly folder: string;
  readonly busybox: string;
  readonly kernel: Kernel;
  readonly command: string;
}): string {
  const { folder, kernel } = options;
  const root = join(folder, 'initrd');
  for (const made of ['bin', 'proc', 'sys', 'dev', 'host', 'modules']) mkdirSync(join(root, made), { recursive: true });
  copyFileSync(options.busybox, join(root, 'bin/busybox'));
  chmodSync(join(root, 'bin/busybox'), 0o755);
  for (const module of kernel.modules) copyFileSync(module, join(root, 'modules', basename(module)));
  writeFileSync(join(root, 'init'), initScript(kernel.modules, options.command), { mode: 0o755 });
  const archive = join(folder, 'initrd.cpio');
  const { status } = spawnSync('sh', ['-c', `find . | cpio -o -H newc --quiet > "$0"`, archive], { cwd: root });
  if (status !== 0) throw new Error(`cpio could not pack ${readFileSync(archive).length} bytes of initrd`);
  return archive;
}
