import { DeviceError } from '../errors/device-error.ts';
import { type Link, NO_FACTS } from './link.ts';
import { type CommandResult, runCommand, type RunCommand } from './run-command.ts';

/** PowerShell takes a second or two to start, and compiles the declarations. */
const START_MS = 20_000;
const NO_INPUT = new Uint8Array();

/** Win32 error codes (winerror.h). */
const ACCESS_DENIED = 5;
const INVALID_PRINTER_NAME = 1801;

/**
 * Says on its output at which step it failed, and with which Win32 error: `open 1801`. Source: Win32 print spooler API
 * (OpenPrinter, StartDocPrinter with data type RAW, WritePrinter).
 */
const SCRIPT = `
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$printer = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('{printer}'))
Add-Type -TypeDefinition @'
using System;
using System.Runtime.InteropServices;
[StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
public class RawDoc { public string Name; public string File; public string Type; }
public static class Spool {
  const string Dll = "winspool.drv";
  [DllImport(Dll, EntryPoint = "OpenPrinterW", SetLastError = true, CharSet = CharSet.Unicode)]
  public static extern bool Open(string name, out IntPtr handle, IntPtr defaults);
  [DllImport(Dll, EntryPoint = "StartDocPrinterW", SetLastError = true, CharSet = CharSet.Unicode)]
  public static extern int StartDoc(IntPtr handle, int level, [In] RawDoc doc);
  [DllImport(Dll, EntryPoint = "StartPagePrinter", SetLastError = true)]
  public static extern bool StartPage(IntPtr handle);
  [DllImport(Dll, EntryPoint = "WritePrinter", SetLastError = true)]
  public static extern bool Write(IntPtr handle, byte[] bytes, int count, out int written);
  [DllImport(Dll, EntryPoint = "EndPagePrinter", SetLastError = true)]
  public static extern bool EndPage(IntPtr handle);
  [DllImport(Dll, EntryPoint = "EndDocPrinter", SetLastError = true)]
  public static extern bool EndDoc(IntPtr handle);
  [DllImport(Dll, EntryPoint = "ClosePrinter", SetLastError = true)]
  public static extern bool Close(IntPtr handle);
  public static string Print(string name, byte[] bytes) {
    IntPtr handle;
    if (!Open(name, out handle, IntPtr.Zero)) return "open " + Marshal.GetLastWin32Error();
    try {
      if (bytes.Length == 0) return "done";
      RawDoc doc = new RawDoc(); doc.Name = "Serialbridge label"; doc.Type = "RAW";
      if (StartDoc(handle, 1, doc) == 0) return "start " + Marshal.GetLastWin32Error();
      int written;
      if (!StartPage(handle)) return "write " + Marshal.GetLastWin32Error();
      if (!Write(handle, bytes, bytes.Length, out written) || written != bytes.Length) return "write " + Marshal.GetLastWin32Error();
      if (!EndPage(handle) || !EndDoc(handle)) return "write " + Marshal.GetLastWin32Error();
      return "done";
    } finally { Close(handle); }
  }
}
'@
$bytes = New-Object IO.MemoryStream
[Console]::OpenStandardInput().CopyTo($bytes)
[Spool]::Print($printer, $bytes.ToArray())
`;

/** The arguments of powershell.exe. The printer's name goes in as base64: no name can end its string. */
function powershellArgs(printer: string): readonly string[] {
  const script = SCRIPT.replace('{printer}', Buffer.from(printer, 'utf8').toString('base64'));
  const encoded = Buffer.from(script, 'utf16le').toString('base64');
  return ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-EncodedCommand', encoded];
}

/**
 * A Windows printer, written to raw through the spooler: each send is a job of its own, and nothing comes back. Resolved
 * means that the spooler has the job. Never run on Windows by the tests: they check the command and what its answers mean.
 */
export function spoolerLink(settings: { readonly printer: string }, run: RunCommand = runCommand): Link {
  const { printer } = settings;
  const args = powershellArgs(printer);
  let open = false;

  const failure = (result: CommandResult): DeviceError | null => {
    if (result.outcome === 'missing')
      return new DeviceError('device.driver-missing', { reason: 'powershell.exe was not found' });
    if (result.outcome === 'late') return new DeviceError('device.send-timeout');
    const last = result.stdout.trim().split('\n').at(-1)?.trim() ?? '';
    if (last === 'done') return null;
    const [, step, code] = /^(open|start|write) (\d+)$/u.exec(last) ?? [];
    const reason =
      step === undefined ? (result.stderr.trim() || 'PowerShell failed').slice(0, 300) : `Windows error ${code}`;
    if (Number(code) === ACCESS_DENIED && step !== 'write')
      return new DeviceError('device.permission', { path: printer });
    if (Number(code) === INVALID_PRINTER_NAME && step === 'open')
      return new DeviceError('device.missing', { path: printer });
    // part of the label may be on its way
    if (step === 'write') return new DeviceError('printer.interrupted');
    return new DeviceError('printer.queue-refuses', { queue: printer, reason });
  };

  return {
    via: 'spooler',
    async open() {
      const error = failure(await run('powershell.exe', args, NO_INPUT, START_MS));
      if (error?.id === 'device.send-timeout')
        throw new DeviceError('device.open-failed', { path: printer, reason: 'PowerShell does not answer' });
      if (error !== null) throw error;
      open = true;
      return NO_FACTS;
    },
    close: () => {
      open = false;
      return Promise.resolve();
    },
    async send(bytes, timeoutMs) {
      if (!open) throw new DeviceError('device.not-open');
      const error = failure(await run('powershell.exe', args, bytes, START_MS + timeoutMs));
      if (error !== null) throw error;
    },
  };
}
