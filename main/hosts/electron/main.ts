import { join } from 'node:path';
import { app, BrowserWindow, dialog, Menu, MessageChannelMain, Notification, powerSaveBlocker, protocol, session } from 'electron';
import { describeIssue } from '../../../shared/messages/describeIssue.ts';
import type { Language } from '../../../shared/messages/language.ts';
import { serve } from '../../../shared/protocol/server.ts';
import type { EngineService } from '../../../shared/protocol/server.ts';
import { dataFolder } from '../../engine/files/dataFolder.ts';
import { createLibraryService } from '../page/libraryService.ts';
import { startEngineProcess } from '../process/engineProcess.ts';
import type { EngineProcess } from '../process/engineProcess.ts';
import { systemClock } from '../process/systemClock.ts';
import { answerPage } from './answerPage.ts';
import { layoutOf } from './layout.ts';
import { noticeRuns } from './noticeRuns.ts';
import { isGranted, isOwnPage, pageScheme, pageUrl } from './ownPage.ts';
import { portChannel } from './portChannel.ts';
import { endText, windowTexts } from './windowTexts.ts';

// The window host: one engine process, one page of its own scheme, one port between them.

app.enableSandbox();
protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);

const layout = layoutOf(app.isPackaged ? process.resourcesPath : null, app.getAppPath(), process.platform);
const language = (): Language => (app.getLocale().startsWith('zh') ? 'zh' : 'en');
/** Time a run has to finish its batch and write its checkpoint before the app ends. */
const stopGraceMs = 30_000;

if (app.requestSingleInstanceLock()) void app.whenReady().then(open);
else app.quit();

async function open(): Promise<void> {
  // 1. What no page may do is refused before there is one.
  refuseEverything();
  protocol.handle(pageScheme, ({ method, url }) => answerPage(method, url, layout.page));

  // 2. The engine, in a process of its own on the carried Node.
  const { value: engine, issues } = await startEngineProcess({
    root: layout.root,
    entry: layout.entry,
    allowDownload: true,
    ...(layout.node === null ? {} : { node: layout.node }),
  });
  if (!engine) {
    dialog.showErrorBox(windowTexts.failed[language()], issues.map((found) => describeIssue(found, language()).message).join('\n'));
    return app.exit(3);
  }
  // 3. The user's library around it, the same as the browser host's; the machine stays awake while it trains.
  const { service } = createLibraryService({ engine, library: dataFolder(), anyDataPath: true });
  const noticed = noticeRuns(service, {
    onDidChangeTraining: keepAwake,
    onDidEnd: ({ start, status }) => tellEnd(endText(start?.name ?? '', status, language())),
  });

  // 4. The window; closing the last one ends the app, after the run has its checkpoint.
  openWindow(noticed);
  Menu.setApplicationMenu(menu(() => openWindow(noticed)));
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    window?.restore();
    window?.focus();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow(noticed);
  });
  app.on('window-all-closed', () => app.quit());
  endWith(engine);
}

function openWindow(service: EngineService): void {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 800,
    minHeight: 560,
    show: false,
    title: 'Hourglass',
    webPreferences: {
      preload: layout.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      backgroundThrottling: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  // Each load of the page gets a port of its own, and only the page does.
  window.webContents.on('did-finish-load', () => {
    const { mainFrame } = window.webContents;
    if (!isOwnPage(mainFrame.url)) return;
    const { port1, port2 } = new MessageChannelMain();
    serve({ channel: portChannel(port1), service, clock: systemClock });
    mainFrame.postMessage('hourglass-port', null, [port2]);
  });
  void window.loadURL(pageUrl);
}

/** No navigation away from the page, no window but ours, no permission, no foreign request, no webview. */
function refuseEverything(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_, permission, answer, { requestingUrl }) => answer(isGranted(permission, requestingUrl)));
  defaultSession.setPermissionCheckHandler((_, permission, origin) => isGranted(permission, `${origin}/`));
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isOwnPage(url) && !/^(blob:app:|data:|devtools:)/.test(url) }));
  defaultSession.on('will-download', (_, item) => item.setSaveDialogOptions({ defaultPath: join(app.getPath('documents'), item.getFilename()) }));
  app.on('web-contents-created', (_, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => {
      if (!isOwnPage(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (!isOwnPage(event.url)) event.preventDefault();
    });
  });
}

let blocker: number | null = null;
function keepAwake(isTraining: boolean): void {
  if (blocker !== null) powerSaveBlocker.stop(blocker);
  blocker = isTraining ? powerSaveBlocker.start('prevent-app-suspension') : null;
}

function tellEnd(text: string): void {
  const isWatched = BrowserWindow.getAllWindows().some((window) => window.isFocused());
  if (!isWatched && Notification.isSupported()) new Notification({ title: 'Hourglass', body: text }).show();
}

/** The app ends when its engine has. */
function endWith(engine: EngineProcess): void {
  let ending: Promise<void> | null = null;
  app.on('before-quit', (event) => {
    if (engine.status === 'closed') return;
    event.preventDefault();
    ending ??= engine.dispose(stopGraceMs).finally(() => app.quit());
  });
}

function menu(newWindow: () => void): Menu {
  const words = (key: keyof typeof windowTexts): string => windowTexts[key][language()];
  return Menu.buildFromTemplate([
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: words('file'),
      submenu: [
        { label: words('newWindow'), accelerator: 'CmdOrCtrl+Shift+N', click: newWindow },
        { type: 'separator' },
        { role: process.platform === 'darwin' ? 'close' : 'quit' },
      ],
    },
    // Undo, redo and copying are the page's: it hears the keys first, and text fields have their own.
    { label: words('edit'), submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }] },
    {
      label: words('view'),
      submenu: [
        { role: 'reload' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
  ]);
}
