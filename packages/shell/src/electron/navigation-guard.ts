import { shell, type WebContents } from 'electron';

/** The window shows its own screens and nothing else: no foreign navigation, no new windows, no web views, no permissions asked. */
export function guardNavigation(contents: WebContents, origin: string): void {
  contents.on('will-navigate', (event) => {
    if (!event.url.startsWith(`${origin}/`)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    // A link to the console opens in the system's browser; anything that is not https or loopback is dropped.
    const target = URL.canParse(url) ? new URL(url) : null;
    const allowed =
      target !== null &&
      (target.protocol === 'https:' || (target.protocol === 'http:' && target.hostname === '127.0.0.1'));
    if (allowed) void shell.openExternal(url);
    return { action: 'deny' };
  });
  contents.session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
}
