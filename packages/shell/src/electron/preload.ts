import { ipcRenderer } from 'electron';

/**
 * Does one thing: passes the MessagePort (and why there is none) on to the page. Ports do not cross contextBridge, so window.postMessage
 * carries it; the page takes it only from its own window and origin.
 */
ipcRenderer.on('contract-port', (event) => {
  window.postMessage({ kind: 'contract-port' }, window.location.origin, [...event.ports]);
});
ipcRenderer.on('host-state', (_event, state: unknown) => {
  window.postMessage({ kind: 'host-state', state }, window.location.origin);
});
