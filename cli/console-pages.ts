// Serves the console at the network's own address: the files that `npm run build:console` makes, and nothing else.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express, { type Express, type Response } from 'express';

const FOLDER = fileURLToPath(new URL('../console/dist/', import.meta.url));
/** Its name changes with its content. */
const ASSETS_MAX_AGE_MS = 365 * 86_400_000;

/** Scripts and styles of this address alone, talk with this address alone, never within somebody else's page. */
const SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** Mounts the page at `/` of `app`. Where it has not been built, the address says how to build it. */
export const mountConsole = (app: Express, folder: string = FOLDER): void => {
  const guard = (response: Response): void => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  };
  if (!existsSync(folder)) {
    app.get('/', (_request, response) => {
      guard(response);
      response.status(503).type('text/plain').send('The console is not built: npm run build:console builds it.\n');
    });
    return;
  }
  const assets = { index: false, immutable: true, maxAge: ASSETS_MAX_AGE_MS, setHeaders: guard, fallthrough: true };
  app.use('/assets', express.static(`${folder}/assets`, { ...assets, redirect: false }));
  app.get('/', (_request, response) => {
    guard(response);
    response.sendFile('index.html', { root: folder, cacheControl: false, headers: { 'cache-control': 'no-cache' } });
  });
};
