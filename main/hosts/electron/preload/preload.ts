import { contextBridge, ipcRenderer, webUtils } from 'electron';

// All that the page gets: its port to the engine, and where a file that the user chose or dropped lies.
ipcRenderer.on('hourglass-port', ({ ports }) => {
  window.postMessage('hourglass-port', location.origin, [...ports]);
});
contextBridge.exposeInMainWorld('hourglass', { pathOf: (file: File): string => webUtils.getPathForFile(file) });
